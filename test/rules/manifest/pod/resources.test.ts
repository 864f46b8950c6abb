import { container, deployment, documents, objectOf, pod } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const all =
  'image: shop/web:1.4\nresources:\n  requests: {cpu: 100m, memory: 128Mi}\n  limits: {cpu: 500m, memory: 256Mi}'

/** A LimitRange for containers with these lines in its one item. */
const limitRange = (yaml: string, metadata = '{name: defaults}') =>
  `apiVersion: v1\nkind: LimitRange\nmetadata: ${metadata}\nspec:\n  limits:\n    - type: Container\n      ${yaml}\n`

const plain = container('image: shop/web:1')

/** A Job with pods of these fields. */
const workflow =
  'apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {name: build}\nspec:\n  templates:\n    - name: main\n      container: {name: main, image: a:1}\n'

table('cpu-request', {
  bad: [
    ['no resources', deployment('containers:\n  - name: app\n    image: shop/web:1.4'), 'name: app'],
    [
      'other resources',
      container('resources:\n  requests: {memory: 1Gi}\n  limits: {memory: 1Gi}'),
      'requests: {memory: 1Gi}',
    ],
    [
      'zero',
      container('resources:\n  requests:\n    cpu: 0'),
      { at: 'cpu: 0', message: 'container `app` sets no effective CPU request: found `0`' },
    ],
    ['zero in other words', container('resources:\n  requests:\n    cpu: 0.0m\n  limits:\n    cpu: 1'), 'cpu: 0.0m'],
    ['an empty text', container('resources: {requests: {cpu: ""}}'), 'cpu: ""'],
    ['odd types', container('resources: [requests, 3]'), 'resources: [requests, 3]'],
    [
      'each container',
      pod('initContainers:\n  - {name: setup}\ncontainers:\n  - {name: app}'),
      'name: app',
      { at: 'name: setup', severity: 'info', profile: 'strict' },
    ],
    [
      'a controller without a selector',
      objectOf('apps/v1', 'Deployment', 'template: {spec: {containers: [{name: app}]}}'),
      'name: app',
    ],
    ['a pod with a request for something else', pod('resources: {requests: {memory: 1Gi}}'), 'name: app'],
    [
      'what soon ends',
      pod('restartPolicy: Never\ncontainers:\n  - {name: app}'),
      { at: 'name: app', profile: 'strict' },
    ],
    [
      'a LimitRange elsewhere',
      documents(plain, limitRange('defaultRequest: {cpu: 1}', '{name: a, namespace: shop}')),
      'name: app',
    ],
    ['a LimitRange for memory', documents(plain, limitRange('defaultRequest: {memory: 1Gi}')), 'name: app'],
    [
      'a LimitRange of another type',
      documents(plain, limitRange('min: {cpu: 1}').replace('Container', 'Pod')),
      'name: app',
    ],
    [
      'a zero that no LimitRange mends',
      documents(container('resources: {requests: {cpu: 0}}'), limitRange('defaultRequest: {cpu: 1}')),
      'cpu: 0',
    ],
  ],
  good: [
    ['a request', container(all)],
    ['a number', container('resources: {requests: {cpu: 1}}')],
    ['a fraction', container('resources: {requests: {cpu: 0.5}}')],
    ['a limit alone: the request is the same', container('resources: {limits: {cpu: 500m}}')],
    ['a limit beside a request of nothing', container('resources: {requests: {cpu: null}, limits: {cpu: 500m}}')],
    ['a request of the whole pod', pod('resources: {requests: {cpu: 1}}')],
    ['a limit of the whole pod', pod('resources: {limits: {cpu: 1}}')],
    ['a LimitRange with a default request', documents(plain, limitRange('defaultRequest: {cpu: 100m}'))],
    [
      'a LimitRange with a default limit',
      documents(limitRange('default: {cpu: 100m}', '{name: a, namespace: default}'), plain),
    ],
    ['a LimitRange with a minimum', documents(plain, limitRange('min: {cpu: 100m}'))],
    ['a value that is no quantity is another fault', container('resources: {requests: {cpu: lots}}')],
    [
      'ephemeral containers cannot have any',
      pod(`containers:\n  - name: app\n    ${all.replaceAll('\n', '\n    ')}\nephemeralContainers:\n  - {name: debug}`),
    ],
    ['only a part of a pod', workflow],
  ],
  says: 'container `app` has no CPU request',
})

table('cpu-limit', {
  bad: [
    ['requests only', container('resources:\n  requests:\n    cpu: 100m'), 'resources'],
    [
      'zero',
      container('resources:\n  limits:\n    cpu: "0"'),
      { at: 'cpu: "0"', message: 'container `app` sets no effective CPU limit: found `0`' },
    ],
    [
      'a native sidecar',
      pod(
        `containers:\n  - {name: app, resources: {limits: {cpu: 1}}}\ninitContainers:\n  - {name: proxy, restartPolicy: Always}`,
      ),
      'name: proxy',
    ],
    ['a LimitRange for requests', documents(plain, limitRange('defaultRequest: {cpu: 1}')), 'name: app'],
    [
      'a plain init container',
      pod(`containers:\n  - {name: app, resources: {limits: {cpu: 1}}}\ninitContainers:\n  - {name: setup}`),
      { at: 'name: setup', severity: 'info' },
    ],
  ],
  good: [
    ['a limit', container(all)],
    ['a limit of the whole pod', pod('resources: {limits: {cpu: 2}}')],
    ['a LimitRange with a maximum', documents(plain, limitRange('max: {cpu: 2}'))],
    ['only a part of a pod', workflow],
  ],
  says: 'container `app` has no CPU limit',
})

