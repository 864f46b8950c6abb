import { CONTROLLER, GAINED_BY_ROLE, MASTERS } from '../../../kube/facts/closures.ts'
import { groupsOf, type Subject } from '../subjects.ts'
import { edgesToAccounts, namedNodes } from './accounts.ts'
import { combinedBy, type Found, foundAlone, scopeOf } from './needs.ts'
import { become, CLUSTER, type Edge, gained, type Node, nodeOf, subjectFor, subjectNode } from './nodes.ts'
import { heldIn, type Unit } from './unit.ts'

/** What a power leads to. */
function edgesOfPower(unit: Unit, from: Node, { closure, names }: Found, scope: string): readonly Edge[] {
  const { gains, names: by } = closure
  if (!names || !by) return [{ from, to: gained(gains, scope) }]
  if (by === 'users') return names.map(name => become(from, { kind: 'User', name }))
  if (by === 'groups') return names.map(name => become(from, { kind: 'Group', name }))
  if (by === 'roles')
    return [...GAINED_BY_ROLE]
      .filter(([role]) => names.includes(role))
      .map(([, ofRole]) => ({ from, to: gained(ofRole, scope) }))
  return namedNodes(unit, by, scope, names).map(to => ({ from, to }))
}

/** Gathers the ways from all subjects, each once. */
class Ways {
  readonly edges: Edge[] = []
  readonly #unit: Unit
  readonly #nodes = new Set<Node>()
  /** Numbers of what roles grant: subjects that hold the same role share the ways from there on. */
  readonly #numbers = new Map<object, number>()

  constructor(unit: Unit) {
    this.#unit = unit
    for (const { subject } of unit.holdings) this.#addSubject(subject)
    for (const edge of edgesToAccounts(unit)) this.#add(edge)
    this.#add({ from: subjectNode(subjectFor(CONTROLLER)), to: CLUSTER })
    this.#add({ from: subjectNode({ kind: 'Group', name: MASTERS }), to: CLUSTER })
  }

  #add(edge: Edge): void {
    this.edges.push(edge)
    if (edge.as) this.#addSubject(edge.as)
  }

  #isNew(node: Node): boolean {
    const isNew = !this.#nodes.has(node)
    this.#nodes.add(node)
    return isNew
  }

  #nodeFor(what: object, scope: string): Node {
    const number = this.#numbers.get(what) ?? this.#numbers.size
    this.#numbers.set(what, number)
    return nodeOf('granted', number, scope)
  }

  #addSubject(subject: Subject): void {
    const from = subjectNode(subject)
    if (!this.#isNew(from)) return
    for (const group of groupsOf(subject)) {
      this.#add({ from, to: subjectNode(group) })
      this.#addSubject(group)
    }
    for (const holding of heldIn(this.#unit, subject))
      this.#add({ from, to: this.#grantedNode(foundAlone(this.#unit.world, holding), scopeOf(holding)), holding })
    for (const { holding, found, scope } of combinedBy(this.#unit, subject))
      this.#add({ from, to: this.#grantedNode(found, scope), holding })
  }

  #grantedNode(found: readonly Found[], scope: string): Node {
    const from = this.#nodeFor(found, scope)
    if (this.#isNew(from)) for (const one of found) this.#add({ from, to: this.#powerNode(one, scope), found: one })
    return from
  }

  #powerNode(found: Found, scope: string): Node {
    const from = this.#nodeFor(found, scope)
    if (this.#isNew(from)) for (const edge of edgesOfPower(this.#unit, from, found, scope)) this.#add(edge)
    return from
  }
}

/** All ways from what a unit binds to what it leads to. */
export const waysOf = (unit: Unit): readonly Edge[] => new Ways(unit).edges
