import ignore, { type Ignore } from 'ignore'
import { decodeText } from '../core/encoding.ts'
import { Fault } from '../core/fault.ts'
import type { Entry, Host } from '../core/host.ts'
import { folderOf, isOutside, join } from '../core/paths.ts'

/** The ignore files of git that hold for a folder: each speaks of paths below its own place. */
export interface Ignored {
  readonly rules: readonly { readonly folder: string; readonly matcher: Ignore }[]
  /** The folder is ignored itself: only what git tracks in it is looked at. */
  readonly whole?: true
}

export const NOTHING_IGNORED: Ignored = { rules: [] }

export const ONLY_TRACKED: Ignored = { rules: [], whole: true }

/** What holds in a folder: of one that is ignored, and only looked at for what git tracks in it, nothing else is. */
export const within = (ignored: Ignored, folder: string, tracked: boolean | undefined): Ignored =>
  tracked && isIgnored(ignored, folder, true) ? ONLY_TRACKED : ignored

/** A line with more `**` takes seconds for a path that is made for it. Without it more is checked, not less. */
const MOST_GLOBSTARS = 3

/** As many of them hold for a path at most, the outermost: each is asked for each path below it. */
const MOST_NESTED = 50

/** No `.gitignore` is longer; a longer one is cut rather than trusted. */
const LIMIT = 1024 * 1024

/** True for a path that git would not track by itself. Deeper files overrule the ones above them, as in git. */
export function isIgnored({ rules, whole }: Ignored, path: string, isFolder: boolean): boolean {
  let verdict = whole === true
  for (const { folder, matcher } of rules) {
    const below = folder === '' ? path : path.slice(folder.length + 1)
    const { ignored, unignored } = matcher.test(isFolder ? `${below}/` : below)
    if (ignored) verdict = true
    else if (unignored) verdict = false
  }
  return verdict
}

/** Reads the ignore files of git. Each checkout has its own: those around it say nothing of what is in it. */
export class IgnoreFiles {
  readonly #host: Pick<Host, 'kindOf' | 'head'>
  readonly #report: (fault: Fault) => void
  readonly #above = new Map<string, Ignored>()

  /** `report`: is told of files that cannot be read. */
  constructor(host: Pick<Host, 'kindOf' | 'head'>, report: (fault: Fault) => void) {
    this.#host = host
    this.#report = report
  }

  /** What holds for a folder by the files in those around it. */
  above(folder: string): Ignored {
    if (folder === '' || isOutside(folder)) return NOTHING_IGNORED
    const known = this.#above.get(folder)
    if (known) return known
    const parent = folderOf(folder)
    const has = (name: string): boolean => this.#host.kindOf(join(parent, name)) !== 'missing'
    const ignored = this.#in(parent, has, this.above(parent))
    this.#above.set(folder, ignored)
    return ignored
  }

  /** What holds for the entries of a folder. */
  in(folder: string, entries: readonly Entry[], above: Ignored): Ignored {
    return this.#in(folder, wanted => entries.some(({ name }) => name === wanted), above)
  }

  #in(folder: string, has: (name: string) => boolean, above: Ignored): Ignored {
    const ignored = has('.git') ? this.#with(NOTHING_IGNORED, folder, '.git/info/exclude') : above
    return has('.gitignore') && !ignored.whole ? this.#with(ignored, folder, '.gitignore') : ignored
  }

  #with(ignored: Ignored, folder: string, name: string): Ignored {
    const file = join(folder, name)
    if (ignored.rules.length >= MOST_NESTED || this.#host.kindOf(file) !== 'file') return ignored
    try {
      const lines = (decodeText(this.#host.head(file, LIMIT)) ?? '').split('\n')
      const matcher = ignore({ ignorecase: false }).add(lines.filter(isQuick))
      return { rules: [...ignored.rules, { folder, matcher }] }
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      this.#report(error)
      return ignored
    }
  }
}

const isQuick = (line: string): boolean => line.split('**').length - 1 <= MOST_GLOBSTARS
