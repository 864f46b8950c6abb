import type { Finding } from '../../core/finding.ts'
import { groupBy } from '../../core/group.ts'
import { plural } from '../../core/text.ts'
import type { RuleSet } from '../../rules/set.ts'
import { codesOf } from '../names.ts'
import type { WaiverRules } from '../policy.ts'
import type { Loosened } from '../verdict.ts'
import { type Held, identityOf, idsOf } from './listed.ts'
import { type Suppression, suppressedBy } from './suppressions.ts'

/** What a change's comments are compared with. */
export interface Earlier {
  /** Those of the base. */
  readonly suppressions: readonly Suppression[]
  /** The path in the base of a file of the change. */
  before(file: string): string
  /** Whether the base has the finding. */
  isKnown(finding: Finding): boolean
}

export interface Comments {
  /** Those in force. */
  readonly suppressions: readonly Suppression[]
  /** Those that the change adds, and what becomes of them. */
  readonly loosened: readonly Loosened[]
}

interface Distinct {
  readonly suppression: Suppression
  /** What it holds back. */
  readonly findings: readonly Finding[]
}

/** The comments and annotations of a change. Those that it adds hold and are listed, unless the policy denies them. */
export function commentsOf(
  suppressions: readonly Suppression[],
  findings: readonly Finding[],
  earlier: Earlier,
  { rules, required }: { readonly rules: RuleSet; readonly required: WaiverRules },
): Comments {
  if (suppressions.length === 0) return { suppressions, loosened: [] }
  const added = addedAmong(distinctIn(suppressions, findings), earlier)
  const isDenied = required.new === 'deny'
  const denied = new Set(isDenied ? added.map(({ suppression }) => identityOf(suppression)) : [])
  return {
    suppressions: suppressions.filter(one => !denied.has(identityOf(one))),
    loosened: added.filter(isOfInterest).map(one => loosenedBy(one, rules, isDenied)),
  }
}

/** Those of other tools may be about checks that only they have. */
const isOfInterest = ({ suppression: { by, rules }, findings }: Distinct): boolean =>
  findings.length > 0 || (by === 'seaworthy' && rules.size > 0)

/** One comment may be read several times, by each overlay that builds on its file. */
function distinctIn(suppressions: readonly Suppression[], findings: readonly Finding[]): readonly Distinct[] {
  const effective = suppressions.filter(({ ineffective }) => ineffective === undefined)
  const suppressed = suppressedBy(effective)
  const held = findings.flatMap((finding): readonly Held[] => {
    const suppression = suppressed(finding)
    return suppression ? [{ finding, suppression }] : []
  })
  const byComment = groupBy(held, ({ suppression }) => identityOf(suppression))
  return [...new Map(effective.map(one => [identityOf(one), one]))].map(([identity, suppression]) => ({
    suppression,
    findings: (byComment.get(identity) ?? []).map(({ finding }) => finding),
  }))
}

/**
 * A comment was there before when the base has the same one at the same place; also when it has one with the same words in
 * that file, and all that it holds back is known: then the line was changed, and not what is accepted.
 */
function addedAmong(comments: readonly Distinct[], earlier: Earlier): readonly Distinct[] {
  const before = [...new Map(earlier.suppressions.map(one => [identityOf(one), one])).values()]
  const [atPlace, inFile] = [new Tally(before.map(one => placeOf(one))), new Tally(before.map(one => wordsOf(one)))]
  const inBase = ({ suppression }: Distinct): Suppression => ({
    ...suppression,
    file: earlier.before(suppression.file),
  })
  const moved = comments.filter(one => {
    const isThere = atPlace.take(placeOf(inBase(one)))
    if (isThere) inFile.take(wordsOf(inBase(one)))
    return !isThere
  })
  return moved.filter(one => !(one.findings.every(earlier.isKnown) && inFile.take(wordsOf(inBase(one)))))
}

const wordsOf = ({ file, by, words, reason, until }: Suppression): string =>
  JSON.stringify([file, by, words, reason, until])

const placeOf = (one: Suppression): string => JSON.stringify([wordsOf(one), one.anchor()])

/** How many there are of each, so that a copy of a comment counts as another one. */
class Tally {
  readonly #left = new Map<string, number>()

  constructor(keys: readonly string[]) {
    for (const key of keys) this.#left.set(key, (this.#left.get(key) ?? 0) + 1)
  }

  /** Takes one of them; false when there is none left. */
  take(key: string): boolean {
    const left = this.#left.get(key) ?? 0
    this.#left.set(key, left - 1)
    return left > 0
  }
}

/** ``comment ignores `privileged-container` until 2026-12-31 (1 finding): needs the device``. */
function loosenedBy({ suppression, findings }: Distinct, rules: RuleSet, isDenied: boolean): Loosened {
  const { file, line, by, until, reason } = suppression
  const ids = idsOf(suppression, rules, findings.flatMap(codesOf)).map(id => `\`${id}\``)
  const author = by === 'seaworthy' ? 'comment' : `comment for ${by}`
  const end = until === undefined ? '' : ` until ${until}`
  const what = `${author} ignores ${ids.join(', ')}${end} (${plural(findings.length, 'finding')})`
  if (isDenied) return { what: `${what} has no effect before the merge: \`waiver-rules.new\` is \`deny\``, file, line }
  return { what: reason === undefined ? what : `${what}: ${reason}`, file, line }
}
