import { fstatSync, writeSync } from 'node:fs'

/**
 * Writes to the standard output, whole, before it returns. `process.stdout` would load Node's streams, which takes 4 ms,
 * and forget the exit status when the reader stops reading: `seaworthy | head` is no crash, and no pass either.
 */
export function print(text: string): void {
  const bytes = Buffer.from(text)
  let written = 0
  try {
    while (written < bytes.length) written += writeSync(1, bytes, written)
  } catch (error) {
    if (isCode(error, 'EPIPE')) return
    // A pipe or a terminal that does not block is full: the stream waits until there is room.
    if (!isCode(error, 'EAGAIN')) throw error
    process.stdout.on('error', late => {
      if (!isCode(late, 'EPIPE')) throw late
    })
    process.stdout.write(bytes.subarray(written))
  }
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code

/** Whether a person reads along. */
export const isTerminal = (): boolean => fstatSync(1).isCharacterDevice() && process.stdout.isTTY
