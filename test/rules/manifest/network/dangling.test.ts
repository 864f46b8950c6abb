import { describe, expect, test } from 'vitest'
import { check } from '../../../../src/engine/check.ts'
import { rules } from '../../../../src/rules/index.ts'
import { documents, ingress, labelled, networkPolicy, objectOf, service } from '../../../kit/manifests.ts'
import { KAFKA, OPERATED } from '../../../kit/operators.ts'
import { read } from '../../../kit/read.ts'
import { table } from '../../../kit/table.ts'

const WEB = labelled('{app: web, tier: front}')
const inShop = 'name: web, namespace: shop'

/** Objects that never make pods or Services. */
const INERT = [
  ['cert-manager.io/v1', 'Certificate'],
  ['gateway.networking.k8s.io/v1', 'Gateway'],
  ['security.istio.io/v1', 'AuthorizationPolicy'],
  ['monitoring.coreos.com/v1', 'ServiceMonitor'],
  ['external-secrets.io/v1', 'ExternalSecret'],
  ['traefik.io/v1alpha1', 'Middleware'],
  ['kyverno.io/v1', 'Policy'],
].map(([apiVersion, kind]) => objectOf(apiVersion!, kind!, 'a: 1'))

const select = (selector: string, metadata?: string): string => service(`selector: ${selector}`, metadata)

table('dangling-service', {
  bad: [
    ['other labels', documents(WEB, select('{app: wbe}')), 'selector: {app: wbe}'],
    [
      'one label too many',
      documents(WEB, select('{app: web, tier: back}')),
      {
        at: 'selector: {app: web, tier: back}',
        message:
          'selector `app: web` and `tier: back` matches no pod of its namespace, unless one is defined elsewhere',
      },
    ],
    [
      'pods of the same namespace in another folder',
      {
        'a/pod.yaml': labelled('{app: web}', inShop),
        'b/service.yaml': select('{app: wbe}', `{${inShop}}`),
      },
      {
        at: 'selector: {app: wbe}',
        message: 'selector `app: wbe` matches no pod of namespace `shop`, unless one is defined elsewhere',
      },
    ],
    [
      'pods of the folder, in the same namespace',
      { 'a/pod.yaml': WEB, 'a/service.yaml': select('{app: wbe}') },
      'selector: {app: wbe}',
    ],
    [
      'pods of the folder, in the namespace that is the default',
      { 'a/pod.yaml': WEB, 'a/service.yaml': select('{app: wbe}', '{name: web, namespace: default}') },
      {
        at: 'selector: {app: wbe}',
        message: 'selector `app: wbe` matches no pod of namespace `default`, unless one is defined elsewhere',
      },
    ],
    [
      'pods of another namespace',
      documents(WEB, labelled('{app: api}', inShop), select('{app: web}', `{${inShop}}`)),
      {
        at: 'selector: {app: web}',
        message: 'selector `app: web` matches no pod of namespace `shop`, unless one is defined elsewhere',
      },
    ],
    [
      'a role that is set at run time, of other pods',
      documents(WEB, select('{app: db, role: primary}')),
      {
        at: 'selector: {app: db, role: primary}',
        message:
          'selector `app: db` and `role: primary` matches no pod of its namespace, unless one is defined elsewhere',
      },
    ],
    [
      'what is no role of a database',
      documents(WEB, select('{app: web, role: web}')),
      {
        at: 'selector: {app: web, role: web}',
        message: 'selector `app: web` and `role: web` matches no pod of its namespace, unless one is defined elsewhere',
      },
    ],
    ['beside objects that make no pods', documents(WEB, ...INERT, select('{app: wbe}')), 'selector: {app: wbe}'],
    [
      'beside an operator of another namespace',
      documents(WEB, objectOf('kafka.strimzi.io/v1', 'Kafka', 'a: 1', `{${inShop}}`), select('{app: wbe}')),
      'selector: {app: wbe}',
    ],
    [
      'beside what is deployed into another namespace',
      documents(
        WEB,
        objectOf('argoproj.io/v1alpha1', 'Application', 'destination: {namespace: shop}'),
        objectOf('k3s.cattle.io/v1', 'HelmChart', 'targetNamespace: shop'),
        select('{app: wbe}'),
      ),
      'selector: {app: wbe}',
    ],
    [
      'beside a custom resource with a pod template',
      documents(
        objectOf(
          'argoproj.io/v1alpha1',
          'Rollout',
          'template: {metadata: {labels: {app: web}}, spec: {containers: [{name: app, image: a:1}]}}',
        ),
        select('{app: wbe}'),
      ),
      'selector: {app: wbe}',
    ],
    [
      'beside a template without pods',
      documents(objectOf('apps/v1', 'Deployment', 'template: {metadata: {labels: {app: web}}}'), select('{app: wbe}')),
      'selector: {app: wbe}',
    ],
  ],
  good: [
    ['the labels', documents(WEB, select('{app: web}'))],
    [
      'the labels of a template',
      documents(
        objectOf('apps/v1', 'Deployment', 'template: {metadata: {labels: {app: web}}, spec: {containers: []}}'),
        select('{app: web}'),
      ),
    ],
    [
      'the labels of a template without pods',
      documents(
        WEB,
        objectOf('apps/v1', 'Deployment', 'template: {metadata: {labels: {app: api}}}'),
        select('{app: api}'),
      ),
    ],
    [
      'labels that are set at run time',
      documents(WEB, select('{app: web, statefulset.kubernetes.io/pod-name: web-0, job-name: a}')),
    ],
    ['a role that is set at run time', documents(WEB, select('{app: web, role: replica}'))],
    ['a role of an operator', documents(WEB, select('{app: web, cnpg.io/instanceRole: primary}'))],
    ['no selector', documents(WEB, service('ports: [{port: 80}]'))],
    ['an empty selector', documents(WEB, select('{}'))],
    ['another name', documents(WEB, service('type: ExternalName\nselector: {app: wbe}'))],
    ['no pods', select('{app: web}')],
    ['no pods in its folder', { 'a/pod.yaml': WEB, 'b/service.yaml': select('{app: wbe}') }],
    ['pods of the same folder and another namespace', documents(labelled('{app: web}', inShop), select('{app: web}'))],
    [
      'of the cluster',
      documents(
        labelled('{app: web}', 'name: web, namespace: kube-system'),
        select('{app: wbe}', '{name: web, namespace: kube-system}'),
      ),
    ],
    ['to fill in', documents(WEB, select('{app: "$' + '{APP}"}'))],
    ['no pods of the namespace', documents(WEB, select('{app: web}', `{${inShop}}`))],
    ['of Knative', documents(WEB, objectOf('serving.knative.dev/v1', 'Service', 'selector: {app: wbe}'))],
    ...OPERATED.map(([title, by]): [string, string] => [title, documents(WEB, by, select('{app: wbe}'))]),
  ],
  says: 'selector `app: wbe` matches no pod of its namespace, unless one is defined elsewhere',
})

