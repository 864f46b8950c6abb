import { memo } from '../core/memo.ts'
import { hostPathOfVolume } from '../kube/host-path.ts'
import { type Json, listOf, type Resource, textOf } from '../kube/resource.ts'
import type { Workload } from '../kube/workload.ts'
import { written } from '../kube/written.ts'
import { namespaceOf } from './lookup.ts'
import { referenced } from './references.ts'
import type { World } from './world.ts'

const claimKey = (namespace: string, name: unknown): string => `${namespace}/${written(name)}`

/** The claims whose volume is a path of the node, by `claimRef` or by `volumeName`. */
const claimedHostPaths = memo((world: World): ReadonlyMap<string, string> => {
  const byVolume = new Map<string, string>()
  const byClaim = new Map<string, string>()
  for (const volume of world.ofKind('PersistentVolume')) {
    const hostPath = hostPathOfVolume(volume)
    if (!hostPath) continue
    byVolume.set(volume.name, hostPath.path)
    const claim = volume.json.spec.claimRef
    if (claim?.name) byClaim.set(claimKey(written(claim.namespace ?? 'default'), claim.name), hostPath.path)
  }
  for (const claim of world.ofKind('PersistentVolumeClaim')) {
    const path = byVolume.get(claim.json.spec?.volumeName)
    if (path !== undefined) byClaim.set(claimKey(namespaceOf(claim), claim.name), path)
  }
  return byClaim
})

/** The volumes of a pod that lead to its node, by name: the path there. Sockets that are named as such are left out. */
export function hostPathsByVolume(workload: Workload, world: World): ReadonlyMap<unknown, string> {
  const { volumes } = workload.pod
  if (!Array.isArray(volumes)) return new Map()
  const claims = claimedHostPaths(world)
  const pathOf = (volume: Json): string | undefined => {
    if (volume?.hostPath?.type === 'Socket') return undefined
    if (volume?.hostPath) return written(volume.hostPath.path)
    const claim = volume?.persistentVolumeClaim?.claimName
    return claim === undefined ? undefined : claims.get(claimKey(namespaceOf(workload.resource), claim))
  }
  return new Map(volumes.flatMap(volume => (pathOf(volume) === undefined ? [] : [[volume.name, pathOf(volume)!]])))
}

/** Modes in which pods of several nodes can have a volume. */
const SHARED: ReadonlySet<unknown> = new Set(['ReadWriteMany', 'ReadOnlyMany'])

/**
 * The name of a claim that the pods of an object mount and only those of one node can have: one that is not known to be
 * shared. The old pod must be gone before a new one starts.
 */
export function exclusiveClaimOf(world: World, resource: Resource): string | undefined {
  const claims = world.workloadsOf(resource).flatMap(({ pod }) => listOf(pod.volumes).map(claimNameOf))
  return claims.find(name => {
    if (name === '') return false
    const modes = referenced(world, resource, { type: 'PersistentVolumeClaim', name }).flatMap(claim =>
      listOf(claim.json.spec?.accessModes),
    )
    return !modes.some(mode => SHARED.has(mode))
  })
}

const claimNameOf = (volume: Json): string => textOf(volume?.persistentVolumeClaim?.claimName)
