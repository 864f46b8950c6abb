import type { Spanned } from '../core/location.ts'
import type { Copy, Instruction, Word } from './ast.ts'

/** A text in which the builder puts values. */
export interface Expanded {
  readonly at: Spanned
  readonly text: string
  /** Quotes mean nothing in it. */
  readonly plainQuotes?: true
}

const inWords = (of: readonly Word[]): readonly Expanded[] =>
  of.filter(({ variables }) => variables.length > 0).map(word => ({ at: word, text: word.text }))

/** The flags that are expanded, by instruction. */
const FLAGS = /^(chown|chmod|checksum|exclude|mount)$/

const inFlags = ({ flags }: Instruction): readonly Expanded[] =>
  flags.flatMap(at => (FLAGS.test(at.name) && at.value?.includes('$') ? [{ at, text: at.value }] : []))

const inBodies = ({ heredocs }: Copy): readonly Expanded[] =>
  heredocs.flatMap(at => (at.expand && at.content.includes('$') ? [{ at, text: at.content, plainQuotes: true }] : []))

/** Where the builder puts values; RUN and its kin leave their commands to the shell. */
export function expandedIn(instruction: Instruction): readonly Expanded[] {
  switch (instruction.is) {
    case 'ENV':
    case 'LABEL':
    case 'ARG':
      return inWords(instruction.pairs.flatMap(({ key, value }) => (value ? [key, value] : [key])))
    case 'COPY':
    case 'ADD':
      return [
        ...inFlags(instruction),
        ...inWords([...instruction.sources, instruction.target]),
        ...inBodies(instruction),
      ]
    case 'RUN':
      return inFlags(instruction)
    case 'WORKDIR':
    case 'VOLUME':
    case 'STOPSIGNAL':
      return inWords(instruction.words)
    case 'USER':
      return inWords([instruction.name])
    default:
      return []
  }
}
