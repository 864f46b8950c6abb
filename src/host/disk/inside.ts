import { isAbsolute, relative, sep } from 'node:path'

/** True for a folder itself and what lies in it. By the words of the paths: links are followed before, or not at all. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}
