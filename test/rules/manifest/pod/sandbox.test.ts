import { container } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

/** A SandboxTemplate around these lines of its pod spec. */
const sandbox = (yaml: string, group = 'extensions.agents.x-k8s.io') =>
  `apiVersion: ${group}/v1beta1\nkind: SandboxTemplate\nmetadata: {name: python}\nspec:\n  podTemplate:\n    spec:\n${yaml.replace(/^/gm, ' '.repeat(6))}\n`

const other = (yaml: string) => sandbox(yaml, 'example.com')
const app = (fields: string) => sandbox(`runtimeClassName: gvisor\ncontainers:\n  - name: app\n    ${fields}`)

table('agent-sandbox-runtime-class', {
  bad: [
    ['none', sandbox('containers: [{name: app}]'), 'spec'],
    [
      'another one',
      sandbox('runtimeClassName: runc\ncontainers: [{name: app}]', 'agents.x-k8s.io'),
      { at: 'runtimeClassName: runc', message: 'agent sandbox has runtime class `runc`; expected `gvisor` or `kata*`' },
    ],
    [
      'a map',
      sandbox('runtimeClassName: {a: 1}'),
      {
        at: 'runtimeClassName: {a: 1}',
        message: 'agent sandbox has runtime class `{…}`; expected `gvisor` or `kata*`',
      },
    ],
  ],
  good: [
    ['gVisor', sandbox('runtimeClassName: gvisor')],
    ['a virtual machine', sandbox('runtimeClassName: kata-qemu')],
    ['a kind of another group', other('containers: [{name: app}]')],
    ['another kind', container('image: a')],
  ],
  withOptions: [
    ['another class', { classes: ['hardened'] }, sandbox('runtimeClassName: hardened')],
    [
      'gVisor is not among them',
      { classes: ['hardened'] },
      sandbox('runtimeClassName: gvisor'),
      { at: 'runtimeClassName: gvisor', message: 'agent sandbox has runtime class `gvisor`; expected `hardened`' },
    ],
  ],
  says: 'agent sandbox sets no runtime class',
})

table('agent-sandbox-limits', {
  bad: [
    ['neither', app('image: python:3.13'), 'name: app'],
    [
      'one of them',
      app('resources: {limits: {memory: 1Gi}}'),
      { at: 'limits: {memory: 1Gi}', message: 'container `app` of an agent sandbox has no CPU limit' },
    ],
    [
      'zero',
      app('resources: {limits: {cpu: 0, memory: 1Gi}}'),
      { at: 'cpu: 0', message: 'container `app` of an agent sandbox has no CPU limit' },
    ],
    [
      'one of the containers',
      sandbox(
        'containers: [{name: a, resources: {limits: {cpu: 1, memory: 1Gi}}}]\ninitContainers: [{name: b, resources: {limits: {cpu: 1}}}]',
      ),
      { at: 'limits: {cpu: 1}', message: 'container `b` of an agent sandbox has no memory limit' },
    ],
  ],
  good: [
    ['both', app('resources: {limits: {cpu: 1, memory: 1Gi}}')],
    ['those of the pod', sandbox('resources: {limits: {cpu: 1, memory: 1Gi}}\ncontainers: [{name: app}]')],
    ['any amount', app('resources: {limits: {cpu: 100, memory: 1Ti}}')],
    ['ephemeral containers', sandbox('ephemeralContainers: [{name: a}]')],
    ['a kind of another group', other('containers: [{name: app, image: a}]')],
    ['another kind', container('image: a')],
  ],
  withOptions: [
    [
      'above the ceiling',
      { cpu: '1000m', memory: '512Mi' },
      app('resources: {limits: {cpu: 2, memory: 1073741824000m}}'),
      { at: 'cpu: 2', message: 'container `app` of an agent sandbox has a CPU limit of `2`, above `1000m`' },
      {
        at: 'memory: 1073741824000m',
        message: 'container `app` of an agent sandbox has a memory limit of `1073741824000m`, above `512Mi`',
      },
    ],
    [
      'one above, one missing',
      { cpu: '1' },
      app('resources: {limits: {cpu: 2}}'),
      { at: 'limits: {cpu: 2}', message: 'container `app` of an agent sandbox has no memory limit' },
      { at: 'cpu: 2', message: 'container `app` of an agent sandbox has a CPU limit of `2`, above `1`' },
    ],
    ['at the ceiling', { cpu: '1000m', memory: '512Mi' }, app('resources: {limits: {cpu: 1, memory: 512Mi}}')],
    ['no quantity at all', { cpu: '1' }, app('resources: {limits: {cpu: lots, memory: 1Gi}}')],
  ],
  says: 'container `app` of an agent sandbox has no CPU and no memory limit',
})

table('agent-sandbox-image', {
  bad: [
    ['latest', app('image: shop/agent:latest'), 'image: shop/agent:latest'],
    [
      'no tag',
      app('image: registry.example.com:5000/agent'),
      {
        at: 'image: registry.example.com:5000/agent',
        message: 'agent sandbox runs `registry.example.com:5000/agent`: tag `latest` is floating',
      },
    ],
    [
      'each container',
      sandbox('containers: [{name: a, image: a}]\ninitContainers: [{name: b, image: b:1}, {name: c, image: c}]'),
      'image: a',
      'image: c',
    ],
  ],
  good: [
    ['a version', app('image: shop/agent:1.4')],
    ['a digest', app(`image: shop/agent:latest@sha256:${'a'.repeat(64)}`)],
    ['a variable', app('image: $(IMAGE)')],
    ['no image', app('image: null')],
    ['a kind of another group', other('containers: [{name: app, image: a}]')],
    ['another kind', container('image: a')],
  ],
  withOptions: [
    [
      'another registry',
      { registries: ['ghcr.io/acme'] },
      sandbox('containers: [{name: a, image: ghcr.io/acme/agent:1}, {name: b, image: ghcr.io/acme-inc/agent}]'),
      {
        at: 'image: ghcr.io/acme-inc/agent',
        message:
          'agent sandbox runs `ghcr.io/acme-inc/agent`: `ghcr.io/acme-inc/agent` is not in the `registries` option; tag `latest` is floating',
      },
    ],
    [
      'other tags',
      { floating: ['dev'] },
      app('image: shop/agent:dev'),
      { at: 'image: shop/agent:dev', message: 'agent sandbox runs `shop/agent:dev`: tag `dev` is floating' },
    ],
  ],
  says: 'agent sandbox runs `shop/agent:latest`: tag `latest` is floating',
})
