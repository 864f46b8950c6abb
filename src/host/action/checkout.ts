import { type Dirent, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

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
 * The checkout of a workspace: the workspace itself, else a folder in it (`path:` of `actions/checkout`). Of several the
 * one that stands at one of the commits that the run is about; `undefined` when nobody can tell.
 */
export function checkoutIn(workspace: string, commits: readonly string[]): Checkout | undefined {
  const whole = checkoutAt(workspace, '')
  if (whole) return whole
  const near = foldersIn(workspace, '')
  const all = [...near, ...near.flatMap(folder => foldersIn(workspace, folder))]
  const found = all.flatMap(folder => checkoutAt(workspace, folder) ?? [])
  const expected = found.length > 1 ? found.filter(({ commit }) => commits.includes(commit)) : found
  return expected.length === 1 ? expected[0] : undefined
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
  const git = join(workspace, folder, '.git')
  const head = textOf(join(git, 'HEAD'))
  const branch = /^ref: (refs\/.+)$/.exec(head)?.[1]
  const commit = branch === undefined ? head : commitOf(git, branch)
  if (!/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(commit)) return undefined
  return { commit, folder, ...(branch !== undefined && { branch }) }
}

/** A ref has a file of its own, or a line in the file of all that were packed. */
function commitOf(git: string, ref: string): string {
  const packed = textOf(join(git, 'packed-refs')).split('\n')
  return textOf(join(git, ref)) || (packed.find(line => line.endsWith(` ${ref}`))?.split(' ')[0] ?? '')
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return ''
  }
}
