import { RBAC } from '../../../kube/rbac.ts'
import type { Resource } from '../../../kube/resource.ts'
import { labelsOf } from '../../../kube/selector.ts'
import { isExpected, PODS } from '../../../world/evidence.ts'
import { namespaceOf } from '../../../world/lookup.ts'
import { aggregatingRoles } from '../../../world/rbac/aggregation.ts'
import { holdingsNaming, holdingsOf } from '../../../world/rbac/holdings.ts'
import { isBuiltInRole } from '../../../world/rbac/power-holders.ts'
import type { Subject } from '../../../world/rbac/subjects.ts'
import { definesSome } from '../../../world/references.ts'
import { isRun } from '../../../world/service-account.ts'
import type { World } from '../../../world/world.ts'
import { rule } from '../../rule.ts'

/** Whether bindings that could name a role were read together with it. */
const hasBindings = (role: Resource, world: World): boolean =>
  definesSome(world, role, { type: `${RBAC}/RoleBinding`, namespace: namespaceOf(role) }) ||
  (role.kind === 'ClusterRole' &&
    definesSome(world, role, { type: `${RBAC}/ClusterRoleBinding`, namespace: namespaceOf(role) }))

/** Made to be a part of other roles, of this cluster or of another distribution. */
const isPart = (role: Resource, world: World): boolean =>
  aggregatingRoles(world, role).length > 0 ||
  Object.keys(labelsOf(role.json)).some(label => label.includes('/aggregate-to-'))

export const unusedRole = rule({
  id: 'rbac-unused-role',
  title: 'Role is not bound',
  why: 'No one has its rights, so nothing shows that they are too wide until someone binds it.',
  help: 'Remove the role, or bind it: `roleRef: {kind: Role, name: …}`.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  on: 'resource',
  kinds: ['Role', 'ClusterRole'],
  check(role, { world }) {
    if (isBuiltInRole(role) || isPart(role, world) || !hasBindings(role, world)) return
    if (holdingsOf(world, role).length > 0) return
    return {
      at: role.at('metadata', 'name'),
      message: `no binding names ${role.kind} \`${role.name}\`, unless one is defined elsewhere`,
    }
  },
})

export const unusedServiceAccount = rule({
  id: 'unused-service-account',
  title: 'Service account is not used by a pod',
  why: 'Its rights serve nothing that was deployed, and anyone who can create a pod in the namespace can use them.',
  help: 'Remove the ServiceAccount and its bindings, or set it as `serviceAccountName` of the workload that it was made for.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  on: 'resource',
  kinds: ['ServiceAccount'],
  check(account, { world }) {
    const { name } = account
    const subject: Subject = { kind: 'ServiceAccount', name, namespace: namespaceOf(account) }
    if (name === 'default' || !isExpected(world, account, PODS) || isRun(world, subject)) return
    const isHeld = holdingsNaming(world, subject).length > 0
    return {
      at: account.at('metadata', 'name'),
      message: `no pod runs as service account \`${name}\`${isHeld ? ', which has a role' : ''}, unless one is defined elsewhere`,
      ...(isHeld && { severity: 'low' as const }),
    }
  },
})
