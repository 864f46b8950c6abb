import type { Policy } from '../policy.ts'
import type { Loosened } from '../verdict.ts'
import type { Waiver } from '../waivers.ts'
import { meetsTerms } from './terms.ts'

interface InForce {
  readonly waivers: readonly Waiver[]
  /** Those that the change adds, and what becomes of them. */
  readonly loosened: readonly Loosened[]
}

/** What two waivers have in common that are the same wherever they stand. */
const keyOf = ({ rule, where, reason, until, by }: Waiver): string => JSON.stringify([rule, where, reason, until, by])

/**
 * The waivers of a change under the policy of its base. New ones hold when they meet the rules of the base; of one that
 * was changed and does not hold, the earlier one does.
 */
export function waiversInForce(own: readonly Waiver[], before: Policy, now: Date): InForce {
  const earlier = new Set(before.waivers.map(keyOf))
  const isNew = (waiver: Waiver): boolean => !earlier.has(keyOf(waiver))
  const refusal = (waiver: Waiver): string | undefined =>
    before.waiverRules.new === 'deny' ? DENIED : meetsTerms(waiver, before.waiverRules, now) ? undefined : TOO_LONG
  const refused = own.filter(waiver => isNew(waiver) && refusal(waiver) !== undefined)
  const isReplaced = ({ rule, where }: Waiver): boolean =>
    refused.some(waiver => waiver.rule === rule && waiver.where === where)
  return {
    waivers: [...own.filter(waiver => !refused.includes(waiver)), ...before.waivers.filter(isReplaced)],
    loosened: own.filter(isNew).map(waiver => ({ what: wordsOf(waiver, refusal(waiver)), ...placeOf(waiver) })),
  }
}

const DENIED = 'has no effect before the merge: `waiver-rules.new` is `deny`'
const TOO_LONG = 'has no effect before the merge: the policy of the base limits how long a waiver lasts'

/** ``waiver of `DL3008` at `services/**` until 2026-12-31: see SEC-12``. */
function wordsOf({ rule, where, reason, until }: Waiver, refusal: string | undefined): string {
  const at = where === undefined ? '' : ` at \`${where}\``
  if (refusal !== undefined) return `waiver of \`${rule}\`${at} ${refusal}`
  return `waiver of \`${rule}\`${at}${until === undefined ? '' : ` until ${until}`}: ${reason}`
}

function placeOf({ source }: Waiver): Pick<Loosened, 'file' | 'line'> {
  const colon = source.lastIndexOf(':')
  return { file: source.slice(0, colon), line: Number(source.slice(colon + 1)) }
}
