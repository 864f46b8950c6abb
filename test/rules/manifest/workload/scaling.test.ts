import { documents, object } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const DEPLOYMENT = '{apiVersion: apps/v1, kind: Deployment, name: web}'

const hpa = (bounds: string, ref = DEPLOYMENT, metadata?: string) =>
  object('autoscaling/v2 HorizontalPodAutoscaler', `${bounds}\nscaleTargetRef: ${ref}`, metadata)
const keda = (bounds: string, ref = '{name: web}') =>
  object('keda.sh/v1alpha1 ScaledObject', `${bounds}\nscaleTargetRef: ${ref}`)
const deployment = (spec: string, metadata?: string) => object('apps/v1 Deployment', spec, metadata)

table('hpa-minimum-replicas', {
  bad: [
    [
      'one',
      hpa('minReplicas: 1\nmaxReplicas: 9'),
      { at: 'minReplicas: 1', fix: 'Set `minReplicas: 3`', after: hpa('minReplicas: 3\nmaxReplicas: 9') },
    ],
    [
      'none is set',
      hpa('maxReplicas: 9'),
      {
        at: 'spec',
        message: 'HorizontalPodAutoscaler `web` scales down to 1 by default; expected at least 3',
        fix: 'Set `minReplicas: 3`',
        after: hpa('maxReplicas: 9\nminReplicas: 3'),
      },
    ],
    ['two', hpa('minReplicas: 2\nmaxReplicas: 9'), { at: 'minReplicas: 2', severity: 'info' }],
    ['a maximum that is not higher', hpa('minReplicas: 1\nmaxReplicas: 3'), { at: 'minReplicas: 1', fix: false }],
    ['no spec', object('autoscaling/v2 HorizontalPodAutoscaler', ''), 'kind: HorizontalPodAutoscaler'],
  ],
  good: [
    ['three', hpa('minReplicas: 3\nmaxReplicas: 9')],
    ['KEDA scales to none on purpose', keda('minReplicaCount: 0')],
    ['another group', object('acme.io/v1 HorizontalPodAutoscaler', 'minReplicas: 1')],
  ],
  withOptions: [
    [
      'another minimum',
      { minimum: 2 },
      hpa('minReplicas: 1\nmaxReplicas: 9'),
      {
        at: 'minReplicas: 1',
        message: 'HorizontalPodAutoscaler `web` scales down to 1; expected at least 2',
        fix: 'Set `minReplicas: 2`',
        after: hpa('minReplicas: 2\nmaxReplicas: 9'),
      },
    ],
    ['enough of them', { minimum: 2 }, hpa('minReplicas: 2\nmaxReplicas: 9')],
  ],
  fixes: true,
  says: 'HorizontalPodAutoscaler `web` scales down to 1; expected at least 3',
})

table('hpa-max-replicas', {
  bad: [
    ['no more than the minimum', hpa('minReplicas: 2\nmaxReplicas: 2'), 'maxReplicas: 2'],
    [
      'less than the minimum',
      hpa('minReplicas: 3\nmaxReplicas: 2'),
      {
        at: 'maxReplicas: 2',
        severity: 'medium',
        message: 'HorizontalPodAutoscaler `web` scales up to 2, below its minimum of 3',
      },
    ],
    [
      'none is set',
      hpa('minReplicas: 3'),
      { at: 'spec', severity: 'medium', message: 'HorizontalPodAutoscaler `web` has no maximum number of replicas' },
    ],
    ['no more than the default minimum', hpa('maxReplicas: 1'), 'maxReplicas: 1'],
    [
      'an autoscaler of KEDA',
      keda('minReplicaCount: 2\nmaxReplicaCount: 2'),
      { at: 'maxReplicaCount: 2', message: 'ScaledObject `web` scales up to 2, which is also its minimum of 2' },
    ],
  ],
  good: [
    ['more than the minimum', hpa('minReplicas: 2\nmaxReplicas: 9')],
    ['more than the default minimum', hpa('maxReplicas: 2')],
    ['KEDA has a default', keda('minReplicaCount: 2')],
    ['KEDA scales between none and one', keda('maxReplicaCount: 1')],
    ['another group', object('acme.io/v1 HorizontalPodAutoscaler', 'minReplicas: 1')],
  ],
  says: 'HorizontalPodAutoscaler `web` scales up to 2, which is also its minimum of 2',
})

const remove = 'Remove `replicas`'

