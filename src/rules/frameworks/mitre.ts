import type { Control, Framework } from './framework.ts'

/**
 * The techniques of the threat matrix for Kubernetes. Ids are those of microsoft/Threat-Matrix-for-Kubernetes at
 * b885d18bd4236286b59b735c5e18f2902823d2c2, `docs/tactics/*\/index.md`; rules check what its mitigations ask for, or what
 * gives an attacker the technique.
 */
const AT_RUN_TIME = 'it happens while a container runs'
const OUTSIDE = 'it concerns accounts outside of the cluster'

const HOST_PATHS = [
  'cloud-credentials-host-path',
  'container-runtime-socket',
  'host-path-volume',
  'sensitive-host-path',
  'writable-host-path',
] as const

/** A role that allows everything is reported as such, and gives each of these rights. */
const ALL = 'rbac-wildcard-all'

const NETWORK = ['namespace-network-policy-missing', 'network-policy-missing'] as const
const LIMITS = ['cpu-limit', 'memory-limit'] as const

const CONTROLS: readonly Control[] = [
  { id: 'MS-TA9001', title: 'Using cloud credentials', unchecked: OUTSIDE },
  { id: 'MS-TA9002', title: 'Compromised image in registry', unchecked: 'what is in registries is not in manifests' },
  { id: 'MS-TA9003', title: 'Kubeconfig file', unchecked: 'it concerns files of people and of pipelines' },
  {
    id: 'MS-TA9004',
    title: 'Application vulnerability',
    rules: ['ingress-nginx-snippet', 'known-vulnerable-component'],
    unchecked: 'vulnerabilities of programs are not in manifests',
  },
  {
    id: 'MS-TA9005',
    title: 'Exposed sensitive interfaces',
    rules: [
      'cluster-port-exposed',
      'console-exposed',
      'console-without-login-exposed',
      'kubernetes-dashboard',
      'sensitive-interface-exposed',
    ],
  },
  { id: 'MS-TA9006', title: 'Exec into container', rules: ['rbac-pod-attach', 'rbac-pod-exec', ALL] },
  { id: 'MS-TA9007', title: 'Shell inside container', unchecked: AT_RUN_TIME },
  { id: 'MS-TA9008', title: 'New container', rules: ['rbac-create-pods', 'rbac-manage-workloads', ALL] },
  { id: 'MS-TA9009', title: 'Application exploit', unchecked: AT_RUN_TIME },
  { id: 'MS-TA9010', title: 'SSH server inside container', rules: ['expose-ssh', 'ssh-port'] },
  { id: 'MS-TA9011', title: 'Sidecar injection', unchecked: 'the attacker adds the container to running pods' },
  { id: 'MS-TA9012', title: 'Backdoor container', unchecked: 'the attacker adds the workload to the cluster' },
  { id: 'MS-TA9013', title: 'Writable hostPath mount', rules: HOST_PATHS },
  { id: 'MS-TA9014', title: 'Kubernetes CronJob', unchecked: 'the attacker adds the CronJob to the cluster' },
  { id: 'MS-TA9015', title: 'Malicious admission controller', rules: ['rbac-webhook-configurations', ALL] },
  {
    id: 'MS-TA9016',
    title: 'Container service account',
    rules: ['automount-service-account-token', 'workload-reaches-cluster-admin', 'workload-service-account-access'],
  },
  { id: 'MS-TA9017', title: 'Static pods', unchecked: 'the attacker writes the manifest to a node' },
  {
    id: 'MS-TA9018',
    title: 'Privileged container',
    rules: ['apiserver-pod-security-policy-plugin', 'privileged-container', 'psa-labels-missing'],
  },
  { id: 'MS-TA9019', title: 'Cluster-admin binding', tags: ['cis:5.1.1'] },
  { id: 'MS-TA9020', title: 'Access to cloud resources', unchecked: OUTSIDE },
  { id: 'MS-TA9021', title: 'Clear container logs', unchecked: AT_RUN_TIME },
  { id: 'MS-TA9022', title: 'Delete events', rules: ['apiserver-audit-log-path', 'rbac-delete-events', ALL] },
  { id: 'MS-TA9023', title: 'Pod or container name similarity', unchecked: 'the attacker adds the pod to the cluster' },
  { id: 'MS-TA9024', title: 'Connection from proxy server', unchecked: 'it concerns the addresses of attackers' },
  {
    id: 'MS-TA9025',
    title: 'List Secrets',
    tags: ['cis:5.1.2'],
    rules: ['apiserver-encryption-config', ALL],
  },
  {
    id: 'MS-TA9026',
    title: 'Mount service principal',
    rules: ['cloud-credentials-host-path'],
    unchecked: 'which paths of a node hold credentials depends on the cloud',
  },
  {
    id: 'MS-TA9027',
    title: 'Application credentials in configuration files',
    rules: ['configmap-secret', 'plaintext-secret-env', 'secret-committed'],
  },
  { id: 'MS-TA9028', title: 'Access to managed identity credentials', unchecked: OUTSIDE },
  {
    id: 'MS-TA9029',
    title: 'Access to the API server',
    rules: ['api-server-exposed', 'apiserver-anonymous-auth', 'rbac-anonymous-binding'],
    unchecked: 'how the network protects it is not in manifests',
  },
  {
    id: 'MS-TA9030',
    title: 'Access to the kubelet API',
    rules: [
      'kubelet-anonymous-auth',
      'kubelet-authorization-always-allow',
      'kubelet-client-ca',
      'kubelet-read-only-port',
    ],
  },
  { id: 'MS-TA9031', title: 'Network mapping', rules: NETWORK },
  { id: 'MS-TA9033', title: 'Instance metadata API', unchecked: 'how the cloud protects it is not in manifests' },
  { id: 'MS-TA9034', title: 'Cluster internal networking', rules: NETWORK },
  { id: 'MS-TA9035', title: 'CoreDNS poisoning', rules: ['rbac-coredns-configmap', ALL] },
  { id: 'MS-TA9036', title: 'ARP poisoning and IP spoofing', rules: ['add-net-raw', 'drop-net-raw'] },
  { id: 'MS-TA9037', title: 'Images from a private registry', unchecked: OUTSIDE },
  { id: 'MS-TA9038', title: 'Data destruction', rules: ['rbac-delete-workloads', ALL] },
  { id: 'MS-TA9039', title: 'Resource hijacking', rules: LIMITS },
  { id: 'MS-TA9040', title: 'Denial of service', rules: LIMITS },
  { id: 'MS-TA9041', title: 'Collecting data from pods', unchecked: AT_RUN_TIME },
]

export const MITRE: Framework = { id: 'mitre', benchmark: 'mitre', tags: ['mitre'], controls: CONTROLS }
