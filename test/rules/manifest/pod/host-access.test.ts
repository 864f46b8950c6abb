import { container, deployment, documents, pod } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

table('host-network', {
  bad: [
    ['it is shared', pod('hostNetwork: true'), 'hostNetwork: true'],
    [
      'in a template',
      deployment('hostNetwork: true\ncontainers: [{name: app}]'),
      { at: 'hostNetwork: true', fix: 'Remove `hostNetwork`', after: deployment('containers: [{name: app}]') },
    ],
    ['as kubectl reads it', pod('hostNetwork: on'), 'hostNetwork: on'],
    [
      'a process of a Windows host must',
      pod('hostNetwork: true\nsecurityContext: {windowsOptions: {hostProcess: true}}'),
      { at: 'hostNetwork: true', fix: false },
    ],
    [
      'in each object',
      documents(pod('hostNetwork: true'), deployment('hostNetwork: true')),
      'hostNetwork: true',
      'hostNetwork: true',
    ],
  ],
  good: [
    ['it is not shared', pod('hostNetwork: false')],
    ['nothing is said', pod('restartPolicy: Always')],
    ['the others', pod('hostPID: true\nhostIPC: true')],
    ['a string is no flag', pod('hostNetwork: "true"')],
    ['a container has no such field', container('hostNetwork: true')],
  ],
  says: 'pod shares the network namespace of the host',
  fixes: true,
})

table('host-pid', {
  bad: [
    ['it is shared', pod('hostPID: true'), 'hostPID: true'],
    [
      'in a template',
      deployment('hostPID: true\ncontainers: [{name: app}]'),
      { at: 'hostPID: true', fix: 'Remove `hostPID`', after: deployment('containers: [{name: app}]') },
    ],
    ['as kubectl reads it', pod('hostPID: on'), 'hostPID: on'],
    ['in each object', documents(pod('hostPID: true'), deployment('hostPID: true')), 'hostPID: true', 'hostPID: true'],
  ],
  good: [
    ['it is not shared', pod('hostPID: false')],
    ['nothing is said', pod('restartPolicy: Always')],
    ['the others', pod('hostNetwork: true\nhostIPC: true')],
    ['a string is no flag', pod('hostPID: "true"')],
    ['a container has no such field', container('hostPID: true')],
  ],
  says: 'pod shares the process namespace of the host',
  fixes: true,
})

table('host-ipc', {
  bad: [
    ['it is shared', pod('hostIPC: true'), 'hostIPC: true'],
    [
      'in a template',
      deployment('hostIPC: true\ncontainers: [{name: app}]'),
      { at: 'hostIPC: true', fix: 'Remove `hostIPC`', after: deployment('containers: [{name: app}]') },
    ],
    ['as kubectl reads it', pod('hostIPC: on'), 'hostIPC: on'],
    ['in each object', documents(pod('hostIPC: true'), deployment('hostIPC: true')), 'hostIPC: true', 'hostIPC: true'],
  ],
  good: [
    ['it is not shared', pod('hostIPC: false')],
    ['nothing is said', pod('restartPolicy: Always')],
    ['the others', pod('hostNetwork: true\nhostPID: true')],
    ['a string is no flag', pod('hostIPC: "true"')],
    ['a container has no such field', container('hostIPC: true')],
  ],
  says: 'pod shares the IPC namespace of the host',
  fixes: true,
})

table('host-port', {
  bad: [
    [
      'a port is taken',
      container('ports:\n  - containerPort: 8080\n    hostPort: 80'),
      {
        at: 'hostPort: 80',
        fix: 'Remove `hostPort`',
        after: container('ports:\n  - containerPort: 8080'),
      },
    ],
    [
      'each port',
      container('ports: [{hostPort: 80}, {containerPort: 81}, {hostPort: 82}]'),
      {
        at: 'hostPort: 80',
        fix: 'Remove `hostPort`',
        after: container('ports: [{}, {containerPort: 81}, {hostPort: 82}]'),
      },
      'hostPort: 82',
    ],
    ['init containers too', pod('initContainers: [{name: a, ports: [{hostPort: 80}]}]'), 'hostPort: 80'],
    ['a string', container('ports: [{hostPort: "8080"}]'), 'hostPort: "8080"'],
    [
      'no number at all',
      container('ports: [{hostPort: {toString: 1}}]'),
      { at: 'hostPort: {toString: 1}', message: 'container `app` uses an invalid host port' },
    ],
    [
      'several numbers',
      container('ports: [{hostPort: [80, 81]}]'),
      { at: 'hostPort: [80, 81]', message: 'container `app` uses an invalid host port' },
    ],
    [
      'the same as without, where it is written beside the network of the node',
      pod('hostNetwork: true\ncontainers: [{name: a, ports: [{containerPort: 80, hostPort: 80}]}]'),
      { at: 'hostPort: 80', severity: 'low' },
    ],
    [
      'another one than the network of the node gives',
      pod('hostNetwork: true\ncontainers: [{name: a, ports: [{containerPort: 1, hostPort: 2}]}]'),
      'hostPort: 2',
    ],
  ],
  good: [
    ['a port of the pod', container('ports:\n  - containerPort: 8080')],
    ['0 is none', container('ports: [{containerPort: 80, hostPort: 0}]')],
    ['none', container('ports: [{containerPort: 80, hostPort: null}]')],
    [
      'what the API server fills in',
      pod('hostNetwork: true\ncontainers: [{name: a, ports: [{containerPort: 80, hostPort: 80}]}]').replace(
        'metadata:',
        'metadata:\n  uid: 11111111-2222-3333-4444-555555555555',
      ),
    ],
    ['odd entries', container('ports: [null, 80, hostPort]')],
    ['no list', container('ports: {hostPort: 80}')],
  ],
  withOptions: [
    ['one is allowed', { allowed: [80] }, container('ports: [{hostPort: 80}, {hostPort: 443}]'), 'hostPort: 443'],
    ['as a string too', { allowed: [80] }, container('ports: [{hostPort: "80"}]')],
  ],
  says: 'container `app` uses host port 80',
  fixes: true,
})

