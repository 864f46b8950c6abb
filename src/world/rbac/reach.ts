import { groupBy } from '../../core/group.ts'
import { memo } from '../../core/memo.ts'
import type { Closure } from '../../kube/facts/closures.ts'
import type { Access } from '../../kube/rbac.ts'
import type { World } from '../world.ts'
import type { Grant } from './aggregation.ts'
import type { Holding } from './holdings.ts'
import { waysOf } from './reach/graph.ts'
import type { Found } from './reach/needs.ts'
import { CLUSTER, type Edge, type Node, subjectNode } from './reach/nodes.ts'
import { type Unit, unitsFor } from './reach/unit.ts'
import { groupsOf, type Subject } from './subjects.ts'

/** One step up: what a subject holds, and what it can do by it. */
export interface Step {
  readonly subject: Subject
  /** By its own name, or by a group that it is in. */
  readonly holding: Holding
  readonly power: Closure['power']
  readonly access: Access
  /** The rule that allows it; of a built-in role, it is at the reference of the binding. */
  readonly grant: Grant
  /** Who it acts as from there on; `undefined`: it has every right. */
  readonly becomes: Subject | undefined
}

/** Every right in the cluster, or those of another subject. */
export type Goal = 'cluster' | Subject

/** The first edge of the shortest way from each node to a goal; none from the goal itself. */
type Ways = ReadonlyMap<Node, Edge | undefined>

const incoming = memo((unit: Unit) => groupBy(waysOf(unit), ({ to }) => to))

/** Walks back from a goal: first what is no step away, then what is one, and so on. */
function waysTo(unit: Unit, goal: Node): Ways {
  const ways = new Map<Node, Edge | undefined>()
  let next: readonly (readonly [Node, Edge | undefined])[] = [[goal, undefined]]
  while (next.length > 0) {
    const near = [...next]
    const far: [Node, Edge][] = []
    // A list that grows is walked to its end.
    for (const [node, edge] of near) {
      if (ways.has(node)) continue
      ways.set(node, edge)
      for (const before of incoming(unit).get(node) ?? []) (before.found ? far : near).push([before.from, before])
    }
    next = far
  }
  return ways
}

const waysByGoal = memo((unit: Unit) => {
  const made = new Map<Node, Ways>()
  return (goal: Node): Ways => {
    const known = made.get(goal) ?? waysTo(unit, goal)
    made.set(goal, known)
    return known
  }
})

/** The rules of a built-in role are at the binding that was met first: they belong to each that refers to it. */
const placed = ({ grant: { rule, from } }: Found, { binding, role }: Holding): Grant =>
  role || from.kind === 'ClusterRole'
    ? { rule, from }
    : { rule: { ...rule, at: binding.at('roleRef', 'name') }, from: binding }

function stepsAlong(ways: Ways, subject: Subject, start: Node): readonly Step[] {
  const steps: Step[] = []
  let [who, holding]: [Subject, Holding | undefined] = [subject, undefined]
  for (let edge = ways.get(start); edge; edge = ways.get(edge.to)) {
    holding = edge.holding ?? holding
    const { found, as } = edge
    if (found && holding) {
      const { access, closure } = found
      steps.push({
        subject: who,
        holding,
        power: closure.power,
        access,
        grant: placed(found, holding),
        becomes: undefined,
      })
    }
    const last = as && steps.pop()
    if (last) steps.push({ ...last, becomes: as })
    who = as ?? who
  }
  return steps
}

function pathIn(unit: Unit, subject: Subject, goal: Goal): readonly Step[] | undefined {
  const ways = waysByGoal(unit)(goal === 'cluster' ? CLUSTER : subjectNode(goal))
  // One that no binding names may be in groups that are.
  const start = [subject, ...groupsOf(subject)].map(subjectNode).find(node => ways.has(node))
  return start === undefined ? undefined : stepsAlong(ways, subject, start)
}

/**
 * The shortest way from a subject to a goal within what is deployed together: through the accounts whose pods or tokens
 * it can have, identities that it can take, and roles that it can change. `undefined`: there is none; empty: it is there.
 */
export const pathTo = (world: World, subject: Subject, goal: Goal): readonly Step[] | undefined =>
  [...unitsFor(world, subject)]
    .flatMap(unit => {
      const path = pathIn(unit, subject, goal)
      return path ? [path] : []
    })
    .toSorted((a, b) => a.length - b.length)[0]
