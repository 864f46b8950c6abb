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
import type { Copy, Ran, Refused } from '../../core/host.ts'
import { join as below } from '../../core/paths.ts'
import { contentsOf } from './gzip.ts'
import { runProgram } from './programs.ts'
import { temporaryFolder } from './temporary.ts'

/** A copy below the folder for temporary files. Paths in it are the true ones of the workspace. */
export abstract class CopyFolder implements Copy {
  readonly #workspace: string
  readonly #leftOut = new Set<string>()
  #place: string | undefined

  constructor(workspace: string) {
    this.#workspace = workspace
  }

  abstract add(named: string, included?: readonly string[]): Promise<readonly Refused[]>

  /** The true path of one in the workspace. @throws Fault */
  protected abstract inside(path: string): string

  /** Adds a subchart of the workspace that git ignores, by its true path. */
  protected abstract addIgnored(path: string): Promise<readonly Refused[]>

  async addSubcharts(folder: string): Promise<readonly Refused[]> {
    if (!statSync(join(this.#workspace, folder), { throwIfNoEntry: false })?.isDirectory()) return []
    const home = this.inside(folder)
    const refused: Refused[] = []
    for (const entry of readdirSync(join(this.#workspace, home), { withFileTypes: true })) {
      const path = below(home, entry.name)
      const isChart = existsSync(join(this.#workspace, path, 'Chart.yaml'))
      const isIgnored = !existsSync(this.in(path)) && !entry.isSymbolicLink()
      if (isIgnored && (isChart || entry.name.endsWith('.tgz'))) refused.push(...(await this.addIgnored(path)))
      if (isChart && existsSync(this.in(path))) refused.push(...(await this.addSubcharts(below(path, 'charts'))))
    }
    return refused
  }

  has(path: string): boolean {
    return existsSync(this.in(this.inside(path)))
  }

  files(folder: string): readonly string[] {
    const real = this.inside(folder)
    return readdirSync(this.in(real), { withFileTypes: true }).flatMap(({ name }) => {
      const path = this.inside(below(real, name))
      return statSync(this.in(path)).isDirectory() ? this.files(path) : [path]
    })
  }

  contents(file: string, limit: number): string | undefined {
    return contentsOf(this.in(file), limit)
  }

  leaveOut(file: string): void {
    this.#leftOut.add(file)
    rmSync(this.in(file))
  }

  protected isLeftOut(file: string): boolean {
    return this.#leftOut.has(file)
  }

  async run(
    program: string,
    args: readonly string[],
    { folder, ...limits }: Parameters<Copy['run']>[2],
  ): Promise<Ran | undefined> {
    const ran = await runProgram(program, args, { folder: this.in(this.inside(folder)), ...limits })
    // Its users look for the files where they are.
    return ran && { ...ran, stderr: ran.stderr.replaceAll(`${this.in('')}${sep}`, '').replaceAll(this.in(''), '.') }
  }

  remove(): void {
    if (this.#place !== undefined) rmSync(this.#place, { recursive: true, force: true })
  }

  /** The place of a path in the copy. */
  protected in(path: string): string {
    this.#place ??= realpathSync(temporaryFolder())
    return path === '' ? this.#place : join(this.#place, path)
  }

  /**
   * Takes a file of the workspace, under a second name where the disk allows it: programs that render write to no file that
   * they read, and a chart may have gigabytes beside it.
   */
  protected take(file: string): void {
    const [from, to] = [join(this.#workspace, file), this.in(file)]
    try {
      linkSync(from, to)
    } catch {
      copyFileSync(from, to, constants.COPYFILE_FICLONE)
    }
  }

  /** Puts a link there, to where its target is in the copy. */
  protected link(path: string, target: string): void {
    const [from, to] = [this.in(path), this.in(target)]
    mkdirSync(dirname(from), { recursive: true })
    if (lstatSync(from, { throwIfNoEntry: false }) === undefined) symlinkSync(relative(dirname(from), to), from)
  }
}
