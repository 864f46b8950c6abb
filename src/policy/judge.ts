import { Fault } from '../core/fault.ts'
import type { Finding } from '../core/finding.ts'
import { atLeast, compareSeverity, SEVERITIES, type Severity } from '../core/severity.ts'
import { plural } from '../core/text.ts'
import type { RuleSet } from '../rules/set.ts'
import { redact, redactQuoted } from '../secrets/redact.ts'
import { type AppliedBaseline, type BaselineEntry, entriesFor } from './baseline.ts'
import { type Comparison, type Matched, matched, type Novelty, type Places } from './change.ts'
import type { ImagePolicy, Policy } from './policy.ts'
import { enabledRules, isOfGate, notedRules } from './select.ts'
import { commentNotes, commentsInForce, type Held } from './suppressions/listed.ts'
import { ineffectiveComments, type Suppression, suppressedBy } from './suppressions/suppressions.ts'
import type { Change, Exemption, Judged, JudgedBaseline, Loosening, Standing, Verdict } from './verdict.ts'
import { type UnknownWaiver, unknownNames, Waivers } from './waivers.ts'

export interface Case {
  readonly findings: readonly Finding[]
  readonly faults: readonly Fault[]
  readonly policy: Policy
  /** What the words of a waiver may name. */
  readonly rules: RuleSet
  readonly unknownWaivers: readonly UnknownWaiver[]
  /** Comments and annotations that switch findings off where they stand. */
  readonly suppressions: readonly Suppression[]
  /** Whether a scanner had a say. */
  readonly hasReports: boolean
  /** The findings against those of the base, where there is one. */
  readonly comparison?: Comparison
  readonly loosening?: Loosening
  readonly baseline?: AppliedBaseline
  readonly holds: Places['holds']
  readonly now: Date
  /** False when paths or rules were named: what a waiver is about may be outside of them. */
  readonly wholeRepository: boolean
}

/** Says of every finding what it comes to, and of the whole whether the gate holds. Nothing is rendered before this. */
export function judge(given: Case): Verdict {
  const { findings, policy, rules, suppressions, now, comparison, ...rest } = given
  const waivers = new Waivers(policy.waivers, rules, now)
  const held: Held[] = []
  const exempted = exempter(given, waivers, held)
  const accepted = acceptedBy(given)
  const noted = notedRules(rules, policy)
  const all = findings.map(finding => exempted(finding) ?? standingIn(given, accepted, noted, finding))
  const judged = withoutDuplicates(all.toSorted(order))
  const gated = judged.filter(one => one.isForFramework !== true)
  const exceededBudgets = exceededIn(gated, policy.image)
  const faults = [...rest.faults, ...unknownNames(rest.unknownWaivers, findings, rest.hasReports)].map(shown)
  const ineffective = ineffectiveComments(suppressions, rules, findings)
  const failed = exceededBudgets.length > 0 || judged.some(({ standing }) => standing === 'breach')
  return {
    outcome: faults.length > 0 ? 'error' : failed ? 'fail' : gated.some(isSevere) ? 'warn' : 'pass',
    gate: { failOn: policy.failOn, profile: policy.profile },
    judged,
    faults,
    counts: count(judged),
    exceededBudgets,
    ...(comparison && { change: changeIn(judged, comparison) }),
    ...(given.loosening && { loosening: shownLoosening(given.loosening) }),
    ...(given.baseline && { baseline: baselineOf(given.baseline, accepted, all, given) }),
    waivers: {
      ...allNotes(waivers.summaryOf(policy), commentNotes(suppressions, held, { rules, now }), rest.wholeRepository),
      comments: commentsInForce(shownOf(held, judged), rules),
      ineffective,
    },
  }
}

/**
 * What a finding comes to that nothing exempts. All is accepted when the baseline is about to be written. `noted`: ids of
 * rules that fail nothing.
 */
