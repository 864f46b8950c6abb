import { expect, test } from 'vitest'
import { check } from '../../../../src/engine/check.ts'
import { rules } from '../../../../src/rules/index.ts'
import { container, deployment, documents, pod, windows, workflow } from '../../../kit/manifests.ts'
import { read } from '../../../kit/read.ts'
import { table } from '../../../kit/table.ts'

const annotated = (annotations: string, spec = 'restartPolicy: Always'): string =>
  pod(spec).replace('metadata:\n', `metadata:\n  annotations: ${annotations}\n`)

table('seccomp-profile', {
  bad: [
    [
      'nothing is said',
      container('image: shop/web:1.4'),
      {
        at: 'name: app',
        fix: "Use the runtime's default profile",
        after: container('image: shop/web:1.4\nsecurityContext:\n  seccompProfile:\n    type: RuntimeDefault'),
      },
    ],
    [
      'a local profile without its file',
      pod('securityContext: {seccompProfile: {type: Localhost}}'),
      {
        at: 'seccompProfile: {type: Localhost}',
        message: 'container `app` has a `Localhost` seccomp profile without `localhostProfile`',
        fix: "Use the runtime's default profile",
        after: pod('securityContext: {seccompProfile: {type: "RuntimeDefault"}}'),
      },
    ],
    ['no type', container('securityContext: {seccompProfile: {}}'), 'seccompProfile: {}'],
    [
      'an unknown type',
      container('securityContext: {seccompProfile: {type: Strict}}'),
      'seccompProfile: {type: Strict}',
    ],
    [
      'a word in place of a map',
      container('securityContext: {seccompProfile: RuntimeDefault}'),
      'seccompProfile: RuntimeDefault',
    ],
    [
      'annotations are dead',
      annotated('{seccomp.security.alpha.kubernetes.io/pod: runtime/default}'),
      {
        at: 'name: app',
        message:
          'container `app` has no seccomp profile: annotation `seccomp.security.alpha.kubernetes.io/pod` is ignored',
      },
    ],
    [
      'so are those of containers',
      annotated('{container.seccomp.security.alpha.kubernetes.io/app: docker/default}'),
      {
        at: 'name: app',
        message:
          'container `app` has no seccomp profile: annotation `container.seccomp.security.alpha.kubernetes.io/app` is ignored',
      },
    ],
    [
      'those of other containers are none',
      annotated('{container.seccomp.security.alpha.kubernetes.io/web: docker/default}'),
      { at: 'name: app', message: 'container `app` has no seccomp profile' },
    ],
    [
      'the field replaces the annotation',
      annotated(
        '{seccomp.security.alpha.kubernetes.io/pod: runtime/default}',
        'securityContext: {seccompProfile: {type: Localhost}}',
      ),
      {
        at: 'seccompProfile: {type: Localhost}',
        message: 'container `app` has a `Localhost` seccomp profile without `localhostProfile`',
      },
    ],
    [
      'every kind of container',
      pod('containers: [{name: a}]\ninitContainers: [{name: b}]\nephemeralContainers: [{name: c}]'),
      'name: a',
      'name: b',
      'name: c',
    ],
  ],
  good: [
    ['the default of the runtime, for the pod', pod('securityContext:\n  seccompProfile:\n    type: RuntimeDefault')],
    ['for the container', container('securityContext: {seccompProfile: {type: RuntimeDefault}}')],
    ['a local profile', container('securityContext: {seccompProfile: {type: Localhost, localhostProfile: a.json}}')],
    ['switched off is reported as such', container('securityContext: {seccompProfile: {type: Unconfined}}')],
    ['seccomp is off for privileged containers', container('securityContext: {privileged: true}')],
    ['Windows', windows('image: a')],
    ['nothing is said in a part of a pod', workflow('image: shop/web:1.4')],
  ],
  says: 'container `app` has no seccomp profile',
  fixes: true,
})

test.each([
  ['pod', 'runtime/default', 26, false],
  ['pod', 'docker/default', 26, false],
  ['pod', 'localhost/audit.json', 26, false],
  ['pod', 'unconfined', 26, true],
  ['pod', 'runtime/default', 27, true],
  ['defaultProfileName', 'runtime/default', 26, true],
])('the annotation `…/%s: %s` in Kubernetes 1.%i', async (key, profile, kubernetes, isReported) => {
  const rule = rules.get('seccomp-profile')!
  const world = await read(annotated(`{seccomp.security.alpha.kubernetes.io/${key}: ${profile}}`))
  const { findings } = check(world, [{ rule, options: {} }], { rules, kubernetes })
  expect(findings.length === 1).toBe(isReported)
})

