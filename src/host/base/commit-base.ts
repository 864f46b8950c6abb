import type { Base } from '../../core/base.ts'
import { Fault } from '../../core/fault.ts'
import type { Blob } from '../git/blobs.ts'
import type { Git } from '../git/git.ts'
import { type FileNode, Tree } from '../git/tree.ts'
import { TreeHost } from '../git/tree-host.ts'
import { WorkTree } from '../git/work-tree.ts'

/** A commit, read through git. */
export class CommitBase implements Base {
  readonly source = 'git'
  readonly commit: string
  readonly host: TreeHost
  readonly #tree: Tree
  readonly #workTree: WorkTree
  /** By their names in the change. */
  readonly #renamed: ReadonlyMap<string, string>
  /** By their names in the base. */
  #names: ReadonlyMap<string, string> | undefined
  readonly #changed = new Map<string, boolean>()

  /** `root`: the folder that is judged, without links; `folder`: its path in the commit. @throws Fault UNREADABLE */
  constructor(git: Git, commit: string, root: string, folder: string) {
    this.commit = commit
    this.#workTree = new WorkTree(root)
    this.#tree = new Tree(git, commit, folder, path => this.#workTree.submodule(path))
    this.host = new TreeHost(this.#tree, this.#workTree)
    const differences = differencesFrom(git, commit, folder)
    this.#tree.blobs.load(differences.flatMap(({ before }) => this.#blobAt(before) ?? []))
    this.#renamed = new Map(differences.flatMap(({ before, after }) => (after === undefined ? [] : [[after, before]])))
  }

  before(file: string): string {
    return this.#renamed.get(file) ?? file
  }

  after(file: string): string {
    this.#names ??= new Map([...this.#renamed].map(([after, before]) => [before, after]))
    return this.#names.get(file) ?? file
  }

  isChanged(file: string): boolean {
    const known = this.#changed.get(file)
    if (known !== undefined) return known
    const before = this.#fileAt(this.before(file))
    const isChanged = !(before && (this.#workTree.has(file, before.blob) || this.#workTree.downloaded(file, before)))
    this.#changed.set(file, isChanged)
    return isChanged
  }

  #blobAt(real: string): Blob | undefined {
    const node = this.#tree.at(real)
    return node?.kind === 'file' ? node.blob : undefined
  }

  #fileAt(file: string): FileNode | undefined {
    try {
      return this.host.fileAt(file)
    } catch (error) {
      if (error instanceof Fault) return undefined
      throw error
    }
  }
}

interface Difference {
  readonly before: string
  /** Its name now, when that is another. */
  readonly after?: string
}

/** More pairs of removed and added files are not compared by their content, as in git. */
const RENAME_LIMIT = 1000

/** Between the commit and the index: a renamed file that was not added is a removed one and an untracked one to git too. */
function differencesFrom(git: Git, commit: string, folder: string): readonly Difference[] {
  const relative = folder === '' ? [] : [`--relative=${folder}/`]
  const args = ['diff-index', '--cached', '--raw', '-z', '--no-abbrev', '-M', `-l${RENAME_LIMIT}`, ...relative, commit]
  const fields = git.read(args).toString().split('\0')
  const differences: Difference[] = []
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const isRenamed = /^:.* R\d+$/.test(fields[at]!)
    const before = fields[at + 1]!
    differences.push(isRenamed ? { before, after: fields[at + 2]! } : { before })
    if (isRenamed) at += 1
  }
  return differences
}
