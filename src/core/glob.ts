import { programOf } from './glob-program.ts'

const MAX_GLOB_LENGTH = 200

/** Where a glob stops to be letters. */
const WILD = /[*?[{\\]/

/**
 * True for a path that is one of the globs, letter by letter, or matches it; `true` for all paths when there is none.
 * Globs as in `.gitignore`: `*` stays in one folder, `**` crosses folders, names with a dot in front are like others;
 * and `{a,b}`. Whoever wrote the glob or the path, it takes no longer than one times the other.
 */
export function globMatcher(globs: readonly string[]): (path: string) => boolean {
  if (globs.length === 0) return () => true
  const all = globs
    .map(withoutSlash)
    .map(glob => ({ glob, start: lettersOf(glob), part: partOf(glob), matches: programOf(glob) }))
  return path =>
    all.some(
      ({ glob, start, part, matches }) =>
        path === glob || (path.startsWith(start) && path.includes(part) && matches(path)),
    )
}

/** What every match begins with. The slash in `k8s/**` is none of it: `k8s` matches too. */
const lettersOf = (glob: string): string => {
  const plain = withoutDot(glob)
  const wild = plain.search(WILD)
  return wild < 0 ? plain : plain.slice(0, wild).replace(/\/$/, '')
}

/** The longest piece that is in every match: most globs miss most paths, and to search for letters is quick. */
const partOf = (glob: string): string =>
  /[[{\\]/.test(glob)
    ? ''
    : withoutDot(glob)
        .split(/[*?]+/)
        .map(part => part.replace(/^\/|\/$/g, ''))
        .reduce((longest, part) => (part.length > longest.length ? part : longest), '')

/** `k8s/` is the folder `k8s`. */
const withoutSlash = (glob: string): string => glob.replace(/(?<=[^/\\])\/+$/, '')

/** The globs that a glob of what to look at stands for: what it matches, and all below it if it names a folder. */
export function withFolders(glob: string): readonly string[] {
  const name = glob.slice(glob.lastIndexOf('/') + 1)
  // `k8s/*` stays in its folder: a star stands for files.
  return name.includes('*') ? [glob] : [glob, `${withoutSlash(glob)}/**`]
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
  if (glob.length > MAX_GLOB_LENGTH) return `is longer than ${MAX_GLOB_LENGTH} characters`
  if (glob.startsWith('!')) return 'begins with `!`: a glob cannot exclude'
  if (/\{[^{},]*\.\.[^{},]*\}/.test(glob)) return 'has a range in braces: list its members, `{1,2,3}`'
  return bracketTrouble(glob)
}

/** A letter after a backslash, a set, or one of the letters that begin and end something. */
const TOKEN = /\\.|\[[!^]?(\]?(?:\\.|[^\]\\/])*)\]|[[{}]/gs

function bracketTrouble(glob: string): string | undefined {
  let open = 0
  for (const [token, letters] of glob.matchAll(TOKEN)) {
    if (token === '[') return 'has an unclosed `[`: escape a literal one as `\\[`'
    if (letters === '') return `has the empty set \`${token}\`: it matches no character`
    const backwards = [...(letters ?? '').matchAll(/(\\?.)(?:-(\\?.))?/gs)].find(
      ([, from, to]) => to !== undefined && from!.slice(-1) > to.slice(-1),
    )
    if (backwards) return `has the range \`${backwards[0]}\`, which is reversed`
    if (token === '{') open++
    else if (token === '}' && open > 0) open--
  }
  return open > 0 ? 'has an unclosed `{`: escape a literal one as `\\{`' : undefined
}
