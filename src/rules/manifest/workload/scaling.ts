import type { Problem } from '../../../core/finding.ts'
import { isFilledInLater } from '../../../kube/filled-in-later.ts'
import { isMap, type Json, listOf, type Resource, textOf } from '../../../kube/resource.ts'
import { apart } from '../../../world/lookup.ts'
import { definesSome } from '../../../world/references.ts'
import {
  type Autoscaler,
  autoscalerFor,
  autoscalerOf,
  namesakesOf,
  othersNamed,
  type ScaleTarget,
  scaledBy,
  typesOf,
  wholeNumber,
} from '../../../world/scaling.ts'
import type { World } from '../../../world/world.ts'
import { rule } from '../../rule.ts'

const AUTOSCALERS = ['HorizontalPodAutoscaler', 'ScaledObject'] as const

const nameOf = ({ kind, name }: Pick<Resource, 'kind' | 'name'>): string => `${kind} \`${name}\``

/** Those whose authors are content with two. */
const CONTENT_WITH_TWO = ['horizontalpodautoscaler-replicas', 'hpaMinAvailability'] as const

export const hpaMinimumReplicas = rule({
  id: 'hpa-minimum-replicas',
  title: 'Autoscaler minimum is too low',
  why: 'At quiet times the application runs on this few pods: a drain or a crash then is an outage, and the next peak starts from there.',
  help: 'Set `minReplicas: 3`.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: {
    kubelinter: 'hpa-minimum-three-replicas',
    kubescore: CONTENT_WITH_TWO[0],
    polaris: CONTENT_WITH_TWO[1],
  },
  on: 'resource',
  kinds: ['HorizontalPodAutoscaler'],
  options: { minimum: 3 },
  optionHelp: { minimum: 'replicas that an autoscaler must keep at least' },
  check(resource, { options }) {
    const autoscaler = autoscalerOf(resource)
    if (!autoscaler || autoscaler.least >= options.minimum) return
    const { least, leastPath, most } = autoscaler
    const isSet = wholeNumber(resource.json.spec?.minReplicas) !== undefined
    return {
      at: leastPath,
      message: `${nameOf(resource)} scales down to ${least}${isSet ? '' : ' by default'}; expected at least ${options.minimum}`,
      ...(least > 1 && { severity: 'info', unlike: { kubescore: CONTENT_WITH_TWO[0], polaris: CONTENT_WITH_TWO[1] } }),
      // Polaris compares what is written only.
      ...(!isSet && { unlike: { polaris: CONTENT_WITH_TWO[1] } }),
      // With a lower maximum there would be nothing left to scale.
      ...((most === undefined || most > options.minimum) && {
        fix: {
          title: `Set \`minReplicas: ${options.minimum}\``,
          safe: false,
          changes: [{ op: 'set', path: leastPath, value: options.minimum }],
        },
      }),
    }
  },
})

export const hpaMaxReplicas = rule({
  id: 'hpa-max-replicas',
  title: 'Autoscaler cannot scale up',
  why: 'With a maximum at the minimum nothing is ever scaled, and a peak hits the same few pods. An autoscaler without a maximum, or with one below the minimum, is rejected by the API server.',
  help: 'Set `maxReplicas` above `minReplicas`, or remove the autoscaler.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  peers: { polaris: 'hpaMaxAvailability' },
  on: 'resource',
  kinds: AUTOSCALERS,
  check(resource) {
    const autoscaler = autoscalerOf(resource)
    if (!autoscaler) return
    const { least, most, mostPath } = autoscaler
    if (most === undefined) {
      const message = `${nameOf(resource)} has no maximum number of replicas`
      return { at: mostPath, message, severity: 'medium' }
    }
    if (most > least) return
    const message = `${nameOf(resource)} scales up to ${most}, ${most < least ? 'below' : 'which is also'} its minimum of ${least}`
    return { at: mostPath, message, ...(most < least && { severity: 'medium' }) }
  },
})

export const hpaReplicasConflict = rule({
  id: 'hpa-replicas-conflict',
  title: 'Replicas are set beside an autoscaler',
  why: 'Every deployment resets the number of pods to what is written, in the middle of a peak too, until the autoscaler has scaled up again.',
  help: 'Remove `spec.replicas`; before that, run `kubectl apply edit-last-applied` and remove it there, or the object is scaled to 1 once.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: {
    kics: '5744cbb8-5946-4b75-a196-ade44449525b',
    kubescore: 'deployment-targeted-by-hpa-does-not-have-replicas-configured',
  },
  on: 'resource',
  check(resource, { world }) {
    const replicas = wholeNumber(resource.json.spec?.replicas)
    // Zero turns the autoscaler off.
    if (replicas === undefined || replicas === 0) return
    const autoscaler = autoscalerFor(world, resource)
    if (!autoscaler) return
    const at = resource.at('spec', 'replicas')
    return {
      at,
      message: `${nameOf(resource)} sets ${replicas} ${replicas === 1 ? 'replica' : 'replicas'}, but is scaled by ${nameOf(autoscaler.resource)}`,
      see: [{ at: autoscaler.targetPath, note: 'the autoscaler', in: autoscaler.resource.source }],
      fix: { title: 'Remove `replicas`', safe: false, changes: [{ op: 'remove', path: at }] },
    }
  },
})

