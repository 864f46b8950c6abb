import type { Word } from './ast.ts'

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

/** Only the build can tell how the word ends. */
export const endsInVariable = ({ value }: Word): boolean =>
  /\$\w+$/.test(value) || (value.endsWith('}') && value.includes('${'))

export const needsAdd = (word: Word): boolean =>
  [isArchive, isRemote, isGit, isHistory].some(is => is(word.value)) || isHeredoc(word.text) || endsInVariable(word)
