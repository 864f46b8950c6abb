import type { Problem } from '../../../core/finding.ts'
import { BASELINE_CAPABILITIES, capabilitiesOf, isCapability } from '../../../kube/capabilities.ts'
import type { Container } from '../../../kube/container.ts'
import { isMap } from '../../../kube/resource.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

const named = (name: string): string => (isCapability(name) ? `\`${name}\`` : 'an unknown capability')

/** One problem for each added capability that is wanted here. */
function added(container: Container, isWanted: (name: string) => boolean, remark = ''): readonly Problem[] {
  // Windows knows none.
  if (container.workload.windows) return []
  return capabilitiesOf(container, 'add')
    .filter(({ name }) => isWanted(name))
    .map(({ name, index }) => {
      const at = container.at('securityContext', 'capabilities', 'add', index)
      return {
        at,
        message: `container \`${container.name}\` adds ${name === 'ALL' ? 'all capabilities' : named(name)}${remark}`,
        fix: {
          title: isCapability(name) ? `Remove \`${name}\`` : 'Remove the capability',
          safe: false,
          changes: [{ op: 'remove', path: at }],
        },
      }
    })
}

/** A problem when a container drops none of these capabilities. */
function notDropped(container: Container, any: readonly string[], message: string): Problem | undefined {
  if (container.workload.windows || !container.workload.whole) return undefined
  const dropped = capabilitiesOf(container, 'drop')
  if (dropped.some(({ name }) => any.includes(name))) return undefined
  const at = container.at('securityContext', 'capabilities', 'drop')
  return {
    at,
    message: `container \`${container.name}\` ${message}`,
    fix: { title: 'Drop all capabilities', safe: false, changes: [{ op: 'set', path: at, value: ['ALL'] }] },
  }
}

/** trivy, checkov and KICS know only "adds something"; suppressing that silences both rules below, never the ones above. */
const addedPeers = {
  checkov: 'CKV_K8S_25',
  kics: '19ebaa28-fc86-4a58-bcfa-015c9e22fe40',
  kubescape: 'C-0200',
  trivy: [...trivyIds('KSV-0022', 'no-non-default-capabilities'), ...trivyIds('KSV-0106', 'drop-caps-add-bind-svc')],
} as const

const beyondPeers = { ...addedPeers, monokle: ['PSS104', 'PSS206'] } as const

/** One that the standards forbid too: it is reported once, under the ids of both. */
const beyondBaseline = (problem: Problem): Problem => ({ ...problem, also: beyondPeers })

/** Polaris is content with a container that drops each of these; the restricted standard accepts `ALL` only. */
const POLARIS_NAMES = [...BASELINE_CAPABILITIES, 'NET_ADMIN', 'NET_RAW']

function dropsByName(container: Container): boolean {
  const dropped = new Set(capabilitiesOf(container, 'drop').map(({ name }) => name))
  return POLARIS_NAMES.every(name => dropped.has(name))
}

export const dropAllCapabilities = rule({
  id: 'drop-all-capabilities',
  title: 'Container does not drop all capabilities',
  why: 'The default capabilities let root in the container take over files, forge packets and create device nodes, which makes a container escape easier.',
  help: 'Set `capabilities: {drop: [ALL]}`, and add back only what the program needs, at most `NET_BIND_SERVICE`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  tags: ['pss:restricted', 'cis:5.2.10', 'nsa'],
  peers: {
    checkov: 'CKV_K8S_37',
    kics: '268ca686-7fb7-4ae9-b129-955a2a89064e',
    kubescape: 'C-0211',
    kubesec: 'CapDropAll',
    monokle: ['KBP103', 'PSS206'],
    polaris: 'insecureCapabilities',
    trivy: [...trivyIds('KSV-0003', 'drop-default-capabilities'), ...trivyIds('KSV-0106', 'drop-caps-add-bind-svc')],
  },
  on: 'container',
  check(container) {
    const problem = notDropped(container, ['ALL'], 'does not drop all capabilities')
    return problem && { ...problem, ...(dropsByName(container) && { unlike: { polaris: 'insecureCapabilities' } }) }
  },
})

