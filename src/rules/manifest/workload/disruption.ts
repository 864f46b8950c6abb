import type { Change } from '../../../core/edit.ts'
import type { Problem } from '../../../core/finding.ts'
import { countOf, type IntOrPercent, intOrPercentOf } from '../../../kube/int-or-percent.ts'
import type { Resource } from '../../../kube/resource.ts'
import { written } from '../../../kube/written.ts'
import { budgetedBy, hasBudget } from '../../../world/budgets.ts'
import { autoscalerFor, replicasOf } from '../../../world/scaling.ts'
import { rule } from '../../rule.ts'

const KINDS = ['PodDisruptionBudget'] as const

const nameOf = ({ name }: Resource): string => `PodDisruptionBudget \`${name}\``

/** One pod at a time may be evicted. */
function allowOne(budget: Resource): NonNullable<Problem['fix']> {
  const { minAvailable } = budget.json.spec ?? {}
  const set: Change = { op: 'set', path: budget.at('spec', 'maxUnavailable'), value: 1 }
  const remove: Change = { op: 'remove', path: budget.at('spec', 'minAvailable') }
  return {
    title: 'Set `maxUnavailable: 1`',
    safe: false,
    changes: minAvailable === undefined ? [set] : [remove, set],
  }
}

export const pdbMissing = rule({
  id: 'pdb-missing',
  title: 'No PodDisruptionBudget',
  why: 'When nodes are drained for an upgrade, all pods can be evicted at the same time: an outage in spite of several replicas.',
  help: "Add a PodDisruptionBudget with `maxUnavailable: 1` and the workload's selector.",
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: {
    kics: ['b23e9b98-0cb6-4fc9-b257-1f3270442678', '1db3a5a5-bf75-44e5-9e44-c56cfc8b1ac5'],
    kubescore: ['deployment-has-poddisruptionbudget', 'statefulset-has-poddisruptionbudget'],
    polaris: 'missingPodDisruptionBudget',
  },
  on: 'resource',
  kinds: ['Deployment', 'StatefulSet', 'DeploymentConfig', 'Rollout'],
  check(resource, { world }) {
    const replicas = replicasOf(world, resource)
    if (!replicas || resource.hook || (replicas.isSet && replicas.least < 2) || hasBudget(world, resource)) return
    const message = `${resource.kind} \`${resource.name}\` has no PodDisruptionBudget`
    // One pod has nothing to spare; how many there are is not known here.
    return { at: resource.at('spec', 'replicas'), message, ...(!replicas.isSet && { severity: 'info' }) }
  },
})

const isNothing = ({ value }: IntOrPercent): boolean => value === 0

const isEverything = ({ value, isPercent }: IntOrPercent): boolean => isPercent && value >= 100

export const pdbBlocksEviction = rule({
  id: 'pdb-blocks-eviction',
  title: 'PodDisruptionBudget forbids every eviction',
  why: 'No node that runs such a pod can be drained: upgrades of the cluster and scaling down hang until someone deletes the budget or the pod.',
  help: 'Set `maxUnavailable: 1` instead.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: { kubelinter: 'pdb-max-unavailable', polaris: 'pdbDisruptionsIsZero' },
  covers: ['pdb-min-available'],
  on: 'resource',
  kinds: KINDS,
  check(budget) {
    const fields = [
      ['maxUnavailable', isNothing],
      ['minAvailable', isEverything],
    ] as const
    return fields.flatMap(([field, blocks]) => {
      const json = budget.json.spec?.[field]
      const amount = intOrPercentOf(json)
      if (json === undefined || json === null || (amount && !blocks(amount))) return []
      const message = amount
        ? `${nameOf(budget)} allows no eviction: \`${field}: ${written(json)}\``
        : `invalid ${field} \`${written(json)}\`; expected a number or a percentage`
      // kube-linter has another check for what is needed, Polaris none for what is invalid.
      const unlike = {
        ...(field === 'minAvailable' && { kubelinter: 'pdb-max-unavailable' }),
        ...(!amount && { polaris: 'pdbDisruptionsIsZero' }),
      }
      return { at: budget.at('spec', field), message, unlike, fix: allowOne(budget) }
    })
  },
})

