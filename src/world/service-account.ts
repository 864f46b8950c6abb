import { groupBy } from '../core/group.ts'
import { memo } from '../core/memo.ts'
import { textOf } from '../kube/resource.ts'
import type { Workload } from '../kube/workload.ts'
import { lookup, namespaceOf, nearest } from './lookup.ts'
import { holdingsNaming } from './rbac.ts'
import type { Subject } from './subjects.ts'
import type { World } from './world.ts'

const key = (namespace: string, name: string): string => `${namespace}/${name}`

const accountsBy = lookup('ServiceAccount', resource => [key(namespaceOf(resource), resource.name)])

/** The name of the account that a pod runs as. */
export const serviceAccountOf = ({ pod }: Workload): string =>
  textOf(pod.serviceAccountName) || textOf(pod.serviceAccount) || 'default'

/** Whether a pod gets a token, and who decides: the pod, else its account, else nobody (and then it does). */
export function tokenMount(workload: Workload, world: World): { mounts: boolean; by: 'pod' | 'account' | 'nobody' } {
  const own = workload.pod.automountServiceAccountToken
  if (typeof own === 'boolean') return { mounts: own, by: 'pod' }
  const accounts = accountsBy(world, key(namespaceOf(workload.resource), serviceAccountOf(workload)))
  const [account] = nearest(workload.resource, accounts)
  const inherited = account?.json.automountServiceAccountToken
  return typeof inherited === 'boolean' ? { mounts: inherited, by: 'account' } : { mounts: true, by: 'nobody' }
}

/** The account of a pod, as a key. */
const accountKey = (workload: Workload): string => key(namespaceOf(workload.resource), serviceAccountOf(workload))

/** The account of a pod, as a binding names it. */
export const subjectOf = (workload: Workload): Subject => ({
  kind: 'ServiceAccount',
  name: serviceAccountOf(workload),
  namespace: namespaceOf(workload.resource),
})

/** Whether a binding names the account of a pod. */
export const isBound = (workload: Workload, world: World): boolean =>
  holdingsNaming(world, subjectOf(workload)).length > 0

/** Each object once, of what runs as long as it is deployed: hooks borrow the account of what they prepare. */
const byAccount = memo((world: World) => {
  const workloads = world.everyResource
    .flatMap(resource => world.workloadsOf(resource).slice(0, 1))
    .filter(({ hook, whole }) => whole && !hook)
  const keyOf = (workload: Workload): string => JSON.stringify([workload.resource.origin?.root, accountKey(workload)])
  // Copies of an object are one workload.
  const distinct = new Map(workloads.toReversed().map(one => [JSON.stringify([keyOf(one), one.handle]), one]))
  return groupBy([...distinct.values()].toReversed(), keyOf)
})

/** The workloads of the same chart, overlay or plain files that run as the account of a pod, in the order of reading. */
export const runningAsSame = (workload: Workload, world: World): readonly Workload[] =>
  byAccount(world).get(JSON.stringify([workload.resource.origin?.root, accountKey(workload)])) ?? []
