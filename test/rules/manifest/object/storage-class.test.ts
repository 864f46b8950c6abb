import { documents } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const storage = (provisioner: string, parameters = '{type: gp3}') =>
  `apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: fast}\nprovisioner: ${provisioner}\nparameters: ${parameters}\n`
const volume = (name: string) =>
  `apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: data}\nspec: {storageClassName: ${name}}\n`

table('persistent-volume-unencrypted', {
  bad: [
    ['of AWS', storage('ebs.csi.aws.com'), 'parameters: {type: gp3}'],
    ['switched off', storage('kubernetes.io/aws-ebs', '{encrypted: "false"}'), 'encrypted: "false"'],
    ['without parameters', storage('driver.longhorn.io', 'null'), 'parameters: null'],
    [
      'with another parameter',
      storage('pxd.portworx.com', '{encrypted: "true"}'),
      { at: 'parameters: {encrypted: "true"}', message: 'class `fast` does not set `secure: "true"`' },
    ],
    ...(
      [
        ['ebs.csi.eks.amazonaws.com', 'encrypted'],
        ['kubernetes.io/aws-ebs', 'encrypted'],
        ['driver.longhorn.io', 'encrypted'],
        ['csi.scaleway.com', 'encrypted'],
        ['linstor.csi.linbit.com', 'linstor.csi.linbit.com/encryption'],
      ] as const
    ).map(([provisioner, parameter]): readonly [string, string, { at: string; message: string }] => [
      provisioner,
      storage(provisioner),
      { at: 'parameters: {type: gp3}', message: `class \`fast\` does not set \`${parameter}: "true"\`` },
    ]),
    [
      'of Rook',
      storage('rook-ceph.rbd.csi.ceph.com'),
      { at: 'parameters: {type: gp3}', message: 'class `fast` does not set `encrypted: "true"`' },
    ],
    [
      'of a volume as well',
      documents(volume('fast'), storage('ebs.csi.aws.com')),
      { at: 'storageClassName: fast', message: 'volume `data` is of StorageClass `fast`, which does not encrypt' },
      'parameters: {type: gp3}',
    ],
  ],
  good: [
    ['it encrypts', documents(storage('ebs.csi.aws.com', '{encrypted: "true"}'), volume('fast'))],
    ['a switch without quotes', storage('ebs.csi.aws.com', '{encrypted: true}')],
    ['a provisioner that always encrypts', storage('pd.csi.storage.gke.io')],
    ['a class that was not read', volume('fast')],
    ['a volume without a class', volume('null')],
    ['another kind', storage('ebs.csi.aws.com').replace('StorageClass', 'ConfigMap')],
  ],
  says: 'class `fast` does not set `encrypted: "true"`',
})
