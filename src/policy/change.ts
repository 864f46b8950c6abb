import type { BaseSource } from '../core/base.ts'
import type { Finding, KnownFinding } from '../core/finding.ts'
import { groupBy } from '../core/group.ts'

/** What a change is compared with. */
export interface Compared {
  /** Absent when a base was asked for and there is none: nothing can be compared. */
  readonly source?: BaseSource
  readonly commit?: string
  /** Why there is no base, and the step to add. */
  readonly missing?: string
  readonly findings: readonly KnownFinding[]
  /** The path in the base of a file of the change. */
  before(file: string): string
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
  const { source, commit, missing, before } = compared
  const known = knownAmong(findings, compared.findings, before)
  const found = new Set(findings.map(({ fingerprint }) => fingerprint))
  return {
    ...(source !== undefined && { source }),
    ...(commit !== undefined && { commit }),
    ...(missing !== undefined && { missing }),
    noveltyOf: finding => (known.has(finding) ? 'known' : compared.isComparable(finding) ? 'new' : 'incomparable'),
    fixed: compared.findings.filter(one => !found.has(one.fingerprint) && compared.isLookedFor(one)),
  }
}

/**
 * Of equal findings as many are known as there were before: those in the same files first, so that the new one is
 * reported where it was added.
 */
export function knownAmong(
  findings: readonly Finding[],
  known: readonly KnownFinding[],
  before = (file: string): string => file,
): ReadonlySet<Finding> {
  if (known.length === 0) return new Set()
  const byFingerprint = new Map(known.map(one => [one.fingerprint, one]))
  const equals = groupBy(findings, ({ identity }) => identity).values()
  return new Set(
    [...equals].flatMap(group => {
      const found = group.flatMap(({ fingerprint }) => byFingerprint.get(fingerprint) ?? [])
      if (found.length === group.length) return group
      const isInPlace = placesIn(found)
      const inPlace = group.filter(({ location }) => isInPlace(before(location.file)))
      return [...new Set([...inPlace, ...group])].slice(0, found.length)
    }),
  )
}

/** Says yes to a file as often as something was known in it. */
function placesIn(known: readonly KnownFinding[]): (file: string) => boolean {
  const left = new Map<string, number>()
  for (const { file } of known) left.set(file, (left.get(file) ?? 0) + 1)
  return file => {
    const count = left.get(file) ?? 0
    left.set(file, count - 1)
    return count > 0
  }
}
