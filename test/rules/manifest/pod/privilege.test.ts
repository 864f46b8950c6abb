import { container, deployment, pod, windows, withImage, workflow } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

/** Every role of container at once, each with these lines. */
const everywhere = (line: string): string =>
  pod(
    ['containers', 'initContainers', 'ephemeralContainers']
      .map(list => `${list}:\n  - name: ${list}\n    ${line}`)
      .join('\n'),
  )
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

table('run-as-non-root', {
  bad: [
    [
      'nothing is said',
      container('image: shop/web:1.4'),
      {
        at: 'name: app',
        fix: 'Refuse to run as root',
        after: container('image: shop/web:1.4\nsecurityContext:\n  runAsNonRoot: true'),
      },
    ],
    [
      'it is allowed',
      container('securityContext: {runAsNonRoot: false}'),
      {
        at: 'runAsNonRoot: false',
        message: 'container `app` may run as root: `runAsNonRoot` is `false`',
        fix: 'Refuse to run as root',
        after: container('securityContext: {runAsNonRoot: true}'),
      },
    ],
    [
      'a text is no flag',
      container('securityContext: {runAsNonRoot: "true"}'),
      {
        at: 'runAsNonRoot: "true"',
        message: 'container `app` may run as root: `runAsNonRoot` is not a Boolean',
      },
    ],
    [
      'the pod allows it, and another container is root on purpose',
      pod(
        'securityContext: {runAsNonRoot: false}\ncontainers: [{name: a}, {name: b, securityContext: {runAsUser: 0}}]',
      ),
      'runAsNonRoot: false',
    ],
    ['the pod allows it', pod('securityContext:\n  runAsNonRoot: false'), 'runAsNonRoot: false'],
    [
      'the container overrides the pod',
      pod(
        'securityContext: {runAsNonRoot: true}\ncontainers:\n  - name: app\n    securityContext: {runAsNonRoot: false}',
      ),
      'runAsNonRoot: false',
    ],
    ['every kind of container', everywhere('image: a'), ...EACH],
    ['a group is no user', container('securityContext: {runAsGroup: 1000}'), 'securityContext: {runAsGroup: 1000}'],
    ['a string is no user', container('securityContext: {runAsUser: "1000"}'), 'securityContext: {runAsUser: "1000"}'],
    ['allowed in a part of a pod', workflow('securityContext: {runAsNonRoot: false}'), 'runAsNonRoot: false'],
    ['its image is root', withImage(container('image: shop/web:1.4')), { at: 'name: app', fix: false }],
    ['in a user namespace it is milder', pod('hostUsers: false'), { at: 'name: app', severity: 'low' }],
  ],
  good: [
    ['the container refuses', container('securityContext:\n  runAsNonRoot: true')],
    ['the pod refuses', pod('securityContext: {runAsNonRoot: true}')],
    ['an ordinary user', container('securityContext: {runAsUser: 1000}')],
    ['an ordinary user of the pod', pod('securityContext: {runAsUser: 1000}')],
    [
      'the container overrides the pod',
      pod(
        'securityContext: {runAsNonRoot: false}\ncontainers:\n  - name: app\n    securityContext: {runAsNonRoot: true}',
      ),
    ],
    ['root is reported as such', container('securityContext: {runAsUser: 0}')],
    ['Windows has no root', windows('image: a')],
    ['nothing is said in a part of a pod', workflow('image: shop/web:1.4')],
  ],
  withOptions: [
    [
      'the letter of the standard',
      { strict: true },
      container('securityContext: {runAsUser: 1000}'),
      'securityContext: {runAsUser: 1000}',
    ],
    ['the letter is kept', { strict: true }, container('securityContext: {runAsUser: 1000, runAsNonRoot: true}')],
  ],
  says: 'container `app` may run as root: `runAsNonRoot` is not set',
  fixes: true,
})

table('run-as-user-zero', {
  bad: [
    ['the container asks for it', container('securityContext:\n  runAsUser: 0'), 'runAsUser: 0'],
    ['the pod asks for it', pod('securityContext: {runAsUser: 0}'), 'runAsUser: 0'],
    [
      'the container overrides the pod',
      pod('securityContext: {runAsUser: 1000}\ncontainers:\n  - name: app\n    securityContext: {runAsUser: 0}'),
      'runAsUser: 0',
    ],
    [
      'every kind of container',
      everywhere('securityContext: {runAsUser: 0}'),
      'runAsUser: 0',
      'runAsUser: 0',
      'runAsUser: 0',
    ],
    ['it contradicts runAsNonRoot', container('securityContext: {runAsUser: 0, runAsNonRoot: true}'), 'runAsUser: 0'],
    ['in a part of a pod', workflow('securityContext: {runAsUser: 0}'), 'runAsUser: 0'],
  ],
  good: [
    ['an ordinary user', container('securityContext:\n  runAsUser: 10001')],
    ['nothing is said', container('image: shop/web:1.4')],
    [
      'the container overrides the pod',
      pod('securityContext: {runAsUser: 0}\ncontainers:\n  - name: app\n    securityContext: {runAsUser: 1000}'),
    ],
    ['group 0 is not user 0', container('securityContext: {runAsGroup: 0}')],
    ['a string is not a number', container('securityContext: {runAsUser: "0"}')],
    ['Windows has no user 0', windows('securityContext: {runAsUser: 0}')],
  ],
  says: 'container `app` runs as user 0 (root)',
})

