import { expect, test } from 'vitest'
import { check } from '../../../../src/engine/check.ts'
import { rules } from '../../../../src/rules/index.ts'
import { container, deployment, documents, pod, windows, withImage, workflow } from '../../../kit/manifests.ts'
import { read } from '../../../kit/read.ts'
import { table } from '../../../kit/table.ts'

const annotated = (profile: string) =>
  container('image: shop/web:1.4').replace(
    'metadata:',
    `metadata:\n  annotations: {container.apparmor.security.beta.kubernetes.io/app: ${profile}}`,
  )

table('linux-hardening', {
  bad: [
    [
      'nothing is set',
      container('image: shop/web:1.4'),
      {
        at: 'name: app',
        fix: "Use the runtime's seccomp profile",
        after: container('image: shop/web:1.4\nsecurityContext:\n  seccompProfile:\n    type: RuntimeDefault'),
      },
    ],
    [
      'seccomp is off',
      container('securityContext: {seccompProfile: {type: Unconfined}}'),
      {
        at: 'seccompProfile: {type: Unconfined}',
        fix: "Use the runtime's seccomp profile",
        after: container('securityContext: {seccompProfile: {type: "RuntimeDefault"}}'),
      },
    ],
    [
      'the pod has a profile, the container has none',
      pod(
        'securityContext: {seccompProfile: {type: RuntimeDefault}}\ncontainers: [{name: a, securityContext: {seccompProfile: {type: Unconfined}}}]',
      ),
      'seccompProfile: {type: Unconfined}',
    ],
    [
      'what is dropped is added again',
      container('securityContext: {capabilities: {drop: [ALL], add: [all]}}'),
      'securityContext: {capabilities: {drop: [ALL], add: [all]}}',
    ],
    [
      'SELinux options of nothing',
      container('securityContext: {seLinuxOptions: {}}'),
      'securityContext: {seLinuxOptions: {}}',
    ],
    ['AppArmor is off', annotated('unconfined'), 'name: app'],
    [
      'each container but ephemeral ones',
      pod('initContainers: [{name: a}]\ncontainers: [{name: b}]\nephemeralContainers: [{name: c}]'),
      'name: b',
      'name: a',
    ],
  ],
  good: [
    ['a seccomp profile', container('securityContext: {seccompProfile: {type: RuntimeDefault}}')],
    ['one of the pod', pod('securityContext: {seccompProfile: {type: Localhost, localhostProfile: a.json}}')],
    ['a capability is dropped', container('securityContext: {capabilities: {drop: [NET_RAW], add: [CHOWN]}}')],
    ['SELinux', container('securityContext: {seLinuxOptions: {level: "s0:c1,c2"}}')],
    ['AppArmor', container('securityContext: {appArmorProfile: {type: RuntimeDefault}}')],
    ['AppArmor in an annotation', annotated('runtime/default')],
    ['Windows has none of it', windows('image: a')],
    ['only a part of a pod', workflow('image: a')],
  ],
  says: 'container `app` has no seccomp, AppArmor or SELinux setting, and drops no capability',
  fixes: true,
})

table('security-context-missing', {
  bad: [
    [
      'neither has one',
      deployment('containers:\n  - name: app\n    image: shop/web:1.4'),
      {
        at: 'spec',
        fix: 'Set what the restricted standard requires',
        after: deployment(
          'containers:\n  - name: app\n    image: shop/web:1.4\n    securityContext:\n      allowPrivilegeEscalation: false\n      capabilities:\n        drop: ["ALL"]\nsecurityContext:\n  runAsNonRoot: true\n  seccompProfile:\n    type: RuntimeDefault',
        ),
      },
    ],
    [
      'both are empty',
      pod('securityContext: {}\ncontainers:\n  - name: a\n    securityContext: {}'),
      {
        at: 'securityContext: {}',
        fix: 'Set what the restricted standard requires',
        after: pod(
          'securityContext: {runAsNonRoot: true, seccompProfile: {type: "RuntimeDefault"}}\ncontainers:\n  - name: a\n    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: ["ALL"]}}',
        ),
      },
    ],
    [
      'one of the containers',
      pod('containers: [{name: a, securityContext: {runAsUser: 1}}]\ninitContainers: [{name: b}]'),
      { at: 'spec', message: 'neither the pod nor container `b` has a security context' },
    ],
    ['odd values', pod('securityContext: [1]\ncontainers: [{name: a, securityContext: 1}]'), 'securityContext: [1]'],
    ['once for a pod', pod('containers: [{name: a}, {name: b}]'), 'spec'],
    ['its image is root', withImage(container('image: shop/web:1.4')), { at: 'spec', fix: false }],
  ],
  good: [
    ['the pod has one', pod('securityContext: {runAsNonRoot: true}')],
    ['the container has one', container('securityContext: {runAsNonRoot: true}')],
    [
      'an ephemeral container',
      pod('containers: [{name: a, securityContext: {runAsUser: 1}}]\nephemeralContainers: [{name: b}]'),
    ],
    ['Windows', windows('image: a')],
    ['only a part of a pod', workflow('image: a')],
  ],
  says: 'neither the pod nor container `app` has a security context',
  fixes: true,
})

table('user-namespace-disabled', {
  bad: [
    [
      'nothing is set',
      pod('containers:\n  - name: app'),
      { at: 'spec', fix: 'Use a user namespace', after: pod('containers:\n  - name: app\nhostUsers: false') },
    ],
    [
      'the users of the node',
      deployment('hostUsers: true'),
      {
        at: 'hostUsers: true',
        message: 'pod does not use a user namespace: `hostUsers` is `true`',
        fix: 'Use a user namespace',
        after: deployment('hostUsers: false'),
      },
    ],
    [
      'a text',
      pod('hostUsers: "false"'),
      { at: 'hostUsers: "false"', message: 'pod does not use a user namespace: `hostUsers` is not a Boolean' },
    ],
    ['nothing', pod('hostUsers: null'), { at: 'hostUsers: null' }],
    [
      'in a part of a pod, where it is set',
      workflow('image: a').replace('spec:', 'spec:\n  hostUsers: true'),
      'hostUsers: true',
    ],
  ],
  good: [
    ['a user namespace', pod('hostUsers: false')],
    [
      'a namespace of the host excludes it',
      documents(pod('hostNetwork: true'), pod('hostPID: true'), pod('hostIPC: true')),
    ],
    ['Windows', windows('image: a')],
    ['only a part of a pod', workflow('image: a')],
  ],
  says: 'pod does not use a user namespace: `hostUsers` is not set',
  fixes: true,
})

test('user-namespace-disabled is for clusters that have user namespaces by default', async () => {
  const world = await read(pod('hostUsers: true'))
  const enabledRules = [{ rule: rules.get('user-namespace-disabled')!, options: {} }]
  expect(check(world, enabledRules, { kubernetes: 33 }).findings).toHaveLength(1)
  expect(check(world, enabledRules, { kubernetes: 32 }).findings).toHaveLength(0)
})
