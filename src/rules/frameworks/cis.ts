import type { Control, Framework } from './framework.ts'

/**
 * The recommendations of the CIS Kubernetes Benchmark 1.10. Numbers are those of kube-bench: aquasecurity/kube-bench at
 * a73ce378418c71c5861e6963753f50dec3badadf, `cfg/cis-1.10/{master,etcd,controlplane,node,policies}.yaml`; titles are
 * Seaworthy's. What an id means to rules is their tag `cis:<id>`.
 */
const FILES = 'permissions and owners of files on nodes are not in manifests'
const PEOPLE = 'how people sign in to the cluster is not in manifests'

type Titles = Readonly<Record<string, string>>

/** Recommendations, each checked by the rules with its tag and by those named for all of them. */
const checked = (titles: Titles, rules?: readonly string[]): readonly Control[] =>
  Object.entries(titles).map(([id, title]) => ({ id, title, tags: [`cis:${id}`], ...(rules && { rules }) }))

/** Recommendations that no file shows to be met. */
const unchecked = (why: string, titles: Titles): readonly Control[] =>
  checked(titles).map(control => ({ ...control, unchecked: why }))

const NODE_FILES = unchecked(FILES, {
  '1.1.1': 'API server manifest: mode 600 or stricter',
  '1.1.2': 'API server manifest: owner root:root',
  '1.1.3': 'Controller manager manifest: mode 600 or stricter',
  '1.1.4': 'Controller manager manifest: owner root:root',
  '1.1.5': 'Scheduler manifest: mode 600 or stricter',
  '1.1.6': 'Scheduler manifest: owner root:root',
  '1.1.7': 'etcd manifest: mode 600 or stricter',
  '1.1.8': 'etcd manifest: owner root:root',
  '1.1.9': 'Network plugin files: mode 600 or stricter',
  '1.1.10': 'Network plugin files: owner root:root',
  '1.1.11': 'etcd data directory: mode 700 or stricter',
  '1.1.12': 'etcd data directory: owner etcd:etcd',
  '1.1.13': 'Administrator kubeconfig: mode 600',
  '1.1.14': 'Administrator kubeconfig: owner root:root',
  '1.1.15': 'Scheduler kubeconfig: mode 600 or stricter',
  '1.1.16': 'Scheduler kubeconfig: owner root:root',
  '1.1.17': 'Controller manager kubeconfig: mode 600 or stricter',
  '1.1.18': 'Controller manager kubeconfig: owner root:root',
  '1.1.19': 'PKI directory and files: owner root:root',
  '1.1.20': 'PKI certificates: mode 600 or stricter',
  '1.1.21': 'PKI keys: mode 600',
})

const API_SERVER = checked({
  '1.2.1': 'API server rejects anonymous requests',
  '1.2.2': 'API server reads no static token file',
  '1.2.3': 'API server denies external IPs of Services',
  '1.2.4': 'API server has a client certificate for kubelets',
  '1.2.5': 'API server verifies the certificates of kubelets',
  '1.2.6': 'API server authorization is not AlwaysAllow',
  '1.2.7': 'API server authorization includes Node',
  '1.2.8': 'API server authorization includes RBAC',
  '1.2.9': 'Admission plugin EventRateLimit is enabled',
  '1.2.10': 'Admission plugin AlwaysAdmit is not enabled',
  '1.2.11': 'Admission plugin AlwaysPullImages is enabled',
  '1.2.12': 'Admission plugin ServiceAccount is enabled',
  '1.2.13': 'Admission plugin NamespaceLifecycle is enabled',
  '1.2.14': 'Admission plugin NodeRestriction is enabled',
  '1.2.15': 'API server profiling is disabled',
  '1.2.16': 'API server writes an audit log',
  '1.2.17': 'Audit logs are kept for at least 30 days',
  '1.2.18': 'At least 10 audit logs are kept',
  '1.2.19': 'Audit logs are rotated at 100 MB',
  '1.2.20': 'API server request timeout is appropriate',
  '1.2.21': 'API server looks up service accounts of tokens',
  '1.2.22': 'API server has a key for service account tokens',
  '1.2.23': 'API server has a client certificate for etcd',
  '1.2.24': 'API server has a TLS certificate',
  '1.2.25': 'API server verifies client certificates',
  '1.2.26': 'API server verifies the certificate of etcd',
  '1.2.27': 'API server encrypts what it stores',
  '1.2.28': 'Encryption providers are strong',
  '1.2.29': 'API server accepts strong TLS ciphers only',
})

const OTHER_COMPONENTS = checked({
  '1.3.1': 'Controller manager removes finished pods',
  '1.3.2': 'Controller manager profiling is disabled',
  '1.3.3': 'Controllers have service accounts of their own',
  '1.3.4': 'Controller manager has a key for service account tokens',
  '1.3.5': 'Controller manager gives pods the root certificate',
  '1.3.6': 'Controller manager rotates kubelet server certificates',
  '1.3.7': 'Controller manager listens on the loopback address',
  '1.4.1': 'Scheduler profiling is disabled',
  '1.4.2': 'Scheduler listens on the loopback address',
})

const ETCD = checked({
  '2.1': 'etcd has a server certificate',
  '2.2': 'etcd requires client certificates',
  '2.3': 'etcd does not accept self-signed client certificates',
  '2.4': 'etcd peers have certificates',
  '2.5': 'etcd peers require client certificates',
  '2.6': 'etcd peers do not accept self-signed certificates',
  '2.7': 'etcd has a certificate authority of its own',
})

