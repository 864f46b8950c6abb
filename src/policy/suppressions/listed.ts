import type { Finding } from '../../core/finding.ts'
import { groupBy } from '../../core/group.ts'
import type { RuleSet } from '../../rules/set.ts'
import { dayOf, soonAfter } from '../days.ts'
import { codesOf, isAdvisory, isLikeAnId } from '../names.ts'
import type { CommentInForce, Verdict } from '../verdict.ts'
import type { Suppression } from './suppressions.ts'

/** What holds a finding back. */
export interface Held {
  readonly finding: Finding
  readonly suppression: Suppression
}

/** One comment may be read several times: in a base, by each overlay that builds on it. */
export const identityOf = ({ source, by, words }: Suppression): string => JSON.stringify([source, by, words])

/** Comments and annotations of any author with what they hold back, by place. */
export function commentsInForce(held: readonly Held[], rules: RuleSet): readonly CommentInForce[] {
  const byComment = groupBy(held, ({ suppression }) => identityOf(suppression))
  return [...byComment.values()]
    .map(one => commentInForce(one, rules))
    .toSorted(byPlace)
    .map(({ comment }) => comment)
}

interface Placed extends Pick<Suppression, 'file' | 'line'> {
  readonly comment: CommentInForce
}

/** The words of a comment; a question mark for what names nothing, and may be a secret that was commented out. */
export function idsOf(
  { words, unknown }: Suppression,
  rules: RuleSet,
  codes: readonly string[] = [],
): readonly string[] {
  const isShown = (word: string): boolean =>
    !unknown.includes(word) || isLikeAnId(word) || isAdvisory(word, rules) || codes.includes(word.toUpperCase())
  return words.map(word => (isShown(word) ? word || '*' : '?'))
}

function commentInForce(held: readonly [Held, ...Held[]], ruleSet: RuleSet): Placed {
  const [{ suppression }] = held
  const { file, line, by, reason, until, source } = suppression
  const codes = held.flatMap(({ finding }) => codesOf(finding))
  const comment = {
    source,
    by,
    ids: idsOf(suppression, ruleSet, codes),
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
  { rules, now }: { readonly rules: RuleSet; readonly now: Date },
): Pick<Verdict['waivers'], 'expiring' | 'idle'> {
  const effective = suppressions.filter(({ ineffective }) => ineffective === undefined)
  if (effective.length === 0) return { expiring: [], idle: [] }
  const distinct = [...new Map(effective.map(one => [identityOf(one), one])).values()]
  const used = new Set(held.map(({ suppression }) => identityOf(suppression)))
  const [today, soon] = [dayOf(now), soonAfter(now)]
  const isSoon = ({ until }: Suppression): boolean => until !== undefined && until >= today && until <= soon
  const isIdle = (one: Suppression): boolean =>
    one.by === 'seaworthy' && one.rules.size > 0 && !used.has(identityOf(one))
  const noteOf = noteWith(rules)
  return {
    expiring: distinct.filter(isSoon).slice(0, MOST_LISTED).map(noteOf),
    idle: distinct.filter(isIdle).slice(0, MOST_LISTED).map(noteOf),
  }
}

const noteWith =
  (rules: RuleSet) =>
  (suppression: Suppression): Verdict['waivers']['idle'][number] => {
    const { reason, until, source } = suppression
    return {
      rule: idsOf(suppression, rules).join(', '),
      ...(reason !== undefined && { reason }),
      ...(until !== undefined && { until }),
      source,
    }
  }
