import type { Fault } from '../core/fault.ts'
import { groupBy } from '../core/group.ts'
import { SEVERITIES } from '../core/severity.ts'
import { cut, listed, plural } from '../core/text.ts'
import { countedInputs, filesOf } from '../inputs.ts'
import type { Judged, Verdict, WaiverNote } from '../policy/verdict.ts'
import type { RuleSet } from '../rules/set.ts'
import { commentNotes } from './comments.ts'
import { forLog } from './escape.ts'
import { isLoosened, loosenedLines, looseningWords, policyNote } from './loosening.ts'
import {
  breaches,
  byRule,
  changeWords,
  gateWords,
  idleWords,
  known,
  knownWords,
  messageOf,
  passWords,
  type Result,
  standing,
  unreadFiles,
} from './result.ts'

export interface TextOptions {
  /** ANSI colours. */
  readonly colour: boolean
  /** How readers call a file; by default as in the result, from the root. */
  readonly nameOf?: (file: string) => string
}

type NameOf = (file: string) => string
type Paint = (style: keyof typeof STYLES, text: string) => string

const STYLES = {
  bold: '1',
  dim: '2',
  critical: '1;31',
  high: '31',
  medium: '33',
  low: '36',
  info: '2',
  unknown: '35',
  good: '32',
} as const

/** At one place, so many findings below the threshold are shown one by one; the rest is counted. */
const NOTED_AT_ONE_PLACE = 8

/** Wide enough for the longest word of severity. */
const COLUMN = 'critical'.length

/** For a person at a terminal or in a log: by file, what, why, and what to do, with the line itself. In whole lines. */
export function* toText(result: Result, { colour, nameOf = file => file }: TextOptions): Generator<string> {
  const paint: Paint = (style, text) => (colour ? `\u001b[${STYLES[style]}m${text}\u001b[0m` : text)
  const explained = new Set<string>()
  yield* looseningText(result.verdict, paint, nameOf)
  const files = groupBy(standing(result.verdict), ({ finding }) => finding.location.file)
  for (const [file, judged] of files) {
    yield `${paint('bold', forLog(nameOf(file)))}\n`
    for (const here of placesIn(judged)) yield `${placeText(here, result, paint, explained)}\n`
    yield '\n'
  }
  yield* faultsText(result.verdict.faults, paint, nameOf)
  yield `${summaryText(result, paint, nameOf)}\n`
}

/** On top: whoever reads no further has read this. */
function* looseningText(verdict: Verdict, paint: Paint, nameOf: NameOf): Generator<string> {
  const policy = policyNote(verdict)
  const lines = loosenedLines(verdict, ({ file, line }, what) => {
    const place = file === undefined ? '' : `${nameOf(file)}${line === undefined ? '' : ` line ${line}`}: `
    return cut(forLog(`${place}${what}`), 300)
  })
  if (policy !== '') yield `${paint(isLoosened(verdict) ? 'medium' : 'dim', cut(forLog(policy), 300))}\n`
  if (lines.length > 0) yield `${paint('medium', `⚠ ${looseningWords(verdict)}`)}\n`
  for (const line of lines) yield `  ${line}\n`
  if (policy !== '' || lines.length > 0) yield '\n'
}

/** The findings of a file by their places. */
const placesIn = (judged: readonly Judged[]): Iterable<readonly [Judged, ...Judged[]]> =>
  groupBy(
    judged.toSorted((a, b) => lineOf(a) - lineOf(b)),
    ({ finding: { location } }) => `${location.start.line}:${location.start.column}:${location.text}`,
  ).values()

const lineOf = ({ finding }: Judged): number => finding.location.start.line

function placeText(here: readonly Judged[], result: Result, paint: Paint, explained: Set<string>): string {
  const shown = [
    ...here.filter(({ standing }) => standing === 'breach'),
    ...here.filter(({ standing }) => standing === 'noted').slice(0, NOTED_AT_ONE_PLACE),
  ]
  const rest = here.filter(({ standing }) => standing === 'noted').slice(NOTED_AT_ONE_PLACE)
  const more =
    rest.length > 0
      ? [`           ${paint('dim', `and ${rest.length} more below the threshold: ${countWords(rest)}`)}`]
      : []
  return [
    ...excerpt(here[0]!, result, paint),
    ...shown.flatMap(judged => findingText(judged, result.rules, paint, explained)),
    ...more,
  ].join('\n')
}

