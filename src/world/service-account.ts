import { indexBy } from '../core/group.ts'
import { memo } from '../core/memo.ts'
import { type Resource, textOf } from '../kube/resource.ts'
import type { Workload } from '../kube/workload.ts'
import { lookup, namespaceOf, nearest } from './lookup.ts'
import { holdingsNaming } from './rbac/holdings.ts'
import { type Account, type Subject, subjectKey } from './rbac/subjects.ts'
import type { World } from './world.ts'

const key = ({ namespace, name }: Account): string => `${namespace}/${name}`

const accountsBy = lookup('ServiceAccount', resource => [
  key({ namespace: namespaceOf(resource), name: resource.name }),
])

/** The ServiceAccounts of a name, seen from an object: those of the same render when there are any. */
export const accountsNamed = (world: World, from: Resource, account: Account): readonly Resource[] =>
  nearest(from, accountsBy(world, key(account)))

/** The name of the account that a pod runs as. */
export const serviceAccountOf = ({ pod }: Workload): string =>
  textOf(pod.serviceAccountName) || textOf(pod.serviceAccount) || 'default'

/** The account that a pod runs as. */
export const accountOfPod = (workload: Workload): Account => ({
  namespace: namespaceOf(workload.resource),
  name: serviceAccountOf(workload),
})

/** The account of a pod, as a binding names it. */
export const subjectOf = (workload: Workload): Subject => ({ kind: 'ServiceAccount', ...accountOfPod(workload) })

/** Whether a pod gets a token, and who decides: the pod, else its account, else nobody (and then it does). */
export function tokenMount(workload: Workload, world: World): { mounts: boolean; by: 'pod' | 'account' | 'nobody' } {
  const own = workload.pod.automountServiceAccountToken
  if (typeof own === 'boolean') return { mounts: own, by: 'pod' }
  const [account] = accountsNamed(world, workload.resource, accountOfPod(workload))
  const inherited = account?.json.automountServiceAccountToken
  return typeof inherited === 'boolean' ? { mounts: inherited, by: 'account' } : { mounts: true, by: 'nobody' }
}

/** Whether a binding names the account of a pod. */
export const isBound = (workload: Workload, world: World): boolean =>
  holdingsNaming(world, subjectOf(workload)).length > 0

const keyIn = ({ origin }: Resource, account: Account): string => JSON.stringify([origin?.root, key(account)])

/** Each object once, of what runs as long as it is deployed: hooks borrow the account of what they prepare. */
const byAccount = memo((world: World) => {
  const workloads = world.everyResource
    .flatMap(resource => world.workloadsOf(resource).slice(0, 1))
    .filter(({ hook, whole }) => whole && !hook)
    .map(workload => ({ workload, near: keyIn(workload.resource, accountOfPod(workload)) }))
  // Copies of an object are one workload.
  const distinct = new Map(
    workloads.toReversed().map(one => [JSON.stringify([one.near, one.workload.handle]), one] as const),
  )
  const all = [...distinct.values()].toReversed()
  const found = indexBy(all, ({ workload, near }) => [near, key(accountOfPod(workload))])
  return new Map([...found].map(([account, ones]) => [account, ones.map(({ workload }) => workload)]))
})

/**
 * The workloads that run as an account, in the order of reading, seen from an object: those of the same chart, overlay or
 * plain files when there are any, else all.
 */
export const workloadsAs = (world: World, from: Resource, account: Account): readonly Workload[] =>
  byAccount(world).get(keyIn(from, account)) ?? byAccount(world).get(key(account)) ?? []

/** Also what runs a part of a pod, or once around a release. */
const subjectsRun = memo(
  (world: World): ReadonlySet<string> =>
    new Set(world.everyResource.flatMap(one => world.workloadsOf(one)).map(one => subjectKey(subjectOf(one)))),
)

/** Whether any pod that was read runs as a subject. */
export const isRun = (world: World, subject: Subject): boolean => subjectsRun(world).has(subjectKey(subject))
