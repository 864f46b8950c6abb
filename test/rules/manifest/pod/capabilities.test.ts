import { container, pod, workflow } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const adds = (...names: string[]): string => container(`securityContext: {capabilities: {add: [${names.join(', ')}]}}`)
const drops = (...names: string[]): string =>
  container(`securityContext: {capabilities: {drop: [${names.join(', ')}]}}`)
const windows = (line: string): string => pod(`os: {name: windows}\ncontainers:\n  - name: app\n    ${line}`)
const privileged = (list: string): string =>
  container(`securityContext: {privileged: true, capabilities: {add: [${list}]}}`)

table('drop-all-capabilities', {
  bad: [
    [
      'nothing is said',
      container('image: shop/web:1.4'),
      {
        at: 'name: app',
        fix: 'Drop all capabilities',
        after: container('image: shop/web:1.4\nsecurityContext:\n  capabilities:\n    drop: ["ALL"]'),
      },
    ],
    [
      'only one is dropped',
      drops('NET_RAW'),
      { at: 'drop: [NET_RAW]', fix: 'Drop all capabilities', after: drops('"ALL"') },
    ],
    ['nothing is dropped', container('securityContext:\n  capabilities:\n    drop: []'), 'drop: []'],
    ['a list of nothing', container('securityContext: {capabilities: {drop: [null, 1]}}'), 'drop: [null, 1]'],
    ['the word in place of a list', container('securityContext: {capabilities: {drop: ALL}}'), 'drop: ALL'],
    ['only added', adds('NET_BIND_SERVICE'), 'capabilities: {add: [NET_BIND_SERVICE]}'],
    [
      'every kind of container',
      pod('containers: [{name: a}]\ninitContainers: [{name: b}]\nephemeralContainers: [{name: c}]'),
      'name: a',
      'name: b',
      'name: c',
    ],
  ],
  good: [
    ['all are dropped', container('securityContext:\n  capabilities:\n    drop: [ALL]')],
    ['in lower case', drops('all')],
    ['with the prefix', drops('CAP_ALL')],
    ['all and one more', drops('NET_RAW', 'ALL')],
    ['one is added back', container('securityContext: {capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}}')],
    ['privileged containers have them anyway', container('securityContext: {privileged: true}')],
    ['Windows', windows('image: a')],
    ['nothing is said in a part of a pod', workflow('image: shop/web:1.4')],
  ],
  says: 'container `app` does not drop all capabilities',
  fixes: true,
})

table('drop-net-raw', {
  bad: [
    [
      'nothing is said',
      container('image: shop/web:1.4'),
      {
        at: 'name: app',
        fix: 'Drop all capabilities',
        after: container('image: shop/web:1.4\nsecurityContext:\n  capabilities:\n    drop: ["ALL"]'),
      },
    ],
    [
      'another one is dropped',
      drops('CHOWN'),
      { at: 'drop: [CHOWN]', fix: 'Drop all capabilities', after: drops('"ALL"') },
    ],
    ['it is even added', adds('NET_RAW'), 'capabilities: {add: [NET_RAW]}'],
  ],
  good: [
    ['it is dropped', container('securityContext:\n  capabilities:\n    drop: [NET_RAW]')],
    ['in lower case, with the prefix', drops('cap_net_raw')],
    ['all are dropped', drops('ALL')],
    ['privileged containers have it anyway', container('securityContext: {privileged: true}')],
    ['Windows', windows('image: a')],
    ['nothing is said in a part of a pod', workflow('image: shop/web:1.4')],
  ],
  says: 'container `app` keeps `NET_RAW`',
  fixes: true,
})

table('drop-any-capability', {
  bad: [
    [
      'nothing is dropped',
      container('securityContext:\n  runAsNonRoot: true'),
      {
        at: 'securityContext',
        fix: 'Drop all capabilities',
        after: container('securityContext:\n  capabilities:\n    drop: ["ALL"]\n  runAsNonRoot: true'),
      },
    ],
    ['an empty list', drops(), { at: 'drop: []', fix: 'Drop all capabilities', after: drops('"ALL"') }],
    ['no capability', drops('null', 'SOMETHING'), 'drop: [null, SOMETHING]'],
    ['init containers', pod('initContainers: [{name: a}]\ncontainers: []'), 'name: a'],
  ],
  good: [
    ['all', drops('ALL')],
    ['one', drops('cap_net_raw')],
    ['ephemeral containers', pod('containers: []\nephemeralContainers: [{name: a}]')],
    ['privileged containers have them anyway', privileged('CHOWN')],
    ['Windows', windows('image: a')],
    ['only a part of a pod', workflow('image: a')],
  ],
  says: 'container `app` drops no capability',
  fixes: true,
})

