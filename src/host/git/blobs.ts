import { type Git, incompleteClone } from './git.ts'

/** The bytes of a file in a commit. */
export interface Blob {
  readonly id: string
  /** `NaN` when it is not in the clone. */
  readonly size: number
}

/** So much is read at once: what comes next in the order of paths is wanted next. */
const WINDOW = { blobs: 1000, bytes: 8 * 1024 * 1024, largest: 512 * 1024 }

/** So much is kept. */
const MOST_KEPT = 64 * 1024 * 1024

/** The blobs of a tree. Git is started once for many of them. */
export class Blobs {
  readonly #git: Git
  readonly #ordered: readonly Blob[]
  readonly #kept = new Map<string, Uint8Array>()
  #places: ReadonlyMap<string, number> | undefined
  #bytesKept = 0

  /** In the order of their paths. */
  constructor(git: Git, ordered: readonly Blob[]) {
    this.#git = git
    this.#ordered = ordered
  }

  /** All of it. @throws Fault UNREADABLE when it is not in the clone */
  read(blob: Blob): Uint8Array {
    const bytes = this.#kept.get(blob.id) ?? this.#load(this.#windowFrom(blob)).get(blob.id)
    if (bytes) return bytes
    throw incompleteClone()
  }

  /** Its first bytes. @throws Fault UNREADABLE when it is not in the clone */
  head(blob: Blob, bytes: number): Uint8Array {
    const isLarge = blob.size > WINDOW.largest && !this.#kept.has(blob.id)
    return isLarge
      ? this.#git.begin(['cat-file', 'blob', blob.id], { limit: bytes })
      : this.read(blob).subarray(0, bytes)
  }

  /** Reads these at once, but for large ones. */
  load(blobs: readonly Blob[]): void {
    const small = blobs.filter(({ size }) => size <= WINDOW.largest)
    if (small.length > 0) this.#load(small)
  }

  #load(blobs: readonly Blob[]): ReadonlyMap<string, Uint8Array> {
    const input = blobs.map(({ id }) => `${id}\n`).join('')
    const found = answersIn(this.#git.begin(['cat-file', '--batch', '--buffer'], { input }))
    for (const [id, bytes] of found) this.#keep(id, bytes)
    return found
  }

  /** It, and those after it that are small and not here yet. */
  #windowFrom(first: Blob): readonly Blob[] {
    this.#places ??= new Map(this.#ordered.map(({ id }, place) => [id, place]))
    const window = [first]
    let bytes = first.size
    for (let place = (this.#places.get(first.id) ?? 0) + 1; place < this.#ordered.length; place++) {
      const next = this.#ordered[place]!
      if (!(next.size <= WINDOW.largest) || this.#kept.has(next.id)) continue
      bytes += next.size
      if (window.length === WINDOW.blobs || bytes > WINDOW.bytes) break
      window.push(next)
    }
    return window
  }

  #keep(id: string, bytes: Uint8Array): void {
    if (this.#bytesKept > MOST_KEPT) {
      this.#kept.clear()
      this.#bytesKept = 0
    }
    this.#kept.set(id, bytes)
    this.#bytesKept += bytes.length
  }
}

/** Of each object `ID blob SIZE`, its bytes, and a line break; of one that is not there `ID missing`. */
function answersIn(output: Buffer): ReadonlyMap<string, Uint8Array> {
  const found = new Map<string, Uint8Array>()
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf('\n', at)
    if (end < 0) break
    const [id = '', , size = ''] = output.toString('latin1', at, end).split(' ')
    at = end + 1
    if (size === '') continue
    const bytes = output.subarray(at, at + Number(size))
    if (bytes.length === Number(size)) found.set(id, bytes)
    at += Number(size) + 1
  }
  return found
}
