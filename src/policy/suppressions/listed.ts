import type { Finding } from '../../core/finding.ts'
import { groupBy } from '../../core/group.ts'
import { dayOf, soonAfter } from '../days.ts'
import type { CommentInForce, Verdict } from '../verdict.ts'
import type { Suppression } from './suppressions.ts'

/** What holds a finding back. */
export interface Held {
  readonly finding: Finding
  readonly suppression: Suppression
}

/** One comment may be read several times: in a base, by each overlay that builds on it. */
const identityOf = ({ source, by, words }: Suppression): string => JSON.stringify([source, by, words])

/** Comments and annotations of any author with what they hold back, by place. */
export function commentsInForce(held: readonly Held[]): readonly CommentInForce[] {
  const byComment = groupBy(held, ({ suppression }) => identityOf(suppression))
  return [...byComment.values()]
    .map(commentInForce)
    .toSorted(byPlace)
    .map(({ comment }) => comment)
}

interface Placed extends Pick<Suppression, 'file' | 'line'> {
  readonly comment: CommentInForce
}

function commentInForce(held: readonly [Held, ...Held[]]): Placed {
  const [{ suppression }] = held
  const { file, line, by, words, reason, until, source } = suppression
  const comment = {
    source,
    by,
    ids: words.map(word => word || '*'),
    ...(reason !== undefined && { reason }),
    ...(until !== undefined && { until }),
    findings: held.length,
    rules: [...new Set(held.map(({ finding }) => finding.rule))].sort(),
  }
  return { file, line, comment }
}

const byPlace = (a: Placed, b: Placed): number => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line)

/** A file of a stranger may be full of them. */
const MOST_LISTED = 20

/** The comments that end soon, and those of ours that name a rule and hold nothing back. */
export function commentNotes(
  suppressions: readonly Suppression[],
  held: readonly Held[],
  now: Date,
): Pick<Verdict['waivers'], 'expiring' | 'idle'> {
  const effective = suppressions.filter(({ ineffective }) => ineffective === undefined)
  if (effective.length === 0) return { expiring: [], idle: [] }
  const distinct = [...new Map(effective.map(one => [identityOf(one), one])).values()]
  const used = new Set(held.map(({ suppression }) => identityOf(suppression)))
  const [today, soon] = [dayOf(now), soonAfter(now)]
  const isSoon = ({ until }: Suppression): boolean => until !== undefined && until >= today && until <= soon
  const isIdle = (one: Suppression): boolean =>
    one.by === 'seaworthy' && one.rules.size > 0 && !used.has(identityOf(one))
  return {
    expiring: distinct.filter(isSoon).slice(0, MOST_LISTED).map(noteOf),
    idle: distinct.filter(isIdle).slice(0, MOST_LISTED).map(noteOf),
  }
}

const noteOf = ({ words, reason, until, source }: Suppression): Verdict['waivers']['idle'][number] => ({
  rule: words.map(word => word || '*').join(', '),
  ...(reason !== undefined && { reason }),
  ...(until !== undefined && { until }),
  source,
})
