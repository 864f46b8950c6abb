import { isUnset, type Resource } from '../../../kube/resource.ts'
import { rule } from '../../rule.ts'

const nameOf = ({ kind, name }: Resource): string => `${kind} \`${name}\``

export const cronjobDeadline = rule({
  id: 'cronjob-deadline',
  title: 'CronJob sets no starting deadline',
  why: 'After an outage of the controller, a run that was missed starts at any later time, also in working hours or together with the next one.',
  help: 'Set `startingDeadlineSeconds`, for example `100`.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: { kics: '192fe40b-b1c3-448a-aba2-6cc19a300fe3', kubescore: 'cronjob-has-deadline' },
  on: 'resource',
  kinds: ['CronJob'],
  check(resource) {
    if (resource.group !== 'batch' || !isUnset(resource.json.spec?.startingDeadlineSeconds)) return
    const at = resource.at('spec', 'startingDeadlineSeconds')
    return {
      at,
      message: `${nameOf(resource)} sets no \`startingDeadlineSeconds\``,
      fix: {
        title: 'Set `startingDeadlineSeconds: 100`',
        safe: false,
        changes: [{ op: 'set', path: at, value: 100 }],
      },
    }
  },
})

export const jobRestartPolicy = rule({
  id: 'job-restart-policy',
  title: 'Invalid restart policy of a Job',
  why: 'The API server rejects a Job whose pods are always restarted, which is the default of a pod: it would never end.',
  help: 'Set `restartPolicy: OnFailure` or `restartPolicy: Never` in the pod template.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: { kubescore: 'cronjob-restartpolicy' },
  on: 'workload',
  kinds: ['Job', 'CronJob'],
  check({ resource, pod, podPath }) {
    const { restartPolicy } = pod
    if (resource.group !== 'batch' || (!isUnset(restartPolicy) && restartPolicy !== 'Always')) return
    const at = [...podPath, 'restartPolicy']
    return {
      at,
      message: `pods of ${nameOf(resource)} have restart policy \`Always\`${isUnset(restartPolicy) ? ' by default' : ''}; expected OnFailure or Never`,
      fix: {
        title: 'Set `restartPolicy: OnFailure`',
        safe: false,
        changes: [{ op: 'set', path: at, value: 'OnFailure' }],
      },
    }
  },
})

/** Kinds whose pods the API server only takes with restart policy `Always`. */
const ALWAYS: readonly string[] = ['DaemonSet', 'Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet']

export const podRestartPolicy = rule({
  id: 'restart-policy',
  title: 'Failed containers are not restarted',
  why: 'A container that crashes stays down, and a failed run leaves a pod behind. Of a Deployment, the API server rejects it.',
  help: 'Set `restartPolicy: Always`, or `OnFailure` for what runs to an end.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  peers: { kubelinter: 'restart-policy' },
  on: 'workload',
  kinds: ['Pod', 'Job', 'CronJob', ...ALWAYS],
  check({ resource, pod, podPath }) {
    const { restartPolicy } = pod
    const isRejected = ALWAYS.includes(resource.kind) && (restartPolicy === 'Never' || restartPolicy === 'OnFailure')
    if (resource.hook || (restartPolicy !== 'Never' && !isRejected)) return
    return {
      at: [...podPath, 'restartPolicy'],
      message: `pods of ${nameOf(resource)} have restart policy \`${restartPolicy}\`${isRejected ? '; expected Always' : ''}`,
      ...(isRejected && { severity: 'medium' }),
      ...(restartPolicy === 'OnFailure' && { unlike: { kubelinter: 'restart-policy' } }),
    }
  },
})

export const jobTtl = rule({
  id: 'job-ttl',
  title: 'Finished Jobs are not cleaned up as intended',
  why: 'A Job that ends stays with its pods until someone deletes it. Of a CronJob, its history limits do that, and a time to live makes them void.',
  help: 'Set `ttlSecondsAfterFinished: 3600` on a Job; for a CronJob, set `successfulJobsHistoryLimit` and `failedJobsHistoryLimit`.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: { kubelinter: 'job-ttl-seconds-after-finished' },
  on: 'resource',
  kinds: ['Job', 'CronJob'],
  check(resource) {
    if (resource.group !== 'batch' || resource.hook || resource.json.metadata?.ownerReferences) return
    if (resource.kind === 'CronJob') {
      if (isUnset(resource.json.spec?.jobTemplate?.spec?.ttlSecondsAfterFinished)) return
      const at = resource.at('spec', 'jobTemplate', 'spec', 'ttlSecondsAfterFinished')
      const message = `${nameOf(resource)} sets \`ttlSecondsAfterFinished\`, which overrides its history limits`
      return { at, message, severity: 'info' }
    }
    if (!isUnset(resource.json.spec?.ttlSecondsAfterFinished)) return
    const at = resource.at('spec', 'ttlSecondsAfterFinished')
    return {
      at,
      message: `${nameOf(resource)} sets no \`ttlSecondsAfterFinished\``,
      fix: {
        title: 'Set `ttlSecondsAfterFinished: 3600`',
        safe: false,
        changes: [{ op: 'set', path: at, value: 3600 }],
      },
    }
  },
})

/** Of pods that the kubelet reads from a folder of its node, and of what a control plane is made of. */
const isStatic = ({ annotations, json }: Resource): boolean =>
  annotations['kubernetes.io/config.source'] !== undefined || json.metadata?.labels?.tier === 'control-plane'

export const nakedPod = rule({
  id: 'naked-pod',
  title: 'Pod without a controller',
  why: 'When its node fails or is drained, nothing starts the pod elsewhere: the outage lasts until someone does.',
  help: 'Use `kind: Deployment`, or `kind: Job` for what runs to an end.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: { kubescape: 'C-0073' },
  on: 'workload',
  kinds: ['Pod'],
  check({ resource, transient, hook }) {
    if (resource.name === '' || transient || hook || resource.json.metadata?.ownerReferences || isStatic(resource))
      return
    return { at: resource.at('kind'), message: `${nameOf(resource)} has no controller that replaces it` }
  },
})
