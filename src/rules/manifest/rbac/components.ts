import { listed } from '../../../core/text.ts'
import { componentNeeding, type Right, rightsNeededBy } from '../../../kube/facts/platform-roles.ts'
import { type PowerId, powerOf } from '../../../kube/facts/powers.ts'
import { listOf, type Resource, textOf } from '../../../kube/resource.ts'
import { grantOf, ownRulesOf } from '../../../world/rbac/powers.ts'
import { powersIn, wildcardOf } from '../../../world/rbac/wildcards.ts'
import { peersOfPowers } from '../../power-peers.ts'
import { rule } from '../../rule.ts'

/** What a star for resources gives, for a message. */
const STARS: ReadonlyMap<Right, string> = new Map([
  ['all', 'do everything'],
  ['resources', 'access every resource'],
  ['group', 'access every resource of a group'],
  ['verbs', 'use every verb'],
])

const hasStar = (role: Resource, right: Right): boolean => ownRulesOf(role).some(one => wildcardOf(role, one) === right)

/** What a role grants of what its component requires; everything contains all else. */
function rightsOf(role: Resource): readonly Right[] {
  const rights = [...new Set(rightsNeededBy(role.name))].filter(right =>
    STARS.has(right) ? hasStar(role, right) : grantOf(role, powerOf(right as PowerId)),
  )
  return rights.includes('all') ? ['all'] : rights
}

const wordsOf = (right: Right): string => STARS.get(right) ?? powerOf(right as PowerId).what

/** All powers that it has, those of stars too. */
const powersOf = (role: Resource, rights: readonly Right[]): readonly PowerId[] =>
  rights.flatMap(right =>
    STARS.has(right) ? ownRulesOf(role).flatMap(one => powersIn(role, one)) : (right as PowerId),
  )

export const componentRights = rule({
  id: 'rbac-component-rights',
  title: 'Role of a well-known component has powerful rights',
  why: 'The component requires them, so an attacker in it has them as well: its version, its network and its users decide how safe the cluster is.',
  help: 'Keep the component up to date, and let no one else use its account: check the `subjects` of its bindings.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  on: 'resource',
  kinds: ['Role', 'ClusterRole'],
  check(role) {
    const rights = rightsOf(role)
    const [first] = rights
    if (first === undefined) return
    return {
      at: role.at('metadata', 'name'),
      message: `${role.kind} \`${role.name}\` can ${listed(rights.map(wordsOf))}, as ${componentNeeding(role.name, first)} requires`,
      also: peersOfPowers(powersOf(role, rights)),
    }
  },
})

/** Whether Kubernetes' role for everything is bound to what cannot do with less. */
export const componentAdministrator = rule({
  id: 'rbac-component-administrator',
  title: 'Well-known component has cluster-admin',
  why: 'The component deploys anything to any namespace, so anyone who controls what it reads controls the cluster.',
  help: 'Let it impersonate an account with fewer rights for each tenant: `serviceAccountName` of a Kustomization or HelmRelease.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  on: 'resource',
  kinds: ['ClusterRoleBinding'],
  check(binding) {
    const component = componentNeeding(binding.name, 'all')
    if (component === undefined || textOf(binding.json.roleRef?.name) !== 'cluster-admin') return
    if (listOf(binding.json.subjects).length === 0) return
    const message = `ClusterRoleBinding \`${binding.name}\` gives \`cluster-admin\`, as ${component} requires`
    return { at: binding.at('roleRef', 'name'), message }
  },
})
