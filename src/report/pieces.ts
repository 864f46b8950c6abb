import { redact } from '../secrets/redact.ts'

/** A list that is made item by item while it is written: thousands of findings are never held as text. */
export type Items = () => Iterable<unknown>

/** What is made of each, when it is its turn. */
export function* mapped<Item, Made>(items: Iterable<Item>, make: (item: Item) => Made): Generator<Made> {
  for (const item of items) yield make(item)
}

/** What holds no secret: texts of places were made to be shown, and the help of a rule in Markdown is our own. */
const SHOWN = new Set(['text', 'markdown', 'rule', 'severity', 'fingerprint'])

/** For `JSON.stringify`. */
const withoutSecrets = (key: string, value: unknown): unknown =>
  typeof value === 'string' && !SHOWN.has(key) ? redact(value) : value

/** What `JSON.stringify` writes, in pieces, without secrets; `Items` may be anywhere in the maps and lists of the value. */
export function* jsonPieces(value: unknown, indent = '', margin = '\n'): Generator<string> {
  const inner = margin + indent
  const layout = indent === '' ? { open: '', close: '' } : { open: inner, close: margin }
  if (typeof value === 'function') yield* enclosed('[]', itemPieces(value as Items, indent, inner), layout)
  else if (Array.isArray(value))
    yield* enclosed(
      '[]',
      value.map(item => jsonPieces(item, indent, inner)),
      layout,
    )
  else if (value !== null && typeof value === 'object') yield* enclosed('{}', pairs(value, indent, inner), layout)
  else yield JSON.stringify(value, withoutSecrets)
}

function* itemPieces(items: Items, indent: string, margin: string): Generator<readonly string[]> {
  for (const item of items()) {
    const text = JSON.stringify(item, withoutSecrets, indent)
    // No string of JSON has a line break in it.
    yield [indent === '' ? text : text.replaceAll('\n', margin)]
  }
}

function* pairs(map: object, indent: string, margin: string): Generator<Iterable<string>> {
  const colon = indent === '' ? ':' : ': '
  for (const [key, value] of Object.entries(map))
    if (value !== undefined) yield withHead(JSON.stringify(key) + colon, jsonPieces(value, indent, margin))
}

function* withHead(head: string, pieces: Iterable<string>): Generator<string> {
  yield head
  yield* pieces
}

interface Layout {
  readonly open: string
  readonly close: string
}

function* enclosed(
  brackets: '[]' | '{}',
  parts: Iterable<Iterable<string>>,
  { open, close }: Layout,
): Generator<string> {
  let before = brackets[0]!
  for (const part of parts) {
    yield before + open
    yield* part
    before = ','
  }
  yield before === ',' ? close + brackets[1]! : brackets
}
