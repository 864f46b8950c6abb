import type { Severity } from '../../../core/severity.ts'
import { componentNeeding } from '../../../kube/facts/platform-roles.ts'
import { POWERS, type Power } from '../../../kube/facts/powers.ts'
import { allows, type PolicyRule } from '../../../kube/rbac.ts'
import { type Resource, textOf } from '../../../kube/resource.ts'
import { grantsHeld, type Holding, holdingsIn } from '../../../world/rbac/holdings.ts'
import {
  holdersWords,
  isBuiltIn,
  isBuiltInRole,
  isControlPlane,
  seeExposure,
  severityFor,
  worstOf,
} from '../../../world/rbac/power-holders.ts'
import { ownRulesOf } from '../../../world/rbac/powers.ts'
import type { NamedSubject } from '../../../world/rbac/subjects.ts'
import { subjectsOf } from '../../../world/rbac/subjects.ts'
import { isEverything } from '../../../world/rbac/wildcards.ts'
import { isRun } from '../../../world/service-account.ts'
import type { World } from '../../../world/world.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

const BINDINGS = ['RoleBinding', 'ClusterRoleBinding'] as const

const ref = ({ json }: Resource): string => `${textOf(json.roleRef?.kind)} \`${textOf(json.roleRef?.name)}\``

/** Roles of every cluster that allow everything, or everything in a namespace but its quota: the latter, in all of them. */
const ADMINISTRATORS: ReadonlyMap<string, string> = new Map([
  ['cluster-admin', 'do everything'],
  ['admin', 'do everything'],
  ['edit', 'run pods and read Secrets'],
])

/** ` in every namespace`; nothing for the whole cluster. */
function whereIn({ ref: { name }, namespace }: Holding): string {
  if (namespace !== undefined) return ` in namespace \`${namespace}\``
  return name === 'cluster-admin' ? '' : ' in every namespace'
}

/**
 * A built-in role that allows all or nearly all; people are administrators of their namespaces, pods should not be. Others
 * that allow as much are reported themselves.
 */
const isAdministrative = (world: World, { ref: { kind, name }, role, namespace, subject }: Holding): boolean =>
  kind === 'ClusterRole' &&
  ADMINISTRATORS.has(name) &&
  (namespace === undefined || name === 'cluster-admin' || isRun(world, subject)) &&
  (role === undefined || isBuiltInRole(role))

export const clusterAdminBinding = rule({
  id: 'rbac-cluster-admin-binding',
  title: 'Binding gives cluster-admin, or nearly as much',
  why: 'An attacker who has one of its subjects has the cluster: every Secret, every node, every right.',
  help: 'Bind a role that lists the `resources` and `verbs` that are needed, and people to `admin` or `edit` in their namespaces.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  tags: ['cis:5.1.1', 'nsa', 'mitre'],
  peers: {
    kics: '249328b8-5f0f-409f-b1dd-029f07882e11',
    kubelinter: 'cluster-admin-role-binding',
    kubescape: ['C-0185', 'C-0035'],
    polaris: ['clusterrolebindingClusterAdmin', 'rolebindingClusterAdminClusterRole', 'rolebindingClusterAdminRole'],
    trivy: trivyIds('KSV-0111', 'cluster-admin0-role-only-used-where-required'),
  },
  on: 'resource',
  kinds: BINDINGS,
  covers: ['default-service-account-bound'],
  check(binding, { world }) {
    if (componentNeeding(binding.name, 'all') !== undefined) return
    const holdings = holdingsIn(world, binding).filter(
      one => isAdministrative(world, one) && !isControlPlane(one.subject),
    )
    const holders = worstOf(world, holdings)
    if (!holders) return
    const { ref: role, namespace } = holders.holding
    const what = `${ADMINISTRATORS.get(role.name)}${whereIn(holders.holding)}`
    const message = `${holdersWords(holders)} can ${what}: ${binding.kind} \`${binding.name}\` → ClusterRole \`${role.name}\``
    return {
      at: binding.at('roleRef', 'name'),
      message,
      severity: severityFor(holders, 'medium'),
      see: seeExposure(holders),
      unlike: role.name !== 'cluster-admin' ? NEARLY : namespace !== undefined ? IN_ONE_NAMESPACE : {},
    }
  },
})

/** Peers that look at ClusterRoleBindings alone. */
const IN_ONE_NAMESPACE = { kubelinter: 'cluster-admin-role-binding' } as const

/** Peers that look for cluster-admin alone. */
const NEARLY = {
  kics: '249328b8-5f0f-409f-b1dd-029f07882e11',
  kubelinter: 'cluster-admin-role-binding',
  kubescape: ['C-0185', 'C-0035'],
  polaris: ['clusterrolebindingClusterAdmin', 'rolebindingClusterAdminClusterRole', 'rolebindingClusterAdminRole'],
} as const

const named = (binding: Resource, isWanted: (one: NamedSubject['subject']) => boolean): readonly NamedSubject[] =>
  subjectsOf(binding).filter(({ subject }) => isWanted(subject))

/** What every cluster lets everyone see, by the roles that it is made with. */
const PUBLIC: ReadonlySet<string> = new Set([
  'kubeadm:bootstrap-signer-clusterinfo',
  'system:public-info-viewer',
  'system:service-account-issuer-discovery',
])

/** The role that a binding gives, when it was read. */
const roleRead = (binding: Resource, world: World): Resource | undefined => holdingsIn(world, binding)[0]?.role

