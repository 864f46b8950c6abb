import { join as joinNative } from 'node:path'
import { Fault } from '../../core/fault.ts'
import { folderOf, isOutside, join } from '../../core/paths.ts'
import { isCheckout } from './git-folder.ts'
import { type Tracked, trackedIn } from './git-index.ts'

interface Repository {
  /** Of the workspace. */
  readonly folder: string
  /** `undefined` when git cannot be asked: `.git` leads nowhere. */
  readonly tracked: Tracked | undefined
}

/** The checkouts of git in a workspace: itself, submodules, and others in it. */
export class Repositories {
  /** Of indexes: what they list is not known. */
  readonly faults: Fault[] = []
  readonly #root: string
  readonly #around = new Map<string, Repository | undefined>()
  readonly #all: Repository[] = []

  constructor(root: string) {
    this.#root = root
  }

  /** Whether git tracks a path in a folder, or something in it if it is one; `undefined` outside of a checkout. */
  tracks(path: string, folder: string, isFolder: boolean): boolean | undefined {
    const repository = this.#at(folder)
    if (repository === undefined) return undefined
    const way = repository.folder === '' ? path : path.slice(repository.folder.length + 1)
    return repository.tracked?.[isFolder ? 'folders' : 'files'].has(way) ?? false
  }

  /** All that is tracked in the checkouts that were met. */
  *files(): Generator<string> {
    for (const { folder, tracked } of this.#all) for (const file of tracked?.files ?? []) yield join(folder, file)
  }

  /** Files `.git` that lead nowhere, as in a worktree or submodule that is mounted alone. */
  get dangling(): readonly string[] {
    return this.#all.filter(({ tracked }) => tracked === undefined).map(({ folder }) => join(folder, '.git'))
  }

  #at(folder: string): Repository | undefined {
    if (this.#around.has(folder)) return this.#around.get(folder)
    const above = folder === '' || isOutside(folder) ? undefined : this.#at(folderOf(folder))
    const isTop = !isOutside(folder) && isCheckout(joinNative(this.#root, folder))
    const found = isTop ? this.#open(folder) : above
    this.#around.set(folder, found)
    return found
  }

  #open(folder: string): Repository {
    const repository = { folder, tracked: this.#tracked(folder) }
    this.#all.push(repository)
    return repository
  }

  #tracked(folder: string): Tracked | undefined {
    try {
      return trackedIn(joinNative(this.#root, folder))
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      this.faults.push(new Fault(error.code, error.message, { file: join(folder, error.file!), cause: error }))
      return { files: new Set(), folders: new Set() }
    }
  }
}