const policy = (spec: string): string => networkPolicy(spec)

table('dangling-network-policy', {
  bad: [
    [
      'other labels',
      documents(WEB, policy('podSelector: {matchLabels: {app: wbe}}')),
      'podSelector: {matchLabels: {app: wbe}}',
    ],
    [
      'an expression',
      documents(WEB, policy('podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [web]}]}')),
      {
        at: 'podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [web]}]}',
        message: 'policy selects no pod by `app` of its namespace, unless one is defined elsewhere',
      },
    ],
    [
      'of two values',
      documents(WEB, policy('podSelector: {matchExpressions: [{key: app, operator: In, values: [a, b]}]}')),
      {
        at: 'podSelector: {matchExpressions: [{key: app, operator: In, values: [a, b]}]}',
        message: 'policy selects no pod by `app` of its namespace, unless one is defined elsewhere',
      },
    ],
  ],
  good: [
    ['all', documents(WEB, policy('podSelector: {}'))],
    ['the labels', documents(WEB, policy('podSelector: {matchLabels: {app: web}}'))],
    ['an invalid selector', documents(WEB, policy('podSelector: {matchExpressions: [{key: app, operator: Is}]}'))],
    ['no selector', documents(WEB, policy('policyTypes: [Ingress]'))],
    ['no pods', policy('podSelector: {matchLabels: {app: web}}')],
    [
      'of another group',
      documents(WEB, objectOf('example.com/v1', 'NetworkPolicy', 'podSelector: {matchLabels: {app: wbe}}')),
    ],
  ],
  says: 'policy selects no pod by `app: wbe` of its namespace, unless one is defined elsewhere',
})

const from = (peers: string): string => policy(`podSelector: {}\ningress: [{from: [${peers}]}]`)

table('dangling-network-policy-peer', {
  bad: [
    [
      'ingress',
      documents(WEB, from('{podSelector: {matchLabels: {app: web}}}, {podSelector: {matchLabels: {app: wbe}}}')),
      'podSelector: {matchLabels: {app: wbe}}',
    ],
    [
      'egress',
      documents(WEB, policy('podSelector: {}\negress: [{to: [{podSelector: {matchLabels: {app: wbe}}}]}]')),
      {
        at: 'podSelector: {matchLabels: {app: wbe}}',
        message: 'egress peer `app: wbe` matches no pod of its namespace, unless one is defined elsewhere',
      },
    ],
  ],
  good: [
    ['the labels', documents(WEB, from('{podSelector: {matchLabels: {app: web}}}'))],
    ['all', documents(WEB, from('{podSelector: {}}'))],
    ['in other namespaces', documents(WEB, from('{namespaceSelector: {}, podSelector: {matchLabels: {app: wbe}}}'))],
    ['addresses', documents(WEB, from('{ipBlock: {cidr: 192.0.2.0/24}, podSelector: {matchLabels: {app: wbe}}}'))],
    ['no pods', from('{podSelector: {matchLabels: {app: web}}}')],
    ['odd types', documents(WEB, from('a, {}'))],
    [
      'of another group',
      documents(
        WEB,
        objectOf('example.com/v1', 'NetworkPolicy', 'ingress: [{from: [{podSelector: {matchLabels: {app: wbe}}}]}]'),
      ),
    ],
  ],
  says: 'ingress peer `app: wbe` matches no pod of its namespace, unless one is defined elsewhere',
})

