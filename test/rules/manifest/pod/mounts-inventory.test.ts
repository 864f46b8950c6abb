import { documents, pod } from '../../../kit/manifests.ts'
import type { Input } from '../../../kit/read.ts'
import { table } from '../../../kit/table.ts'

const mounting = (volume: string, mount = 'a') =>
  pod(`containers: [{name: app, volumeMounts: [{name: ${mount}, mountPath: /a}]}]\nvolumes: [{name: a, ${volume}}]`)
const object = (kind: string, metadata = '{name: settings}') => `apiVersion: v1\nkind: ${kind}\nmetadata: ${metadata}\n`

const rows = (kind: string, field: string, key: string) => ({
  bad: [
    [
      'it is mounted',
      documents(mounting(`${field}: {${key}: settings}`), object(kind)),
      `${field}: {${key}: settings}`,
    ],
    [
      'by an init container',
      documents(
        pod(
          `initContainers: [{name: b, volumeMounts: [{name: a}]}]\ncontainers: []\nvolumes: [{name: a, ${field}: {${key}: settings}}]`,
        ),
        object(kind),
      ),
      `${field}: {${key}: settings}`,
    ],
  ] as const satisfies readonly (readonly [string, Input, string])[],
  good: [
    ['nothing mounts it', documents(mounting(`${field}: {${key}: settings}`, 'b'), object(kind))],
    ['it was not read', mounting(`${field}: {${key}: settings}`)],
    [
      'of another namespace',
      documents(mounting(`${field}: {${key}: settings}`), object(kind, '{name: settings, namespace: shop}')),
    ],
    ['another volume', documents(mounting('emptyDir: {}'), object(kind))],
    ['odd types', documents(mounting(`${field}: [settings]`), object(kind))],
  ] as const,
  says: `pod mounts ${kind} \`settings\``,
})

table('workload-mounts-configmap', rows('ConfigMap', 'configMap', 'name'))
table('workload-mounts-pvc', rows('PersistentVolumeClaim', 'persistentVolumeClaim', 'claimName'))
table('workload-mounts-secret', rows('Secret', 'secret', 'secretName'))
