import { memo } from '../../../core/memo.ts'
import { CLOSURES, type Closure } from '../../../kube/facts/closures.ts'
import { isClusterWide } from '../../../kube/facts/powers.ts'
import { type Access, allows } from '../../../kube/rbac.ts'
import type { World } from '../../world.ts'
import type { Grant } from '../aggregation.ts'
import { grantsHeld, type Holding } from '../holdings.ts'
import { groupsOf, type Subject, subjectKey } from '../subjects.ts'
import { EVERYWHERE } from './nodes.ts'
import { heldIn, type Unit } from './unit.ts'

/** What a role grants of a need of a closure. */
export interface Found {
  readonly closure: Closure
  readonly grant: Grant
  readonly access: Access
  /** Set where it is for objects of these names alone. */
  readonly names?: readonly string[]
}

/** A need of a closure, and which of it can be met in a namespace. */
interface Need {
  readonly closure: Closure
  readonly everywhere: readonly Access[]
  readonly namespaced: readonly Access[]
}

const needsOf = (closure: Closure): readonly Need[] =>
  closure.needs.map(everywhere => ({
    closure,
    everywhere,
    namespaced: everywhere.filter(access => !isClusterWide(access)),
  }))

const [[EVERYTHING] = [], ...NEEDS] = CLOSURES.map(needsOf)
const ALONE = NEEDS.filter(({ length }) => length === 1).flat()
const COMBINED = NEEDS.filter(({ length }) => length > 1)

/** A grant for all objects, else those for some. */
function foundIn(grants: readonly Grant[], need: Need, { namespace }: Holding): readonly Found[] {
  const { closure } = need
  const named: Found[] = []
  for (const access of namespace === undefined ? need.everywhere : need.namespaced)
    for (const grant of grants) {
      if (allows(grant.rule, access)) return [{ closure, grant, access }]
      const names = closure.names === undefined ? [] : grant.rule.resourceNames
      const [name] = names
      if (name !== undefined && allows(grant.rule, { ...access, name })) named.push({ closure, grant, access, names })
    }
  return named
}

/** What a role grants. */
interface Granted {
  /** Of closures with one need. */
  readonly alone: readonly Found[]
  /** Of needs that lead to something together. */
  readonly parts: ReadonlyMap<Need, readonly Found[]>
}

function grantedBy(world: World, holding: Holding): Granted {
  const grants = grantsHeld(world, holding)
  const found = (need: Need): readonly Found[] => foundIn(grants, need, holding)
  const everything = found(EVERYTHING!)
  // Every right includes what others lead to.
  if (everything.length > 0) return { alone: everything, parts: new Map() }
  const parts = COMBINED.flat().map(need => [need, found(need)] as const)
  return { alone: ALONE.flatMap(found), parts: new Map(parts.filter(([, { length }]) => length > 0)) }
}

/** Roles are asked once, however often they are bound. To a built-in one, the render of the binding may add rules. */
const granted = memo((world: World) => {
  const made = new Map<string, Granted>()
  return (holding: Holding): Granted => {
    const { key, role, binding, namespace } = holding
    const id = JSON.stringify([key, namespace === undefined, !role && binding.origin?.root])
    const known = made.get(id) ?? grantedBy(world, holding)
    made.set(id, known)
    return known
  }
})

/** What a holding grants that is enough alone: the same list for all holdings of a role. */
export const foundAlone = (world: World, holding: Holding): readonly Found[] => granted(world)(holding).alone

/** A need that is met, and by which holding. */
export interface Met {
  readonly holding: Holding
  readonly found: readonly Found[]
}

/** The needs that a subject meets by its own name, by scope. */
type Union = ReadonlyMap<string, ReadonlyMap<Need, Met>>

export const scopeOf = ({ namespace }: Holding): string => namespace ?? EVERYWHERE

function unionOf(world: World, holdings: readonly Holding[]): Union {
  const union = new Map<string, Map<Need, Met>>()
  for (const holding of holdings) {
    const met = union.get(scopeOf(holding)) ?? new Map<Need, Met>()
    // A grant for all objects is worth more than one for some.
    for (const [need, found] of granted(world)(holding).parts)
      if (!met.has(need) || found[0]!.names === undefined) met.set(need, { holding, found })
    if (met.size > 0) union.set(scopeOf(holding), met)
  }
  return union
}

const ownUnions = memo((unit: Unit) => {
  const made = new Map<string, Union>()
  return (subject: Subject): Union => {
    const key = subjectKey(subject)
    const known = made.get(key) ?? unionOf(unit.world, heldIn(unit, subject))
    made.set(key, known)
    return known
  }
})

const metIn = (unions: readonly Union[], scope: string, need: Need): Met | undefined =>
  unions.flatMap(union => union.get(scope)?.get(need) ?? union.get(EVERYWHERE)?.get(need) ?? [])[0]

/**
 * What a subject has that takes several grants, by whichever of its roles: how it meets the first need. Groups of
 * Kubernetes count, in the scopes of the subject's own bindings.
 */
export function combinedBy(unit: Unit, subject: Subject): readonly (Met & { readonly scope: string })[] {
  const [own, ...more] = [subject, ...groupsOf(subject)].map(ownUnions(unit))
  // What groups have together is theirs.
  if (own!.size === 0) return []
  const unions = [own!, ...more]
  return [...new Set([EVERYWHERE, ...own!.keys()])].flatMap(scope =>
    COMBINED.flatMap(([main, ...others]) => {
      // Where one need is of no namespace, neither is what they lead to.
      const effect = [main!, ...others].some(({ namespaced }) => namespaced.length === 0) ? EVERYWHERE : scope
      const met = metIn(unions, effect, main!)
      return met && others.every(need => metIn(unions, scope, need)) ? { ...met, scope: effect } : []
    }),
  )
}
