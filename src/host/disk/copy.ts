import { existsSync, lstatSync, mkdirSync, realpathSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { Fault } from '../../core/fault.ts'
import type { Refused } from '../../core/host.ts'
import { isBelow, isOutside } from '../../core/paths.ts'
import { CopyFolder } from './copy-folder.ts'
import { isInside } from './inside.ts'
import { type Disk, LookedAt, onDisk } from './looked-at.ts'

const OUTSIDE = 'charts and overlays are rendered in the checkout only: name this in a run of its own'

/** A copy of what is on the disk. */
export class DiskCopy extends CopyFolder {
  readonly #root: string
  readonly #real: (path: string) => string
  readonly #lookedAt: LookedAt
  /** What could not be copied, by what was to be. */
  readonly #added = new Map<string, Refused[]>()
  /** Folders in the copy; `false`: what the workspace has there now is reached over a link. */
  readonly #folders = new Map<string, boolean>()

  /** `real`: the absolute true path of one in the workspace. @throws Fault */
  constructor(disk: Disk, real: (path: string) => string) {
    super(disk.root)
    this.#root = disk.root
    this.#real = real
    this.#lookedAt = new LookedAt(disk)
  }

  async add(named: string, included: readonly string[] = []): Promise<readonly Refused[]> {
    const paths = [named, ...included]
    for (const path of paths) this.#linkAbove(path)
    const real = paths.map(path => this.inside(path))
    const isIgnored = this.#lookedAt.files(real[0]!).length === 0
    return real.flatMap(path => this.#addAll(path, isIgnored))
  }

  /** @throws Fault OUTSIDE */
  protected inside(path: string): string {
    if (isOutside(path)) throw new Fault('OUTSIDE', OUTSIDE, { file: path })
    return relative(this.#root, this.#real(path)).split(sep).join('/')
  }

  protected async addIgnored(path: string): Promise<readonly Refused[]> {
    return this.#addAll(path, true)
  }

  /** `isIgnored`: git says so of what was named, and nothing of all else. `through`: the links that lead there. */
  #addAll(path: string, isIgnored: boolean, through: readonly string[] = []): readonly Refused[] {
    const known = this.#added.get(path)
    if (known) return known
    const refused: Refused[] = []
    this.#added.set(path, refused)
    for (const file of isIgnored ? onDisk(this.#root, path) : this.#lookedAt.files(path)) {
      const stats = lstatSync(join(this.#root, file), { throwIfNoEntry: false })
      if (stats?.isSymbolicLink()) refused.push(...this.#addLink(file, isIgnored, through))
      else if (stats?.isFile()) this.#addFile(file)
    }
    return refused
  }

  #addFile(file: string): void {
    const [from, to] = [join(this.#root, file), this.in(file)]
    if (!this.isLeftOut(file) && this.#hasFolder(dirname(from), dirname(to)) && !existsSync(to)) this.take(file)
  }

  #hasFolder(from: string, to: string): boolean {
    const known = this.#folders.get(to)
    if (known !== undefined) return known
    const isReal = realpathSync.native(from) === from
    if (isReal) mkdirSync(to, { recursive: true })
    this.#folders.set(to, isReal)
    return isReal
  }

  /** A link leads to the copy of what it led to, which is copied as well. */
  #addLink(path: string, isIgnored: boolean, through: readonly string[]): readonly Refused[] {
    const refusal = (why: Refused['why']): readonly Refused[] => [{ path, why }]
    const absolute = join(this.#root, path)
    if (!existsSync(absolute)) return refusal('a broken link')
    const real = realpathSync.native(absolute)
    if (!isInside(real, this.#root)) return refusal('outside the workspace')
    const target = relative(this.#root, real).split(sep).join('/')
    const links = [...through, path]
    if (links.some(link => isBelow(link, target))) return refusal('a link in a circle')
    const refused = this.#addAll(target, isIgnored, links)
    if (!existsSync(this.in(target))) return refusal('a link to a file of git, or to one that git ignores')
    this.link(path, target)
    return refused
  }

  /** The links on the way to a path. */
  #linkAbove(path: string): void {
    const steps = path.split('/')
    for (const [index] of steps.entries()) {
      const above = steps.slice(0, index + 1).join('/')
      if (lstatSync(join(this.#root, above), { throwIfNoEntry: false })?.isSymbolicLink())
        this.link(above, this.inside(above))
    }
  }
}
