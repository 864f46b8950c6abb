import { isClusterWide, POWERS, type Power, type PowerId, powerOf } from '../../kube/facts/powers.ts'
import { allows, type PolicyRule } from '../../kube/rbac.ts'
import type { Resource } from '../../kube/resource.ts'

/**
 * What the star of a rule is for: all of a cluster or namespace, resources that hold some power, all of a group of its
 * own, or the verbs on what it names.
 */
export type Wildcard = 'all' | 'resources' | 'group' | 'verbs'

/** The powers that a rule grants by a star for its resources. */
export const powersIn = (role: Resource, one: PolicyRule): readonly PowerId[] =>
  POWERS.filter(({ accesses }: Power) =>
    accesses.some(access => !(role.kind === 'Role' && isClusterWide(access)) && allows(one, access)),
  ).map(({ id }) => id)

/** The core group has pods, Secrets and accounts. */
const isWide = ({ apiGroups }: PolicyRule): boolean => apiGroups.includes('*') || apiGroups.includes('')

/** Every verb on every resource; the core group has enough to gain the rest. */
export const isEverything = (one: PolicyRule): boolean =>
  one.verbs.includes('*') && one.resources.includes('*') && isWide(one)

export function wildcardOf(role: Resource, one: PolicyRule): Wildcard | undefined {
  const grantsNothing = one.verbs.length === 0 || (one.resources.length > 0 && one.apiGroups.length === 0)
  if (grantsNothing || one.resourceNames.length > 0) return undefined
  if (!one.resources.includes('*')) return one.verbs.includes('*') ? 'verbs' : undefined
  if (isEverything(one)) return 'all'
  return isWide(one) || powersIn(role, one).some(id => !powerOf(id).minor) ? 'resources' : 'group'
}
