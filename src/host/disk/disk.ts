import {
  type BigIntStats,
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { Fault } from '../../core/fault.ts'
import type { Copy, Entry, EntryKind, Host, Missing } from '../../core/host.ts'
import { join as below, folderOf, isOutside, nameOf } from '../../core/paths.ts'
import { DiskCopy } from './copy.ts'
import { aFolder, notFound, notUtf8, outside, tooLarge } from './faults.ts'
import { isPacked, neededOf, unpack, unpackHead } from './gzip.ts'
import { isInside } from './inside.ts'
import { Repositories } from './repositories.ts'

/** A true path ends in no link: where there is one now, somebody has just put it there. */
const OPEN = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0)

/** Some disks do not tell letters of one case from those of the other. */
const IS_GIT = /^\.git$/i

/** The workspace on the disk of this machine. */
export class DiskHost implements Host {
  readonly root: string
  /** Folders known to be inside: their files need no look at every parent. */
  readonly #inside = new Set<string>()
  /** Files that were listed, no links: their true paths. */
  readonly #files = new Map<string, string>()
  /** Folders that were listed, no links: to follow each of their parents again takes longer with each level. */
  readonly #folders = new Map<string, string>()
  /** Folders with all the files that git tracks in them. */
  readonly #complete = new Set<string>()

  /** What this run writes, as device and inode: a file may have several names. */
  readonly #outputs: ReadonlySet<string>

  /** What the user named outside of the root, links followed. Only its own name leads there, never a link of the repository. */
  readonly #outside: readonly string[]
  readonly #repositories: Repositories

