import { indexBy } from '../core/group.ts'
import { memo } from '../core/memo.ts'
import type { Resource } from '../kube/resource.ts'
import type { World } from './world.ts'

/** Finds objects of a kind by a key. */
export type Lookup = (world: World, key: string) => readonly Resource[]

/** Gathers the objects of a kind once per world: rules ask for each container, and must not walk the world each time. */
export function lookup(kind: string, keysOf: (resource: Resource) => readonly string[]): Lookup {
  const index = memo((world: World) => indexBy(world.ofKind(kind), keysOf))
  return (world, key) => index(world).get(key) ?? []
}

/** The namespace an object lands in when nothing else is said: unnamed and `default` are the same. */
export const namespaceOf = ({ namespace }: Resource): string => namespace ?? 'default'

/** True for objects of one render of a chart or overlay, or both of plain files. */
export const sameRender = (a: Resource, b: Resource): boolean => a.origin?.root === b.origin?.root

/**
 * Of objects that are in other namespaces, one that an object surely does not meet. Without a namespace, either of them
 * lands wherever the other one does.
 */
export const apart = (from: Resource, others: readonly Resource[]): Resource | undefined =>
  others.some(({ namespace }) => namespace === undefined || from.namespace === undefined) ? undefined : others[0]

/** Those of the same render when there are any, else all: a reference is resolved near by first. */
export function nearest(to: Resource, found: readonly Resource[]): readonly Resource[] {
  const near = found.filter(resource => sameRender(resource, to))
  return near.length > 0 ? near : found
}
