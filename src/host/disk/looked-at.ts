import { lstatSync, readdirSync } from 'node:fs'
import { join as joinNative } from 'node:path'
import type { Host } from '../../core/host.ts'
import { join } from '../../core/paths.ts'
import { type Ignored, IgnoreFiles, isIgnored, NOTHING_IGNORED, within } from '../../discover/ignored.ts'

/** What `google-github-actions/auth` leaves in the workspace. */
const CREDENTIALS = /^gha-creds-[^/]*\.json$/i

/** Git's own, where the credential of the checkout is, and those of other steps: never looked at, whatever git says. */
const isNever = (name: string): boolean => name.toLowerCase() === '.git' || CREDENTIALS.test(name)

export const hasNever = (path: string): boolean => path.split('/').some(isNever)

/** The disk as git sees it. Paths have no links in them. */
export interface Disk extends Pick<Host, 'root' | 'entries' | 'kindOf' | 'head'> {
  /** As `Entry.tracked`. */
  tracks(path: string, isFolder: boolean): boolean | undefined
}

/**
 * What may be copied: what git tracks, and what it neither tracks nor ignores, symbolic links among it, in each checkout
 * by its own rules. Outside of git: all there is.
 */
export class LookedAt {
  readonly #disk: Disk
  readonly #ignoreFiles: IgnoreFiles

  constructor(disk: Disk) {
    this.#disk = disk
    // Files that cannot be read were reported when the workspace was walked through.
    this.#ignoreFiles = new IgnoreFiles(disk, () => {})
  }

  /** The files at or below a path; none when it is ignored. @throws Fault UNREADABLE */
  files(path: string): readonly string[] {
    const stats = lstatSync(joinNative(this.#disk.root, path), { throwIfNoEntry: false })
    if (hasNever(path) || stats === undefined) return []
    const isFolder = stats.isDirectory()
    const isCheckout = isFolder && this.#disk.kindOf(join(path, '.git')) !== 'missing'
    const above = isCheckout ? NOTHING_IGNORED : this.#ignoreFiles.above(path)
    const tracked = this.#disk.tracks(path, isFolder)
    if (tracked === false && isIgnored(above, path, isFolder)) return []
    return isFolder ? this.#below(path, within(above, path, tracked)) : [path]
  }

  #below(folder: string, above: Ignored): readonly string[] {
    const entries = this.#disk.entries(folder)
    const ignored = this.#ignoreFiles.in(folder, entries, above)
    return entries.flatMap(({ name, kind, link, tracked }) => {
      const path = join(folder, name)
      const isFolder = kind === 'folder' && !link
      if (isNever(name) || (tracked === false && isIgnored(ignored, path, isFolder))) return []
      return isFolder ? this.#below(path, within(ignored, path, tracked)) : [path]
    })
  }
}

/** The same, whatever git says of it. */
export function onDisk(root: string, path: string): readonly string[] {
  if (hasNever(path)) return []
  const absolute = joinNative(root, path)
  if (!lstatSync(absolute, { throwIfNoEntry: false })?.isDirectory()) return [path]
  return readdirSync(absolute, { withFileTypes: true }).flatMap(entry => {
    const below = join(path, entry.name)
    if (isNever(entry.name)) return []
    return entry.isDirectory() ? onDisk(root, below) : [below]
  })
}
