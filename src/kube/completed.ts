/** What others complete: values of charts, and objects in objects. Only what is explicitly bad can be told of them. */
import type { Path } from '../core/location.ts'
import { readYamlFast } from '../yaml/source.ts'
import { isMap, type Json, Resource } from './resource.ts'
import { follow } from './route.ts'
import { Workload } from './workload.ts'

const HELM: readonly Path[] = [['values'], ['valuesObject']]
const helmBelow = (...to: string[]): readonly Path[] => HELM.map(field => [...to, 'helm', ...field])
const applicationAt = (...spec: string[]): readonly Path[] => [
  ...helmBelow(...spec, 'source'),
  ...helmBelow(...spec, 'sources', '*'),
]

/** Where the values of a chart are, as a map or as a text of YAML. */
const VALUES: Readonly<Record<string, readonly Path[]>> = {
  'argoproj.io/Application': applicationAt('spec'),
  'argoproj.io/ApplicationSet': applicationAt('spec', 'template', 'spec'),
  'helm.cattle.io/HelmChart': [['spec', 'valuesContent']],
  'helm.cattle.io/HelmChartConfig': [['spec', 'valuesContent']],
  'helm.crossplane.io/Release': [['spec', 'forProvider', 'values']],
  'helm.k0sproject.io/Chart': [['spec', 'values']],
  'helm.toolkit.fluxcd.io/HelmRelease': [['spec', 'values']],
}

/** Where whole objects are, which patches, parameters or placements complete. */
const OBJECTS: Readonly<Record<string, readonly Path[]>> = {
  Template: [['objects', '*']],
  'apiextensions.crossplane.io/Composition': [
    ['spec', 'resources', '*', 'base'],
    ['spec', 'pipeline', '*', 'input', 'resources', '*', 'base'],
  ],
  'hive.openshift.io/SelectorSyncSet': [['spec', 'resources', '*']],
  'hive.openshift.io/SyncSet': [['spec', 'resources', '*']],
  'kubernetes.crossplane.io/Object': [['spec', 'forProvider', 'manifest']],
  'kubernetes.m.crossplane.io/Object': [['spec', 'forProvider', 'manifest']],
  'template.openshift.io/Template': [['objects', '*']],
  'work.open-cluster-management.io/ManifestWork': [['spec', 'workload', 'manifests', '*']],
}

/** How deep values are looked into; those of real charts nest at most nine levels down. */
const MAX_DEPTH = 16

/** Fields of a pod, as charts pass them on; `image` is none of them, since its tag is elsewhere. */
const POD_FIELDS = ['containers', 'hostIPC', 'hostNetwork', 'hostPID', 'initContainers', 'sidecars', 'volumes'] as const
const CONTAINER_FIELDS = ['args', 'command', 'env', 'envFrom', 'ports', 'securityContext'] as const

const pick = (map: Json, fields: readonly string[]): Json =>
  Object.fromEntries(fields.filter(field => Object.hasOwn(map, field)).map(field => [field, map[field]]))

/**
 * The maps of a chart's values that have fields of a pod or of a container, which are often one map.
 * @param name of the container: the key of the map, or the object at the top
 */
function* podsInValues(resource: Resource, path: Path, value: Json, name = resource.name): Generator<Workload> {
  if (value === null || typeof value !== 'object' || path.length > MAX_DEPTH) return
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* podsInValues(resource, [...path, index], item, name)
    return
  }
  const pod = pick(value, POD_FIELDS)
  const container = pick(value, CONTAINER_FIELDS)
  if (Object.keys(pod).length > 0 || Object.keys(container).length > 0)
    yield new Workload(resource, {
      pod,
      podPath: path,
      template: undefined,
      whole: false,
      container: { name, ...container },
    })
  // Those are containers and volumes already.
  for (const [key, child] of Object.entries(value as Json))
    if (!(POD_FIELDS as readonly string[]).includes(key)) yield* podsInValues(resource, [...path, key], child, key)
}

/** A text of YAML as data; nothing where only the exact reader can tell, which is rare. */
function dataIn(value: Json): Json {
  if (typeof value !== 'string') return value
  return readYamlFast(value).pieces[0]?.documents[0]?.value
}

const keyOf = ({ group, kind }: Resource): string => (group === '' ? kind : `${group}/${kind}`)

/**
 * The pods in an object that others complete; `undefined` for an object of any other kind.
 * @param workloadsOf finds the pods of the objects that are in it
 */
export function completedElsewhere(
  resource: Resource,
  workloadsOf: (inner: Resource) => readonly Workload[],
): readonly Workload[] | undefined {
  const key = keyOf(resource)
  const values = Object.hasOwn(VALUES, key) ? VALUES[key] : undefined
  if (values)
    return values.flatMap(route =>
      follow(resource.json, route).flatMap(([path, value]) => [
        ...podsInValues(resource, resource.at(...path), dataIn(value)),
      ]),
    )
  const objects = Object.hasOwn(OBJECTS, key) ? OBJECTS[key] : undefined
  return objects?.flatMap(route =>
    follow(resource.json, route).flatMap(([path, value]) =>
      isMap(value)
        ? workloadsOf(new Resource(resource.source, resource.at(...path), value, resource.origin)).map(
            ({ pod, podPath, template }) => new Workload(resource, { pod, podPath, template, whole: false }),
          )
        : [],
    ),
  )
}
