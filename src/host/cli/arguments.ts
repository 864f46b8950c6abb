import { parseArgs } from 'node:util'
import type { NamedBase } from '../../core/base.ts'
import { invalidValue, oneOf } from '../../core/choice.ts'
import { Fault } from '../../core/fault.ts'
import { PROFILES } from '../../core/rule.ts'
import { didYouMean, listed, nearest } from '../../core/text.ts'
import { areas } from '../../inputs.ts'
import type { NewWaiver } from '../../policy/file/waive.ts'
import type { CatalogueFormat, Selection } from '../../report/catalogue.ts'
import { FORMATS, type Format, formatOf } from '../../report/render.ts'
import type { Detail } from '../../report/text/text.ts'
import { FRAMEWORK_IDS } from '../../rules/frameworks/index.ts'
import { type NamedReport, FORMATS as REPORT_FORMATS, reportNamed } from '../../scans/index.ts'
import { COLOURS, type Colour } from '../colour.ts'

/** What the command line asks for. */
export type Invocation =
  | { readonly command: 'help' | 'version' }
  | { readonly command: 'rules'; readonly format: CatalogueFormat; readonly selection: Selection }
  | { readonly command: 'explain'; readonly words: readonly string[] }
  | Waiving
  | Checking

export interface Waiving {
  readonly command: 'waive'
  readonly waiver: NewWaiver
  readonly config?: string
}

export interface Checking {
  readonly command: 'check'
  readonly paths: readonly string[]
  readonly reports: readonly NamedReport[]
  /** What the change is judged against. */
  readonly base?: NamedBase
  readonly config?: string | false
  readonly baseline?: string
  /** The file to write the baseline to; empty: the usual one. */
  readonly writeBaseline?: string
  readonly failOn?: string
  readonly profile?: string
  readonly frameworks: readonly string[]
  readonly kubernetes?: string
  readonly only: readonly string[]
  readonly skip: readonly string[]
  readonly exclude: readonly string[]
  readonly ignoreUnknown: boolean
  /** The name of what `-` among the paths reads; without one it is named by its content. */
  readonly stdinName?: string
  readonly format: Format
  /** How much the text holds. */
  readonly detail?: NonNullable<Detail['detail']>
  readonly colour: Colour
  /** `--output`. */
  readonly outputs: readonly { readonly format: Format; readonly file: string }[]
  readonly fix?: 'safe' | 'all'
  readonly dryRun: boolean
  /** Whether the JSON tells the edits of fixes. */
  readonly fixes: boolean
}

