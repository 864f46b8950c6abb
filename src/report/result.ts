import type { Finding } from '../core/finding.ts'
import { groupBy } from '../core/group.ts'
import { SEVERITIES } from '../core/severity.ts'
import { listed, plural } from '../core/text.ts'
import { AREAS, areas } from '../inputs.ts'
import type { JudgedFramework } from '../policy/frameworks.ts'
import type { Judged, Verdict } from '../policy/verdict.ts'
import type { Evidence } from '../read/evidence.ts'
import type { Inputs } from '../read/read.ts'
import type { RuleSet } from '../rules/set.ts'
import { isSettings } from '../scans/readers/unread/settings.ts'

/** Everything a reporter may speak of. Computed before the first word is said. */
export interface Result {
  /** Of Seaworthy. */
  readonly version: string
  readonly verdict: Verdict
  readonly inputs: Inputs
  /** All that the run knew, for titles and advice. */
  readonly rules: RuleSet
  /** How many of them ran. */
  readonly enabled: number
  /** How many files are not judged because only tests read them. */
  readonly testFiles: number
  /** The file of the policy; nothing when there is none, and the defaults hold. */
  readonly policy?: string
  /** Only where it was asked for. */
  readonly evidence?: Evidence
  /** There is a policy, and it could not be read, or not all of it: nobody knows what it says of rules and files. */
  readonly policyUnreadable: boolean
  /** The last day, `YYYY-MM-DD`, that is proposed to anyone who accepts a finding. */
  readonly acceptUntil: string
  /** Where some were asked for. */
  readonly frameworks?: readonly JudgedFramework[]
}

/** Where the rules are explained. */
export const HOMEPAGE = 'https://github.com/seaworthy/seaworthy'

/** The page of a rule, as it was at a version of Seaworthy. */
export const ruleUrl = (rule: string, version: string): string =>
  `${HOMEPAGE}/blob/v${version}/docs/rules/${encodeURIComponent(rule)}.md`

/** What is counted and listed: breaches, and findings below the threshold. */
export const standing = ({ judged }: Verdict): readonly Judged[] =>
  judged.filter(({ standing }) => standing === 'breach' || standing === 'noted')

export const breaches = ({ judged }: Verdict): readonly Judged[] =>
  judged.filter(({ standing }) => standing === 'breach')

/** What is below the gate. */
export const noted = ({ judged }: Verdict): readonly Judged[] => judged.filter(({ standing }) => standing === 'noted')

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

/** What was found, and why it fails when its severity does not tell. */
export const messageOf = ({ finding: { message }, because, novelty }: Judged): string =>
  [message, because, novelty === 'incomparable' ? 'incomparable with the base' : undefined].filter(Boolean).join(': ')

/** What was there before the change, or is in the baseline. */
export const known = ({ judged }: Verdict): readonly Judged[] => judged.filter(({ standing }) => standing === 'known')

/** Findings by rule, the most frequent first. */
export const byRule = (judged: readonly Judged[]): readonly (readonly [rule: string, judged: readonly Judged[]])[] =>
  [...groupBy(judged, ({ finding }) => finding.rule)].sort(([, a], [, b]) => b.length - a.length)

/** `known: 12 findings of 5 rules`; nothing when there are none. */
export function knownWords(verdict: Verdict): string {
  const all = known(verdict)
  if (all.length === 0) return ''
  return `known: ${plural(all.length, 'finding')} of ${plural(byRule(all).length, 'rule')}`
}

/** What a change brings, in one line: `against a41f09c: 2 new, 5 known, 1 fixed`. */
export function changeWords({ change }: Verdict): string {
  if (change === undefined) return ''
  const incomparable = `${change.incomparable} incomparable`
  if (change.missing !== undefined) return `${incomparable}, because ${change.missing}`
  const counts = [
    `${change.new} new`,
    ...(change.incomparable > 0 ? [incomparable] : []),
    `${change.known} known`,
    `${change.fixed.length} fixed`,
  ]
  const base = change.commit?.slice(0, 7) ?? (change.source === 'result' ? 'an earlier result' : 'the base')
  return `against ${base}: ${counts.join(', ')}`
}

