import { Fault } from '../core/fault.ts'
import { PEER_NAMES, PEERS } from '../core/rule.ts'
import { compareSeverity } from '../core/severity.ts'
import { didYouMean, listed } from '../core/text.ts'
import { wrap } from '../core/wrap.ts'
import { AREAS, type Area, areaOf } from '../inputs.ts'
import { isAdvisory } from '../policy/names.ts'
import { benchmarkOf } from '../rules/benchmarks.ts'
import type { AnyRule } from '../rules/rule.ts'
import type { RuleSet } from '../rules/set.ts'
import { VERSION } from '../version.ts'
import { idsIn } from './catalogue.ts'
import { forLog } from './escape.ts'
import { ruleUrl } from './result.ts'

/** What the page of a rule shows. */
export interface Example {
  readonly bad: readonly ExampleFile[]
  /** The finding in it, with its place. */
  readonly found: string
  readonly fix?: { readonly title: string; readonly safe: boolean }
  readonly good: readonly ExampleFile[]
}

export interface ExampleFile {
  readonly name: string
  readonly text: string
}

/** By the id of the rule. */
export type Examples = Readonly<Record<string, Example>>

/**
 * `seaworthy explain`: the rules that ids name, or else the one whose title has all of the words. Where an id of another
 * tool or words are those of several rules, a list of them.
 * @param width columns
 * @throws Fault BAD_INPUT with what is nearest
 */
export function explain(rules: RuleSet, words: readonly string[], examples: Examples, width: number): string {
  if (words.length === 0)
    throw new Fault('BAD_INPUT', '`explain` expects a rule, an id of another tool, or words of a title')
  const named = words.map(word => rules.resolve(word))
  const ids = named.every(({ length }) => length > 0) ? new Set(named.flat()) : idsByWords(rules, words)
  const found = [...ids].map(id => rules.get(id)!)
  if (found.length === 0) return codeExplained(rules, words, width)
  if (found.length > 1 && named.some(({ length }) => length !== 1)) return choice(found, words, width)
  return found.map(rule => explained(rule, examples[rule.id], width)).join('\n')
}

/** In lower case. */
const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

/** `runAsNonRoot` → `run As Non Root`. */
const apart = (text: string): string => text.replace(/([a-z])(?=[A-Z])/g, '$1 ')

/** Each word has to be the beginning of one in the id or title. */
function idsByWords(rules: RuleSet, words: readonly string[]): readonly string[] {
  const wanted = words.flatMap(word => wordsOf(apart(word)))
  if (wanted.length === 0) return []
  const matches = ({ id, title }: AnyRule): boolean => {
    const own = wordsOf(`${id} ${title} ${apart(title)}`)
    return wanted.every(word => own.some(one => one.startsWith(word)))
  }
  return [...rules.values()].filter(matches).map(({ id }) => id)
}

/** Advisories and codes of ShellCheck are below a rule. @throws Fault BAD_INPUT for any other word */
function codeExplained(rules: RuleSet, words: readonly string[], width: number): string {
  const [word = '', another] = words
  if (another === undefined && (isAdvisory(word, rules) || /^SC\d{4}$/i.test(word)))
    return `${wrap(
      `${forLog(word)} is not a rule: it is the code of a finding in a scan report. Accept it with \`seaworthy waive ${forLog(word)} WHERE --until YYYY-MM-DD --reason TEXT\`; WHERE is an image, a package or a file.`,
      width,
      '',
    )}\n`
  const titles = [...rules.values()].flatMap(({ title }) => wordsOf(title))
  const unknown = words.find(one => idsByWords(rules, [one]).length === 0)
  if (unknown === undefined)
    throw new Fault('BAD_INPUT', `no title of a rule has the words ${listed(words.map(one => `\`${one}\``))}`)
  throw new Fault('BAD_INPUT', `unknown rule \`${unknown}\`${didYouMean(unknown, [...rules.names, ...titles])}`)
}

