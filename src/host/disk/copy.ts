import { existsSync, lstatSync, mkdirSync, realpathSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import type { Refused } from '../../core/host.ts'
import { isBelow } from '../../core/paths.ts'
import { CopyFolder } from './copy-folder.ts'
import { isInside } from './inside.ts'
import { lookedAt, onDisk } from './looked-at.ts'

/** A copy of what is on the disk. */
export class DiskCopy extends CopyFolder {
  readonly #root: string
  readonly #real: (path: string) => string
  /** What could not be copied, by what was to be. */
  readonly #added = new Map<string, Refused[]>()
  /** Git is asked once for each path. */
  readonly #listed = new Map<string, readonly string[]>()
  /** Folders in the copy; `false`: what the workspace has there now is reached over a link. */
  readonly #folders = new Map<string, boolean>()

  /** `real`: the absolute true path of one in the workspace. @throws Fault */
  constructor(root: string, real: (path: string) => string) {
    super(root)
    this.#root = root
    this.#real = real
  }

  async add(named: string, included: readonly string[] = []): Promise<readonly Refused[]> {
    const paths = [named, ...included]
    for (const path of paths) this.#linkAbove(path)
    const real = paths.map(path => this.inside(path))
    const [first = [], ...others] = await this.#lookedAt(real)
    const lists = first.length > 0 ? [first, ...others] : real.map(path => onDisk(this.#root, path))
    const refused: Refused[] = []
    for (const [index, files] of lists.entries())
      refused.push(...(await this.#addAll(real[index]!, files, first.length === 0)))
    return refused
  }

  protected inside(path: string): string {
    return relative(this.#root, this.#real(path)).split(sep).join('/')
  }

  protected addIgnored(path: string): Promise<readonly Refused[]> {
    return this.#addAll(path, onDisk(this.#root, path), true)
  }

  /** For each path what is looked at in it. */
  async #lookedAt(paths: readonly string[]): Promise<readonly (readonly string[])[]> {
    const unknown = paths.filter(path => !this.#listed.has(path))
    const found = new Set(unknown.length > 0 ? await lookedAt(this.#root, unknown) : [])
    for (const path of unknown)
      this.#listed.set(path, found.has(path) ? [path] : [...found].filter(file => isBelow(file, path)))
    return paths.map(path => this.#listed.get(path)!)
  }

  /** `through`: the links that lead there. */
  async #addAll(
    path: string,
    files: readonly string[],
    isIgnored: boolean,
    through: readonly string[] = [],
  ): Promise<readonly Refused[]> {
    const known = this.#added.get(path)
    if (known) return known
    const refused: Refused[] = []
    this.#added.set(path, refused)
    for (const file of files) {
      const stats = lstatSync(join(this.#root, file), { throwIfNoEntry: false })
      if (stats?.isSymbolicLink()) refused.push(...(await this.#addLink(file, isIgnored, through)))
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
  async #addLink(path: string, isIgnored: boolean, through: readonly string[]): Promise<readonly Refused[]> {
    const refusal = (why: Refused['why']): readonly Refused[] => [{ path, why }]
    const absolute = join(this.#root, path)
    if (!existsSync(absolute)) return refusal('a broken link')
    const real = realpathSync.native(absolute)
    if (!isInside(real, this.#root)) return refusal('outside the workspace')
    const target = relative(this.#root, real).split(sep).join('/')
    const links = [...through, path]
    if (links.some(link => isBelow(link, target))) return refusal('a link in a circle')
    const files = isIgnored ? onDisk(this.#root, target) : (await this.#lookedAt([target])).flat()
    const refused = await this.#addAll(target, files, isIgnored, links)
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
