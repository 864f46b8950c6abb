import { MAX_DEPTH } from '../data.ts'
import type { Piece, ReadDocument, Trouble } from '../piece.ts'
import type { Node } from '../tree.ts'
import { readFlow } from './flow.ts'
import { unlessGivenUp } from './tokens.ts'

const START = /^\uFEFF?[ \t\r\n]*(?=[{[])/
const BLANK = /[ \t\r\n]*/y

/** Reads a text of JSON: one value, or objects one after the other as `kubectl get -o json` prints them in a loop. */
export function readJson(text: string): Piece | undefined {
  const head = START.exec(text)
  if (!head) return undefined
  const values = wholeOf(text, head[0].length) ?? oneByOne(text, head[0].length)
  if (!values) return undefined
  const documents: ReadDocument[] = []
  const troubles: Trouble[] = []
  for (const [value, start] of values) {
    if (isTooDeep(value, MAX_DEPTH))
      troubles.push({ message: `nested more than ${MAX_DEPTH} levels deep`, offset: start })
    else documents.push(document(text, value, start))
  }
  return { documents, troubles, comments: () => [] }
}

type Values = readonly (readonly [value: unknown, start: number])[]

function wholeOf(text: string, start: number): Values | undefined {
  const value = parse(text.slice(start))
  return value === undefined ? undefined : [[value, start]]
}

function oneByOne(text: string, head: number): Values | undefined {
  const values: [unknown, number][] = []
  let start = head
  while (start < text.length) {
    const end = unlessGivenUp(() => readFlow(text, start, true).end)
    const value = end === undefined ? undefined : parse(text.slice(start, end))
    if (value === undefined) return undefined
    values.push([value, start])
    BLANK.lastIndex = end!
    BLANK.test(text)
    start = BLANK.lastIndex
  }
  return values
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Stops at the limit, so that it needs little stack itself. */
function isTooDeep(value: unknown, levels: number): boolean {
  if (value === null || typeof value !== 'object') return false
  return levels === 0 || Object.values(value).some(item => isTooDeep(item, levels - 1))
}

function document(text: string, value: unknown, start: number): ReadDocument {
  // A string may be too long for the regular expressions, which is no reason to fail.
  const bare: Node = { kind: 'scalar', flow: false, span: [start, start + 1], entries: [] }
  const tree = () => unlessGivenUp(() => readFlow(text, start, true).node) ?? bare
  return { value, start, aliased: false, mayRepeatKeys: true, tree }
}