table('add-sys-module', {
  bad: [
    [
      'it is added',
      container('securityContext:\n  capabilities:\n    add:\n      - SYS_MODULE\n      - CHOWN'),
      {
        at: 'SYS_MODULE',
        fix: 'Remove `SYS_MODULE`',
        after: container('securityContext:\n  capabilities:\n    add:\n      - CHOWN'),
      },
    ],
    [
      'in lower case, with the prefix',
      adds('cap_sys_module'),
      { at: 'cap_sys_module', fix: 'Remove `SYS_MODULE`', after: adds('') },
    ],
    ['in a part of a pod', workflow('securityContext: {capabilities: {add: [SYS_MODULE]}}'), 'SYS_MODULE'],
  ],
  good: [
    ['another one', container('securityContext: {capabilities: {add: [NET_BIND_SERVICE]}}')],
    ['all of them are reported as such', adds('ALL')],
    ['dropped', drops('SYS_MODULE')],
    ['privileged containers have it anyway', privileged('SYS_MODULE')],
  ],
  says: 'container `app` adds `SYS_MODULE`',
  fixes: true,
})

table('add-net-raw', {
  bad: [
    [
      'it is added',
      container('securityContext:\n  capabilities:\n    add:\n      - NET_RAW\n      - CHOWN'),
      {
        at: 'NET_RAW',
        fix: 'Remove `NET_RAW`',
        after: container('securityContext:\n  capabilities:\n    add:\n      - CHOWN'),
      },
    ],
    [
      'in lower case, with the prefix',
      adds('cap_net_raw'),
      { at: 'cap_net_raw', fix: 'Remove `NET_RAW`', after: adds('') },
    ],
    ['in a part of a pod', workflow('securityContext: {capabilities: {add: [NET_RAW]}}'), 'NET_RAW'],
    [
      'every kind of container',
      pod(
        ['containers', 'initContainers', 'ephemeralContainers']
          .map(list => `${list}: [{name: ${list}, securityContext: {capabilities: {add: [NET_RAW]}}}]`)
          .join('\n'),
      ),
      'NET_RAW',
      'NET_RAW',
      'NET_RAW',
    ],
  ],
  good: [
    ['another one is added', container('securityContext:\n  capabilities:\n    add:\n      - CHOWN')],
    ['it is dropped', drops('NET_RAW')],
    ['all are added: reported once, as dangerous', adds('ALL')],
    ['privileged containers have it anyway', privileged('NET_RAW')],
    ['odd entries', adds('null', '1', '{NET_RAW: true}')],
    ['Windows', windows('securityContext: {capabilities: {add: [NET_RAW]}}')],
  ],
  says: 'container `app` adds `NET_RAW`',
  fixes: true,
})

table('add-sys-admin', {
  bad: [
    [
      'it is added',
      container('securityContext:\n  capabilities:\n    add:\n      - SYS_ADMIN'),
      { at: 'SYS_ADMIN', fix: 'Remove `SYS_ADMIN`', after: container('') },
    ],
    ['in lower case, with the prefix', adds('CHOWN', 'cap_sys_admin'), 'cap_sys_admin'],
    [
      'in a part of a pod',
      workflow('securityContext: {capabilities: {add: [SYS_ADMIN]}}'),
      { at: 'SYS_ADMIN', fix: 'Remove `SYS_ADMIN`', after: workflow('securityContext: {capabilities: {add: []}}') },
    ],
  ],
  good: [
    ['another one is added', container('securityContext:\n  capabilities:\n    add:\n      - NET_BIND_SERVICE')],
    ['it is dropped', drops('SYS_ADMIN')],
    ['all are added: reported once, as dangerous', adds('ALL')],
    ['privileged containers have it anyway', privileged('SYS_ADMIN')],
    ['a pod has no capabilities', pod('securityContext: {capabilities: {add: [SYS_ADMIN]}}')],
    ['the word in place of a list', container('securityContext: {capabilities: {add: SYS_ADMIN}}')],
  ],
  says: 'container `app` adds `SYS_ADMIN`',
  fixes: true,
})