/** The line, and the place underlined. */
function excerpt({ finding: { location, rule, severity } }: Judged, result: Result, paint: Paint): readonly string[] {
  const { line, column } = location.start
  const number = String(line).padStart(6)
  const whole = location.within?.line(line)
  if (location.text === '' || (whole === undefined && !location.rendered)) return [paint('dim', number)]
  // What a template was rendered to is not in it.
  if (whole === undefined)
    return [`${paint('dim', `${number} │`)} ${forLog(location.text)} ${paint('dim', '(when rendered)')}`]
  if (result.rules.get(rule)?.sensitive) return [`${paint('dim', `${number} │`)} ${forLog(location.text)}`]
  const from = excerptStart(whole, column - 1)
  const dots = from > 0 && whole.slice(0, from).trim() !== '' ? '…' : ''
  const text = cut(dots + forLog(whole.slice(from, from + EXCERPT_LENGTH)), 120)
  const before = dots.length + forLog(whole.slice(from, column - 1)).length
  const under = ' '.repeat(before) + '~'.repeat(Math.max(1, Math.min(forLog(location.text).length, 120 - before)))
  return [`${paint('dim', `${number} │`)} ${text}`, `${paint('dim', '       │')} ${paint(severity, under)}`]
}

/** No excerpt needs more of a line: a file of JSON may be one line of megabytes. */
const EXCERPT_LENGTH = 400

/** Where the excerpt of a line begins: behind its indentation, or, in a long line, a few words before the place. */
function excerptStart(line: string, place: number): number {
  const indent = Math.min(line.slice(0, place).search(/\S|$/), place)
  return place - indent > 80 ? place - 20 : indent
}

function findingText(judged: Judged, rules: RuleSet, paint: Paint, explained: Set<string>): readonly string[] {
  const { finding, standing } = judged
  const rule = rules.get(finding.rule)
  const byStanding = `[${finding.rule}]${standing === 'breach' ? '' : ' (below the gate)'}`
  const head = `         ${paint(finding.severity, finding.severity.padEnd(COLUMN))} ${forLog(messageOf(judged))} ${paint('dim', byStanding)}`
  if (!rule || explained.has(finding.rule)) return [head]
  explained.add(finding.rule)
  const tab = ' '.repeat(10 + COLUMN)
  const fix =
    finding.mayBeSafe !== false && finding.fix?.safe
      ? [`${tab}${paint('good', 'fix')} ${forLog(finding.fix.title)}: apply it with \`--fix\``]
      : []
  return [head, `${tab}${paint('dim', 'why')} ${rule.why}`, `${tab}${paint('good', 'do')}  ${rule.help}`, ...fix]
}

function* faultsText(faults: readonly Fault[], paint: Paint, nameOf: NameOf): Generator<string> {
  if (faults.length === 0) return
  yield `${paint('critical', 'Could not be checked')}\n`
  for (const { file, line, column, message, code } of faults) {
    const place =
      file === undefined
        ? ''
        : `${forLog(nameOf(file))}${line === undefined ? '' : ` line ${line}`}${column === undefined ? '' : `, column ${column}`}: `
    yield `  ${paint('bold', place)}${forLog(message)} ${paint('dim', `[${code}]`)}\n`
  }
  yield '\n'
}

function summaryText(result: Result, paint: Paint, nameOf: NameOf): string {
  const { verdict, inputs, enabled } = result
  const counts = countedInputs(inputs).map(({ count, noun }) => plural(count, noun))
  return [
    headline(result, paint),
    paint(
      'dim',
      `${plural(filesOf(inputs), 'file')}, ${plural(enabled, 'rule')}: ${listed(counts)}, ${plural(inputs.resources, 'object')}${policyWords(result, nameOf)}${exemptionWords(verdict)}${skippedWords(result)}`,
    ),
    ...changeLines(verdict).map(line => paint('dim', line)),
    ...verdict.exceededBudgets.map(words => paint('high', words)),
    ...waiverLines(verdict.waivers, paint, nameOf),
    ...unreadLines(inputs, nameOf).map(line => paint('dim', line)),
  ].join('\n')
}