export const pdbMinAvailable = rule({
  id: 'pdb-min-available',
  title: 'PodDisruptionBudget needs every replica',
  why: 'The budget asks for as many pods as there are, so none may ever be evicted: drains of their nodes hang.',
  help: 'Set `maxUnavailable: 1` instead of `minAvailable`, or run more replicas.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: { kubelinter: 'pdb-min-available', polaris: 'pdbMinAvailableGreaterThanHPAMinReplicas' },
  on: 'resource',
  kinds: KINDS,
  check(budget, { world }) {
    const amount = intOrPercentOf(budget.json.spec?.minAvailable)
    const owners = budgetedBy(world, budget)
    const replicas = owners.map(owner => replicasOf(world, owner)?.least)
    if (!amount || owners.length === 0 || replicas.includes(undefined)) return
    const total = replicas.reduce<number>((sum, least) => sum + (least ?? 0), 0)
    const needed = countOf(amount, total)
    if (total === 0 || needed === 0 || needed < total) return
    const at = budget.at('spec', 'minAvailable')
    // Polaris compares it with the least of an autoscaler, which it may equal.
    const isAboveLeast = needed > total && owners.some(owner => autoscalerFor(world, owner) !== undefined)
    return {
      at,
      ...(!isAboveLeast && { unlike: { polaris: 'pdbMinAvailableGreaterThanHPAMinReplicas' } }),
      message: `${nameOf(budget)} needs ${needed} available ${needed === 1 ? 'pod' : 'pods'}, and ${owners.length === 1 ? `${owners[0]!.kind} \`${owners[0]!.name}\` runs` : `its workloads run`} ${total}`,
      see: owners.map(owner => ({ at: owner.at('spec', 'replicas'), note: 'how many it runs', in: owner.source })),
      fix: allowOne(budget),
    }
  },
})

export const pdbPolicy = rule({
  id: 'pdb-policy',
  title: 'PodDisruptionBudget without one limit',
  why: 'Without a limit the budget allows no eviction at all, which blocks drains; with both, the API server rejects it.',
  help: 'Set `maxUnavailable: 1`, and no `minAvailable`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: { kubescore: 'poddisruptionbudget-has-policy' },
  on: 'resource',
  kinds: KINDS,
  check(budget) {
    const { minAvailable, maxUnavailable } = budget.json.spec ?? {}
    const count = [minAvailable, maxUnavailable].filter(value => value !== undefined && value !== null).length
    if (count === 1) return
    const what = count === 0 ? 'neither `minAvailable` nor' : 'both `minAvailable` and'
    const message = `${nameOf(budget)} sets ${what} \`maxUnavailable\``
    return {
      at: budget.at('spec', 'maxUnavailable'),
      message,
      ...(count === 2 && { unlike: { kubescore: 'poddisruptionbudget-has-policy' } }),
      fix: allowOne(budget),
    }
  },
})

/** The first minor whose API server has the field by default. */
const HAS_EVICTION_POLICY = 27

export const pdbUnhealthyEviction = rule({
  id: 'pdb-unhealthy-eviction',
  title: 'PodDisruptionBudget protects broken pods',
  why: 'By default, pods that are not ready cannot be evicted while too few are: a workload that crashes in a loop blocks the drain of its nodes.',
  help: 'Set `unhealthyPodEvictionPolicy: AlwaysAllow`.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: { kubelinter: 'pdb-unhealthy-pod-eviction-policy' },
  on: 'resource',
  kinds: KINDS,
  check(budget, { kubernetes }) {
    const policy = budget.json.spec?.unhealthyPodEvictionPolicy
    if (kubernetes < HAS_EVICTION_POLICY || (policy !== undefined && policy !== null)) return
    const at = budget.at('spec', 'unhealthyPodEvictionPolicy')
    return {
      at,
      message: `${nameOf(budget)} does not allow evicting pods that are not ready`,
      fix: {
        title: 'Set `unhealthyPodEvictionPolicy: AlwaysAllow`',
        safe: false,
        changes: [{ op: 'set', path: at, value: 'AlwaysAllow' }],
      },
    }
  },
})
