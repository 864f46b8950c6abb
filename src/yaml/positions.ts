import type { Path, Span } from '../core/location.ts'
import { valueAt } from './data.ts'
import { type Entry, entryOf, type Node } from './tree.ts'

/** What to underline for a path below the root of a document. Where nothing is there: the nearest thing around it. */
export function underline(text: string, root: Node, value: unknown, path: Path): Span {
  let node = root
  let last: Entry | undefined
  let around: unknown = value
  for (const step of path) {
    const entry = entryOf(node, step) ?? mergeOf(node, around, step)
    if (!entry) break
    last = entry
    node = entry.node
    around = valueAt(around, step)
    if (entry.merge) break
  }
  if (!last || isObjectRoot(path)) return ofMap(text, node, 'kind')
  return typeof last.key === 'number' ? ofMap(text, node, 'name') : ofEntry(text, last)
}

/** The merge that brought a key into a map. */
const mergeOf = (node: Node, value: unknown, key: string | number): Entry | undefined =>
  valueAt(value, key) === undefined ? undefined : node.entries.find(entry => entry.merge)

/** True for `items`, 3: an object in a List. */
const isObjectRoot = (path: Path): boolean => path.length === 2 && path[0] === 'items' && typeof path[1] === 'number'

/** A collection is known by the entry that names it, or else by its first. */
function ofMap(text: string, node: Node, name: string): Span {
  const naming = node.kind === 'map' ? entryOf(node, name) : undefined
  if (naming?.node.kind === 'scalar') return ofEntry(text, naming)
  const first = node.entries[0]
  if (!first) return node.span
  return node.kind === 'map' ? ofEntry(text, first) : ofMap(text, first.node, 'name')
}

function ofEntry(text: string, { span, node }: Entry): Span {
  const [start, end] = node.span
  const onOneLine =
    (node.kind === 'scalar' || node.kind === 'alias' || node.flow) && !text.slice(span[0], end).includes('\n')
  return onOneLine && end > start ? [span[0], end] : span
}
