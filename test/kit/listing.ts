import { folderOf, nameOf } from '../../src/core/paths.ts'
import type { Listed, Listing } from '../../src/world/build-context.ts'

/**
 * What a run would see of these files on the disk. With a `.gitignore` among them they are a checkout, in which git tracks
 * all but those that it names, one a line.
 */
export function listingOf(files: Readonly<Record<string, string>>): Listing {
  const ignored = files['.gitignore']?.split('\n')
  const folders = new Map<string, Map<string, Listed>>()
  const add = (path: string, kind: Listed['kind']): void => {
    const folder = folders.get(folderOf(path)) ?? new Map<string, Listed>()
    folders.set(folderOf(path), folder.set(nameOf(path), { kind, tracked: ignored && !ignored.includes(path) }))
    if (folderOf(path) !== '') add(folderOf(path), 'folder')
  }
  for (const path of Object.keys(files)) add(path, 'file')
  return { entries: folder => folders.get(folder) ?? new Map(), text: file => files[file] }
}
