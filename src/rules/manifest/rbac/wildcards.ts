import type { Peers } from '../../../core/rule.ts'
import { listed, listedUpTo } from '../../../core/text.ts'
import { componentNeeding } from '../../../kube/facts/platform-roles.ts'
import { hasVerb, type PolicyRule } from '../../../kube/rbac.ts'
import type { Resource } from '../../../kube/resource.ts'
import type { Holding } from '../../../world/rbac/holdings.ts'
import { type Granted, weigh } from '../../../world/rbac/power-holders.ts'
import { ownRulesOf, verbAt } from '../../../world/rbac/powers.ts'
import { powersIn, type Wildcard, wildcardOf } from '../../../world/rbac/wildcards.ts'
import type { World } from '../../../world/world.ts'
import { trivyIds } from '../../peers.ts'
import { administratorOf, peersOfPowers, unlike } from '../../power-peers.ts'
import { type Found, rule } from '../../rule.ts'

const quoted = (words: readonly string[]): string => listed(words.map(word => `\`${word}\``))

/** ` of group `apps``; nothing for all groups. */
const ofGroups = ({ apiGroups }: PolicyRule): string =>
  apiGroups.includes('*')
    ? ''
    : ` of ${apiGroups.length === 1 && apiGroups[0] === '' ? 'the core group' : `${apiGroups.length === 1 ? 'group' : 'groups'} ${quoted(apiGroups.map(group => group || 'core'))}`}`

const verbsIn = ({ verbs }: PolicyRule): string => (verbs.includes('*') ? 'every verb' : quoted(verbs))

/** So many resources are named. */
const MOST_NAMED = 4

function grantedBy(role: Resource, one: PolicyRule, wildcard: Wildcard): Granted {
  const resources = one.resources.length > 0 ? one.resources : one.nonResourceURLs
  const what =
    wildcard === 'verbs'
      ? listedUpTo(
          MOST_NAMED,
          resources.map(word => `\`${word}\``),
        )
      : `every resource${ofGroups(one)}`
  const { text } = verbAt(role, one, one.verbs.includes('*') ? '*' : one.verbs[0]!)
  const words = wildcard === 'verbs' ? `${text} ${resources[0]}` : `${text} *`
  return {
    what: `use ${verbsIn(one)} on ${what}`,
    words,
    clusterWide: one.resources.length === 0,
    namespace: undefined,
  }
}

/** What peers call the powers that a star for resources gives, and a role that is as good as cluster-admin. */
function alsoOf(role: Resource, one: PolicyRule, holdings: readonly Holding[]): Peers {
  if (!one.resources.includes('*')) return {}
  const { checkov = [], polaris = [], ...others } = peersOfPowers(powersIn(role, one))
  const not = unlike(role, holdings, {})
  const isAdministrator =
    one.apiGroups.includes('*') &&
    ['get', 'list', 'create', 'update', 'patch', 'delete'].every(verb => hasVerb(one, verb))
  return {
    ...others,
    checkov: [checkov].flat().filter(id => !not.checkov?.includes(id)),
    polaris: [polaris, isAdministrator ? administratorOf(role, holdings) : []]
      .flat()
      .filter(id => !not.polaris?.includes(id)),
  }
}

/** A role is told once, at the first rule of its kind. */
function problemOf(role: Resource, world: World, wanted: Wildcard, severity: 'medium' | 'low'): Found {
  if (componentNeeding(role.name, wanted) !== undefined) return undefined
  const one = ownRulesOf(role).find(candidate => wildcardOf(role, candidate) === wanted)
  const granted = one && grantedBy(role, one, wanted)
  const weighed = granted && weigh(world, role, granted, severity)
  if (!one || !weighed) return undefined
  return {
    at: verbAt(role, one, one.verbs.includes('*') ? '*' : one.verbs[0]!).at,
    judged: wanted,
    unlike: unlike(role, weighed.holdings, one.verbs.includes('*') ? {} : { kubescape: 'C-0187' }),
    also: alsoOf(role, one, weighed.holdings),
    ...weighed.problem,
  }
}

const KICS = '6b896afb-ca07-467a-b256-1a0077a1c08e'
const ALL = trivyIds('KSV-0044', 'no-wildcard-verb-resource-role')
const VERBS = trivyIds('KSV-0045', 'no-wildcard-verb-role')
const RESOURCES = [
  ...trivyIds('KSV-0046', 'no-wildcard-resource-clusterrole'),
  ...trivyIds('KSV-0112', 'no-wildcard-resource-role'),
]
const ANY = { checkov: 'CKV_K8S_49', kics: KICS, kubelinter: 'wildcard-in-rules', kubescape: 'C-0187' } as const

const common = { since: '0.1', tags: ['cis:5.1.3'], on: 'resource', kinds: ['Role', 'ClusterRole'] } as const

export const wildcardAll = rule({
  id: 'rbac-wildcard-all',
  title: 'Role grants every verb on every resource',
  why: 'Its holder can read every Secret, run anything anywhere, and give any right to itself and to others.',
  help: 'List the `apiGroups`, `resources` and `verbs` that are needed.',
  severity: 'medium',
  profile: 'recommended',
  ...common,
  covers: ['rbac-wildcard-resources', 'rbac-wildcard-group', 'rbac-wildcard-verbs'],
  peers: { ...ANY, trivy: [...ALL, ...RESOURCES] },
  check: (role, { world }) => problemOf(role, world, 'all', 'medium'),
})

export const wildcardResources = rule({
  id: 'rbac-wildcard-resources',
  title: 'Role grants access to every resource',
  why: 'It includes Secrets, pods or roles, and everything that later versions and extensions of Kubernetes add.',
  help: 'List the `resources` that are needed.',
  severity: 'medium',
  profile: 'recommended',
  ...common,
  peers: { ...ANY, trivy: RESOURCES },
  check: (role, { world }) => problemOf(role, world, 'resources', 'medium'),
})

export const wildcardGroup = rule({
  id: 'rbac-wildcard-group',
  title: 'Role grants access to every resource of an API group',
  why: 'It includes everything that later versions of the group add.',
  help: 'List the `resources` that are needed.',
  severity: 'low',
  profile: 'strict',
  ...common,
  peers: { ...ANY, trivy: RESOURCES },
  check: (role, { world }) => problemOf(role, world, 'group', 'low'),
})

export const wildcardVerbs = rule({
  id: 'rbac-wildcard-verbs',
  title: 'Role grants every verb',
  why: 'It includes verbs beyond reading and writing: `escalate`, `bind`, `impersonate`, `approve`, and those that extensions add.',
  help: 'List the `verbs` that are needed.',
  severity: 'low',
  profile: 'strict',
  ...common,
  peers: { ...ANY, trivy: VERBS },
  check: (role, { world }) => problemOf(role, world, 'verbs', 'low'),
})
