/** Paths in the workspace: relative, with forward slashes, `''` for its root; `../x` is what the user named outside. */

export const join = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`)

export const folderOf = (file: string): string => file.slice(0, Math.max(0, file.lastIndexOf('/')))

export const nameOf = (file: string): string => file.slice(file.lastIndexOf('/') + 1)

/** True for a path that leads out of the workspace: only what the user named there is read. */
export const isOutside = (path: string): boolean => path === '..' || path.startsWith('../')

/** True for a file anywhere below a folder. */
export const isBelow = (file: string, folder: string): boolean => folder === '' || file.startsWith(`${folder}/`)

/**
 * Tells which of these folders a file is below, outermost first. Each folder is looked at once, however many files are in
 * it and however many folders there are.
 */
export function foldersAround(folders: Iterable<string>): (file: string) => readonly string[] {
  const these = new Set(folders)
  const known = new Map<string, readonly string[]>()
  const upTo = (folder: string): readonly string[] => {
    const told = known.get(folder)
    if (told) return told
    const above = folder === '' ? [] : upTo(folderOf(folder))
    const all = these.has(folder) ? [...above, folder] : above
    known.set(folder, all)
    return all
  }
  return file => upTo(folderOf(file))
}

/** The way down from a folder to a file; `undefined` when it is not below. */
export const downTo = (file: string, folder: string): string | undefined =>
  isBelow(file, folder) ? file.slice(folder === '' ? 0 : folder.length + 1) : undefined

/** A path without `.`, `..` and empty steps. `/..` is `/`, as everywhere; `undefined` when a relative path leads up and out. */
export function normalize(path: string): string | undefined {
  const root = path.startsWith('/') ? '/' : ''
  const steps: string[] = []
  for (const step of path.split('/')) {
    if (step === '' || step === '.') continue
    if (step !== '..') steps.push(step)
    else if (steps.pop() === undefined && root === '') return undefined
  }
  return root + steps.join('/')
}

/** What `to` means when it is written in a file of `folder`; `undefined` when it leads out of the workspace. */
export const resolve = (folder: string, to: string): string | undefined =>
  to.startsWith('/') ? undefined : normalize(join(folder, to))
