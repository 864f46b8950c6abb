import type { Spanned } from '../../core/location.ts'
import type { Flag, Heredoc, Instruction, Keyword, Stage, Word } from '../ast.ts'
import type { Region, Statements } from './statements.ts'

/** What the reading of one instruction needs to know of those before it. */
export interface Scope {
  readonly statements: Statements
  readonly onbuild: boolean
  readonly stage: Stage | undefined
  /** The body of the stage, or the head of the file, as far as it is read. */
  readonly siblings: readonly Instruction[]
  /** The SHELL in force; `undefined` for the default one. */
  readonly shell: readonly string[] | undefined
  /** Reads a FROM: only the whole file knows its stages. */
  from(head: Head): Instruction
}

/** An instruction taken apart as far as all of them are alike. */
export interface Head extends Spanned {
  readonly is: Keyword
  readonly keyword: Word
  readonly flags: readonly Flag[]
  readonly heredocs: readonly Heredoc[]
  readonly at: Region
  /** The words of the JSON array, if it is one. */
  readonly json: readonly Word[] | 'mixed' | undefined
  readonly scope: Scope
}

/** The fields all instructions share. */
export function baseOf({ keyword, flags, heredocs, at, scope, span }: Head) {
  const rest = at.in.text.slice(at.start, at.end)
  return { keyword, flags, heredocs, rest, stage: scope.stage, siblings: scope.siblings, onbuild: scope.onbuild, span }
}
