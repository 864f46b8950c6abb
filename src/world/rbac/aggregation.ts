import { groupBy, indexBy } from '../../core/group.ts'
import type { Path } from '../../core/location.ts'
import { memo } from '../../core/memo.ts'
import { AGGREGATED_BY_LABEL, BUILT_IN_ROLES, LABELLED_ROLES } from '../../kube/facts/built-in-roles.ts'
import { type PolicyRule, policyRulesOf, RBAC } from '../../kube/rbac.ts'
import { listOf, type Resource } from '../../kube/resource.ts'
import { fits, labelsOf, type Requirement, requirementsOf } from '../../kube/selector.ts'
import { nearest } from '../lookup.ts'
import { objectsOf } from '../references.ts'
import { poolsOf, selectionIn } from '../selection.ts'
import type { World } from '../world.ts'

export const CLUSTER_ROLE = `${RBAC}/ClusterRole`

/** A rule of a role, which another role may have brought in. */
export interface Grant {
  readonly rule: PolicyRule
  /** What `rule.at` is in. */
  readonly from: Resource
}

/** What aggregated roles of one render select that have the same selectors. */
interface Selection {
  readonly parts: readonly Resource[]
  readonly builtIn: typeof LABELLED_ROLES
  readonly wholes: Resource[]
}

/** Of an aggregated role: what another one has to fit one of. To Go, `null` in a list is an empty selector. */
const selectorsOf = ({ json }: Resource): readonly (readonly Requirement[])[] =>
  listOf(json.aggregationRule?.clusterRoleSelectors).flatMap(selector => {
    const requirements = requirementsOf(selector ?? {})
    return requirements ? [requirements] : []
  })

const builtInSelected = (selectors: readonly (readonly Requirement[])[]): typeof LABELLED_ROLES =>
  LABELLED_ROLES.filter(({ labels }) => selectors.some(one => fits(one, labels)))

const select = selectionIn<Resource>(
  poolsOf(
    world => objectsOf(world, CLUSTER_ROLE),
    ({ json }) => labelsOf(json),
    () => '',
  ),
)

/** Of roles of one name, those of the same render when there are any. */
const nearestByName = (to: Resource, roles: Iterable<Resource>): readonly Resource[] =>
  [...groupBy(roles, ({ name }) => name).values()].flatMap(found => nearest(to, found))

/** The selections by the roles that make them. */
const selections = memo((world: World): ReadonlyMap<Resource, Selection> => {
  const made = new Map<string, Selection>()
  const found = new Map<Resource, Selection>()
  for (const whole of objectsOf(world, CLUSTER_ROLE)) {
    const selectors = selectorsOf(whole)
    if (selectors.length === 0) continue
    const key = JSON.stringify([whole.origin?.root, selectors])
    const selected = (): Iterable<Resource> => new Set(selectors.flatMap(one => select(world, '', one)))
    const selection = made.get(key) ?? {
      parts: nearestByName(whole, selected()),
      builtIn: builtInSelected(selectors),
      wholes: [],
    }
    made.set(key, selection)
    found.set(whole, selection)
    selection.wholes.push(whole)
  }
  return found
})

/** The selections by the roles that are in them. */
const selectionsWith = memo((world: World) => indexBy(new Set(selections(world).values()), ({ parts }) => parts))

const ownGrants = (role: Resource): readonly Grant[] => policyRulesOf(role).map(rule => ({ rule, from: role }))

/** The rules of a built-in role, placed where an object names or selects it. */
export const builtInGrants = (name: string, from: Resource, at: Path): readonly Grant[] =>
  (BUILT_IN_ROLES.get(name) ?? []).map(rule => ({ rule: { ...rule, at }, from }))

/** The rules of the roles in a selection, and of those that they select in turn: circles are allowed. */
const grantsSelected = memo((world: World) =>
  memo((first: Selection): readonly Grant[] => {
    const followed = new Set([first])
    const parts = new Set<Resource>()
    const builtIn = new Map<string, readonly Grant[]>()
    // A set that grows is walked to its end.
    for (const selection of followed) {
      const [whole] = selection.wholes
      const added = selection.builtIn.flatMap(({ open = '' }) => partsOfBuiltIn(world, open, whole!))
      for (const part of [...selection.parts, ...added]) {
        const next = selections(world).get(part)
        if (next) followed.add(next)
        else parts.add(part)
      }
      // Each has the rules of those after it.
      const [widest] = selection.builtIn
      if (widest) builtIn.set(widest.rules, builtInGrants(widest.rules, whole!, whole!.at('aggregationRule')))
    }
    return [...[...parts].flatMap(ownGrants), ...[...builtIn.values()].flat()]
  }),
)

/**
 * All rules of a role: its own, or, of an aggregated one, those of the ClusterRoles that it selects, which replace them
 * (k8s.io/kubernetes, pkg/controller/clusterroleaggregation).
 */
export function grantsOf(world: World, role: Resource): readonly Grant[] {
  const selection = selections(world).get(role)
  return selection ? grantsSelected(world)(selection) : ownGrants(role)
}

/** The roles that make a selection, and those that select them in turn. */
const aggregatedBy = memo((world: World) =>
  memo((first: Selection): readonly Resource[] => {
    const followed = new Set([first])
    for (const selection of followed)
      for (const whole of selection.wholes)
        for (const next of selectionsWith(world).get(whole) ?? []) followed.add(next)
    return [...followed].flatMap(({ wholes }) => wholes)
  }),
)

/** The aggregated roles that have the rules of a role: a list for each way, which roles of the same way share. */
export const aggregatingRoles = (world: World, role: Resource): readonly (readonly Resource[])[] =>
  (selectionsWith(world).get(role) ?? []).map(selection => aggregatedBy(world)(selection))

/** The built-in roles that have the rules of a ClusterRole by its labels. */
export function builtInRolesWith({ kind, json }: Resource): ReadonlySet<string> {
  const labels = kind === 'ClusterRole' ? Object.entries(labelsOf(json)) : []
  return new Set(labels.flatMap(([label, value]) => (value === 'true' ? (AGGREGATED_BY_LABEL.get(label) ?? []) : [])))
}

const partsByBuiltIn = memo((world: World) => indexBy(objectsOf(world, CLUSTER_ROLE), builtInRolesWith))

/** The ClusterRoles whose rules a built-in role has as well, seen from an object. */
const partsOfBuiltIn = (world: World, name: string, from: Resource): readonly Resource[] =>
  nearestByName(from, partsByBuiltIn(world).get(name) ?? [])

/** What the ClusterRoles that were read add to a built-in role, seen from an object. */
export const grantsAddedTo = (world: World, builtIn: string, from: Resource): readonly Grant[] =>
  partsOfBuiltIn(world, builtIn, from).flatMap(part => grantsOf(world, part))
