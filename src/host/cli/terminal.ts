import { fstatSync, writeSync } from 'node:fs'
import { chunksOf } from '../chunks.ts'

/**
 * Writes to the standard output; when it is done, all is written. `process.stdout` would load Node's streams, which takes
 * 4 ms, and forget the exit status when the reader stops reading: `seaworthy | head` is no crash, and no pass either.
 */
export async function print(pieces: Iterable<string>): Promise<void> {
  for (const chunk of chunksOf(pieces)) if (!(await isRead(chunk))) return
}

/** Writes the bytes; false when there is no reader any more. */
async function isRead(bytes: Buffer): Promise<boolean> {
  let written = 0
  try {
    while (written < bytes.length) written += writeSync(1, bytes, written)
    return true
  } catch (error) {
    if (isCode(error, 'EPIPE')) return false
    if (!isCode(error, 'EAGAIN')) throw error
    return writeToStream(bytes.subarray(written))
  }
}

/** A pipe or a terminal that does not block is full: the stream waits until there is room. */
const writeToStream = (bytes: Buffer): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const fail = (error: Error): void => (isCode(error, 'EPIPE') ? resolve(false) : reject(error))
    process.stdout.once('error', fail)
    process.stdout.write(bytes, error => {
      if (error) return
      process.stdout.off('error', fail)
      resolve(true)
    })
  })

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code

/** Says something beside the result. Whether anybody hears it changes nothing. */
export function warn(text: string): void {
  try {
    writeSync(2, text)
  } catch {
    // Nobody hears it.
  }
}

/** Whether a person reads along. */
export const isTerminal = (): boolean => fstatSync(1).isCharacterDevice() && process.stdout.isTTY
