import type { Problem } from '../../../core/finding.ts'
import type { Path } from '../../../core/location.ts'
import type { Severity } from '../../../core/severity.ts'
import type { Container } from '../../../kube/container.ts'
import { type Json, listOf } from '../../../kube/resource.ts'
import { securityContextsOf } from '../../../kube/security-context.ts'
import type { Workload } from '../../../kube/workload.ts'
import { written } from '../../../kube/written.ts'
import { deployed, refusedUsers } from '../../../world/deployed.ts'
import { unmetWrites } from '../../../world/read-only.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

/** In a user namespace root of the container is nobody on the node, and Pod Security Standards allow it. */
const milderInUserNamespace = ({ pod }: Workload): { readonly severity?: Severity } =>
  pod.hostUsers === false ? { severity: 'low' } : {}

/** The API server refuses this of containers that are not privileged (ValidateVolumeMounts). */
const mountsBothWays = ({ spec }: Container): boolean =>
  listOf(spec.volumeMounts).some(mount => mount?.mountPropagation === 'Bidirectional')

export const privilegedContainer = rule({
  id: 'privileged-container',
  title: 'Container runs in privileged mode',
  why: 'A privileged container has every capability and access to every device of the node: an attacker in it controls the node and all of its pods.',
  help: 'Remove `privileged: true`, and add back only the capabilities that the process needs.',
  severity: 'critical',
  profile: 'essential',
  since: '0.1',
  tags: ['pss:baseline', 'cis:5.2.2', 'nsa', 'mitre'],
  peers: {
    checkov: 'CKV_K8S_16',
    kics: 'dd29336b-fe57-445b-a26e-e6aa867ae609',
    kubelinter: 'privileged-container',
    kubescape: ['C-0057', 'C-0211'],
    kubescore: 'container-security-context-privileged',
    kubesec: 'Privileged',
    monokle: 'PSS103',
    polaris: 'runAsPrivileged',
    trivy: trivyIds('KSV-0017', 'no-privileged-containers'),
  },
  on: 'container',
  covers: [
    'privilege-escalation',
    'read-only-root-filesystem',
    'drop-all-capabilities',
    'capabilities-beyond-baseline',
    'seccomp-profile',
    'proc-mount',
    'drop-any-capability',
    'drop-net-raw',
    'linux-hardening',
    'add-net-raw',
    'add-sys-admin',
    'add-sys-module',
    'dangerous-capabilities',
    'added-capabilities',
    'apparmor-profile',
  ],
  check(container) {
    if (!container.privileged) return
    const at = container.at('securityContext', 'privileged')
    return {
      at,
      message: `container \`${container.name}\` is privileged`,
      // kube-linter calls it that whatever `allowPrivilegeEscalation` says.
      also: { kubelinter: 'privilege-escalation-container' },
      ...(!mountsBothWays(container) && {
        fix: { title: 'Disable privileged mode', safe: false, changes: [{ op: 'set', path: at, value: false }] },
      }),
    }
  },
})

/** Peers that report `allowPrivilegeEscalation: true`, and not its absence. */
const MINDS_WHAT_IS_WRITTEN = {
  kubelinter: 'privilege-escalation-container',
  kubesec: 'AllowPrivilegeEscalation',
} as const

export const privilegeEscalation = rule({
  id: 'privilege-escalation',
  title: 'Container does not forbid privilege escalation',
  why: 'Without `no_new_privs`, a set-user-ID program in the image such as `su` or `sudo` turns access as an ordinary user into root in the container.',
  help: "Set `allowPrivilegeEscalation: false` in the container's `securityContext`.",
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  tags: ['pss:restricted', 'cis:5.2.6', 'nsa'],
  peers: {
    checkov: 'CKV_K8S_20',
    kics: '5572cc5e-1e4c-4113-92a6-7a8a3bd25e6d',
    kubelinter: 'privilege-escalation-container',
    kubescape: ['C-0016', 'C-0211'],
    kubesec: 'AllowPrivilegeEscalation',
    monokle: 'PSS202',
    polaris: 'privilegeEscalationAllowed',
    trivy: trivyIds('KSV-0001', 'no-self-privesc'),
  },
  on: 'container',
  check(container) {
    const allowed = container.spec.securityContext?.allowPrivilegeEscalation
    if (allowed === false || container.workload.windows) return
    if (allowed !== true && !container.workload.whole) return
    const at = container.at('securityContext', 'allowPrivilegeEscalation')
    return {
      at,
      message: `container \`${container.name}\` ${allowed === true ? 'allows' : 'does not forbid'} privilege escalation`,
      ...(allowed === true ? { severity: 'high' } : { unlike: MINDS_WHAT_IS_WRITTEN }),
      fix: { title: 'Forbid privilege escalation', safe: false, changes: [{ op: 'set', path: at, value: false }] },
    }
  },
})

