import { lstatSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { isLfsPointer, LFS_POINTER_LIMIT, oidInPointer } from '../../core/lfs.ts'
import { repositoryOf } from '../disk/git-folder.ts'
import { isInside } from '../disk/inside.ts'
import { onDisk } from '../disk/looked-at.ts'
import type { Blob } from './blobs.ts'
import { Git } from './git.ts'
import type { FileNode } from './tree.ts'

/** The files on the disk, compared with blobs by their bytes: what git thinks of a file passes through its filters. */
export class WorkTree {
  readonly root: string

  /** `root`: without links. */
  constructor(root: string) {
    this.root = root
  }

  /** True when the file has these bytes. */
  has(file: string, { id, size }: Blob): boolean {
    const bytes = this.#read(file, size)
    if (bytes === undefined) return false
    const hash = process.getBuiltinModule('node:crypto').createHash(id.length === 40 ? 'sha1' : 'sha256')
    return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex') === id
  }

  /** What Git LFS downloaded in the place of a pointer of the commit, when the file is the one that it points to. */
  downloaded(file: string, { blob, blobs }: FileNode): Uint8Array | undefined {
    if (!(blob.size <= LFS_POINTER_LIMIT)) return undefined
    const text = Buffer.from(blobs.read(blob)).toString()
    const oid = isLfsPointer(text) ? oidInPointer(text) : undefined
    const bytes = oid === undefined ? undefined : this.#read(file)
    if (bytes === undefined) return undefined
    const { createHash } = process.getBuiltinModule('node:crypto')
    return createHash('sha256').update(bytes).digest('hex') === oid ? bytes : undefined
  }

  /** True for a folder of which no part is a link. */
  hasFolder(folder: string): boolean {
    const path = join(this.root, folder)
    try {
      return realpathSync.native(path) === path && lstatSync(path).isDirectory()
    } catch {
      return false
    }
  }

  /** The clone of a submodule, where one is checked out. */
  submodule(path: string): Git | undefined {
    const folder = join(this.root, path)
    return this.hasFolder(path) && repositoryOf(folder) === folder ? new Git(folder) : undefined
  }

  /** Whether git ignores them or not; no links, and nothing of git. */
  filesBelow(folder: string): readonly string[] {
    return onDisk(this.root, folder).filter(file => lstatSync(join(this.root, file)).isFile())
  }

  /** `undefined` for one of another size, and for all that is not a file of the workspace. */
  #read(file: string, size?: number): Uint8Array | undefined {
    try {
      const real = realpathSync.native(join(this.root, file))
      const stats = lstatSync(real)
      if (!stats.isFile() || !isInside(real, this.root) || (size !== undefined && stats.size !== size)) return undefined
      return readFileSync(real)
    } catch {
      return undefined
    }
  }
}
