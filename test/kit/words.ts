import { readdirSync, readFileSync } from 'node:fs'
import { parseSync } from 'vite'

/** A turn of phrase that docs/style.md bans. */
export interface Banned {
  /** As docs/style.md lists it. */
  readonly turn: string
  readonly pattern: RegExp
}

/** In the order of the table in docs/style.md, which gives what to write instead. */
export const BANNED: readonly Banned[] = [
  { turn: 'stands', pattern: /\bstands?\b(?! for\b)/i },
  { turn: 'is told', pattern: /\b(?:is|are|was|were) told\b/i },
  { turn: 'left alone', pattern: /\b(?:left|leaves?) alone\b/i },
  { turn: 'of ours, of yours, of theirs', pattern: /\bof (?:ours|yours|theirs)\b/i },
  { turn: 'is no …, are no …', pattern: /(?<!\bthere )\b(?:is|are) no (?!longer\b)/i },
  { turn: 'is none, is none of', pattern: /\b(?:is|are) none\b/i },
  { turn: 'nobody, somebody, anybody, everybody', pattern: /\b(?:no|some|any|every)body\b/i },
  { turn: 'whoever', pattern: /\bwhoever\b/i },
  { turn: 'it takes', pattern: /\bit takes (?!\{\} seconds)/i },
  { turn: 'holds back, holds nothing', pattern: /\bh(?:old|olds|eld) (?:nothing|back)\b/i },
  { turn: 'lies in, lies there', pattern: /\blies?\b/i },
  { turn: 'I, me, we, my, our', pattern: /\b(?:I|[Mm]e|[Ww]e|[Mm]y|[Oo]ur)\b/ },
  { turn: 'says, tells, knows, believes', pattern: /\b(?:says?|tells?(?! \w+ apart)|knows?|believes?)\b/i },
  { turn: 'goes on, goes straight, goes by, goes with', pattern: /\bgoes (?:on|straight|by|with)\b/i },
  { turn: 'that cannot be', pattern: /\bthat cannot be$/i },
  { turn: 'switches off', pattern: /\bswitch(?:es|ed)?\b[^.;:]{0,60}\boff\b/i },
  { turn: 'makes no sense', pattern: /\bmakes? no sense\b/i },
  { turn: 'by its name', pattern: /\bby its name\b/i },
  { turn: 'mend', pattern: /\bmend(?:ed|s)?\b(?! report\b)/i },
  { turn: 'intruder', pattern: /\bintruders?\b/i },
  { turn: 'without a word, nothing says so', pattern: /\bwithout a word\b|\bnothing says so\b/i },
  { turn: 'on the way to', pattern: /\bon the way\b/i },
  { turn: 'grave, gravest', pattern: /\bgrave(?:st|r)?\b/i },
  { turn: 'a look at', pattern: /\ba look\b/i },
  { turn: 'is gone, gone since', pattern: /\bis gone\b|\bgone since\b/i },
  { turn: 'mostly', pattern: /\bmostly\b/i },
  { turn: 'hole', pattern: /\bholes?\b/i },
  { turn: 'names no', pattern: /\bnames? no(?:ne)?\b/i },
  { turn: 'is given twice, written twice, stands twice', pattern: /\b(?:given|written|there) twice\b/i },
  { turn: 'exclude each other', pattern: /\bexcludes? each other\b/i },
  { turn: 'is about', pattern: /\bis (?:not )?about\b/i },
  { turn: 'draws in', pattern: /\bdraws? in\b/i },
  { turn: 'is called', pattern: /\b(?:is|are) called\b|\bcalled like\b/i },
  { turn: 'for ever', pattern: /\bfor ever\b/i },
  { turn: 'as it is, as it asks', pattern: /\bas it (?:is|asks)\b/i },
]

/** The turns of docs/style.md that a text uses; what is in code spans is not prose. */
export const turnsIn = (text: string): readonly string[] => {
  const prose = text.replaceAll(/`[^`]*`/g, '``')
  return BANNED.filter(({ pattern }) => pattern.test(prose)).map(({ turn }) => turn)
}

/** A string or template in the source, with `{}` where a template has an expression. */
export interface SourceText {
  /** `src/rules/…:12`. */
  readonly place: string
  /** The property whose value it is, or is one branch of; empty for any other. A title in a fix is `fix title`. */
  readonly role: string
  readonly text: string
}

interface Node {
  readonly type: string
  readonly start: number
  readonly [field: string]: unknown
}
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value

/** What a template reads like; `undefined` for nodes that are no text. */
function textOf(node: Node): string | undefined {
  if (node.type === 'Literal') return typeof node['value'] === 'string' ? node['value'] : undefined
  if (node.type !== 'TemplateLiteral') return undefined
  return (node['quasis'] as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join('{}')
}

/** The children of a node that may hold text for people: types, names of modules and lists of words hold none. */
function childrenOf(node: Node): readonly Node[] {
  if (node.type.startsWith('TS') && !/As|Satisfies|NonNull/.test(node.type)) return []
  if (node.type.startsWith('Import') || (node.type.startsWith('Export') && node['source'])) return []
  const callee = node['callee'] as Node | undefined
  if ((callee?.['property'] as Node | undefined)?.['name'] === 'split') return []
  return Object.values(node).flat().filter(isNode)
}

/** The role of a node's children: a property gives its name, a choice and a value passed through keep theirs. */
function roleBelow(node: Node, role: string, parents: string): string {
  if (node.type === 'Property') {
    const { name, value } = node['key'] as unknown as { name?: string; value?: string }
    const own = name ?? value ?? ''
    return own === 'title' && parents === 'fix' ? 'fix title' : own
  }
  return node.type === 'ConditionalExpression' || node.type === 'LogicalExpression' ? role : ''
}

function collect(
  node: Node,
  role: string,
  parents: string,
  found: (node: Node, role: string, text: string) => void,
): void {
  const text = textOf(node)
  if (text !== undefined) found(node, role, text)
  const below = roleBelow(node, role, parents)
  for (const child of childrenOf(node)) {
    const isTest = node.type === 'ConditionalExpression' && child === node['test']
    const isKey = node.type === 'Property' && child === node['key']
    if (!isKey) collect(child, isTest ? '' : below, node.type === 'ObjectExpression' ? role : parents, found)
  }
}

/** Every text in the TypeScript files below a folder. */
export function textsBelow(folder: string): readonly SourceText[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'))
  return files.sort().flatMap(file => {
    const path = `${folder}/${file}`
    const source = readFileSync(path, 'utf8')
    const texts: SourceText[] = []
    collect(parseSync(path, source, { lang: 'ts' }).program as unknown as Node, '', '', (node, role, text) => {
      const line = source.slice(0, node.start).split('\n').length
      texts.push({ place: `${path}:${line}`, role, text })
    })
    return texts
  })
}
