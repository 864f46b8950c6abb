import { documents, object } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const SELECTOR = 'selector: {matchLabels: {app: web}}'
const pdb = (spec: string, metadata?: string) => object('policy/v1 PodDisruptionBudget', spec, metadata)
const template = (labels = '{app: web}') =>
  `template: {metadata: {labels: ${labels}}, spec: {containers: [{name: app}]}}`
const web = (spec: string, metadata?: string) =>
  object('apps/v1 Deployment', `${spec}\n${SELECTOR}\n${template()}`, metadata)
const hpa = (bounds: string) =>
  object(
    'autoscaling/v2 HorizontalPodAutoscaler',
    `${bounds}\nmaxReplicas: 9\nscaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}`,
  )

table('pdb-missing', {
  bad: [
    ['several replicas', web('replicas: 2'), 'replicas: 2'],
    ['how many is not set', web('minReadySeconds: 5'), { at: 'spec', severity: 'info' }],
    ['an autoscaler', documents(web('minReadySeconds: 5'), hpa('minReplicas: 2')), 'spec'],
    [
      'a StatefulSet',
      object('apps/v1 StatefulSet', `replicas: 2\n${SELECTOR}\n${template()}`),
      { at: 'replicas: 2', message: 'StatefulSet `web` has no PodDisruptionBudget' },
    ],
    [
      'a budget for others',
      documents(web('replicas: 2'), pdb('selector: {matchLabels: {app: api}}\nmaxUnavailable: 1')),
      'replicas: 2',
    ],
    [
      'a budget of another namespace',
      documents(web('replicas: 2'), pdb(`${SELECTOR}\nmaxUnavailable: 1`, '{name: web, namespace: shop}')),
      'replicas: 2',
    ],
    ['a budget without a selector', documents(web('replicas: 2'), pdb('maxUnavailable: 1')), 'replicas: 2'],
    [
      'an empty selector of old selects nothing',
      documents(web('replicas: 2'), pdb('selector: {}\nmaxUnavailable: 1').replace('v1', 'v1beta1')),
      'replicas: 2',
    ],
  ],
  good: [
    ['a budget', documents(web('replicas: 2'), pdb(`${SELECTOR}\nmaxUnavailable: 1`))],
    [
      'by an expression',
      documents(
        web('replicas: 2'),
        pdb('selector: {matchExpressions: [{key: app, operator: In, values: [web, api]}]}\nmaxUnavailable: 1'),
      ),
    ],
    ['for all pods of the namespace', documents(web('replicas: 2'), pdb('selector: {}\nmaxUnavailable: 1'))],
    ['one replica', web('replicas: 1')],
    ['one replica at least', documents(web('minReadySeconds: 5'), hpa('minReplicas: 1'))],
    ['a hook', web('replicas: 2', '{name: web, annotations: {argocd.argoproj.io/hook: PreSync}}')],
    ['another kind', object('apps/v1 DaemonSet', `${SELECTOR}\n${template()}`)],
  ],
  says: 'Deployment `web` has no PodDisruptionBudget',
})

const allow = 'Set `maxUnavailable: 1`'

