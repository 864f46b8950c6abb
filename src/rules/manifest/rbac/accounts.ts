import { groupBy } from '../../../core/group.ts'
import { memo } from '../../../core/memo.ts'
import { type Json, listOf, type Resource, textOf } from '../../../kube/resource.ts'
import { namespaceOf } from '../../../world/lookup.ts'
import { grantsOf } from '../../../world/rbac/aggregation.ts'
import { everyHolding, type Holding } from '../../../world/rbac/holdings.ts'
import { isBuiltIn } from '../../../world/rbac/power-holders.ts'
import { subjectKey } from '../../../world/rbac/subjects.ts'
import { isEverything } from '../../../world/rbac/wildcards.ts'
import { serviceAccountOf, subjectOf, tokenMount } from '../../../world/service-account.ts'
import type { World } from '../../../world/world.ts'
import { rule } from '../../rule.ts'

const BINDINGS = ['RoleBinding', 'ClusterRoleBinding'] as const

const isAccount = (subject: Json): boolean => subject?.kind === 'ServiceAccount'

/** Groups that every service account is in, of the cluster or of a namespace. */
const isGroupOfAccounts = (subject: Json): boolean =>
  subject?.kind === 'Group' && /^system:serviceaccounts(?::.|$)/.test(textOf(subject.name))

const roleNamed = ({ json }: Resource): string => `${textOf(json.roleRef?.kind)} \`${textOf(json.roleRef?.name)}\``

export const defaultServiceAccountBound = rule({
  id: 'default-service-account-bound',
  title: 'Role is bound to default service accounts',
  why: 'Every pod of the namespace that sets no account gets the rights of the role, and so does an attacker in any of them.',
  help: 'Name a ServiceAccount of its own in `subjects`, and set it as `serviceAccountName` of the workload that needs the role.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  tags: ['cis:5.1.5'],
  peers: { checkov: 'CKV_K8S_42', kics: '1e749bc9-fde8-471c-af0c-8254efd2dee5', kubescape: 'C-0225' },
  on: 'resource',
  kinds: BINDINGS,
  check(binding) {
    if (isBuiltIn(binding)) return
    return listOf(binding.json.subjects).flatMap((subject, index) => {
      const at = binding.at('subjects', index)
      if (isAccount(subject) && subject.name === 'default') {
        const namespace = textOf(subject.namespace) || namespaceOf(binding)
        return {
          at,
          message: `service account \`default\` of namespace \`${namespace}\` gets ${roleNamed(binding)}`,
        }
      }
      if (!isGroupOfAccounts(subject)) return []
      return {
        at,
        message: `all service accounts of group \`${subject.name}\` get ${roleNamed(binding)}`,
        unlike: {
          checkov: 'CKV_K8S_42',
          kics: '1e749bc9-fde8-471c-af0c-8254efd2dee5',
          kubescape: 'C-0225',
        },
      }
    })
  },
})

export const workloadServiceAccountAccess = rule({
  id: 'workload-service-account-access',
  title: 'Service account has a role',
  why: 'An attacker in a container that runs as the account can do what the role allows.',
  help: 'Remove the account from `subjects` where its program does not need the role.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  tags: ['mitre'],
  peers: { kubescape: 'C-0053' },
  on: 'resource',
  kinds: BINDINGS,
  check: binding =>
    isBuiltIn(binding)
      ? []
      : listOf(binding.json.subjects).flatMap((subject, index) =>
          isAccount(subject)
            ? {
                at: binding.at('subjects', index),
                message: `service account \`${textOf(subject.name)}\` gets ${roleNamed(binding)}`,
              }
            : [],
        ),
})

/** Roles of every cluster that allow everything in it, or everything in a namespace but its quota. */
const ADMINISTRATORS: ReadonlySet<string> = new Set(['cluster-admin', 'admin', 'edit'])

const hasAll = memo((world: World) =>
  memo((role: Resource) => grantsOf(world, role).some(({ rule }) => isEverything(rule))),
)

const isAdministrative = (world: World, { role, ref }: Holding): boolean =>
  role ? hasAll(world)(role) : ref.kind === 'ClusterRole' && ADMINISTRATORS.has(ref.name)

/** By account: thousands of pods may run as one, and each may be named in thousands of bindings. */
const administrators = memo((world: World) =>
  groupBy(
    everyHolding(world).filter(one => isAdministrative(world, one)),
    ({ subject }) => subjectKey(subject),
  ),
)

/** Its binding is reported in the default profile, or its role: once for all pods. */
export const workloadAdminRole = rule({
  id: 'workload-admin-role',
  title: 'Pod has an administrative role',
  why: 'An attacker in the container controls the namespace, or the cluster: the token of its account is mounted there.',
  help: 'Bind a Role with only the verbs and resources that the program uses, or set `automountServiceAccountToken: false`.',
  severity: 'medium',
  profile: 'strict',
  since: '0.1',
  peers: { kubescape: ['C-0267', 'C-0272'] },
  covers: ['workload-reaches-cluster-admin'],
  on: 'workload',
  check(workload, { world }) {
    if (!workload.whole || !tokenMount(workload, world).mounts) return
    const [held] = administrators(world).get(subjectKey(subjectOf(workload))) ?? []
    if (!held) return
    const { binding, namespace } = held
    const where = namespace === undefined ? 'the whole cluster' : `namespace \`${namespace}\``
    return {
      at: workload.at('serviceAccountName'),
      judged: 'role',
      message: `service account \`${serviceAccountOf(workload)}\` of the pod has ${roleNamed(binding)} in ${where}`,
      see: [{ at: binding.at('roleRef'), note: 'the binding', in: binding.source }],
      ...(namespace !== undefined && { unlike: { kubescape: 'C-0267' } }),
    }
  },
})
