import { groupBy, indexBy } from '../core/group.ts'
import { memo } from '../core/memo.ts'
import { fits, labelsOf, type Requirement } from '../kube/selector.ts'
import type { Workload } from '../kube/workload.ts'
import { namespaceOf } from './lookup.ts'
import type { World } from './world.ts'

/** The pods of a namespace, and those that have a label with a value. */
interface Pods {
  readonly all: readonly Workload[]
  readonly byLabel: ReadonlyMap<string, readonly Workload[]>
}

const NONE: Pods = { all: [], byLabel: new Map() }

const labelKey = (key: string, value: unknown): string => JSON.stringify([key, value])

const podsByNamespace = memo((world: World): ReadonlyMap<string, Pods> => {
  const workloads = world.resources.flatMap(resource => world.workloadsOf(resource)).filter(({ whole }) => whole)
  const namespaces = groupBy(workloads, ({ resource }) => namespaceOf(resource))
  const withLabels = (all: readonly Workload[]): Pods => ({
    all,
    byLabel: indexBy(all, ({ template }) =>
      Object.entries(labelsOf(template)).map(([key, value]) => labelKey(key, value)),
    ),
  })
  return new Map([...namespaces].map(([namespace, all]) => [namespace, withLabels(all)]))
})

/** Many objects select the same pods: each selection is made once. */
const selections = memo((_: World) => new Map<string, readonly Workload[]>())

/** The pods and pod templates of a namespace, as far as they are whole. */
export const podsIn = (world: World, namespace: string): readonly Workload[] =>
  (podsByNamespace(world).get(namespace) ?? NONE).all

/** The pods and pod templates of a namespace that have the labels. */
export function podsSelected(
  world: World,
  namespace: string,
  requirements: readonly Requirement[],
): readonly Workload[] {
  const known = selections(world)
  const key = JSON.stringify([namespace, requirements])
  const made = known.get(key) ?? select(podsByNamespace(world).get(namespace) ?? NONE, requirements)
  known.set(key, made)
  return made
}

/** By the label that fewest pods have: thousands may share another. */
function select({ all, byLabel }: Pods, requirements: readonly Requirement[]): readonly Workload[] {
  const buckets = requirements
    .filter(({ operator, values }) => operator === 'In' && values.length === 1)
    .map(({ key, values }) => byLabel.get(labelKey(key, values[0])) ?? [])
  const candidates = buckets.reduce((a, b) => (b.length < a.length ? b : a), all)
  return candidates.filter(({ template }) => fits(requirements, labelsOf(template)))
}