/** A container that may be root carries these ids, and so does one that is root on purpose. */
const rootPeers = {
  checkov: 'CKV_K8S_23',
  kics: 'cf34805e-3872-4c08-bf92-6ff7bb0cfadb',
  kubelinter: 'run-as-non-root',
  kubescape: ['C-0013', 'C-0211'],
  kubesec: 'RunAsNonRoot',
  polaris: 'runAsRootAllowed',
} as const

const mayBeRoot = [...trivyIds('KSV-0012', 'no-root'), 'KSV0012']

/** What Windows has in place of root, to the kubelet too (verifyRunAsNonRoot). */
const WINDOWS_ROOT = 'ContainerAdministrator'

/** An option of Windows; unlike other fields, those of a container replace those of its pod one by one. */
const windowsOption = ({ spec, workload }: Container, field: string): Json =>
  spec.securityContext?.windowsOptions?.[field] ?? workload.pod.securityContext?.windowsOptions?.[field]

/** The user that a container is set to run as: a number, or a name on Windows; `undefined` if the image decides. */
function userOf(container: Container): number | string | undefined {
  const { windows } = container.workload
  const user = windows ? windowsOption(container, 'runAsUserName') : container.effective('runAsUser')
  return typeof user === (windows ? 'string' : 'number') ? user : undefined
}

const isHostProcess = (container: Container): boolean =>
  container.workload.windows && windowsOption(container, 'hostProcess') === true

export const runAsNonRoot = rule({
  id: 'run-as-non-root',
  title: 'Container may run as root',
  why: 'Root in the container is root to the kernel: a runtime vulnerability or a mounted host file then exposes the node.',
  help: "Set `runAsNonRoot: true` in the pod's `securityContext`; if the image has no numeric `USER`, set `runAsUser` too.",
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  tags: ['pss:restricted', 'cis:5.2.7', 'nsa'],
  peers: {
    ...rootPeers,
    monokle: 'PSS203',
    trivy: mayBeRoot,
  },
  on: 'container',
  options: { strict: false },
  optionHelp: {
    strict: 'require `runAsNonRoot` even if `runAsUser` is above 0, as the restricted standard does',
  },
  check(container, { options, world }) {
    const { workload } = container
    const nonRoot = container.effective('runAsNonRoot')
    if (nonRoot === true || (nonRoot !== false && !workload.whole)) return
    const user = userOf(container)
    // User 0 and processes of the Windows host are for rules of their own to report.
    if (user === 0 || isHostProcess(container)) return
    if (user !== undefined && user !== WINDOWS_ROOT && !options.strict) return
    // At the pod it would hold for the others too, and one of them may be root on purpose.
    const path = container.at('securityContext', 'runAsNonRoot')
    return {
      at: container.effectiveAt('runAsNonRoot'),
      message: `container \`${container.name}\` may run as ${workload.windows ? WINDOWS_ROOT : 'root'}: \`runAsNonRoot\` is ${nonRoot === undefined || nonRoot === null ? 'not set' : nonRoot === false ? '`false`' : 'not a Boolean'}`,
      ...milderInUserNamespace(workload),
      // An image that is known to be root, or a user by name, would not start.
      ...(!refusedUsers(world, deployed(world, container)) && {
        fix: { title: 'Refuse to run as root', safe: false, changes: [{ op: 'set', path, value: true }] },
      }),
    }
  },
})

/** The kubelet refuses to start root that may not be root, and these peers ask for no more. */
const CONTENT_WITH_NON_ROOT = {
  checkov: rootPeers.checkov,
  kubescape: rootPeers.kubescape,
  kubesec: rootPeers.kubesec,
  trivy: mayBeRoot,
} as const