table('hpa-replicas-conflict', {
  bad: [
    [
      'a Deployment',
      documents(deployment('replicas: 3\nminReadySeconds: 5'), hpa('maxReplicas: 9')),
      {
        at: 'replicas: 3',
        fix: remove,
        after: documents(deployment('minReadySeconds: 5'), hpa('maxReplicas: 9')),
      },
    ],
    [
      'one replica',
      documents(deployment('replicas: 1'), hpa('maxReplicas: 9')),
      { at: 'replicas: 1', message: 'Deployment `web` sets 1 replica, but is scaled by HorizontalPodAutoscaler `web`' },
    ],
    [
      'a StatefulSet',
      documents(
        object('apps/v1 StatefulSet', 'replicas: 3'),
        hpa('maxReplicas: 9', '{apiVersion: apps/v1, kind: StatefulSet, name: web}'),
      ),
      {
        at: 'replicas: 3',
        message: 'StatefulSet `web` sets 3 replicas, but is scaled by HorizontalPodAutoscaler `web`',
      },
    ],
    [
      'a Rollout of Argo',
      documents(
        object('argoproj.io/v1alpha1 Rollout', 'replicas: 3'),
        hpa('maxReplicas: 9', '{apiVersion: argoproj.io/v1alpha1, kind: Rollout, name: web}'),
      ),
      { at: 'replicas: 3', message: 'Rollout `web` sets 3 replicas, but is scaled by HorizontalPodAutoscaler `web`' },
    ],
    [
      'another version of the group',
      documents(deployment('replicas: 3'), hpa('', '{apiVersion: apps/v1beta1, kind: Deployment, name: web}')),
      'replicas: 3',
    ],
    [
      'an autoscaler of KEDA',
      documents(deployment('replicas: 3'), keda('maxReplicaCount: 9')),
      { at: 'replicas: 3', message: 'Deployment `web` sets 3 replicas, but is scaled by ScaledObject `web`' },
    ],
    ['in another file', { 'a.yaml': deployment('replicas: 3'), 'b.yaml': hpa('maxReplicas: 9') }, 'replicas: 3'],
  ],
  good: [
    ['the number is left to the autoscaler', documents(deployment('minReadySeconds: 5'), hpa('maxReplicas: 9'))],
    ['zero turns the autoscaler off', documents(deployment('replicas: 0'), hpa('maxReplicas: 9'))],
    ['it scales something else', documents(deployment('replicas: 3'), hpa('', '{kind: Deployment, name: api}'))],
    ['it scales another kind', documents(deployment('replicas: 3'), hpa('', '{kind: StatefulSet, name: web}'))],
    [
      'another namespace',
      documents(deployment('replicas: 3'), hpa('maxReplicas: 9', DEPLOYMENT, '{name: web, namespace: shop}')),
    ],
    [
      'it scales one of the same file',
      { 'a.yaml': deployment('replicas: 3'), 'b.yaml': documents(deployment('minReadySeconds: 5'), hpa('')) },
    ],
    ['no target', documents(deployment('replicas: 3'), hpa('', '{}'))],
  ],
  fixes: true,
  says: 'Deployment `web` sets 3 replicas, but is scaled by HorizontalPodAutoscaler `web`',
})

const api = deployment('replicas: 3', '{name: api}')
const inShop = '{name: web, namespace: shop}'
const inOther = '{name: web, namespace: other}'

