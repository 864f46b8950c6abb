import { programOf } from './glob-program.ts'

const LONGEST = 200

/** Where a glob stops to be letters. */
const WILD = /[*?[{\\]/

/**
 * True for a path that is one of the globs, letter by letter, or matches it; `true` for all paths when there is none.
 * Globs as in `.gitignore`: `*` stays in one folder, `**` crosses folders, names with a dot in front are like others;
 * and `{a,b}`. Whoever wrote the glob or the path, it takes no longer than one times the other.
 */
export function globMatcher(globs: readonly string[]): (path: string) => boolean {
  if (globs.length === 0) return () => true
  const all = globs.map(glob => ({ glob, start: lettersOf(glob), matches: programOf(glob) }))
  return path => all.some(({ glob, start, matches }) => path === glob || (path.startsWith(start) && matches(path)))
}

/** What every match begins with. The slash in `k8s/**` is none of it: `k8s` matches too. */
const lettersOf = (glob: string): string => {
  const plain = withoutDot(glob)
  const wild = plain.search(WILD)
  return wild < 0 ? plain : plain.slice(0, wild).replace(/\/$/, '')
}

const withoutDot = (glob: string): string => (glob.startsWith('./') ? glob.slice(2) : glob)

/** The folder that holds all a glob can match: `k8s` of `k8s/*.yaml`, `''` of `**`. */
export function globBase(glob: string): string {
  const plain = withoutDot(glob)
  const wild = plain.search(WILD)
  const letters = wild < 0 ? plain : plain.slice(0, wild)
  return letters.slice(0, Math.max(0, letters.lastIndexOf('/')))
}

/** What is wrong with a glob that somebody wrote, or `undefined`. */
export function globTrouble(glob: string): string | undefined {
  if (glob === '') return 'is empty'
  if (glob.length > LONGEST) return `is longer than ${LONGEST} characters`
  if (glob.startsWith('!')) return 'begins with `!`: a glob says what is meant, never what is not'
  if (/\{[^{},]*\.\.[^{},]*\}/.test(glob)) return 'has a range in braces: list what is meant, as `{1,2,3}`'
  return undefined
}
