import { existsSync, readFileSync } from 'node:fs'
import { join as joinNative } from 'node:path'
import { Fault } from '../../core/fault.ts'
import { folderOf, nameOf } from '../../core/paths.ts'
import { commonFolder, gitFolder, readTrimmed } from './git-folder.ts'

/** What git tracks in one folder: names. */
export interface TrackedNames {
  /** Files and symbolic links; one without a name when a sparse checkout leaves the folder out whole. */
  readonly files: ReadonlySet<string>
  /** Folders with one of them, and submodules. */
  readonly folders: ReadonlySet<string>
}

/** What git tracks in a checkout, by folder: to look up a name takes less than to look up a path. */
export class Tracked {
  readonly #folders = new Map<string, { readonly files: Set<string>; readonly folders: Set<string> }>()

  namesIn(folder: string): TrackedNames | undefined {
    return this.#folders.get(folder)
  }

  get folders(): Iterable<readonly [folder: string, names: TrackedNames]> {
    return this.#folders
  }

  addAll(index: IndexFile): void {
    let last: string | undefined
    let names = this.#at('')
    index.read((path, mode) => {
      const folder = folderOf(path)
      // They are sorted.
      if (folder !== last) names = this.#at(folder)
      last = folder
      const kind = mode === SUBMODULE ? names.folders : names.files
      kind.add(nameOf(path))
    })
  }

  #at(folder: string): { readonly files: Set<string>; readonly folders: Set<string> } {
    const known = this.#folders.get(folder)
    if (known) return known
    const names = { files: new Set<string>(), folders: new Set<string>() }
    this.#folders.set(folder, names)
    if (folder !== '') this.#at(folderOf(folder)).folders.add(nameOf(folder))
    return names
  }
}

/**
 * What git tracks, read from its index: no program is run, so that nothing which a repository configures can run, and
 * the answer is the same without git (gitformat-index(5)). Nothing is tracked before there is an index; `undefined` when
 * `.git` leads to a folder that is not there. @throws Fault UNREADABLE
 */
export function trackedIn(checkout: string): Tracked | undefined {
  const git = gitFolder(checkout)
  if (!existsSync(git)) return undefined
  const tracked = new Tracked()
  if (!existsSync(joinNative(git, 'index'))) return tracked
  const isSha256 = /^\s*objectformat\s*=\s*"?sha256/im.test(readTrimmed(joinNative(commonFolder(git), 'config')))
  const read = (name: string): IndexFile => new IndexFile(readFileSync(joinNative(git, name)), isSha256 ? 32 : 20)
  try {
    const index = read('index')
    tracked.addAll(index)
    if (index.shared !== undefined) tracked.addAll(read(`sharedindex.${index.shared}`))
  } catch (cause) {
    throw unreadable(cause)
  }
  return tracked
}

const SUBMODULE = 0o160000

/** The entries of an index, one after the other. */
class IndexFile {
  /** Of a split index, the file that has the rest: which of its entries were removed since is not read. */
  shared: string | undefined
  readonly #bytes: Buffer
  /** The same, a letter for each byte: to cut paths out of it takes less than to decode each. */
  readonly #letters: string
  readonly #hash: number
  readonly #version: number

  constructor(bytes: Buffer, hash: number) {
    this.#bytes = bytes
    this.#letters = bytes.toString('latin1')
    this.#hash = hash
    this.#version = bytes.readUInt32BE(4)
    if (!this.#letters.startsWith('DIRC')) throw new Error('it does not begin with `DIRC`')
    if (this.#version < 2 || this.#version > 4) throw new Error(`its version is ${this.#version}; expected 2, 3 or 4`)
  }

  read(tell: (path: string, mode: number) => void): void {
    const [bytes, letters] = [this.#bytes, this.#letters]
    let [at, path] = [HEADER, '']
    for (let left = bytes.readUInt32BE(8); left > 0; left--) {
      const flags = at + STATS + this.#hash
      let name = flags + (bytes.readUInt16BE(flags) & EXTENDED ? 4 : 2)
      let kept = ''
      if (this.#version === 4) [kept, name] = this.#prefix(path, name)
      const end = letters.indexOf('\0', name)
      if (end < 0) throw new Error('it is cut off')
      path = kept + letters.slice(name, end)
      tell(decoded(path), bytes.readUInt32BE(at + MODE))
      at = this.#version === 4 ? end + 1 : at + ((end - at + 8) & ~7)
    }
    this.shared = this.#sharedName(at)
  }

  /** What a path has in common with the one before, and where the rest of it begins. */
  #prefix(path: string, at: number): [string, number] {
    let byte = this.#bytes.readUInt8(at)
    let cut = byte & 127
    let next = at + 1
    for (; byte & 128; next++) {
      byte = this.#bytes.readUInt8(next)
      cut = (cut + 1) * 128 + (byte & 127)
    }
    return [path.slice(0, Math.max(0, path.length - cut)), next]
  }

  /** Behind the entries are extensions, four letters and a length each, and the hash of it all. */
  #sharedName(entries: number): string | undefined {
    const bytes = this.#bytes
    const end = bytes.length - this.#hash
    let shared: string | undefined
    let at = entries
    for (; at < end; at += 8 + bytes.readUInt32BE(at + 4))
      if (bytes.toString('latin1', at, at + 4) === 'link') shared = bytes.toString('hex', at + 8, at + 8 + this.#hash)
    if (at !== end) throw new Error('it is cut off')
    return shared
  }
}

/** Of the file, and of an entry up to the hash of its content. */
const HEADER = 12
const STATS = 40

/** Where the mode of an entry is. */
const MODE = 24

/** The flag of an entry with two more bytes of flags. */
const EXTENDED = 0x4000

const decoded = (latin1: string): string =>
  /[\x80-\xff]/.test(latin1) ? Buffer.from(latin1, 'latin1').toString() : latin1

function unreadable(cause: unknown): Fault {
  const reason = cause instanceof Error ? cause.message : String(cause)
  const message = `the index of git cannot be read, so it is unknown which ignored files are tracked: ${reason}. Write it again: \`git read-tree HEAD\``
  return new Fault('UNREADABLE', message, { file: '.git/index', cause })
}
