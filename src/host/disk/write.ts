import { writeSync } from 'node:fs'
import { isCode } from '../system-error.ts'

/** Many small pieces are written together. */
const ENOUGH = 64 * 1024

/**
 * Writes a text to an open file, whole or in pieces; when it is done, all is written. A pipe or a terminal that does not
 * block and is full is waited for. A reader that stops reading has read what it wanted: `seaworthy | head` is no fault.
 */
export function writeText(descriptor: number, text: string | Iterable<string>): void {
  let pending = ''
  try {
    for (const piece of typeof text === 'string' ? [text] : text) {
      pending += piece
      if (pending.length < ENOUGH) continue
      writeBytes(descriptor, Buffer.from(pending))
      pending = ''
    }
    writeBytes(descriptor, Buffer.from(pending))
  } catch (error) {
    if (!isCode(error, 'EPIPE')) throw error
  }
}

export function writeBytes(descriptor: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; )
    try {
      written += writeSync(descriptor, bytes, written)
    } catch (error) {
      if (!isCode(error, 'EAGAIN')) throw error
      pause()
    }
}

const PAUSE_MS = 5

const pause = (): unknown => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS)
