import { isMap, type Json } from '../../kube/resource.ts'
import type { Recipe } from './named.ts'

/** The keys of a target that are texts, or lists of texts. */
type Target = Readonly<Record<string, readonly string[]>>

interface Bake {
  readonly targets: ReadonlyMap<string, Target>
  /** The defaults of its variables. */
  readonly variables: ReadonlyMap<string, string>
}

/** Texts, words and signs of HCL; what is not closed reaches to the end. Each has one way to match. */
const TOKEN = /#[^\n]*|\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/|$)|"(?:[^"\\\n]|\\.)*"|[A-Za-z_][\w-]*|[^\s"A-Za-z_]/g

const isText = (token: string | undefined): boolean => token?.startsWith('"') === true && token.length > 1

const textIn = (token: string): string => token.slice(1, -1)

/** The texts of a value that is one, or a list of nothing else; of what a function makes, none. */
function valueAt(tokens: readonly string[], start: number): readonly string[] {
  if (isText(tokens[start])) return [textIn(tokens[start]!)]
  if (tokens[start] !== '[') return []
  let end = start + 1
  while (tokens[end] === ',' || isText(tokens[end])) end++
  return tokens[end] === ']' ? tokens.slice(start, end).filter(isText).map(textIn) : []
}

/** The blocks of a file with a label, and the values right in them. */
function* blocksIn(text: string): Generator<readonly [kind: string, name: string, values: Target]> {
  const tokens = [...text.matchAll(TOKEN)].map(([token]) => token).filter(token => !/^(?:#|\/\/|\/\*)/.test(token))
  let depth = 0
  let values: Record<string, readonly string[]> = {}
  let head: readonly string[] = []
  for (const [index, token] of tokens.entries()) {
    if (token === '{' && depth++ === 0) {
      head = tokens.slice(Math.max(0, index - 2), index)
      values = Object.create(null)
    }
    if (token === '=' && depth === 1) values[tokens[index - 1]!] = valueAt(tokens, index + 1)
    if (token === '}' && depth > 0 && --depth === 0 && isText(head[1])) yield [head[0]!, textIn(head[1]!), values]
  }
}

function readHcl(text: string): Bake {
  const blocks = [...blocksIn(text)]
  const of = (kind: string): readonly (readonly [string, Target])[] =>
    blocks.flatMap(([is, name, values]) => (is === kind ? [[name, values] as const] : []))
  const defaults = of('variable').flatMap(([name, values]) =>
    (values['default'] ?? []).slice(0, 1).map(value => [name, value] as const),
  )
  return { targets: new Map(of('target')), variables: new Map(defaults) }
}

const entriesOf = (value: Json): readonly (readonly [string, Json])[] => (isMap(value) ? Object.entries(value) : [])

const texts = (value: Json): readonly string[] => [value].flat().filter(item => typeof item === 'string')

function readJson(json: Json): Bake {
  const targets = entriesOf(json?.target).map(
    ([name, values]) =>
      [name, Object.fromEntries(entriesOf(values).map(([key, value]) => [key, texts(value)]))] as const,
  )
  const variables = entriesOf(json?.variable).flatMap(([name, value]) =>
    typeof value?.default === 'string' ? [[name, value.default] as const] : [],
  )
  return { targets: new Map(targets), variables: new Map(variables) }
}

/** So many targets are looked through for a key: no one builds one upon so many others. */
const MOST_INHERITED = 100

/** A key of a target, or of what it inherits; the last that is named goes first. */
function inherited(targets: Bake['targets'], name: string, key: string): readonly string[] {
  const pending = [name]
  const seen = new Set<string>()
  for (let next = pending.pop(); next !== undefined && seen.size < MOST_INHERITED; next = pending.pop()) {
    const target = targets.get(next)
    if (!target || seen.has(next)) continue
    seen.add(next)
    if (target[key] && target[key].length > 0) return target[key]
    pending.push(...(target['inherits'] ?? []).slice(-MOST_INHERITED))
  }
  return []
}

/** The targets of a Bake file, in HCL or as JSON that was parsed. */
export function bakeRecipes(content: string | Json): readonly Recipe[] {
  const { targets, variables } = typeof content === 'string' ? readHcl(content) : readJson(content)
  const filled = (text: string): string =>
    text.replace(/\$\{(\w+)\}/g, (all, name: string) => variables.get(name) ?? all)
  return [...targets].flatMap(([name, own]) => {
    if (own['dockerfile-inline'] !== undefined) return []
    const of = (key: string): readonly string[] => inherited(targets, name, key).map(filled)
    const [context = '.'] = of('context')
    const [dockerfile = 'Dockerfile'] = of('dockerfile')
    return { images: of('tags'), context, dockerfile, target: of('target')[0] }
  })
}