table('pdb-blocks-eviction', {
  bad: [
    [
      'no pod',
      pdb(`${SELECTOR}\nmaxUnavailable: 0`),
      { at: 'maxUnavailable: 0', fix: allow, after: pdb(`${SELECTOR}\nmaxUnavailable: 1`) },
    ],
    ['no part of them', pdb(`${SELECTOR}\nmaxUnavailable: 0%`), 'maxUnavailable: 0%'],
    [
      'all are needed',
      pdb(`${SELECTOR}\nminAvailable: 100%`),
      {
        at: 'minAvailable: 100%',
        message: 'PodDisruptionBudget `web` allows no eviction: `minAvailable: 100%`',
        fix: allow,
        after: pdb(`${SELECTOR}\nmaxUnavailable: 1`),
      },
    ],
    [
      'a word',
      pdb(`${SELECTOR}\nmaxUnavailable: none`),
      {
        at: 'maxUnavailable: none',
        message: 'invalid maxUnavailable `none`; expected a number or a percentage',
      },
    ],
    [
      'a number as a text',
      pdb(`${SELECTOR}\nminAvailable: "1"`),
      { at: 'minAvailable: "1"', message: 'invalid minAvailable `1`; expected a number or a percentage' },
    ],
    ['a negative number', pdb(`${SELECTOR}\nmaxUnavailable: -1`), 'maxUnavailable: -1'],
  ],
  good: [
    ['one pod', pdb(`${SELECTOR}\nmaxUnavailable: 1`)],
    ['a part of them', pdb(`${SELECTOR}\nmaxUnavailable: 1%`)],
    ['most are needed', pdb(`${SELECTOR}\nminAvailable: 99%`)],
    ['a hundred are needed', pdb(`${SELECTOR}\nminAvailable: 100`)],
    ['nothing is set', pdb(`${SELECTOR}\nmaxUnavailable: null`)],
    ['no spec', pdb('')],
  ],
  fixes: true,
  says: 'PodDisruptionBudget `web` allows no eviction: `maxUnavailable: 0`',
})

const needs = (amount: string | number) => pdb(`${SELECTOR}\nminAvailable: ${amount}`)
const allowed = pdb(`${SELECTOR}\nmaxUnavailable: 1`)

table('pdb-min-available', {
  bad: [
    [
      'as many as there are',
      documents(needs(2), web('replicas: 2')),
      { at: 'minAvailable: 2', fix: allow, after: documents(allowed, web('replicas: 2')) },
    ],
    [
      'one by default',
      documents(needs(1), web('minReadySeconds: 5')),
      {
        at: 'minAvailable: 1',
        message: 'PodDisruptionBudget `web` needs 1 available pod, and Deployment `web` runs 1',
      },
    ],
    ['more than there are', documents(needs(3), web('replicas: 2')), 'minAvailable: 3'],
    ['a part is rounded up', documents(needs('51%'), web('replicas: 2')), 'minAvailable: 51%'],
    ['a little of one', documents(needs('1%'), web('replicas: 1')), 'minAvailable: 1%'],
    ['what an autoscaler keeps', documents(needs(2), web('replicas: 5'), hpa('minReplicas: 2')), 'minAvailable: 2'],
    ['what it keeps by default', documents(needs(1), web('replicas: 5'), hpa('')), 'minAvailable: 1'],
    [
      'what KEDA keeps',
      documents(
        needs(2),
        web('replicas: 5'),
        object('keda.sh/v1alpha1 ScaledObject', 'minReplicaCount: 2\nscaleTargetRef: {name: web}'),
      ),
      'minAvailable: 2',
    ],
    [
      'two workloads together',
      documents(needs(4), web('replicas: 2'), web('replicas: 2', '{name: api}')),
      {
        at: 'minAvailable: 4',
        message: 'PodDisruptionBudget `web` needs 4 available pods, and its workloads run 4',
      },
    ],
    [
      'a Rollout of Argo',
      documents(needs(2), object('argoproj.io/v1alpha1 Rollout', `replicas: 2\n${SELECTOR}\n${template()}`)),
      { at: 'minAvailable: 2', message: 'PodDisruptionBudget `web` needs 2 available pods, and Rollout `web` runs 2' },
    ],
    [
      'a workload without a template',
      documents(needs(2), object('apps/v1 Deployment', `replicas: 2\n${SELECTOR}`)),
      'minAvailable: 2',
    ],
    [
      'a workload without containers',
      documents(needs(2), object('apps/v1 Deployment', 'replicas: 2\ntemplate: {metadata: {labels: {app: web}}}')),
      'minAvailable: 2',
    ],
  ],
  good: [
    ['one can go', documents(needs(1), web('replicas: 2'))],
    ['half of them can go', documents(needs('50%'), web('replicas: 2'))],
    ['two workloads together', documents(needs(3), web('replicas: 2'), web('replicas: 2', '{name: api}'))],
    ['none is needed', documents(needs(0), web('replicas: 1'))],
    ['nothing runs', documents(needs(1), web('replicas: 0'))],
    [
      'KEDA scales to none',
      documents(needs(1), web(''), object('keda.sh/v1alpha1 ScaledObject', 'scaleTargetRef: {name: web}')),
    ],
    ['how many is not known', documents(needs(2), object('apps/v1 DaemonSet', `${SELECTOR}\n${template()}`))],
    [
      'one of them is not known',
      documents(
        needs(2),
        web('replicas: 2'),
        object('apps/v1 DaemonSet', `${SELECTOR}\n${template()}`, '{name: agent}'),
      ),
    ],
    ['it selects nothing', needs(2)],
    ['another limit', documents(pdb(`${SELECTOR}\nmaxUnavailable: 1`), web('replicas: 1'))],
    ['an odd number', documents(needs(2), web('replicas: two'))],
    ['a batch of pods', documents(needs(2), object('batch/v1 Job', template()))],
  ],
  fixes: true,
  says: 'PodDisruptionBudget `web` needs 2 available pods, and Deployment `web` runs 2',
})

