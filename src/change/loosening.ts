import { Fault } from '../core/fault.ts'
import type { Finding } from '../core/finding.ts'
import type { Comparison } from '../policy/change.ts'
import type { Settings } from '../policy/file/settings.ts'
import { type Comments, commentsOf } from '../policy/suppressions/added.ts'
import { suppressionsOf } from '../policy/suppressions/suppressions.ts'
import type { Loosened, Loosening, Unwatched } from '../policy/verdict.ts'
import type { RuleSet } from '../rules/set.ts'
import type { World } from '../world/world.ts'
import type { ReadBefore } from './before.ts'

interface Found {
  readonly findings: readonly Finding[]
  /** Of the change. */
  readonly world: World
  readonly before: ReadBefore | undefined
  readonly comparison: Comparison | undefined
}

interface Judging {
  readonly rules: RuleSet
  readonly settings: Settings
  readonly now: Date
}

/** The comments of a run; those of a change are told apart from those of its base, where that was read. */
export function commentsIn(
  { findings, world, before, comparison }: Found,
  { rules, settings, now }: Judging,
): Comments & { readonly faults: readonly Fault[] } {
  const { policy, change } = settings
  const required = policy.waiverRules
  const suppressions = suppressionsOf(world, rules, now, required)
  if (before === undefined) return { suppressions, loosened: [], faults: [] }
  if ('read' in before && comparison) {
    const { base, read } = before
    const earlier = {
      suppressions: suppressionsOf(read.world, rules, now, required),
      before: (file: string) => base.before(file),
      isKnown: (finding: Finding) => comparison.noveltyOf(finding) === 'known',
    }
    return { ...commentsOf(suppressions, findings, earlier, { rules, required }), faults: [] }
  }
  const isOwn = change === 'own' && policy.waivers.length > 0
  const mayBeNew = isOwn || suppressions.some(({ ineffective }) => ineffective === undefined)
  const faults = required.new === 'deny' && mayBeNew ? [new Fault('BAD_INPUT', NOT_COMPARABLE)] : []
  return { suppressions, loosened: [], faults }
}

const NOT_COMPARABLE =
  '`waiver-rules.new` is `deny`, but without the files of the base no waiver can be shown to be older than the change: add `with: {fetch-depth: 2}` to `actions/checkout`, or name a base with `--base` or `--base-dir`'

/** What a change does to the gate: to its settings, its baseline and its comments, and to what is looked at. */
export const looseningBy = (
  { change, because, loosened }: Settings,
  told: readonly { readonly loosened: readonly Loosened[] }[],
  unwatched: readonly Unwatched[],
): Loosening => ({
  ...(change && { policy: change }),
  ...(because !== undefined && { because }),
  loosened: [...loosened, ...told.flatMap(one => one.loosened)],
  unwatched,
})
