import type { EntryKind } from '../../core/host.ts'
import { DiskHost } from './disk.ts'
import { tooLarge } from './faults.ts'
import { isPacked, unpack, unpackHead } from './gzip.ts'

/** A file that is not read from the disk, whether it is there or not. */
export interface Stream {
  /** Relative to the workspace. */
  readonly file: string
  readonly bytes: Uint8Array
}

/** The disk with one file that came over standard input. */
export class StreamedHost extends DiskHost {
  readonly #stream: Stream

  constructor(root: string, outputs: readonly string[], outside: readonly string[], stream: Stream) {
    super(root, outputs, outside)
    this.#stream = stream
  }

  override kindOf(path: string): EntryKind | 'missing' {
    return path === this.#stream.file ? 'file' : super.kindOf(path)
  }

  /** The file of this name may be written; what is read is not in it. */
  override isOutput(file: string): boolean {
    return file !== this.#stream.file && super.isOutput(file)
  }

  override head(file: string, length: number): Uint8Array {
    const { bytes } = this.#stream
    if (file !== this.#stream.file) return super.head(file, length)
    return isPacked(file, bytes) ? unpackHead(bytes, length) : bytes.subarray(0, length)
  }

  override read(file: string, limit: number): Uint8Array {
    const { bytes } = this.#stream
    if (file !== this.#stream.file) return super.read(file, limit)
    if (bytes.length > limit) throw tooLarge(file, bytes.length, limit)
    return isPacked(file, bytes) ? unpack(file, bytes, limit) : bytes
  }
}
