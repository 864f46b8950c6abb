import type { Spanned } from '../core/location.ts'
import type { DuplicateKey } from '../core/source.ts'
import type { Node } from './tree.ts'

/** The keys that are written again in a node or below it, in the order of the text. The last of each key counts. */
export function duplicatesIn({ kind, entries }: Node): readonly DuplicateKey[] {
  if (kind !== 'map') return entries.flatMap(({ node }) => duplicatesIn(node))
  const spots = new Map<string | number, [Spanned, ...Spanned[]]>()
  const repeats = entries.map(entry => {
    const spot = { span: entry.span }
    const known = entry.merge ? undefined : spots.get(entry.key)
    if (known) known.push(spot)
    else if (!entry.merge) spots.set(entry.key, [spot])
    return { entry, spot, known }
  })
  return repeats.flatMap(({ entry, spot, known }) => [
    ...(known ? [{ key: entry.key, at: spot, first: known[0], effective: known.at(-1)!, lost: 'first' as const }] : []),
    ...duplicatesIn(entry.node),
  ])
}
