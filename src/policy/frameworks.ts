import { indexBy } from '../core/group.ts'
import { BENCHMARKS } from '../rules/benchmarks.ts'
import { type Control, type Framework, rulesOfControl, titleOf } from '../rules/frameworks/framework.ts'
import { FRAMEWORKS } from '../rules/frameworks/index.ts'
import type { RuleSet } from '../rules/set.ts'
import type { Policy } from './policy.ts'
import type { Judged, Verdict } from './verdict.ts'

/**
 * - `fail`: a rule found something that is neither waived nor suppressed; what the base or the baseline has counts too
 * - `pass`: its rules had something to check, and found nothing else
 * - `incomplete`: they found nothing, and not all of them ran, or something could not be read
 * - `nothing-to-check`: there is no object that they judge
 * - `not-checkable`: no file shows whether it holds
 */
export const CONTROL_STATUSES = ['fail', 'incomplete', 'pass', 'nothing-to-check', 'not-checkable'] as const
export type ControlStatus = (typeof CONTROL_STATUSES)[number]

export interface JudgedControl {
  readonly id: string
  readonly title: string
  readonly status: ControlStatus
  /** Why it is neither passed nor failed, as a clause. */
  readonly because?: string
  /** The ids of the rules that check it. */
  readonly rules: readonly string[]
  /** What fails it. */
  readonly findings: readonly Judged[]
  /** How many findings do not count, because they are waived or suppressed. */
  readonly waived: number
}

export interface JudgedFramework {
  readonly id: string
  readonly title: string
  readonly version: string
  readonly controls: readonly JudgedControl[]
}

/** What there was to see of a run. */
interface Ran {
  readonly rules: RuleSet
  /** Ids of the rules that ran. */
  readonly enabled: ReadonlySet<string>
  /** Ids of the rules for which there is something to check. */
  readonly shown: ReadonlySet<string>
}

/** The frameworks of the policy, each control judged by the findings of its rules. */
export const judgedFrameworks = (
  { frameworks, kubernetes }: Policy,
  verdict: Verdict,
  ran: Ran,
): readonly JudgedFramework[] => {
  const found = foundIn(verdict)
  return frameworks.map(id => {
    const framework = FRAMEWORKS[id]
    return {
      id,
      title: titleOf(framework),
      version: versionOf(framework, kubernetes),
      controls: framework.controls.map(control => judgedControl(control, framework, found, verdict, ran)),
    }
  })
}

function versionOf({ benchmark }: Framework, kubernetes: number): string {
  const known = BENCHMARKS[benchmark]
  return 'version' in known ? known.version : `v1.${kubernetes}`
}

interface Found {
  /** A finding is that of its rule, and of those that it covers. */
  readonly byRule: ReadonlyMap<string, readonly Judged[]>
  /** By the ids of Kubescape's controls that it also is. */
  readonly byControl: ReadonlyMap<string, readonly Judged[]>
}

const foundIn = ({ judged }: Verdict): Found => ({
  byRule: indexBy(judged, ({ finding }) => new Set([finding.rule, ...(finding.covers ?? [])])),
  byControl: indexBy(judged, ({ finding }) => finding.aliases['kubescape'] ?? []),
})

/**
 * What the rules of a control found, and what others found that Kubescape knows by the same control: a role that allows
 * everything is reported as such, and not for each right that it gives.
 */
function findingsOf(ids: readonly string[], { byRule, byControl }: Found, rules: RuleSet): ReadonlySet<Judged> {
  const isMeant = (control: string): boolean => {
    const meant = rules.resolve(control)
    return meant.length > 0 && meant.every(id => ids.includes(id))
  }
  const others = [...byControl].flatMap(([control, judged]) => (isMeant(control) ? judged : []))
  return new Set([...ids.flatMap(id => byRule.get(id) ?? []), ...others])
}

const isExempt = ({ standing }: Judged): boolean => standing === 'waived' || standing === 'suppressed'

function judgedControl(control: Control, { omits }: Framework, all: Found, verdict: Verdict, ran: Ran): JudgedControl {
  const rules = rulesOfControl(control, ran.rules).map(({ id }) => id)
  const isMeant = ({ finding }: Judged): boolean => omits?.has(finding.resource?.kind ?? '') !== true
  const found = new Set([...findingsOf(rules, all, ran.rules)].filter(isMeant))
  const findings = verdict.judged.filter(one => found.has(one) && !isExempt(one))
  const { id, title } = control
  const judged = { id, title, rules, findings, waived: found.size - findings.length }
  if (findings.length > 0) return { ...judged, status: 'fail' }
  return { ...judged, ...withoutFindings(control, rules, verdict, ran) }
}

/** What a control comes to that nothing fails. */
function withoutFindings(
  { unchecked }: Control,
  rules: readonly string[],
  { faults }: Verdict,
  { enabled, shown }: Ran,
): Pick<JudgedControl, 'status' | 'because'> {
  if (unchecked !== undefined) return { status: 'not-checkable', because: unchecked }
  if (rules.length === 0) return { status: 'not-checkable', because: 'no rule checks it' }
  if (faults.length > 0) return { status: 'incomplete', because: 'not everything could be checked' }
  if (!rules.some(rule => shown.has(rule))) return { status: 'nothing-to-check' }
  const off = rules.filter(rule => !enabled.has(rule))
  if (off.length === 0) return { status: 'pass' }
  return { status: 'incomplete', because: `disabled: ${off.map(rule => `\`${rule}\``).join(', ')}` }
}
