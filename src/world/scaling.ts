import { indexBy } from '../core/group.ts'
import type { Path } from '../core/location.ts'
import { memo } from '../core/memo.ts'
import { type Json, type Resource, textOf } from '../kube/resource.ts'
import { namespaceOf } from './lookup.ts'
import { namesOf, type ObjectType } from './references.ts'
import type { World } from './world.ts'

/** What an autoscaler scales, as it is written. */
export interface ScaleTarget {
  readonly group: string
  readonly kind: string
  readonly name: string
}

/** A HorizontalPodAutoscaler, or a ScaledObject of KEDA, which makes one. */
export interface Autoscaler {
  readonly resource: Resource
  /** `undefined` without a kind or a name. */
  readonly target: ScaleTarget | undefined
  readonly targetPath: Path
  /** The default where it is absent. */
  readonly least: number
  readonly leastPath: Path
  /** `undefined` where it is absent, and has no default. */
  readonly most: number | undefined
  readonly mostPath: Path
}

/** Where the two kinds keep their bounds, and the defaults of these. */
const KINDS: Readonly<Record<string, { min: string; max: string; least: number; most?: number; scales?: string }>> = {
  'autoscaling/HorizontalPodAutoscaler': { min: 'minReplicas', max: 'maxReplicas', least: 1 },
  'keda.sh/ScaledObject': { min: 'minReplicaCount', max: 'maxReplicaCount', least: 0, most: 100, scales: 'Deployment' },
}

const groupOf = (apiVersion: unknown): string => /^([^/]+)\//.exec(textOf(apiVersion))?.[1] ?? ''

/** A number of replicas; `undefined` for anything else. */
export const wholeNumber = (json: Json): number | undefined => (Number.isInteger(json) ? json : undefined)

/** The object as an autoscaler; `undefined` for other kinds. */
export const autoscalerOf = memo((resource: Resource): Autoscaler | undefined => {
  const kind = KINDS[`${resource.group}/${resource.kind}`]
  if (!kind) return undefined
  const spec = resource.json.spec ?? {}
  const ref = spec.scaleTargetRef
  const target = {
    group: groupOf(ref?.apiVersion),
    kind: textOf(ref?.kind) || (kind.scales ?? ''),
    name: textOf(ref?.name),
  }
  return {
    resource,
    target: target.kind === '' || target.name === '' ? undefined : target,
    targetPath: resource.at('spec', 'scaleTargetRef'),
    least: wholeNumber(spec[kind.min]) ?? kind.least,
    leastPath: resource.at('spec', kind.min),
    most: wholeNumber(spec[kind.max]) ?? kind.most,
    mostPath: resource.at('spec', kind.max),
  }
})

/** Which of Kubernetes' own groups a kind is in is often left out, and the case of kinds is a slip that some forgive. */
const OWN_GROUPS: ReadonlySet<string> = new Set(['', 'apps', 'extensions'])

const keyOf = ({ group, kind, name }: ScaleTarget, namespace: string): string =>
  JSON.stringify([OWN_GROUPS.has(group) ? '' : group, kind.toLowerCase(), namespace, name])

/** What a target is looked for in, nearest first: the file of the autoscaler, its render, the whole checkout. */
const scopesOf = ({ source, origin }: Resource): readonly string[] => [
  `file ${source.file}`,
  `render ${origin?.root ?? ''}`,
  'all',
]

const scopedKey = (key: string, scope: string): string => JSON.stringify([key, scope])

/** The keys of an object, by each of its names, nearest first. */
const scopedKeysOf = (resource: Resource): readonly string[] =>
  scopesOf(resource).flatMap(scope =>
    namesOf(resource).map(name =>
      scopedKey(keyOf({ group: resource.group, kind: resource.kind, name }, namespaceOf(resource)), scope),
    ),
  )

const byScope = memo((world: World) => indexBy(world.everyResource, scopedKeysOf))

/** The key of what an autoscaler scales, in the nearest scope that has it. */
function scaledKey(world: World, { resource, target }: Autoscaler): string | undefined {
  const key = target && keyOf(target, namespaceOf(resource))
  const keys = key === undefined ? [] : scopesOf(resource).map(scope => scopedKey(key, scope))
  return keys.find(one => byScope(world).has(one))
}

/** The objects that an autoscaler scales. */
export const scaledBy = (world: World, autoscaler: Autoscaler): readonly Resource[] =>
  byScope(world).get(scaledKey(world, autoscaler) ?? '') ?? []

const autoscalersByKey = memo((world: World) =>
  indexBy(
    world.everyResource.flatMap(resource => autoscalerOf(resource) ?? []),
    autoscaler => [scaledKey(world, autoscaler) ?? ''],
  ),
)

/** The nearest autoscaler of an object. */
export function autoscalerFor(world: World, resource: Resource): Autoscaler | undefined {
  const found = scopedKeysOf(resource).map(key => autoscalersByKey(world).get(key)?.[0])
  return found.find(one => one !== undefined)
}

/** All objects of the type and name of a target, whatever their namespace. */
export const namesakesOf = (world: World, target: ScaleTarget): readonly Resource[] =>
  byTypeAndName(world).get(keyOf(target, '')) ?? []

const byTypeAndName = memo((world: World) => indexBy(world.everyResource, resource => [keyOf(resource, '')]))

/** Objects with pods that have the name of a target and are in the namespace, whatever their kind. */
export const othersNamed = (world: World, { resource }: Autoscaler, { name }: ScaleTarget): readonly Resource[] =>
  (byNameInNamespace(world).get(JSON.stringify([namespaceOf(resource), name])) ?? []).filter(
    other => replicasOf(world, other) !== undefined,
  )

const byNameInNamespace = memo((world: World) =>
  indexBy(world.everyResource, resource => [JSON.stringify([namespaceOf(resource), resource.name])]),
)

/** The types that the target of an autoscaler may be of. */
export const typesOf = ({ group, kind }: ScaleTarget): readonly ObjectType[] =>
  (OWN_GROUPS.has(group) ? [...OWN_GROUPS] : [group]).map(one => (one === '' ? kind : `${one}/${kind}`))

/** Kinds that keep a number of pods running. */
const REPLICATED: ReadonlySet<string> = new Set([
  'CloneSet',
  'Deployment',
  'DeploymentConfig',
  'ReplicaSet',
  'ReplicationController',
  'Rollout',
  'StatefulSet',
])

export const isReplicated = ({ kind }: Resource): boolean => REPLICATED.has(kind)

export interface Replicas {
  /** How many pods there are at least. */
  readonly least: number
  /** False where nothing sets a number: it is 1, unless somebody else scales the object. */
  readonly isSet: boolean
}

/** The pods that an object keeps running; `undefined` for kinds without a number of them, and for what is no number. */
export function replicasOf(world: World, resource: Resource): Replicas | undefined {
  if (!isReplicated(resource)) return undefined
  const autoscaler = autoscalerFor(world, resource)
  if (autoscaler) return { least: autoscaler.least, isSet: true }
  const { replicas } = resource.json.spec ?? {}
  if (replicas === undefined || replicas === null) return { least: 1, isSet: false }
  const least = wholeNumber(replicas)
  return least === undefined ? undefined : { least, isSet: true }
}
