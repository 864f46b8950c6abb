import { groupBy, indexBy } from '../../core/group.ts'
import type { Path } from '../../core/location.ts'
import { memo } from '../../core/memo.ts'
import { folderOf } from '../../core/paths.ts'
import { BUILT_IN_ROLES } from '../../kube/facts/built-in-roles.ts'
import { RBAC, type RoleRef, roleRefOf } from '../../kube/rbac.ts'
import type { Resource } from '../../kube/resource.ts'
import { namespaceOf } from '../lookup.ts'
import { objectsOf } from '../references.ts'
import type { World } from '../world.ts'
import {
  aggregatingRoles,
  builtInGrants,
  builtInRolesWith,
  CLUSTER_ROLE,
  type Grant,
  grantsAddedTo,
  grantsOf,
} from './aggregation.ts'
import { groupsOf, type Subject, subjectKey, subjectsOf } from './subjects.ts'

/** A role that a binding gives to a subject. */
export interface Holding {
  readonly subject: Subject
  /** Of the subject, in the binding. */
  readonly at: Path
  readonly binding: Resource
  readonly ref: RoleRef
  /** `undefined`: not read. Of several that may be meant, the one that was read last, as the last one applied remains. */
  readonly role: Resource | undefined
  /** Where the role applies; `undefined`: in the whole cluster. */
  readonly namespace: string | undefined
  /** Tells roles apart: holdings of one role share it. */
  readonly key: string
}

const idOf = (kind: string, namespace: string, name: string): string => JSON.stringify([kind, namespace, name])

const idOfRole = (role: Resource): string => idOf(role.kind, role.kind === 'Role' ? namespaceOf(role) : '', role.name)

/**
 * Keys of a role by whom it is looked for, the nearest first: another file of the folder, the same chart, overlay or plain
 * files, all.
 */
const keysFrom = ({ origin, source }: Resource, id: string): readonly string[] => [
  ...(origin ? [] : [JSON.stringify(['folder', folderOf(source.file), id])]),
  JSON.stringify(['render', origin?.root, id]),
  id,
]

const rolesByKey = memo((world: World) =>
  indexBy([...objectsOf(world, CLUSTER_ROLE), ...objectsOf(world, `${RBAC}/Role`)], role =>
    keysFrom(role, idOfRole(role)),
  ),
)

/** The key by which a binding finds its role, or the last one that it is not found by. */
function keyOfRef(world: World, binding: Resource, { kind, name }: RoleRef): string {
  const keys = keysFrom(binding, idOf(kind, kind === 'Role' ? namespaceOf(binding) : '', name))
  return keys.find(key => rolesByKey(world).has(key)) ?? keys.at(-1)!
}

function joinsOf(world: World, binding: Resource): readonly Holding[] {
  const ref = roleRefOf(binding)
  if (!ref) return []
  const key = keyOfRef(world, binding, ref)
  const role = rolesByKey(world).get(key)?.at(-1)
  const namespace = binding.kind === 'RoleBinding' ? namespaceOf(binding) : undefined
  return subjectsOf(binding).map(({ subject, at }) => ({ subject, at, binding, ref, role, namespace, key }))
}

const joins = memo((world: World): readonly Holding[] =>
  [...objectsOf(world, `${RBAC}/ClusterRoleBinding`), ...objectsOf(world, `${RBAC}/RoleBinding`)].flatMap(binding =>
    joinsOf(world, binding),
  ),
)

const byRole = memo((world: World) => groupBy(joins(world), ({ key }) => key))
const bySubject = memo((world: World) => groupBy(joins(world), ({ subject }) => subjectKey(subject)))

/** Who holds a role by its own name. */
const directHoldingsOf = (world: World, role: Resource): readonly Holding[] =>
  keysFrom(role, idOfRole(role)).flatMap(key => byRole(world).get(key) ?? [])

/** Who holds a built-in role that is not among the files. */
const holdingsOfBuiltIn = (world: World, name: string): readonly Holding[] =>
  (byRole(world).get(idOf('ClusterRole', '', name)) ?? []).filter(({ role }) => !role)

const holdingsOfAny = memo((world: World) =>
  memo((roles: readonly Resource[]): readonly Holding[] => [
    ...roles.flatMap(role => directHoldingsOf(world, role)),
    ...[...new Set(roles.flatMap(role => [...builtInRolesWith(role)]))].flatMap(name => holdingsOfBuiltIn(world, name)),
  ]),
)

/**
 * Who has the rules of a role: by a binding of it, or of a role that aggregates it. Roles that are held by the same
 * aggregation share the list.
 */
export function holdingsOf(world: World, role: Resource): readonly Holding[] {
  const lists = [[role], ...aggregatingRoles(world, role)].map(holdingsOfAny(world)).filter(({ length }) => length > 0)
  return lists.length === 1 ? lists[0]! : [...new Set(lists.flat())]
}

/** What bindings give to a subject by its own name. */
export const holdingsNaming = (world: World, subject: Subject): readonly Holding[] =>
  bySubject(world).get(subjectKey(subject)) ?? []

/** What a subject holds, by its own name or by a group of Kubernetes that it is in. */
export const holdingsBy = (world: World, subject: Subject): readonly Holding[] =>
  [subject, ...groupsOf(subject)].flatMap(one => holdingsNaming(world, one))

/** What a binding gives to each of its subjects. */
export const holdingsIn = (world: World, binding: Resource): readonly Holding[] => joinsOf(world, binding)

/** All holdings, those of ClusterRoleBindings first. */
export const everyHolding = (world: World): readonly Holding[] => joins(world)

/** The rules that a holding gives. Those of a built-in role are at the reference to it. */
export function grantsHeld(world: World, { binding, ref, role, namespace }: Holding): readonly Grant[] {
  const grants = role ? grantsOf(world, role) : grantsOfBuiltIn(world, binding, ref)
  // Paths such as `/metrics` are in no namespace.
  return namespace === undefined ? grants : grants.filter(({ rule }) => rule.resources.length > 0)
}

function grantsOfBuiltIn(world: World, binding: Resource, { kind, name }: RoleRef): readonly Grant[] {
  if (kind !== 'ClusterRole' || !BUILT_IN_ROLES.has(name)) return []
  return [...builtInGrants(name, binding, binding.at('roleRef', 'name')), ...grantsAddedTo(world, name, binding)]
}
