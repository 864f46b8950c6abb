import type { Repository } from '../kit/repository.ts'
import type { Way } from './ways.ts'

export type Files = Parameters<Repository['write']>[0]

/** A change in git, and what is to be counted of it: one row of the table. */
export interface Scenario {
  readonly name: string
  /** What the base branch has when the change leaves it. */
  readonly base: Files
  /** Files and folders that the change moves. */
  readonly moves?: Readonly<Record<string, string>>
  /** What it writes then; `undefined` removes a file. */
  readonly change?: Files
  /** What the base branch gets in the meantime. */
  readonly since?: Files
  /** How it comes to be checked out, and what it is compared with. Default: `merge, fetch-depth 2`. */
  readonly checkout?: Way
  /** What is written then, and not added. */
  readonly workTree?: Files
  /** The rules that run, where they are others than `RULES`. */
  readonly rules?: readonly string[]
  /** What is named to be checked; nothing: all of it. */
  readonly paths?: readonly string[]
  /** Whether it takes helm and kubectl. */
  readonly renders?: true
  /** Absent when nothing is compared: the run is not for a change. */
  readonly expected?: Expected
}

export interface Expected {
  readonly new: number
  readonly known: number
  readonly incomparable: number
  readonly fixed: number
  /** Files of what is new, where it is not plain which. */
  readonly newIn?: readonly string[]
  /** A part of why there is no base, with the step to add. */
  readonly missing?: string
  /** What loosens the gate, in the order it is reported. */
  readonly loosened?: readonly string[]
  /** Files with objects that the base checks and the change does not. */
  readonly unwatched?: readonly (readonly [file: string, objects: number])[]
}

/** Each finds one thing in one place, so that a count is plain to see. */
export const RULES = ['privileged-container', 'dangerous-capabilities', 'add-sys-admin', 'run-sudo']

/** All that a change moves and writes. */
export function changeIn({ base, moves = {}, change = {} }: Scenario): Files {
  const moved = Object.entries(moves).flatMap(([from, to]) =>
    Object.entries(base)
      .filter(([file]) => file === from || file.startsWith(`${from}/`))
      .flatMap(([file, content]) => [[file, undefined] as const, [to + file.slice(from.length), content] as const]),
  )
  return { ...Object.fromEntries(moved), ...change }
}