  /**
   * `root`: an existing folder. `outputs`: files that the run will write. `outside`: files and folders that are read
   * although they are not in the root, as they are named from it; nothing else outside of it is ever read.
   */
  constructor(root: string, outputs: readonly string[] = [], outside: readonly string[] = []) {
    this.root = realRoot(root)
    this.#repositories = new Repositories(this.root)
    this.#outside = outside.map(path => join(this.root, path)).flatMap(path => realOf(path) ?? [])
    const standardOutput = fstatSync(1, { bigint: true })
    this.#outputs = new Set(
      [standardOutput, ...outputs.flatMap(statsOf)].filter(stats => stats.isFile()).map(identityOf),
    )
  }

  isOutput(file: string): boolean {
    if (this.#outputs.size === 0) return false
    try {
      return this.#outputs.has(identityOf(statSync(this.#real(file), { bigint: true })))
    } catch {
      return false
    }
  }

  entries(folder: string): readonly Entry[] {
    const real = this.#realFolder(folder)
    const within = this.#inWorkspace(real)
    const listed = this.#listed(folder, real)
    const names = this.#repositories.namesIn(
      within,
      listed.some(({ name }) => IS_GIT.test(name)),
    )
    let present = 0
    const entries = listed
      .map((entry): Entry => {
        const path = below(folder, entry.name)
        const link = entry.isSymbolicLink()
        const kind = link ? this.kindOf(path) : kindOf(entry)
        const isFolder = kind === 'folder' && !link
        if (kind === 'file' && !link) this.#files.set(path, join(real, entry.name))
        if (isFolder) this.#folders.set(path, join(real, entry.name))
        const target = link && kind === 'folder' && { target: this.#inWorkspace(this.#real(path)) }
        const tracked = names?.[isFolder ? 'folders' : 'files'].has(entry.name)
        if (tracked && !isFolder) present++
        return { name: entry.name, kind: kind === 'missing' ? 'other' : kind, link, tracked, ...target }
      })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
    if (names?.files.size === present) this.#complete.add(within)
    return entries
  }

  kindOf(path: string): EntryKind | 'missing' {
    try {
      // To throw takes longer than to look.
      if (lstatSync(join(this.root, path), { throwIfNoEntry: false }) === undefined) return 'missing'
      return kindOf(statSync(this.#real(path)))
    } catch (error) {
      if (error instanceof Fault && error.code === 'OUTSIDE') return 'outside'
      if (this.#isBrokenLink(path)) return 'broken-link'
      return isForbidden(error) ? 'other' : 'missing'
    }
  }

  head(file: string, bytes: number): Uint8Array {
    const descriptor = this.#open(file)
    try {
      const buffer = Buffer.allocUnsafe(Math.min(neededOf(file, bytes), fstatSync(descriptor).size))
      const head = buffer.subarray(0, readSync(descriptor, buffer, 0, buffer.length, 0))
      return isPacked(file, head) ? unpackHead(head, bytes) : head.subarray(0, bytes)
    } catch (error) {
      throw unreadable(file, error)
    } finally {
      closeSync(descriptor)
    }
  }

  read(file: string, limit: number): Uint8Array {
    const descriptor = this.#open(file)
    try {
      const { size } = fstatSync(descriptor)
      if (size > limit) throw tooLarge(file, size, limit)
      const bytes = readFileSync(descriptor)
      return isPacked(file, bytes) ? unpack(file, bytes, limit) : bytes
    } catch (error) {
      throw unreadable(file, error)
    } finally {
      closeSync(descriptor)
    }
  }

  missing(isWanted: (path: string) => boolean): readonly Missing[] {
    const [fault] = this.#repositories.faults
    if (fault) throw fault
    const missing = this.#repositories.dangling.map(file => ({ file, why: DANGLING }))
    for (const [folder, names] of this.#repositories.folders()) {
      if (this.#complete.has(folder)) continue
      for (const file of [...names].map(name => below(folder, name)))
        if (isWanted(file) && this.kindOf(file) === 'missing') missing.push({ file, why: NOT_THERE })
    }
    return missing
  }

  tracks(path: string, isFolder: boolean): boolean | undefined {
    return this.#repositories.namesIn(folderOf(path))?.[isFolder ? 'folders' : 'files'].has(nameOf(path))
  }

  copy(): Copy {
    return new DiskCopy(this, path => this.#real(path))
  }

  now(): Date {
    return new Date()
  }

  #inWorkspace(real: string): string {
    return relative(this.root, real).replaceAll('\\', '/')
  }

  #listed(folder: string, real: string): readonly Dirent[] {
    try {
      return readdirSync(real, { withFileTypes: true })
    } catch (error) {
      throw unreadable(folder, error)
    }
  }

  /** Told of links in folders of the workspace only. */
  #isBrokenLink(path: string): boolean {
    try {
      return lstatSync(join(this.#real(dirname(path)), basename(path))).isSymbolicLink()
    } catch {
      return false
    }
  }

  /** Nothing but files: to open a pipe would wait for its writer, for ever. */
  #open(file: string): number {
    try {
      const descriptor = openSync(this.#real(file), OPEN)
      const stats = fstatSync(descriptor)
      if (stats.isFile()) return descriptor
      closeSync(descriptor)
      throw stats.isDirectory() ? aFolder(file) : new Fault('UNREADABLE', 'neither a file nor a folder', { file })
    } catch (error) {
      throw unreadable(file, error)
    }
  }

  /** Where there is a link now, somebody has just put it there. */
  #realFolder(folder: string): string {
    const listed = this.#folders.get(folder)
    return listed === undefined || isLink(listed) ? this.#real(folder) : listed
  }

  /** The true path on the disk, every link followed. @throws Fault OUTSIDE, NOT_FOUND */
  #real(path: string): string {
    const listed = this.#files.get(path)
    if (listed !== undefined) return listed
    const wanted = join(this.root, path)
    try {
      const real = realpathSync.native(wanted)
      if (isOutside(path)) {
        if (this.#outside.some(named => isInside(real, named))) return real
        throw outside(path)
      }
      if (this.#inside.has(dirname(real))) return real
      if (!isInside(real, this.root)) throw outside(path)
      // The parent of the root itself is outside.
      if (real !== this.root) this.#inside.add(dirname(real))
      return real
    } catch (error) {
      if (error instanceof Fault) throw error
      if (isForbidden(error)) throw unreadable(path, error)
      if (path.includes('\ufffd')) throw notUtf8(path)
      throw notFound(this.#inWorkspace(wanted), error)
    }
  }
}

/** @throws Fault UNREADABLE when it was removed */
export function currentFolder(): string {
  try {
    return process.cwd()
  } catch (cause) {
    throw new Fault('UNREADABLE', 'the current folder cannot be read: it was removed. Change to one that exists', {
      cause,
    })
  }
}

const NOT_THERE =
  'git tracks this, and it is not there: add it to `sparse-checkout` of `actions/checkout`, or commit its removal'

const DANGLING =
  'this leads to a folder that is not there, so it is unknown what git tracks: run in the checkout that it belongs to'

function realOf(path: string): string | undefined {
  try {
    return realpathSync.native(path)
  } catch {
    return undefined
  }
}

function realRoot(root: string): string {
  try {
    return realpathSync.native(root)
  } catch (cause) {
    throw unreadable(root, cause)
  }
}

/** None of a file that is not there, or has a name that cannot be: why is told when it is written. */
function statsOf(file: string): readonly BigIntStats[] {
  try {
    return [statSync(file, { bigint: true })]
  } catch {
    return []
  }
}

/** Of what cannot be looked at, whoever reads it learns why. */
function isLink(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true
  } catch {
    return false
  }
}

const identityOf = ({ dev, ino }: { readonly dev: bigint; readonly ino: bigint }): string => `${dev}:${ino}`

/** There may be something, but we may not even look. */
const isForbidden = (error: unknown): boolean => {
  const cause = error instanceof Fault ? error.cause : error
  return cause instanceof Error && 'code' in cause && (cause.code === 'EACCES' || cause.code === 'EPERM')
}

function unreadable(file: string, error: unknown): Fault {
  if (error instanceof Fault) return error
  return new Fault('UNREADABLE', `cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
    file,
    cause: error,
  })
}

function kindOf(entry: { isFile(): boolean; isDirectory(): boolean }): 'file' | 'folder' | 'other' {
  if (entry.isFile()) return 'file'
  return entry.isDirectory() ? 'folder' : 'other'
}