const CONTROL_PLANE = [
  ...unchecked(PEOPLE, {
    '3.1.1': 'People do not sign in with client certificates',
    '3.1.2': 'People do not sign in with service account tokens',
    '3.1.3': 'People do not sign in with bootstrap tokens',
  }),
  ...checked({
    '3.2.1': 'There is an audit policy',
    '3.2.2': 'The audit policy covers security concerns',
  }),
]

const WORKER_FILES = unchecked(FILES, {
  '4.1.1': 'Kubelet service file: mode 600 or stricter',
  '4.1.2': 'Kubelet service file: owner root:root',
  '4.1.3': 'kube-proxy kubeconfig: mode 600 or stricter',
  '4.1.4': 'kube-proxy kubeconfig: owner root:root',
  '4.1.5': 'Kubelet kubeconfig: mode 600 or stricter',
  '4.1.6': 'Kubelet kubeconfig: owner root:root',
  '4.1.7': 'Certificate authorities: mode 600 or stricter',
  '4.1.8': 'Client certificate authorities: owner root:root',
  '4.1.9': 'Kubelet configuration: mode 600 or stricter',
  '4.1.10': 'Kubelet configuration: owner root:root',
})

const KUBELET = checked({
  '4.2.1': 'Kubelet rejects anonymous requests',
  '4.2.2': 'Kubelet authorization is not AlwaysAllow',
  '4.2.3': 'Kubelet verifies client certificates',
  '4.2.4': 'Kubelet read-only port is closed',
  '4.2.5': 'Kubelet ends idle streaming connections',
  '4.2.6': 'Kubelet keeps its iptables chains',
  '4.2.7': 'Kubelet host name is not overridden',
  '4.2.8': 'Kubelet records enough events',
  '4.2.9': 'Kubelet has a TLS certificate',
  '4.2.10': 'Kubelet rotates its client certificate',
  '4.2.11': 'Kubelet rotates its server certificate',
  '4.2.12': 'Kubelet accepts strong TLS ciphers only',
  '4.2.13': 'Kubelet limits the processes of a pod',
  '4.3.1': 'kube-proxy metrics are on the loopback address',
})

const RBAC = checked({
  '5.1.1': 'cluster-admin is bound only where it is required',
  '5.1.2': 'Only roles that need it can read Secrets',
  '5.1.3': 'Roles have no wildcards',
  '5.1.4': 'Only roles that need it can create pods',
  '5.1.5': 'Default service accounts are not used',
  '5.1.6': 'Service account tokens are mounted only where needed',
  '5.1.7': 'Group system:masters is not used',
  '5.1.8': 'Only roles that need it can bind, impersonate or escalate',
  '5.1.9': 'Only roles that need it can create PersistentVolumes',
  '5.1.10': 'Only roles that need it can use the proxy of nodes',
  '5.1.11': 'Only roles that need it can approve certificate signing requests',
  '5.1.12': 'Only roles that need it can change admission webhooks',
  '5.1.13': 'Only roles that need it can create service account tokens',
})

/** A namespace that enforces less than the baseline standard admits what it forbids. */
const BELOW_BASELINE = ['psa-enforce-baseline', 'psa-labels-missing'] as const

/** Pods are judged, and namespaces by what they would admit. */
const POD_SECURITY = [
  ...checked({ '5.2.1': 'An admission control enforces pod security' }),
  ...checked(
    {
      '5.2.2': 'No privileged containers are admitted',
      '5.2.3': 'No pods in the PID namespace of the node are admitted',
      '5.2.4': 'No pods in the IPC namespace of the node are admitted',
      '5.2.5': 'No pods in the network namespace of the node are admitted',
    },
    BELOW_BASELINE,
  ),
  ...checked(
    {
      '5.2.6': 'No containers that allow privilege escalation are admitted',
      '5.2.7': 'No containers that run as root are admitted',
      '5.2.8': 'No containers with capability NET_RAW are admitted',
      '5.2.9': 'No containers with added capabilities are admitted',
      '5.2.10': 'No containers with capabilities are admitted',
    },
    [...BELOW_BASELINE, 'psa-enforce-restricted'],
  ),
  ...checked(
    {
      '5.2.11': 'No Windows HostProcess containers are admitted',
      '5.2.12': 'No hostPath volumes are admitted',
      '5.2.13': 'No containers with host ports are admitted',
    },
    BELOW_BASELINE,
  ),
]

const POLICIES = [
  ...RBAC,
  ...POD_SECURITY,
  ...unchecked('what the network plugin of the cluster supports is not in manifests', {
    '5.3.1': 'The network plugin supports NetworkPolicies',
  }),
  ...checked({
    '5.3.2': 'Every namespace has NetworkPolicies',
    '5.4.1': 'Secrets are mounted as files, not set as variables',
    '5.4.2': 'Secrets are kept in an external store',
  }),
  ...unchecked('whether admission verifies the origin of images is not in manifests', {
    '5.5.1': 'Admission verifies the origin of images',
  }),
  ...unchecked('which namespaces belong to whom is not in manifests', {
    '5.7.1': 'Namespaces separate administrative domains',
  }),
  ...checked({
    '5.7.2': 'Pods have a seccomp profile',
    '5.7.3': 'Pods and containers have a security context',
    '5.7.4': 'The default namespace is not used',
  }),
]

export const CIS: Framework = {
  id: 'cis',
  benchmark: 'cis',
  tags: ['cis'],
  controls: [
    ...NODE_FILES,
    ...API_SERVER,
    ...OTHER_COMPONENTS,
    ...ETCD,
    ...CONTROL_PLANE,
    ...WORKER_FILES,
    ...KUBELET,
    ...POLICIES,
  ],
}
