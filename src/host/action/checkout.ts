import { type Dirent, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { folderOf } from '../../core/paths.ts'
import { isNeverLookedAt } from '../../discover/hidden.ts'
import { mayBeInput } from '../../discover/kinds.ts'
import { commonFolder, gitFolder, isCheckout, readTrimmed, repositoryOf } from '../disk/git-folder.ts'

/** What `actions/checkout` left on the disk, read without git. */
export interface Checkout {
  /** The commit whose files are there. */
  readonly commit: string
  /** The branch, when one is checked out by its name: `refs/heads/main`. */
  readonly branch?: string
  /** Where it lies in the workspace; `''` is the workspace itself. */
  readonly folder: string
}

/**
 * The checkout of a workspace, or of a folder in it (`path:` of `actions/checkout`): the one that stands at one of the
 * commits that the run is about, else the workspace's own, else the only one. `undefined` when nobody can tell.
 */
export function checkoutIn(workspace: string, commits: readonly string[]): Checkout | undefined {
  const isExpected = ({ commit }: Checkout): boolean => commits.includes(commit)
  const whole = checkoutAt(workspace, '')
  if (whole && isExpected(whole)) return whole
  const found = foldersNear(workspace).flatMap(folder => checkoutAt(workspace, folder) ?? [])
  const expected = found.filter(isExpected)
  if (expected.length === 1) return expected[0]
  return whole ?? (found.length === 1 ? found[0] : undefined)
}

/**
 * The folder that `path:` of `actions/checkout` names, when the workspace has one checkout and is none itself: absolute.
 * Checkouts in it are its submodules.
 */
export function onlyCheckout(workspace: string): string | undefined {
  if (isCheckout(workspace)) return undefined
  const tops = foldersNear(workspace).filter(folder => isCheckout(join(workspace, folder)))
  const [only, ...others] = tops.filter(folder => !tops.includes(folderOf(folder)))
  return only === undefined || others.length > 0 ? undefined : join(workspace, only)
}

/** The commit of the repository that a folder is in. */
export function commitAround(folder: string): string | undefined {
  const repository = repositoryOf(folder)
  return repository === undefined ? undefined : checkoutAt(repository, '')?.commit
}

/** What earlier steps left beside a checkout: files that no repository holds. */
export function filesBeside(checkout: string, folder: string): readonly string[] {
  return entriesOf(folder).flatMap(entry => {
    const path = join(folder, entry.name)
    if (path === checkout || isNeverLookedAt(entry.name)) return []
    if (entry.isDirectory()) return filesBeside(checkout, path)
    return entry.isFile() && mayBeInput(entry.name) ? [path] : []
  })
}

/** Two levels of them. */
function foldersNear(workspace: string): readonly string[] {
  const near = foldersIn(workspace, '')
  return [...near, ...near.flatMap(folder => foldersIn(workspace, folder))]
}

function foldersIn(workspace: string, folder: string): readonly string[] {
  return entriesOf(join(workspace, folder))
    .filter(entry => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .map(({ name }) => (folder === '' ? name : `${folder}/${name}`))
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

function checkoutAt(workspace: string, folder: string): Checkout | undefined {
  const git = gitFolder(join(workspace, folder))
  const head = readTrimmed(join(git, 'HEAD'))
  const branch = /^ref: (refs\/.+)$/.exec(head)?.[1]
  const commit = branch === undefined ? head : commitOf(git, branch)
  if (!/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(commit)) return undefined
  return { commit, folder, ...(branch !== undefined && { branch }) }
}

/** A ref has a file of its own, or a line in the file of all that were packed. */
function commitOf(git: string, ref: string): string {
  const common = commonFolder(git)
  const packed = readTrimmed(join(common, 'packed-refs')).split('\n')
  return readTrimmed(join(common, ref)) || (packed.find(line => line.endsWith(` ${ref}`))?.split(' ')[0] ?? '')
}
