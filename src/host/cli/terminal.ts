import { fstatSync, writeSync } from 'node:fs'

/**
 * Writes to the standard output; when it is done, all is written. `process.stdout` would load Node's streams, which takes
 * 4 ms, and forget the exit status when the reader stops reading: `seaworthy | head` is no crash, and no pass either.
 */
export async function print(text: string): Promise<void> {
  const bytes = Buffer.from(text)
  let written = 0
  try {
    while (written < bytes.length) written += writeSync(1, bytes, written)
  } catch (error) {
    if (isCode(error, 'EPIPE')) return
    if (!isCode(error, 'EAGAIN')) throw error
    await writeToStream(bytes.subarray(written))
  }
}

/** A pipe or a terminal that does not block is full: the stream waits until there is room. */
const writeToStream = (bytes: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    process.stdout.on('error', error => (isCode(error, 'EPIPE') ? resolve() : reject(error)))
    process.stdout.write(bytes, error => {
      if (!error) resolve()
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
