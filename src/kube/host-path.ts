import type { Path } from '../core/location.ts'
import { normalize } from '../core/paths.ts'
import { type Json, type Resource, textOf } from './resource.ts'
import type { Workload } from './workload.ts'
import { written } from './written.ts'

/** A folder or file of the node, as a volume of a pod or as a PersistentVolume (`hostPath`, or `local`). */
export interface HostPath {
  /** `volume \`data\`` or `PersistentVolume \`data\``. */
  readonly owner: string
  /** As written; empty when it is no text. */
  readonly path: string
  readonly at: Path
}

/** Every hostPath volume of a pod, mounted or not. */
export function hostPathsOf(workload: Workload): readonly HostPath[] {
  const { volumes } = workload.pod
  if (!Array.isArray(volumes)) return []
  return volumes.flatMap((volume: Json, index) =>
    isSet(volume?.hostPath)
      ? {
          owner: `volume \`${written(volume.name)}\``,
          path: textOf(volume.hostPath.path),
          at: workload.at('volumes', index, 'hostPath', 'path'),
        }
      : [],
  )
}

/** The folder of the node behind a PersistentVolume. */
export const hostPathOfVolume = (resource: Resource): HostPath | undefined => pathOfVolume(resource, 'hostPath')

/** The disk of the node behind a PersistentVolume: nothing keeps it from being a folder that the node itself needs. */
export const localPathOfVolume = (resource: Resource): HostPath | undefined => pathOfVolume(resource, 'local')

function pathOfVolume(resource: Resource, field: 'hostPath' | 'local'): HostPath | undefined {
  const source = resource.kind === 'PersistentVolume' ? resource.json.spec?.[field] : undefined
  if (!isSet(source)) return undefined
  return {
    owner: `PersistentVolume \`${resource.name}\``,
    path: textOf(source.path),
    at: resource.at('spec', field, 'path'),
  }
}

const isSet = (value: Json): boolean => value !== undefined && value !== null

/**
 * A path of the node without `.`, `..`, doubled and trailing slashes. `/var/run` is a link to `/run` on all nodes of
 * today, so both are `/run`.
 */
export const cleanPath = (path: string): string => normalize(`/${path}`)!.replace(/^\/var\/run(?=\/|$)/, '/run')

/** True when `path` is `folder`, or below it. Both are clean. */
export const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`)
