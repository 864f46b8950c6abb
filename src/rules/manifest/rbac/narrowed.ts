import { memo } from '../../../core/memo.ts'
import { listedUpTo } from '../../../core/text.ts'
import { type PolicyRule, RBAC } from '../../../kube/rbac.ts'
import type { Resource } from '../../../kube/resource.ts'
import { isBuiltInRole } from '../../../world/rbac/power-holders.ts'
import { ownRulesOf, verbAt } from '../../../world/rbac/powers.ts'
import { wildcardOf } from '../../../world/rbac/wildcards.ts'
import { objectsOf } from '../../../world/references.ts'
import type { World } from '../../../world/world.ts'
import { rule } from '../../rule.ts'

const starOf = (role: Resource): PolicyRule | undefined =>
  ownRulesOf(role).find(one => wildcardOf(role, one) !== undefined)

const keyOf = ({ kind, name }: Resource): string => `${kind}/${name}`

/** By kind and name, the first role that lists everything it grants. One of the other kind may be its other half. */
const listingRoles = memo((world: World): ReadonlyMap<string, Resource> => {
  const roles = [`${RBAC}/Role`, `${RBAC}/ClusterRole`].flatMap(type => objectsOf(world, type))
  const listing = roles.filter(role => ownRulesOf(role).length > 0 && starOf(role) === undefined)
  return new Map(listing.toReversed().map(role => [keyOf(role), role]))
})

/** What a role lists of the groups of a rule. */
const resourcesFor = (peer: Resource, { apiGroups }: PolicyRule): readonly string[] => [
  ...new Set(
    ownRulesOf(peer)
      .filter(one => apiGroups.includes('*') || one.apiGroups.some(group => apiGroups.includes(group)))
      .flatMap(({ resources }) => resources),
  ),
]

/** So many resources are named. */
const MOST_NAMED = 4

export const wildcardNarrowed = rule({
  id: 'rbac-wildcard-narrowed',
  title: 'Role has a wildcard where its namesake lists rights',
  why: 'The same program runs elsewhere with fewer rights: the wildcard only serves an attacker.',
  help: 'List the `resources` and `verbs` of the other role.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  on: 'resource',
  kinds: ['Role', 'ClusterRole'],
  check(role, { world }) {
    const star = isBuiltInRole(role) ? undefined : starOf(role)
    const peer = star && listingRoles(world).get(keyOf(role))
    const needed = peer ? resourcesFor(peer, star) : []
    if (!star || !peer || needed.length === 0) return
    const place = peer.namespace === undefined ? ` in \`${peer.source.file}\`` : ` of namespace \`${peer.namespace}\``
    return {
      at: verbAt(role, star, star.verbs.includes('*') ? '*' : star.verbs[0]!).at,
      judged: 'narrowed',
      message: `${peer.kind} \`${peer.name}\`${place} lists ${listedUpTo(
        MOST_NAMED,
        needed.map(word => `\`${word}\``),
      )} where this one has \`*\``,
      see: [{ at: peer.at('rules'), note: 'the rights that are listed', in: peer.source }],
    }
  },
})
