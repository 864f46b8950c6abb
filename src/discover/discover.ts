import picomatch from 'picomatch'
import { decodeText } from '../core/encoding.ts'
import { Fault } from '../core/fault.ts'
import type { Host } from '../core/host.ts'
import { join } from '../core/paths.ts'
import { type Ignored, NOTHING_IGNORED, whyIgnored, withRules } from './ignored.ts'
import { type Found, sort } from './sort.ts'

/** What the user asked to have checked. */
export interface Wanted {
  /** Files, folders or globs, relative to the workspace; empty: the whole workspace. */
  readonly paths: readonly string[]
  /** Files or globs of scan reports that must be there. `format` is only told when the user told it. */
  readonly reports: readonly string[]
  /** Globs of the policy: what to look at, and what not. */
  readonly include: readonly string[]
  readonly exclude: readonly string[]
}

/** Something left alone, and why: countable, so that nobody takes it for checked. */
export interface Skipped {
  readonly path: string
  readonly reason: string
  /** Nothing that anybody would expect to be checked: a picture, a lock file, somebody else's code. */
  readonly ordinary?: true
}

export interface Discovered extends Found {
  readonly skipped: readonly Skipped[]
  readonly faults: readonly Fault[]
}

/** No `.gitignore` is longer; a longer one is cut rather than trusted. */
const GITIGNORE_LIMIT = 1024 * 1024

/** Finds what there is to check. Reads names, and as much of a file as it takes to tell what it is. */
export function discover(host: Host, wanted: Wanted): Discovered {
  const walk = new Walk(host, wanted)
  for (const path of wanted.paths.length > 0 ? wanted.paths : ['']) walk.want(path)
  for (const glob of wanted.reports) walk.wantReport(glob)
  const found = sort(host, walk.files, walk.named, walk.reports)
  return { ...found, skipped: [...walk.skipped, ...found.skipped], faults: [...walk.faults, ...found.faults] }
}

const isGlob = (path: string): boolean => /[*?[\]{}!]/.test(path)

/** One walk through the workspace: collects files in the order of their names. */
class Walk {
  readonly files = new Set<string>()
  /** Files the user named one by one: what they hold must be checkable. */
  readonly named = new Set<string>()
  readonly reports = new Set<string>()
  readonly skipped: Skipped[] = []
  readonly faults: Fault[] = []
  readonly #host: Host
  readonly #included: (path: string) => boolean
  readonly #excluded: (path: string) => boolean

  constructor(host: Host, { include, exclude }: Wanted) {
    this.#host = host
    this.#included = include.length > 0 ? picomatch([...include], { dot: true }) : () => true
    this.#excluded = exclude.length > 0 ? picomatch([...exclude], { dot: true }) : () => false
  }

  /** Adds what a path or a glob of the user names. */
  want(path: string): void {
    const kind = this.#host.kindOf(path)
    if (kind === 'folder') this.#enter(path, this.#ignoredAbove(path), file => this.files.add(file))
    else if (kind === 'file') this.#name(path)
    else if (isGlob(path)) this.#glob(path, file => this.#name(file), 'it matches no file')
    else this.#fault(path, kind)
  }

  /** Adds the reports a path or a glob names: none at all is a fault, a gate without its report is no gate. */
  wantReport(path: string): void {
    const kind = this.#host.kindOf(path)
    if (kind === 'file') this.reports.add(path)
    else if (kind === 'missing' && isGlob(path))
      this.#glob(path, file => this.reports.add(file), 'no report matches it: did the scan run before this step?')
    else this.#fault(path, kind)
  }

  #name(file: string): void {
    this.files.add(file)
    this.named.add(file)
  }

  #glob(glob: string, add: (file: string) => void, whenEmpty: string): void {
    const { base } = picomatch.scan(glob)
    const matches = picomatch(glob, { dot: true })
    let count = 0
    const collect = (file: string): void => {
      if (!matches(file)) return
      count++
      add(file)
    }
    if (this.#host.kindOf(base) === 'folder') this.#enter(base, NOTHING_IGNORED, collect)
    if (count === 0) this.faults.push(new Fault('NOT_FOUND', `\`${glob}\`: ${whenEmpty}`, { file: glob }))
  }

  #fault(path: string, kind: ReturnType<Host['kindOf']>): void {
    const [code, why] =
      kind === 'outside'
        ? (['OUTSIDE', 'leads out of the workspace, and nothing outside is read'] as const)
        : kind === 'missing'
          ? (['NOT_FOUND', 'there is no such file or folder'] as const)
          : ([
              'UNREADABLE',
              kind === 'broken-link' ? 'the symbolic link leads nowhere' : 'it is neither a file nor a folder',
            ] as const)
    this.faults.push(new Fault(code, why, { file: path }))
  }

  /** The `.gitignore` files between the root of the workspace and a folder, that of the folder left out. */
  #ignoredAbove(folder: string): Ignored {
    if (folder === '') return NOTHING_IGNORED
    const parts = folder.split('/')
    return parts.reduce(
      (ignored, _, depth) => this.#withRulesOf(ignored, parts.slice(0, depth).join('/')),
      NOTHING_IGNORED,
    )
  }

  #withRulesOf(ignored: Ignored, folder: string): Ignored {
    const file = join(folder, '.gitignore')
    if (this.#host.kindOf(file) !== 'file') return ignored
    return withRules(ignored, folder, decodeText(this.#host.head(file, GITIGNORE_LIMIT)) ?? '')
  }

  #enter(folder: string, above: Ignored, add: (file: string) => void): void {
    const entries = this.#host.entries(folder)
    const ignored = entries.some(({ name }) => name === '.gitignore') ? this.#withRulesOf(above, folder) : above
    for (const { name, kind, link } of entries) {
      const path = join(folder, name)
      const hidden = whyIgnored(ignored, path, kind === 'folder')
      const reason = hidden ?? this.#whyNot(path, kind, link)
      if (reason !== undefined) this.skipped.push({ path, reason, ...(hidden && { ordinary: true }) })
      else if (kind === 'folder') this.#enter(path, ignored, add)
      else add(path)
    }
  }

  #whyNot(path: string, kind: string, link: boolean): string | undefined {
    const isFolder = kind === 'folder'
    if (this.#excluded(path)) return 'excluded by the policy'
    if (kind === 'outside') return 'symbolic link out of the workspace'
    if (kind === 'broken-link') return 'symbolic link that leads nowhere'
    if (kind === 'other') return 'neither a file nor a folder'
    if (isFolder) return link ? 'symbolic link to a folder' : undefined
    return this.#included(path) ? undefined : 'not included by the policy'
  }
}
