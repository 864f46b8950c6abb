import { listOf, textOf } from '../../../kube/resource.ts'
import type { Workload } from '../../../kube/workload.ts'
import { referenced } from '../../../world/references.ts'
import { type AnyRule, rule } from '../../rule.ts'

/** A volume that brings an object into a pod. */
interface Mounted {
  readonly id: string
  readonly kind: string
  /** The field of the volume, and in it the name of the object. */
  readonly field: string
  readonly name: string
  readonly what: string
  readonly why: string
  readonly kubescape: string
}

const MOUNTED: readonly Mounted[] = [
  {
    id: 'workload-mounts-configmap',
    kind: 'ConfigMap',
    field: 'configMap',
    name: 'name',
    what: 'a ConfigMap',
    why: 'Anyone who can change the ConfigMap changes what the container reads; an attacker in the container reads all of it.',
    kubescape: 'C-0258',
  },
  {
    id: 'workload-mounts-pvc',
    kind: 'PersistentVolumeClaim',
    field: 'persistentVolumeClaim',
    name: 'claimName',
    what: 'a PersistentVolumeClaim',
    why: 'An attacker in the container reaches all data of the volume, and what is written there outlives the pod.',
    kubescape: 'C-0257',
  },
  {
    id: 'workload-mounts-secret',
    kind: 'Secret',
    field: 'secret',
    name: 'secretName',
    what: 'a Secret',
    why: 'An attacker in the container reads the credentials of the Secret, and reaches what they give access to.',
    kubescape: 'C-0255',
  },
]

/** The names of the volumes that a container of a pod mounts. */
const mountedIn = ({ containers }: Workload): ReadonlySet<string> =>
  new Set(containers.flatMap(({ spec }) => listOf(spec.volumeMounts).map(mount => textOf(mount?.name))))

/** Lists what pods mount, for those who ask how far an attacker gets: nothing is wrong with it by itself. */
export const mountedObjects: readonly AnyRule[] = MOUNTED.map(({ id, kind, field, name: key, what, why, kubescape }) =>
  rule({
    id,
    title: `Pod mounts ${what}`,
    why,
    help: 'Remove the entry from `volumes` where no program of the pod reads it.',
    severity: 'info',
    profile: 'strict',
    since: '0.1',
    peers: { kubescape },
    on: 'workload',
    check(workload, { world }) {
      const mounted = mountedIn(workload)
      return listOf(workload.pod.volumes).flatMap((volume, index) => {
        const name = textOf(volume?.[field]?.[key])
        if (name === '' || !mounted.has(textOf(volume.name))) return []
        // What is not here may hold anything: only what was read can be listed.
        const [object] = referenced(world, workload.resource, { type: kind, name })
        if (!object) return []
        return {
          at: workload.at('volumes', index, field),
          message: `pod mounts ${kind} \`${name}\``,
          see: [{ at: object.at('metadata', 'name'), note: `the ${kind}`, in: object.source }],
        }
      })
    },
  }),
)