/** Whoever drops all has dropped this one. */
export const dropNetRaw = rule({
  id: 'drop-net-raw',
  title: 'Container keeps the NET_RAW capability',
  why: 'Docker and containerd grant NET_RAW by default: an attacker can forge ARP and DNS replies, and read the traffic of other pods on the node.',
  help: 'Set `capabilities: {drop: [ALL]}`, or drop at least `NET_RAW`.',
  severity: 'medium',
  profile: 'strict',
  since: '0.1',
  tags: ['pss:restricted', 'cis:5.2.8'],
  peers: {
    checkov: 'CKV_K8S_28',
    kics: 'dbbc6705-d541-43b0-b166-dd4be8208b54',
    kubelinter: 'drop-net-raw-capability',
    kubescape: ['C-0199', 'C-0211'],
  },
  on: 'container',
  yieldsTo: ['drop-all-capabilities'],
  check(container) {
    const problem = notDropped(container, ['NET_RAW', 'ALL'], 'keeps `NET_RAW`')
    const isWritten = isMap(container.spec.securityContext?.capabilities)
    // kube-linter minds only what is written.
    return problem && { ...problem, ...(!isWritten && { unlike: { kubelinter: 'drop-net-raw-capability' } }) }
  },
})

/** Opt-in: for those who do not ask that all are dropped. */
export const dropAnyCapability = rule({
  id: 'drop-any-capability',
  title: 'Container drops no capability',
  why: 'The container keeps all default capabilities, among them those to change the owner of any file and to forge packets.',
  help: 'Set `capabilities: {drop: [ALL]}`.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: {
    kics: '268ca686-7fb7-4ae9-b129-955a2a89064e',
    kubesec: 'CapDropAny',
    trivy: trivyIds('KSV-0004', 'drop-unused-capabilities'),
  },
  on: 'container',
  yieldsTo: ['drop-all-capabilities', 'drop-net-raw'],
  check(container) {
    if (container.role === 'ephemeral' || capabilitiesOf(container, 'drop').some(({ name }) => isCapability(name)))
      return
    return notDropped(container, [], 'drops no capability')
  },
})

export const addNetRaw = rule({
  id: 'add-net-raw',
  title: 'Container adds the NET_RAW capability',
  why: 'With raw sockets an attacker can forge ARP and DNS replies, and read or redirect the traffic of other pods on the node.',
  help: 'Remove `NET_RAW` from `capabilities.add`; for `ping`, allow its group in the `net.ipv4.ping_group_range` sysctl.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  tags: ['pss:baseline', 'cis:5.2.8', 'nsa'],
  peers: { kubescape: 'C-0046', trivy: trivyIds('KSV-0119', 'no-net-raw') },
  on: 'container',
  check: container => added(container, name => name === 'NET_RAW').map(beyondBaseline),
})

export const addSysModule = rule({
  id: 'add-sys-module',
  title: 'Container adds the SYS_MODULE capability',
  why: 'SYS_MODULE allows loading code into the kernel of the node: an attacker in the container then controls the node and all of its pods.',
  help: 'Remove `SYS_MODULE` from `capabilities.add`, and load the module on the node, for example with `modules-load.d`.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  tags: ['pss:baseline', 'cis:5.2.9', 'nsa'],
  peers: { kubescape: 'C-0046', trivy: trivyIds('KSV-0120', 'no-sysmodule-capability') },
  on: 'container',
  check: container => added(container, name => name === 'SYS_MODULE').map(beyondBaseline),
})

export const addSysAdmin = rule({
  id: 'add-sys-admin',
  title: 'Container adds the SYS_ADMIN capability',
  why: 'SYS_ADMIN is close to root: an attacker can mount filesystems and escape the container with well-known techniques.',
  help: 'Remove `SYS_ADMIN` from `capabilities.add`, and add the narrower capability that the program needs.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  tags: ['pss:baseline', 'cis:5.2.9', 'nsa'],
  peers: {
    checkov: 'CKV_K8S_39',
    kics: '235236ee-ad78-4065-bd29-61b061f28ce0',
    kubescape: 'C-0046',
    kubesec: 'CapSysAdmin',
    monokle: 'KBP100',
    polaris: 'dangerousCapabilities',
    trivy: trivyIds('KSV-0005', 'no-sysadmin-capability'),
  },
  on: 'container',
  covers: ['privilege-escalation'],
  check: container =>
    added(container, name => name === 'SYS_ADMIN').map(problem => ({
      ...problem,
      // kube-linter calls it that whatever `allowPrivilegeEscalation` says.
      also: { ...beyondPeers, kubelinter: 'privilege-escalation-container' },
    })),
})