table('memory-request', {
  bad: [
    ['other requests', container('resources:\n  requests:\n    cpu: 100m'), 'requests'],
    [
      'zero',
      container('resources:\n  requests:\n    memory: 0Mi'),
      { at: 'memory: 0Mi', message: 'container `app` sets no effective memory request: found `0Mi`' },
    ],
    ['null', container('resources: null'), 'resources: null'],
    [
      'a plain init container',
      pod(`containers:\n  - {name: app, resources: {requests: {memory: 1}}}\ninitContainers:\n  - {name: setup}`),
      { at: 'name: setup', severity: 'info', profile: 'strict' },
    ],
  ],
  good: [
    ['a request', container(all)],
    ['a number of bytes', container('resources: {requests: {memory: 134217728}}')],
    ['a limit alone: the request is the same', container('resources: {limits: {memory: 1Gi}}')],
  ],
  says: 'container `app` has no memory request',
})

table('memory-limit', {
  bad: [
    ['requests only', container('resources:\n  requests:\n    memory: 128Mi'), 'resources'],
    [
      'zero',
      container('resources:\n  limits:\n    memory: 0'),
      { at: 'memory: 0', message: 'container `app` sets no effective memory limit: found `0`' },
    ],
    [
      'a plain init container',
      pod(`containers:\n  - {name: app, resources: {limits: {memory: 1Gi}}}\ninitContainers:\n  - {name: setup}`),
      { at: 'name: setup', severity: 'low', profile: 'strict' },
    ],
    ['limits that are a list', container('resources:\n  limits:\n    - memory: 1Gi'), 'limits'],
  ],
  good: [
    ['a limit', container(all)],
    [
      'patches of a controller',
      {
        'web_patch.yaml': objectOf('apps/v1', 'Deployment', 'template: {spec: {containers: [{name: app}]}}'),
        'patches/web.yaml': objectOf('apps/v1', 'Deployment', 'template: {spec: {containers: [{name: app}]}}'),
      },
    ],
    ['a limit of the whole pod', pod('resources: {limits: {memory: 1Gi}}')],
    ['a LimitRange with a default limit', documents(plain, limitRange('default: {memory: 1Gi}'))],
  ],
  says: 'container `app` has no memory limit',
})

table('requests-above-limits', {
  bad: [
    ['memory', container('resources:\n  requests:\n    memory: 2Gi\n  limits:\n    memory: 1Gi'), 'memory: 2Gi'],
    [
      'in other units',
      container('resources: {requests: {cpu: 1}, limits: {cpu: 500m}}'),
      { at: 'cpu: 1', message: 'container `app` requests `1` of cpu, above its limit of `500m`' },
    ],
    [
      'each of them',
      container('resources: {requests: {cpu: 2, ephemeral-storage: 2G}, limits: {cpu: 1, ephemeral-storage: 1G}}'),
      'cpu: 2',
      {
        at: 'ephemeral-storage: 2G',
        message: 'container `app` requests `2G` of ephemeral-storage, above its limit of `1G`',
      },
    ],
  ],
  good: [
    ['below', container(all)],
    ['equal in other words', container('resources: {requests: {cpu: 1000m}, limits: {cpu: 1}}')],
    ['no limit', container('resources: {requests: {cpu: 1}}')],
    ['no quantity', container('resources: {requests: {cpu: many}, limits: {cpu: 1}}')],
    ['odd types', container('resources: [requests]')],
  ],
  says: 'container `app` requests `2Gi` of memory, above its limit of `1Gi`',
})

table('memory-in-thousandths', {
  bad: [
    [
      'a limit',
      container('resources:\n  limits:\n    memory: 128m'),
      {
        at: 'memory: 128m',
        fix: 'Change the unit to `Mi`',
        after: container('resources:\n  limits:\n    memory: 128Mi'),
      },
    ],
    [
      'a request',
      container('resources: {requests: {memory: 64m, cpu: 64m}}'),
      {
        at: 'memory: 64m',
        fix: 'Change the unit to `Mi`',
        after: container('resources: {requests: {memory: "64Mi", cpu: 64m}}'),
      },
    ],
    [
      'of storage',
      container('resources: {limits: {ephemeral-storage: 500m}}'),
      {
        at: 'ephemeral-storage: 500m',
        message: 'container `app` sets ephemeral-storage to `500m`, in thousandths of a byte',
      },
    ],
  ],
  good: [
    ['mebibytes', container(all)],
    ['as controllers print it', container('resources: {limits: {memory: 134217728000m}}')],
    ['CPU', container('resources: {limits: {cpu: 128m}}')],
    ['odd types', container('resources: {limits: [memory], requests: {memory: xm}}')],
  ],
  fixes: true,
  says: 'container `app` sets memory to `128m`, in thousandths of a byte',
})