table('seccomp-unconfined', {
  bad: [
    [
      'the container',
      container('securityContext:\n  seccompProfile:\n    type: Unconfined'),
      {
        at: 'type: Unconfined',
        fix: "Use the runtime's default profile",
        after: container('securityContext:\n  seccompProfile:\n    type: RuntimeDefault'),
      },
    ],
    [
      'the pod, once',
      pod('securityContext: {seccompProfile: {type: Unconfined}}\ninitContainers: [{name: a}]'),
      { at: 'type: Unconfined', message: 'pod disables seccomp' },
    ],
    [
      'the standard forbids it to the pod whatever its containers say',
      pod(
        'securityContext: {seccompProfile: {type: Unconfined}}\ncontainers: [{name: a, securityContext: {seccompProfile: {type: RuntimeDefault}}}]',
      ),
      'type: Unconfined',
    ],
    [
      'each container',
      pod(
        'containers: [{name: a, securityContext: {seccompProfile: {type: Unconfined}}}]\nephemeralContainers: [{name: b, securityContext: {seccompProfile: {type: unconfined}}}]',
      ),
      'type: Unconfined',
      'type: unconfined',
    ],
    ['in a part of a pod', workflow('securityContext: {seccompProfile: {type: Unconfined}}'), 'type: Unconfined'],
  ],
  good: [
    ['the default of the runtime', container('securityContext:\n  seccompProfile:\n    type: RuntimeDefault')],
    ['nothing is said', container('image: shop/web:1.4')],
    [
      'seccomp is off for privileged containers',
      container('securityContext: {privileged: true, seccompProfile: {type: Unconfined}}'),
    ],
    ['Windows', windows('securityContext: {seccompProfile: {type: Unconfined}}')],
    [
      'odd types',
      pod(
        'securityContext: {seccompProfile: Unconfined}\ncontainers: [{name: a, securityContext: {seccompProfile: [Unconfined]}}]',
      ),
    ],
  ],
  says: 'container `app` disables seccomp',
  fixes: true,
})

table('selinux-options', {
  bad: [
    [
      'a type that confines nothing',
      container('securityContext:\n  seLinuxOptions:\n    type: spc_t'),
      { at: 'type: spc_t', fix: 'Remove the SELinux type', after: container('') },
    ],
    [
      'each option',
      pod('securityContext: {seLinuxOptions: {user: a_u, role: b_r, type: c_t}}'),
      { at: 'type: c_t', message: 'pod sets an SELinux type that does not confine containers' },
      {
        at: 'user: a_u',
        message: 'pod sets the SELinux user',
        fix: 'Remove the SELinux user',
        after: pod('securityContext: {seLinuxOptions: {role: b_r, type: c_t}}'),
      },
      {
        at: 'role: b_r',
        message: 'pod sets the SELinux role',
        fix: 'Remove the SELinux role',
        after: pod('securityContext: {seLinuxOptions: {user: a_u, type: c_t}}'),
      },
    ],
    [
      'the pod and a container',
      pod(
        'securityContext: {seLinuxOptions: {user: a_u}}\ncontainers: [{name: a, securityContext: {seLinuxOptions: {role: b_r}}}]',
      ),
      {
        at: 'user: a_u',
        fix: 'Remove the SELinux user',
        after: pod(
          'securityContext: {seLinuxOptions: {}}\ncontainers: [{name: a, securityContext: {seLinuxOptions: {role: b_r}}}]',
        ),
      },
      {
        at: 'role: b_r',
        message: 'container `a` sets the SELinux role',
        fix: 'Remove the SELinux role',
        after: pod(
          'securityContext: {seLinuxOptions: {user: a_u}}\ncontainers: [{name: a, securityContext: {seLinuxOptions: {}}}]',
        ),
      },
    ],
    [
      'a key of every object',
      container('securityContext: {seLinuxOptions: {type: constructor}}'),
      {
        at: 'type: constructor',
        fix: 'Remove the SELinux type',
        after: container('securityContext: {seLinuxOptions: {}}'),
      },
    ],
    ['no text at all', pod('securityContext: {seLinuxOptions: {user: {toString: 1}}}'), 'user: {toString: 1}'],
    ['in a part of a pod', workflow('securityContext: {seLinuxOptions: {type: spc_t}}'), 'type: spc_t'],
  ],
  good: [
    ['the type of containers', container('securityContext:\n  seLinuxOptions:\n    type: container_t')],
    [
      'other types that confine',
      documents(
        ...['container_init_t', 'container_kvm_t', 'container_engine_t'].map(type =>
          pod(`securityContext: {seLinuxOptions: {type: ${type}}}`),
        ),
      ),
    ],
    ['only a level', pod('securityContext: {seLinuxOptions: {level: "s0:c123,c456"}}')],
    ['empty options', pod('securityContext: {seLinuxOptions: {type: "", user: "", role: null}}')],
    ['options that are no map', pod('securityContext: {seLinuxOptions: spc_t}')],
    ['Windows', windows('securityContext: {seLinuxOptions: {type: spc_t}}')],
  ],
  says: 'container `app` sets an SELinux type that does not confine containers',
  fixes: true,
})

