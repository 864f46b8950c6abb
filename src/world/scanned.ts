import type { Change, Edit } from '../core/edit.ts'
import type { Location, Spot } from '../core/location.ts'
import type { Comment, Source } from '../core/source.ts'
import { parseImageName } from '../docker/image-name.ts'
import type { Container } from '../kube/container.ts'
import type { ScanFinding, ScannedImage, ScanReport } from '../scans/report.ts'
import type { World } from './world.ts'

/** One row of a scan report, and where in the repository it matters. */
export interface Scanned {
  readonly report: ScanReport
  readonly finding: ScanFinding
  /** The containers that run the image. */
  readonly usedBy: readonly Container[]
  /** Where people can do something about it: the file the scanner named, else the first container that runs the image, else the report. */
  readonly source: Source
  readonly at: Spot
  /** The report itself. */
  readonly reportSource: Source
}

/** A place that a scanner named: it has a line, but no text of ours. */
class ReportedPlace implements Source {
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
const WHOLE: Spot = { span: [0, 0] }

export function scannedIn(world: World): readonly Scanned[] {
  const users = usersByImage(world)
  return world.reports.flatMap(report => {
    const usedBy = report.image
      ? (namesOf(report.image)
          .map(name => users.get(name))
          .find(found => found) ?? [])
      : []
    const reportSource = new ReportedPlace(report.file)
    const inReport = { source: reportSource, at: WHOLE }
    const inManifest = usedBy[0] && { source: usedBy[0].source, at: usedBy[0].at('image') }
    return report.findings
      .filter(({ suppressed }) => suppressed === undefined)
      .map(finding => ({ report, finding, usedBy, reportSource, ...(named(finding) ?? inManifest ?? inReport) }))
  })
}

const named = ({ file }: ScanFinding): { source: Source; at: Spot } | undefined =>
  file && { source: new ReportedPlace(file.path, file.line, file.column), at: WHOLE }

/** Every spelling of an image that means the same: by digest first, then by tag. */
function namesOf({ ref, digest, names }: ScannedImage): readonly string[] {
  const parsed = [ref, ...names].flatMap(name => parseImageName(name) ?? [])
  const digests = new Set([digest, ...parsed.map(name => name.digest)].filter(one => one !== undefined))
  return [...digests, ...parsed.map(key)]
}

const key = ({ registry, repository, tag }: { registry: string; repository: string; tag?: string }): string =>
  `${registry}/${repository}:${tag ?? 'latest'}`

function usersByImage(world: World): ReadonlyMap<string, readonly Container[]> {
  const users = new Map<string, Container[]>()
  if (world.reports.length === 0) return users
  for (const container of world.containers()) {
    const image = typeof container.spec.image === 'string' ? parseImageName(container.spec.image) : undefined
    if (!image) continue
    for (const name of image.digest === undefined ? [key(image)] : [image.digest, key(image)])
      users.set(name, [...(users.get(name) ?? []), container])
  }
  return users
}
