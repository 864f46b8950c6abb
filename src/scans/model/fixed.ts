import type { ScanFinding, ScanReport } from './report.ts'

/** How the versions of an ecosystem follow each other; `parse` gives `undefined` for what is no version. */
interface Ordering<Version> {
  parse(version: string): Version | undefined
  compare(one: Version, other: Version): number
}

/** The numbers of a version, whatever its ecosystem: it is put in order, not judged. */
const NUMBERS: Ordering<readonly number[]> = {
  parse(version) {
    const numbers = version.replace(/-(?:rc|alpha|beta|pre)\b.*/i, '').match(/\d{1,15}/g)
    return numbers?.map(Number)
  },
  compare(one, other) {
    const length = Math.max(one.length, other.length)
    for (let i = 0; i < length; i++) if (one[i] !== other[i]) return (one[i] ?? 0) - (other[i] ?? 0)
    return 0
  },
}

/** The versions that mend a package: the smallest step up first, older branches, which would be a step back, last. */
export const bestFirst = (installed: string, fixed: readonly string[]): readonly string[] =>
  ordered(installed, fixed, NUMBERS)

/** As they are when one of them is no version. */
function ordered<Version>(
  installed: string,
  fixed: readonly string[],
  { parse, compare }: Ordering<Version>,
): readonly string[] {
  const from = parse(installed)
  if (from === undefined) return fixed
  const known = fixed.flatMap(text => {
    const version = parse(text)
    return version === undefined ? [] : [{ text, version, back: compare(version, from) < 0 ? 1 : 0 }]
  })
  if (known.length < fixed.length) return fixed
  return known.toSorted((a, b) => a.back - b.back || compare(a.version, b.version)).map(({ text }) => text)
}

/** What Trivy calls packages of npm, by the file that lists them; to Grype and in package URLs they are `npm`. */
const NPM: ReadonlySet<string> = new Set(['bun', 'node-pkg', 'npm', 'pnpm', 'yarn'])

/** Releases follow each other by their numbers alone; prereleases and builds do not. */
const needsSemver = ({ package: about, fixed = [] }: ScanFinding): boolean =>
  fixed.length > 1 &&
  about?.type !== undefined &&
  NPM.has(about.type) &&
  [about.version, ...fixed].some(version => /[-+]/.test(version))

/**
 * Puts the fixed versions of npm packages in the order of Semantic Versioning 2.0.0, where `14.3.0-canary.9` comes
 * before `14.3.0`. Only such versions load `semver`, which takes 3 to 5 ms.
 */
export async function orderNpmFixes(reports: readonly ScanReport[]): Promise<readonly ScanReport[]> {
  if (!reports.some(({ findings }) => findings.some(needsSemver))) return reports
  const { compare, parse } = await import('../../core/semver.ts')
  const semver = { parse: (version: string) => parse(version) ?? undefined, compare }
  const order = (finding: ScanFinding): ScanFinding =>
    needsSemver(finding) ? { ...finding, fixed: ordered(finding.package!.version, finding.fixed!, semver) } : finding
  return reports.map(report => ({ ...report, findings: report.findings.map(order) }))
}
