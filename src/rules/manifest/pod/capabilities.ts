import type { Problem } from '../../../core/finding.ts'
import { BASELINE_CAPABILITIES, capabilitiesOf, isCapability } from '../../../kube/capabilities.ts'
import type { Container } from '../../../kube/container.ts'
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
    trivy: [...trivyIds('KSV-0003', 'drop-default-capabilities'), 'KSV-0106'],
  },
  on: 'container',
  check: container => notDropped(container, ['ALL'], 'does not drop all capabilities'),
})

/** Opt-in: whoever drops all has dropped this one, so beside drop-all-capabilities it says everything twice. */
export const dropNetRaw = rule({
  id: 'drop-net-raw',
  title: 'Container keeps the NET_RAW capability',
  why: 'Runtimes grant NET_RAW by default: an attacker can forge ARP and DNS replies, and read the traffic of other pods on the node.',
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
  check: container => notDropped(container, ['NET_RAW', 'ALL'], 'keeps `NET_RAW`'),
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
  check: container => added(container, name => name === 'NET_RAW'),
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
      also: { kubelinter: 'privilege-escalation-container' },
    })),
})

/** To peers, whoever adds all capabilities adds these two. */
const allPeers = {
  ...addSysAdmin.peers,
  trivy: [...trivyIds('KSV-0005', 'no-sysadmin-capability'), ...trivyIds('KSV-0119', 'no-net-raw')],
}

/** Each of them reaches past the container; those with a rule of their own (SYS_ADMIN, NET_RAW) are not among them. */
const DANGEROUS: ReadonlySet<string> = new Set([
  'ALL',
  'BPF',
  'MAC_ADMIN',
  'MAC_OVERRIDE',
  'NET_ADMIN',
  'PERFMON',
  'SETPCAP',
  'SYS_BOOT',
  'SYS_MODULE',
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
      ...added(container, name => name !== 'ALL' && (DANGEROUS.has(name) || also.includes(name))),
      ...added(container, name => name === 'ALL').map(problem => ({ ...problem, also: allPeers })),
    ]
  },
})

/** trivy, checkov and KICS know only "adds something"; suppressing that silences both rules below, never the ones above. */
const addedPeers = {
  checkov: 'CKV_K8S_25',
  kics: '19ebaa28-fc86-4a58-bcfa-015c9e22fe40',
  kubescape: 'C-0200',
  trivy: [...trivyIds('KSV-0022', 'no-non-default-capabilities'), ...trivyIds('KSV-0106', 'drop-caps-add-bind-svc')],
} as const

export const capabilitiesBeyondBaseline = rule({
  id: 'capabilities-beyond-baseline',
  title: 'Container adds a capability beyond the baseline standard',
  why: 'A namespace that enforces the baseline Pod Security Standard rejects the pod; elsewhere an attacker gets more kernel access than a container needs.',
  help: 'Remove the capability from `capabilities.add`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  tags: ['pss:baseline', 'cis:5.2.9'],
  peers: { ...addedPeers, monokle: ['PSS104', 'PSS206'] },
  on: 'container',
  check: container =>
    added(container, name => !BASELINE_CAPABILITIES.has(name), ', forbidden by the baseline standard'),
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
      name => name !== 'NET_BIND_SERVICE' && BASELINE_CAPABILITIES.has(name),
      ', forbidden by the restricted standard',
    ),
})