export const runAsUserZero = rule({
  id: 'run-as-user-zero',
  title: 'Container is set to run as root',
  why: 'User 0 in the container is user 0 to the kernel: an attacker in the process is one vulnerability closer to the node.',
  help: 'Set `runAsNonRoot: true`, and `runAsUser` to a non-root user of the image, for example 10001.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  tags: ['pss:restricted', 'cis:5.2.7', 'nsa'],
  peers: {
    ...rootPeers,
    monokle: ['PSS204', 'PSS203'],
    trivy: [...trivyIds('KSV-0105', 'containers-not-run-as-root'), ...mayBeRoot],
  },
  on: 'container',
  check(container) {
    if (container.effective('runAsUser') !== 0 || container.workload.windows) return
    return {
      at: container.effectiveAt('runAsUser'),
      message: `container \`${container.name}\` runs as user 0 (root)`,
      unlike: {
        ...(container.effective('runAsNonRoot') === true && CONTENT_WITH_NON_ROOT),
        ...(container.spec.securityContext?.runAsNonRoot === true && { polaris: rootPeers.polaris }),
      },
      ...milderInUserNamespace(container.workload),
    }
  },
})

/** A user or group that is too low, or left to the image. */
function lowId(
  container: Container,
  field: 'runAsUser' | 'runAsGroup',
  { word, min }: { readonly word: string; readonly min: number },
): Problem | undefined {
  const { workload } = container
  if (container.role === 'ephemeral' || workload.windows || workload.pod.hostUsers === false) return undefined
  const id = container.effective(field)
  // A number in quotes is for the schema to refuse: what is meant is plain.
  const number = typeof id === 'number' || /^\d{1,15}$/.test(written(id)) ? Number(id) : undefined
  if (number === undefined ? !workload.whole : number >= min) return undefined
  return {
    at: container.effectiveAt(field),
    message:
      number === undefined
        ? `container \`${container.name}\` sets no \`${field}\`, so the image decides`
        : `container \`${container.name}\` runs as ${word} ${number}, below ${min}`,
  }
}

export const runAsHighUid = rule({
  id: 'run-as-high-uid',
  title: 'Container user ID may exist on the node',
  why: 'Low user IDs exist on most nodes: an escaped process can read and change the files of that user.',
  help: "Set `runAsUser` to 10000 or above, and make that user the owner of the image's files.",
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: {
    checkov: 'CKV_K8S_40',
    kics: '02323c00-cdc3-4fdc-a310-4f2b3e7a1660',
    kubescore: 'container-security-context-user-group-id',
    kubesec: 'RunAsUser',
    monokle: 'KBP104',
    trivy: trivyIds('KSV-0020', 'use-high-uid'),
  },
  on: 'container',
  options: { min: 10_000 },
  optionHelp: { min: 'the lowest user ID that is considered safe' },
  check: (container, { options }) => lowId(container, 'runAsUser', { word: 'user', min: options.min }),
})

export const runAsHighGid = rule({
  id: 'run-as-high-gid',
  title: 'Container group ID may exist on the node',
  why: 'Low group IDs exist on most nodes, `docker` and `disk` among them: an escaped process has the rights of that group.',
  help: 'Set `runAsGroup` to 10000 or above.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: {
    kubescore: 'container-security-context-user-group-id',
    kubesec: 'RunAsGroup',
    monokle: 'KBP105',
    trivy: trivyIds('KSV-0021', 'use-high-gid'),
  },
  on: 'container',
  options: { min: 10_000 },
  optionHelp: { min: 'the lowest group ID that is considered safe' },
  check(container, { options }) {
    const problem = lowId(container, 'runAsGroup', { word: 'group', min: options.min })
    // To Kubescape, whoever has the root group or may have it is root too.
    return problem && { ...problem, ...(!container.effective('runAsGroup') && { also: { kubescape: 'C-0013' } }) }
  },
})

const rootGroupIds = [...trivyIds('KSV-0116', 'primary-supplementary-gid'), ...trivyIds('KSV-0029')]

