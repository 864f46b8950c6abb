import type { Change } from '../../../core/edit.ts'
import { isEmpty } from '../../../kube/resource.ts'
import { isConfined } from '../../../kube/security-profiles.ts'
import type { Workload } from '../../../kube/workload.ts'
import { deployed, refusedUsers } from '../../../world/deployed.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

export const linuxHardening = rule({
  id: 'linux-hardening',
  title: 'Container has no Linux hardening',
  why: 'No seccomp profile, no AppArmor or SELinux setting and no dropped capability keeps an attacker in the container from any part of the kernel.',
  help: "Set `seccompProfile: {type: RuntimeDefault}` in the pod's `securityContext`, and `capabilities: {drop: [ALL]}` in the container's.",
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  tags: ['nsa'],
  peers: { kubescape: 'C-0055', polaris: 'linuxHardening' },
  on: 'container',
  yieldsTo: ['seccomp-profile', 'drop-all-capabilities'],
  check(container) {
    const { workload, role, name } = container
    if (role === 'ephemeral' || workload.windows || !workload.whole || isConfined(container)) return
    const at = container.at('securityContext', 'seccompProfile')
    return {
      at,
      message: `container \`${name}\` has no seccomp, AppArmor or SELinux setting, and drops no capability`,
      fix: {
        title: "Use the runtime's seccomp profile",
        safe: false,
        changes: [{ op: 'set', path: at, value: { type: 'RuntimeDefault' } }],
      },
    }
  },
})

/** What the restricted standard asks of a pod, and of each container. */
const POD_DEFAULTS = { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } }
const CONTAINER_DEFAULTS = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } }

/** Containers first: what is added at the end of the last one comes before what is added at the end of the pod. */
const restrict = (workload: Workload): readonly Change[] => [
  ...workload.containers
    .filter(({ role, spec }) => role !== 'ephemeral' && isEmpty(spec.securityContext))
    .map(container => ({ op: 'set' as const, path: container.at('securityContext'), value: CONTAINER_DEFAULTS })),
  { op: 'set', path: workload.at('securityContext'), value: POD_DEFAULTS },
]

/** Opt-in: each missing field has a rule of its own. */
export const securityContextMissing = rule({
  id: 'security-context-missing',
  title: 'Neither pod nor container has a security context',
  why: 'The container runs with every default: as the user of the image, often root, and free to gain more privileges.',
  help: "Set `runAsNonRoot: true` and `seccompProfile: {type: RuntimeDefault}` in the pod's `securityContext`, and `allowPrivilegeEscalation: false` and `capabilities: {drop: [ALL]}` in the container's.",
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  tags: ['cis:5.7.3'],
  peers: {
    checkov: ['CKV_K8S_29', 'CKV_K8S_30'],
    kics: 'a97a340a-0063-418e-b3a1-3028941d0995',
    kubescape: 'C-0211',
    trivy: trivyIds('KSV-0118', 'no-default-security-context'),
  },
  on: 'workload',
  check(workload, { world }) {
    if (workload.windows || !workload.whole || !isEmpty(workload.pod.securityContext)) return
    const bare = workload.containers.find(({ role, spec }) => role !== 'ephemeral' && isEmpty(spec.securityContext))
    if (!bare) return
    return {
      // The same in any order of the containers.
      at: workload.at('securityContext'),
      message: `neither the pod nor container \`${bare.name}\` has a security context`,
      // An image that is known to be root, or a user by name, would not start.
      ...(!workload.containers.some(container => refusedUsers(world, deployed(world, container))) && {
        fix: { title: 'Set what the restricted standard requires', safe: false, changes: restrict(workload) },
      }),
    }
  },
})

/** On by default since this minor (KEP-127). */
const USER_NAMESPACES = 33

/** Opt-in: runtime, kernel and filesystems of the nodes must be able to. */
export const userNamespaceDisabled = rule({
  id: 'user-namespace-disabled',
  title: 'Pod does not use a user namespace',
  why: 'Users of the container are the same users on the node: root that escapes from the container is root there.',
  help: 'Set `hostUsers: false` in the pod spec, if the nodes support user namespaces and ID-mapped mounts.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  peers: { kubesec: 'HostUsers' },
  on: 'workload',
  check(workload, { kubernetes }) {
    const { hostUsers, hostNetwork, hostPID, hostIPC } = workload.pod
    if (hostUsers === false || workload.windows || kubernetes < USER_NAMESPACES) return
    // The API server refuses a user namespace beside one of the host.
    if ([hostNetwork, hostPID, hostIPC].includes(true)) return
    const isSet = hostUsers !== undefined && hostUsers !== null
    if (!isSet && !workload.whole) return
    const at = workload.at('hostUsers')
    return {
      at,
      message: `pod does not use a user namespace: \`hostUsers\` is ${isSet ? (hostUsers === true ? '`true`' : 'not a Boolean') : 'not set'}`,
      fix: { title: 'Use a user namespace', safe: false, changes: [{ op: 'set', path: at, value: false }] },
    }
  },
})
