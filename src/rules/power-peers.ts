import type { Peer, Peers } from '../core/rule.ts'
import type { PowerId } from '../kube/facts/powers.ts'
import type { Resource } from '../kube/resource.ts'
import type { Holding } from '../world/rbac/holdings.ts'
import { trivyIds } from './peers.ts'

const EXEC_OR_ATTACH = [
  'clusterrolePodExecAttach',
  'rolePodExecAttach',
  'clusterrolebindingPodExecAttach',
  'rolebindingClusterRolePodExecAttach',
  'rolebindingRolePodExecAttach',
]
/** Checks of Trivy for one kind of roles. */
const OF_ROLES = [...trivyIds('KSV-0113', 'no-manage-ns-secrets'), ...trivyIds('KSV-0112', 'no-wildcard-resource-role')]
const OF_CLUSTER_ROLES = trivyIds('KSV-0046', 'no-wildcard-resource-clusterrole')
const ESCALATION = '8320826e-7a9c-4b0b-9535-578333193432'
const MANAGE_RBAC = [
  ...trivyIds('KSV-0050', 'no-manage-rbac-resources'),
  'kubernetes-no-privilege-escalation-rbac',
  'no-privilege-escalation-rbac',
]
const MANAGE_WORKLOADS = trivyIds('KSV-0048', 'deny-create-update-malicious-pod')
const MANAGE_SECRETS = [...trivyIds('KSV-0041', 'no-manage-secrets'), ...trivyIds('KSV-0113', 'no-manage-ns-secrets')]
const CREATE_PODS: Peers = {
  kics: '592ad21d-ad9b-46c6-8d2d-fad09d62a942',
  kubelinter: 'access-to-create-pods',
  kubescape: 'C-0188',
  monokle: 'KBP107',
  trivy: MANAGE_WORKLOADS,
}

/** The ids under which peers report that a role grants a power. */
export const POWER_PEERS: { readonly [Id in PowerId]?: Peers } = {
  'read-secrets': {
    checkov: 'CKV2_K8S_5',
    kics: ['b7bca5c4-1dab-4c2c-8cbe-3050b9d59b14', '056ac60e-fe07-4acc-9b34-8e1d51716ab9'],
    kubelinter: 'access-to-secrets',
    kubescape: ['C-0015', 'C-0186'],
    trivy: MANAGE_SECRETS,
  },
  'write-secrets': { kubelinter: 'access-to-secrets', trivy: MANAGE_SECRETS },
  'create-pods': CREATE_PODS,
  'create-workloads': CREATE_PODS,
  'change-workloads': { trivy: MANAGE_WORKLOADS },
  'delete-workloads': { kubescape: 'C-0007', trivy: MANAGE_WORKLOADS },
  'pod-exec': {
    checkov: 'CKV2_K8S_2',
    kics: 'c589f42c-7924-4871-aee2-1cede9bc7cbc',
    kubescape: 'C-0002',
    monokle: 'KBP108',
    polaris: EXEC_OR_ATTACH,
    trivy: trivyIds('KSV-0053', 'no-getting-shell-pods'),
  },
  'pod-attach': {
    kics: 'd45330fd-f58d-45fb-a682-6481477a0f84',
    polaris: EXEC_OR_ATTACH,
    trivy: trivyIds('KSV-0054', 'no-attaching-shell-pods'),
  },
  'port-forward': { kics: '38fa11ef-dbcc-4da8-9680-7e1fd855b6fb', kubescape: 'C-0063' },
  'nodes-proxy': {
    checkov: 'CKV2_K8S_2',
    kubescape: 'C-0279',
    trivy: trivyIds('KSV-0047', 'no-privilege-escalation-from-node-proxy'),
  },
  impersonate: {
    checkov: 'CKV2_K8S_3',
    kics: '9f85c3f6-26fd-4007-938a-2e0cb0100980',
    kubescape: ['C-0065', 'C-0191'],
    trivy: trivyIds('KSV-0043', 'no-impersonate-privileged-groups'),
  },
  escalate: { checkov: 'CKV_K8S_158', kics: ESCALATION, kubescape: 'C-0191', trivy: MANAGE_RBAC },
  bind: { checkov: ['CKV_K8S_157', 'CKV2_K8S_1'], kics: ESCALATION, kubescape: 'C-0191', trivy: MANAGE_RBAC },
  'create-bindings': {
    trivy: [
      ...trivyIds('KSV-0051', 'do-not-allow-role-binding-associate-privileged-role'),
      ...trivyIds('KSV-0052', 'allow-role-clusterrolebindings-associate-privileged-cluster-role'),
    ],
  },
  'modify-bindings': { trivy: [...trivyIds('KSV-0055', 'view-all-secrets'), ...MANAGE_RBAC] },
  'webhook-configurations': {
    checkov: 'CKV_K8S_155',
    kubescape: 'C-0281',
    trivy: trivyIds('KSV-0114', 'no-manage-webhook'),
  },
  'approve-csr': { checkov: 'CKV_K8S_156', kubescape: 'C-0280' },
  'service-account-token': { kubescape: 'C-0282' },
  'persistent-volumes': { kubescape: 'C-0278' },
  'delete-events': { kubescape: 'C-0031' },
  'delete-pod-logs': { trivy: trivyIds('KSV-0042', 'no-delete-pod-logs') },
  configmaps: { trivy: trivyIds('KSV-0049', 'no-manage-configmaps') },
  'coredns-configmap': { kubescape: 'C-0037' },
  'aws-auth-configmap': { trivy: trivyIds('KSV-0115', 'eks-iam-configmap') },
  networking: { trivy: trivyIds('KSV-0056', 'no-manage-networking-resources') },
  'services-status': { checkov: 'CKV2_K8S_4' },
}

