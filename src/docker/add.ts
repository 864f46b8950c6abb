import type { Copy } from './ast.ts'
import { variablesAt } from './variables.ts'

/** What ADD unpacks by itself: tar archives, compressed or not (BuildKit goes by content, people by name). */
const ARCHIVES = new Set('tar tgz tbz tbz2 tb2 txz tlz tpz tz gz bz2 xz lz lzma z zst gem apk crate ova'.split(' '))

export function isArchive(path: string): boolean {
  const name = path.toLowerCase()
  return name.includes('.tar.') || (name.includes('.') && ARCHIVES.has(name.slice(name.lastIndexOf('.') + 1)))
}

export const isRemote = (text: string): boolean => /^https?:\/\//i.test(text)
export const isGit = (text: string): boolean => /^(git@|git:\/\/|ssh:\/\/)|\.git([#?].*)?$/.test(text)
/** `docker history` writes `ADD file:<hash> in /`; images rebuilt from it are no one's source. */
export const isHistory = (text: string): boolean => /^(file|multi):[0-9a-f]{64}/.test(text)
const isHeredoc = (text: string): boolean => text.startsWith('<<')

/** Only the build can tell how the text ends. */
export const endsInVariable = (text: string): boolean =>
  /\$\w+$/.test(text) || (text.endsWith('}') && text.includes('${'))

/** What is added or copied, with the values put in that the file gives its variables: whoever builds may choose others. */
export function sourcesOf(copy: Copy): readonly string[] {
  const variables = variablesAt(copy)
  return copy.sources.map(source => variables.expand(source, true))
}

/** True for a source with which ADD may do more than COPY. */
export const needsAdd = (source: string): boolean =>
  [isArchive, isRemote, isGit, isHistory, isHeredoc, endsInVariable].some(is => is(source))
