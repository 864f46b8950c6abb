import { memo } from '../../../core/memo.ts'
import { isMap, type Resource, textOf } from '../../../kube/resource.ts'
import { written } from '../../../kube/written.ts'
import type { World } from '../../../world/world.ts'
import { rule } from '../../rule.ts'

/**
 * The parameter that makes a provisioner encrypt its volumes, where it does not unless it is set. Azure, Google, Oracle
 * and EFS of AWS encrypt what they store in any case, or decide elsewhere.
 */
const PARAMETERS: ReadonlyMap<string, string> = new Map([
  ['ebs.csi.aws.com', 'encrypted'],
  ['ebs.csi.eks.amazonaws.com', 'encrypted'],
  ['kubernetes.io/aws-ebs', 'encrypted'],
  ['driver.longhorn.io', 'encrypted'],
  ['csi.scaleway.com', 'encrypted'],
  ['rbd.csi.ceph.com', 'encrypted'],
  ['linstor.csi.linbit.com', 'linstor.csi.linbit.com/encryption'],
  ['pxd.portworx.com', 'secure'],
])

/** Rook puts the namespace of its cluster in front: `rook-ceph.rbd.csi.ceph.com`. */
const parameterOf = (provisioner: string): string | undefined =>
  PARAMETERS.get(provisioner) ?? PARAMETERS.get(provisioner.replace(/^[\w-]+\.(?=rbd\.csi\.ceph\.com$)/, ''))

/** The parameter that a class should set. */
function missingIn({ json }: Resource): string | undefined {
  const parameter = parameterOf(textOf(json.provisioner))
  const parameters = isMap(json.parameters) ? json.parameters : {}
  return parameter !== undefined && written(parameters[parameter]) !== 'true' ? parameter : undefined
}

const classes = memo(
  (world: World) => new Map(world.ofKind('StorageClass').map(resource => [resource.name, resource] as const)),
)

export const persistentVolumeUnencrypted = rule({
  id: 'persistent-volume-unencrypted',
  title: 'Volumes are not encrypted',
  why: 'Anyone who gets a disk, a snapshot or a backup of the storage reads the data.',
  help: 'Set the parameter of the StorageClass, `encrypted: "true"` for EBS, and copy existing volumes.',
  severity: 'medium',
  profile: 'strict',
  since: '0.1',
  peers: { kubescape: 'C-0264' },
  on: 'resource',
  kinds: ['StorageClass', 'PersistentVolume'],
  check(resource, { world }) {
    if (resource.kind === 'StorageClass') {
      const parameter = missingIn(resource)
      if (parameter === undefined) return
      return {
        at: resource.at('parameters', parameter),
        message: `class \`${resource.name}\` does not set \`${parameter}: "true"\``,
      }
    }
    const used = classes(world).get(textOf(resource.json.spec?.storageClassName))
    if (!used || missingIn(used) === undefined) return
    return {
      at: resource.at('spec', 'storageClassName'),
      message: `volume \`${resource.name}\` is of StorageClass \`${used.name}\`, which does not encrypt`,
      see: [{ at: used.at('provisioner'), note: 'the StorageClass', in: used.source }],
    }
  },
})
