import { indexBy } from '../core/group.ts'
import { memo } from '../core/memo.ts'
import { RELEASE, type Resource } from '../kube/resource.ts'
import { namespaceOf, nearest, sameRender } from './lookup.ts'
import type { World } from './world.ts'

/** Group and kind, as in `apps/Deployment`; a core kind has no group: `Service`. */
export type ObjectType = string

export const typeOf = ({ group, kind }: Resource): ObjectType => (group === '' ? kind : `${group}/${kind}`)

const keyOf = (type: ObjectType, namespace: string, name: string): string => JSON.stringify([type, namespace, name])

/** In a chart also the name of a release that is called as its author expects: its objects are referred to by that. */
export const namesOf = ({ name, origin }: Resource): readonly string[] =>
  origin?.by === 'helm' && name.startsWith(`${RELEASE}-`) ? [name, name.slice(RELEASE.length + 1)] : [name]

const byName = memo((world: World) =>
  indexBy(world.everyResource, resource =>
    namesOf(resource).map(name => keyOf(typeOf(resource), namespaceOf(resource), name)),
  ),
)

const byNamespace = memo((world: World) =>
  indexBy(world.everyResource, resource => [keyOf(typeOf(resource), namespaceOf(resource), '')]),
)

/** What a reference of an object leads to in a namespace: objects of the same render when there are any, else all. */
export const referenced = (
  world: World,
  from: Resource,
  { type, namespace = namespaceOf(from), name }: { type: ObjectType; namespace?: string; name: string },
): readonly Resource[] => nearest(from, byName(world).get(keyOf(type, namespace, name)) ?? [])

/**
 * Whether what was read defines objects of a type in the namespace, in the same chart, overlay or plain files: only then
 * is one that it does not define missing. Anything else may be brought by others.
 */
export const definesSome = (
  world: World,
  from: Resource,
  { type, namespace = namespaceOf(from) }: { type: ObjectType; namespace?: string },
): boolean =>
  (byNamespace(world).get(keyOf(type, namespace, '')) ?? []).some(other => other !== from && sameRender(other, from))

/** All objects of a type, in the order they were read. */
export const objectsOf = (world: World, type: ObjectType): readonly Resource[] => byType(world).get(type) ?? []

const byType = memo((world: World) => indexBy(world.everyResource, resource => [typeOf(resource)]))