export const runAsRootGroup = rule({
  id: 'run-as-root-group',
  title: 'Pod runs with the root group',
  why: 'Files of the image and of volumes that only the root group can access are open to the process, whatever its user.',
  help: 'Set `runAsGroup`, `fsGroup` and `supplementalGroups` to groups other than 0. Images made for OpenShift need group 0: waive the finding there.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  peers: {
    monokle: 'KBP109',
    trivy: rootGroupIds,
  },
  on: 'workload',
  check(workload) {
    if (workload.windows) return
    const isInherited = workload.containers.some(container => container.effective('runAsGroup') === 0)
    return securityContextsOf(workload).flatMap(({ owner, json, path }) => {
      const groups = Array.isArray(json.supplementalGroups) ? json.supplementalGroups : []
      const fields = ['runAsGroup', 'fsGroup'].filter(field => json[field] === 0)
      const places: readonly Path[] = [
        ...fields.map(field => [field]),
        ...(groups.includes(0) ? [['supplementalGroups', groups.indexOf(0)]] : []),
      ]
      return places.map(steps => ({
        at: [...path, ...steps],
        message: `${owner} has the root group: \`${steps[0]}\` ${steps.length > 1 ? 'contains' : 'is'} 0`,
        ...(steps[0] === 'runAsGroup' && isInherited && { also: { kubelinter: rootPeers.kubelinter } }),
        // Trivy looks at the pod only.
        ...(owner !== 'pod' && { unlike: { trivy: rootGroupIds } }),
      }))
    })
  },
})

export const readOnlyRootFilesystem = rule({
  id: 'read-only-root-filesystem',
  title: 'Root filesystem of the container is writable',
  why: 'An attacker can add tools, and change the program and its configuration while it runs.',
  help: 'Set `readOnlyRootFilesystem: true`, and mount an `emptyDir` wherever the program writes, often `/tmp`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  tags: ['nsa'],
  peers: {
    checkov: 'CKV_K8S_22',
    kics: 'a9c2f49d-0671-4fc9-9ece-f4e261e128d0',
    kubelinter: 'no-read-only-root-fs',
    kubescape: ['C-0017', 'C-0211'],
    kubescore: 'container-security-context-readonlyrootfilesystem',
    kubesec: 'ReadOnlyRootFilesystem',
    monokle: 'KBP102',
    polaris: 'notReadOnlyRootFilesystem',
    trivy: trivyIds('KSV-0014', 'use-readonly-filesystem'),
  },
  on: 'container',
  check(container, { world }) {
    const readOnly = container.spec.securityContext?.readOnlyRootFilesystem
    if (readOnly === true || container.workload.windows) return
    if (readOnly !== false && !container.workload.whole) return
    const at = container.at('securityContext', 'readOnlyRootFilesystem')
    return {
      at,
      message: `container \`${container.name}\` can write to its root filesystem`,
      // Where the image is known to write at its start, it needs volumes too.
      ...(unmetWrites(world, container).length === 0 && {
        fix: {
          title: 'Make the root filesystem read-only',
          safe: false,
          changes: [{ op: 'set', path: at, value: true }],
        },
      }),
    }
  },
})

export const windowsHostProcess = rule({
  id: 'windows-host-process',
  title: 'Windows container runs as a host process',
  why: 'A HostProcess container is not isolated: it has the network, files and privileges of the Windows node.',
  help: 'Remove `windowsOptions.hostProcess: true` from the pod and its containers.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  tags: ['pss:baseline', 'cis:5.2.11'],
  peers: {
    kubescape: ['C-0202', 'C-0211'],
    monokle: 'PSS101',
    polaris: 'hostProcess',
    trivy: trivyIds('KSV-0103', 'no-hostprocess-containers'),
  },
  on: 'workload',
  check(workload) {
    return securityContextsOf(workload).flatMap(({ owner, json, path }) => {
      if (json.windowsOptions?.hostProcess !== true) return []
      const at = [...path, 'windowsOptions', 'hostProcess']
      return {
        at,
        message: `${owner} runs as a process of the Windows host`,
        fix: { title: 'Disable `hostProcess`', safe: false, changes: [{ op: 'remove' as const, path: at }] },
      }
    })
  },
})
