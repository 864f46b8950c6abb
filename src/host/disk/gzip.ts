import { readFileSync } from 'node:fs'
import { Fault } from '../../core/fault.ts'

/** Loaded by the runs that meet a packed file. */
const zlib = (): typeof import('node:zlib') => process.getBuiltinModule('node:zlib')

/** A file that is called `.gz` and is none is read as it is. */
export const isPacked = (file: string, bytes: Uint8Array): boolean =>
  /\.gz$/i.test(file) && bytes[0] === 0x1f && bytes[1] === 0x8b

/** Deflate makes a thousandth of zeros: so many packed bytes have at most 16 MB in them. */
const PACKED_HEAD = 16 * 1024

/** So many bytes of a file must be read for the first `bytes` of what is in it: the header of gzip alone has ten. */
export const neededOf = (file: string, bytes: number): number =>
  /\.gz$/i.test(file) ? Math.max(bytes, PACKED_HEAD) : bytes

/** The beginning of what was packed: of what is cut, as much as there is. */
export function unpackHead(bytes: Uint8Array, length: number): Uint8Array {
  const { gunzipSync, constants } = zlib()
  return gunzipSync(bytes.subarray(0, PACKED_HEAD), { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, length)
}

/** All that was packed. @throws Fault UNREADABLE when it is cut or damaged, or larger than `limit` bytes unpacked. */
export function unpack(file: string, bytes: Uint8Array, limit: number): Uint8Array {
  try {
    return zlib().gunzipSync(bytes, { maxOutputLength: limit })
  } catch (cause) {
    const isLarge = cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE'
    const message = isLarge
      ? `unpacked size exceeds the limit of ${Math.ceil(limit / 1024 / 1024)} MB`
      : 'the gzip data is cut off or damaged: write the file again'
    throw new Fault('UNREADABLE', message, { file, cause })
  }
}

/** Files in a tar archive begin at multiples of it. */
const BLOCK = 512

/** A packed file as Latin-1, and all packed files in its archive; `undefined` when one is damaged, or all exceed `limit` bytes. */
export function contentsOf(file: string, limit: number): string | undefined {
  const texts: string[] = []
  let left = limit
  const packed: Uint8Array[] = [readFileSync(file)]
  for (const bytes of packed) {
    try {
      const unpacked = zlib().gunzipSync(bytes, { maxOutputLength: left })
      left -= unpacked.length
      texts.push(unpacked.toString('latin1'))
      for (let at = 0; at < unpacked.length; at += BLOCK)
        if (unpacked[at] === 0x1f && unpacked[at + 1] === 0x8b) packed.push(unpacked.subarray(at))
    } catch {
      return undefined
    }
  }
  return texts.join('\n')
}
