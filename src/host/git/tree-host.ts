import { Fault } from '../../core/fault.ts'
import type { Copy, Entry, EntryKind, Host } from '../../core/host.ts'
import { folderOf, join, nameOf } from '../../core/paths.ts'
import { aFolder, notFound, notUtf8, outside, tooLarge } from '../disk/faults.ts'
import { isPacked, neededOf, unpack, unpackHead } from '../disk/gzip.ts'
import type { FileNode, Tree } from './tree.ts'
import { TreeCopy } from './tree-copy.ts'
import type { WorkTree } from './work-tree.ts'

/** The files of a commit, as `DiskHost` would read them if they were checked out. */
export class TreeHost implements Host {
  readonly root: string
  readonly #tree: Tree
  readonly #workTree: WorkTree

  constructor(tree: Tree, workTree: WorkTree) {
    this.root = workTree.root
    this.#tree = tree
    this.#workTree = workTree
  }

  entries(folder: string): readonly Entry[] {
    const real = this.#real(folder)
    const node = this.#tree.at(real)
    if (node?.kind !== 'folder') throw new Fault('UNREADABLE', 'cannot be read: this is a file', { file: folder })
    if (node.absent !== undefined) throw absentCommit(folder, node.absent)
    return node.names.toSorted(byCodeUnit).map((name): Entry => {
      const path = join(folder, name)
      const link = this.#tree.at(join(real, name))?.kind === 'link'
      const kind = this.kindOf(path)
      const target = link && kind === 'folder' && { target: this.#real(path) }
      return { name, kind: kind === 'missing' ? 'other' : kind, link, tracked: true, ...target }
    })
  }

  kindOf(path: string): EntryKind | 'missing' {
    const real = this.#tree.real(path)
    if (real === 'outside') return 'outside'
    if (real === 'missing') return this.#isLink(path) ? 'broken-link' : 'missing'
    return this.#tree.at(real.path)?.kind === 'folder' ? 'folder' : 'file'
  }

  head(file: string, bytes: number): Uint8Array {
    const node = this.fileAt(file)
    const { blob, blobs } = node
    const head = told(file, () => this.#workTree.downloaded(file, node) ?? blobs.head(blob, neededOf(file, bytes)))
    return isPacked(file, head) ? unpackHead(head, bytes) : head.subarray(0, bytes)
  }

  read(file: string, limit: number): Uint8Array {
    const node = this.fileAt(file)
    const { blob, blobs } = node
    if (blob.size > limit) throw tooLarge(file, blob.size, limit)
    const bytes = told(file, () => this.#workTree.downloaded(file, node) ?? blobs.read(blob))
    if (bytes.length > limit) throw tooLarge(file, bytes.length, limit)
    return isPacked(file, bytes) ? unpack(file, bytes, limit) : bytes
  }

  /** A commit has all of its files. */
  missing(): readonly [] {
    return []
  }

  copy(): Copy {
    return new TreeCopy(this.#tree, this.#workTree, path => this.#real(path))
  }

  isOutput(): boolean {
    return false
  }

  now(): Date {
    return new Date()
  }

  /** Where the bytes of a file are. @throws Fault OUTSIDE, NOT_FOUND, UNREADABLE */
  fileAt(file: string): FileNode {
    const node = this.#tree.at(this.#real(file))
    if (node?.kind !== 'file') throw aFolder(file)
    if (!node.isUtf8) throw notUtf8(file)
    return node
  }

  #real(path: string): string {
    const real = this.#tree.real(path)
    if (real === 'outside') throw outside(path)
    if (real === 'missing') throw notFound(path)
    return real.path
  }

  /** Of links in folders of the commit only. */
  #isLink(path: string): boolean {
    const folder = this.#tree.real(folderOf(path))
    return typeof folder === 'object' && this.#tree.at(join(folder.path, nameOf(path)))?.kind === 'link'
  }
}

const absentCommit = (submodule: string, commit: string): Fault =>
  new Fault(
    'UNREADABLE',
    `base commit \`${commit.slice(0, 7)}\` of this submodule is not in its clone: add \`with: {fetch-depth: 0}\` to \`actions/checkout\``,
    { file: submodule },
  )

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : 1)

/** Names the file in a fault of git. */
function told(file: string, read: () => Uint8Array): Uint8Array {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    throw new Fault(error.code, error.message, { file, cause: error })
  }
}
