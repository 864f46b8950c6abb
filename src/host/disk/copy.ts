import {
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { Fault } from '../../core/fault.ts'
import type { Copy, Ran, Refused } from '../../core/host.ts'
import { join as below, isBelow, isOutside } from '../../core/paths.ts'
import { contentsOf } from './gzip.ts'
import { isInside } from './inside.ts'
import { type Disk, LookedAt, onDisk } from './looked-at.ts'
import { runProgram } from './programs.ts'
import { temporaryFolder } from './temporary.ts'

const OUTSIDE = 'charts and overlays are rendered in the checkout only: name this in a run of its own'

/** A copy below the folder for temporary files. Paths in it are the true ones of the workspace. */
export class DiskCopy implements Copy {
  readonly #root: string
  readonly #real: (path: string) => string
  readonly #lookedAt: LookedAt
  /** What could not be copied, by what was to be. */
  readonly #added = new Map<string, Refused[]>()
  /** Folders in the copy; `false`: what the workspace has there now is reached over a link. */
  readonly #folders = new Map<string, boolean>()
  readonly #leftOut = new Set<string>()
  #place: string | undefined

  /** `real`: the true path of one in the workspace. @throws Fault */
  constructor(disk: Disk, real: (path: string) => string) {
    this.#root = disk.root
    this.#real = real
    this.#lookedAt = new LookedAt(disk)
  }

  async add(named: string, included: readonly string[] = []): Promise<readonly Refused[]> {
    const paths = [named, ...included]
    for (const path of paths) this.#linkAbove(path)
    const real = paths.map(path => this.#inside(path))
    const isIgnored = this.#lookedAt.files(real[0]!).length === 0
    return real.flatMap(path => this.#addAll(path, isIgnored))
  }

  async addSubcharts(folder: string): Promise<readonly Refused[]> {
    if (!statSync(join(this.#root, folder), { throwIfNoEntry: false })?.isDirectory()) return []
    const home = this.#inside(folder)
    const refused: Refused[] = []
    for (const entry of readdirSync(join(this.#root, home), { withFileTypes: true })) {
      const path = below(home, entry.name)
      const isChart = existsSync(join(this.#root, path, 'Chart.yaml'))
      const isIgnored = !existsSync(this.#in(path)) && !entry.isSymbolicLink()
      if (isIgnored && (isChart || entry.name.endsWith('.tgz'))) refused.push(...this.#addAll(path, true))
      if (isChart && existsSync(this.#in(path))) refused.push(...(await this.addSubcharts(below(path, 'charts'))))
    }
    return refused
  }

  has(path: string): boolean {
    return existsSync(this.#in(this.#inside(path)))
  }

  files(folder: string): readonly string[] {
    const real = this.#inside(folder)
    return readdirSync(this.#in(real), { withFileTypes: true }).flatMap(({ name }) => {
      const path = this.#inside(below(real, name))
      return statSync(this.#in(path)).isDirectory() ? this.files(path) : [path]
    })
  }

  contents(file: string, limit: number): string | undefined {
    return contentsOf(this.#in(file), limit)
  }

  leaveOut(file: string): void {
    this.#leftOut.add(file)
    rmSync(this.#in(file))
  }

  async run(
    program: string,
    args: readonly string[],
    { folder, seconds }: { folder: string; seconds: number },
  ): Promise<Ran | undefined> {
    const ran = await runProgram(program, args, { folder: this.#in(this.#inside(folder)), seconds })
    // Its users look for the files where they are.
    return ran && { ...ran, stderr: ran.stderr.replaceAll(`${this.#in('')}${sep}`, '').replaceAll(this.#in(''), '.') }
  }

  remove(): void {
    if (this.#place !== undefined) rmSync(this.#place, { recursive: true, force: true })
  }

  /** The place of a path in the copy. */
  #in(path: string): string {
    this.#place ??= realpathSync(temporaryFolder())
    return path === '' ? this.#place : join(this.#place, path)
  }

  /** @throws Fault OUTSIDE */
  #inside(path: string): string {
    if (isOutside(path)) throw new Fault('OUTSIDE', OUTSIDE, { file: path })
    return relative(this.#root, this.#real(path)).split(sep).join('/')
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

  /**
   * Under a second name where the disk allows it: programs that render write to no file that they read, and a chart may
   * have gigabytes beside it.
   */
  #addFile(file: string): void {
    const [from, to] = [join(this.#root, file), this.#in(file)]
    if (this.#leftOut.has(file) || !this.#hasFolder(dirname(from), dirname(to)) || existsSync(to)) return
    try {
      linkSync(from, to)
    } catch {
      copyFileSync(from, to, constants.COPYFILE_FICLONE)
    }
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
    if (!existsSync(this.#in(target))) return refusal('a link to a file of git, or to one that git ignores')
    this.#link(path, target)
    return refused
  }

  /** The links on the way to a path. */
  #linkAbove(path: string): void {
    const steps = path.split('/')
    for (const [index] of steps.entries()) {
      const above = steps.slice(0, index + 1).join('/')
      if (lstatSync(join(this.#root, above), { throwIfNoEntry: false })?.isSymbolicLink())
        this.#link(above, this.#inside(above))
    }
  }

  #link(path: string, target: string): void {
    const [from, to] = [this.#in(path), this.#in(target)]
    mkdirSync(dirname(from), { recursive: true })
    if (lstatSync(from, { throwIfNoEntry: false }) === undefined) symlinkSync(relative(dirname(from), to), from)
  }
}
