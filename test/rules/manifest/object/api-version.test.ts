import { expect, test } from 'vitest'
import { check } from '../../../../src/engine/check.ts'
import { apply } from '../../../../src/engine/edits.ts'
import { rules } from '../../../../src/rules/index.ts'
import { read } from '../../../kit/read.ts'
import { table } from '../../../kit/table.ts'

const object = (apiVersion: string, kind: string, yaml = '') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: web\n${yaml}`

const hpa = (apiVersion: string, target: string) =>
  object(
    apiVersion,
    'HorizontalPodAutoscaler',
    `spec:\n  scaleTargetRef:\n    apiVersion: ${target}\n    kind: Deployment\n    name: web\n`,
  )

const owned = (apiVersion: string) =>
  object(
    'v1',
    'ConfigMap',
    `  ownerReferences:\n    - apiVersion: ${apiVersion}\n      kind: ReplicaSet\n      name: a\n`,
  )

const workload = (selector: string) =>
  `spec:\n${selector}  template:\n    metadata:\n      labels: {app: web}\n    spec:\n      containers: [{name: app, image: shop/web:1.4}]\n`

const sound = workload('  selector:\n    matchLabels: {app: web}\n')

table('removed-api', {
  bad: [
    [
      'a CronJob',
      object('batch/v1beta1', 'CronJob', 'spec:\n  schedule: "@daily"\n'),
      {
        at: 'apiVersion: batch/v1beta1',
        fix: 'Change to `batch/v1`',
        after: object('batch/v1', 'CronJob', 'spec:\n  schedule: "@daily"\n'),
        safe: true,
      },
    ],
    [
      'an Ingress',
      object('extensions/v1beta1', 'Ingress'),
      {
        at: 'apiVersion: extensions/v1beta1',
        message: '`extensions/v1beta1` Ingress was removed in Kubernetes 1.22; use `networking.k8s.io/v1`',
      },
    ],
    [
      'any kind of a group that is gone',
      object('extensions/v1beta1', 'Robot'),
      { at: 'apiVersion: extensions/v1beta1', message: '`extensions/v1beta1` Robot was removed in Kubernetes 1.22' },
    ],
    [
      'what an autoscaler scales',
      hpa('autoscaling/v2', 'apps/v1beta1'),
      {
        at: 'apiVersion: apps/v1beta1',
        severity: 'low',
        message:
          '`scaleTargetRef` refers to `apps/v1beta1` Deployment, which was removed in Kubernetes 1.16; use `apps/v1`',
        fix: 'Change to `apps/v1`',
        after: hpa('autoscaling/v2', 'apps/v1'),
        safe: true,
      },
    ],
    [
      'an owner',
      owned('apps/v1beta2'),
      {
        at: 'apiVersion: apps/v1beta2',
        severity: 'low',
        message:
          '`ownerReferences` refers to `apps/v1beta2` ReplicaSet, which was removed in Kubernetes 1.16; use `apps/v1`',
        fix: 'Change to `apps/v1`',
        after: owned('apps/v1'),
        safe: true,
      },
    ],
    [
      'an item of a List, and of a typed list',
      `apiVersion: v1\nkind: List\nitems:\n  - apiVersion: policy/v1beta1\n    kind: PodSecurityPolicy\n---\napiVersion: rbac.authorization.k8s.io/v1beta1\nkind: RoleList\nitems:\n  - metadata:\n      name: a\n`,
      {
        at: 'apiVersion: policy/v1beta1',
        message: '`policy/v1beta1` PodSecurityPolicy was removed in Kubernetes 1.25',
      },
      {
        at: 'metadata',
        message:
          '`rbac.authorization.k8s.io/v1beta1` Role was removed in Kubernetes 1.22; use `rbac.authorization.k8s.io/v1`',
      },
    ],
    [
      'an API of another project',
      object('cert-manager.io/v1alpha2', 'Issuer'),
      {
        at: 'apiVersion: cert-manager.io/v1alpha2',
        message: '`cert-manager.io/v1alpha2` Issuer was removed in cert-manager 1.6; use `cert-manager.io/v1`',
      },
    ],
  ],
  good: [
    ['the version that stays', object('batch/v1', 'CronJob', 'spec:\n  schedule: "@daily"\n')],
    ['deprecated, not gone', object('v1', 'Endpoints')],
    ['the same version of another kind', object('policy/v1', 'PodDisruptionBudget')],
    ['somebody else’s beta', object('example.com/v1beta1', 'CronJob')],
    ['a kind named like a method', object('v1', 'constructor')],
    [
      'odd types',
      object('v1', 'Pod', 'spec: {scaleTargetRef: [a], targetRef: {apiVersion: 3}, workloadRef: null}\n').replace(
        'name: web',
        'ownerReferences: me',
      ),
    ],
  ],
  says: '`batch/v1beta1` CronJob was removed in Kubernetes 1.25; use `batch/v1`',
})

table('deprecated-api', {
  bad: [
    [
      'a beta with an end',
      object('resource.k8s.io/v1beta2', 'DeviceClass'),
      {
        at: 'apiVersion: resource.k8s.io/v1beta2',
        fix: 'Change to `resource.k8s.io/v1`',
        after: object('resource.k8s.io/v1', 'DeviceClass'),
        safe: true,
      },
    ],
    [
      'one without an end',
      object('v1', 'Endpoints'),
      {
        at: 'apiVersion: v1',
        message: '`v1` Endpoints was deprecated in Kubernetes 1.33; use `discovery.k8s.io/v1` EndpointSlice',
      },
    ],
    [
      'an alpha',
      object('scheduling.k8s.io/v1alpha3', 'PodGroup'),
      {
        at: 'apiVersion: scheduling.k8s.io/v1alpha3',
        severity: 'info',
        message: '`scheduling.k8s.io/v1alpha3` PodGroup is an alpha API, disabled by default',
      },
    ],
    [
      'an alpha that nobody knows',
      object('storage.k8s.io/v1alpha1', 'Robot'),
      {
        at: 'apiVersion: storage.k8s.io/v1alpha1',
        severity: 'info',
        message: '`storage.k8s.io/v1alpha1` Robot is an alpha API, disabled by default',
      },
    ],
  ],
  good: [
    ['the version that stays', object('resource.k8s.io/v1', 'DeviceClass')],
    ['gone: another rule says so', object('batch/v1beta1', 'CronJob')],
    ['somebody else’s alpha', object('argoproj.io/v1alpha1', 'Rollout')],
    ['a beta that is not yet deprecated', object('storagemigration.k8s.io/v1beta1', 'StorageVersionMigration')],
  ],
  says: '`resource.k8s.io/v1beta2` DeviceClass was deprecated in Kubernetes 1.36 and is removed in 1.39; use `resource.k8s.io/v1`',
})

const judge = async (text: string, kubernetes: number) => {
  const world = await read(text)
  const both = ['removed-api', 'deprecated-api'].map(id => ({ rule: rules.get(id)!, options: {} }))
  return check(world, both, { kubernetes }).findings
}

test.each([
  [14, []],
  [21, ['deprecated-api low']],
  [24, ['deprecated-api low']],
  [25, ['removed-api high']],
])('a CronJob of batch/v1beta1 in Kubernetes 1.%i: %j', async (kubernetes, expected) => {
  const found = await judge(object('batch/v1beta1', 'CronJob'), kubernetes)
  expect(found.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual(expected)
})

test.each([
  [
    'what the target does not serve yet is not suggested',
    object('batch/v2alpha1', 'CronJob'),
    20,
    'is an alpha API, disabled by default',
  ],
  [
    'a reference names its field',
    hpa('autoscaling/v2', 'extensions/v1beta1'),
    36,
    '`scaleTargetRef` refers to `extensions/v1beta1` Deployment, which was removed in Kubernetes 1.16; use `apps/v1`',
  ],
  [
    'another kind takes its place',
    object('v1', 'Endpoints'),
    36,
    '`v1` Endpoints was deprecated in Kubernetes 1.33; use `discovery.k8s.io/v1` EndpointSlice',
  ],
  [
    'another project',
    object('certmanager.k8s.io/v1alpha1', 'Order'),
    36,
    '`certmanager.k8s.io/v1alpha1` Order was removed in cert-manager 0.11; use `acme.cert-manager.io/v1`',
  ],
])('%s', async (_, text, kubernetes, message) => {
  const [finding] = await judge(text, kubernetes)
  expect(finding?.message).toContain(message)
  expect(finding?.message).not.toMatch(kubernetes === 20 ? /use/ : /^$/)
})

test.each([
  ['a beta with the same fields', object('batch/v1beta1', 'CronJob'), 'apiVersion: batch/v1\n', true],
  ['a reference', hpa('autoscaling/v2', 'extensions/v1beta1'), 'apiVersion: apps/v1\n', true],
  ['a Deployment with a selector', object('apps/v1beta1', 'Deployment', sound), 'apiVersion: apps/v1\n', false],
  ['a Deployment without one', object('apps/v1beta1', 'Deployment', workload('')), undefined, undefined],
  [
    'a Deployment that selects others',
    object('apps/v1beta2', 'Deployment', sound.replace('labels: {app: web}', 'labels: {app: shop}')),
    undefined,
    undefined,
  ],
  [
    'a Deployment that rolls back',
    object('apps/v1beta1', 'Deployment', `${sound}  rollbackTo: {revision: 1}\n`),
    undefined,
    undefined,
  ],
  [
    'a budget with a selector',
    object('policy/v1beta1', 'PodDisruptionBudget', 'spec: {selector: {matchLabels: {a: b}}}\n'),
    'apiVersion: policy/v1\n',
    true,
  ],
  [
    'a budget that would select everything',
    object('policy/v1beta1', 'PodDisruptionBudget', 'spec: {selector: {}}\n'),
    undefined,
    undefined,
  ],
  [
    'a budget whose labels are none',
    object('policy/v1beta1', 'PodDisruptionBudget', 'spec: {selector: {matchLabels: {}, matchExpressions: []}}\n'),
    undefined,
    undefined,
  ],
  ['fields that changed', object('extensions/v1beta1', 'Ingress'), undefined, undefined],
  [
    'a request to sign',
    object(
      'certificates.k8s.io/v1beta1',
      'CertificateSigningRequest',
      'spec: {signerName: a/b, usages: [client auth]}\n',
    ),
    'apiVersion: certificates.k8s.io/v1\n',
    true,
  ],
  ['a request to nobody', object('certificates.k8s.io/v1beta1', 'CertificateSigningRequest'), undefined, undefined],
  [
    'an item without its own apiVersion',
    'apiVersion: batch/v1beta1\nkind: CronJobList\nitems: [{metadata: {name: a}}]\n',
    undefined,
    undefined,
  ],
])('a fix only where it is right: %s', async (_, text, fixed, safe) => {
  const [finding] = await judge(text, 36)
  expect(finding?.fix?.safe).toBe(safe)
  if (fixed !== undefined) {
    const after = apply(text, finding!.fix!.edits)
    expect(after).toContain(fixed)
    expect(await judge(after, 36)).toEqual([])
  }
})
