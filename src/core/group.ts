/** The items by each of their keys, in the order in which the keys first came up. */
export function indexBy<Item, Key>(
  items: Iterable<Item>,
  keysOf: (item: Item) => Iterable<Key>,
): Map<Key, [Item, ...Item[]]> {
  const groups = new Map<Key, [Item, ...Item[]]>()
  for (const item of items)
    for (const key of keysOf(item)) {
      const mates = groups.get(key)
      if (mates) mates.push(item)
      else groups.set(key, [item])
    }
  return groups
}

/** The items by their one key. (Map.groupBy came with Node 21.) */
export const groupBy = <Item, Key>(items: Iterable<Item>, keyOf: (item: Item) => Key): Map<Key, [Item, ...Item[]]> =>
  indexBy(items, item => [keyOf(item)])
