import { statSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
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
  const root = outside.length === 0 ? cwd : common(named.map(name => firmPart(resolve(cwd, name))))
  return {
    root,
    inside: name =>
      relative(root, isAbsolute(name) ? name : join(cwd, name))
        .split(sep)
        .join('/'),
  }
}

/** The folder a path is in, or is; of a glob, the part before its first wildcard. */
function firmPart(path: string): string {
  if (isFolder(path)) return path
  const parts = path.split(sep)
  const wild = parts.findIndex(
    (part, index) => /[*?[\]{}]/.test(part) && !isFolder(parts.slice(0, index + 1).join(sep)),
  )
  const firm = wild < 0 ? path : parts.slice(0, wild).join(sep) || sep
  return isFolder(firm) ? firm : dirname(firm)
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