const INGRESS = ingress('defaultBackend: {service: {name: web, port: {number: 80}}}')
const ROUTE = objectOf('gateway.networking.k8s.io/v1', 'HTTPRoute', 'rules: [{backendRefs: [{name: web, port: 80}]}]')
const MONITOR = objectOf(
  'monitoring.coreos.com/v1',
  'ServiceMonitor',
  'selector: {}\nnamespaceSelector: {matchNames: [shop]}',
)

const UNSELECTIVE = service('ports: [{port: 80}]')
const endpoints = (kind: string, metadata: string): string =>
  objectOf(kind === 'Endpoints' ? 'v1' : 'discovery.k8s.io/v1', kind, '', metadata)
const slice = (of: string): string =>
  endpoints('EndpointSlice', `{name: web-1, labels: {kubernetes.io/service-name: ${of}}}`)

table('unresolved-reference', {
  bad: [
    ['no pods', select('{app: web}'), 'selector: {app: web}'],
    [
      'no pods of the namespace',
      documents(WEB, select('{app: web}', `{${inShop}}`)),
      {
        at: 'selector: {app: web}',
        message: 'selector `app: web` matches no pod of namespace `shop`, unless one is defined elsewhere',
      },
    ],
    [
      'pods of an operator',
      documents(WEB, KAFKA, select('{app: wbe}')),
      {
        at: 'selector: {app: wbe}',
        message: 'selector `app: wbe` matches no pod of its namespace, unless one is defined elsewhere',
      },
    ],
    [
      'no Services',
      INGRESS,
      {
        at: 'name: web',
        message: 'backend `web` is not a Service of its namespace, unless it is defined elsewhere',
      },
    ],
    ['no Services for a route', ROUTE, 'name: web'],
    [
      'no pods for a policy and its peer',
      policy('podSelector: {matchLabels: {app: web}}\ningress: [{from: [{podSelector: {matchLabels: {app: api}}}]}]'),
      {
        at: 'podSelector: {matchLabels: {app: web}}',
        message: 'policy selects no pod by `app: web` of its namespace, unless one is defined elsewhere',
      },
      {
        at: 'podSelector: {matchLabels: {app: api}}',
        message: 'ingress peer `app: api` matches no pod of its namespace, unless one is defined elsewhere',
      },
    ],
    [
      'no Services for a monitor',
      MONITOR,
      {
        at: 'namespaceSelector: {matchNames: [shop]}',
        message: 'no Service exists in namespace `shop`, unless one is defined elsewhere',
      },
    ],
    [
      'no endpoints for a Service without a selector',
      UNSELECTIVE,
      { at: 'spec', message: 'Service has no selector, and its endpoints are not defined here' },
    ],
    ['an empty selector', select('{}'), 'selector: {}'],
    [
      'endpoints of another Service',
      documents(UNSELECTIVE, endpoints('Endpoints', '{name: api}'), slice('api')),
      'spec',
    ],
    [
      'endpoints of another namespace',
      documents(UNSELECTIVE, endpoints('Endpoints', `{name: web, ${inShop}}`)),
      'spec',
    ],
  ],
  good: [
    ['a reference that leads somewhere', documents(WEB, select('{app: web}'))],
    ['endpoints', documents(UNSELECTIVE, endpoints('Endpoints', '{name: web}'))],
    ['slices of endpoints', documents(UNSELECTIVE, slice('web'))],
    ['a name elsewhere', service('type: ExternalName\nexternalName: db.example.com')],
    ['one that leads nowhere', documents(WEB, select('{app: wbe}'))],
  ],
  says: 'selector `app: web` matches no pod of its namespace, unless one is defined elsewhere',
})

describe('unresolved-reference', () => {
  test('has the ids of peers of the rule that would report it', async () => {
    const world = await read(select('{app: web}'))
    const rule = rules.get('unresolved-reference')!
    const { findings } = check(world, [{ rule, options: {} }], { rules, kubernetes: 36 })
    expect(findings.map(({ aliases }) => aliases['kubescape'])).toEqual([['C-0293']])
  })
})
