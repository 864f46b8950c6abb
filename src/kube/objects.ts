import type { Path } from '../core/location.ts'
import type { ManifestSource } from '../core/source.ts'
import type { YamlSource } from '../yaml/source.ts'
import { isMap, type Json, type Origin, Resource } from './resource.ts'

/** Beginnings of `apiVersion` that only tools' own configuration has: it looks like a manifest, and no cluster takes it. */
const NOT_FOR_CLUSTERS = [
  'backstage.io/',
  'builtin', // transformers of kustomize
  'chainsaw.kyverno.io/',
  'cli.kyverno.io/',
  'client.authentication.k8s.io/',
  'config.kio.kpt.dev/',
  'ctlptl.dev/',
  'deploy.cloud.google.com/',
  'devfile',
  'eksctl.io/',
  'helmfile',
  'k3d.io/',
  'kapp.k14s.io/',
  'kbld.k14s.io/',
  'kind.x-k8s.io/',
  'kops.k8s.io/',
  'kpt.dev/',
  'krew.googlecontainertools.github.com/',
  'kustomize.config.k8s.io/',
  'kuttl.dev/',
  'minikube.',
  'score.dev/',
  'skaffold/',
  'telepresence.',
  'test.gatekeeper.sh/',
  'tilt.dev/',
  'vendir.k14s.io/',
]

const isKubeconfig = ({ apiVersion, kind }: Json): boolean => apiVersion === 'v1' && kind === 'Config'

/** True for data with the two fields every object has, and that a cluster would take. */
export function isObject(value: Json): boolean {
  if (!isMap(value)) return false
  if (typeof value.apiVersion !== 'string' || typeof value.kind !== 'string') return false
  return !NOT_FOR_CLUSTERS.some(start => value.apiVersion.startsWith(start)) && !isKubeconfig(value)
}

/** The objects of a file, Lists taken apart. */
export function resourcesOf(source: YamlSource): readonly Resource[] {
  return source.documents.flatMap(({ value }, index) => resourcesIn(source, [index], value))
}

/** The objects in a value: one, or the items of a List or array; those of a typed list (`RoleList`) inherit its kind. */
export function resourcesIn(source: ManifestSource, root: Path, value: Json, origin?: Origin): readonly Resource[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => resourcesIn(source, [...root, index], item, origin))
  if (!isObject(value)) return []
  if (!value.kind.endsWith('List') || !Array.isArray(value.items)) return [new Resource(source, root, value, origin)]
  const typed = value.kind === 'List' ? {} : { apiVersion: value.apiVersion, kind: value.kind.slice(0, -'List'.length) }
  return value.items.flatMap((item: Json, index: number) =>
    resourcesIn(source, [...root, 'items', index], isMap(item) ? { ...typed, ...item } : undefined, origin),
  )
}
