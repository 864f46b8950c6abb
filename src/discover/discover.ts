import { Fault } from '../core/fault.ts'
import { globBase, globMatcher } from '../core/glob.ts'
import { groupBy } from '../core/group.ts'
import type { Entry, Host, Missing } from '../core/host.ts'
import { folderOf, foldersAround, isOutside, join, nameOf } from '../core/paths.ts'
import { listed } from '../core/text.ts'
import type { NamedReport } from '../scans/index.ts'
import { chartRoots, isPartOf } from './charts.ts'
import { insideOf, isNeverLookedAt, whyHidden } from './hidden.ts'
import { type Ignored, IgnoreFiles, isIgnored, NOTHING_IGNORED } from './ignored.ts'
import { mayBeInput } from './kinds.ts'
import { EXCLUDED, EXCLUDED_BY_DEFAULT, GONE } from './reasons.ts'
import { type Found, type Sorted, sort } from './sort.ts'

/** What the user asked to have checked. */
export interface Wanted {
  /** Files, folders or globs, relative to the workspace; empty: the whole workspace. */
  readonly paths: readonly string[]
  /** The paths are a list that somebody else made: each is treated as if it had been found, and passed over if it is gone. */
  readonly ignoreUnknown?: boolean
  /** Other files that are looked at as if they had been found. */
  readonly beside?: readonly string[]
  /** Files or globs of scan reports that must be there. */
  readonly reports: readonly NamedReport[]
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
  /** Folders in the workspace that are checkouts of something else, and no submodules. */
  readonly checkouts: readonly string[]
}

/** Finds what there is to check. Reads names, and as much of a file as it takes to tell what it is. */
export function discover(host: Host, wanted: Wanted): Discovered {
  const walk = new Walk(host, wanted)
  if (wanted.paths.length === 0) walk.wantAll()
  for (const path of wanted.paths) wanted.ignoreUnknown ? walk.offer(path) : walk.want(path)
  for (const file of wanted.beside ?? []) walk.files.add(file)
  for (const report of wanted.reports) walk.wantReport(report)
  const found = sort(host, walk.files, walk.named, walk.reports)
  const empty = emptyHanded(walk, found, wanted)
  const unread = found.unread.filter(({ file }) => !walk.skipped.has(file))
  const missing = walk.missing(wanted)
  const told = new Set([...walk.files, ...walk.reports.keys(), ...missing.map(({ file }) => file)])
  const skipped = [...walk.skipped.values()].filter(({ path }) => !told.has(path))
  return {
    ...found,
    unread: [...unread, ...missing],
    checkouts: walk.checkouts,
    skipped: [...skipped, ...found.skipped],
    faults: [...walk.faults, ...found.faults, ...empty],
  }
}

/**
 * What was named must have something to check, and some file must be there at all: an empty folder is no clean one.
 * Only of a whole repository nobody says that it must hold containers.
 */
function emptyHanded(walk: Walk, found: Sorted, { paths, reports }: Wanted): readonly Fault[] {
  if (walk.faults.length > 0) return []
  if (paths.length === 0 && reports.length === 0 && walk.files.size === 0)
    return [new Fault('NOT_FOUND', `no file to check: ${whyNone(walk)}`)]
  const { manifests, dockerfiles, kustomizations } = found
  const checkable = [
    ...[...manifests, ...dockerfiles, ...kustomizations, ...found.reports, ...found.faults].map(one => one.file ?? ''),
    ...found.charts.map(folder => join(folder, 'Chart.yaml')),
  ]
  const around = foldersAround(walk.folders)
  const full = new Set(checkable.flatMap(around))
  return [...walk.folders]
    .filter(folder => !full.has(folder))
    .map(folder => new Fault('NOT_FOUND', NOTHING, { file: folder || '.' }))
}

const NOTHING = 'nothing to check: no manifest, chart, overlay, Dockerfile or scan report'

