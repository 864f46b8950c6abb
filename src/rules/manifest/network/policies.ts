import type { Problem } from '../../../core/finding.ts'
import type { Path } from '../../../core/location.ts'
import { listed, plural } from '../../../core/text.ts'
import {
  DIRECTIONS,
  type Direction,
  directionsOf,
  isNetworkPolicy,
  TYPES,
} from '../../../kube/network/network-policy.ts'
import { isMap, type Json, listOf, type Resource } from '../../../kube/resource.ts'
import type { Workload } from '../../../kube/workload.ts'
import { written } from '../../../kube/written.ts'
import { namespaceOf } from '../../../world/lookup.ts'
import { canBeIsolated, hasPolicies, isolationOf, representative } from '../../../world/network/network-policies.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

/** The labels that policies select a pod by. */
const labelsAt = ({ podPath }: Workload): Path => [...podPath.slice(0, -1), 'metadata', 'labels']

const inNamespace = ({ namespace }: Resource): string =>
  namespace === undefined ? 'its namespace' : `namespace \`${namespace}\``

/** Peers that are content with any policy that selects the pod, whatever its directions. */
const CONTENT = { checkov: 'CKV2_K8S_6', kubelinter: 'non-isolated-pod', kubescape: ['C-0030', 'C-0260'] } as const

/** Where no policy was read for a namespace, its first pod stands for all of them. */
export const networkPolicyMissing = rule({
  id: 'network-policy-missing',
  title: 'Pod is not isolated by a NetworkPolicy',
  why: 'Any pod of the cluster can connect to it, and an attacker in it can reach every other pod, the metadata service of the cloud and the internet.',
  help: 'Add a NetworkPolicy with `podSelector: {}` and `policyTypes: [Ingress, Egress]` to the namespace, and allow what each pod needs.',
  severity: 'medium',
  profile: 'strict',
  since: '0.1',
  tags: ['cis:5.3.2', 'nsa'],
  peers: { ...CONTENT, kubescore: 'pod-networkpolicy', polaris: 'missingNetworkPolicy' },
  on: 'workload',
  check(workload, { world }) {
    if (!canBeIsolated(workload)) return
    const isolated = isolationOf(world, workload)
    const at = labelsAt(workload)
    if (isolated) return openDirection(isolated, at)
    const { resource } = workload
    if (hasPolicies(world, namespaceOf(resource), resource))
      return { at, message: `no NetworkPolicy of ${inNamespace(resource)} selects the pod` }
    const { first, count } = representative(world, workload)
    if (!first) return
    const others = count > 1 ? ` or ${plural(count - 1, 'other')} of its namespace` : ''
    return { at, judged: namespaceOf(resource), message: `no NetworkPolicy isolates the pod${others}` }
  },
})

function openDirection(isolated: ReadonlySet<Direction>, at: Path): Problem | undefined {
  const open = DIRECTIONS.filter(direction => !isolated.has(direction))
  if (open.length === 0) return undefined
  const message = `NetworkPolicies that select the pod leave ${listed(open)} open`
  return { at, severity: 'low', message, unlike: CONTENT }
}

export const namespaceNetworkPolicyMissing = rule({
  id: 'namespace-network-policy-missing',
  title: 'Namespace has no NetworkPolicy',
  why: 'Every pod of the namespace accepts connections from all others of the cluster: one compromised pod can attack all of them.',
  help: 'Add a NetworkPolicy with `podSelector: {}` and `policyTypes: [Ingress, Egress]` to the namespace, and allow what its pods need.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  tags: ['cis:5.3.2', 'nsa', 'mitre'],
  peers: { kubescape: ['C-0206', 'C-0054', 'C-0049'] },
  on: 'resource',
  kinds: ['Namespace'],
  check(resource, { world }) {
    if (hasPolicies(world, resource.name)) return
    return {
      at: resource.at('metadata', 'name'),
      message: `no NetworkPolicy was found for namespace \`${resource.name}\``,
    }
  },
})

export const networkPolicyNoDirection = rule({
  id: 'network-policy-no-direction',
  title: 'NetworkPolicy does not list a direction in policyTypes',
  why: 'A direction that `policyTypes` does not list is not restricted, whatever rules the policy has for it; an unknown type makes the API server reject the policy.',
  help: 'List the directions that the policy restricts: `policyTypes: [Ingress, Egress]`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: { kics: '0401f71b-9c1e-4821-ab15-a955caa621be' },
  on: 'resource',
  kinds: ['NetworkPolicy'],
  check(policy) {
    const { spec } = policy.json
    const types = listOf(spec?.policyTypes)
    if (!isNetworkPolicy(policy) || types.length === 0) return
    const known = directionsOf(spec)
    const unknown = types.find(type => !Object.values(TYPES).some(one => one === type))
    const idle = DIRECTIONS.filter(direction => !known.includes(direction) && listOf(spec[direction]).length > 0)
    if (unknown === undefined && idle.length === 0) return
    const at = policy.at('spec', 'policyTypes')
    const value = DIRECTIONS.filter(
      direction => known.includes(direction) || idle.includes(direction) || known.length + idle.length === 0,
    )
    return {
      at,
      message:
        unknown === undefined
          ? `${idle[0]} rules of the policy have no effect: \`policyTypes\` does not list ${TYPES[idle[0]!]}`
          : `invalid policy type \`${written(unknown)}\`; expected Ingress or Egress`,
      fix: {
        title: 'List the directions of the policy',
        safe: false,
        changes: [{ op: 'set', path: at, value: value.map(direction => TYPES[direction]) }],
      },
    }
  },
})

