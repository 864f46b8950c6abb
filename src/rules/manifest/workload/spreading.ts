import type { Change } from '../../../core/edit.ts'
import type { Problem } from '../../../core/finding.ts'
import { isMap, type Json, listOf, type Resource, textOf } from '../../../kube/resource.ts'
import { fits, labelsOf, requirementsOf } from '../../../kube/selector.ts'
import type { Workload } from '../../../kube/workload.ts'
import { written } from '../../../kube/written.ts'
import { namespaceOf } from '../../../world/lookup.ts'
import { replicasOf } from '../../../world/scaling.ts'
import { rule } from '../../rule.ts'

const ZONE = 'topology.kubernetes.io/zone'

const REPLICATED = ['Deployment', 'StatefulSet', 'DeploymentConfig', 'Rollout'] as const

/** What tells nodes, zones and regions apart. */
const DOMAINS = /^(?:kubernetes\.io\/hostname|(?:topology|failure-domain\.beta)\.kubernetes\.io\/(?:zone|region))$/

const selects = (selector: Json, template: Json): boolean => {
  const requirements = requirementsOf(selector)
  return requirements !== undefined && fits(requirements, labelsOf(template))
}

/** Whether a term is about the pods of a namespace: without others it is about its own. */
const concerns = ({ namespaces, namespaceSelector }: Json, namespace: string): boolean =>
  listOf(namespaces).length === 0 ? true : isMap(namespaceSelector) || namespaces.includes(namespace)

/** Whether pods keep away from others of their own kind. */
function keepsApart(template: Json, namespace: string): boolean {
  const { affinity, topologySpreadConstraints } = template?.spec ?? {}
  const required = listOf(affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution)
  const preferred = listOf(affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution)
  const terms = [...required, ...preferred.map(one => one?.podAffinityTerm)]
  const isApart = terms.some(
    term =>
      DOMAINS.test(textOf(term?.topologyKey)) && selects(term.labelSelector, template) && concerns(term, namespace),
  )
  return isApart || listOf(topologySpreadConstraints).some(one => selects(one?.labelSelector, template))
}

/** A term for the labels that the object selects its pods by; `undefined` where there is an affinity to be read first. */
function apartness(resource: Resource): Change | undefined {
  const { selector, template } = resource.json.spec ?? {}
  if (!isMap(selector?.matchLabels) || !isMap(template?.spec) || template.spec.affinity?.podAntiAffinity)
    return undefined
  const labelSelector = { matchLabels: selector.matchLabels }
  const term = { podAffinityTerm: { labelSelector, topologyKey: 'kubernetes.io/hostname' }, weight: 100 }
  return {
    op: 'set',
    path: resource.at('spec', 'template', 'spec', 'affinity', 'podAntiAffinity'),
    value: { preferredDuringSchedulingIgnoredDuringExecution: [term] },
  }
}

export const podAntiAffinity = rule({
  id: 'pod-anti-affinity',
  title: 'Replicas may share a node',
  why: 'Pods of one application can all run on one node, and fail with it. The default constraints of the scheduler only prefer to spread them.',
  help: 'Add a `podAntiAffinity` on `kubernetes.io/hostname` for the labels of the pods, or `topologySpreadConstraints`.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: {
    kics: ['a31b7b82-d994-48c4-bd21-3bab6c31827a', 'd740d048-8ed3-49d3-b77b-6f072f3b669e'],
    kubelinter: 'no-anti-affinity',
    kubescore: ['deployment-has-host-podantiaffinity', 'statefulset-has-host-podantiaffinity'],
  },
  on: 'resource',
  kinds: REPLICATED,
  check(resource, { world }) {
    const replicas = replicasOf(world, resource)
    if (!replicas || resource.hook || (replicas.isSet && replicas.least < 2)) return
    const template = resource.json.spec?.template
    if (!isMap(template) || keepsApart(template, namespaceOf(resource))) return
    const change = apartness(resource)
    return {
      at: resource.at('spec', 'template', 'spec', 'affinity'),
      message: `pods of ${resource.kind} \`${resource.name}\` may all run on one node`,
      // How many there are is not known here, and kube-linter takes that for one.
      ...(!replicas.isSet && { severity: 'info', unlike: { kubelinter: 'no-anti-affinity' } }),
      ...(change && { fix: { title: 'Prefer other nodes', safe: false, changes: [change] } }),
    }
  },
})