function danglingProblem(autoscaler: Autoscaler, target: ScaleTarget, world: World): Problem | undefined {
  const { resource } = autoscaler
  const at = [...autoscaler.targetPath, 'name']
  const what = `${nameOf(resource)} scales ${nameOf(target)}`
  const namesakes = namesakesOf(world, target)
  const distant = apart(resource, namesakes)
  if (namesakes.length > 0 && !distant) return undefined
  if (distant)
    return {
      at,
      message: `${what}, which is in namespace \`${distant.namespace}\`, not in its own`,
      see: [{ at: distant.at('metadata', 'namespace'), note: 'its namespace', in: distant.source }],
    }
  const [other] = othersNamed(world, autoscaler, target)
  if (other) return { at, message: `${what}, but \`${other.name}\` is a ${other.kind}` }
  const isEvident = typesOf(target).some(type => definesSome(world, resource, { type }))
  const message = `${what}, which is not defined here; it may be defined elsewhere`
  return { at, message, ...(!isEvident && { severity: 'info' }) }
}

export const danglingHpa = rule({
  id: 'dangling-hpa',
  title: 'Autoscaler has no target',
  why: 'An autoscaler whose target does not exist scales nothing, without an error that anyone sees: the application stays at its size under load.',
  help: 'Correct `apiVersion`, `kind` and `name` of `scaleTargetRef`; the target must be in the namespace of the autoscaler.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: {
    kubelinter: 'dangling-horizontalpodautoscaler',
    kubescape: 'C-0300',
    kubescore: 'horizontalpodautoscaler-has-target',
    monokle: 'LNK001',
  },
  on: 'resource',
  kinds: AUTOSCALERS,
  check(resource, { world }) {
    const autoscaler = autoscalerOf(resource)
    if (!autoscaler || scaledBy(world, autoscaler).length > 0) return
    const { target, targetPath } = autoscaler
    if (target && [target.kind, target.name].some(isFilledInLater)) return
    if (target) return danglingProblem(autoscaler, target, world)
    return { at: targetPath, message: `${nameOf(resource)} sets no target: expected \`kind\` and \`name\`` }
  },
})

/** What each type of metric needs, below the field of its own. */
const METRICS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  ContainerResource: [
    ['containerResource', 'name'],
    ['containerResource', 'container'],
    ['containerResource', 'target'],
  ],
  External: [
    ['external', 'metric', 'name'],
    ['external', 'target'],
  ],
  Object: [
    ['object', 'metric', 'name'],
    ['object', 'target'],
    ['object', 'describedObject', 'apiVersion'],
    ['object', 'describedObject', 'kind'],
    ['object', 'describedObject', 'name'],
  ],
  Pods: [
    ['pods', 'metric', 'name'],
    ['pods', 'target'],
  ],
  Resource: [
    ['resource', 'name'],
    ['resource', 'target'],
  ],
}

const missingIn = (metric: Json): readonly string[] | undefined =>
  METRICS[textOf(metric?.type)]?.find(path => {
    const value = path.reduce((json: Json, key) => json?.[key], metric)
    return textOf(value) === '' && !isMap(value)
  })

export const hpaMetricInvalid = rule({
  id: 'hpa-metric-invalid',
  title: 'Autoscaler metric is incomplete',
  why: 'The API server rejects the autoscaler, or it never finds the metric: in both cases nothing is scaled.',
  help: 'Add the missing field: a metric of type Object needs `object.metric.name`, `object.target` and `object.describedObject`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: { kics: '2f652c42-619d-4361-b361-9f599688f8ca' },
  on: 'resource',
  kinds: ['HorizontalPodAutoscaler'],
  check(resource) {
    // Older versions have other fields.
    if (!/^autoscaling\/v2(?:beta2)?$/.test(resource.apiVersion)) return
    return listOf(resource.json.spec?.metrics).flatMap((metric, index) => {
      const missing = missingIn(metric)
      if (!missing) return []
      const at = resource.at('spec', 'metrics', index, ...missing)
      return { at, message: `metric of type ${metric.type} has no \`${missing.join('.')}\`` }
    })
  },
})