/** `2 new findings` when a base is known and all of them are new; else `2 findings`. */
export function findingWords(judged: readonly Judged[]): string {
  const isNew = judged.length > 0 && judged.every(({ novelty }) => novelty === 'new')
  return plural(judged.length, isNew ? 'new finding' : 'finding')
}

/** So many entries are named that match nothing. */
const IDLE = 5

/** What the baseline says of findings that are not there any more, in lines. */
export function idleWords({ baseline }: Verdict): readonly string[] {
  const { idle = [], file = '' } = baseline ?? {}
  if (idle.length === 0) return []
  const named = idle.slice(0, IDLE).map(({ rule, subject }) => `\`${rule}\` of \`${subject}\``)
  const more = idle.length > IDLE ? [`${idle.length - IDLE} more`] : []
  const entries = plural(idle.length, 'entry', 'entries')
  return [
    `${entries} of the baseline \`${file}\` no longer ${idle.length === 1 ? 'occurs' : 'occur'}: ${listed([...named, ...more])}. Remove them with \`--write-baseline\``,
  ]
}

/** The id by which a finding can be waived; its code only where the message does not tell it already. */
export const idOf = ({ rule, code, message }: Finding): string =>
  code === undefined || message.includes(code.id) ? rule : code.id

/** `fails at high or above`; with nothing to fail at, the gate is off. */
export function gateWords(verdict: Verdict): string {
  const words = thresholdWords(verdict)
  return words === 'never' ? 'is off' : `fails at ${words}`
}

/** Of a gate that holds. */
export function nothingWords(verdict: Verdict): string {
  const words = thresholdWords(verdict)
  return words === 'never' ? 'the gate is off' : `nothing at ${words}`
}

/** Of a gate that holds, whatever else stands: `2 findings at high or above do not stop this change`. */
export function passWords(verdict: Verdict): string {
  if (verdict.outcome !== 'warn') return nothingWords(verdict)
  const severe = verdict.counts.critical + verdict.counts.high
  return `${plural(severe, 'finding')} at high or above ${severe === 1 ? 'does' : 'do'} not stop this change`
}

/** `high`, or `manifest: high, image: critical` when the areas differ. */
export function thresholdWords({ gate }: Verdict): string {
  // Where no rule looks, a threshold is nothing to report.
  const looked = areas.filter(area => AREAS[area].scopes.length > 0)
  const entries = looked.map(area => [area, gate.failOn[area]] as const)
  const [first] = entries
  if (entries.every(([, threshold]) => threshold === first?.[1])) return wordsOf(first?.[1] ?? 'never')
  return entries.map(([area, threshold]) => `${area}: ${wordsOf(threshold)}`).join(', ')
}

const wordsOf = (threshold: string): string => (threshold === 'never' ? 'never' : `${threshold} or above`)

/** `not judged: 3 test files`; nothing when there are none. */
export const testWords = ({ testFiles }: Result): string =>
  testFiles === 0 ? '' : `not judged: ${plural(testFiles, 'test file')}`

/** So many unread files are named; the others are counted. */
const UNREAD = 5

/** So many of them when they are settings of other tools. */
const SETTINGS = 20

/** What somebody may take for a report that was read: each file and why, and how many more there are. */
export function unreadFiles({ unread, unreadCount }: Inputs): {
  readonly named: Inputs['unread']
  readonly more: string
} {
  // Who has settings takes them for applied: they are named before all else.
  const isFirst = ({ format }: Inputs['unread'][number]): boolean => isSettings(format)
  const settings = unread.filter(isFirst)
  const named = [...settings, ...unread.filter(one => !isFirst(one))].slice(
    0,
    Math.max(UNREAD, Math.min(settings.length, SETTINGS)),
  )
  const more = unreadCount - named.length
  return {
    named,
    more: more > 0 ? `and ${plural(more, 'other file')}, listed in \`inputs.unread\` of the JSON result` : '',
  }
}