export const topologySpreadMissing = rule({
  id: 'topology-spread-missing',
  title: 'Pods are not spread over zones',
  why: 'All replicas can run in one zone, and fail with it, unless the cluster sets constraints of its own.',
  help: 'Add `topologySpreadConstraints` on `topology.kubernetes.io/zone` with `whenUnsatisfiable: ScheduleAnyway`.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  peers: { polaris: 'topologySpreadConstraint' },
  on: 'resource',
  kinds: REPLICATED,
  check(resource, { world }) {
    const replicas = replicasOf(world, resource)
    if (!replicas || resource.hook || (replicas.isSet && replicas.least < 2)) return
    const template = resource.json.spec?.template
    // A Rollout may take the one of a Deployment.
    if (!isMap(template) || listOf(template.spec?.topologySpreadConstraints).length > 0) return
    const labelSelector = resource.json.spec?.selector
    const constraint = { labelSelector, maxSkew: 1, topologyKey: ZONE, whenUnsatisfiable: 'ScheduleAnyway' }
    const at = resource.at('spec', 'template', 'spec', 'topologySpreadConstraints')
    return {
      at,
      message: `pods of ${resource.kind} \`${resource.name}\` are not spread over zones`,
      ...(isMap(labelSelector) && {
        fix: { title: 'Spread over zones', safe: false, changes: [{ op: 'set', path: at, value: [constraint] }] },
      }),
    }
  },
})

const NUMBER = 'a positive number'

const isPositive = (value: Json): boolean => Number.isInteger(value) && value > 0

/** The field for which the API server rejects a constraint, and what it expects there. */
function refusalOf(constraint: Json): readonly [field: string, expected: string] | undefined {
  const { maxSkew, minDomains, topologyKey, whenUnsatisfiable } = constraint ?? {}
  if (!isPositive(maxSkew)) return ['maxSkew', NUMBER]
  if (minDomains !== undefined && minDomains !== null && !isPositive(minDomains)) return ['minDomains', NUMBER]
  if (textOf(topologyKey) === '') return ['topologyKey', 'a label of nodes']
  if (whenUnsatisfiable === 'DoNotSchedule' || whenUnsatisfiable === 'ScheduleAnyway') return undefined
  return ['whenUnsatisfiable', 'DoNotSchedule or ScheduleAnyway']
}

const SPREAD_PEERS = { kubescore: 'pod-topology-spread-constraints' } as const

function spreadProblem(workload: Workload, constraint: Json, index: number): Problem | undefined {
  const path = (field: string) => workload.at('topologySpreadConstraints', index, field)
  const refused = refusalOf(constraint)
  if (refused) {
    const [field, expected] = refused
    const value = constraint?.[field]
    const message =
      value === undefined || value === null
        ? `topology spread constraint has no \`${field}\`; expected ${expected}`
        : `invalid ${field} \`${written(value)}\`; expected ${expected}`
    return { at: path(field), message }
  }
  if (!workload.whole || selects(constraint.labelSelector, workload.template)) return undefined
  const { matchLabels } = workload.resource.json.spec?.selector ?? {}
  const at = path('labelSelector')
  const message = isMap(constraint.labelSelector)
    ? 'topology spread constraint does not select the pods that it is set for'
    : 'topology spread constraint has no `labelSelector`, so it counts no pods'
  // kube-score is content with a selector of any labels.
  const problem = { at, message, ...(isMap(constraint.labelSelector) && { unlike: SPREAD_PEERS }) }
  if (!isMap(matchLabels)) return problem
  const change: Change = { op: 'set', path: at, value: { matchLabels } }
  return { ...problem, fix: { title: "Select the workload's pods", safe: false, changes: [change] } }
}

export const topologySpreadInvalid = rule({
  id: 'topology-spread-invalid',
  title: 'Invalid topology spread constraint',
  why: 'A constraint that does not select its own pods spreads nothing, silently; one with an invalid field is rejected by the API server.',
  help: 'Set `labelSelector` to the labels of the pods, `maxSkew: 1`, a `topologyKey` and `whenUnsatisfiable`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: SPREAD_PEERS,
  on: 'workload',
  check: workload =>
    listOf(workload.pod.topologySpreadConstraints).flatMap(
      (constraint, index) => spreadProblem(workload, constraint, index) ?? [],
    ),
})

export const nodeAffinity = rule({
  id: 'node-affinity',
  title: 'Pod has no node affinity',
  why: 'The pod may land on any node that has room, also on one of another architecture, disk or price.',
  help: 'Set `affinity.nodeAffinity`, or a `nodeSelector`.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  peers: { kubelinter: 'no-node-affinity' },
  on: 'workload',
  check({ pod, whole, hook, podPath }) {
    if (!whole || hook || isMap(pod.affinity?.nodeAffinity) || isMap(pod.nodeSelector)) return
    return { at: [...podPath, 'affinity'], message: 'pod is not bound to any kind of node' }
  },
})
