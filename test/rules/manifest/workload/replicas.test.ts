import { documents, object } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const app = 'template: {spec: {containers: [{name: app}]}}'
const web = (spec: string, metadata?: string) => object('apps/v1 Deployment', spec, metadata)
const three = 'Set `replicas: 3`'

const scaled = (type: string, ref: string, metadata?: string) =>
  object(type, `maxReplicas: 9\nscaleTargetRef: ${ref}`, metadata)
const hpa = (ref = '{apiVersion: apps/v1, kind: Deployment, name: web}', metadata?: string) =>
  scaled('autoscaling/v2 HorizontalPodAutoscaler', ref, metadata)

const mounting = (strategy: string) =>
  web(
    `replicas: 1\n${strategy}template:\n  spec:\n    containers: [{name: app}]\n    volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]`,
  )
const claim = (mode: string) => object('v1 PersistentVolumeClaim', `accessModes: [${mode}]`, '{name: data}')

table('replicas-minimum', {
  bad: [
    ['one', web(`replicas: 1\n${app}`), { at: 'replicas: 1', fix: three, after: web(`replicas: 3\n${app}`) }],
    [
      'none is set',
      web(app),
      {
        at: 'spec',
        message: 'Deployment `web` runs 1 replica by default; expected at least 3',
        fix: three,
        after: web(`replicas: 3\n${app}`),
      },
    ],
    [
      'two',
      web(`replicas: 2\n${app}`),
      {
        at: 'replicas: 2',
        severity: 'info',
        message: 'Deployment `web` runs 2 replicas; expected at least 3',
        fix: three,
        after: web(`replicas: 3\n${app}`),
      },
    ],
    ['null', web(`replicas: null\n${app}`), 'replicas: null'],
    [
      'a Rollout of Argo',
      object('argoproj.io/v1alpha1 Rollout', `replicas: 1\n${app}`),
      { at: 'replicas: 1', message: 'Rollout `web` runs 1 replica; expected at least 3' },
    ],
    [
      'a DeploymentConfig',
      object('apps.openshift.io/v1 DeploymentConfig', 'replicas: 1'),
      { at: 'replicas: 1', message: 'DeploymentConfig `web` runs 1 replica; expected at least 3' },
    ],
    [
      'an autoscaler of another namespace',
      documents(web('replicas: 1'), hpa(undefined, '{name: web, namespace: shop}')),
      'replicas: 1',
    ],
    [
      'an autoscaler of something else',
      documents(web('replicas: 1'), hpa('{kind: Deployment, name: api}')),
      'replicas: 1',
    ],
    [
      'an autoscaler of another group',
      documents(web('replicas: 1'), hpa('{apiVersion: acme.io/v1, kind: Deployment, name: web}')),
      'replicas: 1',
    ],
    ['a volume that all nodes can mount', documents(mounting(''), claim('ReadWriteMany')), 'replicas: 1'],
  ],
  good: [
    ['three', web(`replicas: 3\n${app}`)],
    ['none at all', web('replicas: 0')],
    ['an odd number', web('replicas: one')],
    ['an autoscaler', documents(web(app), hpa())],
    ['an autoscaler that leaves the group out', documents(web(app), hpa('{kind: deployment, name: web}'))],
    [
      'an autoscaler in the file of another Deployment',
      { 'a.yaml': web(`replicas: 3\n${app}`), 'b.yaml': documents(web(app), hpa()) },
    ],
    [
      'an autoscaler of KEDA',
      documents(web(app), object('keda.sh/v1alpha1 ScaledObject', 'scaleTargetRef: {name: web}')),
    ],
    ['a volume of one node', documents(mounting(''), claim('ReadWriteOnce'))],
    ['a volume that is not known', mounting('strategy: {type: Recreate}\n')],
    ['a hook', web('replicas: 1', '{name: web, annotations: {helm.sh/hook: test}}')],
    ['another kind', object('apps/v1 StatefulSet', 'replicas: 1')],
  ],
  withOptions: [
    [
      'another minimum',
      { minimum: 2 },
      web(`replicas: 1\n${app}`),
      {
        at: 'replicas: 1',
        message: 'Deployment `web` runs 1 replica; expected at least 2',
        fix: 'Set `replicas: 2`',
        after: web(`replicas: 2\n${app}`),
      },
    ],
    ['enough of them', { minimum: 2 }, web(`replicas: 2\n${app}`)],
  ],
  fixes: true,
  says: 'Deployment `web` runs 1 replica; expected at least 3',
})
