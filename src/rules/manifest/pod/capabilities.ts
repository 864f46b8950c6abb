import type { Problem } from '../../../core/finding.ts'
import { BASELINE_CAPABILITIES, capabilitiesOf } from '../../../kube/capabilities.ts'
import type { Container } from '../../../kube/container.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

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
        message: `container \`${container.name}\` adds ${name === 'ALL' ? 'all capabilities' : `\`${name}\``}${remark}`,
        fix: { title: `Do not add ${name}`, safe: false, changes: [{ op: 'remove', path: at }] },
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
  why: 'The default set lets an intruder who is root of the container take over files, forge packets and make device nodes: a break-out starts with less.',
  help: 'Set `capabilities: {drop: [ALL]}`, and add back what the program needs, `NET_BIND_SERVICE` at most.',
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
  title: 'Container keeps the capability NET_RAW',
  why: 'Runtimes grant NET_RAW by default: with it an intruder forges ARP and DNS answers, and reads the traffic of other pods on the node.',
  help: 'Set `capabilities: {drop: [ALL]}`, or drop `NET_RAW` at least.',
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
  title: 'Container adds the capability NET_RAW',
  why: 'With raw sockets an intruder forges ARP and DNS answers, and reads or redirects the traffic of other pods on the node.',
  help: 'Remove `NET_RAW` from `capabilities.add`; for `ping`, allow its group in the sysctl `net.ipv4.ping_group_range`.',
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
  title: 'Container adds the capability SYS_ADMIN',
  why: 'SYS_ADMIN is most of root: with it an intruder mounts filesystems and leaves the container by well-trodden paths.',
  help: 'Remove `SYS_ADMIN` from `capabilities.add`; ask for the narrower capability that the program really needs.',
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
  title: 'Container adds a capability that reaches past it',
  why: 'Each of these opens a way to the node or to other pods: loading code into the kernel, reading the memory of processes, redirecting traffic.',
  help: 'Remove the capability from `capabilities.add`, or move the task to an agent of the node that is guarded as such.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  tags: ['pss:baseline', 'cis:5.2.9', 'nsa'],
  peers: { kubescape: 'C-0046', polaris: 'dangerousCapabilities' },
  on: 'container',
  options: { also: [] as readonly string[] },
  optionHelp: { also: 'capabilities that count as dangerous here too' },
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
  why: 'A namespace that enforces the baseline Pod Security Standard refuses the pod; elsewhere an intruder gets more of the kernel than a container needs.',
  help: 'Remove the capability from `capabilities.add`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  tags: ['pss:baseline', 'cis:5.2.9'],
  peers: { ...addedPeers, monokle: ['PSS104', 'PSS206'] },
  on: 'container',
  check: container => added(container, name => !BASELINE_CAPABILITIES.has(name), ', beyond the baseline standard'),
})

/** Capabilities beyond the baseline are left to capabilities-beyond-baseline: one standard is enough for a finding. */
export const addedCapabilities = rule({
  id: 'added-capabilities',
  title: 'Container adds a capability that the restricted standard forbids',
  why: 'Capabilities such as CHOWN or SETUID let an intruder take over files and users of the container; a restricted namespace refuses the pod.',
  help: 'Remove everything but `NET_BIND_SERVICE` from `capabilities.add`, and let the image be built for its user.',
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
      ', which the restricted standard forbids',
    ),
})
