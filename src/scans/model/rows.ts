import { groupBy } from '../../core/group.ts'
import { resolve } from '../../core/paths.ts'
import { atLeast } from '../../core/severity.ts'
import { redact } from '../../secrets/redact.ts'
import { present } from '../json/json.ts'
import { bestFirst } from './fixed.ts'
import type { FixState, ScanFinding } from './report.ts'

const CVE = /^CVE-\d{4}-\d{4,}$/i
const GHSA = /^GHSA(?:-[0-9a-z]{4}){3}$/i

/** The id of a row that names none: it still counts. */
export const UNIDENTIFIED = 'unidentified'

/**
 * The id to call a finding by, and all its ids. A CVE goes first, then a GHSA, then the scanner's own; but an
 * advisory that covers several CVEs keeps its own id, or the others would be hidden behind the first.
 */
export function identify(own: string, aliases: readonly string[]): Pick<ScanFinding, 'id' | 'ids'> {
  const known = new Map<string, string>()
  for (const name of [own, ...aliases]) {
    const id = CVE.test(name) ? name.toUpperCase() : name
    if (id !== '' && !known.has(id.toUpperCase())) known.set(id.toUpperCase(), id)
  }
  const ids = [...known.values()]
  const only = (kind: RegExp): string | undefined => {
    const found = ids.filter(id => kind.test(id))
    return kind.test(own) ? found[0] : found.length === 1 ? found[0] : undefined
  }
  const id = only(CVE) ?? only(GHSA) ?? ids[0] ?? UNIDENTIFIED
  return { id, ids: [id, ...ids.filter(other => other !== id)] }
}

