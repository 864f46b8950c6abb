import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { posix } from 'node:path'

/** Bare clones of GitHub repositories, `<folder>/<owner>+<name>/repo`: read with git, never checked out. */
export class Mirrors {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  #git(repository: string, ...args: readonly string[]): string | undefined {
    const dir = `${this.#folder}/${repository.replace('/', '+')}/repo`
    if (!existsSync(dir)) return undefined
    try {
      return execFileSync('git', [`--git-dir=${dir}`, ...args], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      })
    } catch {
      return undefined
    }
  }

  commit(repository: string, ref = 'HEAD'): string | undefined {
    return this.#git(repository, 'rev-parse', '--verify', '--quiet', `${ref}^{commit}`)?.trim()
  }

  /** The day of a commit, as `2026-08-21`. */
  day(repository: string, ref = 'HEAD'): string | undefined {
    return this.#git(repository, 'log', '-1', '--format=%cs', ref)?.trim()
  }

  /** The text of a file, through a symbolic link too. */
  file(repository: string, commit: string, path: string): string | undefined {
    const text = this.#git(repository, 'show', `${commit}:${path}`)
    const mode =
      text !== undefined && text.length < 200 ? this.#git(repository, 'ls-tree', commit, path)?.slice(0, 6) : ''
    return mode === '120000' ? this.file(repository, commit, posix.join(posix.dirname(path), text!)) : text
  }

  paths(repository: string, commit: string): readonly string[] {
    return this.#git(repository, 'ls-tree', '-r', '--name-only', commit)?.split('\n').filter(Boolean) ?? []
  }
}
