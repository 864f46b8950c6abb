import { container, deployment, everywhere, pod, windows, workflow } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const EACH = ['name: containers', 'name: initContainers', 'name: ephemeralContainers'] as const
const PRIVILEGED = 'securityContext: {privileged: true}'
const privileged = (flag: boolean) => container(`securityContext:\n  privileged: ${flag}`)
const readOnly = (flag: boolean) => container(`securityContext:\n  readOnlyRootFilesystem: ${flag}`)

table('privileged-container', {
  bad: [
    [
      'the flag is set',
      privileged(true),
      { at: 'privileged: true', fix: 'Disable privileged mode', after: privileged(false) },
    ],
    ['in flow style', container(PRIVILEGED), 'privileged: true'],
    ['every kind of container', everywhere(PRIVILEGED), 'privileged: true', 'privileged: true', 'privileged: true'],
    ['in a template', deployment(`containers:\n  - name: app\n    ${PRIVILEGED}`), 'privileged: true'],
    ['in a part of a pod', workflow('securityContext: {privileged: true}'), 'privileged: true'],
    ['as kubectl reads it', container('securityContext: {privileged: yes}'), 'privileged: yes'],
    [
      'its mounts go both ways, as others may not',
      container(`${PRIVILEGED}\nvolumeMounts: [{name: a, mountPath: /a, mountPropagation: Bidirectional}]`),
      { at: 'privileged: true', fix: false },
    ],
    ['its mounts do not', container(`${PRIVILEGED}\nvolumeMounts: [{name: a, mountPath: /a}]`), 'privileged: true'],
  ],
  good: [
    ['nothing is said', container('image: shop/web:1.4')],
    ['the flag is off', container('securityContext: {privileged: false}')],
    ['a pod has no such field', pod('securityContext: {privileged: true}')],
    ['a string is no flag', container('securityContext: {privileged: "true"}')],
    ['a context that is no map', container('securityContext: privileged')],
    ['a list in place of a map', container('securityContext: [privileged]')],
    ['empty containers', pod('containers: [null, text, 1]\ninitContainers: {}')],
  ],
  says: 'container `app` is privileged',
  fixes: true,
})

table('privilege-escalation', {
  bad: [
    [
      'it is allowed',
      container('securityContext:\n  allowPrivilegeEscalation: true'),
      {
        at: 'allowPrivilegeEscalation: true',
        severity: 'high',
        fix: 'Forbid privilege escalation',
        after: container('securityContext:\n  allowPrivilegeEscalation: false'),
      },
    ],
    [
      'nothing is said',
      container('image: shop/web:1.4'),
      {
        at: 'name: app',
        message: 'container `app` does not forbid privilege escalation',
        fix: 'Forbid privilege escalation',
        after: container('image: shop/web:1.4\nsecurityContext:\n  allowPrivilegeEscalation: false'),
      },
    ],
    ['every kind of container', everywhere('image: a'), ...EACH],
    ['another context', container('securityContext:\n  runAsNonRoot: true'), 'securityContext'],
    ['a pod has no such field', pod('securityContext: {allowPrivilegeEscalation: false}'), 'name: app'],
    [
      'allowed in a part of a pod',
      workflow('securityContext: {allowPrivilegeEscalation: true}'),
      { at: 'allowPrivilegeEscalation: true', severity: 'high' },
    ],
  ],
  good: [
    ['it is forbidden', container('securityContext:\n  allowPrivilegeEscalation: false')],
    [
      'privileged containers are reported as such',
      container('securityContext: {privileged: true, allowPrivilegeEscalation: true}'),
    ],
    ['SYS_ADMIN is reported as such', container('securityContext: {capabilities: {add: [CAP_SYS_ADMIN]}}')],
    ['Windows has no such thing', windows('image: a')],
    ['Windows by node selector', pod('nodeSelector: {kubernetes.io/os: windows}')],
    ['nothing is said in a part of a pod', workflow('image: shop/web:1.4')],
  ],
  says: 'container `app` allows privilege escalation',
  fixes: true,
})

table('read-only-root-filesystem', {
  bad: [
    [
      'nothing is said',
      container('image: shop/web:1.4'),
      {
        at: 'name: app',
        fix: 'Make the root filesystem read-only',
        after: container('image: shop/web:1.4\nsecurityContext:\n  readOnlyRootFilesystem: true'),
      },
    ],
    [
      'it is off',
      readOnly(false),
      { at: 'readOnlyRootFilesystem: false', fix: 'Make the root filesystem read-only', after: readOnly(true) },
    ],
    ['a pod has no such field', pod('securityContext: {readOnlyRootFilesystem: true}'), 'name: app'],
    ['its image writes at its start', container('image: nginx:1.27'), { at: 'name: app', fix: false }],
    [
      'its image writes to volumes',
      container(
        'image: nginx:1.27\nvolumeMounts: [{name: a, mountPath: /run}, {name: b, mountPath: /var/cache/nginx}]',
      ),
      'name: app',
    ],
    ['every kind of container', everywhere('image: a'), ...EACH],
    [
      'a string is no flag',
      container('securityContext: {readOnlyRootFilesystem: "true"}'),
      'readOnlyRootFilesystem: "true"',
    ],
    [
      'off in a part of a pod',
      workflow('securityContext: {readOnlyRootFilesystem: false}'),
      'readOnlyRootFilesystem: false',
    ],
  ],
  good: [
    ['it is on', readOnly(true)],
    ['privileged containers can remount it', container(PRIVILEGED)],
    ['Windows', windows('image: a')],
    ['nothing is said in a part of a pod', workflow('image: shop/web:1.4')],
  ],
  says: 'container `app` can write to its root filesystem',
  fixes: true,
})

table('windows-host-process', {
  bad: [
    [
      'a container',
      container('securityContext:\n  windowsOptions:\n    hostProcess: true'),
      { at: 'hostProcess: true', fix: 'Disable `hostProcess`', after: container('') },
    ],
    [
      'the pod',
      pod('securityContext: {windowsOptions: {hostProcess: true}}'),
      {
        at: 'hostProcess: true',
        message: 'pod runs as a process of the Windows host',
        fix: 'Disable `hostProcess`',
        after: pod('securityContext: {windowsOptions: {}}'),
      },
    ],
    [
      'every kind of container',
      pod(
        [
          'containers: [{name: a, securityContext: {windowsOptions: {hostProcess: true}}}]',
          'initContainers: [{name: b, securityContext: {windowsOptions: {hostProcess: yes}}}]',
          'ephemeralContainers: [{name: c, securityContext: {windowsOptions: {hostProcess: on}}}]',
        ].join('\n'),
      ),
      'hostProcess: true',
      'hostProcess: yes',
      'hostProcess: on',
    ],
    [
      'the standard forbids it to the pod whatever its containers say',
      pod(
        'securityContext: {windowsOptions: {hostProcess: true}}\ncontainers:\n  - name: app\n    securityContext: {windowsOptions: {hostProcess: false}}',
      ),
      'hostProcess: true',
    ],
  ],
  good: [
    ['it is off', container('securityContext:\n  windowsOptions:\n    hostProcess: false')],
    ['other options', pod('securityContext: {windowsOptions: {runAsUserName: ContainerUser}}')],
    ['no options at all', container('securityContext: {windowsOptions: null}')],
    ['options that are no map', container('securityContext: {windowsOptions: hostProcess}')],
  ],
  says: 'container `app` runs as a process of the Windows host',
  fixes: true,
})
