import { Fault } from '../core/fault.ts'
import { listed, plural } from '../core/text.ts'
import { JsonSequence } from './json/decode.ts'
import { isObject } from './json/json.ts'
import { Incomplete } from './model/incomplete.ts'
import type { ReportReader, ScanReport } from './model/report.ts'
import { grype } from './readers/grype.ts'
import { sarif } from './readers/sarif/sarif.ts'
import { trivy } from './readers/trivy/trivy.ts'
import { type Part, searchReports } from './search.ts'
import { otherFormat } from './sniff.ts'

export { decodeJson } from './json/decode.ts'

/** All readers, in the order in which they are asked. */
export const readers: readonly ReportReader[] = [sarif, grype, trivy]

/** A file, and the format to read it as and no other, if the user said one. */
export interface NamedReport {
  readonly file: string
  readonly format?: string
}

/** `trivy:scan.json` or `scan.json`. Before the colon stands a format, or it belongs to the name. */
export function reportNamed(text: string): NamedReport {
  const { format } = readers.find(reader => text.startsWith(`${reader.format}:`)) ?? {}
  return format === undefined ? { file: text } : { file: text.slice(format.length + 1), format }
}

/**
 * The reports in the JSON of a file, told by their shape; none when Seaworthy itself wrote it. What stands beside
 * reports and is none makes the file incomplete. `root`: what the workspace is called on this machine. `format`: the
 * only one to read.
 * @throws Fault NOT_A_REPORT, with what it is instead and what to do.
 */
export function readReport(
  json: unknown,
  file: string,
  { root = '', format }: { readonly root?: string; readonly format?: string | undefined } = {},
): readonly ScanReport[] {
  const asked = readers.filter(reader => format === undefined || reader.format === format)
  const blank = format === undefined ? undefined : asked.find(reader => reader.isBlank?.(json))
  if (blank) return readWith(blank, json, file, root)
  const { reports, strangers, own } = searchReports(json, part => asked.find(reader => reader.recognises(part)))
  if (reports.length === 0 && !own) throw notAReport(json, file, format)
  if (reports.length === 0) return []
  const read = reports.flatMap(part => readWith(part.reader, part.json, file, root))
  return strangers.length === 0 ? read : [...read, remainder(strangers, file)]
}

/** Stands for what is no report beside those that are: one of them may be the scan that failed. */
function remainder(strangers: readonly Part[], file: string): ScanReport {
  const incomplete = new Incomplete()
  const paths = strangers.slice(0, 5).map(({ path }) => `\`${path}\``)
  const more = strangers.length > 5 ? [`${strangers.length - 5} more`] : []
  incomplete.add(
    `beside reports the file holds ${plural(strangers.length, 'value')} that I know for none ` +
      `(${listed([...paths, ...more])}): scan again, and keep each report in a file of its own`,
  )
  return { file, tool: 'unknown', format: 'unknown', ...incomplete.verdict(), findings: [] }
}

function readWith(reader: ReportReader, json: unknown, file: string, root: string): readonly ScanReport[] {
  try {
    return reader.read(json, file, root)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Fault('NOT_A_REPORT', `this looks like a ${reader.format} report, but ${reason}`, { file, cause })
  }
}

/** What a pipeline wrapped into an object of one key, as Konflux does. */
function unwrapped(json: unknown): unknown {
  const values = isObject(json) ? Object.values(json) : []
  return values.length === 1 ? values[0] : undefined
}

function notAReport(whole: unknown, file: string, format: string | undefined): Fault {
  const json = whole instanceof JsonSequence ? whole.documents[0] : whole
  const other = otherFormat(json) ?? otherFormat(unwrapped(json))
  if (other) return new Fault('NOT_A_REPORT', `this is ${withArticle(other.name)}: ${other.advice}`, { file })
  if (isEmpty(json))
    return new Fault(
      'NOT_A_REPORT',
      'the report is empty: it names no scanner, so nobody can tell a clean scan from none. Scan again with a current version',
      { file },
    )
  const known =
    format === undefined ? 'report that I know: I read those of Trivy and Grype, and SARIF' : `${format} report`
  return new Fault('NOT_A_REPORT', `this is JSON, but no ${known}`, { file })
}

const withArticle = (name: string): string => `${/^(?:[AEIO]|SPDX)/.test(name) ? 'an' : 'a'} ${name}`

/** `null`, `[]` and `{}`: old Trivy wrote them for a clean image, and so do many that failed. */
const isEmpty = (json: unknown): boolean =>
  json === null || (typeof json === 'object' && Object.keys(json).length === 0)
