import { type Json, type Resource, textOf } from '../kube/resource.ts'
import type { Workload } from '../kube/workload.ts'
import { lookup, namespaceOf, nearest } from './lookup.ts'
import type { World } from './world.ts'

const key = (namespace: string, name: string): string => `${namespace}/${name}`

const accountsBy = lookup('ServiceAccount', resource => [key(namespaceOf(resource), resource.name)])

/** The accounts a binding gives a role to. */
function boundBy(binding: Resource): readonly string[] {
  const subjects: readonly Json[] = Array.isArray(binding.json.subjects) ? binding.json.subjects : []
  return subjects
    .filter(subject => subject?.kind === 'ServiceAccount' && typeof subject.name === 'string')
    .map(({ namespace, name }) => key(typeof namespace === 'string' ? namespace : namespaceOf(binding), name))
}

const BINDINGS = ['RoleBinding', 'ClusterRoleBinding'].map(kind => lookup(kind, boundBy))

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

/** Whether a binding names the account of a pod. */
export const isBound = (workload: Workload, world: World): boolean =>
  BINDINGS.some(boundTo => boundTo(world, key(namespaceOf(workload.resource), serviceAccountOf(workload))).length > 0)
