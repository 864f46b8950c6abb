import { indexBy } from '../../../core/group.ts'
import { memo } from '../../../core/memo.ts'
import { folderOf } from '../../../core/paths.ts'
import { distance } from '../../../core/text.ts'
import { BUILT_IN_ROLES } from '../../../kube/facts/built-in-roles.ts'
import { RBAC, roleRefOf } from '../../../kube/rbac.ts'
import type { Resource } from '../../../kube/resource.ts'
import { isExpected } from '../../../world/evidence.ts'
import { namespaceOf } from '../../../world/lookup.ts'
import { holdingsIn } from '../../../world/rbac/holdings.ts'
import { isBuiltIn } from '../../../world/rbac/power-holders.ts'
import { accountOf, subjectsOf } from '../../../world/rbac/subjects.ts'
import { objectsOf } from '../../../world/references.ts'
import { accountsNamed } from '../../../world/service-account.ts'
import type { World } from '../../../world/world.ts'
import { rule } from '../../rule.ts'

const BINDINGS = ['RoleBinding', 'ClusterRoleBinding'] as const

/** A chart, an overlay, or a folder of plain files. */
const placeOf = ({ origin, source }: Resource): string =>
  JSON.stringify([origin?.root, !origin && folderOf(source.file)])

const clusterRolesAt = memo((world: World) => indexBy(objectsOf(world, `${RBAC}/ClusterRole`), role => [placeOf(role)]))

/** Of more roles than these, none is looked for that was meant: all bindings of a checkout may have such a reference. */
const MOST_COMPARED = 200

/** Whether one name is the other with a slip or two; `tenant-1` and `tenant-2` are meant as they are. */
const isSlip = (a: string, b: string): boolean =>
  distance(a, b, 3) < 3 && a.replaceAll(/\d/g, '') !== b.replaceAll(/\d/g, '')

/** ClusterRoles come with whatever was installed before: one is missing where another one beside the binding was meant. */
function missesClusterRole(world: World, binding: Resource, name: string): boolean {
  const others = clusterRolesAt(world).get(placeOf(binding)) ?? []
  return others.length <= MOST_COMPARED && others.some(other => isSlip(name, other.name))
}

export const danglingRoleRef = rule({
  id: 'dangling-role-ref',
  title: 'Binding names a role that is not defined',
  why: 'The binding grants nothing, so what needs it fails; anyone who later creates a role of the name decides what its subjects can do.',
  help: 'Correct `name` in `roleRef`, or add the role. A `roleRef` cannot be changed: the binding has to be deleted first.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  on: 'resource',
  kinds: BINDINGS,
  check(binding, { world }) {
    const ref = roleRefOf(binding)
    if (!ref || holdingsIn(world, binding).some(({ role }) => role)) return
    if (ref.kind === 'ClusterRole' && (BUILT_IN_ROLES.has(ref.name) || ref.name.startsWith('system:'))) return
    const isMissing =
      ref.kind === 'Role' ? isExpected(world, binding, `${RBAC}/Role`) : missesClusterRole(world, binding, ref.name)
    if (!isMissing || holdingsIn(world, binding).length === 0) return
    const place = ref.kind === 'Role' ? ` of namespace \`${namespaceOf(binding)}\`` : ''
    return {
      at: binding.at('roleRef', 'name'),
      message: `\`${ref.name}\` is not a ${ref.kind}${place}, unless it is defined elsewhere`,
    }
  },
})

export const danglingRoleSubject = rule({
  id: 'dangling-role-subject',
  title: 'Binding names a service account that is not defined',
  why: 'What should have the role runs without it; anyone who can create an account of the name gets the rights.',
  help: 'Correct `name` and `namespace` in `subjects`, or add the ServiceAccount.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  on: 'resource',
  kinds: BINDINGS,
  check(binding, { world }) {
    if (isBuiltIn(binding)) return
    return subjectsOf(binding).flatMap(({ subject, at }) => {
      const account = accountOf(subject)
      if (!account || account.name === 'default' || accountsNamed(world, binding, account).length > 0) return []
      if (!isExpected(world, binding, 'ServiceAccount', account.namespace)) return []
      return {
        at: [...at, 'name'],
        message: `\`${account.name}\` is not a ServiceAccount of namespace \`${account.namespace}\`, unless it is defined elsewhere`,
      }
    })
  },
})
