import { existsSync, lstatSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** True for the top folder of a checkout. Of a worktree and of a submodule `.git` is a file that leads to the rest. */
export function isCheckout(folder: string): boolean {
  const git = join(folder, '.git')
  return existsSync(join(git, 'HEAD')) || lstatSync(git, { throwIfNoEntry: false })?.isFile() === true
}

/** Where git keeps what it knows of a checkout. Worktrees and submodules have a file that says where it is. */
export function gitFolder(checkout: string): string {
  const [, elsewhere] = /^gitdir: (.+)$/m.exec(readTrimmed(join(checkout, '.git'))) ?? []
  return elsewhere === undefined ? join(checkout, '.git') : resolve(checkout, elsewhere)
}

/** What all worktrees of a repository share, by the folder of one of them. */
export const commonFolder = (git: string): string => resolve(git, readTrimmed(join(git, 'commondir')) || '.')

/** Empty when there is no such file. */
export function readTrimmed(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return ''
  }
}

/** The nearest folder from a path upwards that is a checkout. */
export function repositoryOf(path: string): string | undefined {
  for (let folder = path; ; folder = dirname(folder)) {
    if (isCheckout(folder)) return folder
    if (dirname(folder) === folder) return undefined
  }
}
