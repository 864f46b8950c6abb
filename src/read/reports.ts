import { decodeText } from '../core/encoding.ts'
import { Fault } from '../core/fault.ts'
import type { Host } from '../core/host.ts'
import { isLfsPointer, lfsPointer } from '../core/lfs.ts'
import type { Skipped } from '../discover/discover.ts'
import { REPORT_LIMIT, type ReportFile, type Unread } from '../discover/sort.ts'
import { isObject, resourcesOf } from '../kube/objects.ts'
import { decodeJson, isUnread, NoScan, readReport } from '../scans/index.ts'
import type { ScanReport } from '../scans/model/report.ts'
import { beginsOwn } from '../scans/own.ts'
import { readYaml } from '../yaml/source.ts'
import { isApplicable } from './left-out.ts'

/** Suppressing them in the scanner may be justified; the result must report it nevertheless. */
const SUPPRESSED = 'with findings that the scanner suppressed'

/** Seaworthy's own JSON and SARIF are often in the folders that the next run checks. */
const OWN = 'written by Seaworthy itself'
const OWN_NAMED = 'this is output of Seaworthy, not a scan report: name the report of the scanner'

export interface Reports {
  readonly reports: readonly ScanReport[]
  readonly faults: readonly Fault[]
  /** Our own results, and what is passed over in reports. */
  readonly skipped: readonly Skipped[]
  readonly unread: readonly Unread[]
}

/** Reads what scanners wrote. A scan that was not whole is a fault beside its findings: it must never read as clean. */
export async function readReports(host: Host, files: readonly ReportFile[]): Promise<Reports> {
  const reports: ScanReport[] = []
  const faults: Fault[] = []
  const skipped: Skipped[] = []
  const unread: Unread[] = []
  for (const one of files) {
    const { file, named, format } = one
    try {
      const read = await readFile(host, file, format)
      if (read.length === 0 && named) faults.push(new Fault('NOT_A_REPORT', OWN_NAMED, { file }))
      else if (read.length === 0) skipped.push({ path: file, reason: OWN })
      reports.push(...read)
      skipped.push(...read.filter(isSilenced).map(() => ({ path: file, reason: SUPPRESSED })))
      faults.push(...read.filter(({ complete }) => !complete).map(incomplete))
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      if (mayStayUnread(one, error)) unread.push(unreadOf(file, error))
      else faults.push(error)
    }
  }
  return { reports, faults, skipped, unread }
}

/** None when Seaworthy itself wrote it. */
async function readFile(host: Host, file: string, format: string | undefined): Promise<readonly ScanReport[]> {
  if (host.isOutput(file)) return []
  const bytes = host.read(file, REPORT_LIMIT)
  try {
    const json = decodeJson(bytes, file)
    if (isObject(json)) await refuseObject(file, bytes)
    return readReport(json, file, { root: host.root, format })
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'NOT_JSON') throw error
    const text = decodeText(bytes) ?? ''
    if (isLfsPointer(text)) throw lfsPointer(file)
    if (beginsOwn(text)) return []
    const content = /^apiVersion\s*:/m.test(text)
      ? (await readYaml(file, text)).documents.map(({ value }): unknown => value)
      : text
    if (isUnread(content, file)) return readReport(content, file)
    throw error
  }
}

/** Who puts the keys of a report beside those of an object has kubectl apply what nobody checked. @throws Fault NOT_A_REPORT */
async function refuseObject(file: string, bytes: Uint8Array): Promise<void> {
  if (!resourcesOf(await readYaml(file, decodeText(bytes) ?? '')).some(isApplicable)) return
  const message = 'Kubernetes object with the keys of a scan report: remove `apiVersion` and `kind`, or the keys'
  throw new Fault('NOT_A_REPORT', message, { file, line: 1 })
}

/** No fault is what nobody called a report, and what is no scan, or only speaks of such things. */
const mayStayUnread = ({ named, mustBe, onlyMentions }: ReportFile, error: Fault): boolean =>
  !named && !mustBe && (error instanceof NoScan || (onlyMentions === true && error.code !== 'NOT_A_REPORT'))

/** Also of a Kubernetes object. */
export const unreadOf = (file: string, fault: Fault): Unread => ({
  file,
  why: fault.message,
  ...(fault instanceof NoScan && fault.format !== undefined && { format: fault.format }),
})

const isSilenced = ({ findings }: ScanReport): boolean => findings.some(({ suppressed }) => suppressed !== undefined)

const incomplete = ({ file, incompleteReason = 'the scan is incomplete' }: ScanReport): Fault =>
  new Fault('INCOMPLETE_REPORT', incompleteReason, { file, line: 1 })
