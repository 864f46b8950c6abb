import type { DatabaseOf } from '../core/base.ts'
import type { Finding } from '../core/finding.ts'
import { parseImageName } from '../docker/image-name.ts'
import type { ScannedImage, ScanReport } from '../scans/model/report.ts'

/** Whether the base was scanned with the database of a report, as far as its reports tell. */
type IsSame = (report: ScanReport) => boolean

/** Against the reports of the base: those of the same scanner on the same image. */
export function sameAsReports(before: readonly ScanReport[]): IsSame {
  return report => {
    const alike = before.filter(one => one.tool === report.tool && isSameImage(one.image, report.image))
    return alike.length === 0 || alike.some(one => builtOf(one) === builtOf(report))
  }
}

/** Against an earlier result, which names the reports that tell of a database; files may have other names by now. */
export function sameAsResult(before: readonly DatabaseOf[]): IsSame {
  const byReport = new Map(before.map(({ report, built }) => [report, built]))
  const all = new Set(byReport.values())
  return report => {
    const built = builtOf(report)
    const earlier = byReport.get(report.file)
    return earlier === undefined ? built === undefined || all.has(built) : built === earlier
  }
}

/**
 * Whether a finding would have been found in the base: what all of its reports take from other databases may have been
 * unknown at that time. They are among the places of a finding.
 */
export function scannedAlike(reports: readonly ScanReport[], isSame: IsSame): (finding: Finding) => boolean {
  const files = new Set(reports.filter(isSame).map(({ file }) => file))
  return ({ related }) => related.some(({ file }) => files.has(file))
}

const builtOf = ({ databaseBuilt }: ScanReport): string | undefined => databaseBuilt?.toISOString()

/** True too where one of the reports names no image. */
const isSameImage = (a: ScannedImage | undefined, b: ScannedImage | undefined): boolean =>
  a === undefined || b === undefined || nameOf(a) === nameOf(b)

const nameOf = ({ ref }: ScannedImage): string => parseImageName(ref)?.name ?? ref