function whyNone({ skipped }: Walk): string {
  const reasons = groupBy(
    [...skipped.values()].filter(({ ordinary }) => !ordinary),
    ({ reason }) => reason,
  )
  if (reasons.size === 0) return 'was the repository checked out before this step?'
  return `skipped: ${listed([...reasons].map(([reason, paths]) => `${paths.length} ${reason}`))}`
}

const isGlob = (path: string): boolean => /[*?[\]{}!]/.test(path)

/** `"k8s/\303\244.yaml"` is how git prints a name unless it is asked for NULs; what is no UTF-8 cannot be asked for. */
const isMisread = (path: string): boolean => /(?:^|\/)"|"$|\\[0-7]{3}|\ufffd/.test(path)

const MISREAD =
  'no such file: the name is quoted by git, or not UTF-8. List names with `git diff -z` and `xargs -0`; rename files that are not UTF-8'

/** One walk through the workspace: collects files in the order of their names. */
class Walk {
  readonly files = new Set<string>()
  /** Files the user named one by one: what they hold must be checkable. */
  readonly named = new Set<string>()
  readonly reports = new Map<string, NamedReport>()
  /** Folders the user named: something in them must be checkable. */
  readonly folders = new Set<string>()
  /** By path: what several of the wanted paths hold is passed over once. */
  readonly skipped = new Map<string, Skipped>()
  readonly faults: Fault[] = []
  readonly checkouts: string[] = []
  /** Of the offered paths: each is walked through once. */
  readonly #charts = new Set<string>()
  readonly #host: Host
  readonly #ignoreFiles: IgnoreFiles
  readonly #included: (path: string) => boolean
  readonly #excluded: (path: string) => boolean

  constructor(host: Host, { include, exclude }: Wanted) {
    this.#host = host
    this.#ignoreFiles = new IgnoreFiles(host, fault => this.faults.push(fault))
    this.#included = globMatcher(include)
    this.#excluded = exclude.length > 0 ? globMatcher(exclude) : () => false
  }

  wantAll(): void {
    this.#enter('', NOTHING_IGNORED, file => this.files.add(file))
  }

  /** Adds what a path or a glob of the user names. */
  want(path: string): void {
    const kind = this.#host.kindOf(path)
    if (kind === 'folder') this.#wantFolder(path)
    else if (kind === 'file') this.#name(path)
    else if (isGlob(path)) this.#wantGlob(path)
    else this.#fault(path, kind)
  }

