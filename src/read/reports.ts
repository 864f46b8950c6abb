import { Fault } from '../core/fault.ts'
import type { Host } from '../core/host.ts'
import type { Skipped } from '../discover/discover.ts'
import { decodeJson, readReport } from '../scans/index.ts'
import type { ScanReport } from '../scans/report.ts'

/** V8 cannot hold a string of more than 512 MB; reports of this size come from options that list every file. */
const REPORT_LIMIT = 256 * 1024 * 1024

/** Who silenced them there had a reason; that they are there must be told all the same. */
const SUPPRESSED = 'scan report with findings that its scanner suppressed'

export interface Reports {
  readonly reports: readonly ScanReport[]
  readonly faults: readonly Fault[]
  /** JSON that only looked like a report, and what is passed over in those that are. */
  readonly skipped: readonly Skipped[]
}

/** Reads what scanners wrote. A scan that was not whole is a fault beside its findings: it must never read as clean. */
export function readReports(host: Host, files: readonly { readonly file: string; readonly named: boolean }[]): Reports {
  const reports: ScanReport[] = []
  const faults: Fault[] = []
  const skipped: Skipped[] = []
  for (const { file, named } of files) {
    try {
      for (const report of readReport(decodeJson(host.read(file, REPORT_LIMIT), file), file)) {
        reports.push(report)
        if (report.findings.some(({ suppressed }) => suppressed !== undefined))
          skipped.push({ path: file, reason: SUPPRESSED })
        if (!report.complete)
          faults.push(
            new Fault('INCOMPLETE_REPORT', report.incompleteReason ?? 'the scan was not whole', { file, line: 1 }),
          )
      }
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      // With a cause it was known for a report, and yet could not be read: that is no stranger's JSON.
      if (error.code === 'NOT_A_REPORT' && error.cause === undefined && !named)
        skipped.push({ path: file, reason: error.message, ordinary: true })
      else faults.push(error)
    }
  }
  return { reports, faults, skipped }
}
