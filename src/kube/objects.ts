import type { Path } from '../core/location.ts'
import type { ManifestSource } from '../core/source.ts'
import type { YamlSource } from '../yaml/source.ts'
import { isMap, type Json, type Origin, Resource, textOf } from './resource.ts'

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
  return textOf(value.apiVersion) !== '' && textOf(value.kind) !== '' && isForClusters(value)
}

const isForClusters = (value: Json): boolean =>
  !NOT_FOR_CLUSTERS.some(start => String(value.apiVersion).startsWith(start)) && !isKubeconfig(value)

/** The objects of a file, lists taken apart. */
export function resourcesOf(source: YamlSource): readonly Resource[] {
  return source.documents.flatMap(({ value }, index) => resourcesIn(source, [index], value))
}

/**
 * The objects in a value: one, or those below `items`, which makes a list of any kind for kubectl
 * (UnstructuredJSONScheme in apimachinery). Items that have neither field inherit both: of a `RoleList`, they are Roles.
 */
export function resourcesIn(source: ManifestSource, root: Path, value: Json, origin?: Origin): readonly Resource[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => resourcesIn(source, [...root, index], item, origin))
  if (isList(value))
    return value.items.flatMap((item: Json, index: number) =>
      resourcesIn(source, [...root, 'items', index], typed(item, value), origin),
    )
  if (!isObject(value) || (value.items === null && value.kind.endsWith('List'))) return []
  return [new Resource(source, root, value, origin)]
}

/** kubectl asks for no `apiVersion` there, and takes apart what is for tools as well. */
const isList = (value: Json): boolean => isMap(value) && textOf(value.kind) !== '' && Array.isArray(value.items)

function typed(item: Json, { apiVersion, kind }: Json): Json {
  const inner = kind.replace(/List$/, '')
  const inherits = inner !== '' && (item === null || (isMap(item) && !textOf(item.kind) && !textOf(item.apiVersion)))
  return inherits ? { ...item, apiVersion, kind: inner } : item
}

const RUNS_PODS = /^(?:Pod|Deployment|ReplicaSet|StatefulSet|DaemonSet|ReplicationController|Job|CronJob)$/

/** Something that a cluster would refuse, and that no rule sees: what nobody looked at must be told. */
export interface Broken {
  readonly path: Path
  /** Lower case, no full stop; what to do included. */
  readonly why: string
}

/** What in a value was meant for an object of a cluster, and is none. */
export function brokenIn(root: Path, value: Json): readonly Broken[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => brokenIn([...root, index], item))
  if (isList(value)) {
    // Data of other programs have a kind and items as well.
    if (!isObject(value) && !value.items.some(isObject)) return []
    return value.items.flatMap((item: Json, index: number) => brokenItem([...root, 'items', index], typed(item, value)))
  }
  if (!isMap(value) || !isForClusters(value)) return []
  if (!isObject(value)) return headless(root, value)
  const isShapeless =
    RUNS_PODS.test(value.kind) && value.spec !== undefined && value.spec !== null && !isMap(value.spec)
  const why = `\`spec\` of ${value.kind} is not a map, so its pods cannot be checked`
  return isShapeless ? [{ path: [...root, 'spec'], why }] : []
}

function brokenItem(path: Path, item: Json): readonly Broken[] {
  if (!isMap(item)) return [{ path, why: 'list item is not an object: expected `apiVersion` and `kind`' }]
  if (textOf(item.kind) === '') return [{ path, why: 'list item has no `kind`, so kubectl rejects the list' }]
  return brokenIn(path, item)
}

/** With pods in it, or with the one field in other letters, it was meant for a cluster. */
function headless(path: Path, value: Json): readonly Broken[] {
  const missing = (['apiVersion', 'kind'] as const).find(key => textOf(value[key]) === '')
  if (missing === undefined) return []
  const other = missing === 'kind' ? 'apiVersion' : 'kind'
  const misspelt = Object.keys(value).find(key => key !== missing && key.toLowerCase() === missing.toLowerCase())
  if (misspelt !== undefined && (textOf(value[other]) !== '' || holdsPods(value)))
    return [{ path: [...path, misspelt], why: `unknown field \`${misspelt}\`; expected \`${missing}\`` }]
  return holdsPods(value) || (RUNS_PODS.test(value.kind) && isMap(value.spec))
    ? [{ path, why: `object with pods has no \`${missing}\`: add it` }]
    : []
}

const holdsPods = ({ spec }: Json): boolean =>
  isMap(spec) &&
  [spec, spec.template?.spec, spec.jobTemplate?.spec?.template?.spec].some(pod => Array.isArray(pod?.containers))
