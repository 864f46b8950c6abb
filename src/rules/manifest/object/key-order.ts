import type { Path } from '../../../core/location.ts'
import { isMap, type Json, type Resource } from '../../../kube/resource.ts'
import { rule } from '../../rule.ts'

/** JavaScript puts keys that look like numbers first, whatever the text says. */
const isNumber = (key: string): boolean => /^\d+$/.test(key)

/** Keys in the order in which they are written: what comes from an anchor is in no place of its own. */
function isSorted({ source }: Resource, path: Path, map: Json): boolean {
  const keys = Object.keys(map).filter(key => !isNumber(key))
  const outOfOrder = (all: readonly string[]): boolean => all.some((key, index) => index > 0 && key < all[index - 1]!)
  return !outOfOrder(keys) || !outOfOrder(keys.filter(key => source.key([...path, key]) !== undefined))
}

/** The maps of a value whose keys are in another order. */
function unsortedIn(resource: Resource, path: Path, value: Json): readonly Path[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => unsortedIn(resource, [...path, index], item))
  if (!isMap(value)) return []
  const inside = Object.entries(value as Json).flatMap(([key, child]) => unsortedIn(resource, [...path, key], child))
  return isSorted(resource, path, value) ? inside : [path, ...inside]
}

export const sortedKeys = rule({
  id: 'sorted-keys',
  title: 'Keys are not in alphabetical order',
  why: 'In sorted files, reviews and merges show only what changed.',
  help: "Sort the keys of each map by name, for example with `yq -i 'sort_keys(..)' FILE`.",
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  peers: { kubelinter: 'sorted-keys' },
  sensitive: true,
  on: 'resource',
  check(resource) {
    const [first, ...others] = unsortedIn(resource, resource.root, resource.json)
    if (!first) return
    const more = others.length === 0 ? '' : ` (nor are those of ${others.length} other maps)`
    return {
      // In braces, the values of a map are on the line of its key.
      at: resource.source.key(first) ?? resource.at('kind'),
      judged: 'order',
      message: `keys of ${resource.kind} \`${resource.name}\` are not in alphabetical order${more}`,
    }
  },
})
