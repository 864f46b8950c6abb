import { groupBy, indexBy } from '../core/group.ts'
import { memo } from '../core/memo.ts'
import { isMap, type Resource } from '../kube/resource.ts'
import { fits, type Labels, labelsOf, type Requirement } from '../kube/selector.ts'
import type { Workload } from '../kube/workload.ts'
import { namespaceOf } from './lookup.ts'
import type { World } from './world.ts'

/** Items with labels, and those of them that have a label with a value. */
export interface Pool<Item> {
  readonly all: readonly Item[]
  readonly byLabel: ReadonlyMap<string, readonly Item[]>
  readonly labelsOf: (item: Item) => Labels
}

const labelKey = (key: string, value: unknown): string => JSON.stringify([key, value])

export const poolOf = <Item>(all: readonly Item[], labelsOf: (item: Item) => Labels): Pool<Item> => ({
  all,
  byLabel: indexBy(all, item => Object.entries(labelsOf(item)).map(([key, value]) => labelKey(key, value))),
  labelsOf,
})

/** By the label that fewest items have: thousands may share another. */
export function selectFrom<Item>(
  { all, byLabel, labelsOf }: Pool<Item>,
  requirements: readonly Requirement[],
): readonly Item[] {
  const buckets = requirements
    .filter(({ operator, values }) => operator === 'In' && values.length === 1)
    .map(({ key, values }) => byLabel.get(labelKey(key, values[0])) ?? [])
  const candidates = buckets.reduce((a, b) => (b.length < a.length ? b : a), all)
  return candidates.filter(item => fits(requirements, labelsOf(item)))
}

const podsByNamespace = memo((world: World): ReadonlyMap<string, Pool<Workload>> => {
  const workloads = world.resources.flatMap(resource => world.workloadsOf(resource)).filter(({ whole }) => whole)
  const namespaces = groupBy(workloads, ({ resource }) => namespaceOf(resource))
  return new Map(
    [...namespaces].map(([namespace, all]) => [namespace, poolOf(all, ({ template }) => labelsOf(template))]),
  )
})

/** Many objects select the same pods: each selection is made once. */
const selections = memo((_: World) => new Map<string, readonly Workload[]>())

/** The pods and pod templates of a namespace, as far as they are whole. */
export const podsIn = (world: World, namespace: string): readonly Workload[] =>
  podsByNamespace(world).get(namespace)?.all ?? []

/** Whether an object has a template with labels and no pod that can be read: a tool, or another file, completes it. */
export const isUnread = (world: World, resource: Resource): boolean =>
  isMap(resource.json.spec?.template?.metadata?.labels) && world.workloadsOf(resource).length === 0

const unread = memo((world: World): ReadonlyMap<string, Pool<Resource>> => {
  const templates = world.resources.filter(resource => isUnread(world, resource))
  const poolFor = (all: readonly Resource[]): Pool<Resource> => poolOf(all, ({ json }) => labelsOf(json.spec.template))
  return new Map([...groupBy(templates, namespaceOf)].map(([namespace, all]) => [namespace, poolFor(all)]))
})

/** The objects of a namespace whose pods could not be read, and whose template has the labels. */
export function unreadSelected(
  world: World,
  namespace: string,
  requirements: readonly Requirement[],
): readonly Resource[] {
  const pool = unread(world).get(namespace)
  return pool ? selectFrom(pool, requirements) : []
}

/** The pods and pod templates of a namespace that have the labels. */
export function podsSelected(
  world: World,
  namespace: string,
  requirements: readonly Requirement[],
): readonly Workload[] {
  const known = selections(world)
  const key = JSON.stringify([namespace, requirements])
  const pool = podsByNamespace(world).get(namespace)
  const made = known.get(key) ?? (pool ? selectFrom(pool, requirements) : [])
  known.set(key, made)
  return made
}
