import { type Json, objectOf, textOf } from '../json/json.ts'
import { decoded } from './purl.ts'
import { repositoryPath } from './rows.ts'

/** Where Actions that run in a container see the workspace. */
const MOUNT = '/github/workspace'

/** The workspace of another runner: `/home/runner/work/app/app`, `/__w/app/app`, `D:/a/app/app`. */
const RUNNERS = /^(?:[a-z]:)?\/(?:[^/]+\/){0,4}(?:_?work|__w|a)\/([^/]+)\/\1(?=\/|$)/i

/** The path in a `file:` URI or a path as it is, with forward slashes and none at its end. */
const plain = (uri: string): string =>
  uri
    .replaceAll('\\', '/')
    .replace(/^file:\/\/(?:localhost(?=\/))?/i, '')
    .replace(/^\/(?=[a-z]:\/)/i, '')
    .replace(/(?<=[^/])\/{1,9}$/, '')

const isAbsolute = (path: string): boolean => /^(?:\/|[a-z]:\/)/i.test(path)

/** An absolute path below the workspace as one of the repository, `''` for its root; `undefined` for any other. */
function below(path: string, root: string): string | undefined {
  for (const folder of [plain(root), MOUNT, RUNNERS.exec(path)?.[0] ?? '']) {
    if (folder !== '' && path === folder) return ''
    if (folder !== '' && path.startsWith(folder.endsWith('/') ? folder : `${folder}/`))
      return path.slice(folder.length).replace(/^\//, '')
  }
  return undefined
}

/**
 * The folder of the repository that a scanner was given; `undefined` when it lies outside. `root`: the workspace, as
 * it is called on this machine. A URL, `/` and a folder right below it, where containers mount what they are to
 * scan, stand for the root of the repository.
 */
export function folderIn(named: string, root: string): string | undefined {
  const path = plain(named)
  if (isAbsolute(path)) return below(path, root) ?? (/^\/[^/]*$/.test(path) ? '' : undefined)
  return /^[a-z][a-z0-9+.-]+:/i.test(path) ? '' : path
}

/** The file of the repository that is meant by a path or a URI, relative to `folder` unless it is absolute. */
export function fileIn(uri: string, folder: string | undefined, root: string): string | undefined {
  const path = plain(uri)
  if (isAbsolute(path)) return repositoryPath(below(path, root) ?? '')
  return folder === undefined ? undefined : repositoryPath(path, folder)
}

/** More bases on top of each other are a circle. */
const MOST_BASES = 5

/** The folder that an `artifactLocation` of SARIF is relative to (3.4.4, 3.14.14); `undefined` when it lies outside. */
export function baseOf(location: Json, run: Json, root: string): string | undefined {
  const bases = objectOf(run['originalUriBaseIds'])
  let path = ''
  let id = textOf(location['uriBaseId'])
  for (let count = 0; id !== '' && count < MOST_BASES && !isAbsolute(plain(path)); count++) {
    const base = objectOf(bases[id])
    path = [plain(decoded(textOf(base['uri']))), path].filter(Boolean).join('/')
    id = textOf(base['uriBaseId'])
  }
  return folderIn(path, root)
}
