import { groupBy, indexBy } from '../core/group.ts'
import { memo } from '../core/memo.ts'
import { isMap, type Resource } from '../kube/resource.ts'
import { fits, type Labels, labelsOf, type Requirement } from '../kube/selector.ts'
import type { Workload } from '../kube/workload.ts'
import { namespaceOf } from './lookup.ts'
import type { World } from './world.ts'

/** What may be selected by its labels: everything, and what has a label with a value. */
export interface Pool<Item> {
  readonly all: readonly Item[]
  readonly byLabel: ReadonlyMap<string, readonly Item[]>
  readonly labelsOf: (item: Item) => Labels
}

/** The pools of a world, by namespace. */
type Pools<Item> = (world: World) => ReadonlyMap<string, Pool<Item>>

/** Finds what has the labels in a namespace. */
type Select<Item> = (world: World, namespace: string, requirements: readonly Requirement[]) => readonly Item[]

const labelKey = (key: string, value: unknown): string => JSON.stringify([key, value])

export const poolOf = <Item>(all: readonly Item[], labelsOf: (item: Item) => Labels): Pool<Item> => ({
  all,
  byLabel: indexBy(all, item => Object.entries(labelsOf(item)).map(([key, value]) => labelKey(key, value))),
  labelsOf,
})

/** Gathers what may be selected once per world. */
export function poolsOf<Item>(
  itemsOf: (world: World) => readonly Item[],
  labelsOf: (item: Item) => Labels,
  namespaceOf: (item: Item) => string,
): Pools<Item> {
  return memo(
    (world: World) =>
      new Map([...groupBy(itemsOf(world), namespaceOf)].map(([namespace, all]) => [namespace, poolOf(all, labelsOf)])),
  )
}

/** Many objects select the same: each selection is made once. */
export function selectionIn<Item>(pools: Pools<Item>): Select<Item> {
  const selections = memo((_: World) => new Map<string, readonly Item[]>())
  return (world, namespace, requirements) => {
    const known = selections(world)
    const key = JSON.stringify([namespace, requirements])
    const pool = pools(world).get(namespace)
    const made = known.get(key) ?? (pool ? selectFrom(pool, requirements) : [])
    known.set(key, made)
    return made
  }
}

/** By the label that fewest have: thousands may share another. */
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

const pods: Pools<Workload> = poolsOf(
  world => world.everyResource.flatMap(resource => world.workloadsOf(resource)).filter(({ whole }) => whole),
  ({ template }) => labelsOf(template),
  ({ resource }) => namespaceOf(resource),
)

/** The pods and pod templates of a namespace, as far as they are whole. */
export const podsIn = (world: World, namespace: string): readonly Workload[] => pods(world).get(namespace)?.all ?? []

/** The pods and pod templates of a namespace that have the labels. */
export const podsSelected: Select<Workload> = selectionIn(pods)

/** Whether an object has a template with labels and no pod that can be read: a tool, or another file, completes it. */
export const isUnread = (world: World, resource: Resource): boolean =>
  isMap(resource.json.spec?.template?.metadata?.labels) && world.workloadsOf(resource).length === 0

/** The objects of a namespace whose pods could not be read, and whose template has the labels. */
export const unreadSelected: Select<Resource> = selectionIn(
  poolsOf(
    world => world.everyResource.filter(resource => isUnread(world, resource)),
    ({ json }) => labelsOf(json.spec.template),
    namespaceOf,
  ),
)
