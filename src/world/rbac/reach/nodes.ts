import type { Closure } from '../../../kube/facts/closures.ts'
import type { Holding } from '../holdings.ts'
import { type Account, type Subject, subjectKey } from '../subjects.ts'
import type { Found } from './needs.ts'

/** A subject, a role in a scope, a power of it, or what is gained in a scope. */
export type Node = string

/** A way from one node to another. */
export interface Edge {
  readonly from: Node
  readonly to: Node
  /** What is held by the subject that it is from. */
  readonly holding?: Holding
  /** The power that is used: the edge is a step. */
  readonly found?: Found
  /** Who acts from there on. */
  readonly as?: Subject
}

/** All namespaces, and what is in none. */
export const EVERYWHERE = '*'

export const nodeOf = (...parts: readonly (string | number)[]): Node => JSON.stringify(parts)

export const subjectNode = (subject: Subject): Node => nodeOf('subject', subjectKey(subject))

export const gained = (gains: Closure['gains'], scope: string): Node => nodeOf(gains, scope)

/** Every right in the cluster. */
export const CLUSTER: Node = gained('everything', EVERYWHERE)

/** The way to act as a subject. */
export const become = (from: Node, as: Subject): Edge => ({ from, to: subjectNode(as), as })

export const subjectFor = (account: Account): Subject => ({ kind: 'ServiceAccount', ...account })
