import { closeSync, constants, lstatSync, openSync, writeFileSync } from 'node:fs'
import { Fault } from '../../core/fault.ts'
import { chunksOf } from '../chunks.ts'

/**
 * Writes a file the user named, in place of an older one of that name. A symbolic link is refused: a repository could
 * hold one that leads anywhere. @throws Fault UNREADABLE
 */
export function writeOutput(file: string, pieces: Iterable<string>): void {
  try {
    if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink()) throw new Error('this is a symbolic link')
    const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants
    // A pipe that nobody reads would be waited for, for ever.
    const flags = O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_NONBLOCK
    const descriptor = openSync(file, flags, 0o644)
    try {
      for (const chunk of chunksOf(pieces)) writeFileSync(descriptor, chunk)
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    throw new Fault('UNREADABLE', `cannot be written: ${error instanceof Error ? error.message : String(error)}`, {
      file,
      cause: error,
    })
  }
}
