import { memo } from '../core/memo.ts'
import { isMap, type Json, type Resource } from './resource.ts'
import { workloadsOf } from './templates.ts'
import type { Workload } from './workload.ts'

/** What an object says it was made from: `ReplicaSet/shop/web`. Anybody may say so. */
const ownersOf = ({ json, namespace }: Resource): readonly string[] =>
  Array.isArray(json.metadata?.ownerReferences)
    ? [
        ...new Set<string>(
          json.metadata.ownerReferences.filter(isMap).map((owner: Json) => keyOf(owner.kind, namespace, owner.name)),
        ),
      ]
    : []

const keyOf = (kind: unknown, namespace: string | undefined, name: unknown): string =>
  JSON.stringify([kind, namespace ?? '', name])

/** What of a pod no controller changes on its way from the template, and rules look at. */
const podFields = ({ pod, containers }: Workload): string =>
  JSON.stringify([
    [pod.hostNetwork, pod.hostPID, pod.hostIPC, pod.securityContext, pod.serviceAccountName ?? 'default'],
    (Array.isArray(pod.volumes) ? pod.volumes : []).flatMap((volume: Json) => volume?.hostPath ?? []),
    containers.map(({ spec }) => [spec.name, spec.image, spec.command, spec.args, spec.securityContext, spec.env]),
  ])

/** Asked for each object that names an owner. */
const podsOf = memo((owner: Resource): ReadonlySet<string> => new Set(workloadsOf(owner).map(podFields)))

const isMadeFrom = (resource: Resource, owner: Resource): boolean =>
  podsOf(owner).size > 0 && [...podsOf(resource)].every(one => podsOf(owner).has(one))

/**
 * Tells the objects that a controller made from another one of these, as `kubectl get all -o yaml` prints them: the
 * other is the one to judge. It must be there, with pods like those of the object, and the owners must not lead in a
 * circle: nothing hides behind a word.
 */
export function ownedAmong(resources: readonly Resource[]): (resource: Resource) => boolean {
  let byKey: ReadonlyMap<string, Resource> | undefined
  const ownerOf = memo((resource: Resource): Resource | undefined => {
    const owners = ownersOf(resource)
    if (owners.length === 0) return undefined
    byKey ??= new Map(resources.map(one => [keyOf(one.kind, one.namespace, one.name), one]))
    return owners.flatMap(key => byKey?.get(key) ?? []).find(owner => isMadeFrom(resource, owner))
  })
  /** Whether the way up comes to an end: known of all that are on the way once one of them was asked for. */
  const ends = new Map<Resource, boolean>()
  return resource => {
    const way = new Set<Resource>()
    let above: Resource | undefined = resource
    for (; above && !ends.has(above) && !way.has(above); above = ownerOf(above)) way.add(above)
    const isEnd = above === undefined || ends.get(above) === true
    for (const one of way) ends.set(one, isEnd)
    return ends.get(resource) === true && ownerOf(resource) !== undefined
  }
}
