import type { Container } from '../../../kube/container.ts'
import { isOsDirectory } from '../../../kube/os-directories.ts'
import { isMap, type Json, listOf, textOf } from '../../../kube/resource.ts'
import { hostPathsByVolume } from '../../../world/volumes.ts'
import { rule } from '../../rule.ts'

export const mountPropagation = rule({
  id: 'mount-propagation',
  title: 'Mounts of the container propagate to the node',
  why: 'What the container mounts appears on the node and in all pods that share the folder: an attacker can hide or replace files there.',
  help: 'Remove `mountPropagation`, or set it to `HostToContainer` if the container only has to see mounts of the node.',
  severity: 'medium',
  profile: 'strict',
  since: '0.1',
  peers: { monokle: 'KBP115' },
  on: 'container',
  check(container) {
    return listOf(container.spec.volumeMounts).flatMap((mount, index) => {
      if (mount?.mountPropagation !== 'Bidirectional') return []
      const at = container.at('volumeMounts', index, 'mountPropagation')
      return {
        at,
        message: container.privileged
          ? `container \`${container.name}\` propagates its mounts to the node`
          : `container \`${container.name}\` has bidirectional mount propagation, which the API server rejects without privileged mode`,
        fix: { title: 'Remove `mountPropagation`', safe: false, changes: [{ op: 'remove' as const, path: at }] },
      }
    })
  },
})

/** The kubelet mounts these read-only, whatever the mount asks for. */
const READ_ONLY_VOLUMES = ['configMap', 'secret', 'downwardAPI', 'projected', 'image'] as const

/** The names of volumes that this rule has nothing to report of: those nobody can write, and the node's. */
function passedOver(container: Container, hostPaths: ReadonlyMap<unknown, string>): ReadonlySet<unknown> {
  const isReadOnly = (volume: Json): boolean => isMap(volume) && READ_ONLY_VOLUMES.some(type => isMap(volume[type]))
  const readOnly = listOf(container.workload.pod.volumes).filter(isReadOnly)
  return new Set([...readOnly.map(({ name }) => name), ...hostPaths.keys()])
}

/** Opt-in: every database keeps its data below `/var`. Paths of the node are left to writable-host-path. */
export const osDirectoryMountWritable = rule({
  id: 'os-directory-mount-writable',
  title: 'Volume is mounted writable over a system directory',
  why: 'An attacker in the container can replace programs or settings there, which other containers and later pods that mount the volume then use.',
  help: 'Set `readOnly: true` in the `volumeMounts` entry, or mount the volume outside of system directories.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  peers: { kics: 'b7652612-de4e-4466-a0bf-1cd81f0c6063' },
  on: 'container',
  check(container, { world }) {
    const mounts = listOf(container.spec.volumeMounts)
    const skipped = passedOver(container, hostPathsByVolume(container.workload, world))
    return mounts.flatMap((mount, index) => {
      const path = textOf(mount?.mountPath)
      if (!isOsDirectory(path) || mount.readOnly === true || skipped.has(mount.name)) return []
      if (mount.readOnly !== false && !container.workload.whole) return []
      return {
        at: container.at('volumeMounts', index, 'mountPath'),
        message: `container \`${container.name}\` mounts a volume writable at \`${path}\``,
      }
    })
  },
})
