import { isMap, type Json, listOf, type Resource, textOf } from '../resource.ts'
import { type Requirement, requirementsOf } from '../selector.ts'

export type Direction = 'ingress' | 'egress'
export const DIRECTIONS: readonly Direction[] = ['ingress', 'egress']

/** As `policyTypes` spells them. */
export const TYPES = { ingress: 'Ingress', egress: 'Egress' } as const satisfies Record<Direction, string>

export const isNetworkPolicy = ({ kind, group }: Resource): boolean =>
  kind === 'NetworkPolicy' && (group === 'networking.k8s.io' || group === 'extensions')

/** Which pods a policy isolates, and in which directions. */
export interface PolicySpec {
  /** Where it is written. */
  readonly policy: Resource
  /** Pods of these namespaces; absent: of all. */
  readonly namespaces?: readonly string[]
  /** What it asks of their labels. */
  readonly requirements: readonly Requirement[]
  readonly directions: readonly Direction[]
}

/**
 * The directions of a NetworkPolicy: without `policyTypes`, or with an empty list, ingress, and egress where it has rules
 * (pkg/apis/networking/v1/defaults.go).
 */
export function directionsOf(spec: Json): readonly Direction[] {
  const types = listOf(spec?.policyTypes)
  if (types.length > 0) return DIRECTIONS.filter(direction => types.includes(TYPES[direction]))
  return listOf(spec?.egress).length > 0 ? DIRECTIONS : ['ingress']
}

/** The specs of a policy of Kubernetes or Cilium; for those whose selectors are not read, one for all pods. */
export function policySpecsOf(policy: Resource, namespace: string): readonly PolicySpec[] {
  const { kind, group, json } = policy
  if (isNetworkPolicy(policy)) {
    const requirements = requirementsOf(json.spec?.podSelector ?? {})
    if (!isMap(json.spec) || requirements === undefined) return []
    return [{ policy, namespaces: [namespace], requirements, directions: directionsOf(json.spec) }]
  }
  if (group === 'cilium.io' && (kind === 'CiliumNetworkPolicy' || kind === 'CiliumClusterwideNetworkPolicy')) {
    const specs = [json.spec, ...listOf(json.specs)].filter(isMap)
    const own = kind === 'CiliumNetworkPolicy' ? { namespaces: [namespace] } : {}
    return specs.flatMap(spec => ciliumSpec(policy, spec, own))
  }
  if (CALICO.has(group) && kind === 'NetworkPolicy')
    return [{ policy, namespaces: [namespace], requirements: [], directions: DIRECTIONS }]
  const isForAll = (CALICO.has(group) && kind === 'GlobalNetworkPolicy') || group === 'policy.networking.k8s.io'
  return isForAll ? [{ policy, requirements: [], directions: DIRECTIONS }] : []
}

const CALICO: ReadonlySet<string> = new Set(['crd.projectcalico.org', 'projectcalico.org'])

/** Cilium's label for the namespace of a pod. */
const NAMESPACE_LABEL = 'io.kubernetes.pod.namespace'

function ciliumSpec(policy: Resource, spec: Json, own: Pick<PolicySpec, 'namespaces'>): readonly PolicySpec[] {
  const selected = requirementsOf(spec.endpointSelector)
  if (selected === undefined) return []
  const directions = DIRECTIONS.filter(
    direction =>
      [spec[direction], spec[`${direction}Deny`]].some(Array.isArray) && spec.enableDefaultDeny?.[direction] !== false,
  )
  // Labels have the name of their source in front of them; those of other sources than Kubernetes are not known here.
  const all = selected.map(one => ({ ...one, key: one.key.replace(/^(?:k8s|any)[:.]/, '') }))
  const inNamespaces = all.find(({ key, operator }) => key === NAMESPACE_LABEL && operator === 'In')
  const requirements = all.filter(({ key }) => !/^(?:io\.kubernetes\.pod|io\.cilium|reserved)[.:]/.test(key))
  return [
    { policy, ...own, ...(inNamespaces && { namespaces: inNamespaces.values.map(textOf) }), requirements, directions },
  ]
}
