import { deployment, documents, object, pod, workflow } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const SELECTOR = 'selector:\n  matchLabels: {app: web}'

/** A Deployment whose pods have these lines in their spec. */
const web = (replicas: string, spec = '', top = SELECTOR, type = 'apps/v1 Deployment') =>
  object(
    type,
    `${replicas}${top}\ntemplate:\n  metadata:\n    labels: {app: web}\n  spec:\n    containers: [{name: app}]${spec && `\n${spec.replace(/^(?=.)/gm, '    ')}`}`,
  )
const two = (spec?: string) => web('replicas: 2\n', spec)

const preferred = (key: string, labels = 'matchLabels: {app: web}') =>
  `affinity:\n  podAntiAffinity:\n    preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, podAffinityTerm: {topologyKey: ${key}, labelSelector: {${labels}}}}]`
const required = (term: string) =>
  `affinity:\n  podAntiAffinity:\n    requiredDuringSchedulingIgnoredDuringExecution: [${term}]`
const spread = (selector: string) =>
  `topologySpreadConstraints:\n  - {maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway, ${selector}}`
const own = 'labelSelector: {matchLabels: {app: web}}'
const HOST = 'kubernetes.io/hostname'

const apart = two().replace(
  '      containers',
  `      affinity:
        podAntiAffinity:
          preferredDuringSchedulingIgnoredDuringExecution: [{podAffinityTerm: {labelSelector: {matchLabels: {app: "web"}}, topologyKey: "kubernetes.io/hostname"}, weight: 100}]
      containers`,
)

const hook = (text: string) => text.replace('{name: web}', '{name: web, annotations: {helm.sh/hook: test}}')
const hpa = object(
  'autoscaling/v2 HorizontalPodAutoscaler',
  'minReplicas: 2\nmaxReplicas: 9\nscaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}',
)

table('pod-anti-affinity', {
  bad: [
    ['nothing keeps them apart', two(), { at: 'spec', fix: 'Prefer other nodes', after: apart }],
    ['how many is not set', web(''), { at: 'spec', severity: 'info' }],
    ['an autoscaler', documents(web(''), hpa), 'spec'],
    [
      'a StatefulSet',
      web('replicas: 2\n', '', SELECTOR, 'apps/v1 StatefulSet'),
      { at: 'spec', message: 'pods of StatefulSet `web` may all run on one node' },
    ],
    [
      'a template without a pod',
      object(
        'apps/v1 Deployment',
        'replicas: 2\nselector: {matchLabels: {app: web}}\ntemplate: {metadata: {labels: {app: web}}}',
      ),
      { at: 'template: {metadata: {labels: {app: web}}}', fix: false },
    ],
    ['they keep away from others', two(preferred(HOST, 'matchLabels: {app: api}')), { at: 'affinity', fix: false }],
    ['no such domain', two(preferred('example.com/rack')), { at: 'affinity', fix: false }],
    [
      'pods of another namespace',
      two(required(`{topologyKey: ${HOST}, namespaces: [shop], ${own}}`)),
      { at: 'affinity', fix: false },
    ],
    ['no selector', two(required(`{topologyKey: ${HOST}}`)), { at: 'affinity', fix: false }],
    ['an odd term', two(required('null')), { at: 'affinity', fix: false }],
    ['a constraint for others', two(spread('labelSelector: {matchLabels: {app: api}}')), 'spec'],
    ['an affinity to nodes', two('affinity: {nodeAffinity: {}}'), 'affinity: {nodeAffinity: {}}'],
    ['no labels to tell them by', web('replicas: 2\n', '', 'selector: {}'), { at: 'spec', fix: false }],
  ],
  good: [
    ['they prefer other nodes', two(preferred(HOST))],
    ['they prefer other zones', two(preferred('topology.kubernetes.io/zone'))],
    ['they must be on other nodes', two(required(`{topologyKey: ${HOST}, ${own}}`))],
    ['in its own namespace', two(required(`{topologyKey: ${HOST}, namespaces: [default], ${own}}`))],
    [
      'in namespaces by their labels',
      two(required(`{topologyKey: ${HOST}, namespaces: [shop], namespaceSelector: {}, ${own}}`)),
    ],
    ['by an expression', two(preferred(HOST, 'matchExpressions: [{key: app, operator: In, values: [web, api]}]'))],
    [
      'the template of another object',
      object('argoproj.io/v1alpha1 Rollout', 'replicas: 2\nworkloadRef: {kind: Deployment, name: api}'),
    ],
    ['they are spread', two(spread(own))],
    ['one replica', web('replicas: 1\n')],
    ['a hook', hook(two())],
    ['another kind', web('', '', SELECTOR, 'apps/v1 DaemonSet')],
  ],
  fixes: true,
  says: 'pods of Deployment `web` may all run on one node',
})

const zones =
  'topologySpreadConstraints: [{labelSelector: {matchLabels: {app: "web"}}, maxSkew: 1, topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: "ScheduleAnyway"}]'

