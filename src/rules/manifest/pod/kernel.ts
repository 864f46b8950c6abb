import type { Problem } from '../../../core/finding.ts'
import type { Path } from '../../../core/location.ts'
import type { Peers } from '../../../core/rule.ts'
import { dotted, isConfinedType, isSafeSysctl } from '../../../kube/facts/pod-security.ts'
import { securityContextsOf } from '../../../kube/security-context.ts'
import {
  appArmorAnnotations,
  hasAppArmorProfile,
  isProfileType,
  type SeccompAnnotation,
  seccompAnnotation,
} from '../../../kube/security-profiles.ts'
import { written } from '../../../kube/written.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

/** To these peers, no profile and `Unconfined` are the same fault: without a profile the kubelet confines nothing. */
const seccompPeers = {
  checkov: 'CKV_K8S_31',
  kics: 'f377b83e-bd07-4f48-a591-60c82b14a78b',
  kubescape: ['C-0210', 'C-0211'],
  trivy: [...trivyIds('KSV-0030', 'use-default-seccomp'), ...trivyIds('KSV-0104', 'no-seccomp-unconfined')],
} as const

const byRuntime = (path: Path, value: unknown): Required<Pick<Problem, 'fix'>> => ({
  fix: { title: "Use the runtime's default profile", safe: false, changes: [{ op: 'set', path, value }] },
})

/** To these peers, a profile of any type is one. */
const CONTENT_WITH_ANY_PROFILE = { kubescore: 'container-seccomp-profile', kubesec: 'SeccompAny' } as const

/** These do not ask for its file. */
const CONTENT_WITH_LOCAL = { ...CONTENT_WITH_ANY_PROFILE, trivy: seccompPeers.trivy } as const

/** The first minor that no longer applies annotations of seccomp profiles. */
const IGNORES_ANNOTATIONS = 27

/** The ids of peers that accept an annotation. */
function contentWith({ key, confines }: SeccompAnnotation): Peers {
  if (key.endsWith('/defaultProfileName')) return { kubescore: CONTENT_WITH_ANY_PROFILE.kubescore }
  return confines && key.endsWith('/pod') ? { checkov: seccompPeers.checkov, trivy: seccompPeers.trivy } : {}
}

export const seccompProfile = rule({
  id: 'seccomp-profile',
  title: 'Container runs without a seccomp profile',
  why: 'Every system call is open to an attacker, including rarely used ones where kernel vulnerabilities are found.',
  help: "Set `seccompProfile: {type: RuntimeDefault}` in the pod's `securityContext`.",
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  tags: ['pss:restricted', 'cis:5.7.2', 'nsa'],
  peers: { ...seccompPeers, ...CONTENT_WITH_ANY_PROFILE, monokle: 'PSS205' },
  on: 'container',
  check(container, { kubernetes }) {
    const { workload } = container
    if (workload.windows || !workload.whole) return
    const profile = container.effective('seccompProfile')
    if (isProfileType(profile, 'runtimedefault', 'unconfined')) return
    const local = isProfileType(profile, 'localhost')
    if (local && profile.localhostProfile) return
    const annotation = profile ? undefined : seccompAnnotation(container)
    if (annotation?.confines && kubernetes < IGNORES_ANNOTATIONS) return
    const at = container.effectiveAt('seccompProfile')
    return {
      at,
      message: local
        ? `container \`${container.name}\` has a \`Localhost\` seccomp profile without \`localhostProfile\``
        : `container \`${container.name}\` has no seccomp profile${annotation ? `: annotation \`${annotation.key}\` is ignored` : ''}`,
      unlike: annotation ? contentWith(annotation) : local ? CONTENT_WITH_LOCAL : {},
      ...byRuntime(at, { type: 'RuntimeDefault' }),
    }
  },
})

export const seccompUnconfined = rule({
  id: 'seccomp-unconfined',
  title: 'Seccomp is disabled',
  why: 'Every system call is open to an attacker, even where the nodes have a default profile.',
  help: 'Set `seccompProfile: {type: RuntimeDefault}`, or a local profile that allows what the program needs.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  tags: ['pss:baseline'],
  peers: { ...seccompPeers, kubesec: ['SeccompUnconfined', 'SeccompAny'], monokle: ['PSS110', 'PSS205'] },
  on: 'workload',
  check(workload) {
    if (workload.windows) return
    return securityContextsOf(workload).flatMap(({ owner, json, path }) => {
      // Seccomp does not apply to a privileged container: that is the finding then.
      if (json.privileged === true || !isProfileType(json.seccompProfile, 'unconfined')) return []
      const at = [...path, 'seccompProfile', 'type']
      return {
        at,
        message: `${owner} disables seccomp`,
        ...byRuntime(at, 'RuntimeDefault'),
      }
    })
  },
})

export const appArmorUnconfined = rule({
  id: 'apparmor-unconfined',
  title: 'AppArmor is disabled',
  why: "Without the runtime's profile an attacker can write to `/proc` and `/sys` and mount filesystems, the usual first steps of a container escape.",
  help: "Set `appArmorProfile: {type: RuntimeDefault}`, or remove the setting to get the runtime's default.",
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  tags: ['pss:baseline'],
  /** KSV-0002 speaks of the default profile, and yet passes whoever sets none: it is this rule. */
  peers: {
    kubesec: ['ApparmorUnconfined', 'ApparmorAny'],
    monokle: 'PSS107',
    trivy: trivyIds('KSV-0002', 'use-default-apparmor-profile'),
  },
  on: 'workload',
  check(workload) {
    if (workload.windows) return
    const byField = securityContextsOf(workload).flatMap(({ owner, json, path }) => {
      if (json.privileged === true || !isProfileType(json.appArmorProfile, 'unconfined')) return []
      return { owner, at: [...path, 'appArmorProfile', 'type'], value: 'RuntimeDefault' }
    })
    const byAnnotation = appArmorAnnotations(workload).flatMap(({ container, profile, confines, at }) =>
      profile === '' || confines ? [] : { owner: `container \`${container}\``, at, value: 'runtime/default' },
    )
    return [...byField, ...byAnnotation].map(({ owner, at, value }) => ({
      at,
      message: `${owner} disables AppArmor`,
      ...byRuntime(at, value),
    }))
  },
})

