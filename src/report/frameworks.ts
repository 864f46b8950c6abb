import { groupBy } from '../core/group.ts'
import type { Location } from '../core/location.ts'
import { plural } from '../core/text.ts'
import { CONTROL_STATUSES, type ControlStatus, type JudgedControl, type JudgedFramework } from '../policy/frameworks.ts'

/** How a status is written for people. */
export const STATUS_WORDS = {
  fail: 'fail',
  incomplete: 'incomplete',
  pass: 'pass',
  'nothing-to-check': 'nothing to check',
  'not-checkable': 'not checkable here',
} as const satisfies Record<ControlStatus, string>

const COUNTED = {
  fail: 'failed',
  incomplete: 'incomplete',
  pass: 'passed',
  'nothing-to-check': 'with nothing to check',
  'not-checkable': 'not checkable here',
} as const satisfies Record<ControlStatus, string>

/** `CIS Kubernetes Benchmark 1.10: 9 failed, 12 passed, 105 not checkable here`. */
export function frameworkWords({ title, version, controls }: JudgedFramework): string {
  const counts = CONTROL_STATUSES.map(
    wanted => [wanted, controls.filter(({ status }) => status === wanted).length] as const,
  )
  const words = counts.filter(([, count]) => count > 0).map(([status, count]) => `${count} ${COUNTED[status]}`)
  return `${title} ${version}: ${words.join(', ')}`
}

const byStatus = ({ controls }: JudgedFramework, statuses: readonly ControlStatus[]): readonly JudgedControl[] =>
  statuses.flatMap(wanted => controls.filter(({ status }) => status === wanted))

/** All of them: what fails first, and what was not checked last. */
export const sortedControls = (framework: JudgedFramework): readonly JudgedControl[] =>
  byStatus(framework, CONTROL_STATUSES)

/** Those that were checked, in the same order. */
export const checkedControls = (framework: JudgedFramework): readonly JudgedControl[] =>
  byStatus(framework, CONTROL_STATUSES.slice(0, 3))

/** Controls that there is nothing to say of but why. */
export interface UncheckedGroup {
  readonly status: ControlStatus
  readonly because: string
  readonly ids: readonly string[]
}

export const uncheckedGroups = ({ controls }: JudgedFramework): readonly UncheckedGroup[] =>
  CONTROL_STATUSES.slice(3).flatMap(status => {
    const here = controls.filter(control => control.status === status)
    return [...groupBy(here, ({ because = '' }) => because)].map(([because, alike]) => ({
      status,
      because,
      ids: alike.map(({ id }) => id),
    }))
  })

/** `3 findings, 1 waived`; nothing where there is neither. */
export function foundWords({ findings, waived }: JudgedControl): string {
  const parts = [
    ...(findings.length > 0 ? [plural(findings.length, 'finding')] : []),
    ...(waived > 0 ? [`${waived} waived`] : []),
  ]
  return parts.join(', ')
}

/** So many places of a control are named. */
const PLACES = 3

/** The first places of what fails a control, and how many there are beside them. */
export function placesOfControl({ findings }: JudgedControl): {
  readonly places: readonly JudgedControl['findings'][number][]
  readonly more: number
} {
  const distinct = [...groupBy(findings, ({ finding }) => placeKey(finding.location)).values()].map(([first]) => first)
  return { places: distinct.slice(0, PLACES), more: Math.max(0, distinct.length - PLACES) }
}

const placeKey = ({ file, start }: Location): string => `${start.line} ${file}`