  /**
   * Adds what a list names, as if it had been found; a chart as a whole, as no part of it means anything by itself. A
   * name that cannot be one of this workspace is a fault: who reads the list must not take it for a file that is gone.
   */
  offer(path: string): void {
    const kind = this.#host.kindOf(path)
    const reason = this.#whyNotOffered(path, kind)
    if (isOutside(path) || kind === 'other') this.want(path)
    else if (reason !== undefined) this.skipped.set(path, { path, reason })
    else if (kind === 'file') this.files.add(path)
    else if (kind === 'folder') this.#enter(path, this.#ignoredAbove(path), file => this.files.add(file))
    else if (isMisread(path)) this.faults.push(new Fault('NOT_FOUND', MISREAD, { file: path }))
    else if (!isGlob(path) || !this.#addMatches(path, file => this.files.add(file)))
      this.skipped.set(path, { path, reason: GONE })
    if (reason === undefined) this.#addChartOf(path)
  }

  /** Adds the reports a path or a glob names: none at all is a fault, a gate without its report is no gate. */
  wantReport(report: NamedReport): void {
    const path = report.file
    const kind = this.#host.kindOf(path)
    if (kind === 'file') this.#nameReport(report)
    else if (kind === 'folder')
      this.faults.push(
        new Fault('NOT_A_REPORT', 'this is a folder: name the reports in it, `FOLDER/*.json`', { file: path }),
      )
    else if (kind === 'missing' && isGlob(path)) this.#wantReports(report)
    else this.#fault(path, kind)
  }

  /** What git tracks below some paths, and nobody can look at because it is not there. */
  missing({ paths, ignoreUnknown }: Wanted): readonly Missing[] {
    const around = foldersAround(paths)
    // Of a file that must be there it is a fault that it is not.
    const offered = new Set(ignoreUnknown ? paths : [])
    const globs = paths.filter(isGlob)
    const matches = globs.length > 0 ? globMatcher(globs) : () => false
    const isNamed = (path: string): boolean =>
      paths.length === 0 || offered.has(path) || around(path).length > 0 || matches(path)
    const isWanted = (path: string): boolean => isNamed(path) && mayBeInput(nameOf(path)) && !this.#isPassedOver(path)
    let missing: readonly Missing[] = []
    this.#try(() => {
      missing = this.#host.missing(isWanted)
    })
    return missing
  }

  #isPassedOver(path: string): boolean {
    return !this.#included(path) || this.#whyPassedOver(path) !== undefined
  }

  /** Why neither a path nor anything in it is looked at. */
  #whyPassedOver(path: string): string | undefined {
    const parts = path.split('/')
    if (isNeverLookedAt(path)) return EXCLUDED_BY_DEFAULT
    const isExcluded = parts.some((_, depth) => this.#excluded(parts.slice(0, depth + 1).join('/')))
    return isExcluded ? EXCLUDED : undefined
  }

  #whyNotOffered(path: string, kind: ReturnType<Host['kindOf']>): string | undefined {
    if (path === '') return undefined
    const reason = this.#whyPassedOver(path)
    if (reason !== undefined || kind === 'missing' || kind === 'other') return reason
    return this.#whyNot(path, kind, kind === 'folder' && this.#isLink(path))
  }

  #isLink(path: string): boolean {
    return this.#entries(folderOf(path)).some(({ name, link }) => link && name === nameOf(path))
  }

  /** The files of the chart that reads this one, or did before it was gone. */
  #addChartOf(path: string): void {
    const files = path.split('/').map((_, depth, parts) => [...parts.slice(0, depth), 'Chart.yaml'].join('/'))
    const charts = files.filter(file => this.#host.kindOf(file) === 'file' && !this.#isPassedOver(file))
    for (const chart of chartRoots(charts)) {
      if (this.#charts.has(chart) || !isPartOf(chart, path)) continue
      this.#charts.add(chart)
      this.#enter(chart, this.#ignoredAbove(chart), file => isPartOf(chart, file) && this.files.add(file))
    }
  }

  #wantFolder(folder: string): void {
    this.folders.add(folder)
    this.#enter(folder, this.#ignoredAbove(folder), file => this.files.add(file))
  }

  #name(file: string): void {
    this.files.add(file)
    this.named.add(file)
  }

  #wantGlob(glob: string): void {
    const found = this.#addMatches(glob, file => this.#name(file))
    if (!found) this.faults.push(new Fault('NOT_FOUND', 'no file matches', { file: glob }))
  }

  /** @returns whether there is any */
  #addMatches(glob: string, add: (file: string) => void): boolean {
    const matches = globMatcher([glob])
    let found = false
    const addMatch = (file: string): void => {
      if (!matches(file)) return
      found = true
      add(file)
    }
    const base = globBase(glob)
    if (this.#host.kindOf(base) === 'folder') this.#enter(base, this.#ignoredAbove(base), addMatch)
    return found
  }

  /** Reports are made by the job: most repositories have them in `.gitignore`. */
  #wantReports({ file: glob, ...as }: NamedReport): void {
    const base = globBase(glob)
    const matches = globMatcher([glob])
    const below = this.#host.kindOf(base) === 'folder' ? this.#filesBelow(base) : []
    const found = below.filter(file => matches(file) && !this.#host.isOutput(file))
    for (const file of found) this.#nameReport({ ...as, file })
    if (found.length > 0) return
    const why = 'no report matches: did the scan run before this step?'
    this.faults.push(new Fault('NOT_FOUND', why, { file: glob }))
  }

  /** A file that is named twice has the format that either name gives it. */
  #nameReport(report: NamedReport): void {
    this.reports.set(report.file, { ...this.reports.get(report.file), ...report })
  }

  /** Every file below a folder but for those nobody ever wants; folders behind links are not entered. */
  #filesBelow(folder: string): readonly string[] {
    return this.#entries(folder).flatMap(({ name, kind, link }) => {
      const path = join(folder, name)
      if (kind === 'file') return [path]
      return kind === 'folder' && !link && !isNeverLookedAt(name) ? this.#filesBelow(path) : []
    })
  }

  /** A folder that cannot be read is a fault, and the others are read all the same. */
  #entries(folder: string): ReturnType<Host['entries']> {
    let entries: ReturnType<Host['entries']> = []
    this.#try(() => {
      entries = this.#host.entries(folder)
    })
    return entries
  }

  #fault(path: string, kind: ReturnType<Host['kindOf']>): void {
    if (kind === 'outside')
      this.faults.push(new Fault('OUTSIDE', 'outside the workspace, where nothing is read', { file: path }))
    else if (kind === 'missing') this.faults.push(new Fault('NOT_FOUND', 'no such file or folder', { file: path }))
    else if (kind === 'broken-link') this.faults.push(new Fault('UNREADABLE', 'broken symbolic link', { file: path }))
    else this.#try(() => this.#host.head(path, 0))
  }

  /** Opening the file reports what prevents it. */
  #try(attempt: () => unknown): void {
    try {
      attempt()
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      this.faults.push(error)
    }
  }

  /** Of a folder that is ignored itself, nothing is: who names it wants it checked. */
  #ignoredAbove(folder: string): Ignored {
    const above = this.#ignoreFiles.above(folder)
    return isIgnored(above, folder, true) ? NOTHING_IGNORED : above
  }

  /** `isBehindLink`: no other link is followed from there, so that there are no circles. */
  #enter(folder: string, above: Ignored, add: (file: string) => unknown, isBehindLink = false): void {
    const entries = this.#entries(folder)
    const ignored = this.#ignoreFiles.in(folder, entries, above)
    for (const entry of entries) {
      const { name, kind, link, target = '' } = entry
      const path = join(folder, name)
      const hidden = whyHidden(entry, path, ignored)
      // What a link draws in from there is this repository's choice, and nothing else looks at it.
      const isFollowed = link && !isBehindLink && isNeverLookedAt(target)
      const reason = hidden ?? this.#whyNot(path, kind, link && !isFollowed)
      if (reason !== undefined) this.skipped.set(path, { path, reason, ...(hidden && { ordinary: true }) })
      else if (kind === 'file') add(path)
      else {
        if (this.#isOther(entry, path)) this.checkouts.push(path)
        this.#enter(path, insideOf(entry, path, ignored), add, isBehindLink || link)
      }
    }
  }

  /** A submodule is part of the checkout that tracks it; any other is one beside it, and has a policy of its own. */
  #isOther({ tracked }: Entry, folder: string): boolean {
    // In a folder that may not be read, everything seems to be there.
    return !tracked && ['file', 'folder'].includes(this.#host.kindOf(join(folder, '.git')))
  }

  #whyNot(path: string, kind: string, link: boolean): string | undefined {
    const isFolder = kind === 'folder'
    if (this.#excluded(path)) return EXCLUDED
    if (kind === 'outside') return 'symbolic link out of the workspace'
    if (kind === 'broken-link') return 'broken symbolic link'
    if (kind === 'other') return 'neither a file nor a folder'
    if (isFolder) return link ? 'symbolic link to a folder' : undefined
    return this.#included(path) ? undefined : 'not included by the policy'
  }
}
