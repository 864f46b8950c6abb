import { Fault } from '../../core/fault.ts'
import { scanValue, skipSpace } from '../../core/json-value.ts'
import { Lines } from '../../core/source.ts'
import { listed } from '../../core/text.ts'
import { readers } from '../readers/index.ts'
import { repeatedKey } from './repeated.ts'

/** Several JSON documents in one file: JSON Lines, or reports appended to each other with `>>`. */
export class JsonSequence {
  readonly documents: readonly unknown[]

  constructor(documents: readonly unknown[]) {
    this.documents = documents
  }
}

/** Lenient, since reports quote files of any encoding: UTF-8, or the UTF-16 that PowerShell 5 writes with `>`; recognized by its byte order mark or by its zero bytes. */
function textIn(bytes: Uint8Array): string {
  const [first, second] = bytes
  const little = (first === 0xff && second === 0xfe) || (first !== 0 && second === 0)
  const big = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && second !== undefined)
  return new TextDecoder(little ? 'utf-16le' : big ? 'utf-16be' : 'utf-8').decode(bytes)
}

/**
 * The JSON in a file: one value, or a `JsonSequence` when there are several.
 * @throws Fault NOT_JSON with the place of the first mistake; INCOMPLETE_REPORT when a key hides another.
 */
export function decodeJson(bytes: Uint8Array, file: string): unknown {
  const text = textIn(bytes)
  if (!/\S/.test(text))
    throw new Fault(
      'NOT_JSON',
      'the report is empty: the scan wrote nothing. Look at the log of the scanner, and scan again',
      { file, line: 1 },
    )
  const value = parse(text)
  return value === undefined ? decodeSequence(text, file) : whole(text, value, file)
}

/** The value, or `undefined`. The engine's error is dropped: it quotes the text, which may hold a secret. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** @throws Fault INCOMPLETE_REPORT when a part of the text is lost in the value. */
function whole(text: string, value: unknown, file: string): unknown {
  const key = repeatedKey(text, value)
  if (key === undefined) return value
  const name = /^\w{1,40}$/.test(key) ? `\`${key}\`` : 'a key'
  const message = `${name} occurs more than once in the report, and only the last one can be read: scan again, and let the scanner write the file`
  throw new Fault('INCOMPLETE_REPORT', message, { file, line: 1 })
}

function decodeSequence(text: string, file: string): JsonSequence {
  const documents: string[] = []
  for (let at = skipSpace(text, 0); at < text.length; at = skipSpace(text, at)) {
    const { whole, end } = scanValue(text, at)
    // Numbers and words in a row are prose, not JSON Lines.
    if (!whole || !/[[{]/.test(text[at]!)) throw mistake(text, whole ? at : end, documents.length > 0, file)
    documents.push(text.slice(at, end))
    at = end
  }
  return new JsonSequence(documents.map(document => whole(document, JSON.parse(document), file)))
}

function mistake(text: string, at: number, after: boolean, file: string): Fault {
  const { line, column } = new Lines(text).point(at)
  const place = { file, line, column }
  const where = `line ${line}, column ${column}`
  if (at >= text.length)
    return new Fault('NOT_JSON', `the JSON ends too early, at ${where}: the scan was cut off. Scan again`, place)
  if (after) return new Fault('NOT_JSON', `what follows the report at ${where} is not JSON: ${ONLY_STDOUT}`, place)
  if (/^[[{]/.test(text.trimStart()))
    return new Fault('NOT_JSON', `this is not JSON at ${where}. Let the scanner write the file again`, place)
  return new Fault('NOT_JSON', notEvenJson(text), place)
}

const ONLY_STDOUT = 'write only standard output into the file (no `2>&1`)'

function notEvenJson(text: string): string {
  if (/\n[[{]/.test(text)) return `the report does not start with JSON: ${ONLY_STDOUT}`
  const start = text.trimStart()
  const what = start.startsWith('<') ? 'XML or HTML' : /^(?:---\s|\w+:\s)/.test(start) ? 'YAML' : 'text for people'
  const advice = readers.filter(({ unread }) => unread === undefined).map(reader => reader.advice)
  return `this is ${what}, not JSON: ${listed(advice, 'or')}`
}
