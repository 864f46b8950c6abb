import type { BaseSource } from '../core/base.ts'
import type { Finding, KnownFinding } from '../core/finding.ts'
import { fingerprintOf } from '../core/fingerprint.ts'
import { groupBy } from '../core/group.ts'

/** What a change is compared with. */
export interface Compared extends Places {
  /** Absent when a base was asked for and there is none: nothing can be compared. */
  readonly source?: BaseSource
  readonly commit?: string
  /** Why there is no base, and the step to add. */
  readonly missing?: string
  readonly findings: readonly KnownFinding[]
  /** Whether the base would have the finding, if it was there before. */
  isComparable(finding: Finding): boolean
  /** Whether this run would have found what the base has: it may be of a scan that was not made again. */
  isLookedFor(known: KnownFinding): boolean
}

/** `new`, or `incomparable`: nobody knows whether it was there before. */
export type Novelty = 'new' | 'known' | 'incomparable'

export interface Comparison extends Pick<Compared, 'source' | 'commit' | 'missing'> {
  noveltyOf(finding: Finding): Novelty
  readonly fixed: readonly KnownFinding[]
}

/** Compares what was found in a change with its base. */
export function compare(findings: readonly Finding[], compared: Compared): Comparison {
  const { source, commit, missing } = compared
  const { known, gone } = matched(findings, compared.findings, compared)
  return {
    ...(source !== undefined && { source }),
    ...(commit !== undefined && { commit }),
    ...(missing !== undefined && { missing }),
    noveltyOf: finding => (known.has(finding) ? 'known' : compared.isComparable(finding) ? 'new' : 'incomparable'),
    fixed: gone.filter(compared.isLookedFor).map(({ fingerprint, rule, file }) => ({ fingerprint, rule, file })),
  }
}

/** Where findings were before, and are now. */
export interface Places {
  /** The file of a finding, as it is known. */
  fileOf(finding: Finding): string
  /** The path now of a file that was known. */
  after(file: string): string
  /** Whether a file of the change still has what a finding is about. */
  holds(file: string, finding: Finding): boolean
}

/** What was known before, against what is found. */
export interface Matched<Known extends KnownFinding> {
  readonly known: ReadonlySet<Finding>
  /** What was known, and is found no more. */
  readonly gone: readonly Known[]
}

/**
 * Of equal findings in a file as many are known as there were before. One that is left over was moved to another file when
 * what it was about has left its own; else it was fixed there, and an equal one elsewhere is new.
 */
export function matched<Known extends KnownFinding>(
  findings: readonly Finding[],
  before: readonly Known[],
  places: Places,
): Matched<Known> {
  if (before.length === 0) return { known: new Set(), gone: [] }
  const earlier = new Earlier(before)
  const pairs = [...groupBy(findings, ({ identity }) => identity).values()].flatMap(group => {
    const found = pairsOf(group, earlier.equals(group), places)
    return found.length === group.length ? found : pairsOf(group, earlier.allEquals(group), places)
  })
  const met = new Set<KnownFinding>(pairs.map(([, one]) => one))
  return { known: new Set(pairs.map(([finding]) => finding)), gone: before.filter(one => !met.has(one)) }
}

type Pair = readonly [Finding, KnownFinding]

/** Equal findings, each with the one that it was. */
function pairsOf(
  group: readonly [Finding, ...Finding[]],
  earlier: readonly KnownFinding[],
  { after, fileOf, holds }: Places,
): readonly Pair[] {
  const byFile = groupBy(earlier, ({ file }) => after(file))
  const taken = new Map<string, number>()
  const inPlace = group.flatMap((finding): readonly Pair[] => {
    const file = fileOf(finding)
    const next = taken.get(file) ?? 0
    const one = byFile.get(file)?.[next]
    taken.set(file, next + 1)
    return one ? [[finding, one]] : []
  })
  const found = new Set(inPlace.map(([finding]) => finding))
  const left = [...byFile].flatMap(([file, all]) =>
    holds(file, group[0]) ? [] : all.slice(Math.min(taken.get(file) ?? 0, all.length)),
  )
  const elsewhere = group.filter(finding => !found.has(finding)).slice(0, left.length)
  return [...inPlace, ...elsewhere.map((finding, index): Pair => [finding, left[index]!])]
}

/** So many numbers in a row may be missing in a baseline: waived findings are not written. */
const GAP = 10

/** What was known, by what it is recognized by. */
class Earlier {
  readonly #byIdentity: ReadonlyMap<string | undefined, readonly KnownFinding[]>
  readonly #byFingerprint: ReadonlyMap<string, KnownFinding>

  constructor(before: readonly KnownFinding[]) {
    this.#byIdentity = groupBy(
      before.filter(({ identity }) => identity !== undefined),
      ({ identity }) => identity,
    )
    this.#byFingerprint = new Map(before.map(one => [one.fingerprint, one]))
  }

  /** Those of findings that are equal; without identities, as many as there are of these. */
  equals(group: readonly [Finding, ...Finding[]]): readonly KnownFinding[] {
    const known = this.#byIdentity.get(group[0].identity)
    return known ?? group.flatMap(({ fingerprint }) => this.#byFingerprint.get(fingerprint) ?? [])
  }

  /** Also those with higher numbers: when an equal finding is mended, the others get its number. */
  allEquals(group: readonly [Finding, ...Finding[]]): readonly KnownFinding[] {
    const [{ identity }] = group
    const all = [...this.equals(group)]
    if (this.#byIdentity.has(identity)) return all
    for (let ordinal = group.length, missing = 0; missing < GAP; ordinal++) {
      const one = this.#byFingerprint.get(fingerprintOf(identity, ordinal))
      if (one) all.push(one)
      missing = one ? 0 : missing + 1
    }
    return all
  }
}
