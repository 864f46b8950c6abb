import { lstatSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { Fault } from '../../core/fault.ts'
import { listed } from '../../core/text.ts'
import { gitFolder, isCheckout } from './git-folder.ts'
import { isInside } from './inside.ts'

/** The folder that is judged, and the things a user named, relative to it. */
export interface Workspace {
  /** Without links. */
  readonly root: string
  /** Files and folders outside of the root that the user named; of a glob, the folder that it begins with. */
  readonly outside: readonly string[]
  /** Turns what the user named into a path of the workspace; of what is outside it begins with `../`. */
  inside(named: string): string
  /** How a person calls a file of the workspace in the folder that they are in. */
  fromHere(file: string): string
}

/**
 * The checkout that the paths are in, or without a path the current folder. Outside of git: the current folder when the
 * paths lie in it, else the nearest folder that holds them all. `others`: reports and the policy, which move nothing,
 * wherever they are. All are paths and globs as the user gave them. @throws Fault BAD_INPUT when there are two checkouts
 */
export function workspaceOf(cwd: string, paths: readonly string[], others: readonly string[] = []): Workspace {
  const here = realOf(cwd)
  const root = rootOf(here, paths)
  const place = (path: string): string => relative(root, isInside(path, root) ? path : withoutLinks(path))
  const inside = (named: string): string => place(resolve(here, named)).split(sep).join('/')
  return {
    root,
    outside: [...paths, ...others]
      .map(name => resolve(here, name))
      .filter(path => !isInside(resolve(root, place(path)), root))
      .map(path => place(isFile(path) ? path : literalPrefix(path))),
    inside,
    fromHere: file => relative(here, resolve(root, file)).split(sep).join('/') || '.',
  }
}

function rootOf(here: string, paths: readonly string[]): string {
  const folders = paths.length === 0 ? [here] : paths.map(path => literalPrefix(resolve(here, path)))
  const [checkout, ...others] = new Set(folders.flatMap(folder => checkoutAround(folder, here) ?? []))
  if (others.length > 0) {
    const names = listed([checkout!, ...others].map(folder => `\`${relative(here, folder) || '.'}\``))
    throw new Fault(
      'BAD_INPUT',
      `${names} are different checkouts, each with its own policy: check each in its own run`,
    )
  }
  return checkout ?? (folders.every(folder => isInside(folder, here)) ? here : realOf(common(folders)))
}

/**
 * The top folder of the checkout that a folder is in. A submodule is part of the checkout around it, but for those who are
 * in it; and so is whatever a link leads to, or a change could have another repository judged in place of its own.
 */
function checkoutAround(folder: string, here: string): string | undefined {
  let [top, inner]: (string | undefined)[] = []
  for (let one = folder; ; one = dirname(one)) {
    if (top === undefined && isCheckout(one)) top = one
    const isPart = isLink(one) || (one === top && isSubmodule(one) && !isInside(here, one))
    if (isPart) [top, inner] = [undefined, inner ?? top]
    if (dirname(one) !== one) continue
    const found = top ?? inner
    return found && realOf(found)
  }
}

/** Its files of git are among those of the checkout around it; a worktree of it stands alone. */
const isSubmodule = (checkout: string): boolean =>
  /[\\/]modules[\\/](?!.*[\\/]worktrees[\\/])/.test(gitFolder(checkout))

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

const isFile = (path: string): boolean => statsOf(path)?.isFile() === true
const isFolder = (path: string): boolean => statsOf(path)?.isDirectory() === true

function statsOf(path: string): ReturnType<typeof statSync> | undefined {
  try {
    return statSync(path)
  } catch {
    return undefined
  }
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink()
  } catch {
    return false
  }
}

/** The same when nobody can tell. */
function realOf(path: string): string {
  try {
    return realpathSync.native(path)
  } catch {
    return path
  }
}

/** No link on the way to a path is followed twice; the path itself may be one, or not be there. */
function withoutLinks(path: string): string {
  const folder = dirname(path)
  const real = realOf(folder)
  return join(real === folder && folder !== dirname(folder) ? withoutLinks(folder) : real, basename(path))
}

function common(folders: readonly string[]): string {
  const [first = sep, ...others] = folders
  let shared = first
  for (const folder of others) while (!isInside(folder, shared)) shared = dirname(shared)
  return shared
}