/** Checks of Checkov that look at bindings of service accounts. */
const OF_ACCOUNTS = ['CKV2_K8S_1', 'CKV2_K8S_2', 'CKV2_K8S_3', 'CKV2_K8S_4', 'CKV2_K8S_5']

/** How Polaris calls it when a role that can exec or attach is bound. */
const execOrAttachOf = ({ binding }: Holding, role: Resource): string =>
  binding.kind === 'ClusterRoleBinding' ? 'clusterrolebindingPodExecAttach' : `rolebinding${role.kind}PodExecAttach`

/** Polaris lets roles and bindings of these names pass, whoever chose them. */
const isSpared = ({ name }: Resource): boolean => /^system:|^gce:podsecuritypolicy:calico-sa$/.test(name)

/** How Polaris calls it when a role that is as good as cluster-admin is bound. */
export const administratorOf = (role: Resource, holdings: readonly Holding[]): readonly string[] => [
  ...new Set(
    holdings
      .filter(({ binding }) => !isSpared(binding))
      .map(({ binding }) =>
        binding.kind === 'ClusterRoleBinding'
          ? 'clusterrolebindingClusterAdmin'
          : `rolebindingClusterAdmin${role.kind}`,
      ),
  ),
]

/** Ids of peers that let a role pass for its kind, or for who holds it, beside those that are known to. */
export function unlike(
  role: Resource,
  holdings: readonly Holding[],
  known: Peers,
): { readonly [P in Peer]?: readonly string[] } {
  const told = new Set([
    ...(isSpared(role) ? [] : [`${role.kind.toLowerCase()}PodExecAttach`]),
    ...holdings.filter(({ binding }) => !isSpared(binding)).map(holding => execOrAttachOf(holding, role)),
  ])
  const add = (peer: Peer, ids: readonly string[]): readonly string[] => [...[known[peer] ?? []].flat(), ...ids]
  return {
    ...(known as object),
    checkov: add('checkov', holdings.some(({ subject }) => subject.kind === 'ServiceAccount') ? [] : OF_ACCOUNTS),
    polaris: add(
      'polaris',
      EXEC_OR_ATTACH.filter(id => !told.has(id)),
    ),
    trivy: add('trivy', role.kind === 'ClusterRole' ? OF_ROLES : OF_CLUSTER_ROLES),
  }
}

/** All ids of some powers. */
export function peersOfPowers(powers: readonly PowerId[]): Peers {
  const all = powers.flatMap(power => Object.entries(POWER_PEERS[power] ?? {}))
  const peers = new Map<Peer, Set<string>>()
  for (const [peer, ids] of all as readonly [Peer, string | readonly string[]][])
    peers.set(peer, new Set([...(peers.get(peer) ?? []), ...[ids].flat()]))
  return Object.fromEntries([...peers].map(([peer, ids]) => [peer, [...ids]]))
}

/** Those of the first that are not among the second. */
export function peersWithout(peers: Peers, known: Peers): Peers {
  return Object.fromEntries(
    Object.entries(peers).map(([peer, ids]) => {
      const others = new Set([known[peer as Peer] ?? []].flat())
      return [peer, [ids].flat().filter(id => !others.has(id as string))]
    }),
  ) as Peers
}
