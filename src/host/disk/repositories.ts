import { join as joinNative } from 'node:path'
import { Fault } from '../../core/fault.ts'
import { downTo, folderOf, isOutside, join } from '../../core/paths.ts'
import { isCheckout } from './git-folder.ts'
import { Tracked, type TrackedNames, trackedIn } from './git-index.ts'

interface Repository {
  /** Of the workspace. */
  readonly folder: string
  /** `undefined` when git cannot be asked: `.git` leads nowhere. */
  readonly tracked: Tracked | undefined
}

const NOTHING: TrackedNames = { files: new Set(), folders: new Set() }

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

  /** What git tracks in a folder; `undefined` outside of a checkout. `hasGit`: false when there is no `.git` in it. */
  namesIn(folder: string, hasGit = true): TrackedNames | undefined {
    const repository = this.#at(folder, hasGit)
    return repository && (repository.tracked?.namesIn(downTo(folder, repository.folder) ?? '') ?? NOTHING)
  }

  /** The folders of the checkouts that were met, and the names of the files that are tracked in each. */
  *folders(): Generator<readonly [folder: string, files: ReadonlySet<string>]> {
    for (const { folder: top, tracked } of this.#all)
      for (const [folder, { files }] of tracked?.folders ?? []) yield [folder === '' ? top : join(top, folder), files]
  }

  /** Files `.git` that lead nowhere, as in a worktree or submodule that is mounted alone. */
  get dangling(): readonly string[] {
    return this.#all.filter(({ tracked }) => tracked === undefined).map(({ folder }) => join(folder, '.git'))
  }

  #at(folder: string, hasGit = true): Repository | undefined {
    if (this.#around.has(folder)) return this.#around.get(folder)
    const above = folder === '' || isOutside(folder) ? undefined : this.#at(folderOf(folder))
    const isTop = hasGit && !isOutside(folder) && isCheckout(joinNative(this.#root, folder))
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
      return new Tracked()
    }
  }
}
