import { Fault } from '../core/fault.ts'
import { JsonSequence } from './decode.ts'
import { grype } from './grype.ts'
import { isObject } from './json.ts'
import type { ReportReader, ScanReport } from './report.ts'
import { sarif } from './sarif.ts'
import { otherFormat } from './sniff.ts'
import { trivy } from './trivy.ts'

export { decodeJson } from './decode.ts'

/** All readers, in the order in which they are asked. */
export const readers: readonly ReportReader[] = [sarif, grype, trivy]

/**
 * The reports in the JSON of a file, told by its shape. One object with a single key around a report is looked through.
 * @throws Fault NOT_A_REPORT, with what it is instead and what to do.
 */
export function readReport(json: unknown, file: string): readonly ScanReport[] {
  if (json instanceof JsonSequence) return json.documents.flatMap(document => readReport(document, file))
  for (const candidate of [json, unwrapped(json)])
    for (const reader of readers) if (reader.recognises(candidate)) return readWith(reader, candidate, file)
  throw notAReport(json, file)
}

function readWith(reader: ReportReader, json: unknown, file: string): readonly ScanReport[] {
  try {
    return reader.read(json, file)
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

function notAReport(json: unknown, file: string): Fault {
  const other = otherFormat(json) ?? otherFormat(unwrapped(json))
  if (other) return new Fault('NOT_A_REPORT', `this is ${withArticle(other.name)}: ${other.advice}`, { file })
  if (isEmpty(json))
    return new Fault(
      'NOT_A_REPORT',
      'the report is empty: it names no scanner, so nobody can tell a clean scan from none. Scan again with a current version',
      { file },
    )
  return new Fault(
    'NOT_A_REPORT',
    'this is JSON, but no report that I know: I read those of Trivy and Grype, and SARIF',
    { file },
  )
}

const withArticle = (name: string): string => `${/^(?:[AEIO]|SPDX)/.test(name) ? 'an' : 'a'} ${name}`

/** `null`, `[]` and `{}`: old Trivy wrote them for a clean image, and so do many that failed. */
const isEmpty = (json: unknown): boolean =>
  json === null || (typeof json === 'object' && Object.keys(json).length === 0)
