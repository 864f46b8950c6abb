import { fstatSync } from 'node:fs'
import { Fault } from '../../core/fault.ts'
import { forLog } from '../../report/escape.ts'
import type { RenderOptions } from '../../report/render.ts'
import { type Colour, isColoured } from '../colour.ts'
import { writeText } from '../disk/write.ts'
import { failureWords } from '../failure.ts'
import { warn } from './warn.ts'

/**
 * Writes to the standard output. `process.stdout` would load Node's streams, which takes 4 ms, and forget the exit
 * status when the reader stops reading. @throws Fault UNREADABLE
 */
export function print(text: string | Iterable<string>): void {
  try {
    writeText(1, text)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Fault('UNREADABLE', `standard output cannot be written: ${reason}`, { cause })
  }
}

/** Whether a person reads along. */
const isTerminal = (): boolean => fstatSync(1).isCharacterDevice() && process.stdout.isTTY

/** How the standard output shows a result. */
export function terminalFor(colour: Colour): Partial<RenderOptions> {
  const isWatched = isTerminal()
  const width = terminalColumns()
  return {
    colour: isColoured(colour, process.env, isWatched),
    ...(isWatched && { indent: true }),
    ...(width !== undefined && { width }),
  }
}

/** Columns of the terminal that a person reads; nothing when the output goes elsewhere. */
export const terminalColumns = (): number | undefined => (isTerminal() && process.stdout.columns) || undefined

/** Columns for sentences: at most 100, since longer lines are hard to read. */
export const proseColumns = (): number => Math.min(terminalColumns() ?? 80, 100)

/** What goes to the standard error when something failed. */
export const formatFailure = (error: unknown): string =>
  `seaworthy: ${failureWords(error).split('\n').map(forLog).join('\n')}\n`

/** One line beside the result. Names in it are written by strangers. */
export const tell = (line: string): void => warn(`${forLog(line)}\n`)
