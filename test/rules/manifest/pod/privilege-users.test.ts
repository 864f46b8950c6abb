import { container, everywhere, pod, windows, withImage, workflow } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

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
    [
      'every kind of container',
      everywhere('image: a'),
      'name: containers',
      'name: initContainers',
      'name: ephemeralContainers',
    ],
    ['a group is no user', container('securityContext: {runAsGroup: 1000}'), 'securityContext: {runAsGroup: 1000}'],
    ['a string is no user', container('securityContext: {runAsUser: "1000"}'), 'securityContext: {runAsUser: "1000"}'],
    ['allowed in a part of a pod', workflow('securityContext: {runAsNonRoot: false}'), 'runAsNonRoot: false'],
    ['its image is root', withImage(container('image: shop/web:1.4')), { at: 'name: app', fix: false }],
    ['in a user namespace it is milder', pod('hostUsers: false'), { at: 'name: app', severity: 'low' }],
    [
      'the image decides on Windows',
      windows('image: a'),
      {
        at: 'name: app',
        message: 'container `app` may run as ContainerAdministrator: `runAsNonRoot` is not set',
      },
    ],
    [
      'the administrator of Windows',
      windows('securityContext: {windowsOptions: {runAsUserName: ContainerAdministrator}}'),
      'securityContext: {windowsOptions: {runAsUserName: ContainerAdministrator}}',
    ],
    [
      'a user of Linux is none on Windows',
      windows('securityContext: {runAsUser: 1000}'),
      'securityContext: {runAsUser: 1000}',
    ],
    [
      'a user of Windows is none on Linux',
      container('securityContext: {windowsOptions: {runAsUserName: ContainerUser, hostProcess: true}}'),
      'securityContext: {windowsOptions: {runAsUserName: ContainerUser, hostProcess: true}}',
    ],
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
    ['an ordinary user of Windows', windows('securityContext: {windowsOptions: {runAsUserName: ContainerUser}}')],
    [
      'the options of Windows are merged one by one',
      pod(
        'os: {name: windows}\nsecurityContext: {windowsOptions: {runAsUserName: ContainerUser}}\ncontainers:\n  - name: app\n    securityContext: {windowsOptions: {gmsaCredentialSpecName: a}}',
      ),
    ],
    ['a process of the Windows host', windows('securityContext: {windowsOptions: {hostProcess: true}}')],
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
