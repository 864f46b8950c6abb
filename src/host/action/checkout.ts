import { type Dirent, existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

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
  const near = foldersIn(workspace, '')
  const all = [...near, ...near.flatMap(folder => foldersIn(workspace, folder))]
  const found = all.flatMap(folder => checkoutAt(workspace, folder) ?? [])
  const expected = found.filter(isExpected)
  if (expected.length === 1) return expected[0]
  return whole ?? (found.length === 1 ? found[0] : undefined)
}

/** The commit of the repository that a folder is in. */
export function commitAround(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return checkoutAt(at, '')?.commit
    if (dirname(at) === at) return undefined
  }
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

/** Worktrees and submodules have a file that says where it is. */
function gitFolder(folder: string): string {
  const [, elsewhere] = /^gitdir: (.+)$/m.exec(readTrimmed(join(folder, '.git'))) ?? []
  return elsewhere === undefined ? join(folder, '.git') : resolve(folder, elsewhere)
}

/** A ref has a file of its own, or a line in the file of all that were packed. */
function commitOf(git: string, ref: string): string {
  const common = resolve(git, readTrimmed(join(git, 'commondir')) || '.')
  const packed = readTrimmed(join(common, 'packed-refs')).split('\n')
  return readTrimmed(join(common, ref)) || (packed.find(line => line.endsWith(` ${ref}`))?.split(' ')[0] ?? '')
}

function readTrimmed(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return ''
  }
}
