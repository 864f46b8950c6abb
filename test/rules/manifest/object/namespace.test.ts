import { describe, expect, test } from 'vitest'
import { check } from '../../../../src/engine/check.ts'
import { rules } from '../../../../src/rules/index.ts'
import { documents, workflow } from '../../../kit/manifests.ts'
import { read } from '../../../kit/read.ts'
import { table } from '../../../kit/table.ts'

const LABEL = 'pod-security.kubernetes.io/enforce'
const namespace = (labels: string, name = 'shop'): string =>
  `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n${labels === '' ? '' : `  labels:\n    ${labels}\n`}`
const enforcing = (level: string): string => namespace(`${LABEL}: ${level}`)

const pod = (spec: string, metadata = 'name: web, namespace: shop'): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {${metadata}}\nspec:\n${spec.replace(/^(?=.)/gm, '  ')}\n`
const PRIVILEGED = pod('containers: [{name: app, securityContext: {privileged: true}}]')

/** Complies with the restricted standard. */
const SOUND =
  'securityContext: {allowPrivilegeEscalation: false, runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}, capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}}'
const sound = (more = '', fields = SOUND): string => pod(`${more}containers:\n  - name: app\n    ${fields}`)
/** Allowed by the baseline standard since 1.29. */
const NEWER_SYSCTL = 'securityContext: {sysctls: [{name: net.ipv4.tcp_fin_timeout, value: "1"}]}'

table('psa-labels-missing', {
  bad: [
    [
      'no labels',
      namespace(''),
      {
        at: 'metadata',
        fix: 'Enforce `baseline`',
        after: `apiVersion: v1\nkind: Namespace\nmetadata:\n  labels:\n    ${LABEL}: baseline\n  name: shop\n`,
      },
    ],
    [
      'another label',
      namespace('team: shop'),
      { at: 'labels', fix: 'Enforce `baseline`', after: namespace(`${LABEL}: baseline\n    team: shop`) },
    ],
    ['a pod that it would stop', documents(namespace(''), PRIVILEGED), { at: 'metadata', fix: false }],
    [
      'a pod of another namespace',
      documents(namespace(''), pod('hostPID: true', 'name: web, namespace: api')),
      'metadata',
    ],
  ],
  good: [
    ['a level', enforcing('privileged')],
    ['of the cluster', namespace('', 'kube-system')],
  ],
  says: 'namespace `shop` enforces no Pod Security Standard',
  fixes: true,
})

table('psa-enforce-baseline', {
  bad: [
    [
      'privileged',
      enforcing('privileged'),
      { at: `${LABEL}: privileged`, fix: 'Enforce `baseline`', after: enforcing('baseline') },
    ],
    [
      'privileged, for a pod that needs it',
      documents(enforcing('privileged'), PRIVILEGED),
      {
        at: `${LABEL}: privileged`,
        severity: 'info',
        message: 'namespace `shop` admits privileged pods',
        fix: false,
      },
    ],
    [
      'an unknown level',
      enforcing('Baseline'),
      {
        at: `${LABEL}: Baseline`,
        severity: 'medium',
        message: 'invalid Pod Security level `Baseline`; expected privileged, baseline or restricted',
        fix: 'Enforce `baseline`',
        after: enforcing('baseline'),
      },
    ],
    [
      'an unknown level, for a pod that its version forbids',
      documents(namespace(`${LABEL}: Baseline\n    ${LABEL}-version: v1.28`), pod(NEWER_SYSCTL)),
      { at: `${LABEL}: Baseline`, severity: 'medium', fix: false },
    ],
  ],
  good: [
    ['baseline', enforcing('baseline')],
    ['restricted', enforcing('restricted')],
    ['no label', namespace('')],
  ],
  says: 'namespace `shop` admits privileged pods, and no pod that was read needs it',
  fixes: true,
})

table('psa-enforce-restricted', {
  bad: [
    [
      'baseline',
      enforcing('baseline'),
      { at: `${LABEL}: baseline`, fix: 'Enforce `restricted`', after: enforcing('restricted') },
    ],
    [
      'a pod that it would stop',
      documents(enforcing('baseline'), pod('containers: [{name: app}]')),
      { at: `${LABEL}: baseline`, fix: false },
    ],
    ['a pod that complies', documents(enforcing('baseline'), sound()), `${LABEL}: baseline`],
  ],
  good: [
    ['restricted', enforcing('restricted')],
    ['of the cluster', namespace('', 'kube-public')],
  ],
  says: 'namespace `shop` does not enforce the restricted standard',
  fixes: true,
})

describe('the rules for the label', () => {
  test.each([
    ['no label', namespace(''), ['psa-labels-missing']],
    ['privileged', enforcing('privileged'), ['psa-enforce-baseline']],
    ['baseline', enforcing('baseline'), ['psa-enforce-restricted']],
  ])('report one fault once: %s', async (_, input, expected) => {
    const enabled = ['psa-labels-missing', 'psa-enforce-baseline', 'psa-enforce-restricted'].map(id => ({
      rule: rules.get(id)!,
      options: {},
    }))
    const { findings } = check(await read(input), enabled, { rules, kubernetes: 36 })
    expect(findings.map(({ rule }) => rule)).toEqual(expected)
    const ids = findings[0]!.aliases['kubescape']
    expect(ids).toContain('C-0197')
    expect(ids?.includes('C-0193')).toBe(expected[0] !== 'psa-enforce-restricted')
  })
})

const without = (fields: string): string => SOUND.replace(fields, '')
const rejected = (level: string, at: string, field: string) => ({
  at,
  message: `namespace \`shop\` enforces \`${level}\`, which forbids this pod: \`${field}\``,
})
const inBaseline = (title: string, spec: string, at: string, field: string) =>
  [title, documents(enforcing('baseline'), pod(spec)), rejected('baseline', at, field)] as const
