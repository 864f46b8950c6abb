import type { Control, Framework } from './framework.ts'

/**
 * The controls of the Pod Security Standards. Ids are those of the checks of Kubernetes itself
 * (kubernetes/kubernetes, `staging/src/k8s.io/pod-security-admission/policy/check_*.go`).
 */
const CAPABILITIES = [
  'add-net-raw',
  'add-sys-admin',
  'add-sys-module',
  'capabilities-beyond-baseline',
  'dangerous-capabilities',
] as const

const SHARED: readonly Control[] = [
  {
    id: 'windowsHostProcess',
    title: 'Windows containers are not host processes',
    rules: ['windows-host-process'],
  },
  {
    id: 'hostNamespaces',
    title: 'Pods share no network, PID or IPC namespace with the node',
    rules: ['host-ipc', 'host-network', 'host-pid'],
  },
  { id: 'privileged', title: 'Containers are not privileged', rules: ['privileged-container'] },
  {
    id: 'hostPathVolumes',
    title: 'Volumes are not paths of the node',
    rules: ['cloud-credentials-host-path', 'container-runtime-socket', 'host-path-volume', 'sensitive-host-path'],
  },
  { id: 'hostPorts', title: 'Containers open no port of the node', rules: ['host-port'] },
  {
    id: 'hostProbesAndHostLifecycle',
    title: 'Probes and lifecycle hooks call no other host',
    rules: ['probe-host'],
  },
  { id: 'appArmorProfile', title: 'AppArmor is not disabled', rules: ['apparmor-unconfined'] },
  { id: 'seLinuxOptions', title: 'SELinux options keep containers confined', rules: ['selinux-options'] },
  { id: 'procMount', title: '/proc is masked', rules: ['proc-mount'] },
  { id: 'sysctls', title: 'Sysctls are those of the safe set', rules: ['unsafe-sysctls'] },
]

/** A PersistentVolume is made by who runs the cluster, and no pod. */
const OMITS: ReadonlySet<string> = new Set(['PersistentVolume'])

export const PSS_BASELINE: Framework = {
  id: 'pss-baseline',
  benchmark: 'pss',
  part: 'baseline',
  tags: ['pss:baseline'],
  omits: OMITS,
  controls: [
    ...SHARED,
    {
      id: 'capabilities_baseline',
      title: 'Added capabilities are those that runtimes grant, without NET_RAW',
      rules: CAPABILITIES,
    },
    { id: 'seccompProfile_baseline', title: 'Seccomp is not disabled', rules: ['seccomp-unconfined'] },
  ],
}

export const PSS_RESTRICTED: Framework = {
  id: 'pss-restricted',
  benchmark: 'pss',
  part: 'restricted',
  tags: ['pss:baseline', 'pss:restricted'],
  omits: OMITS,
  controls: [
    ...SHARED,
    {
      id: 'restrictedVolumes',
      title: 'Volumes are of types that need no trust in the author',
      rules: ['restricted-volume-types'],
    },
    {
      id: 'allowPrivilegeEscalation',
      title: 'Containers forbid privilege escalation',
      rules: ['privilege-escalation'],
    },
    {
      id: 'runAsNonRoot',
      title: 'Containers must run as another user than root',
      rules: ['run-as-non-root', 'run-as-non-root-not-required', 'run-as-user-zero'],
    },
    { id: 'runAsUser', title: 'No user is set to 0', rules: ['run-as-user-zero'] },
    {
      id: 'seccompProfile_restricted',
      title: 'Containers have a seccomp profile',
      rules: ['seccomp-profile', 'seccomp-unconfined'],
    },
    {
      id: 'capabilities_restricted',
      title: 'Containers drop all capabilities, and add at most NET_BIND_SERVICE',
      rules: [...CAPABILITIES, 'added-capabilities', 'drop-all-capabilities', 'drop-net-raw'],
    },
  ],
}