/** Without user and password before the host: `https://github.com@example.org` is a trick. */
const HTTPS = /^https:\/\/[^\s\p{Cc}<>"`\\|@/?#]+(?:[/?#][^\s\p{Cc}<>"`\\|]*)?$/u

/** The first plain https link; anything else (http, javascript:, with spaces or quotes) is left out. */
export const httpsUrl = (...candidates: readonly string[]): string | undefined =>
  candidates.find(url => HTTPS.test(url))

const HEADLINE = 200

/** A secret that is cut looks like none: as much of a text is searched before. */
const LONGEST_SECRET = 5000

/** The first line of a text, short enough for a headline; `undefined` when there is none. */
export function headline(...candidates: readonly string[]): string | undefined {
  const text = candidates.find(candidate => candidate.trim() !== '')
  if (text === undefined) return undefined
  // Cut first: descriptions can be megabytes.
  const line = redact(text.trim().slice(0, LONGEST_SECRET))
    .slice(0, 2 * HEADLINE)
    .split(/[\r\n]/, 1)[0]!
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
  return line.length > HEADLINE ? `${line.slice(0, HEADLINE - 1).trimEnd()}…` : line
}

/** A longer place would leave no room for what is there. */
const PLACE = 120

/** A headline with the place in front of it. Of a long path the end tells more than the beginning. */
export function headlineAt(place: string, title = ''): string | undefined {
  const shown = redact(place)
  const short = shown.length > PLACE ? `…${shown.slice(1 - PLACE)}` : shown
  return headline([short, title].filter(Boolean).join(': '))
}

/** `3.4.0, 1.17.6`, `[1.2.3]` or `>=4.17.11` as plain versions. */
export function versionsOf(text: string): readonly string[] {
  const versions = text.split(',').map(version =>
    version
      .trim()
      .replace(/^\[([^[\],]*)\]$/, '$1')
      .replace(/^(?:>=|~>|\^|=)\s*/, '')
      .trim(),
  )
  return [...new Set(versions.filter(Boolean))]
}

/** A time of RFC 3339; `undefined` for none, and for Go's zero time of the year 1. */
export function dateOf(text: string): Date | undefined {
  const date = new Date(text)
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() < 2000 ? undefined : date
}

/**
 * What a report says of fixes. What a version mends is fixed, whatever the word says; and only a word for it makes an
 * empty list of versions a "there is none".
 */
export function fixOf(state: FixState, versions: readonly string[]): Pick<ScanFinding, 'fixed' | 'fixState'> {
  if (versions.length > 0)
    return { fixed: versions, fixState: state === 'unknown' || state === 'not-fixed' ? 'fixed' : state }
  return state === 'unknown' || state === 'fixed' ? { fixState: state } : { fixed: [], fixState: state }
}

/** An absolute path, a URL, or control characters. */
const NO_PATH = /^(?:\/|[a-z][a-z0-9+.-]*:)|\p{Cc}/iu

/** A path of the repository, without `.` and `..`; `undefined` for one that leads out of it, or is no path. */
export function repositoryPath(path: string, folder = ''): string | undefined {
  const [from, to] = [folder, path].map(each => each.replaceAll('\\', '/')) as [string, string]
  if (to === '' || NO_PATH.test(from) || NO_PATH.test(to)) return undefined
  return resolve(from, to) || undefined
}

/**
 * A distribution past its end of life: no advisories appear for it any more, so every other count is too low.
 * Scanners only warn of it; `high` because what is missing may be of any severity (CIS Docker 1.6, 4.4).
 */
export function endOfLifeFinding(name: string, version: string): ScanFinding {
  const id = `end-of-life:${name}@${version}`
  return {
    kind: 'end-of-life',
    id,
    ids: [id],
    severity: 'high',
    title: `${headline(`${name} ${version}`) ?? 'the distribution'} is past its end of life: its vulnerabilities are no longer reported`,
    package: { name, version, type: 'distribution' },
    fixed: [],
    fixState: 'end-of-life',
    cvss: [],
  }
}

/** Two rows with the same key are about the same thing: kind, id, package, version and path. */
export function keyOf({ kind, id, package: about, file, title, place }: ScanFinding): string {
  // Rows without a package differ by what they say, and where.
  const subject = about ? [about.name, about.version, about.path] : [title, place]
  return JSON.stringify([kind, id, ...subject, file?.path, file?.line, file?.column])
}

/** The rows without repetition, in the order of their first appearance. Linear. */
export function distinct(rows: readonly ScanFinding[]): readonly ScanFinding[] {
  return [...groupBy(rows, keyOf).values()].map(merged).map(row => {
    const { package: about, fixed = [] } = row
    return about && fixed.length > 1 ? { ...row, fixed: bestFirst(about.version, fixed) } : row
  })
}

type Rows = readonly [ScanFinding, ...ScanFinding[]]

/**
 * Rows on the same thing (two feeds of Grype, two targets of Trivy, two scanners) as one: under the id of the
 * first, in the words of the gravest, with all fixes. Live rows win over suppressed ones.
 */
export function merged(rows: Rows): ScanFinding {
  const live = rows.filter(({ suppressed }) => suppressed === undefined)
  const [first, ...others] = live.length > 0 ? live : rows
  if (first === undefined || others.length === 0) return first ?? rows[0]
  const gravest = others.reduce((one, other) => (atLeast(one.severity, other.severity) ? one : other), first)
  const all = [gravest, first, ...others]
  const fixed = [...new Set(all.flatMap(row => row.fixed ?? []))]
  const epss = all.reduce((most, row) => Math.max(most, row.epss ?? -1), -1)
  return present({
    ...all.reduceRight((said, row) => Object.assign(said, row), { ...gravest }),
    id: first.id,
    ids: [...new Set([first, ...others].flatMap(({ ids }) => ids))],
    fixed: undefined,
    ...fixOf(all.map(row => row.fixState).find(state => state !== 'unknown') ?? 'unknown', fixed),
    cvss: all.find(({ cvss }) => cvss.length > 0)?.cvss ?? [],
    epss: epss >= 0 ? epss : undefined,
    ...(all.some(({ kev }) => kev) && { kev: true }),
  })
}
