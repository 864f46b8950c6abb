import { globMatcher } from '../core/glob.ts'
import { folderOf, join, nameOf, normalize } from '../core/paths.ts'
import { isGit, isRemote } from '../docker/add.ts'
import type { Copy } from '../docker/ast.ts'
import { dockerignore } from '../docker/dockerignore.ts'

/** What a name in a folder stands for. */
export interface Listed {
  readonly kind: 'file' | 'folder' | 'other'
  /** Whether git tracks it, or something in it; absent outside of a checkout. */
  readonly tracked?: boolean | undefined
}

/** What rules may see of the disk: names, and what is in ignore files. Each folder is listed once. */
export interface Listing {
  /** By name, sorted; none for what is no folder, or cannot be read. */
  entries(folder: string): ReadonlyMap<string, Listed>
  /** The text of an ignore file; `undefined` when it cannot be read. */
  text(file: string): string | undefined
}

/** A repository by its address; `.git` alone is the folder of one. */
const isRepository = (source: string): boolean => isGit(source) && !/(?:^|\/)\.git$/.test(source)

/** The sources that are paths as they are written; what a variable makes of one nobody knows. */
export const pathSources = (copy: Copy): Copy['sources'] =>
  copy.onbuild
    ? []
    : copy.sources.filter(
        ({ text, value, variables }) =>
          variables.length === 0 && !text.startsWith('<<') && !isRemote(value) && !isRepository(value),
      )

/** Those of the context, and of no stage, image or other context. */
export const contextSources = (copy: Copy): Copy['sources'] => (copy.from ? [] : pathSources(copy))

/** No path is longer on Linux. */
const LONGEST_PATH = 4096

/** The path in the context that a source names; `undefined` when it leads out. `''` is all of the context. */
export const pathInContext = (source: string): string | undefined =>
  source.length > LONGEST_PATH ? undefined : normalize(source.replace(/^\/+/, ''))

/** So many folders are looked into for one `COPY .`. */
const MOST_FOLDERS = 2000

/** Other people's code, and git's own: what is in there is nobody's here. */
const PASSED_OVER = new Set(['.git', 'node_modules', 'vendor'])

const below = (folder: string, path: string): string => (path === '' ? folder : join(folder, path))

const isGlob = (step: string): boolean => /[*?[\\]/.test(step)

/** So many paths are followed for one glob, and so many names compared with globs in one run: then nothing matches. */
const MOST_MATCHES = 100
const MOST_COMPARED = 500_000

/** What can be found by name. */
export class Names {
  readonly listing: Listing
  #compared = 0

  constructor(listing: Listing) {
    this.listing = listing
  }

  at(path: string): Listed | undefined {
    return this.listing.entries(folderOf(path)).get(nameOf(path))
  }

  /** What a source names below a folder, step by step. */
  matching(folder: string, source: string): readonly string[] {
    let found: readonly string[] = ['']
    for (const step of source.split('/').filter(Boolean))
      found = found
        .flatMap(path => this.#matching(step, this.listing.entries(below(folder, path))).map(name => join(path, name)))
        .slice(0, MOST_MATCHES)
    return found
  }

  #matching(step: string, entries: ReadonlyMap<string, Listed>): readonly string[] {
    if (entries.has(step)) return [step]
    if (!isGlob(step) || this.#compared > MOST_COMPARED) return []
    this.#compared += entries.size
    return [...entries.keys()].filter(globMatcher([step.replace(/[{}]/g, '\\$&')]))
  }
}

/** The folder that a Dockerfile is built in. */
export class BuildContext {
  readonly folder: string
  readonly #names: Names
  readonly #isIgnored: (path: string) => boolean
  /** The ignore file that holds for it. */
  readonly ignoreFile: string | undefined

  constructor(folder: string, names: Names, ignoreFile: string | undefined, ignored: string) {
    this.folder = folder
    this.#names = names
    this.ignoreFile = ignoreFile
    this.#isIgnored = dockerignore(ignored)
  }

  /** True for a path that is not sent to the builder. */
  isIgnored(path: string): boolean {
    return this.#isIgnored(path)
  }

  /** True when something of this name is there and sent to the builder. */
  sends(path: string): boolean {
    return this.named(path).some(one => !this.#isIgnored(one))
  }

  /** What a path is, ignored or not. */
  at(path: string): Listed | undefined {
    return path === '' ? { kind: 'folder' } : this.#names.at(join(this.folder, path))
  }

  /** The paths that a source names, ignored or not: several for a glob. */
  named(path: string): readonly string[] {
    return this.#names.matching(this.folder, path)
  }

  /** The files below a folder that are sent to the builder and wanted, with their paths in the context. */
  *filesBelow(top: string, isWanted: (path: string) => boolean): Generator<string> {
    const folders = [top]
    for (let i = 0; i < folders.length && i < MOST_FOLDERS; i++)
      for (const [name, { kind }] of this.#names.listing.entries(below(this.folder, folders[i]!))) {
        const path = join(folders[i]!, name)
        if (kind === 'folder' && !PASSED_OVER.has(name)) folders.push(path)
        else if (kind === 'file' && isWanted(path) && !this.#isIgnored(path)) yield path
      }
  }
}
