import { object } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const APP = 'apps/v1 Deployment'
const selecting = (selector: string, labels: string, type = APP) =>
  object(
    type,
    `selector:\n  ${selector}\ntemplate:\n  metadata:\n    labels: ${labels}\n  spec: {containers: [{name: app}]}`,
  )
const bare = (type: string, rest = '', labels = '{app: web}') =>
  object(type, `${rest}template:\n  metadata:\n    labels: ${labels}\n  spec: {containers: [{name: app}]}`)
const add = 'Add the labels to the template'

const job = (selector: string, labels = '{app: web}') =>
  object(
    'batch/v1 CronJob',
    `jobTemplate:\n  spec:\n    ${selector}\n    template:\n      metadata: {labels: ${labels}}\n      spec: {containers: [{name: app}]}`,
  )

table('selector-mismatch', {
  bad: [
    ['another value', selecting('matchLabels: {app: web}', '{app: api}'), 'selector'],
    [
      'a label is missing',
      selecting('matchLabels: {app: web, tier: front}', '{app: web}'),
      {
        at: 'selector',
        message: 'selector of Deployment `web` does not match label `tier` of its pods: found no such label',
        fix: add,
        after: selecting('matchLabels: {app: web, tier: front}', '{app: web, tier: "front"}'),
      },
    ],
    [
      'no labels at all',
      object(APP, 'selector:\n  matchLabels: {app: web}\ntemplate:\n  spec: {containers: [{name: app}]}'),
      {
        at: 'selector',
        fix: add,
        after: object(
          APP,
          'selector:\n  matchLabels: {app: web}\ntemplate:\n  metadata:\n    labels:\n      app: web\n  spec: {containers: [{name: app}]}',
        ),
      },
    ],
    [
      'an expression',
      selecting('matchExpressions: [{key: app, operator: NotIn, values: [web]}]', '{app: web}'),
      'selector',
    ],
    [
      'an expression beside a label that is missing',
      selecting('{matchLabels: {app: web}, matchExpressions: [{key: tier, operator: Exists}]}', '{}'),
      'selector',
    ],
    ['no selector', bare(APP), { at: 'spec', message: 'Deployment `web` has no selector' }],
    [
      'an empty selector',
      bare('apps/v1 StatefulSet', 'selector: {}\n'),
      { at: 'selector: {}', message: 'selector of StatefulSet `web` selects nothing' },
    ],
    [
      'no selector of a DaemonSet',
      bare('apps/v1 DaemonSet'),
      { at: 'spec', message: 'DaemonSet `web` has no selector' },
    ],
    [
      'an unknown operator',
      selecting('matchExpressions: [{key: app, operator: Is, values: [web]}]', '{app: web}'),
      { at: 'selector', message: 'selector of Deployment `web` selects nothing' },
    ],
    [
      'a plain map',
      bare('v1 ReplicationController', 'selector: {app: web, tier: front}\n'),
      {
        at: 'selector: {app: web, tier: front}',
        message: 'selector of ReplicationController `web` does not match label `tier` of its pods: found no such label',
        fix: add,
        after: bare('v1 ReplicationController', 'selector: {app: web, tier: front}\n', '{app: web, tier: "front"}'),
      },
    ],
    [
      'a DeploymentConfig',
      bare('apps.openshift.io/v1 DeploymentConfig', 'selector: {app: api}\n'),
      {
        at: 'selector: {app: api}',
        message: 'selector of DeploymentConfig `web` does not match label `app` of its pods: found `web`',
      },
    ],
    [
      'a Rollout of Argo',
      selecting('matchLabels: {app: api}', '{app: web}', 'argoproj.io/v1alpha1 Rollout'),
      { at: 'selector', message: 'selector of Rollout `web` does not match label `app` of its pods: found `web`' },
    ],
    [
      'a Job',
      selecting('matchLabels: {app: api}', '{app: web}', 'batch/v1 Job'),
      { at: 'selector', message: 'selector of Job `web` does not match label `app` of its pods: found `web`' },
    ],
    [
      'a CronJob',
      job('selector: {matchLabels: {app: api}}'),
      {
        at: 'selector: {matchLabels: {app: api}}',
        message: 'selector of CronJob `web` does not match label `app` of its pods: found `web`',
      },
    ],
  ],
  good: [
    ['it matches', selecting('matchLabels: {app: web}', '{app: web, tier: front}')],
    ['an expression', selecting('matchExpressions: [{key: app, operator: In, values: [web]}]', '{app: web}')],
    ['a plain map', bare('v1 ReplicationController', 'selector: {app: web}\n')],
    ['an old version takes the labels of the template', bare('extensions/v1beta1 Deployment')],
    ['a ReplicationController takes them too', bare('v1 ReplicationController')],
    ['and with an empty selector', bare('v1 ReplicationController', 'selector: {}\n')],
    ['a Job gets its own', bare('batch/v1 Job')],
    ['a CronJob too', job('backoffLimit: 1')],
    ['a patch', object(APP, 'template:\n  spec: {containers: [{name: app}]}')],
    ['no template', object(APP, 'replicas: 2')],
    ['no spec', object(APP, '')],
  ],
  says: 'selector of Deployment `web` does not match label `app` of its pods: found `api`',
})