function changeLines(verdict: Verdict): readonly string[] {
  const rules = byRule(known(verdict)).map(([rule, { length }]) => `${length} ${rule}`)
  const folded = rules.length > 0 ? `${knownWords(verdict)}: ${rules.join(', ')}` : ''
  return [changeWords(verdict), folded, ...idleWords(verdict)].filter(Boolean).map(line => cut(forLog(line), 600))
}

function unreadLines(inputs: Result['inputs'], nameOf: NameOf): readonly string[] {
  const { named, more } = unreadFiles(inputs)
  return [...named.map(({ file, why }) => `${forLog(nameOf(file))}: ${forLog(why)}`), more]
    .filter(Boolean)
    .map(words => `not read: ${words}`)
}

function waiverLines(waivers: Verdict['waivers'], paint: Paint, nameOf: NameOf): readonly string[] {
  const { expiring, lapsed, idle, ineffective } = waivers
  const noteOf = ({ rule, where, source }: WaiverNote, fate: string): string =>
    forLog(`waiver of ${rule}${where === undefined ? '' : ` at ${where}`} ${fate} (${nameOf(source)})`)
  return [
    ...expiring.map(note => paint('medium', noteOf(note, `ends on ${note.until}`))),
    ...lapsed.map(note => paint('medium', noteOf(note, `ended on ${note.until}`))),
    ...idle.map(note => paint('dim', noteOf(note, 'matches nothing'))),
    ...ineffective.map(({ source, why }) => paint('medium', cut(forLog(`comment at ${nameOf(source)}: ${why}`), 300))),
    ...commentNotes(waivers, text => text, nameOf).map(note => paint('dim', cut(forLog(note), 300))),
  ]
}

function headline({ verdict, inputs }: Result, paint: Paint): string {
  const failing = breaches(verdict)
  const noted = standing(verdict).length - failing.length
  const below = noted > 0 ? `, ${noted} below it` : ''
  const gate = `the gate ${gateWords(verdict)}`
  const found = failing.length > 0 ? `${breachWords(failing)} (${countWords(failing)})${below}` : `no breaches${below}`
  if (verdict.outcome === 'error')
    return paint(
      'critical',
      `✗ error: ${plural(verdict.faults.length, 'thing')} could not be checked; ${found}; ${gate}`,
    )
  if (verdict.outcome === 'fail') return paint('critical', `✗ fail: ${found}; ${gate}`)
  if (filesOf(inputs) === 0) return paint('medium', '✓ pass: nothing to check')
  if (verdict.outcome === 'warn') return paint('medium', `⚠ warn: ${passWords(verdict)}; ${found}; ${gate}`)
  if (isLoosened(verdict)) return paint('medium', `⚠ pass: ${found}; ${gate}`)
  return paint('good', `✓ pass: ${found}; ${gate}`)
}

function breachWords(failing: readonly Judged[]): string {
  const isNew = failing.every(({ novelty }) => novelty === 'new')
  return plural(failing.length, `${isNew ? 'new ' : ''}breach`, `${isNew ? 'new ' : ''}breaches`)
}

/** `2 critical, 5 high`. */
export function countWords(judged: readonly Judged[]): string {
  const severities = SEVERITIES.toReversed().map(
    severity => [severity, judged.filter(({ finding }) => finding.severity === severity).length] as const,
  )
  return severities
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => `${count} ${severity}`)
    .join(', ')
}

const policyWords = ({ policy }: Result, nameOf: NameOf): string =>
  policy === undefined ? '' : `; policy ${forLog(nameOf(policy))}`

/** What somebody may take for checked, and is not. */
function skippedWords({ inputs }: Result): string {
  const reasons = groupBy(
    inputs.skipped.filter(({ ordinary }) => !ordinary),
    ({ reason }) => reason,
  )
  const counts = [...reasons].map(([reason, files]) => `${files.length} ${reason}`)
  return counts.length > 0 ? `; skipped: ${forLog(counts.join(', '))}` : ''
}

function exemptionWords({ judged }: Verdict): string {
  const byStanding = (['waived', 'suppressed'] as const).map(
    standing => [standing, judged.filter(one => one.standing === standing).length] as const,
  )
  const counts = byStanding.filter(([, count]) => count > 0).map(([standing, count]) => `${count} ${standing}`)
  return counts.length > 0 ? `; ${counts.join(', ')}` : ''
}
