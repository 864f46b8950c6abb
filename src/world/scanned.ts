import type { Change, Edit } from '../core/edit.ts'
import { indexBy } from '../core/group.ts'
import type { Location, Spot } from '../core/location.ts'
import type { Comment, Source } from '../core/source.ts'
import { parseImageName } from '../docker/image-name.ts'
import type { Container } from '../kube/container.ts'
import { imageOf } from '../kube/image.ts'
import type { ScanFinding, ScannedImage, ScanReport } from '../scans/model/report.ts'
import { merged, UNIDENTIFIED } from '../scans/model/rows.ts'
import { tagged } from './digests.ts'
import type { World } from './world.ts'

/** A report, and the file it stands in. */
export interface Evidence {
  readonly report: ScanReport
  readonly source: Source
}

/** What scanners found, and where in the repository it matters. */
export interface Scanned {
  /** The reports that tell it. */
  readonly reports: readonly [Evidence, ...Evidence[]]
  readonly finding: ScanFinding
  /** The containers that run the image. */
  readonly usedBy: readonly Container[]
  /** Where people can do something about it: the file the scanner named, else the first container that runs the image, else the report. */
  readonly source: Source
  readonly at: Spot
}

/** A place that a scanner named: it has a line, but no text of ours. */
export class ReportedPlace implements Source {
  readonly file: string
  readonly text = ''
  readonly comments: readonly Comment[] = []
  readonly #line: number
  readonly #column: number

  constructor(file: string, line = 1, column = 1) {
    this.file = file
    this.#line = line
    this.#column = column
  }

  locate(_spot: Spot, note?: string): Location {
    const point = { line: this.#line, column: this.#column }
    return { file: this.file, start: point, end: point, text: '', ...(note !== undefined && { note }) }
  }

  edit(_change: Change): Edit | undefined {
    return undefined
  }
}

/** Where a source without text is pointed at. */
export const WHOLE: Spot = { span: [0, 0] }

export function scannedIn(world: World): readonly Scanned[] {
  const users = usersByImage(world)
  const rows = world.reports.flatMap(report => {
    const usedBy = report.image
      ? (namesOf(report.image)
          .map(name => users.get(name))
          .find(found => found) ?? [])
      : []
    const evidence: Evidence = { report, source: new ReportedPlace(report.file) }
    const inReport = { source: evidence.source, at: WHOLE }
    const inManifest = usedBy[0] && { source: usedBy[0].source, at: usedBy[0].at('image') }
    return report.findings
      .filter(({ suppressed }) => suppressed === undefined)
      .map(
        (finding): Scanned => ({ reports: [evidence], finding, usedBy, ...(named(finding) ?? inManifest ?? inReport) }),
      )
  })
  return deduplicated(rows, sharedImages(world.reports))
}

const named = ({ file }: ScanFinding): { source: Source; at: Spot } | undefined =>
  file && { source: new ReportedPlace(file.path, file.line, file.column), at: WHOLE }

/** Every spelling of an image that means the same: by digest first, then by tag. */
function namesOf({ ref, digest, names }: ScannedImage): readonly string[] {
  const parsed = [ref, ...names].flatMap(name => parseImageName(name) ?? [])
  const digests = new Set([digest, ...parsed.map(name => name.digest)].filter(one => one !== undefined))
  return [...digests, ...parsed.map(tagged)]
}

function usersByImage(world: World): ReadonlyMap<string, readonly Container[]> {
  if (world.reports.length === 0) return new Map()
  return indexBy(world.containers(), container => {
    const image = imageOf(container)
    if (!image) return []
    return image.digest === undefined ? [tagged(image)] : [image.digest, tagged(image)]
  })
}

/** An image that reports are about. */
interface SharedImage {
  digest: string | undefined
  readonly platforms: Set<string | undefined>
  readonly reports: ScanReport[]
}

/** The images that several reports are about: they have one digest, or one name and nothing that tells them apart. */
function sharedImages(reports: readonly ScanReport[]): ReadonlyMap<ScanReport, SharedImage> {
  const images = new Map<string, SharedImage>()
  for (const report of reports) {
    if (!report.image) continue
    const { ref, digest, platform } = report.image
    const parsed = parseImageName(ref)
    // A name with a digest alone means no tag, and least of all `latest`.
    const name = parsed && (parsed.tag !== undefined || parsed.digest === undefined) ? tagged(parsed) : ref
    const named = images.get(name)
    const known = images.get(digest ?? name) ?? (named && isSame(named, report.image) ? named : undefined)
    const image = known ?? { digest, platforms: new Set(), reports: [] }
    image.digest ??= digest
    image.platforms.add(platform)
    image.reports.push(report)
    for (const word of [name, image.digest, digest])
      if (word !== undefined && !images.has(word)) images.set(word, image)
  }
  const shared = [...images.values()].filter(image => image.reports.length > 1)
  return new Map(shared.flatMap(image => image.reports.map(report => [report, image] as const)))
}

/** Of an image for several platforms each has a digest of its own: that does not make it several images. */
function isSame({ digest, platforms }: SharedImage, image: ScannedImage): boolean {
  if (digest === undefined || image.digest === undefined) return true
  return image.platform !== undefined && !platforms.has(undefined) && !platforms.has(image.platform)
}

/** Rows on the same thing, in the order they were read. */
type Group = [Scanned, ...Scanned[]]

/** What several reports tell of one image counts once, where the first stood. Linear. */
function deduplicated(rows: readonly Scanned[], shared: ReadonlyMap<ScanReport, SharedImage>): readonly Scanned[] {
  const numbers = new Map([...new Set(shared.values())].map((image, number) => [image, number]))
  const groups: Group[] = []
  const known = new Map<string, Group>()
  for (const row of rows) {
    const { report } = row.reports[0]
    const image = shared.get(report)
    const names = image ? identities(row.finding).map(name => `${numbers.get(image)} ${name}`) : []
    const same = names.map(name => known.get(name)).find(group => group && group[0].reports[0].report !== report)
    const group: Group = same ?? [row]
    if (same) same.push(row)
    else groups.push(group)
    for (const name of names) if (!known.has(name)) known.set(name, group)
  }
  return groups.map(mergedRows)
}

/** The names under which another scanner may know the same vulnerability of the same package. */
function identities({ kind, id, ids, package: about, file }: ScanFinding): readonly string[] {
  const advisories = ids.filter(name => /^(?:CVE|GHSA)-/i.test(name))
  const several = advisories.filter(name => /^CVE-/i.test(name)).length > 1
  // An advisory on several CVEs stays alone, or a waiver of one of them would hide the others.
  if (kind !== 'vulnerability' || !about || file || several || id === UNIDENTIFIED) return []
  return [...new Set([id, ...advisories])].map(name => JSON.stringify([about.name, about.version, name.toUpperCase()]))
}

/** One of several, in the first place where people can do something about it. */
function mergedRows([first, ...others]: Group): Scanned {
  if (others.length === 0) return first
  const placed = others.find(({ usedBy }) => usedBy.length > 0)
  const evidence = new Map(others.map(({ reports: [one] }) => [one.report, one]))
  return {
    ...(first.usedBy.length > 0 ? first : (placed ?? first)),
    reports: [first.reports[0], ...evidence.values()],
    finding: merged([first.finding, ...others.map(({ finding }) => finding)]),
  }
}