function standingIn(
  { policy, comparison, baseline }: Case,
  accepted: Accepted,
  noted: ReadonlySet<string>,
  finding: Finding,
): Judged {
  const novelty = comparison?.noveltyOf(finding)
  const isKnown = novelty === 'known' || baseline?.isWritten === true || accepted.known.has(finding)
  const isForFramework = noted.has(finding.rule) || !isOfGate(finding, policy)
  const fresh = isForFramework ? { standing: 'noted' as const, isForFramework } : standingOf(finding, policy)
  return {
    finding,
    ...(isKnown ? { standing: 'known' } : fresh),
    ...(novelty !== undefined && { novelty }),
  }
}

type Accepted = Matched<BaselineEntry>

/** What is suppressed where it stands, which goes into `held` too, or waived in the policy. */
function exempter(
  { suppressions, policy }: Case,
  waivers: Waivers,
  held: Held[],
): (finding: Finding) => Judged | undefined {
  const suppressed = suppressedBy(suppressions)
  return finding => {
    const comment = suppressed(finding)
    if (comment) {
      held.push({ finding, suppression: comment })
      return { finding, standing: 'suppressed', exemption: exemptionOf(comment) }
    }
    const waiver = waivers.find(finding)
    if (waiver) return { finding, standing: 'waived', exemption: exemptionOf(waiver) }
    if (isIgnored(finding, policy.image))
      return { finding, standing: 'suppressed', exemption: { source: '`image.unknown: ignore`' } }
    return undefined
  }
}

const fileOf = ({ location }: Finding): string => location.file

/** What the baseline accepts. */
const acceptedBy = ({ findings, baseline, holds }: Case): Accepted =>
  matched(findings, baseline?.entries ?? [], { after: file => file, fileOf, holds })

function changeIn(judged: readonly Judged[], { noveltyOf: _, ...about }: Comparison): Change {
  const count = (novelty: Novelty): number =>
    judged.filter(one => one.novelty === novelty && (isCounted(one) || novelty === 'known')).length
  return { ...about, new: count('new'), known: count('known'), incomparable: count('incomparable') }
}

function baselineOf(
  { file, removed, isWritten }: AppliedBaseline,
  accepted: Accepted,
  all: readonly Judged[],
  { rules, policy, hasReports, wholeRepository }: Case,
): JudgedBaseline {
  const runs = new Set(enabledRules(rules, policy).map(({ rule }) => rule.id))
  const isLookedFor = ({ rule, fingerprint }: BaselineEntry): boolean =>
    !removed?.has(fingerprint) && runs.has(rule) && (hasReports || rules.get(rule)?.on !== 'scan')
  const known = all.filter(({ standing }) => standing === 'known').map(({ finding }) => finding)
  return {
    file,
    known: known.filter(finding => isWritten || accepted.known.has(finding)).length,
    idle: wholeRepository ? accepted.gone.filter(isLookedFor) : [],
    ...(isWritten && { written: entriesFor(known) }),
  }
}

/** Those of the policy before those of files. */
const allNotes = (
  policy: ReturnType<Waivers['summaryOf']>,
  comments: ReturnType<typeof commentNotes>,
  wholeRepository: boolean,
): ReturnType<Waivers['summaryOf']> => ({
  ...policy,
  expiring: [...policy.expiring, ...comments.expiring],
  idle: wholeRepository ? [...policy.idle, ...comments.idle] : [],
})

/** What several overlays have in common counts once. */
function shownOf(held: readonly Held[], judged: readonly Judged[]): readonly Held[] {
  const shown = new Set(judged.map(({ finding }) => finding))
  return held.filter(({ finding }) => shown.has(finding))
}

/** What a fault quotes was written by strangers, or by a library that quotes them. */
const shown = ({ code, message, file, line, column }: Fault): Fault =>
  new Fault(code, redactQuoted(message), {
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
  })

/** Reasons are the words of whoever wrote them. */
const shownLoosening = (loosening: Loosening): Loosening => ({
  ...loosening,
  loosened: loosening.loosened.map(one => ({ ...one, what: redact(one.what) })),
})

const exemptionOf = ({ reason, until, source }: Exemption): Exemption => ({
  ...(reason !== undefined && { reason }),
  ...(until !== undefined && { until }),
  source,
})