/** Opt-in: where AppArmor is on, runtimes apply their profile to containers that name none. */
export const appArmorProfile = rule({
  id: 'apparmor-profile',
  title: 'Container sets no AppArmor profile',
  why: 'Whether the container is confined depends on the runtime of the node it is scheduled on.',
  help: "Set `appArmorProfile: {type: RuntimeDefault}` in the pod's `securityContext`.",
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  tags: ['nsa'],
  peers: {
    kics: '8b36775e-183d-4d46-b0f7-96a6f34a723f',
    kubesec: 'ApparmorAny',
  },
  on: 'container',
  check(container) {
    const { workload } = container
    if (container.role === 'ephemeral' || workload.windows || !workload.whole) return
    if (hasAppArmorProfile(container)) return
    const at = container.effectiveAt('appArmorProfile')
    return {
      at,
      message: `container \`${container.name}\` sets no AppArmor profile`,
      ...byRuntime(at, { type: 'RuntimeDefault' }),
    }
  },
})

export const seLinuxOptions = rule({
  id: 'selinux-options',
  title: 'SELinux options disable confinement',
  why: 'A type such as `spc_t`, or another user or role, disables the isolation from the node that SELinux provides.',
  help: 'Remove `user` and `role`, and set `type` to `container_t` or remove it.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  tags: ['pss:baseline'],
  peers: {
    kubescape: 'C-0211',
    monokle: 'PSS108',
    trivy: trivyIds('KSV-0025', 'no-custom-selinux-options'),
  },
  on: 'workload',
  check(workload, { kubernetes }) {
    if (workload.windows) return
    return securityContextsOf(workload).flatMap(({ owner, json, path }) =>
      ['type', 'user', 'role'].flatMap(field => {
        const value = json.seLinuxOptions?.[field]
        if (value === undefined || value === null || value === '') return []
        if (field === 'type' && isConfinedType(written(value), kubernetes)) return []
        const at = [...path, 'seLinuxOptions', field]
        return {
          at,
          message: `${owner} sets ${field === 'type' ? 'an SELinux type that does not confine containers' : `the SELinux ${field}`}`,
          fix: {
            title: `Remove the SELinux ${field}`,
            safe: false,
            changes: [{ op: 'remove' as const, path: at }],
          },
        }
      }),
    )
  },
})

export const procMount = rule({
  id: 'proc-mount',
  title: 'Container has an unmasked /proc',
  why: "The files of `/proc` that runtimes mask let an attacker read the kernel's memory layout and change settings of the node.",
  help: 'Remove `procMount`, or set it to `Default`.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  tags: ['pss:baseline'],
  peers: {
    kics: 'f922827f-aab6-447c-832a-e1ff63312bd3',
    kubelinter: 'unsafe-proc-mount',
    kubescape: 'C-0211',
    monokle: 'PSS109',
    polaris: 'procMount',
    trivy: trivyIds('KSV-0027', 'no-custom-proc-mask'),
  },
  on: 'container',
  check(container) {
    const mount = container.spec.securityContext?.procMount
    if (mount === undefined || mount === null || mount === 'Default') return
    const at = container.at('securityContext', 'procMount')
    return {
      at,
      message: `container \`${container.name}\` ${mount === 'Unmasked' ? 'mounts `/proc` unmasked' : 'sets an invalid `procMount`; expected Default or Unmasked'}`,
      // In a user namespace this is how containers are nested, and the standard allows it.
      ...(container.workload.pod.hostUsers === false && { severity: 'low' }),
      fix: { title: 'Keep `/proc` masked', safe: false, changes: [{ op: 'remove', path: at }] },
    }
  },
})

export const unsafeSysctls = rule({
  id: 'unsafe-sysctls',
  title: 'Pod sets an unsafe sysctl',
  why: 'Unsafe sysctls affect more than the pod: they can starve or destabilize the node, or disable kernel protections.',
  help: 'Remove the sysctl from `securityContext.sysctls`, or set it on the node; the kubelet rejects it unless listed in `--allowed-unsafe-sysctls`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  tags: ['pss:baseline'],
  peers: {
    kics: '9127f0d9-2310-42e7-866f-5fd9d20dcbad',
    kubelinter: 'unsafe-sysctls',
    kubescape: 'C-0211',
    monokle: 'PSS111',
    trivy: trivyIds('KSV-0026', 'no-unsafe-sysctl'),
  },
  on: 'workload',
  check(workload, { kubernetes }) {
    const sysctls = workload.pod.securityContext?.sysctls
    if (!Array.isArray(sysctls)) return
    return sysctls.flatMap((sysctl, index) => {
      if (typeof sysctl?.name !== 'string') return []
      const name = dotted(sysctl.name)
      if (isSafeSysctl(name, kubernetes)) return []
      return {
        at: workload.at('securityContext', 'sysctls', index, 'name'),
        message: `pod sets unsafe sysctl${/^[\w.-]{1,80}$/.test(name) ? ` \`${name}\`` : ''}`,
      }
    })
  },
})
