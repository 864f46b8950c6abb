import { entryOf, type Node } from '../tree.ts'
import { afterLine, columnOf, lastCommentLine, lineBreakAt, lineStart, type Splice } from './lines.ts'
import { entryLines, flowPair, flowText } from './write.ts'

type Step = string | number

/** A new entry of a collection. */
interface NewEntry {
  readonly key: Step
  readonly value: unknown
}

/** The number that a new entry gets: where the keys of a map are in alphabetical order they stay so, else it is the last. */
export function newPlace({ kind, entries }: Node, key: Step): number {
  const keys = kind === 'map' ? entries.map(entry => String(entry.key)) : []
  const isSorted = keys.every((one, index) => index === 0 || one >= keys[index - 1]!)
  const place = isSorted ? keys.findIndex(one => one > String(key)) : -1
  return place < 0 ? entries.length : place
}

/** A new entry between brackets, set apart as the one beside it is. */
export function flowInsert(text: string, parent: Node, isJson: boolean, { key, value }: NewEntry): Splice {
  const next = parent.entries[newPlace(parent, key)]
  const beside = next ?? parent.entries.at(-1)
  const quoted = isJson || text[beside?.span[0] ?? -1] === '"'
  const written = typeof key === 'string' ? flowPair(key, value, quoted) : flowText(value, quoted)
  if (!beside) return { span: [parent.span[0] + 1, parent.span[1] - 1], text: written }
  const gap = /[ \t\r\n]*$/.exec(text.slice(parent.span[0] + 1, beside.span[0]))![0] || ' '
  return next
    ? { span: [next.span[0], next.span[0]], text: `${written},${gap}` }
    : { span: [beside.node.span[1], beside.node.span[1]], text: `,${gap}${written}` }
}

/** A new entry on lines of its own. `at` leads to it, along the nodes of `chain`. */
export function blockInsert(
  text: string,
  { chain, at, value }: { readonly chain: readonly Node[]; readonly at: readonly Step[]; readonly value: unknown },
  indent: number,
): Splice {
  const [outer, parent] = [chain.at(-2), chain.at(-1)!]
  const column = columnOf(text, parent.span[0])
  const key = at.at(-1)!
  const lines = entryLines(key, value, column, indent)
  const before = parent.entries[newPlace(parent, key) - 1]
  // Comments further to the right belong to what is above them.
  if (before) return afterLine(text, lastCommentLine(text, before.node.span[1], column), lines)
  const holder = outer && entryOf(outer, at.at(-2)!)
  const isBelow = holder && lineStart(text, holder.span[1]) !== lineStart(text, parent.span[0])
  return isBelow ? afterLine(text, holder.span[1], lines) : inFront(text, parent.span[0], lines)
}

/** Lines at the start of a document, or behind a dash: what was there comes below them, as far to the right. */
function inFront(text: string, offset: number, lines: readonly string[]): Splice {
  const end = lineBreakAt(text, offset)
  const indent = ' '.repeat(columnOf(text, offset))
  return { span: [offset, offset], text: `${lines.join(end).trimStart()}${end}${indent}` }
}