/**
 * A base that several overlays build on is rendered once for each: what is wrong in it is reported once. The first is the
 * gravest, so that a waiver for one of the overlays hides nothing in the others.
 */
function withoutDuplicates(judged: readonly Judged[]): readonly Judged[] {
  const seen = new Set<string>()
  return judged.filter(({ finding: { rule, location, message, subject } }) => {
    if (location.rendered === undefined) return true
    // A place that could not be located is the first line of the file: there, two subjects are two faults.
    const isLocated = location.end.column > location.start.column
    const key = JSON.stringify([rule, location.file, location.start, message, isLocated ? '' : subject])
    return !seen.has(key) && seen.add(key)
  })
}

const isIgnored = ({ area, severity }: Finding, { unknown }: ImagePolicy): boolean =>
  area === 'image' && severity === 'unknown' && unknown === 'ignore'

function standingOf(finding: Finding, { failOn, image }: Policy): Pick<Judged, 'standing' | 'because'> {
  const threshold = failOn[finding.area]
  const reaches = threshold !== 'never' && atLeast(finding.severity, threshold)
  if (finding.area !== 'image') return { standing: reaches ? 'breach' : 'noted' }
  // A report may not say whether there is a fix: only what is known to have none is passed over.
  const isUnfixable = image.fixableOnly && finding.package?.fixed?.length === 0
  if (reaches && !isUnfixable && finding.severity !== 'unknown') return { standing: 'breach' }
  const because = riskWords(finding, image) ?? (isUnfixable ? undefined : unknownWords(finding, image))
  return because === undefined ? { standing: 'noted' } : { standing: 'breach', because }
}

/** What the policy says of the risk, when it makes a finding fail. */
function riskWords({ risk }: Finding, { kev, epss }: ImagePolicy): string | undefined {
  if (kev && risk?.kev === true) return 'known to be exploited'
  if (epss === undefined || risk?.epss === undefined || risk.epss < epss) return undefined
  return `exploit probability ${risk.epss}, at or above the policy limit ${epss}`
}

const unknownWords = ({ severity }: Finding, { unknown }: ImagePolicy): string | undefined =>
  severity === 'unknown' && unknown === 'fail' ? 'unknown severity, which the policy fails' : undefined

/** What nobody should take for clean because the threshold is set above it. */
const isSevere = ({ standing, finding }: Judged): boolean => standing === 'noted' && atLeast(finding.severity, WARNING)

const WARNING: Severity = 'high'

const isCounted = ({ standing }: Judged): boolean => standing === 'breach' || standing === 'noted'

function count(judged: readonly Judged[]): Record<Severity, number> {
  const counts = Object.fromEntries(SEVERITIES.toReversed().map(severity => [severity, 0])) as Record<Severity, number>
  for (const one of judged) if (isCounted(one)) counts[one.finding.severity]++
  return counts
}

function exceededIn(judged: readonly Judged[], { max }: ImagePolicy): readonly string[] {
  const counts = count(judged.filter(({ finding }) => finding.area === 'image'))
  return Object.entries(max).flatMap(([severity, most]) => {
    const found = counts[severity as Severity]
    return found > most
      ? [`images have ${plural(found, 'finding')} of severity ${severity}, above the policy limit ${most}`]
      : []
  })
}

const RANK = { breach: 0, noted: 1, known: 2, waived: 3, suppressed: 4 } as const satisfies Record<Standing, number>

/** Breaches first, then the gravest, then by place: the same findings always come in the same order. */
function order(a: Judged, b: Judged): number {
  const [one, other] = [a.finding, b.finding]
  return (
    RANK[a.standing] - RANK[b.standing] ||
    compareSeverity(other.severity, one.severity) ||
    compareText(one.location.file, other.location.file) ||
    one.location.start.line - other.location.start.line ||
    one.location.start.column - other.location.start.column ||
    compareText(one.rule, other.rule) ||
    compareText(one.subject, other.subject) ||
    compareText(one.message, other.message)
  )
}

/** By code units: the order must not depend on the language of the machine. */
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
