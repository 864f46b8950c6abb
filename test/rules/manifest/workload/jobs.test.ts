import { deployment, object, pod } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const POD = 'containers: [{name: app}]'
const cron = (spec: string) => object('batch/v1 CronJob', `schedule: "0 * * * *"\n${spec}`)
const job = (spec: string, metadata?: string) => object('batch/v1 Job', spec, metadata)
const HOOK = '{name: web, annotations: {helm.sh/hook: pre-install}}'

const deadline = 'Set `startingDeadlineSeconds: 100`'

table('cronjob-deadline', {
  bad: [
    [
      'none',
      cron('suspend: false'),
      { at: 'spec', fix: deadline, after: cron('startingDeadlineSeconds: 100\nsuspend: false') },
    ],
    [
      'null',
      cron('startingDeadlineSeconds: null'),
      { at: 'startingDeadlineSeconds: null', fix: deadline, after: cron('startingDeadlineSeconds: 100') },
    ],
  ],
  good: [
    ['a deadline', cron('startingDeadlineSeconds: 60')],
    ['a Job', job('backoffLimit: 1')],
    ['another group', object('acme.io/v1 CronJob', 'suspend: false')],
  ],
  fixes: true,
  says: 'CronJob `web` sets no `startingDeadlineSeconds`',
})

const running = (policy: string) => job(`template:\n  spec:\n    ${POD}${policy && `\n    restartPolicy: ${policy}`}`)
const onFailure = 'Set `restartPolicy: OnFailure`'

table('job-restart-policy', {
  bad: [
    ['none', running(''), { at: 'spec', fix: onFailure, after: running('OnFailure') }],
    [
      'always',
      running('Always'),
      {
        at: 'restartPolicy: Always',
        message: 'pods of Job `web` have restart policy `Always`; expected OnFailure or Never',
        fix: onFailure,
        after: running('OnFailure'),
      },
    ],
    [
      'a CronJob',
      cron(`jobTemplate: {spec: {template: {spec: {${POD}}}}}`),
      {
        at: `spec: {${POD}}`,
        message: 'pods of CronJob `web` have restart policy `Always` by default; expected OnFailure or Never',
      },
    ],
  ],
  good: [
    ['on failure', running('OnFailure')],
    ['never', running('Never')],
    ['a Job of Volcano', object('batch.volcano.sh/v1alpha1 Job', `tasks: [{template: {spec: {${POD}}}}]`)],
    ['a Deployment', deployment(POD)],
  ],
  fixes: true,
  says: 'pods of Job `web` have restart policy `Always` by default; expected OnFailure or Never',
})

table('restart-policy', {
  bad: [
    ['a Pod', pod('restartPolicy: Never'), 'restartPolicy: Never'],
    [
      'a Job',
      running('Never'),
      { at: 'restartPolicy: Never', message: 'pods of Job `web` have restart policy `Never`' },
    ],
    [
      'a Deployment',
      deployment(`restartPolicy: Never\n${POD}`),
      {
        at: 'restartPolicy: Never',
        severity: 'medium',
        message: 'pods of Deployment `web` have restart policy `Never`; expected Always',
      },
    ],
    [
      'a Deployment, on failure',
      deployment(`restartPolicy: OnFailure\n${POD}`),
      { at: 'restartPolicy: OnFailure', severity: 'medium' },
    ],
  ],
  good: [
    ['always', pod('restartPolicy: Always')],
    ['the default', pod('priority: 1')],
    ['a Pod, on failure', pod('restartPolicy: OnFailure')],
    ['a Job, on failure', running('OnFailure')],
    ['a hook', job(`template: {spec: {restartPolicy: Never, ${POD}}}`, HOOK)],
    [
      'a kind of others',
      object(
        'argoproj.io/v1alpha1 AnalysisTemplate',
        'template: {spec: {restartPolicy: Never, containers: [{name: a, image: a}]}}',
      ),
    ],
  ],
  says: 'pods of Pod `web` have restart policy `Never`',
})

const ttl = 'Set `ttlSecondsAfterFinished: 3600`'

table('job-ttl', {
  bad: [
    [
      'none',
      job('backoffLimit: 1'),
      { at: 'spec', fix: ttl, after: job('backoffLimit: 1\nttlSecondsAfterFinished: 3600') },
    ],
    [
      'null',
      job('ttlSecondsAfterFinished: null'),
      { at: 'ttlSecondsAfterFinished: null', fix: ttl, after: job('ttlSecondsAfterFinished: 3600') },
    ],
    [
      'of a CronJob',
      cron('jobTemplate: {spec: {ttlSecondsAfterFinished: 60}}'),
      {
        at: 'ttlSecondsAfterFinished: 60',
        severity: 'info',
        message: 'CronJob `web` sets `ttlSecondsAfterFinished`, which overrides its history limits',
        fix: false,
      },
    ],
  ],
  good: [
    ['a time to live', job('ttlSecondsAfterFinished: 60')],
    ['a CronJob', cron('jobTemplate: {spec: {backoffLimit: 1}}')],
    ['a hook', job('backoffLimit: 1', HOOK)],
    ['a hook of Argo CD', job('backoffLimit: 1', '{name: web, annotations: {argocd.argoproj.io/hook: Sync}}')],
    ['made by a controller', job('backoffLimit: 1', '{name: web, ownerReferences: [{kind: CronJob, name: web}]}')],
    ['another group', object('batch.volcano.sh/v1alpha1 Job', 'minAvailable: 1')],
    ['another kind', deployment(POD)],
  ],
  fixes: true,
  says: 'Job `web` sets no `ttlSecondsAfterFinished`',
})

const named = (metadata: string) => pod('priority: 1').replace('name: web', metadata)

table('naked-pod', {
  bad: [
    ['a Pod', pod('containers:\n  - name: app\n    image: shop/web:1.4'), 'kind: Pod'],
    ['other labels', named('name: web\n  labels: {tier: front}'), 'kind: Pod'],
  ],
  good: [
    ['a Deployment', deployment('containers:\n  - name: app\n    image: shop/web:1.4')],
    ['it runs to an end', pod('restartPolicy: Never')],
    ['made by a controller', named('name: web\n  ownerReferences: [{kind: ReplicaSet, name: web}]')],
    ['a static pod', named('name: web\n  annotations: {kubernetes.io/config.source: file}')],
    ['of the control plane', named('name: web\n  labels: {tier: control-plane}')],
    ['a test of Helm', named('name: web\n  annotations: {helm.sh/hook: test}')],
    ['no name, as in an assertion', named('labels: {app: web}')],
  ],
  says: 'Pod `web` has no controller that replaces it',
})
