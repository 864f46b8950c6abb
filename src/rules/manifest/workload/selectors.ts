import type { Change } from '../../../core/edit.ts'
import type { Problem } from '../../../core/finding.ts'
import type { Path } from '../../../core/location.ts'
import { isMap, type Json, type Resource } from '../../../kube/resource.ts'
import { fits, labelsOf, requirementsOf, requirementsOfMap } from '../../../kube/selector.ts'
import { written } from '../../../kube/written.ts'
import { rule } from '../../rule.ts'

/** What an object selects its pods by. */
interface Selected {
  /** Of what has `selector` and `template`. */
  readonly spec: Json
  readonly path: Path
  /** A plain map of labels, as in the core group. */
  readonly isPlain?: boolean
  /** Something else fills it in where it is absent. */
  readonly isOptional?: boolean
}

/** Kinds that select by a plain map, and take the labels of the template without one. */
const PLAIN: readonly string[] = ['DeploymentConfig', 'ReplicationController']

function selectedOf(resource: Resource): Selected {
  const { spec } = resource.json
  const path = resource.at('spec')
  if (resource.kind === 'CronJob')
    return { spec: spec?.jobTemplate?.spec, path: [...path, 'jobTemplate', 'spec'], isOptional: true }
  if (resource.kind === 'Job') return { spec, path, isOptional: true }
  if (PLAIN.includes(resource.kind)) return { spec, path, isPlain: true, isOptional: true }
  // The versions before apps/v1 took the labels of the template.
  return { spec, path, isOptional: resource.apiVersion !== 'apps/v1' }
}

/** Gives the template the labels that it has none of. A label with another value is for people to decide. */
function addLabels({ spec, path, isPlain }: Selected): Problem['fix'] {
  const wanted = isPlain ? spec.selector : spec.selector.matchLabels
  const labels = labelsOf(spec.template)
  const missing = Object.entries(isMap(wanted) ? (wanted as object) : {}).filter(([key]) => !Object.hasOwn(labels, key))
  const requirements = isPlain ? requirementsOfMap(wanted) : requirementsOf(spec.selector)
  if (missing.length === 0 || !requirements || !fits(requirements, { ...labels, ...Object.fromEntries(missing) }))
    return undefined
  const to = [...path, 'template', 'metadata', 'labels']
  const changes =
    Object.keys(labels).length === 0
      ? [{ op: 'set', path: to, value: Object.fromEntries(missing) } satisfies Change]
      : missing.map(([key, value]): Change => ({ op: 'set', path: [...to, key], value }))
  return { title: 'Add the labels to the template', safe: false, changes }
}

export const selectorMismatch = rule({
  id: 'selector-mismatch',
  title: 'Selector does not match the pod template',
  why: 'The API server rejects the object: the deployment fails, and what ran before stays.',
  help: 'Give `template.metadata.labels` every label of `selector.matchLabels`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: {
    kubelinter: 'mismatching-selector',
    kubescape: 'C-0296',
    kubescore: [
      'deployment-pod-selector-labels-match-template-metadata-labels',
      'statefulset-pod-selector-labels-match-template-metadata-labels',
    ],
  },
  on: 'resource',
  kinds: ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Rollout', 'Job', 'CronJob', ...PLAIN],
  check(resource) {
    const selected = selectedOf(resource)
    const { spec, path, isOptional } = selected
    const at = [...path, 'selector']
    const selector = spec?.selector
    const name = `${resource.kind} \`${resource.name}\``
    if (!isMap(spec?.template)) return
    const labels = labelsOf(spec.template)
    // A template without labels is a patch, which gets its selector elsewhere.
    if (selector === undefined || selector === null)
      return isOptional || Object.keys(labels).length === 0 ? undefined : { at, message: `${name} has no selector` }
    const requirements = selected.isPlain ? requirementsOfMap(selector) : requirementsOf(selector)
    if (!requirements || requirements.length === 0)
      return isOptional ? undefined : { at, message: `selector of ${name} selects nothing` }
    const unmet = requirements.find(one => !fits([one], labels))
    if (!unmet) return
    const found = Object.hasOwn(labels, unmet.key) ? `\`${written(labels[unmet.key])}\`` : 'no such label'
    const fix = addLabels(selected)
    return {
      at,
      message: `selector of ${name} does not match label \`${unmet.key}\` of its pods: found ${found}`,
      see: [{ at: [...path, 'template', 'metadata', 'labels'], note: 'the labels of the pods' }],
      ...(fix && { fix }),
    }
  },
})
