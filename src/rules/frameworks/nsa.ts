import type { Control, Framework } from './framework.ts'

/**
 * The recommendations of the Kubernetes Hardening Guide of NSA and CISA, 1.2 of August 2022, by its chapters and sections.
 * The guide has no numbers: ids are short names of its sections, titles are Seaworthy's.
 */
const PODS: readonly Control[] = [
  {
    id: 'non-root-containers',
    title: 'Containers run as another user than root',
    rules: ['run-as-non-root', 'run-as-user-zero'],
  },
  {
    id: 'rootless-engines',
    title: 'Container engines run without root',
    unchecked: 'the container engine of nodes is not in manifests',
  },
  {
    id: 'immutable-file-systems',
    title: 'Containers have immutable file systems',
    rules: ['read-only-root-filesystem'],
  },
  {
    id: 'secure-images',
    title: 'Images are built from trusted sources and scanned',
    rules: ['base-image-end-of-life', 'image-registry-allowed', 'image-registry-not-allowed'],
    unchecked: 'whether all images are scanned is not in manifests',
  },
  { id: 'privileged-containers', title: 'Containers are not privileged', rules: ['privileged-container'] },
  {
    id: 'host-access',
    title: 'Pods use no namespace, port or path of the node',
    rules: [
      'container-runtime-socket',
      'host-ipc',
      'host-network',
      'host-path-volume',
      'host-pid',
      'host-port',
      'sensitive-host-path',
    ],
  },
  { id: 'privilege-escalation', title: 'Containers forbid privilege escalation', rules: ['privilege-escalation'] },
  {
    id: 'capabilities',
    title: 'Containers have no capabilities that they do not need',
    rules: ['add-net-raw', 'add-sys-admin', 'add-sys-module', 'dangerous-capabilities', 'drop-all-capabilities'],
  },
  {
    id: 'security-services',
    title: 'SELinux, AppArmor and seccomp confine containers',
    rules: [
      'apparmor-profile',
      'apparmor-unconfined',
      'linux-hardening',
      'seccomp-profile',
      'seccomp-unconfined',
      'selinux-options',
    ],
  },
  {
    id: 'pod-security-enforcement',
    title: 'An admission control enforces pod security',
    rules: ['apiserver-pod-security-policy-plugin', 'psa-enforce-baseline', 'psa-labels-missing'],
  },
  {
    id: 'service-account-tokens',
    title: 'Pods get a service account token only where needed',
    rules: ['automount-service-account-token', 'default-service-account-automount'],
  },
  {
    id: 'hardened-environments',
    title: 'Container environments are hardened',
    unchecked: 'hypervisors and sandboxes of nodes are not in manifests',
  },
]

const NETWORK: readonly Control[] = [
  { id: 'namespaces', title: 'Namespaces separate workloads', rules: ['default-namespace'] },
  {
    id: 'network-policies',
    title: 'Network policies isolate pods',
    rules: ['namespace-network-policy-missing', 'network-policy-missing'],
  },
  {
    id: 'resource-policies',
    title: 'Resources of pods are limited',
    rules: ['cpu-limit', 'limit-range-incomplete', 'memory-limit', 'resource-quota-incomplete'],
  },
  {
    id: 'control-plane',
    title: 'Control plane components speak TLS only',
    rules: [
      'apiserver-client-ca',
      'apiserver-insecure-bind-address',
      'apiserver-insecure-port',
      'apiserver-tls-certificate',
    ],
  },
  { id: 'etcd', title: 'etcd accepts authenticated TLS connections only', tags: ['cis:2'] },
  {
    id: 'kubeconfig-files',
    title: 'Kubeconfig files are protected',
    unchecked: 'permissions and owners of files on nodes are not in manifests',
  },
  {
    id: 'worker-nodes',
    title: 'Kubelets accept authenticated requests only',
    rules: [
      'kubelet-anonymous-auth',
      'kubelet-authorization-always-allow',
      'kubelet-client-ca',
      'kubelet-read-only-port',
    ],
  },
  {
    id: 'encryption-in-transit',
    title: 'Traffic is encrypted',
    rules: ['ingress-tls', 'service-load-balancer-tls'],
    unchecked: 'traffic between pods and nodes is not described in manifests',
  },
  {
    id: 'secrets',
    title: 'Credentials are in Secrets, not in configuration files',
    rules: ['configmap-secret', 'plaintext-secret-env', 'secret-committed'],
  },
  { id: 'secret-encryption', title: 'Secrets are encrypted at rest', tags: ['cis:1.2.27', 'cis:1.2.28'] },
  {
    id: 'cloud-infrastructure',
    title: 'Cloud metadata services are protected',
    unchecked: 'how the cloud protects them is not in manifests',
  },
]

const ACCESS: readonly Control[] = [
  {
    id: 'authentication',
    title: 'Anonymous sign-in is disabled, and authentication is strong',
    tags: ['cis:1.2.1', 'cis:1.2.2'],
    rules: ['apiserver-basic-auth-file'],
  },
  { id: 'anonymous-access', title: 'Anonymous users have no roles', rules: ['rbac-anonymous-binding'] },
  {
    id: 'role-based-access-control',
    title: 'Roles allow only what is needed',
    tags: ['cis:5.1.1', 'cis:5.1.2', 'cis:5.1.3', 'cis:5.1.4', 'cis:5.1.7', 'cis:5.1.8'],
    rules: ['rbac-pod-exec'],
  },
]

const OPERATIONS: readonly Control[] = [
  {
    id: 'audit-logging',
    title: 'The API server writes audit logs',
    tags: ['cis:3.2'],
    rules: ['apiserver-audit-log-path'],
  },
  {
    id: 'log-collection',
    title: 'Logs of nodes and containers are kept outside of them',
    unchecked: 'where logs are kept is not in manifests',
  },
  {
    id: 'threat-detection',
    title: 'Attacks raise alerts',
    unchecked: 'monitoring of the cluster is not in manifests',
  },
  {
    id: 'upgrades',
    title: 'Updates are applied, and what is not used is removed',
    rules: [
      'ingress-nginx-end-of-life',
      'ingress-nginx-snippet',
      'known-vulnerable-component',
      'outdated-kubernetes-version',
    ],
    unchecked: 'versions of the cluster and of its programs are not all in manifests',
  },
]

export const NSA: Framework = {
  id: 'nsa',
  benchmark: 'nsa',
  tags: ['nsa'],
  controls: [...PODS, ...NETWORK, ...ACCESS, ...OPERATIONS],
}
