import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { Fault } from '../../core/fault.ts'
import type { Refused } from '../../core/host.ts'
import { folderOf, isBelow, join, nameOf } from '../../core/paths.ts'
import { CopyFolder } from '../disk/copy-folder.ts'
import { DiskHost } from '../disk/disk.ts'
import { hasNever, LookedAt } from '../disk/looked-at.ts'
import type { FileNode, Tree } from './tree.ts'
import type { WorkTree } from './work-tree.ts'

/** What names the subcharts of a chart, with their versions; the first that there are count. */
const DEPENDENCIES = [
  ['Chart.lock', 'requirements.lock'],
  ['Chart.yaml', 'requirements.yaml', 'kustomization.yaml', 'kustomization.yml', 'Kustomization'],
]

/** A copy of what a commit has. */
export class TreeCopy extends CopyFolder {
  readonly #tree: Tree
  readonly #workTree: WorkTree
  readonly #real: (path: string) => string
  /** What could not be copied, by what was to be. */
  readonly #added = new Map<string, Refused[]>()
  /** Folders and files of subcharts, which the commit does not have. */
  readonly #ignored = new Set<string>()

  /** `real`: the true path of one in the commit. @throws Fault */
  constructor(tree: Tree, workTree: WorkTree, real: (path: string) => string) {
    super(workTree.root)
    this.#tree = tree
    this.#workTree = workTree
    this.#real = real
  }

  async add(named: string, included: readonly string[] = []): Promise<readonly Refused[]> {
    return [named, ...included].flatMap(path => {
      this.#linkAbove(path)
      return this.#addAll(this.inside(path), [])
    })
  }

  /**
   * What `helm dependency build` downloaded for the change is what the commit asks for as well when both have the same
   * lock. What it packed from another folder of the workspace may be changed, under any lock.
   */
  override async addSubcharts(folder: string): Promise<readonly Refused[]> {
    const chart = this.inside(folderOf(folder))
    const home = join(chart, nameOf(folder))
    if (!this.#workTree.hasFolder(home) || !this.#hasSameDependencies(chart)) return []
    this.#ignored.add(home)
    return super.addSubcharts(home)
  }

  protected inside(path: string): string {
    return this.#ignored.has(path) ? path : this.#real(path)
  }

  /** What the change itself tracks, or would, is not what the job downloaded: of the base it would be a forgery. */
  protected async addIgnored(path: string): Promise<readonly Refused[]> {
    if (new LookedAt(new DiskHost(this.#workTree.root)).files(path).length > 0) return []
    for (const file of this.#workTree.filesBelow(path)) {
      for (let at = file; at !== folderOf(path); at = folderOf(at)) this.#ignored.add(at)
      mkdirSync(dirname(this.in(file)), { recursive: true })
      this.take(file)
    }
    return []
  }

  #hasSameDependencies(chart: string): boolean {
    const named = DEPENDENCIES.map(names => names.flatMap(name => this.#fileAt(join(chart, name)) ?? []))
    const deciding = named.find(files => files.length > 0) ?? []
    const isLocal = named.flat().some(({ blob, blobs }) => /\bfile:\/\//.test(Buffer.from(blobs.read(blob)).toString()))
    return deciding.length > 0 && !isLocal && deciding.every(({ path, blob }) => this.#workTree.has(path, blob))
  }

  #fileAt(path: string): (FileNode & { readonly path: string }) | undefined {
    const node = this.#tree.at(path)
    return node?.kind === 'file' ? { path, ...node } : undefined
  }

  /** `through`: the links that lead there. */
  #addAll(path: string, through: readonly string[]): readonly Refused[] {
    const known = this.#added.get(path)
    if (known) return known
    const refused: Refused[] = []
    this.#added.set(path, refused)
    for (const file of this.#tree.below(path)) {
      const node = this.#tree.at(file)
      if (hasNever(file)) continue
      if (node?.kind === 'link') refused.push(...this.#addLink(file, through))
      if (node?.kind === 'file' && node.isUtf8) this.#write(file, node)
    }
    return refused
  }

  #write(file: string, node: FileNode): void {
    const to = this.in(file)
    if (this.isLeftOut(file) || existsSync(to)) return
    mkdirSync(dirname(to), { recursive: true })
    try {
      writeFileSync(to, this.#workTree.downloaded(file, node) ?? node.blobs.read(node.blob))
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new Fault('RENDER_FAILED', `cannot be copied from the base: ${reason}`, { file, cause })
    }
  }

  /** A link leads to the copy of what it led to, which is copied as well. */
  #addLink(path: string, through: readonly string[]): readonly Refused[] {
    const refusal = (why: Refused['why']): readonly Refused[] => [{ path, why }]
    const real = this.#tree.real(path)
    if (real === 'missing') return refusal('a broken link')
    if (real === 'outside') return refusal('outside the workspace')
    const links = [...through, path]
    if (links.some(link => isBelow(link, real.path))) return refusal('a link in a circle')
    const refused = this.#addAll(real.path, links)
    if (!existsSync(this.in(real.path))) return refusal('a link to a file of git, or to one that git ignores')
    this.link(path, real.path)
    return refused
  }

  /** The links on the way to a path. */
  #linkAbove(path: string): void {
    const steps = path.split('/')
    for (const [index] of steps.entries()) {
      const above = steps.slice(0, index + 1).join('/')
      if (this.#tree.at(above)?.kind === 'link') this.link(above, this.#real(above))
    }
  }
}