function choice(found: readonly AnyRule[], words: readonly string[], width: number): string {
  const longest = Math.max(...found.map(({ id }) => id.length))
  const rows = found
    .toSorted((a, b) => compareSeverity(b.severity, a.severity) || (a.id < b.id ? -1 : 1))
    .map(({ id, severity, title }) => {
      const start = `${id.padEnd(longest)}  ${severity.padEnd(8)}  `
      return `${wrap(`${start}${title}`, width, ' '.repeat(start.length))}\n`
    })
  const head = `${found.length} rules for \`${forLog(words.join(' '))}\`; \`seaworthy explain RULE\` shows one:`
  return `${wrap(head, width, '')}\n\n${rows.join('')}`
}

/** Where the text of fields begins. */
const FIELD = 6

function explained(rule: AnyRule, example: Example | undefined, width: number): string {
  const field = (name: string, text: string): string => wrap(`${name.padEnd(FIELD)}${text}`, width, ' '.repeat(FIELD))
  const head = [rule.id, rule.severity, `profile ${rule.profile}`, AREAS[areaOf(rule.on)].heading].join(' \u00b7 ')
  const parts = [
    [wrap(head, width, ''), wrap(rule.title, width, '')],
    [field('why', rule.why), field('do', rule.help), ...(example?.fix ? [field('fix', fixWords(example.fix))] : [])],
    ...(example ? exampleParts(example, width) : []),
    section('options', optionRows(rule), width),
    section('tags', (rule.tags ?? []).map(benchmarkOf), width),
    section('also known as', peerRows(rule), width, TOOL + 2),
    ['to accept a finding', ...waysToAccept(rule)],
    [`${'page'.padEnd(FIELD)}${ruleUrl(rule.id, VERSION)}`],
  ]
  return `${parts
    .filter(({ length }) => length > 0)
    .map(lines => lines.join('\n'))
    .join('\n\n')}\n`
}

const fixWords = ({ title, safe }: { readonly title: string; readonly safe: boolean }): string =>
  safe ? `${title} (safe: \`--fix\` applies it)` : `${title} (not safe: \`--fix=all\` applies it; review the result)`

const exampleParts = ({ bad, found, good }: Example, width: number): readonly (readonly string[])[] => [
  ['bad', bad.map(fileText).join('\n\n'), '', wrap(`  ${found}`, width, '    ')],
  ['good', good.map(fileText).join('\n\n')],
]

/** Code is shown as it is, however long its lines are. */
const fileText = ({ name, text }: ExampleFile): string =>
  [`  ${name}`, ...text.split('\n').map(line => (line === '' ? '' : `    ${line}`))].join('\n')

const section = (heading: string, rows: readonly string[], width: number, indent = 4): readonly string[] =>
  rows.length === 0 ? [] : [heading, ...rows.map(row => wrap(`  ${row}`, width, ' '.repeat(indent)))]

const optionRows = ({ options = {}, optionHelp = {} }: AnyRule): readonly string[] =>
  Object.entries(options).map(([key, value]) => `${key}: ${optionHelp[key]}; default ${JSON.stringify(value)}`)

/** The column of tools, with the space behind it. */
const TOOL = Math.max(...Object.values(PEER_NAMES).map(({ length }) => length)) + 2

const peerRows = (rule: AnyRule): readonly string[] =>
  PEERS.flatMap(peer => {
    const ids = idsIn(rule, peer)
    return ids.length === 0 ? [] : [`${PEER_NAMES[peer].padEnd(TOOL)}${ids.join(', ')}`]
  })

/** Where the comment of a language is read. Reports of scanners have no comments. */
const COMMENTS: Readonly<Record<Area, string | undefined>> = {
  manifest: 'at the line or above',
  dockerfile: 'above the instruction',
  image: undefined,
  graph: 'at the line or above',
}

/** To be pasted, so these lines are not wrapped. */
function waysToAccept(rule: AnyRule): readonly string[] {
  const place = COMMENTS[areaOf(rule.on)]
  const ways = [
    ['in the policy', `seaworthy waive ${rule.id} WHERE --until YYYY-MM-DD --reason TEXT`],
    ...(place === undefined ? [] : [[place, `# seaworthy: ignore ${rule.id} because REASON`]]),
  ] as const
  const longest = Math.max(...ways.map(([{ length }]) => length))
  return ways.map(([where, way]) => `  ${where.padEnd(longest)}  ${way}`)
}
