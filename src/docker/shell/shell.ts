import type { ShellCommand, ShellWord, Word } from '../ast.ts'
import { type MappedText, Mapper } from '../parse/mapped-text.ts'
import { Command, scriptArgument } from './command.ts'
import { ShellReader } from './reader.ts'

/** Scripts inside scripts (`sh -c`, heredocs of a shell) are followed this deep. */
const MAX_SCRIPT_DEPTH = 4
/** Quotes that never close are found one by one, each in a new reading; after these the rest of the text is taken as quoted. */
const MOST_READINGS = 4

/** All simple commands of a script, nested ones too, in the order of the text. Never throws. */
export function readScript(script: MappedText, depth = 0, numbers = { next: 0 }): readonly ShellCommand[] {
  const plain = new Set<number>()
  let reader = new ShellReader(script, plain, numbers)
  reader.read()
  for (let i = 1; i < MOST_READINGS && reader.unclosed !== undefined; i++) {
    plain.add(reader.unclosed)
    reader = new ShellReader(script, plain, numbers)
    reader.read()
  }
  if (depth >= MAX_SCRIPT_DEPTH) return inOrder(reader.commands)
  const nested = reader.scripts.flatMap(inner => readScript(inner, depth + 1, numbers))
  return inOrder([...reader.commands, ...nested])
}

/** What `$( )` in a script of `sh -c "…"` runs is read twice, by the outer shell and the inner one: it is listed once. */
function inOrder(commands: readonly ShellCommand[]): readonly ShellCommand[] {
  const sorted = [...commands].sort((a, b) => a.span[0] - b.span[0] || b.span[1] - a.span[1])
  return sorted.filter(({ span }, i) => span[0] !== sorted[i - 1]?.span[0] || span[1] !== sorted[i - 1]?.span[1])
}

/** The command of a JSON array; for `["sh", "-c", "…"]` those of the script. `texts` are the decoded words. */
export function readExec(words: readonly Word[], texts: () => readonly MappedText[]): readonly ShellCommand[] {
  const [first, last] = [words[0], words.at(-1)]
  if (!first || !last) return []
  const shellWords = words.map(({ value, span }): ShellWord => ({ text: value, span }))
  const command = new Command(shellWords, new Map(), [first.span[0], last.span[1]], {
    pipeline: 0,
    asked: false,
    apart: false,
  })
  const script = scriptArgument(command)
  if (script === undefined || script === 'stdin') return [command]
  return readScript(texts()[shellWords.indexOf(script)] ?? new Mapper().done(), 1)
}