table('topology-spread-missing', {
  bad: [
    [
      'none',
      two(),
      {
        at: 'spec',
        fix: 'Spread over zones',
        after: two(zones),
      },
    ],
    [
      'an empty list',
      two('topologySpreadConstraints: []'),
      { at: 'topologySpreadConstraints: []', fix: 'Spread over zones', after: two(zones) },
    ],
    ['how many is not set', web(''), 'spec'],
    [
      'a StatefulSet without a selector',
      web('replicas: 2\n', '', 'serviceName: web', 'apps/v1 StatefulSet'),
      { at: 'spec', fix: false, message: 'pods of StatefulSet `web` are not spread over zones' },
    ],
  ],
  good: [
    ['a constraint', two(spread(own))],
    [
      'the template of another object',
      object('argoproj.io/v1alpha1 Rollout', 'replicas: 2\nworkloadRef: {kind: Deployment, name: api}'),
    ],
    ['one replica', web('replicas: 1\n')],
    ['a hook', hook(two())],
    ['another kind', web('', '', SELECTOR, 'apps/v1 DaemonSet')],
  ],
  fixes: true,
  says: 'pods of Deployment `web` are not spread over zones',
})

const constraint = (fields: string) => two(`topologySpreadConstraints:\n  - {${fields}}`)
const sound = 'maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule'

table('topology-spread-invalid', {
  bad: [
    [
      'no selector',
      constraint(sound),
      {
        at: 'maxSkew: 1',
        fix: "Select the workload's pods",
        after: constraint(`labelSelector: {matchLabels: {app: "web"}}, ${sound}`),
      },
    ],
    [
      'the labels of others',
      constraint(`${sound}, labelSelector: {matchLabels: {app: api}}`),
      {
        at: 'labelSelector: {matchLabels: {app: api}}',
        message: 'topology spread constraint does not select the pods that it is set for',
        fix: "Select the workload's pods",
        after: constraint(`${sound}, labelSelector: {matchLabels: {app: "web"}}`),
      },
    ],
    [
      'no selector, of a Pod',
      pod(`topologySpreadConstraints:\n  - {${sound}}`),
      {
        at: 'maxSkew: 1',
        message: 'topology spread constraint has no `labelSelector`, so it counts no pods',
        fix: false,
      },
    ],
    [
      'no skew',
      constraint(sound.replace('maxSkew: 1, ', '')),
      {
        at: 'topologyKey: zone',
        message: 'topology spread constraint has no `maxSkew`; expected a positive number',
        fix: false,
      },
    ],
    [
      'a skew of zero',
      constraint(sound.replace('maxSkew: 1', 'maxSkew: 0')),
      { at: 'maxSkew: 0', message: 'invalid maxSkew `0`; expected a positive number', fix: false },
    ],
    ['a skew in words', constraint(sound.replace('maxSkew: 1', 'maxSkew: one')), { at: 'maxSkew: one', fix: false }],
    [
      'no domain at least',
      constraint(`${sound}, minDomains: 0, ${own}`),
      { at: 'minDomains: 0', message: 'invalid minDomains `0`; expected a positive number', fix: false },
    ],
    [
      'an empty key',
      constraint(sound.replace('zone', '""')),
      { at: 'topologyKey: ""', message: 'invalid topologyKey ``; expected a label of nodes', fix: false },
    ],
    [
      'another way out',
      constraint(sound.replace('DoNotSchedule', 'Wait')),
      {
        at: 'whenUnsatisfiable: Wait',
        message: 'invalid whenUnsatisfiable `Wait`; expected DoNotSchedule or ScheduleAnyway',
        fix: false,
      },
    ],
    [
      'no way out',
      constraint('maxSkew: 1, topologyKey: zone'),
      {
        at: 'maxSkew: 1',
        message: 'topology spread constraint has no `whenUnsatisfiable`; expected DoNotSchedule or ScheduleAnyway',
        fix: false,
      },
    ],
    ['nothing', two('topologySpreadConstraints: [null]'), { at: 'null', fix: false }],
  ],
  good: [
    ['its own pods', constraint(`${sound}, ${own}`)],
    ['anyway', two(spread(own))],
    ['all pods', constraint(`${sound}, labelSelector: {}`)],
    ['two domains at least', constraint(`${sound}, minDomains: 2, ${own}`)],
    ['no domain is set', constraint(`${sound}, minDomains: null, ${own}`)],
    ['none', two()],
    [
      'only a part of a pod',
      object('monitoring.coreos.com/v1 Prometheus', `topologySpreadConstraints:\n  - {${sound}}`),
    ],
  ],
  fixes: true,
  says: 'topology spread constraint has no `labelSelector`, so it counts no pods',
})

table('node-affinity', {
  bad: [
    ['none', deployment('containers:\n  - name: app\n    image: shop/web:1.4'), 'spec'],
    ['only to pods', pod('affinity: {podAffinity: {}}'), 'affinity: {podAffinity: {}}'],
  ],
  good: [
    ['an affinity', pod('affinity:\n  nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {}}')],
    ['a selector of nodes', pod('nodeSelector: {disk: ssd}')],
    ['only a part of a pod', workflow('image: a:1')],
    ['a hook', pod('priority: 1').replace('name: web', 'name: web\n  annotations: {helm.sh/hook: test}')],
  ],
  says: 'pod is not bound to any kind of node',
})
