import type { Peers } from '../../../core/rule.ts'
import type { Severity } from '../../../core/severity.ts'
import { componentNeeding } from '../../../kube/facts/platform-roles.ts'
import { type PowerId, powerOf } from '../../../kube/facts/powers.ts'
import type { Resource } from '../../../kube/resource.ts'
import { weigh } from '../../../world/rbac/power-holders.ts'
import { grantOf } from '../../../world/rbac/powers.ts'
import type { World } from '../../../world/world.ts'
import { peersOfPowers, peersWithout, unlike } from '../../power-peers.ts'
import { type Found, rule } from '../../rule.ts'

/** What differs between the rules of this file. */
interface PowerRule {
  readonly id: string
  readonly title: string
  readonly why: string
  readonly help: string
  readonly severity: Severity
  readonly profile: 'recommended' | 'strict'
  readonly tags?: readonly string[]
  /** The first one that a role grants is reported. */
  readonly powers: readonly PowerId[]
  /** Rules for what is a part of it. */
  readonly covers?: readonly string[]
}

const RULES: readonly PowerRule[] = [
  {
    id: 'rbac-secrets-access',
    title: 'Role can read or change Secrets',
    why: 'Secrets hold passwords, keys and tokens of service accounts: anyone who lists them has the rights of all that use them.',
    help: 'List the Secrets that are needed in `resourceNames`, with verb `get`, and grant it by a Role of their namespace.',
    severity: 'medium',
    profile: 'recommended',
    tags: ['cis:5.1.2', 'mitre'],
    powers: ['read-secrets', 'write-secrets'],
  },
  {
    id: 'rbac-create-pods',
    title: 'Role can create pods',
    why: 'A pod can run as every service account of its namespace, mount every Secret and volume there, and take over its node where admission does not forbid it.',
    help: 'Remove `create` on pods and workloads from people and programs that deploy nothing, and grant it by a Role in the namespaces that they deploy to.',
    severity: 'medium',
    profile: 'recommended',
    tags: ['cis:5.1.4'],
    powers: ['create-pods', 'create-workloads'],
  },
  {
    id: 'rbac-create-operated-pods',
    title: 'Role can have an operator create pods',
    why: 'The operator creates the pod that the object describes: its author chooses image and service account, as if they could create pods.',
    help: 'Grant `create`, `update` and `patch` on these objects only to those who may create pods in the namespace.',
    severity: 'low',
    profile: 'strict',
    powers: ['create-operated-pods'],
  },
  {
    id: 'rbac-manage-workloads',
    title: 'Role can change workloads',
    why: 'A changed image or command runs with the service account, Secrets and volumes of the workload.',
    help: 'Remove `update` and `patch` on pods and workloads, or list the workloads in `resourceNames`.',
    severity: 'low',
    profile: 'strict',
    powers: ['change-workloads'],
  },
  {
    id: 'rbac-delete-workloads',
    title: 'Role can delete workloads',
    why: 'An attacker who has the role can stop applications, and destroy what only their Secrets hold.',
    help: 'Remove `delete` and `deletecollection`, or list the objects in `resourceNames`.',
    severity: 'low',
    profile: 'strict',
    tags: ['mitre'],
    powers: ['delete-workloads'],
  },
  {
    id: 'rbac-pod-exec',
    title: 'Role can run commands in pods',
    why: 'A command runs with everything that its container has: token, Secrets, network and files. `get` is enough, over a WebSocket.',
    help: 'Remove `pods/exec`; for debugging, grant it for a limited time in one namespace.',
    severity: 'medium',
    profile: 'recommended',
    tags: ['nsa', 'mitre'],
    powers: ['pod-exec'],
  },
  {
    id: 'rbac-pod-attach',
    title: 'Role can attach to containers',
    why: 'Anyone attached to a shell or another program that reads its input controls it, with everything that the container has.',
    help: 'Remove `pods/attach`; for debugging, grant it for a limited time in one namespace.',
    severity: 'medium',
    profile: 'recommended',
    powers: ['pod-attach'],
  },
  {
    id: 'rbac-ephemeral-containers',
    title: 'Role can add containers to running pods',
    why: 'An ephemeral container runs an image of the attacker in the pod, with its token, network and volumes.',
    help: 'Remove `pods/ephemeralcontainers`; for debugging, grant it for a limited time in one namespace.',
    severity: 'medium',
    profile: 'recommended',
    powers: ['ephemeral-containers'],
  },
  {
    id: 'rbac-port-forward',
    title: 'Role can connect to every port of pods',
    why: 'A forwarded port bypasses Services and NetworkPolicies, and reaches what listens on the loopback interface of the pod alone.',
    help: 'Remove `pods/portforward`; for debugging, grant it for a limited time in one namespace.',
    severity: 'low',
    profile: 'strict',
    powers: ['port-forward'],
  },
  {
    id: 'rbac-nodes-proxy',
    title: 'Role can reach the kubelet through nodes/proxy',
    why: 'The kubelet runs commands in every pod of the node, without admission and without an audit log. `get` is enough, over a WebSocket.',
    help: 'Remove `nodes/proxy`; to read metrics, `nodes/metrics` and `nodes/stats` are enough.',
    severity: 'medium',
    profile: 'recommended',
    tags: ['cis:5.1.10'],
    powers: ['nodes-proxy'],
  },
  {
    id: 'rbac-impersonate',
    title: 'Role can impersonate other identities',
    why: 'The request is authorized as that of the other identity: to act as an administrator is to be one.',
    help: 'Remove `impersonate`, or list the identities in `resourceNames`.',
    severity: 'medium',
    profile: 'recommended',
    tags: ['cis:5.1.8'],
    powers: ['impersonate'],
  },
  {
    id: 'rbac-escalate',
    title: 'Role can escalate roles',
    why: '`escalate` lifts the check that no one can write a role with more rights than their own: its holder adds any right to a role that it has.',
    help: 'Remove `escalate`, and bind the roles to those who write them.',
    severity: 'medium',
    profile: 'recommended',
    tags: ['cis:5.1.8'],
    powers: ['escalate'],
  },
  {
    id: 'rbac-create-bindings',
    title: 'Role can give itself any role',
    why: 'With `bind` on roles and `create` on bindings, its holder binds `cluster-admin` to itself.',
    help: 'Remove `bind`, or list the roles that may be bound in `resourceNames`.',
    severity: 'medium',
    profile: 'recommended',
    powers: ['create-bindings'],
    covers: ['rbac-bind', 'rbac-modify-bindings'],
  },
  {
    id: 'rbac-bind',
    title: 'Role can bind any role',
    why: '`bind` lifts the check that no one can bind a role with more rights than their own.',
    help: 'Remove `bind`, or list the roles that may be bound in `resourceNames`.',
    severity: 'medium',
    profile: 'recommended',
    tags: ['cis:5.1.8'],
    powers: ['bind'],
  },
  {
    id: 'rbac-modify-bindings',
    title: 'Role can create or change bindings',
    why: 'Its holder can give its own rights to anyone, which outlives the account that was stolen.',
    help: 'Remove `create`, `update` and `patch` on `rolebindings` and `clusterrolebindings`.',
    severity: 'low',
    profile: 'strict',
    powers: ['modify-bindings'],
  },
  {
    id: 'rbac-webhook-configurations',
    title: 'Role can change admission webhooks and policies',
    why: 'A webhook sees every object that is written, Secrets too, and a mutating one changes them; without it, what it enforces is no longer enforced.',
    help: 'List the configurations of the program in `resourceNames`, and create them when it is installed.',
    severity: 'medium',
    profile: 'recommended',
    tags: ['cis:5.1.12'],
    powers: ['webhook-configurations'],
  },
  {
    id: 'rbac-approve-csr',
    title: 'Role can approve certificate signing requests',
    why: 'An approved request becomes a certificate of any user or group, and it cannot be revoked.',
    help: 'List the signers in `resourceNames` of the rule with verb `approve`.',
    severity: 'medium',
    profile: 'recommended',
    tags: ['cis:5.1.11'],
    powers: ['approve-csr'],
  },
  {
    id: 'rbac-service-account-token',
    title: 'Role can create tokens of service accounts',
    why: 'A token has all rights of its account, wherever it is used.',
    help: 'List the accounts in `resourceNames` of the rule for `serviceaccounts/token`.',
    severity: 'medium',
    profile: 'recommended',
    tags: ['cis:5.1.13'],
    powers: ['service-account-token'],
  },
  {
    id: 'rbac-persistent-volumes',
    title: 'Role can create PersistentVolumes',
    why: 'A PersistentVolume of type `hostPath` mounts any folder of a node into a pod, whatever pod security standards its namespace has.',
    help: 'Remove `create` on `persistentvolumes`, and let a StorageClass provision them.',
    severity: 'low',
    profile: 'strict',
    tags: ['cis:5.1.9'],
    powers: ['persistent-volumes'],
  },
  {
    id: 'rbac-delete-events',
    title: 'Role can delete events',
    why: 'An attacker can remove the traces of what was started, pulled and killed.',
    help: 'Remove `delete` and `deletecollection` on `events`.',
    severity: 'low',
    profile: 'strict',
    tags: ['mitre'],
    powers: ['delete-events'],
  },
  {
    id: 'rbac-delete-pod-logs',
    title: 'Role can delete logs of pods',
    why: 'The API has no such request; where a server in front of it adds one, an attacker can remove traces.',
    help: 'Grant `get` alone on `pods/log`.',
    severity: 'low',
    profile: 'strict',
    powers: ['delete-pod-logs'],
  },
  {
    id: 'rbac-configmaps',
    title: 'Role can change ConfigMaps',
    why: 'ConfigMaps hold scripts and settings of other programs, in `kube-system` those of the cluster itself.',
    help: 'List the ConfigMaps in `resourceNames`; for leader election, use `leases` instead.',
    severity: 'low',
    profile: 'strict',
    powers: ['configmaps'],
    covers: ['rbac-coredns-configmap'],
  },
  {
    id: 'rbac-coredns-configmap',
    title: 'Role can change the CoreDNS ConfigMap',
    why: 'An attacker who changes how names are looked up can redirect the traffic of every pod.',
    help: 'List the ConfigMaps in `resourceNames`, and leave out `coredns`.',
    severity: 'low',
    profile: 'strict',
    tags: ['mitre'],
    powers: ['coredns-configmap'],
  },
  {
    id: 'rbac-aws-auth-configmap',
    title: 'Role can change the EKS aws-auth ConfigMap',
    why: 'The ConfigMap maps roles of AWS to groups of the cluster: one line makes any of them `system:masters`.',
    help: 'Remove `aws-auth` from `resourceNames`, and use access entries of EKS.',
    severity: 'medium',
    profile: 'recommended',
    powers: ['aws-auth-configmap'],
  },
  {
    id: 'rbac-networking',
    title: 'Role can change networking objects',
    why: 'An attacker can redirect traffic to its own pod, publish an internal service, or remove the NetworkPolicies that isolate others.',
    help: 'Remove `create`, `update`, `patch` and `delete` on what the program only reads.',
    severity: 'low',
    profile: 'strict',
    powers: ['networking'],
  },
  {
    id: 'rbac-services-status',
    title: 'Role can change the status of Services',
    why: 'An address in `status.loadBalancer.ingress` sends traffic of the cluster for it to the pods of the Service (CVE-2020-8554).',
    help: 'Remove `services/status`: only controllers of load balancers write it.',
    severity: 'low',
    profile: 'recommended',
    powers: ['services-status'],
  },
]

/** What a role grants of some powers that is not what a well-known component requires. */
function problemOf(role: Resource, world: World, { powers, severity }: PowerRule, peers: Peers): Found {
  for (const id of powers) {
    const power = powerOf(id)
    const grant = componentNeeding(role.name, id) === undefined ? grantOf(role, power) : undefined
    const weighed =
      grant && weigh(world, role, { ...grant, what: power.what }, id === 'write-secrets' ? 'low' : severity)
    if (grant && weighed)
      return {
        at: grant.at,
        judged: id,
        unlike: unlike(role, weighed.holdings, peersWithout(peers, peersOfPowers([id]))),
        ...weighed.problem,
      }
  }
  return undefined
}

/** One for each power, or for those that are alike. */
export const powerRules = RULES.map(one => {
  const { powers, ...meta } = one
  const peers = peersOfPowers(powers)
  return rule({
    ...meta,
    since: '0.1',
    peers,
    on: 'resource',
    kinds: ['Role', 'ClusterRole'],
    check: (role, { world }) => problemOf(role, world, one, peers),
  })
})
