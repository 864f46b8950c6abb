import ignore, { type Ignore } from 'ignore'

/** Folders nobody wants looked at: other people's code, and git's own. */
const NEVER = new Set(['.git', 'node_modules', 'vendor'])

/** True for a folder in one of them. */
export const isNeverLookedAt = (folder: string): boolean => folder.split('/').some(name => NEVER.has(name))

/** The `.gitignore` files that hold for a folder: each speaks of paths below its own place. */
export interface Ignored {
  readonly rules: readonly { readonly folder: string; readonly matcher: Ignore }[]
}

export const NOTHING_IGNORED: Ignored = { rules: [] }

/** A line with more `**` takes seconds for a path that is made for it. Without it more is checked, not less. */
const MOST_GLOBSTARS = 3

/** As many of them hold for a path at most, the outermost: each is asked for each path below it. */
const MOST_NESTED = 50

/** The same, with the `.gitignore` of a folder below added. */
export function withRules(ignored: Ignored, folder: string, gitignore: string): Ignored {
  if (ignored.rules.length >= MOST_NESTED) return ignored
  const lines = gitignore.split('\n').filter(line => line.split('**').length - 1 <= MOST_GLOBSTARS)
  return { rules: [...ignored.rules, { folder, matcher: ignore().add(lines) }] }
}

/** Why a path is passed over, or `undefined`. Deeper `.gitignore` files overrule the ones above them, as in git. */
export function whyIgnored(
  ignored: Ignored,
  path: string,
  isFolder: boolean,
): 'excluded by default' | 'ignored by .gitignore' | undefined {
  if (isFolder && NEVER.has(path.slice(path.lastIndexOf('/') + 1))) return 'excluded by default'
  let verdict = false
  for (const { folder, matcher } of ignored.rules) {
    const below = folder === '' ? path : path.slice(folder.length + 1)
    const { ignored: yes, unignored } = matcher.test(isFolder ? `${below}/` : below)
    if (yes) verdict = true
    else if (unignored) verdict = false
  }
  return verdict ? 'ignored by .gitignore' : undefined
}
