import { isLfsPointer } from '../core/lfs.ts'
import { nameOf } from '../core/paths.ts'
import { JsonSequence } from './json/decode.ts'
import { isObject } from './json/json.ts'
import type { ReportReader } from './model/report.ts'
import { readers } from './readers/index.ts'

/** What Seaworthy's own JSON has: distinguished from the reports of other tools when it is read. */
const OWN: ReportReader['signs'][number] = [/"seaworthy"\s*:\s*"/, /"verdict"\s*:/]

const SCANS = [...readers.filter(({ unread }) => unread !== 'no scan').flatMap(({ signs }) => signs), OWN]
const OTHERS = readers.filter(({ unread }) => unread === 'no scan').flatMap(({ signs }) => signs)

/** UTF-16 that was decoded as UTF-8 has a zero after each letter. */
const withoutZeros = (text: string): string => (text.includes('\0') ? text.replaceAll('\0', '') : text)

/**
 * Whether the first 64 KB of a file may be the start of a report that a reader knows. A guess that errs on the side of
 * yes: a no means that nobody looks into the file.
 */
export function looksLikeReport(head: string): boolean {
  const text = withoutZeros(head)
  return SCANS.some(signs => signs.every(sign => sign.test(text)))
}

/** Whether it may be something else about packages and vulnerabilities, which is listed, without a fault, when no reader reads it. */
export function mentionsFindings(head: string): boolean {
  const text = withoutZeros(head)
  return (
    /"(?:vulnerabilit|severit)|\bCVE-\d{4}-\d/i.test(text) || OTHERS.some(signs => signs.every(sign => sign.test(text)))
  )
}

/** Whether more of the file could make a report of it: its keys are there, and what tells them from a stranger's is not. */
export function mayTurnOutReport(head: string): boolean {
  const text = withoutZeros(head)
  return !/\S/.test(text) || SCANS.some(([first]) => first.test(text))
}

/** Asked for every file there is: not all readers need to be. */
const READERS_OF_NAMES = readers.filter(({ file }) => file !== undefined)

/** The reader that a file belongs to by its name, whatever it holds. */
export const readerOfName = (file: string): ReportReader | undefined =>
  READERS_OF_NAMES.find(reader => reader.file?.test(nameOf(file)))

/** The reader that knows a document, a list of them, or a text, also when a pipeline wrapped it into an object of one key. */
export function readerOf(content: unknown): ReportReader | undefined {
  const whole = content instanceof JsonSequence ? content.documents : content
  const values = isObject(whole) ? Object.values(whole) : []
  const [inner] = values
  const recognised = (value: unknown): ReportReader | undefined => readers.find(reader => reader.recognises(value))
  return recognised(whole) ?? (values.length === 1 && typeof inner === 'object' ? recognised(inner) : undefined)
}

const NAMES = readers.flatMap(({ names }) => names).join('|')

/** Whole words: `scandinavia.json` is none. */
const REPORT_NAME = new RegExp(`${NAMES}|(?<![a-z])(?:scans?|vuln(?:s|erabilit(?:y|ies))?|cves?)(?![a-z])`, 'i')
const SCANNER_NAME = new RegExp(NAMES, 'i')

/** What scanners are given, and not what they write. */
const SETTINGS_NAME = /allow|baseline|config|except|exclu|ignore|option|polic|rule|schema|setting|suppress|waive/i

export const namedLikeReport = (file: string): boolean =>
  REPORT_NAME.test(nameOf(file)) && !SETTINGS_NAME.test(nameOf(file))

export const namedLikeScanner = (file: string): boolean =>
  SCANNER_NAME.test(nameOf(file)) && !SETTINGS_NAME.test(nameOf(file))

/** Also JSON with comments, JSON5, and a template of either. */
const BEGINS_JSON = /^\s*(?:\{\s*["'\w}%/$]|\[\s*(?:["\d{[\]-]|[tfn]|\/[/*])|\/[/*])/

/**
 * True for what a scan that failed leaves behind under the name of a report: nothing, `null`, or the last words of the
 * scanner. An empty list may be somebody's data, unless the name is that of a scanner.
 */
export function isFailedScan(file: string, text: string): boolean {
  if (!REPORT_NAME.test(nameOf(file)) || isLfsPointer(text)) return false
  // No settings are like that, whatever the name says.
  if (/^\s*(?:null\s*)?$/.test(text) || !BEGINS_JSON.test(text)) return true
  return /^\s*(?:\[\s*\]|\{\s*\})\s*$/.test(text) && namedLikeScanner(file)
}

/** What programs and registries write in the place of an answer. */
const ERROR = /^(?:errors?|err|errorMessage|exception|fatal)$/i

/** True for JSON that is an error message: `{"error": "…"}`, `{"errors": […]}`, `{"code": 401, "message": "…"}`, alone or in a list. */
export function holdsError(json: unknown): boolean {
  if (json instanceof JsonSequence) return json.documents.some(holdsError)
  if (Array.isArray(json)) return json.length > 0 && json.every(holdsError)
  if (!isObject(json)) return false
  const says = Object.entries(json).some(([key, value]) => ERROR.test(key) && isFilled(value))
  const isFlat = Object.values(json).every(value => typeof value !== 'object' || value === null)
  return says || (isFlat && typeof json['message'] === 'string' && json['message'] !== '')
}

const isFilled = (value: unknown): boolean =>
  typeof value === 'object' ? value !== null && Object.keys(value).length > 0 : Boolean(value)
