import { memo } from '../../core/memo.ts'
import { CLOSURES, type Closure } from '../../kube/facts/closures.ts'
import { isClusterWide } from '../../kube/facts/powers.ts'
import { type Access, allows } from '../../kube/rbac.ts'
import type { Grant } from '../aggregation.ts'
import { grantsHeld, type Holding, holdingsNaming } from '../rbac.ts'
import { groupsOf, type Subject, subjectKey } from '../subjects.ts'
import type { World } from '../world.ts'
import { EVERYWHERE } from './nodes.ts'

/** What a role grants of a need of a closure. */
export interface Found {
  readonly closure: Closure
  readonly grant: Grant
  readonly access: Access
  /** Set where it is for objects of these names alone. */
  readonly names?: readonly string[]
}

/** A grant for all objects, else those for some. */
function foundIn(grants: readonly Grant[], closure: Closure, need: readonly Access[]): readonly Found[] {
  const named: Found[] = []
  for (const access of need)
    for (const grant of grants) {
      if (allows(grant.rule, access)) return [{ closure, grant, access }]
      const names = closure.names === undefined ? [] : grant.rule.resourceNames
      const [name] = names
      if (name !== undefined && allows(grant.rule, { ...access, name })) named.push({ closure, grant, access, names })
    }
  return named
}

/** The first closure: the others are for those who do not have every right. */
const EVERYTHING = CLOSURES[0]!

/** What a role grants of the needs of closures, in their order. */
interface Granted {
  readonly needs: readonly (readonly (readonly Found[])[])[]
  /** What is enough alone. */
  readonly alone: readonly Found[]
}

function grantedBy(world: World, holding: Holding): Granted {
  const grants = grantsHeld(world, holding)
  const applies = (access: Access): boolean => holding.namespace === undefined || !isClusterWide(access)
  const needsOf = (closure: Closure) => closure.needs.map(need => foundIn(grants, closure, need.filter(applies)))
  const everything = needsOf(EVERYTHING)
  // Every right includes what others lead to.
  const needs = everything[0]!.length > 0 ? [everything] : CLOSURES.map(needsOf)
  return { needs, alone: needs.flatMap(([first = [], ...more]) => (more.length === 0 ? first : [])) }
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

/** The needs that a subject meets by its own name: by scope, then by closure and number. */
type Union = ReadonlyMap<string, ReadonlyMap<string, Met>>

const needKey = (closure: Closure, need: number): string => `${CLOSURES.indexOf(closure)}/${need}`

export const scopeOf = ({ namespace }: Holding): string => namespace ?? EVERYWHERE

function unionOf(world: World, holdings: readonly Holding[]): Union {
  const union = new Map<string, Map<string, Met>>()
  for (const holding of holdings) {
    const met = union.get(scopeOf(holding)) ?? new Map<string, Met>()
    union.set(scopeOf(holding), met)
    for (const [i, needs] of granted(world)(holding).needs.entries())
      for (const [j, found] of needs.entries()) {
        const key = needKey(CLOSURES[i]!, j)
        // A grant for all objects is worth more than one for some.
        if (found.length > 0 && (!met.has(key) || found[0]!.names === undefined)) met.set(key, { holding, found })
      }
  }
  return union
}

const ownUnions = memo((world: World) => {
  const made = new Map<string, Union>()
  return (subject: Subject): Union => {
    const key = subjectKey(subject)
    const known = made.get(key) ?? unionOf(world, holdingsNaming(world, subject))
    made.set(key, known)
    return known
  }
})

const metIn = (unions: readonly Union[], scope: string, key: string): Met | undefined =>
  unions.flatMap(union => union.get(scope)?.get(key) ?? union.get(EVERYWHERE)?.get(key) ?? [])[0]

/** Where what a closure leads to applies, when its needs are met in a scope. */
const effectOf = ({ needs }: Closure, scope: string): string =>
  needs.some(need => need.every(isClusterWide)) ? EVERYWHERE : scope

const COMBINED = CLOSURES.filter(({ needs }) => needs.length > 1)

/**
 * What a subject has that takes several grants, by whichever of its roles: how it meets the first need. Groups of
 * Kubernetes count, in the scopes of the subject's own bindings.
 */
export function combinedBy(world: World, subject: Subject): readonly (Met & { readonly scope: string })[] {
  const unions = [subject, ...groupsOf(subject)].map(ownUnions(world))
  const scopes = new Set([EVERYWHERE, ...unions[0]!.keys()])
  return [...scopes].flatMap(scope =>
    COMBINED.flatMap(closure => {
      const effect = effectOf(closure, scope)
      const [first, ...more] = closure.needs.map((_, i) => metIn(unions, i === 0 ? effect : scope, needKey(closure, i)))
      return first && more.every(one => one !== undefined) ? { ...first, scope: effect } : []
    }),
  )
}