table('dangling-hpa', {
  bad: [
    ['another name', documents(hpa('maxReplicas: 9'), api), 'name: web'],
    [
      'another namespace',
      documents(hpa('maxReplicas: 9', DEPLOYMENT, inShop), deployment('replicas: 3', inOther)),
      {
        at: 'name: web',
        message: 'HorizontalPodAutoscaler `web` scales Deployment `web`, which is in namespace `other`, not in its own',
      },
    ],
    [
      'another kind',
      documents(hpa('maxReplicas: 9'), object('apps/v1 StatefulSet', 'replicas: 3')),
      {
        at: 'name: web',
        message: 'HorizontalPodAutoscaler `web` scales Deployment `web`, but `web` is a StatefulSet',
      },
    ],
    [
      'no target',
      hpa('maxReplicas: 9', '{apiVersion: apps/v1}'),
      {
        at: 'scaleTargetRef: {apiVersion: apps/v1}',
        message: 'HorizontalPodAutoscaler `web` sets no target: expected `kind` and `name`',
      },
    ],
    ['no kind', documents(hpa('maxReplicas: 9', '{name: web}'), deployment('')), 'scaleTargetRef: {name: web}'],
    ['nothing of its kind', hpa('maxReplicas: 9'), { at: 'name: web', severity: 'info' }],
    [
      'others of its kind in another namespace',
      documents(hpa('maxReplicas: 9'), deployment('replicas: 3', '{name: api, namespace: shop}')),
      { at: 'name: web', severity: 'info' },
    ],
    [
      'an autoscaler of KEDA',
      documents(keda(''), api),
      {
        at: 'name: web',
        message: 'ScaledObject `web` scales Deployment `web`, which is not defined here; it may be defined elsewhere',
      },
    ],
    [
      'a kind of others',
      documents(
        hpa('maxReplicas: 9', '{apiVersion: acme.io/v1, kind: Fleet, name: web}'),
        object('acme.io/v1 Fleet', 'replicas: 3', '{name: api}'),
      ),
      {
        at: 'name: web',
        message:
          'HorizontalPodAutoscaler `web` scales Fleet `web`, which is not defined here; it may be defined elsewhere',
      },
    ],
    [
      'a Service of the name',
      documents(hpa('maxReplicas: 9'), api, object('v1 Service', 'ports: [{port: 80}]')),
      {
        at: 'name: web',
        message:
          'HorizontalPodAutoscaler `web` scales Deployment `web`, which is not defined here; it may be defined elsewhere',
      },
    ],
  ],
  good: [
    ['its target is there', documents(hpa('maxReplicas: 9'), deployment('minReadySeconds: 5'))],
    ['in another file', { 'a.yaml': deployment(''), 'b.yaml': hpa('maxReplicas: 9') }],
    [
      'another version of the group',
      documents(hpa('', '{apiVersion: extensions/v1beta1, kind: Deployment, name: web}'), deployment('')),
    ],
    ['both land in the same namespace', documents(hpa('', DEPLOYMENT, inShop), deployment('', '{name: web}'))],
    ['and the other way round', documents(hpa(''), deployment('', inShop))],
    ['another group', object('acme.io/v1 HorizontalPodAutoscaler', 'minReplicas: 1')],
  ],
  says: 'HorizontalPodAutoscaler `web` scales Deployment `web`, which is not defined here; it may be defined elsewhere',
})

const measured = (metric: string) => hpa(`maxReplicas: 9\nmetrics:\n  - ${metric.replaceAll('\n', '\n    ')}`)
const INGRESS = '{apiVersion: networking.k8s.io/v1, kind: Ingress, name: web}'
const TARGET = '{type: Value, value: 10}'

table('hpa-metric-invalid', {
  bad: [
    [
      'an object without its kind',
      measured(
        `type: Object\nobject:\n  metric: {name: hits}\n  describedObject: {apiVersion: v1, name: web}\n  target: ${TARGET}`,
      ),
      'describedObject: {apiVersion: v1, name: web}',
    ],
    [
      'an object without a metric',
      measured(`type: Object\nobject:\n  describedObject: ${INGRESS}\n  target: ${TARGET}`),
      { at: 'object', message: 'metric of type Object has no `object.metric.name`' },
    ],
    [
      'nothing of its type',
      measured('type: Pods'),
      { at: 'type: Pods', message: 'metric of type Pods has no `pods.metric.name`' },
    ],
    [
      'an object without a target',
      measured(`type: Object\nobject: {metric: {name: hits}, describedObject: ${INGRESS}}`),
      `object: {metric: {name: hits}, describedObject: ${INGRESS}}`,
    ],
    [
      'a resource without a target',
      measured('type: Resource\nresource: {name: cpu}'),
      { at: 'resource: {name: cpu}', message: 'metric of type Resource has no `resource.target`' },
    ],
  ],
  good: [
    [
      'all is set',
      measured(`type: Object\nobject:\n  metric: {name: hits}\n  describedObject: ${INGRESS}\n  target: ${TARGET}`),
    ],
    ['a resource', measured(`type: Resource\nresource: {name: cpu, target: ${TARGET}}`)],
    ['pods', measured(`type: Pods\npods: {metric: {name: hits}, target: ${TARGET}}`)],
    ['from outside', measured(`type: External\nexternal: {metric: {name: hits}, target: ${TARGET}}`)],
    [
      'one container',
      measured(`type: ContainerResource\ncontainerResource: {name: cpu, container: app, target: ${TARGET}}`),
    ],
    ['an older version', measured('type: Object\nobject: {metricName: hits}').replace('v2', 'v2beta1')],
    ['an unknown type', measured('type: Magic')],
    ['odd metrics', hpa('metrics: [null, 3]')],
  ],
  says: 'metric of type Object has no `object.describedObject.kind`',
})
