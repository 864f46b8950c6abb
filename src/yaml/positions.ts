import type { Path, Span } from '../core/location.ts'
import { valueAt } from './data.ts'
import { type Entry, entryOf, type Node } from './tree.ts'

/** What to underline for a path below the root of a document. Where nothing is there: the nearest thing around it. */
export function underline(text: string, root: Node, value: unknown, path: Path): Span {
  const trail: Entry[] = []
  let node = root
  let around: unknown = value
  for (const step of path) {
    const entry = entryOf(node, step) ?? mergeOf(node, around, step)
    if (!entry) break
    trail.push(entry)
    node = entry.node
    around = valueAt(around, step)
    if (entry.merge) break
  }
  const last = trail.at(-1)
  if (!last || isObjectInList(trail)) return ofMap(text, node, 'kind')
  return typeof last.key === 'number' ? ofMap(text, node, 'name') : ofEntry(text, last)
}

/** The merge that brought a key into a map. */
const mergeOf = (node: Node, value: unknown, key: string | number): Entry | undefined =>
  valueAt(value, key) === undefined ? undefined : node.entries.find(entry => entry.merge)

const isObjectInList = (trail: readonly Entry[]): boolean =>
  trail.length === 2 && trail[0]!.key === 'items' && typeof trail[1]!.key === 'number'

/** A collection is known by the entry that names it, or else by its first. */
function ofMap(text: string, node: Node, name: string): Span {
  const naming = node.kind === 'map' ? entryOf(node, name) : undefined
  if (naming?.node.kind === 'scalar') return ofEntry(text, naming)
  const first = node.entries[0]
  if (!first) return node.span
  return node.kind === 'map' ? ofEntry(text, first) : ofMap(text, first.node, 'name')
}

/** Key and value where both are on one line, or else the key. */
function ofEntry(text: string, { span: [start, keyEnd], node }: Entry): Span {
  const end = node.span[1]
  const isBlock = (node.kind === 'map' || node.kind === 'seq') && !node.flow
  return isBlock || text.slice(start, end).includes('\n') ? [start, keyEnd] : [start, end]
}