const inRestricted = (title: string, input: string, at: string, field: string) =>
  [title, documents(enforcing('restricted'), input), rejected('restricted', at, field)] as const

table('psa-rejects-pod', {
  bad: [
    ['privileged', documents(enforcing('baseline'), PRIVILEGED), 'privileged: true'],
    ...['hostNetwork', 'hostPID', 'hostIPC'].map(field => inBaseline(field, `${field}: true`, `${field}: true`, field)),
    inBaseline(
      'capabilities',
      'containers: [{name: app, securityContext: {capabilities: {add: [KILL, SYS_TIME]}}}]',
      'SYS_TIME',
      'capabilities',
    ),
    inBaseline('hostPath', 'volumes: [{name: a, hostPath: {path: /a}}]', 'path: /a', 'hostPath'),
    inBaseline(
      'hostPort',
      'containers: [{name: app, ports: [{containerPort: 1}, {hostPort: 80}]}]',
      'hostPort: 80',
      'hostPort',
    ),
    inBaseline(
      'AppArmor',
      'securityContext: {appArmorProfile: {type: Unconfined}}',
      'type: Unconfined',
      'appArmorProfile',
    ),
    [
      'AppArmor, by annotation',
      documents(
        enforcing('baseline'),
        pod(
          'containers: []',
          'name: web, namespace: shop, annotations: {container.apparmor.security.beta.kubernetes.io/app: unconfined}',
        ),
      ),
      rejected('baseline', 'container.apparmor.security.beta.kubernetes.io/app: unconfined', 'appArmorProfile'),
    ],
    inBaseline(
      'a type of SELinux',
      'securityContext: {seLinuxOptions: {type: spc_t}}',
      'type: spc_t',
      'seLinuxOptions',
    ),
    inBaseline('a user of SELinux', 'securityContext: {seLinuxOptions: {user: a}}', 'user: a', 'seLinuxOptions'),
    inBaseline('a role of SELinux', 'securityContext: {seLinuxOptions: {role: a}}', 'role: a', 'seLinuxOptions'),
    inBaseline(
      'procMount',
      'containers: [{name: app, securityContext: {procMount: Unmasked}}]',
      'procMount: Unmasked',
      'procMount',
    ),
    inBaseline(
      'seccomp',
      'securityContext: {seccompProfile: {type: Unconfined}}',
      'type: Unconfined',
      'seccompProfile',
    ),
    inBaseline(
      'a sysctl',
      'securityContext: {sysctls: [{name: kernel.msgmax, value: "1"}]}',
      'name: kernel.msgmax',
      'sysctls',
    ),
    inBaseline(
      'a process of the host',
      'securityContext: {windowsOptions: {hostProcess: true}}',
      'hostProcess: true',
      'windowsOptions',
    ),
    inRestricted('a volume', sound('volumes: [{name: a, nfs: {server: a}}]\n'), 'nfs: {server: a}', 'nfs'),
    inRestricted(
      'escalation',
      sound('', without('allowPrivilegeEscalation: false, ')),
      without('allowPrivilegeEscalation: false, '),
      'allowPrivilegeEscalation',
    ),
    inRestricted(
      'root, by default',
      sound('', without('runAsNonRoot: true, ')),
      without('runAsNonRoot: true, '),
      'runAsNonRoot',
    ),
    inRestricted('root', sound('securityContext: {runAsUser: 0}\n'), 'runAsUser: 0', 'runAsUser'),
    inRestricted(
      'no seccomp',
      sound('', without(', seccompProfile: {type: RuntimeDefault}')),
      without(', seccompProfile: {type: RuntimeDefault}'),
      'seccompProfile',
    ),
    inRestricted(
      'no drop',
      sound('', SOUND.replace('drop: [ALL], ', '')),
      'capabilities: {add: [NET_BIND_SERVICE]}',
      'capabilities',
    ),
    inRestricted('an addition', sound('', SOUND.replace('[NET_BIND_SERVICE]', '[KILL]')), 'KILL', 'capabilities'),
    [
      'many',
      documents(enforcing('restricted'), pod('hostNetwork: true\nhostPID: true\ncontainers: [{name: app}]')),
      {
        at: 'hostNetwork: true',
        message:
          'namespace `shop` enforces `restricted`, which forbids this pod: `hostNetwork`, `hostPID`, `allowPrivilegeEscalation`, `runAsNonRoot` and 2 more',
      },
    ],
    [
      'a sysctl that an older standard forbids',
      documents(namespace(`${LABEL}: baseline\n    ${LABEL}-version: v1.28`), pod(NEWER_SYSCTL)),
      rejected('baseline', 'name: net.ipv4.tcp_fin_timeout', 'sysctls'),
    ],
  ],
  good: [
    ['restricted', documents(enforcing('restricted'), sound())],
    [
      'baseline',
      documents(enforcing('baseline'), pod('containers: [{name: app, ports: [{containerPort: 80, hostPort: 0}]}]')),
    ],
    [
      'values that the standard allows',
      documents(
        enforcing('baseline'),
        pod(
          'securityContext: {appArmorProfile: {type: Localhost}, seLinuxOptions: {type: container_t, user: "", role: ""}, seccompProfile: {type: RuntimeDefault}, sysctls: [{name: net.ipv4.tcp_fin_timeout}]}\ncontainers: [{name: app, securityContext: {procMount: Default, privileged: false}}]',
        ),
      ),
    ],
    [
      'what the pod sets',
      documents(
        enforcing('restricted'),
        pod(
          'securityContext: {runAsNonRoot: true, seccompProfile: {type: Localhost, localhostProfile: a}}\ncontainers: [{name: app, securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [all]}}}]',
        ),
      ),
    ],
    [
      'for Windows',
      documents(
        enforcing('restricted'),
        pod('os: {name: windows}\nsecurityContext: {runAsNonRoot: true}\ncontainers: [{name: app}]'),
      ),
    ],
    [
      'in a user namespace',
      documents(
        enforcing('restricted'),
        pod(
          'hostUsers: false\nsecurityContext: {runAsUser: 0, seccompProfile: {type: RuntimeDefault}}\ncontainers: [{name: app, securityContext: {allowPrivilegeEscalation: false, procMount: Unmasked, capabilities: {drop: [ALL]}}}]',
        ),
      ),
    ],
    ['in a namespace that admits it', documents(enforcing('privileged'), PRIVILEGED)],
    ['in a namespace with an unknown level', documents(enforcing('high'), PRIVILEGED)],
    ['in another namespace', documents(enforcing('baseline'), pod('hostPID: true', 'name: web'))],
    ['in a namespace without a label', documents(namespace(''), PRIVILEGED)],
    ['in a namespace that was not read', PRIVILEGED],
    [
      'a volume without a type',
      documents(enforcing('restricted'), sound('volumes: [{name: a}, {name: b, configMap: {name: a}}]\n')),
    ],
    [
      'only a part of a pod',
      documents(
        enforcing('baseline'),
        workflow('image: a:1')
          .replace('name: build', 'name: build\n  namespace: shop')
          .replace('spec:', 'spec:\n  hostNetwork: true'),
      ),
    ],
  ],
  says: 'namespace `shop` enforces `baseline`, which forbids this pod: `privileged`',
})