table('dangerous-capabilities', {
  bad: [
    [
      'one of them',
      container('securityContext:\n  capabilities:\n    add:\n      - NET_ADMIN'),
      { at: 'NET_ADMIN', fix: 'Remove `NET_ADMIN`', after: container('') },
    ],
    ['each is reported', adds('SYS_PTRACE', 'CHOWN', 'BPF'), 'SYS_PTRACE', 'BPF'],
    [
      'in lower case, with the prefix',
      adds('cap_sys_ptrace'),
      { at: 'cap_sys_ptrace', fix: 'Remove `SYS_PTRACE`', after: adds('') },
    ],
    ['all of them', adds('ALL'), { at: 'ALL', message: 'container `app` adds all capabilities' }],
    ['in a part of a pod', workflow('securityContext: {capabilities: {add: [NET_ADMIN]}}'), 'NET_ADMIN'],
  ],
  good: [
    ['a harmless one', container('securityContext:\n  capabilities:\n    add:\n      - NET_BIND_SERVICE')],
    ['those with rules of their own', adds('SYS_ADMIN', 'NET_RAW', 'SYS_MODULE')],
    ['dropped', drops('NET_ADMIN')],
    ['privileged containers have them anyway', privileged('NET_ADMIN')],
    ['Windows', windows('securityContext: {capabilities: {add: [ALL]}}')],
  ],
  withOptions: [
    ['one more', { also: ['cap_syslog'] }, adds('SYSLOG', 'IPC_LOCK'), 'SYSLOG'],
    ['the others stay', { also: ['SYSLOG'] }, adds('NET_ADMIN'), 'NET_ADMIN'],
  ],
  says: 'container `app` adds `NET_ADMIN`',
  fixes: true,
})

table('capabilities-beyond-baseline', {
  bad: [
    [
      'one of them',
      container('securityContext:\n  capabilities:\n    add:\n      - IPC_LOCK'),
      { at: 'IPC_LOCK', fix: 'Remove `IPC_LOCK`', after: container('') },
    ],
    ['the only one', adds('SYS_TIME'), { at: 'SYS_TIME', fix: 'Remove `SYS_TIME`', after: adds('') }],
    [
      'an unknown one',
      adds('SOMETHING'),
      {
        at: 'SOMETHING',
        message: 'container `app` adds an unknown capability, forbidden by the baseline standard',
        fix: 'Remove the capability',
        after: adds(''),
      },
    ],
    [
      'a key of every object',
      adds('constructor', '__proto__'),
      { at: 'constructor', fix: 'Remove the capability', after: adds('__proto__') },
      '__proto__',
    ],
    ['in a part of a pod', workflow('securityContext: {capabilities: {add: [SYSLOG]}}'), 'SYSLOG'],
  ],
  good: [
    ['of the baseline', container('securityContext:\n  capabilities:\n    add:\n      - CHOWN')],
    [
      'all of the baseline',
      adds(
        ...['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE'],
        ...['SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT'],
      ),
    ],
    ['in lower case, with the prefix', adds('cap_chown')],
    ['privileged containers have them anyway', privileged('SYS_TIME')],
    ['those that are reported as dangerous', adds('SYS_ADMIN', 'NET_RAW', 'SYS_MODULE', 'NET_ADMIN', 'ALL')],
    ['none', adds()],
  ],
  says: 'container `app` adds `IPC_LOCK`, forbidden by the baseline standard',
  fixes: true,
})

table('added-capabilities', {
  bad: [
    [
      'of the baseline',
      container('securityContext:\n  capabilities:\n    drop: [ALL]\n    add: [CHOWN]'),
      {
        at: 'CHOWN',
        fix: 'Remove `CHOWN`',
        after: container('securityContext:\n  capabilities:\n    drop: [ALL]\n    add: []'),
      },
    ],
    [
      'each is reported',
      adds('NET_BIND_SERVICE', 'SETUID', 'SETGID'),
      {
        at: 'SETUID',
        fix: 'Remove `SETUID`',
        after: adds('NET_BIND_SERVICE', 'SETGID'),
      },
      'SETGID',
    ],
    ['in lower case, with the prefix', adds('cap_mknod'), 'cap_mknod'],
    ['in a part of a pod', workflow('securityContext: {capabilities: {add: [KILL]}}'), 'KILL'],
  ],
  good: [
    [
      'the one that is allowed',
      container('securityContext:\n  capabilities:\n    drop: [ALL]\n    add: [NET_BIND_SERVICE]'),
    ],
    ['with the prefix', adds('CAP_NET_BIND_SERVICE')],
    ['beyond the baseline is reported as such', adds('SYS_TIME')],
    ['privileged containers have them anyway', privileged('CHOWN')],
    ['Windows', windows('securityContext: {capabilities: {add: [CHOWN]}}')],
  ],
  says: 'container `app` adds `CHOWN`, forbidden by the restricted standard',
  fixes: true,
})
