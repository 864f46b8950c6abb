import type { Path, Span } from '../core/location.ts'

/** How one value is written. The value itself is elsewhere: most documents are never asked for their tree. */
export interface Node {
  readonly kind: 'map' | 'seq' | 'scalar' | 'alias'
  /** Written in brackets. */
  readonly flow: boolean
  /** From the first character to the end of what belongs to the value: no comment after it, no line break. */
  readonly span: Span
  /** Of a map or a sequence, as written; a key that is written twice is here twice. */
  readonly entries: readonly Entry[]
}

/** A key and its value, or an item of a sequence. */
export interface Entry {
  /** The key as in the value; of items, their number. */
  readonly key: string | number
  /** The key as written; of items in block style their dash, of others nothing. */
  readonly span: Span
  readonly node: Node
  /** `<<`: the keys of the value belong to the map around it. */
  readonly merge?: true
}

/** The entry that counts for a key: the last one wins. */
export function entryOf(node: Node, key: string | number): Entry | undefined {
  if (node.kind === 'seq') return typeof key === 'number' ? node.entries[key] : undefined
  for (let i = node.entries.length - 1; i >= 0; i--) {
    const entry = node.entries[i]!
    if (entry.key === key) return entry
  }
  return undefined
}

/** The last entry on a path below a root; `undefined` where the text has none, as behind an alias or a merge. */
export function entryAt(root: Node, path: Path): Entry | undefined {
  let entry: Entry | undefined
  for (const step of path) {
    entry = entryOf(entry ? entry.node : root, step)
    if (!entry) return undefined
  }
  return entry
}