const OPTIONS = {
  'fail-on': { type: 'string' },
  profile: { type: 'string' },
  framework: { type: 'string', multiple: true },
  only: { type: 'string', multiple: true },
  skip: { type: 'string', multiple: true },
  exclude: { type: 'string', multiple: true },
  'ignore-unknown': { type: 'boolean' },
  'stdin-filename': { type: 'string' },
  report: { type: 'string', multiple: true },
  base: { type: 'string' },
  'base-dir': { type: 'string' },
  'base-result': { type: 'string' },
  baseline: { type: 'string' },
  'write-baseline': { type: 'string' },
  config: { type: 'string' },
  'no-config': { type: 'boolean' },
  'kubernetes-version': { type: 'string' },
  format: { type: 'string' },
  verbose: { type: 'boolean' },
  quiet: { type: 'boolean' },
  statistics: { type: 'boolean' },
  color: { type: 'string' },
  output: { type: 'string', multiple: true },
  fix: { type: 'string' },
  'dry-run': { type: 'boolean' },
  fixes: { type: 'boolean' },
  until: { type: 'string' },
  reason: { type: 'string' },
  by: { type: 'string' },
  area: { type: 'string' },
  tag: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const

export const HELP = `seaworthy [check] [PATH…]   checks manifests, Dockerfiles and scan reports; default: the current folder
  --fail-on SEVERITY         critical, high, medium, low or never; fails at this severity or above (default high);
                             by area: manifest=high,image=critical
  --profile NAME             essential, recommended or strict (default recommended)
  --framework NAME           report a standard control by control (${listed(FRAMEWORK_IDS, 'or')});
                             its other rules run too, and what they find fails nothing; may be repeated
  --only RULE, --skip RULE   run only these rules, or all but these, by any id or framework; may be repeated
  --exclude GLOB             files not to check; may be repeated
  --ignore-unknown           skip what PATH names and is not an input, or was deleted; for lists of changed files
  --stdin-filename NAME      name of the file that PATH \`-\` reads from standard input: helm template . | seaworthy -
  --report [FORMAT:]FILE     scan report that must exist, or a glob of reports; others are found under
                             PATH; FORMAT (${listed(REPORT_FORMATS, 'or')}) forces how it is read; may be repeated
  --base REF                 fail only on what is new since the branch or commit; --base-dir FOLDER: against another checkout;
                             --base-result FILE: against the JSON result of an earlier run
  --baseline FILE            accepted findings (default .seaworthy-baseline.json, if it exists)
  --write-baseline[=FILE]    accept all findings: write them to the baseline
  --config FILE              policy (default .seaworthy.yml or .github/seaworthy.yml, or .yaml); --no-config: no policy
  --kubernetes-version 1.NN  target version, for removed and deprecated APIs (default: the newest known)
  --format FORMAT            ${listed(FORMATS, 'or')}
                             (default text)
  --verbose, --quiet         all findings, or breaches only; --statistics: numbers of findings by rule
  --color WHEN               auto, always or never (default auto)
  --output FILE              write the result to a file, in the format of --format, or, without it, in that of the ending:
                             .json, .sarif, .html, .md, .xml (junit) or .txt; FORMAT=FILE sets it; may be repeated
  --fix [--dry-run]          apply the safe fixes; --fix=all applies the others too
  --fixes                    add the edits of the fixes to the JSON result
seaworthy rules [--area ${areas.join('|')}] [--tag TAG] [--profile NAME] [--format json|markdown]
                                           lists the rules; TAG as in cis, cis:5.2.2 or pss:baseline
seaworthy explain RULE|PEER-ID|WORD…       explains a rule, by an id or words of its title
seaworthy waive RULE WHERE --until 2026-12-31 --reason TEXT [--by WHO] [--config FILE]
                                           adds a waiver to the policy
Exit status: 0 the gate passes, 1 it fails, 2 something could not be checked.
`

/** What a word may stand for that is no path. */
const COMMANDS: Readonly<Record<string, string>> = {
  check: 'seaworthy check',
  rules: 'seaworthy rules',
  explain: 'seaworthy explain',
  waive: 'seaworthy waive',
  help: 'seaworthy --help',
  version: 'seaworthy --version',
}

/** The command that was meant by a path that is not there, if it looks like one. */
export function commandLike(path: string): string | undefined {
  const name = nearest(path, Object.keys(COMMANDS))
  return name === undefined ? undefined : COMMANDS[name]
}

/** @throws Fault BAD_INPUT that says what was possible. */
export function parseArguments(argv: readonly string[]): Invocation {
  const { values, positionals } = parse(argv)
  if (values.help) return { command: 'help' }
  if (values.version) return { command: 'version' }
  const [first, ...rest] = positionals
  if (first === 'explain') {
    takesOnly(first, values, [])
    return { command: first, words: rest }
  }
  if (first === 'rules') return listing(values, rest)
  if (first === 'waive') return waiving(values, rest)
  for (const [command, names] of Object.entries(ELSEWHERE))
    for (const name of names)
      if (values[name] !== undefined) throw bad(`\`--${name}\` belongs to \`seaworthy ${command}\``)
  return checking(values, first === 'check' ? rest : positionals)
}

/** Options that only another command has. */
const ELSEWHERE = { waive: ['until', 'reason', 'by'], rules: ['area', 'tag'] } as const

function listing(values: Values, [unexpected]: readonly string[]): Invocation {
  takesOnly('rules', values, [...ELSEWHERE.rules, 'profile', 'format'])
  if (unexpected !== undefined)
    throw bad(
      `unexpected argument \`${unexpected}\`: \`rules\` accepts none. \`seaworthy explain RULE\` explains one rule`,
    )
  const { area, tag, profile, format = 'text' } = values
  return {
    command: 'rules',
    format: oneOf('--format', format, ['text', 'json', 'markdown']),
    selection: {
      ...(area !== undefined && { area: oneOf('--area', area, areas) }),
      ...(tag !== undefined && { tag }),
      ...(profile !== undefined && { profile: oneOf('--profile', profile, PROFILES) }),
    },
  }
}

function waiving(values: Values, words: readonly string[]): Invocation {
  takesOnly('waive', values, [...ELSEWHERE.waive, 'config'])
  const [rule, where, unexpected] = words
  const { reason, until, by, config } = values
  if (rule === undefined || where === undefined || unexpected !== undefined || reason === undefined)
    throw bad('`waive` requires a rule, a place and a reason: `seaworthy waive RULE WHERE --until DATE --reason TEXT`')
  const waiver = { rule, where, reason, ...(until !== undefined && { until }), ...(by !== undefined && { by }) }
  return { command: 'waive', waiver, ...(config !== undefined && { config }) }
}

type Values = ReturnType<typeof parse>['values']

/** An option without effect would be taken for one that has it. */
function takesOnly(command: string, values: Values, options: readonly string[]): void {
  const other = Object.keys(values).find(name => !options.includes(name))
  if (other !== undefined) throw bad(`\`${command}\` does not accept \`--${other}\``)
}

function checking(values: Values, paths: readonly string[]): Checking {
  const format = oneOf('--format', values.format ?? 'text', FORMATS)
  if (values['no-config'] && values.config !== undefined) throw bad('`--config` and `--no-config` cannot be combined')
  if (values['dry-run'] && values.fix === undefined)
    throw bad('`--dry-run` requires `--fix`: nothing else would be written')
  const outputs = (values.output ?? []).map(output =>
    outputOf(output, values.format === undefined ? undefined : format),
  )
  const formats = [format, ...outputs.map(output => output.format)]
  const detail = detailOf(values, formats)
  if (values.fixes && !formats.includes('json'))
    throw bad('`--fixes` requires `--format json` or `--output json=FILE`: only JSON has the edits of fixes')
  if (paths.includes('')) throw bad('empty PATH: is a variable not set? Without a PATH, the current folder is checked')
  const config = values['no-config'] ? false : values.config
  const base = baseNamed(values)
  return {
    command: 'check',
    paths,
    reports: (values.report ?? []).map(reportNamed),
    ...(base && { base }),
    ...(config !== undefined && { config }),
    ...baselineOptions(values),
    ...stdinOptions(values, paths),
    ...(values['fail-on'] !== undefined && { failOn: values['fail-on'] }),
    ...(values.profile !== undefined && { profile: values.profile }),
    ...(values['kubernetes-version'] !== undefined && { kubernetes: values['kubernetes-version'] }),
    frameworks: values.framework ?? [],
    only: values.only ?? [],
    skip: values.skip ?? [],
    exclude: values.exclude ?? [],
    ignoreUnknown: values['ignore-unknown'] ?? false,
    format,
    ...(detail && { detail }),
    colour: oneOf('--color', values.color ?? 'auto', COLOURS),
    outputs,
    ...(values.fix !== undefined && { fix: oneOf('--fix', values.fix, ['safe', 'all']) }),
    dryRun: values['dry-run'] ?? false,
    fixes: values.fixes ?? false,
  }
}

/** The option for each measure of detail, and the formats that have it. */
const DETAILS = {
  all: { option: 'verbose', formats: ['text', 'concise'] },
  breaches: { option: 'quiet', formats: ['text', 'concise'] },
  counts: { option: 'statistics', formats: ['text'] },
} as const satisfies Record<string, { readonly option: string; readonly formats: readonly Format[] }>

function detailOf(values: Values, formats: readonly Format[]): Checking['detail'] {
  const asked = (Object.keys(DETAILS) as (keyof typeof DETAILS)[]).filter(detail => values[DETAILS[detail].option])
  const [detail, other] = asked
  if (detail === undefined) return undefined
  const { option, formats: fitting } = DETAILS[detail]
  if (other) throw bad(`\`--${option}\` and \`--${DETAILS[other].option}\` cannot be combined`)
  if (!fitting.some(format => formats.includes(format)))
    throw bad(`\`--${option}\` requires \`--format ${fitting.join('` or `')}\`: the other formats have all findings`)
  return detail
}

/** The path that stands for standard input. */
export const STDIN = '-'

function stdinOptions(values: Values, paths: readonly string[]): Pick<Checking, 'stdinName'> {
  const name = values['stdin-filename']
  const count = paths.filter(path => path === STDIN).length
  if (count === 0 && name !== undefined)
    throw bad('`--stdin-filename` requires the path `-`, which reads standard input')
  if (count === 0) return {}
  if (count > 1) throw bad('duplicate path `-`: standard input is read once')
  if (values.fix !== undefined) throw bad('`--fix` and `-` cannot be combined: standard input cannot be written')
  if (values['ignore-unknown'])
    throw bad('`--ignore-unknown` and `-` cannot be combined: standard input must contain something to check')
  if (name === undefined && (values.base ?? values['base-dir']) !== undefined)
    throw bad('`-` with `--base` or `--base-dir` requires `--stdin-filename`, the name of its earlier version')
  return name === undefined ? {} : { stdinName: name }
}

function baseNamed(values: Values): NamedBase | undefined {
  const options = (['base', 'base-dir', 'base-result'] as const).filter(name => values[name] !== undefined)
  const [name, ...others] = options
  if (name === undefined) return undefined
  if (others.length > 0) throw bad(`\`--${name}\` and \`--${others[0]}\` cannot be combined`)
  const value = values[name]
  if (!value) throw bad(`empty \`--${name}\`: is a variable not set?`)
  if (name === 'base') return { ref: value }
  return name === 'base-dir' ? { dir: value } : { result: value }
}

/** What was accepted before. */
function baselineOptions(values: Values): Partial<Checking> {
  const { baseline, 'write-baseline': writeBaseline } = values
  if (baseline !== undefined && writeBaseline)
    throw bad('name the baseline once: `--write-baseline=FILE` also reads it')
  return {
    ...(baseline !== undefined && { baseline }),
    ...(writeBaseline !== undefined && { writeBaseline }),
  }
}

/** Options whose value may be left out, and what it is then: parseArgs has none of these. */
const BARE: Readonly<Record<string, string>> = { '--fix': '--fix=safe', '--write-baseline': '--write-baseline=' }

function parse(argv: readonly string[]) {
  try {
    const end = argv.includes('--') ? argv.indexOf('--') : argv.length
    const args = argv.map((word, index) => (index < end ? (BARE[word] ?? word) : word))
    return parseArgs({ args, options: OPTIONS, allowPositionals: true, strict: true })
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const unknown = /Unknown option '(--?[^']*)'/.exec(message)?.[1]
    if (unknown === undefined) throw bad(message.split('\n')[0]!)
    const known = Object.keys(OPTIONS).map(name => `--${name}`)
    throw bad(`unknown option \`${unknown}\`${didYouMean(unknown, known) || '.'} See \`--help\``)
  }
}

/** `format`: that of `--format`, where it is set. It outranks the ending: several formats are JSON or XML. */
function outputOf(text: string, format: Format | undefined): Checking['outputs'][number] {
  const [, named, file = text] = /^([a-z]+)=(.*)$/s.exec(text) ?? []
  if (file === '') throw bad(invalidValue('--output', text, 'FILE or FORMAT=FILE'))
  if (named !== undefined) return { format: oneOf('--output', named, FORMATS), file }
  return { format: format ?? formatOf(file) ?? 'text', file }
}

const bad = (message: string): Fault => new Fault('BAD_INPUT', message)
