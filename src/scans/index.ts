import { listed, plural } from '../core/text.ts'
import { Incomplete } from './model/incomplete.ts'
import { NoScan, unreadable } from './model/refusal.ts'
import { nounOf, type ReportReader, type ScanReport } from './model/report.ts'
import { withShownPackage } from './model/shown-package.ts'
import { readers } from './readers/index.ts'
import { holdsError, namedLikeReport, readerOf, readerOfName } from './recognise.ts'
import { type Part, searchReports } from './search.ts'

export { decodeJson } from './json/decode.ts'
export { NoScan } from './model/refusal.ts'

/** Those that are read, and not only known. */
const reading = readers.filter(({ unread }) => unread === undefined)

/** `sarif`, `grype`, `trivy`: what `--report FORMAT:FILE` takes. */
export const FORMATS: readonly string[] = reading.map(({ format }) => format)

/** A file, and the format to read it as and no other, if the user said one. */
export interface NamedReport {
  readonly file: string
  readonly format?: string
}

/** `trivy:scan.json` or `scan.json`. Before the colon stands a format, or it belongs to the name. */
export function reportNamed(text: string): NamedReport {
  const format = FORMATS.find(name => text.startsWith(`${name}:`))
  return format === undefined ? { file: text } : { file: text.slice(format.length + 1), format }
}

/**
 * The reports in a file, recognized by their shape; none when Seaworthy itself wrote it. What stands beside reports and is
 * none makes the file incomplete. `json`: or the text of a file that is no JSON. `root`: what the workspace is called on
 * this machine. `format`: the only one to read.
 * @throws Fault NOT_A_REPORT, with what it is instead and what to do; a NoScan unless a scan is lost with it.
 */
export function readReport(
  json: unknown,
  file: string,
  { root = '', format }: { readonly root?: string; readonly format?: string | undefined } = {},
): readonly ScanReport[] {
  const asked = reading.filter(reader => format === undefined || reader.format === format)
  const blank = format === undefined ? undefined : asked.find(reader => reader.isBlank?.(json))
  if (blank) return readWith(blank, json, file, root)
  const { reports, strangers, own } = searchReports(json, part => asked.find(reader => reader.recognises(part)))
  if (reports.length === 0 && own) return []
  if (reports.length === 0) return readUnread(json, file, format)
  const read = reports.flatMap(part => readWith(part.reader, part.json, file, root))
  return strangers.length === 0 ? read : [...read, remainder(strangers, file)]
}

/** Stands for what is no report beside those that are: one of them may be the scan that failed. */
function remainder(strangers: readonly Part[], file: string): ScanReport {
  const incomplete = new Incomplete()
  const paths = strangers.slice(0, 5).map(({ path }) => `\`${path}\``)
  const more = strangers.length > 5 ? [`${strangers.length - 5} more`] : []
  incomplete.add(
    `the file contains reports and ${plural(strangers.length, 'value')} in an unknown format ` +
      `(${listed([...paths, ...more])}): scan again, and keep each report in a file of its own`,
  )
  return { file, tool: 'unknown', format: 'unknown', ...incomplete.verdict(), findings: [] }
}

function readWith(reader: ReportReader, json: unknown, file: string, root: string): readonly ScanReport[] {
  try {
    return reader.read(json, file, root).map(report => ({ ...report, findings: report.findings.map(withShownPackage) }))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw unreadable(`this looks like a ${nounOf(reader)}, but ${reason}`, file, cause)
  }
}

/** True when it is known what a file is, by its content or by its name, and that it is not read. */
export const isUnread = (content: unknown, file: string): boolean => unreadReader(content, file) !== undefined

function unreadReader(content: unknown, file: string): ReportReader | undefined {
  const reader = readerOf(content) ?? readerOfName(file)
  return reader?.unread === undefined ? undefined : reader
}

/** What the reader of a format says that is not read, or that nobody knows it. */
function readUnread(content: unknown, file: string, format: string | undefined): readonly ScanReport[] {
  const reader = unreadReader(content, file)
  if (reader !== undefined) return reader.read(content, file)
  if (isEmpty(content))
    throw new NoScan(
      'the report is empty and has no scanner name, so a clean scan cannot be verified. Scan again with a current version',
      file,
    )
  if (namedLikeReport(file) && holdsError(content))
    throw unreadable('this is an error message, not a report: check the log of the scanner, and scan again', file)
  const names = listed(reading.map(({ title }) => title))
  const known = format === undefined ? `report in a supported format (${names})` : `${format} report`
  throw new NoScan(`this is JSON, but not a ${known}`, file)
}

/** `null`, `[]` and `{}`: old Trivy wrote them for a clean image, and so do many that failed. */
const isEmpty = (json: unknown): boolean =>
  json === null || (typeof json === 'object' && Object.keys(json).length === 0)
