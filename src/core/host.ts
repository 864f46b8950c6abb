/** What came of running a program. */
export interface Ran {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** What a name in a folder stands for, links followed. */
export type EntryKind = 'file' | 'folder' | 'outside' | 'broken-link' | 'other'

export interface Entry {
  readonly name: string
  readonly kind: EntryKind
  /** Reached over a symbolic link: folders behind links are not walked, so that there are no circles. */
  readonly link: boolean
  /** Whether git tracks it, or something in it; absent outside of a checkout. */
  readonly tracked?: boolean | undefined
  /** The true path of a folder behind a link. */
  readonly target?: string
}

/** What was not looked at, and why. */
export interface Missing {
  readonly file: string
  readonly why: string
}

/** Larger texts are not written by people: refused, rather than read for minutes. In bytes. */
export const TEXT_LIMIT = 16 * 1024 * 1024

/** A link that is not copied, and what it is or leads to. */
export interface Refused {
  readonly path: string
  readonly why:
    | 'a broken link'
    | 'a link in a circle'
    | 'a link to a file of git, or to one that git ignores'
    | 'outside the workspace'
}

/**
 * A copy of what is looked at: what git tracks, and what it neither tracks nor ignores; outside of git, all of it. What a
 * program reads on the order of a repository cannot be anything else: no credential in `.git`, nothing outside.
 */
export interface Copy {
  /**
   * Adds a file or folder that the user named, directly or not, and what it includes. When git ignores the first, all of
   * them are taken as they are on the disk. @throws Fault RENDER_FAILED when git cannot be asked
   */
  add(named: string, included?: readonly string[]): Promise<readonly Refused[]>
  /** Adds the charts in a folder, and those in them: what `helm dependency build` puts there is ignored as a rule. */
  addSubcharts(folder: string): Promise<readonly Refused[]>
  has(path: string): boolean
  /** The files below a folder by their true paths, links followed. */
  files(folder: string): readonly string[]
  /** All that a packed file has in it, as Latin-1, and packed files in that; `undefined` when damaged or over `limit` bytes. */
  contents(file: string, limit: number): string | undefined
  leaveOut(file: string): void
  /**
   * Runs a program without a shell, with a minimal environment, in a folder of the copy; in what it writes to stderr, files
   * have their paths in the workspace. `asHelm3`: the helm that it runs states version 3. `undefined` when it is not on the
   * machine. @throws Fault RENDER_FAILED after `seconds`.
   */
  run(
    program: string,
    args: readonly string[],
    options: { readonly folder: string; readonly seconds: number; readonly asHelm3?: boolean },
  ): Promise<Ran | undefined>
  /** Removes it from the disk. */
  remove(): void
}

/**
 * All the world there is for reading: disk, programs, clock. The only implementation with side effects is in
 * `src/host`; tests may bring their own. Paths are relative to the workspace, with forward slashes; `''` is its root.
 */
export interface Host {
  /** What the workspace is called on this machine: other tools write such paths. */
  readonly root: string
  /** The entries of a folder, sorted by name. @throws Fault UNREADABLE, OUTSIDE, NOT_FOUND */
  entries(folder: string): readonly Entry[]
  /** What a path is, links followed. */
  kindOf(path: string): EntryKind | 'missing'
  /** The first `bytes` bytes of a file, or fewer, for sniffing; unpacked, as by `read`. @throws Fault UNREADABLE, OUTSIDE, NOT_FOUND */
  head(file: string, bytes: number): Uint8Array
  /** A whole file; what is in it when it ends in `.gz` and was packed by gzip. @throws Fault UNREADABLE, OUTSIDE, NOT_FOUND; UNREADABLE too when it is larger than `limit` bytes, packed or not. */
  read(file: string, limit: number): Uint8Array
  /**
   * What of the checkouts that were walked through is not there, although git tracks it; a folder ends with a slash.
   * `isWanted`: for each path, before it is looked for. @throws Fault UNREADABLE when it is not known what git tracks
   */
  missing(isWanted: (path: string) => boolean): readonly Missing[]
  /** A copy without a file in it: the only place where programs run. */
  copy(): Copy
  /** Whether this run writes the file: what is read of it was written by another run, or not to its end. */
  isOutput(file: string): boolean
  now(): Date
}

/** As much of it as it takes to read settings. */
export type Files = Pick<Host, 'entries' | 'kindOf' | 'read' | 'now'>