/** To peers, whoever adds all capabilities adds these three. */
const allPeers = {
  ...addSysAdmin.peers,
  ...beyondPeers,
  trivy: [addSysAdmin, addNetRaw, addSysModule].flatMap(({ peers }) => peers?.trivy ?? []).concat(beyondPeers.trivy),
}

/** Each of them has a rule of its own. */
const OWN: ReadonlySet<string> = new Set(['NET_RAW', 'SYS_ADMIN', 'SYS_MODULE'])

/** Each of them reaches past the container, as those with a rule of their own do. */
const DANGEROUS: ReadonlySet<string> = new Set([
  'ALL',
  'BPF',
  'MAC_ADMIN',
  'MAC_OVERRIDE',
  'NET_ADMIN',
  'PERFMON',
  'SETPCAP',
  'SYS_BOOT',
  'SYS_PTRACE',
  'SYS_RAWIO',
])

export const dangerousCapabilities = rule({
  id: 'dangerous-capabilities',
  title: 'Container adds a dangerous capability',
  why: 'Each of these gives access to the node or to other pods: loading code into the kernel, reading process memory, redirecting traffic.',
  help: 'Remove the capability from `capabilities.add`, or move the task to a dedicated, hardened node agent.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  tags: ['pss:baseline', 'cis:5.2.9', 'nsa'],
  peers: { kubescape: 'C-0046', polaris: 'dangerousCapabilities' },
  on: 'container',
  options: { also: [] as readonly string[] },
  optionHelp: { also: 'additional capabilities to treat as dangerous' },
  check(container, { options }) {
    const also = options.also.map(name => name.toUpperCase().replace(/^CAP_/, ''))
    return [
      ...added(container, name => name !== 'ALL' && (DANGEROUS.has(name) || also.includes(name))).map(beyondBaseline),
      ...added(container, name => name === 'ALL').map(problem => ({ ...problem, also: allPeers })),
    ]
  },
})

/** Those that a rule above reports are left to it. */
const isReported = (name: string): boolean => OWN.has(name) || DANGEROUS.has(name)

export const capabilitiesBeyondBaseline = rule({
  id: 'capabilities-beyond-baseline',
  title: 'Container adds a capability beyond the baseline standard',
  why: 'A namespace that enforces the baseline Pod Security Standard rejects the pod; elsewhere an attacker gets more kernel access than a container needs.',
  help: 'Remove the capability from `capabilities.add`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  tags: ['pss:baseline', 'cis:5.2.9'],
  peers: beyondPeers,
  on: 'container',
  check: container =>
    added(
      container,
      name => !BASELINE_CAPABILITIES.has(name) && !isReported(name),
      ', forbidden by the baseline standard',
    ),
})

/** Capabilities beyond the baseline are left to capabilities-beyond-baseline: one standard is enough for a finding. */
export const addedCapabilities = rule({
  id: 'added-capabilities',
  title: 'Container adds a capability beyond the restricted standard',
  why: 'Capabilities such as CHOWN or SETUID let an attacker take over files and users in the container; a restricted namespace rejects the pod.',
  help: 'Remove everything but `NET_BIND_SERVICE` from `capabilities.add`, and build the image for the user it runs as.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  tags: ['pss:restricted', 'cis:5.2.9'],
  peers: { ...addedPeers, monokle: 'PSS206' },
  on: 'container',
  check: container =>
    added(
      container,
      name => name !== 'NET_BIND_SERVICE' && BASELINE_CAPABILITIES.has(name) && !isReported(name),
      ', forbidden by the restricted standard',
    ),
})
