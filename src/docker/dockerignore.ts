import { globMatcher } from '../core/glob.ts'

/** No file of patterns that a person wrote has more: each is asked for each path. */
const MOST_PATTERNS = 1000

interface Pattern {
  readonly keeps: boolean
  readonly matches: (path: string) => boolean
}

/** Braces are letters to the builder. */
const escaped = (glob: string): string => glob.replace(/[{}]/g, '\\$&')

/** `undefined` for a comment, an empty line, and the root, which the builder always sends. */
function patternOf(line: string): Pattern | undefined {
  const text = line.trim()
  if (text === '' || text.startsWith('#')) return undefined
  const keeps = text.startsWith('!')
  const steps = (keeps ? text.slice(1) : text).trim().split('/')
  const glob = steps.filter(step => step !== '' && step !== '.').join('/')
  return glob === '' ? undefined : { keeps, matches: globMatcher([escaped(glob)]) }
}

/** No path that a person made is deeper: of others, only the outermost folders are asked for. */
const DEEPEST = 50

/** A path and the folders that it is in, outermost first. */
const withParents = (path: string): readonly string[] => {
  const steps = path.split('/').slice(0, DEEPEST)
  return steps.map((_, depth) => steps.slice(0, depth + 1).join('/'))
}

/**
 * Tells which paths of a context are not sent to the builder. As moby's patternmatcher does it: patterns begin at the root
 * of the context, a folder that matches takes all in it along, and the last that matches decides.
 */
export function dockerignore(text: string): (path: string) => boolean {
  const patterns = text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .flatMap(line => patternOf(line) ?? [])
    .slice(0, MOST_PATTERNS)
  return path => {
    const paths = withParents(path)
    let ignored = false
    for (const { keeps, matches } of patterns) if (ignored === keeps && paths.some(matches)) ignored = !keeps
    return ignored
  }
}
