import { statSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'

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
  const folders = named.map(name => firmPart(resolve(cwd, name)))
  const root = folders.every(folder => isInside(folder, cwd)) ? cwd : common(folders)
  return {
    root,
    inside: name =>
      relative(root, isAbsolute(name) ? name : join(cwd, name))
        .split(sep)
        .join('/'),
  }
}

/** The part of a glob before its first wildcard, and of a file its folder. */
function firmPart(path: string): string {
  const parts = path.split(sep)
  const wild = parts.findIndex(part => /[*?[\]{}]/.test(part))
  const firm = wild < 0 ? path : parts.slice(0, wild).join(sep)
  return statSync(firm, { throwIfNoEntry: false })?.isDirectory() ? firm : dirname(firm)
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

function common(folders: readonly string[]): string {
  const [first = sep, ...others] = folders
  let shared = first
  for (const folder of others) while (!isInside(folder, shared)) shared = dirname(shared)
  return shared
}
