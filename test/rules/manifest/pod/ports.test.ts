import { container, deployment, documents, pod, windows } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

table('privileged-port', {
  bad: [
    ['one below 1024', container('ports:\n  - containerPort: 80'), 'containerPort: 80'],
    [
      'the last one',
      container('ports: [{containerPort: 1023, protocol: UDP}]'),
      { at: 'containerPort: 1023', message: 'container `app` listens on port 1023, below 1024' },
    ],
    ['a text', container('ports: [{containerPort: "443"}]'), 'containerPort: "443"'],
    [
      'each port of each container',
      pod(
        'containers: [{name: a, ports: [{containerPort: 1}, {containerPort: 8080}, {containerPort: 2}]}]\ninitContainers: [{name: b, ports: [{containerPort: 3}]}]',
      ),
      'containerPort: 1',
      'containerPort: 2',
      'containerPort: 3',
    ],
    [
      'a sysctl that does not reach as far',
      pod(
        'securityContext: {sysctls: [{name: net.ipv4.ip_unprivileged_port_start, value: "443"}]}\ncontainers: [{name: a, ports: [{containerPort: 80}, {containerPort: 443}]}]',
      ),
      { at: 'containerPort: 80', message: 'container `a` listens on port 80, below 443' },
    ],
    [
      'one that asks for more',
      pod(
        'securityContext: {sysctls: [{name: net.ipv4.ip_unprivileged_port_start, value: "5000"}]}\ncontainers: [{name: a, ports: [{containerPort: 80}, {containerPort: 1024}]}]',
      ),
      { at: 'containerPort: 80', message: 'container `a` listens on port 80, below 1024' },
    ],
    [
      'another sysctl',
      pod(
        'securityContext: {sysctls: [null, {name: net.core.somaxconn, value: "0"}]}\ncontainers: [{name: a, ports: [{containerPort: 80}]}]',
      ),
      'containerPort: 80',
    ],
  ],
  good: [
    ['1024', container('ports: [{containerPort: 1024}]')],
    ['the port of the node', container('ports: [{containerPort: 8080, hostPort: 80}]')],
    [
      'a sysctl opens all ports',
      pod(
        'securityContext: {sysctls: [{name: net.ipv4.ip_unprivileged_port_start, value: "0"}]}\ncontainers: [{name: a, ports: [{containerPort: 80}]}]',
      ),
    ],
    ['odd ports', container('ports: [null, 80, {containerPort: {a: 1}}, {containerPort: -1}, {containerPort: 0}, {}]')],
    ['no list', container('ports: {containerPort: 80}')],
    ['Windows knows no such ports', windows('ports: [{containerPort: 80}]')],
    ['ephemeral containers have none', pod('ephemeralContainers: [{name: a, ports: [{containerPort: 80}]}]')],
  ],
  says: 'container `app` listens on port 80, below 1024',
})

const served = deployment('containers:\n  - name: app')
const service = (port: string, selector = '{app: web}', metadata = '{name: shell}') =>
  `apiVersion: v1\nkind: Service\nmetadata: ${metadata}\nspec:\n  selector: ${selector}\n  ports: [${port}]\n`

table('ssh-port', {
  bad: [
    ['a port of the container', container('ports:\n  - containerPort: 22'), 'containerPort: 22'],
    ['in words', container('ports: [{containerPort: "22", protocol: TCP}]'), 'containerPort: "22"'],
    [
      'each container',
      pod(
        'containers: [{name: a, ports: [{containerPort: 22}]}, {name: b, ports: [{containerPort: 80}]}]\ninitContainers: [{name: c, ports: [{containerPort: 22}]}]',
      ),
      'containerPort: 22',
      { at: 'containerPort: 22', message: 'container `c` exposes SSH port 22' },
    ],
    [
      'a Service',
      documents(served, service('{port: 2222, targetPort: shell}')),
      { at: 'containers', message: 'pod exposes SSH port 2222 through Service `shell`' },
    ],
    [
      'where a Service leads',
      documents(served, service('{port: 80}, {port: 2022, targetPort: 22}')),
      { at: 'containers', message: 'pod exposes SSH port 22 through Service `shell`' },
    ],
    [
      'the first of several Services',
      documents(
        served,
        service('{port: 22}', '{app: web}', '{name: a}'),
        service('{port: 22}', '{app: web}', '{name: b}'),
      ),
      { at: 'containers', message: 'pod exposes SSH port 22 through Service `a`' },
    ],
    [
      'once, where both do',
      documents(
        container('ports: [{containerPort: 22}]').replace('metadata:', 'metadata:\n  labels: {app: web}'),
        service('{port: 22}'),
      ),
      'containerPort: 22',
    ],
  ],
  good: [
    ['another port', container('ports: [{containerPort: 2222}]')],
    ['another protocol', container('ports: [{containerPort: 22, protocol: UDP}]')],
    ['odd ports', container('ports: [null, 22, {containerPort: {}}]')],
    ['ephemeral containers have none', pod('ephemeralContainers: [{name: a, ports: [{containerPort: 22}]}]')],
    ['a Service of another port', documents(served, service('{port: 80, targetPort: 8080}'))],
    ['a Service by UDP', documents(served, service('{port: 22, protocol: UDP}'))],
    ['a Service for other pods', documents(served, service('{port: 22}', '{app: api}'))],
    [
      'a Service of another namespace',
      documents(served, service('{port: 22}', '{app: web}', '{name: a, namespace: b}')),
    ],
    ['a Service without a selector', documents(served, service('{port: 22}', '{}'))],
    ['a Service of another group', documents(served, service('{port: 22}').replace('v1', 'serving.knative.dev/v1'))],
    ['a Service without a spec', documents(served, 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\n')],
    ['a Service without ports', documents(served, service('').replace('  ports: []\n', ''))],
    ['odd ports of a Service', documents(served, service('null, 22'))],
  ],
  says: 'container `app` exposes SSH port 22',
})
