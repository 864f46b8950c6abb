import { Fault } from '../core/fault.ts'
import type { Host } from '../core/host.ts'
import type { Skipped } from '../discover/discover.ts'
import { REPORT_LIMIT, type ReportFile } from '../discover/sort.ts'
import { decodeJson, readReport } from '../scans/index.ts'
import type { ScanReport } from '../scans/model/report.ts'

/** Who silenced them there had a reason; that they are there must be told all the same. */
const SUPPRESSED = 'scan report with findings that its scanner suppressed'

/** What our own JSON and SARIF are told as: they often lie where the next run looks. */
const OWN = 'result of Seaworthy itself'
const OWN_NAMED = 'this is what Seaworthy itself wrote, and no scan: name the report of the scanner'

const STRANGE = 'JSON that looks like a scan report, and is none that is known'

export interface Reports {
  readonly reports: readonly ScanReport[]
  readonly faults: readonly Fault[]
  /** JSON that only looked like a report, and what is passed over in those that are. */
  readonly skipped: readonly Skipped[]
}

/** Reads what scanners wrote. A scan that was not whole is a fault beside its findings: it must never read as clean. */
export function readReports(host: Host, files: readonly ReportFile[]): Reports {
  const reports: ScanReport[] = []
  const faults: Fault[] = []
  const skipped: Skipped[] = []
  for (const { file, named, mustBe, format } of files) {
    try {
      const read = readReport(decodeJson(host.read(file, REPORT_LIMIT), file), file, { root: host.root, format })
      if (read.length === 0 && named) faults.push(new Fault('NOT_A_REPORT', OWN_NAMED, { file }))
      else if (read.length === 0) skipped.push({ path: file, reason: OWN })
      reports.push(...read)
      skipped.push(...read.filter(isSilenced).map(() => ({ path: file, reason: SUPPRESSED })))
      faults.push(...read.filter(({ complete }) => !complete).map(incomplete))
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      // With a cause it was known for a report, and yet could not be read: that is no stranger's JSON.
      if (error.code !== 'NOT_A_REPORT' || error.cause !== undefined || named || mustBe) faults.push(error)
      else skipped.push({ path: file, reason: STRANGE })
    }
  }
  return { reports, faults, skipped }
}

const isSilenced = ({ findings }: ScanReport): boolean => findings.some(({ suppressed }) => suppressed !== undefined)

const incomplete = ({ file, incompleteReason = 'the scan was not whole' }: ScanReport): Fault =>
  new Fault('INCOMPLETE_REPORT', incompleteReason, { file, line: 1 })