table('proc-mount', {
  bad: [
    [
      'it is unmasked',
      container('securityContext:\n  procMount: Unmasked'),
      { at: 'procMount: Unmasked', fix: 'Keep `/proc` masked', after: container('') },
    ],
    [
      'something unknown',
      container('securityContext: {procMount: Wide}'),
      {
        at: 'procMount: Wide',
        message: 'container `app` sets an invalid `procMount`; expected Default or Unmasked',
        fix: 'Keep `/proc` masked',
        after: container('securityContext: {}'),
      },
    ],
    ['no text at all', container('securityContext: {procMount: {toString: 1}}'), 'procMount: {toString: 1}'],
    [
      'in a user namespace it is milder',
      pod('hostUsers: false\ncontainers: [{name: a, securityContext: {procMount: Unmasked}}]'),
      { at: 'procMount: Unmasked', severity: 'low' },
    ],
    ['in a part of a pod', workflow('securityContext: {procMount: Unmasked}'), 'procMount: Unmasked'],
  ],
  good: [
    ['it is masked', container('securityContext:\n  procMount: Default')],
    ['nothing is said', container('image: shop/web:1.4')],
    ['none', container('securityContext: {procMount: null}')],
    ['privileged containers see it anyway', container('securityContext: {privileged: true, procMount: Unmasked}')],
    ['a pod has no such field', pod('securityContext: {procMount: Unmasked}')],
  ],
  says: 'container `app` mounts `/proc` unmasked',
  fixes: true,
})

table('unsafe-sysctls', {
  bad: [
    [
      'an unsafe one',
      pod('securityContext:\n  sysctls:\n    - name: kernel.msgmax\n      value: "65536"'),
      'name: kernel.msgmax',
    ],
    [
      'what is not a name',
      pod('securityContext: {sysctls: [{name: two words}]}'),
      { at: 'name: two words', message: 'pod sets unsafe sysctl' },
    ],
    [
      'each of them',
      pod(
        'securityContext: {sysctls: [{name: net.core.somaxconn}, {name: kernel.shm_rmid_forced}, {name: vm.swappiness}]}',
      ),
      'name: net.core.somaxconn',
      'name: vm.swappiness',
    ],
    ['with slashes', pod('securityContext: {sysctls: [{name: net/core/somaxconn}]}'), 'name: net/core/somaxconn'],
    ['a key of every object', pod('securityContext: {sysctls: [{name: constructor}]}'), 'name: constructor'],
    [
      'in a template',
      deployment('securityContext: {sysctls: [{name: kernel.sem}]}\ncontainers: [{name: a}]'),
      'name: kernel.sem',
    ],
  ],
  good: [
    [
      'a safe one',
      pod('securityContext:\n  sysctls:\n    - name: net.ipv4.ip_unprivileged_port_start\n      value: "80"'),
    ],
    [
      'newer safe ones',
      pod(
        'securityContext: {sysctls: [{name: net.ipv4.tcp_rmem}, {name: net.ipv4.tcp_fin_timeout}, {name: net.ipv4.ip_local_reserved_ports}]}',
      ),
    ],
    ['with slashes', pod('securityContext: {sysctls: [{name: net/ipv4/tcp_syncookies}]}')],
    ['none', pod('securityContext: {sysctls: []}')],
    ['odd entries', pod('securityContext: {sysctls: [null, kernel.msgmax, {name: 1}, {value: "1"}]}')],
    ['no list', pod('securityContext: {sysctls: {name: kernel.msgmax}}')],
  ],
  says: 'pod sets unsafe sysctl `kernel.msgmax`',
})

test.each([
  ['unsafe-sysctls', pod('securityContext: {sysctls: [{name: net.ipv4.tcp_rmem}]}'), 32],
  ['unsafe-sysctls', pod('securityContext: {sysctls: [{name: net.ipv4.ip_local_reserved_ports}]}'), 27],
  ['unsafe-sysctls', pod('securityContext: {sysctls: [{name: net.ipv4.tcp_keepalive_time}]}'), 29],
  ['selinux-options', pod('securityContext: {seLinuxOptions: {type: container_engine_t}}'), 31],
])('%s follows the standard of its Kubernetes minor: %s', async (id, text, since) => {
  const world = await read(text)
  const enabledRules = [{ rule: rules.get(id)!, options: {} }]
  expect(check(world, enabledRules, { kubernetes: since }).findings).toHaveLength(0)
  expect(check(world, enabledRules, { kubernetes: since - 1 }).findings).toHaveLength(1)
})
