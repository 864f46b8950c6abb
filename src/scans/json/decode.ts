import { Fault } from '../../core/fault.ts'
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

function skipSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && isSpace(text.charCodeAt(at))) at++
  return at
}

const isSpace = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9

interface Scanned {
  /** True when something whole ended at `end`; else `end` is where it stops being JSON. */
  readonly whole: boolean
  readonly end: number
}

type Expect = 'value' | 'value or end' | 'key' | 'key or end' | 'comma or end'

/**
 * Walks over one JSON value (RFC 8259) without recursion and in linear time. Only used once `JSON.parse` has
 * failed: the engine's messages differ by version and do not always tell the place.
 */
function scanValue(text: string, from: number): Scanned {
  const open: string[] = []
  let expect: Expect = 'value'
  let at = from
  do {
    const token = scanToken(text, skipSpace(text, at), expect, open)
    if (!token.whole) return token
    at = token.end
    expect = token.next
  } while (open.length > 0 || expect !== 'comma or end')
  return { whole: true, end: at }
}

/** One token; keeps `open`, the brackets that stand open. */
function scanToken(text: string, at: number, expect: Expect, open: string[]): Scanned & { readonly next: Expect } {
  const char = text[at]
  const inside = open.at(-1)
  if (char === undefined) return { whole: false, end: text.length, next: expect }
  if (expect.endsWith('end') && char === (inside === '{' ? '}' : ']')) {
    open.pop()
    return { whole: true, end: at + 1, next: 'comma or end' }
  }
  if (expect === 'comma or end')
    return { whole: char === ',', end: char === ',' ? at + 1 : at, next: inside === '{' ? 'key' : 'value' }
  if (expect.startsWith('key')) return { ...scanKey(text, at), next: 'value' }
  if (char !== '{' && char !== '[') return { ...scanScalar(text, at), next: 'comma or end' }
  open.push(char)
  return { whole: true, end: at + 1, next: char === '{' ? 'key or end' : 'value or end' }
}

function scanKey(text: string, from: number): Scanned {
  if (text[from] !== '"') return { whole: false, end: from }
  const key = scanString(text, from)
  if (!key.whole) return key
  const colon = skipSpace(text, key.end)
  return text[colon] === ':' ? { whole: true, end: colon + 1 } : { whole: false, end: colon }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y

function scanScalar(text: string, from: number): Scanned {
  if (text[from] === '"') return scanString(text, from)
  for (const word of ['true', 'false', 'null']) {
    if (text.startsWith(word, from)) return { whole: true, end: from + word.length }
    if (from + word.length > text.length && word.startsWith(text.slice(from))) return { whole: false, end: text.length }
  }
  NUMBER.lastIndex = from
  return NUMBER.test(text) ? { whole: true, end: NUMBER.lastIndex } : { whole: false, end: from }
}

function scanString(text: string, from: number): Scanned {
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 34) return { whole: true, end: at + 1 }
    if (code < 32) return { whole: false, end: at }
    if (code !== 92) continue
    const escaped = /^(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(text.slice(at + 1, at + 6))?.[0]
    if (escaped === undefined) return { whole: false, end: at + 6 > text.length ? text.length : at }
    at += escaped.length
  }
  return { whole: false, end: text.length }
}