/** Whether a binding gives one of these roles, as it is in every cluster. */
const gives = (binding: Resource, world: World, roles: ReadonlySet<string>): boolean =>
  roles.has(textOf(binding.json.roleRef?.name)) && ['low', 'medium'].includes(worthOf(binding, world))

/** Paths such as `/healthz`, and nothing else. */
function isOfPaths(role: Resource | undefined): boolean {
  const rules = role ? ownRulesOf(role) : []
  return (
    rules.length > 0 &&
    rules.every(({ resources, nonResourceURLs }) => resources.length === 0 && !nonResourceURLs.includes('*'))
  )
}

export const anonymousBinding = rule({
  id: 'rbac-anonymous-binding',
  title: 'Role is bound to anonymous users',
  why: 'Anyone who reaches the API server has the rights of the role, without any credential; many servers are open to the internet.',
  help: 'Remove `system:anonymous` and `system:unauthenticated` from `subjects`.',
  severity: 'critical',
  profile: 'essential',
  since: '0.1',
  peers: {
    kubescape: 'C-0262',
    kubesec: 'BindingsToSystemAnonymous',
    trivy: trivyIds('KSV-0122', 'no-anonymous-user-bind'),
  },
  on: 'resource',
  kinds: BINDINGS,
  covers: ['rbac-cluster-admin-binding'],
  check(binding, { world }) {
    if (gives(binding, world, PUBLIC)) return
    const isHarmless = isOfPaths(roleRead(binding, world))
    return named(binding, isAnonymous).map(({ subject, at }) => ({
      at: [...at, 'name'],
      message: `${subject.kind.toLowerCase()} \`${subject.name}\`, which needs no credential, gets ${ref(binding)}`,
      ...(isHarmless && { severity: 'medium' as const }),
    }))
  },
})

const isAnonymous = ({ kind, name }: NamedSubject['subject']): boolean =>
  (kind === 'User' && name === 'system:anonymous') || (kind === 'Group' && name === 'system:unauthenticated')

/** What every account may see, by the roles that a cluster is made with. */
const BASIC: ReadonlySet<string> = new Set([...PUBLIC, 'system:basic-user', 'system:discovery'])

/** Of objects that it names, or of paths such as `/version`. */
const isNarrow = ({ resources, resourceNames, verbs }: PolicyRule): boolean =>
  resources.length === 0 || (resourceNames.length > 0 && !verbs.includes('*'))

/** How much a role is worth to an attacker who has any account. */
function worthOf(binding: Resource, world: World): Severity {
  const [held] = holdingsIn(world, binding)
  const rules = held ? grantsHeld(world, held).map(grant => grant.rule) : []
  if (held && (isAdministrative(world, held) || rules.some(isEverything))) return 'critical'
  const hasPower = POWERS.some(
    ({ accesses, minor }: Power) => !minor && accesses.some(access => rules.some(one => allows(one, access))),
  )
  if (hasPower) return 'high'
  return rules.length > 0 && rules.every(isNarrow) ? 'low' : 'medium'
}

export const authenticatedBinding = rule({
  id: 'rbac-authenticated-binding',
  title: 'Role is bound to all authenticated users',
  why: 'Every service account and every user has the rights of the role; on some clouds, the group has everyone with any account of the provider.',
  help: 'Name the users, groups or accounts that need the role in `subjects` instead of `system:authenticated`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: { kubescape: 'C-0265', trivy: trivyIds('KSV-01011', 'no-system-authenticated-group-bind') },
  on: 'resource',
  kinds: BINDINGS,
  covers: ['rbac-cluster-admin-binding'],
  check(binding, { world }) {
    if (gives(binding, world, BASIC)) return
    const found = named(binding, ({ kind, name }) => kind === 'Group' && name === 'system:authenticated')
    const severity = worthOf(binding, world)
    return found.map(({ at }) => ({
      at: [...at, 'name'],
      message: `group \`system:authenticated\` gets ${ref(binding)}: every service account and user`,
      severity,
      // The control is about roles that lead to the whole cluster.
      ...(['low', 'medium'].includes(severity) && { unlike: { kubescape: 'C-0265' } }),
    }))
  },
})

export const systemMastersBinding = rule({
  id: 'rbac-system-masters-binding',
  title: 'Role is bound to system:masters',
  why: 'The API server allows the group everything without asking for roles: a binding that names it has no effect, and shows that credentials with the group are in use, which cannot be revoked.',
  help: 'Remove `system:masters` from `subjects`, and bind `cluster-admin` to a group of the identity provider.',
  severity: 'critical',
  profile: 'essential',
  since: '0.1',
  tags: ['cis:5.1.7'],
  peers: {
    kubescape: 'C-0246',
    trivy: [...trivyIds('KSV-0123', 'no-system-masters-group-bind'), 'KSV0123'],
  },
  on: 'resource',
  kinds: BINDINGS,
  covers: ['rbac-cluster-admin-binding'],
  check(binding) {
    // Every cluster has this one.
    if (binding.name === 'cluster-admin' && isBuiltIn(binding)) return
    return named(binding, ({ kind, name }) => kind === 'Group' && name === 'system:masters').map(({ at }) => ({
      at: [...at, 'name'],
      message: `group \`system:masters\`, which is allowed everything already, gets ${ref(binding)}`,
    }))
  },
})
