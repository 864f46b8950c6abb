import { isObject, type Json, listOf, objectOf, textOf } from '../json/json.ts'
import { NoScan, unreadable } from '../model/refusal.ts'
import { nounOf, type ReportReader, type Sign } from '../model/report.ts'

/** Tells an object by its keys. */
export type Shape = (json: Json) => boolean

interface Format {
  readonly title: string
  /** Default: the title in lower case, with dashes between its words. */
  readonly format?: string
  /** The document, or one in a list of them. */
  readonly recognises?: Shape
  /** An object that only means something as a row of a list. */
  readonly rows?: Shape
  /** Tells a text that is no JSON; the first of them by its first 64 KB. */
  readonly text?: Sign
  readonly advice?: string
  readonly unread?: 'scan' | 'no scan'
  readonly names?: readonly string[]
  readonly file?: RegExp
  /** Only where the first 64 KB need not speak of vulnerabilities or severities: what does is looked into anyway. */
  readonly signs?: readonly Sign[]
}

const NEVER = (): boolean => false

/** So many rows of a list are looked at: the first may have failed. */
const ROWS = 20

/** A format that is known and not read. To read it, put a reader in the place of its row. */
export function unread({ recognises = NEVER, rows = NEVER, text, signs = [], ...format }: Format): ReportReader {
  const reader: ReportReader = {
    format: format.title.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
    advice: 'let the tool write SARIF if it can, or scan with Trivy or Grype',
    unread: 'scan',
    names: [],
    ...format,
    signs: text ? [[text[0]], ...signs] : signs,
    recognises(content) {
      if (typeof content === 'string') return text?.every(sign => sign.test(content)) === true
      if (!Array.isArray(content)) return isObject(content) && recognises(content)
      return content.slice(0, ROWS).some(row => isObject(row) && (recognises(row) || rows(row)))
    },
    read(_, file) {
      const noun = nounOf(reader)
      const what = `this is ${/^(?:[AEIO]|SPDX|NPM)/i.test(noun) ? 'an' : 'a'} ${noun}`
      throw reader.unread === 'no scan'
        ? new NoScan(`${what}: ${reader.advice}`, file, reader.format)
        : unreadable(`${what}, which is not read: ${reader.advice}`, file)
    },
  }
  return reader
}

export const has =
  (...keys: readonly string[]): Shape =>
  json =>
    keys.every(key => Object.hasOwn(json, key))

export const isList =
  (key: string): Shape =>
  json =>
    Array.isArray(json[key])

/** The object under a key is like this. */
export const inside =
  (key: string, shape: Shape): Shape =>
  json =>
    isObject(json[key]) && shape(json[key])

/** The first object of the list under a key is like this. */
export const firstOf =
  (key: string, shape: Shape): Shape =>
  json =>
    shape(objectOf(listOf(json[key]).find(isObject)))

export const all =
  (...shapes: readonly Shape[]): Shape =>
  json =>
    shapes.every(shape => shape(json))

export const some =
  (...shapes: readonly Shape[]): Shape =>
  json =>
    shapes.some(shape => shape(json))

export const not =
  (shape: Shape): Shape =>
  json =>
    !shape(json)

/** The text under a key, or one in the list under it, is like this. */
export const says =
  (key: string, pattern: RegExp): Shape =>
  json =>
    [json[key], ...listOf(json[key])].some(value => typeof value === 'string' && pattern.test(textOf(value)))

export const hasKeyLike =
  (pattern: RegExp): Shape =>
  json =>
    Object.keys(json).some(key => pattern.test(key))

/** What to do where the tool itself writes SARIF. */
export const sarifWith = (command: string): string => `let it write SARIF, \`${command}\``
