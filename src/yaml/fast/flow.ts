import type { Span } from '../../core/location.ts'
import { MAX_DEPTH, put } from '../data.ts'
import { plainValue } from '../scalars.ts'
import type { Entry, Node } from '../tree.ts'
import { giveUp, plainEnd, quotedEnd, quotedValue } from './tokens.ts'

/** What was read in brackets, and where it ends. */
export interface FlowValue {
  readonly value: unknown
  readonly node: Node
  readonly end: number
}

const BLANK = / */y
const JSON_BLANK = /[ \t\r\n]*/y

/**
 * Reads the collection in brackets that begins at an offset: `{` or `[`. Of YAML, when it stands on one line; of JSON
 * (`json`: any white space, keys may be there twice) as it comes.
 */
export function readFlow(text: string, start: number, json: boolean): FlowValue {
  const reader = new FlowReader(text, start, json)
  const [value, node] = reader.collection(0)
  return { value, node, end: reader.at }
}

class FlowReader {
  at: number
  readonly #text: string
  readonly #json: boolean

  constructor(text: string, start: number, json: boolean) {
    this.#text = text
    this.at = start
    this.#json = json
  }

  collection(depth: number): readonly [unknown, Node] {
    if (depth > MAX_DEPTH) giveUp()
    const from = this.at
    const isMap = this.#text[this.at++] === '{'
    const close = isMap ? '}' : ']'
    const entries: Entry[] = []
    const value = isMap ? {} : []
    for (let sign = this.#skip(); sign !== close; sign = this.#separator(close)) {
      if (isMap) entries.push(this.#pair(value as Record<string, unknown>, sign, depth))
      else entries.push(this.#element(value as unknown[], depth))
    }
    this.at++
    return [value, { kind: isMap ? 'map' : 'seq', flow: true, span: [from, this.at], entries }]
  }

  /** Passes over blanks; what stands behind them. */
  #skip(): string | undefined {
    const blank = this.#json ? JSON_BLANK : BLANK
    blank.lastIndex = this.at
    blank.test(this.#text)
    this.at = blank.lastIndex
    return this.#text[this.at]
  }

  #item(depth: number): readonly [unknown, Node] {
    const sign = this.#skip()
    if (sign === '{' || sign === '[') return this.collection(depth + 1)
    const span = this.#scalar(sign)
    // Of JSON the engine reads the values: here only their places are wanted.
    const value = this.#json ? undefined : scalarAt(this.#text, span)
    return [value, { kind: 'scalar', flow: false, span, entries: [] }]
  }

  #scalar(sign: string | undefined): Span {
    const from = this.at
    const isQuoted = sign === '"' || sign === "'"
    this.at = isQuoted ? quotedEnd(this.#text, from) : plainEnd(this.#text, from, true)
    // In brackets a `?` ends a value wherever it is, and a `:` in front of one begins it.
    if (!isQuoted && (sign === ':' || this.#text.slice(from, this.at).includes('?'))) giveUp()
    return [from, this.at]
  }

  /** What follows an item: the closing bracket, or what follows the comma. */
  #separator(close: string): string | undefined {
    const sign = this.#skip()
    if (sign === close) return sign
    if (sign !== ',') giveUp()
    this.at++
    return this.#skip()
  }

  #element(items: unknown[], depth: number): Entry {
    const [value, node] = this.#item(depth)
    items.push(value)
    return { key: items.length - 1, span: [node.span[0], node.span[0]], node }
  }

  #pair(map: Record<string, unknown>, sign: string | undefined, depth: number): Entry {
    const span = this.#scalar(sign)
    const key = this.#json ? jsonKeyAt(this.#text, span) : keyAt(this.#text, span)
    if (this.#skip() !== ':') giveUp()
    this.at++
    // `a:[` is the beginning of a value, and `"a":[` is not.
    if (sign !== '"' && sign !== "'" && this.#text[this.at] !== ' ') giveUp()
    if (!this.#json && Object.hasOwn(map, key)) giveUp()
    const [value, node] = this.#item(depth)
    put(map, key, value)
    return { key, span, node }
  }
}

function jsonKeyAt(text: string, span: Span): string {
  try {
    return JSON.parse(text.slice(...span))
  } catch {
    return giveUp()
  }
}

/** The value of a scalar on one line, quoted or plain. */
export function scalarAt(text: string, [start, end]: Span): ReturnType<typeof plainValue> {
  const sign = text[start]
  if (sign === '"' || sign === "'") return quotedValue(text, start, end)
  const plain = text.slice(start, end)
  return SPECIAL_NUMBER.test(plain) ? giveUp() : plainValue(plain)
}

/** `.5_0`, `.inf`, `+1`, and what may not fit into 64 bits: read by rules of their own. */
const SPECIAL_NUMBER = /^(?:\+|-?\.[iInN\d]|-?[\d_]{16,}(?:[.eE]|$)|-?0[xXbBoO][\da-fA-F_]{15})/

/** Numbers that are the same in a key of JSON. */
const PLAIN_NUMBER = /^(?:0|-?[1-9]\d{0,14})$/

/** A key is always a string: `yes` is `true`. Merges, odd numbers and overlong keys are left to the exact reader. */
export function keyAt(text: string, span: Span): string {
  const key = scalarAt(text, span)
  if (key === null || span[1] - span[0] > 1000 || (key === '<<' && text[span[0]] === '<')) return giveUp()
  if (typeof key === 'number' && !PLAIN_NUMBER.test(text.slice(...span))) giveUp()
  return String(key)
}
