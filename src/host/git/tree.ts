import { isUtf8 } from 'node:buffer'
import { Fault } from '../../core/fault.ts'
import { downTo, folderOf, join, nameOf } from '../../core/paths.ts'
import { type Blob, Blobs } from './blobs.ts'
import type { Git } from './git.ts'

export interface FileNode {
  readonly kind: 'file'
  readonly blob: Blob
  /** Where its bytes are: a submodule has its own. */
  readonly blobs: Blobs
  readonly isUtf8: boolean
}

export type Node =
  | FileNode
  | { readonly kind: 'link'; readonly target: string }
  /** `absent`: the commit of a submodule that its clone does not have. */
  | { readonly kind: 'folder'; readonly names: string[]; readonly absent?: string }

/** As many links lead to one another as in Linux. */
const MOST_LINKS = 40

/** No system has longer ones. */
const LONGEST_TARGET = 4096

/** Git writes no such name, and no such name is ever written to a disk. */
const FORGED = /(?:^|\/)(?:\.{0,2}|\.git)(?:\/|$)/i

const LINE = /^(\d+) \w+ ([0-9a-f]+) +(\d+|-|BAD)\t(.+)$/s

interface Listed {
  readonly path: string
  readonly isUtf8: boolean
  readonly mode: string
  readonly blob: Blob
}

/** The files of a commit at or below a folder: names, ids and links, all of them known without a file of the disk. */
export class Tree {
  readonly blobs: Blobs
  readonly #nodes = new Map<string, Node>()

  /**
   * `folder`: its path in the commit; a commit that does not have it has no files. `submodule`: the clone that is checked
   * out at a path, if one is. @throws Fault UNREADABLE
   */
  constructor(git: Git, commit: string, folder: string, submodule: (path: string) => Git | undefined) {
    const below = folder === '' ? [] : [folder]
    const listed = listedIn(git.read(['ls-tree', '-r', '-z', '-l', '--full-tree', commit, ...below]), folder)
    this.blobs = new Blobs(
      git,
      listed.filter(({ mode }) => mode !== SUBMODULE).map(({ blob }) => blob),
    )
    this.blobs.load(listed.filter(({ mode }) => mode === LINK).map(({ blob }) => blob))
    this.#nodes.set('', { kind: 'folder', names: [] })
    for (const one of listed)
      if (one.mode === SUBMODULE) this.#addSubmodule(one, submodule)
      else this.#add(one.path, this.#nodeOf(one))
  }

  /** What has this true path. */
  at(real: string): Node | undefined {
    return this.#nodes.get(real)
  }

  /** The true path, every link followed. A target that begins with a slash is outside, whatever it leads to. */
  real(path: string): { readonly path: string } | 'outside' | 'missing' {
    let real = ''
    let links = 0
    const steps = path.split('/').reverse()
    for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
      if (step === '' || step === '.') continue
      if (step === '..' && real === '') return 'outside'
      const next = step === '..' ? folderOf(real) : join(real, step)
      const node = this.#nodes.get(next)
      if (node === undefined) return 'missing'
      if (node.kind !== 'link') real = next
      else if (node.target.startsWith('/')) return 'outside'
      else if (++links > MOST_LINKS) return 'missing'
      else steps.push(...node.target.split('/').reverse())
    }
    return { path: real }
  }

  /** Files and links at or below a true path. */
  below(real: string): readonly string[] {
    const node = this.#nodes.get(real)
    if (node === undefined) return []
    return node.kind === 'folder' ? node.names.flatMap(name => this.below(join(real, name))) : [real]
  }

  #nodeOf({ mode, blob, isUtf8 }: Listed): Node {
    if (mode !== LINK) return { kind: 'file', blob, blobs: this.blobs, isUtf8 }
    return { kind: 'link', target: blob.size > LONGEST_TARGET ? '' : Buffer.from(this.blobs.read(blob)).toString() }
  }

  /** Of one that is not checked out, its parent has an empty folder. */
  #addSubmodule({ path, blob: { id } }: Listed, submodule: (path: string) => Git | undefined): void {
    const git = submodule(path)
    const tree = git && treeOf(git, id, below => submodule(join(path, below)))
    this.#add(path, { kind: 'folder', names: [], ...(git && !tree && { absent: id }) })
    if (tree) for (const below of tree.below('')) this.#add(join(path, below), tree.at(below)!)
  }

  #add(path: string, node: Node): void {
    if (this.#nodes.has(path) || !this.#isFolder(folderOf(path))) return
    this.#named(path)
    this.#nodes.set(path, node)
  }

  /** Makes it one, with those above. False when a file has the name of one of them. */
  #isFolder(path: string): boolean {
    const known = this.#nodes.get(path)
    if (known) return known.kind === 'folder'
    if (!this.#isFolder(folderOf(path))) return false
    this.#named(path)
    this.#nodes.set(path, { kind: 'folder', names: [] })
    return true
  }

  #named(path: string): void {
    const above = this.#nodes.get(folderOf(path))
    if (above?.kind === 'folder') above.names.push(nameOf(path))
  }
}

/** `undefined` when the clone does not have it. */
function treeOf(git: Git, commit: string, submodule: (path: string) => Git | undefined): Tree | undefined {
  try {
    return new Tree(git, commit, '', submodule)
  } catch (error) {
    if (error instanceof Fault) return undefined
    throw error
  }
}

const LINK = '120000'
const SUBMODULE = '160000'

function listedIn(output: Buffer, folder: string): readonly Listed[] {
  return output
    .toString('latin1')
    .split('\0')
    .flatMap(line => {
      const [, mode = '', id = '', size, name = ''] = LINE.exec(line) ?? []
      const bytes = Buffer.from(name, 'latin1')
      const path = downTo(bytes.toString(), folder) ?? ''
      return FORGED.test(path) ? [] : [{ path, isUtf8: isUtf8(bytes), mode, blob: { id, size: Number(size) } }]
    })
}
