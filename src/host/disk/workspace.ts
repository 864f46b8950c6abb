import { existsSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { isInside } from './inside.ts'

/** A folder of the disk, and the things a user named, relative to it. */
export interface Workspace {
  readonly root: string
  /** Turns what the user named into a path of the workspace. */
  inside(named: string): string
}

/**
 * The current folder, when everything named lies in it; else the nearest folder that holds it all, so that
 * `seaworthy ../other` works. `named`: paths and globs as the user gave them.
 */
export function workspaceOf(cwd: string, named: readonly string[]): Workspace {
  const outside = named.map(name => resolve(cwd, name)).filter(path => !isInside(path, cwd))
  const root = outside.length === 0 ? cwd : common(named.map(name => literalPrefix(resolve(cwd, name))))
  return workspaceAt(root, cwd)
}

const workspaceAt = (root: string, cwd: string): Workspace => ({
  root,
  inside: name => relative(root, resolve(cwd, name)).split(sep).join('/'),
})

/**
 * The nearest folder with one of these files, from the current one up to the root of its git repository; of paths that
 * are in another repository, from where they are. Where there is none, or something named lies outside of it: the
 * workspace that there is without.
 */
export function workspaceWith(
  files: readonly string[],
  cwd: string,
  paths: readonly string[],
  named: readonly string[],
): Workspace {
  const here = folderWith(files, cwd)
  const there =
    paths.length === 0 ? undefined : folderWith(files, common(paths.map(path => literalPrefix(resolve(cwd, path)))))
  const root = here?.found ?? (there && !isInside(cwd, there.repository) ? there.found : undefined)
  if (root === undefined || named.some(name => !isInside(resolve(cwd, name), root))) return workspaceOf(cwd, named)
  return workspaceAt(root, cwd)
}

function folderWith(
  files: readonly string[],
  start: string,
): { readonly found: string | undefined; readonly repository: string } | undefined {
  let found: string | undefined
  for (let folder = start; ; folder = dirname(folder)) {
    if (found === undefined && files.some(file => existsSync(join(folder, file)))) found = folder
    if (existsSync(join(folder, '.git'))) return { found, repository: folder }
    if (dirname(folder) === folder) return undefined
  }
}

/** The folder a path is in, or is; of a glob, the part before its first wildcard. */
function literalPrefix(path: string): string {
  if (isFolder(path)) return path
  const parts = path.split(sep)
  const wild = parts.findIndex(
    (part, index) => /[*?[\]{}]/.test(part) && !isFolder(parts.slice(0, index + 1).join(sep)),
  )
  const literal = wild < 0 ? path : parts.slice(0, wild).join(sep) || sep
  return isFolder(literal) ? literal : dirname(literal)
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

function common(folders: readonly string[]): string {
  const [first = sep, ...others] = folders
  let shared = first
  for (const folder of others) while (!isInside(folder, shared)) shared = dirname(shared)
  return shared
}
