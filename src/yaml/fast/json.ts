import { scanValue, skipSpace } from '../../core/json-value.ts'
import { MAX_DEPTH } from '../data.ts'
import type { Piece, ReadDocument, Trouble } from '../piece.ts'
import { SNIFFED } from '../stream.ts'
import type { Node } from '../tree.ts'
import { readFlow } from './flow.ts'
import { unlessGivenUp } from './tokens.ts'

/** What kubectl takes for JSON: an object first. Lists at the top are read as well, which it refuses. */
const START = /^\uFEFF?[ \t\r\n]*(?=[{[])/

/** The JSON at the beginning of a text. */
export interface JsonHead {
  readonly piece: Piece
  /** Where the JSON ends: what follows, if anything does, is none. */
  readonly end: number
  /** How many values were read. */
  readonly values: number
}

/**
 * Reads the JSON that a text begins with: one value, or values one after the other as `kubectl get -o json` prints them
 * in a loop. `undefined` when it begins with none.
 */
export function readJson(text: string): JsonHead | undefined {
  const head = START.exec(text)
  if (!head || head[0].length - (text.startsWith('\ufeff') ? 1 : 0) >= SNIFFED) return undefined
  const { values, end } = valuesIn(text, head[0].length)
  if (values.length === 0) return undefined
  const documents: ReadDocument[] = []
  const troubles: Trouble[] = []
  for (const { value, start } of values) {
    const message = defectIn(value, MAX_DEPTH)
    if (message !== undefined) troubles.push({ message, offset: start })
    else if (value !== null) documents.push(document(text, value, start))
  }
  return { piece: { documents, troubles, comments: () => [] }, end, values: values.length }
}

interface Value {
  readonly value: unknown
  readonly start: number
}

function valuesIn(text: string, head: number): { readonly values: readonly Value[]; readonly end: number } {
  const whole = parse(text.slice(head))
  if (whole !== undefined) return { values: [{ value: whole, start: head }], end: text.length }
  const values: Value[] = []
  let end = head
  for (let start = head; start < text.length; start = skipSpace(text, end)) {
    const scanned = scanValue(text, start)
    if (!scanned.whole) return { values, end }
    values.push({ value: parse(text.slice(start, scanned.end)), start })
    end = scanned.end
  }
  return { values, end: text.length }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(LONE.test(text) ? text.replace(ESCAPE, wellFormed) : text)
  } catch {
    return undefined
  }
}

/** Half of a pair of surrogates is U+FFFD to Go. */
const LONE = /\\u[dD][89a-fA-F]/
const ESCAPE = /\\(?:u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u[dD][89a-fA-F][\da-fA-F]{2}|.)/gs

const wellFormed = (found: string): string => (found.length === 6 ? '\\ufffd' : found)

/** What keeps data from being an object; the engine gives up on what is nested without an end. Stops at the limit, so that it needs little stack itself. */
function defectIn(value: unknown, levels: number): string | undefined {
  if (value === undefined) return `nested more than ${MAX_DEPTH} levels deep`
  if (value === Infinity || value === -Infinity) return 'a number is too large: kubectl rejects it'
  if (value === null || typeof value !== 'object') return undefined
  if (levels === 0) return `nested more than ${MAX_DEPTH} levels deep`
  for (const item of Object.values(value)) {
    const defect = defectIn(item, levels - 1)
    if (defect !== undefined) return defect
  }
  return undefined
}

function document(text: string, value: unknown, start: number): ReadDocument {
  // A string may be too long for the regular expressions, which is no reason to fail.
  const bare: Node = { kind: 'scalar', flow: false, span: [start, start + 1], entries: [] }
  const tree = () => unlessGivenUp(() => readFlow(text, start, true).node) ?? bare
  return { value, start, aliased: false, mayRepeatKeys: true, tree }
}
