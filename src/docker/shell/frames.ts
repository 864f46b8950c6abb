import type { Span } from '../../core/location.ts'
import type { ShellCommand, ShellWord } from '../ast.ts'
import type { Command } from './command.ts'

export type Operator = NonNullable<ShellCommand['before']>

/** A list of commands: the whole script, or the inside of a compound command. */
export interface Frame {
  readonly is: 'list' | 'group' | 'subshell' | 'case'
  /** The command read last, for the operator behind it. */
  last: Command | undefined
  operator: Operator | undefined
  /** The number of the pipeline being read. */
  pipeline: number
  /** Set when all of it stands in a pipeline of the list outside. */
  readonly piped: number | undefined
  /** How many commands there were when it began. */
  readonly first: number
  /** How many there were when the compound command read last began. */
  compound: number | undefined
  /** A condition, or all of it stands in one. */
  condition: boolean
  /** Behind a `!`, up to the end of the pipeline. */
  negated: boolean
  /** Behind `||`, a pipe, or the `&&` of a test: what comes next may not run, or not in this shell. */
  guarded: boolean
  /** In a `case`: a pattern comes next. */
  pattern: boolean
}

/** The lists that are open, innermost last. */
export interface Frames {
  readonly stack: Frame[]
  subshells: number
}

export interface Parts {
  readonly words: readonly ShellWord[]
  /** Where each word stands in the script. */
  readonly offsets: readonly Span[]
  readonly env: ReadonlyMap<string, ShellWord>
  /** The names of those that were given a list, or an addition to what they held. */
  readonly sums: ReadonlySet<string>
  readonly end: number
}

export interface Heredoc {
  readonly name: string
  readonly chomp: boolean
  /** Whose input it is: known when the command is read. */
  reader: Command | undefined
}

export const innermost = ({ stack }: Frames): Frame => stack.at(-1)!