/** Peers of a policy that a selector narrows. */
const hasSelectedPeer = (spec: Json): boolean =>
  [...listOf(spec.ingress).map(one => one?.from), ...listOf(spec.egress).map(one => one?.to)]
    .flatMap(listOf)
    .some(peer => isMap(peer?.podSelector) || isMap(peer?.namespaceSelector))

const selectorPeers = trivyIds('KSV-0038', 'selector-usage-in-network-policies')

export const networkPolicySelector = rule({
  id: 'network-policy-selector',
  title: 'NetworkPolicy has no podSelector',
  why: 'Without a selector the policy applies to every pod of its namespace, which may not be what its author meant; older API servers reject it.',
  help: 'Set `podSelector: {}` to select every pod of the namespace, or select some by labels.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  peers: { trivy: selectorPeers },
  on: 'resource',
  kinds: ['NetworkPolicy'],
  check(policy) {
    const { spec } = policy.json
    if (!isNetworkPolicy(policy) || !isMap(spec) || spec.podSelector !== undefined) return
    const at = policy.at('spec', 'podSelector')
    return {
      at,
      message: `policy without \`podSelector\` applies to every pod of ${inNamespace(policy)}`,
      ...((hasSelectedPeer(spec) || spec.namespaceSelector !== undefined) && { unlike: { trivy: selectorPeers } }),
      fix: { title: 'Select all pods explicitly', safe: true, changes: [{ op: 'set', path: at, value: {} }] },
    }
  },
})

const ANY_ADDRESS: ReadonlySet<unknown> = new Set(['0.0.0.0/0', '::/0'])

const isAnyAddress = (peer: Json): boolean =>
  ANY_ADDRESS.has(peer?.ipBlock?.cidr) && listOf(peer.ipBlock.except).length === 0

/** A rule, or one of its peers, that lets any address through. */
interface OpenRule {
  readonly at: Path
  readonly rule: Json
  /** It has no peers at all, so it is for pods too. */
  readonly all: boolean
}

function open(policy: Resource, direction: Direction): readonly OpenRule[] {
  const { spec } = policy.json
  if (!isNetworkPolicy(policy) || !directionsOf(spec).includes(direction)) return []
  const key = direction === 'ingress' ? 'from' : 'to'
  return listOf(spec?.[direction]).flatMap((rule, index): readonly OpenRule[] => {
    const at = policy.at('spec', direction, index)
    const peers = listOf(rule?.[key])
    if (peers.length === 0) return [{ at, rule, all: true }]
    return peers.flatMap((peer, p) => (isAnyAddress(peer) ? [{ at: [...at, key, p], rule, all: false }] : []))
  })
}

/** ` on port 80`, ` on ports 80 and https`; empty for all of them. */
function onPorts(rule: Json): string {
  const ports = listOf(rule?.ports).flatMap(one =>
    one?.port === undefined || one.port === null ? [] : [`\`${written(one.port)}\``],
  )
  return ports.length === 0 ? '' : ` on ${ports.length === 1 ? 'port' : 'ports'} ${listed(ports)}`
}

export const networkPolicyIngressAny = rule({
  id: 'network-policy-ingress-any',
  title: 'NetworkPolicy allows ingress from anywhere',
  why: 'Every pod of the cluster, and everything else that can route to it, may connect: the policy isolates the pod from no one.',
  help: 'List the allowed sources in `from`: a `podSelector`, a `namespaceSelector` or a narrow `ipBlock`.',
  severity: 'medium',
  profile: 'strict',
  since: '0.1',
  peers: { trivy: ['KUBE-0001', 'AVD-KUBE-0001', 'no-public-ingress', 'kubernetes-network-no-public-ingress'] },
  on: 'resource',
  kinds: ['NetworkPolicy'],
  check: policy =>
    open(policy, 'ingress').map(({ at, rule: allowed }) => ({
      at,
      message: `policy allows ingress from anywhere${onPorts(allowed)}`,
    })),
})

/** Names are looked up at servers that the cluster, or its provider, decides on. */
const isDns = (rule: Json): boolean =>
  listOf(rule?.ports).length > 0 &&
  listOf(rule.ports).every(port => ['53', 'dns', 'dns-tcp'].includes(written(port?.port)))

export const networkPolicyEgressAny = rule({
  id: 'network-policy-egress-any',
  title: 'NetworkPolicy allows egress to anywhere',
  why: 'An attacker in the pod can send out data, fetch tools, and reach the metadata service of the cloud.',
  help: 'List the allowed destinations in `to`, and exclude `169.254.169.254/32` where an `ipBlock` must be wide.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: { trivy: ['KUBE-0002', 'AVD-KUBE-0002', 'no-public-egress', 'kubernetes-network-no-public-egress'] },
  on: 'resource',
  kinds: ['NetworkPolicy'],
  check: policy =>
    open(policy, 'egress')
      .filter(({ rule: allowed, all }) => !isDns(allowed) && !(all && listOf(allowed?.ports).length > 0))
      .map(({ at, rule: allowed }) => ({ at, message: `policy allows egress to anywhere${onPorts(allowed)}` })),
})