table('probe-host', {
  bad: [
    [
      'a probe',
      container('livenessProbe:\n  httpGet:\n    host: 169.254.169.254\n    port: 80'),
      {
        at: 'host: 169.254.169.254',
        fix: 'Remove `host`',
        after: container('livenessProbe:\n  httpGet:\n    port: 80'),
      },
    ],
    ['by TCP', container('readinessProbe: {tcpSocket: {host: db, port: 5432}}'), 'host: db'],
    [
      'the loopback is that of the node',
      container('startupProbe: {httpGet: {host: 127.0.0.1, port: 80}}'),
      'host: 127.0.0.1',
    ],
    [
      'another host from the network of the node',
      pod('hostNetwork: true\ncontainers: [{name: app, livenessProbe: {tcpSocket: {host: 10.0.0.7, port: 80}}}]'),
      'host: 10.0.0.7',
    ],
    [
      'hooks',
      container('lifecycle: {postStart: {httpGet: {host: a, port: 80}}, preStop: {tcpSocket: {host: b, port: 80}}}'),
      'host: a',
      'host: b',
    ],
    [
      'a sidecar',
      pod('initContainers: [{name: a, restartPolicy: Always, livenessProbe: {tcpSocket: {host: c, port: 1}}}]'),
      'host: c',
    ],
  ],
  good: [
    ['the pod itself', container('livenessProbe:\n  httpGet:\n    port: 80')],
    ['an empty host', container('livenessProbe: {httpGet: {host: "", port: 80}}')],
    ['a header', container('livenessProbe: {httpGet: {port: 80, httpHeaders: [{name: Host, value: shop.example}]}}')],
    ...['127.0.0.1', '127.0.0.53', 'localhost', '"::1"', '"[::1]"'].map(
      host =>
        [
          `${host} of a pod on the network of the node`,
          pod(`hostNetwork: true\ncontainers: [{name: app, livenessProbe: {httpGet: {host: ${host}, port: 80}}}]`),
        ] as const,
    ),
    ['gRPC has none', container('livenessProbe: {grpc: {port: 80}}')],
    ['odd handlers', container('livenessProbe: httpGet\nlifecycle: [preStop]\nreadinessProbe: {httpGet: null}')],
  ],
  says: '`livenessProbe` of container `app` makes the kubelet connect to a host other than the pod',
  fixes: true,
})

table('host-aliases', {
  bad: [
    ['an entry', pod('hostAliases:\n  - ip: 10.0.0.7\n    hostnames: [db.example]'), 'hostAliases'],
    [
      'several',
      pod('hostAliases: [{ip: 10.0.0.7}, {ip: 10.0.0.8}]'),
      {
        at: 'hostAliases: [{ip: 10.0.0.7}, {ip: 10.0.0.8}]',
        message: 'pod adds 2 addresses to `/etc/hosts`',
      },
    ],
    [
      'in a template',
      deployment('hostAliases: [{ip: 10.0.0.7}]\ncontainers: [{name: app}]'),
      'hostAliases: [{ip: 10.0.0.7}]',
    ],
  ],
  good: [
    ['DNS answers', pod('dnsPolicy: ClusterFirst')],
    ['no entry', pod('hostAliases: []')],
    ['no list', pod('hostAliases: {ip: 10.0.0.7}')],
  ],
  says: 'pod adds 1 address to `/etc/hosts`',
})