table('run-as-high-uid', {
  bad: [
    ['a low user', container('securityContext:\n  runAsUser: 1000'), 'runAsUser: 1000'],
    ['just below', container('securityContext: {runAsUser: 9999}'), 'runAsUser: 9999'],
    ['a low user of the pod', pod('securityContext: {runAsUser: 101}'), 'runAsUser: 101'],
    [
      'nothing is said',
      container('image: shop/web:1.4'),
      { at: 'name: app', message: 'container `app` sets no `runAsUser`, so the image decides' },
    ],
    [
      'init containers too',
      pod('initContainers: [{name: setup}]\nsecurityContext: {runAsUser: 1}'),
      'runAsUser: 1',
      'runAsUser: 1',
    ],
    ['low in a part of a pod', workflow('securityContext: {runAsUser: 5}'), 'runAsUser: 5'],
  ],
  good: [
    ['a high user', container('securityContext:\n  runAsUser: 10001')],
    ['exactly 10000', container('securityContext: {runAsUser: 10000}')],
    ['a high user of the pod', pod('securityContext: {runAsUser: 20000}')],
    ['a user namespace maps them', pod('hostUsers: false')],
    ['ephemeral containers', pod('containers: []\nephemeralContainers: [{name: debug}]')],
    ['Windows', windows('image: a')],
    ['nothing is said in a part of a pod', workflow('image: shop/web:1.4')],
  ],
  withOptions: [['another threshold', { min: 1000 }, container('securityContext: {runAsUser: 1000}')]],
  says: 'container `app` runs as user 1000, below 10000',
})

table('run-as-high-gid', {
  bad: [
    ['a low group', container('securityContext:\n  runAsGroup: 999'), 'runAsGroup: 999'],
    ['a low group of the pod', pod('securityContext: {runAsGroup: 0}'), 'runAsGroup: 0'],
    [
      'nothing is said',
      container('image: shop/web:1.4'),
      { at: 'name: app', message: 'container `app` sets no `runAsGroup`, so the image decides' },
    ],
    ['a user is no group', container('securityContext: {runAsUser: 10001}'), 'securityContext: {runAsUser: 10001}'],
  ],
  good: [
    ['a high group', container('securityContext:\n  runAsGroup: 10001')],
    ['a high group in quotes', container('securityContext: {runAsGroup: "10001"}')],
    ['a high group of the pod', pod('securityContext: {runAsGroup: 10000}')],
    ['a user namespace maps them', pod('hostUsers: false\nsecurityContext: {runAsGroup: 1}')],
    ['nothing is said in a part of a pod', workflow('image: shop/web:1.4')],
  ],
  withOptions: [['another threshold', { min: 500 }, container('securityContext: {runAsGroup: 999}')]],
  says: 'container `app` runs as group 999, below 10000',
})

table('run-as-root-group', {
  bad: [
    ['of a container', container('securityContext:\n  runAsGroup: 0'), 'runAsGroup: 0'],
    [
      'of the pod',
      pod('securityContext: {runAsGroup: 0}'),
      { at: 'runAsGroup: 0', message: 'pod has the root group: `runAsGroup` is 0' },
    ],
    ['of its volumes', pod('securityContext: {fsGroup: 0}'), 'fsGroup: 0'],
    [
      'among others',
      pod('securityContext: {supplementalGroups: [1, 0]}'),
      { at: '0', message: 'pod has the root group: `supplementalGroups` contains 0' },
    ],
    [
      'all of them',
      pod('securityContext: {runAsGroup: 0, fsGroup: 0, supplementalGroups: [0, 0]}'),
      'runAsGroup: 0',
      'fsGroup: 0',
      '0',
    ],
  ],
  good: [
    ['another group', container('securityContext: {runAsGroup: 10001}')],
    ['nothing is said', container('image: shop/web:1.4')],
    ['text is not a number', pod('securityContext: {fsGroup: "0", supplementalGroups: 0}')],
    ['Windows', windows('securityContext: {runAsGroup: 0}')],
  ],
  says: 'container `app` has the root group: `runAsGroup` is 0',
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
