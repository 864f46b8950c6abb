import { memo } from '../../../core/memo.ts'
import { listed } from '../../../core/text.ts'
import { type PolicyRule, RBAC } from '../../../kube/rbac.ts'
import type { Resource } from '../../../kube/resource.ts'
import { isBuiltInRole } from '../../../world/power-holders.ts'
import { ownRulesOf, verbAt } from '../../../world/powers.ts'
import { objectsOf } from '../../../world/references.ts'
import { wildcardOf } from '../../../world/wildcards.ts'
import type { World } from '../../../world/world.ts'
import { rule } from '../../rule.ts'

const starOf = (role: Resource): PolicyRule | undefined =>
  ownRulesOf(role).find(one => wildcardOf(role, one) !== undefined)

/** By name, the first role that lists everything it grants. */
const listingRoles = memo((world: World): ReadonlyMap<string, Resource> => {
  const roles = [`${RBAC}/Role`, `${RBAC}/ClusterRole`].flatMap(type => objectsOf(world, type))
  const listing = roles.filter(role => ownRulesOf(role).length > 0 && starOf(role) === undefined)
  return new Map(listing.toReversed().map(role => [role.name, role]))
})

/** What a role lists of the groups of a rule. */
const listedFor = (peer: Resource, { apiGroups }: PolicyRule): PolicyRule | undefined =>
  ownRulesOf(peer).find(one => apiGroups.includes('*') || one.apiGroups.some(group => apiGroups.includes(group)))

const quoted = (words: readonly string[]): string => listed(words.map(word => `\`${word}\``))

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
    const peer = star && listingRoles(world).get(role.name)
    const needed = peer && listedFor(peer, star)
    if (!star || !peer || !needed) return
    const place = peer.namespace === undefined ? '' : ` of namespace \`${peer.namespace}\``
    return {
      at: verbAt(role, star, star.verbs.includes('*') ? '*' : star.verbs[0]!).at,
      judged: 'narrowed',
      message: `${peer.kind} \`${peer.name}\`${place} lists ${quoted(needed.verbs)} on ${quoted(needed.resources)} where this ${role.kind} has \`*\``,
      see: [{ at: needed.at, note: 'the rights that are listed', in: peer.source }],
    }
  },
})
