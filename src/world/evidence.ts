import { memo } from '../core/memo.ts'
import { folderOf } from '../core/paths.ts'
import type { Resource } from '../kube/resource.ts'
import { SYSTEM_NAMESPACES } from '../kube/system-namespaces.ts'
import { namespaceOf } from './lookup.ts'
import { isOperated } from './operators.ts'
import { type ObjectType, typeOf } from './references.ts'
import { isUnread } from './selection.ts'
import type { World } from './world.ts'

/** Stands for everything that has pods. */
export const PODS: ObjectType = '*'

/** A namespace of a chart or overlay, or of all plain files. */
const namespaceKey = ({ origin }: Resource, namespace: string, type: ObjectType): string =>
  JSON.stringify([type, origin?.root, namespace])

/** Plain files that name no namespace have little to do with those of another folder. */
const folderKey = ({ source }: Resource, type: ObjectType): string => JSON.stringify([type, folderOf(source.file)])

function placesOf(resource: Resource, type: ObjectType): readonly string[] {
  const { namespace, origin } = resource
  if (origin || namespace !== undefined) return [namespaceKey(resource, namespaceOf(resource), type)]
  return [folderKey(resource, type)]
}

const furnished = memo((world: World): ReadonlySet<string> => {
  const hasPods = (one: Resource): boolean => isUnread(world, one) || world.workloadsOf(one).some(({ whole }) => whole)
  return new Set(
    world.everyResource.flatMap(one => [...placesOf(one, typeOf(one)), ...(hasPods(one) ? placesOf(one, PODS) : [])]),
  )
})

/**
 * Whether an object of a type would have been read if there were one, as far as anyone can tell: others of its type were,
 * for the same namespace in the same chart, overlay or plain files, and nothing there brings in more.
 * @param namespace where it is not that of the object which looks for it
 */
export function isExpected(world: World, from: Resource, type: ObjectType, namespace = from.namespace): boolean {
  const name = namespace ?? 'default'
  if (SYSTEM_NAMESPACES.has(name) || isOperated(world, from, name)) return false
  if (from.origin || namespace !== undefined) if (furnished(world).has(namespaceKey(from, name, type))) return true
  return name === 'default' && furnished(world).has(folderKey(from, type))
}
