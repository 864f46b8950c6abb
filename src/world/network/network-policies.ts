import { indexBy } from '../../core/group.ts'
import { memo } from '../../core/memo.ts'
import { type Direction, type PolicySpec, policySpecsOf } from '../../kube/network/network-policy.ts'
import type { Resource } from '../../kube/resource.ts'
import type { Workload } from '../../kube/workload.ts'
import { namespaceOf } from '../lookup.ts'
import { podsIn, podsSelected } from '../selection.ts'
import type { World } from '../world.ts'

const specsIn = memo((world: World): readonly PolicySpec[] =>
  world.everyResource.flatMap(resource => policySpecsOf(resource, namespaceOf(resource))),
)

const forAll = memo((world: World) => specsIn(world).filter(({ namespaces }) => namespaces === undefined))

const allNamespaces = memo((world: World): readonly string[] => [...new Set(world.everyResource.map(namespaceOf))])

/**
 * Whether a policy was read that isolates pods of the namespace, be it one of them. A chart that names no namespace is
 * installed into one of its own: for its objects only policies of the same render count.
 */
export function hasPolicies(world: World, namespace: string, from?: Resource): boolean {
  const known = answers(world)
  const key = homeOf(namespace, from)
  const answer = known.get(key) ?? (homes(world).has(key) || isCovered(world, namespace))
  known.set(key, answer)
  return answer
}

const answers = memo((_: World) => new Map<string, boolean>())

/** A namespace, as one render sees it where there is one. */
const homeOf = (namespace: string, from?: Resource): string =>
  JSON.stringify([namespace, ...(from ? [from.origin?.root ?? ''] : [])])

const homes = memo(
  (world: World): ReadonlySet<string> =>
    new Set(
      specsIn(world).flatMap(({ policy, namespaces = [] }) =>
        namespaces.flatMap(namespace => [homeOf(namespace), homeOf(namespace, policy)]),
      ),
    ),
)

/** By a policy for all namespaces. */
const isCovered = (world: World, namespace: string): boolean =>
  forAll(world).some(({ requirements }) => requirements.length === 0 || selectsSome(world, namespace, requirements))

const selectsSome = (world: World, namespace: string, requirements: PolicySpec['requirements']): boolean =>
  podsSelected(world, namespace, requirements).length > 0

/** The directions in which policies isolate each pod that any of them selects. */
const isolation = memo((world: World): ReadonlyMap<Workload, ReadonlySet<Direction>> => {
  const isolated = new Map<Workload, Set<Direction>>()
  for (const { spec, namespace } of distinctSelections(world))
    for (const workload of podsSelected(world, namespace, spec.requirements)) {
      const known = isolated.get(workload) ?? new Set()
      isolated.set(workload, known)
      for (const direction of spec.directions) known.add(direction)
    }
  return isolated
})

/** Policies that select the same pods for the same directions count once: a hundred may select all of a namespace. */
function distinctSelections(world: World): Iterable<{ readonly spec: PolicySpec; readonly namespace: string }> {
  const selections = specsIn(world).flatMap(spec =>
    (spec.namespaces ?? allNamespaces(world)).map(namespace => ({ spec, namespace })),
  )
  const keyOf = ({ spec, namespace }: (typeof selections)[number]): string =>
    JSON.stringify([namespace, spec.requirements, spec.directions])
  return new Map(selections.map(one => [keyOf(one), one])).values()
}

/** The directions in which policies isolate a pod; `undefined` when none selects it. */
export const isolationOf = (world: World, workload: Workload): ReadonlySet<Direction> | undefined =>
  isolation(world).get(workload)

/** By file, so that a list of files does not choose another one. */
const firstOf = (mates: readonly Workload[]): Workload | undefined =>
  mates.length === 0 ? undefined : mates.reduce((a, b) => (b.source.file < a.source.file ? b : a))

/** Asked for each pod of the namespace. */
const firstMate = memo(firstOf)

/** How many pods of the namespace and render no policy could apply to, and the first of them, which stands for all. */
export const representative = (world: World, workload: Workload): { first: boolean; count: number } => {
  const mates = isolable(world).get(mateKey(workload)) ?? []
  return { first: firstMate(mates) === workload, count: mates.length }
}

const mateKey = ({ resource }: Workload): string => JSON.stringify([namespaceOf(resource), resource.origin?.root])

/** Policies do not apply to pods in the network of their node. */
export const canBeIsolated = ({ pod, whole, hook }: Workload): boolean => whole && !hook && pod.hostNetwork !== true

const isolable = memo((world: World) =>
  indexBy(
    allNamespaces(world)
      .flatMap(namespace => podsIn(world, namespace))
      .filter(canBeIsolated),
    workload => [mateKey(workload)],
  ),
)