table('pdb-policy', {
  bad: [
    ['neither', pdb(SELECTOR), { at: 'spec', fix: allow, after: pdb(`maxUnavailable: 1\n${SELECTOR}`) }],
    [
      'both',
      pdb(`${SELECTOR}\nmaxUnavailable: 1\nminAvailable: 1`),
      {
        at: 'maxUnavailable: 1',
        message: 'PodDisruptionBudget `web` sets both `minAvailable` and `maxUnavailable`',
        fix: allow,
        after: pdb(`${SELECTOR}\nmaxUnavailable: 1`),
      },
    ],
    [
      'null',
      pdb(`${SELECTOR}\nmaxUnavailable: null`),
      { at: 'maxUnavailable: null', fix: allow, after: pdb(`${SELECTOR}\nmaxUnavailable: 1`) },
    ],
  ],
  good: [
    ['one limit', pdb(`${SELECTOR}\nmaxUnavailable: 1`)],
    ['the other one', pdb(`${SELECTOR}\nminAvailable: 1\nmaxUnavailable: null`)],
    ['another kind', object('v1 Service', SELECTOR)],
  ],
  fixes: true,
  says: 'PodDisruptionBudget `web` sets neither `minAvailable` nor `maxUnavailable`',
})

table('pdb-unhealthy-eviction', {
  bad: [
    [
      'not set',
      pdb(`${SELECTOR}\nmaxUnavailable: 1`),
      {
        at: 'spec',
        fix: 'Set `unhealthyPodEvictionPolicy: AlwaysAllow`',
        after: pdb(`${SELECTOR}\nmaxUnavailable: 1\nunhealthyPodEvictionPolicy: AlwaysAllow`),
      },
    ],
    [
      'null',
      pdb('unhealthyPodEvictionPolicy: null'),
      {
        at: 'unhealthyPodEvictionPolicy: null',
        fix: 'Set `unhealthyPodEvictionPolicy: AlwaysAllow`',
        after: pdb('unhealthyPodEvictionPolicy: AlwaysAllow'),
      },
    ],
  ],
  good: [
    ['they may go', pdb(`${SELECTOR}\nmaxUnavailable: 1\nunhealthyPodEvictionPolicy: AlwaysAllow`)],
    ['they may not go, on purpose', pdb('unhealthyPodEvictionPolicy: IfHealthyBudget')],
  ],
  fixes: true,
  says: 'PodDisruptionBudget `web` does not allow evicting pods that are not ready',
})
