/** The items by a key, in the order in which the keys first came up. (Map.groupBy came with Node 21.) */
export function groupBy<Item, Key>(items: Iterable<Item>, keyOf: (item: Item) => Key): Map<Key, [Item, ...Item[]]> {
  const groups = new Map<Key, [Item, ...Item[]]>()
  for (const item of items) {
    const key = keyOf(item)
    const mates = groups.get(key)
    if (mates) mates.push(item)
    else groups.set(key, [item])
  }
  return groups
}
