import picomatch from 'picomatch'

/** Globs as in `.gitignore`: `*` stays in one folder, `**` crosses folders, names with a dot in front are like others. */
const OPTIONS = { dot: true, noextglob: true, nonegate: true } as const

/** In one name, and of `**` in all. Each more multiplies the time that a path takes which is made to fool it. */
const MOST_WILDCARDS = 3

const LONGEST = 200

/** True for a path that is one of the globs, letter by letter, or matches it. `true` for all paths when there is none. */
export function globMatcher(globs: readonly string[]): (path: string) => boolean {
  if (globs.length === 0) return () => true
  const matches = picomatch([...globs], OPTIONS)
  return path => globs.includes(path) || matches(path)
}

/** What is wrong with a glob that somebody wrote, or `undefined`. */
export function globTrouble(glob: string): string | undefined {
  if (glob === '') return 'is empty'
  if (glob.length > LONGEST) return `is longer than ${LONGEST} characters`
  if (glob.startsWith('!')) return 'begins with `!`: a glob says what is meant, never what is not'
  const count = (part: string, wildcard: RegExp): number => part.match(wildcard)?.length ?? 0
  if (count(glob, /\*\*+/g) > MOST_WILDCARDS) return `has more than ${MOST_WILDCARDS} \`**\``
  const tooWild = glob.split('/').some(name => count(name, /\*+/g) > MOST_WILDCARDS)
  return tooWild ? `has more than ${MOST_WILDCARDS} \`*\` in one name` : undefined
}
