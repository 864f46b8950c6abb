import type { Span } from '../core/location.ts'
import { MAX_DEPTH, put } from './data.ts'
import { plainValue } from './scalars.ts'
import { giveUp, plainEnd, quotedEnd, quotedValue } from './tokens.ts'
import type { Entry, Node } from './tree.ts'

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
  const blank = json ? JSON_BLANK : BLANK
  let at = start
  const [value, node] = collection(0)
  return { value, node, end: at }

  function skip(): string | undefined {
    blank.lastIndex = at
    blank.test(text)
    at = blank.lastIndex
    return text[at]
  }

  function item(depth: number): readonly [unknown, Node] {
    const sign = skip()
    if (sign === '{' || sign === '[') return collection(depth + 1)
    const span = scalar(sign)
    return [scalarAt(text, span), { kind: 'scalar', flow: false, span, entries: [] }]
  }

  function scalar(sign: string | undefined): Span {
    const from = at
    at = sign === '"' || sign === "'" ? quotedEnd(text, at) : plainEnd(text, at, true)
    return [from, at]
  }

  function collection(depth: number): readonly [unknown, Node] {
    if (depth > MAX_DEPTH) giveUp()
    const from = at
    const isMap = text[at++] === '{'
    const close = isMap ? '}' : ']'
    const entries: Entry[] = []
    const value = isMap ? {} : []
    for (let sign = skip(); sign !== close; sign = separator(close)) {
      if (isMap) entries.push(pair(value as Record<string, unknown>, sign, depth))
      else entries.push(element(value as unknown[], depth))
    }
    at++
    return [value, { kind: isMap ? 'map' : 'seq', flow: true, span: [from, at], entries }]
  }

  /** What follows an item: the closing bracket, or what follows the comma. */
  function separator(close: string): string | undefined {
    const sign = skip()
    if (sign === close) return sign
    if (sign !== ',') giveUp()
    at++
    return skip()
  }

  function element(items: unknown[], depth: number): Entry {
    const [value, node] = item(depth)
    items.push(value)
    return { key: items.length - 1, span: [node.span[0], node.span[0]], node }
  }

  function pair(map: Record<string, unknown>, sign: string | undefined, depth: number): Entry {
    const span = scalar(sign)
    const key = json ? String(scalarAt(text, span)) : keyAt(text, span)
    if (skip() !== ':') giveUp()
    at++
    if (!json && Object.hasOwn(map, key)) giveUp()
    const [value, node] = item(depth)
    put(map, key, value)
    return { key, span, node }
  }
}

/** The value of a scalar on one line, quoted or plain. */
export function scalarAt(text: string, [start, end]: Span): ReturnType<typeof plainValue> {
  const sign = text[start]
  return sign === '"' || sign === "'" ? quotedValue(text, start, end) : plainValue(text.slice(start, end))
}

/** A key is always a string: `yes` is `true`, nothing is empty. Merges and overlong keys are left to the library. */
export function keyAt(text: string, span: Span): string {
  const key = scalarAt(text, span)
  if (span[1] - span[0] > 1000 || (key === '<<' && text[span[0]] === '<')) giveUp()
  return key === null ? '' : String(key)
}
