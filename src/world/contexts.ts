import { groupBy } from '../core/group.ts'
import type { Spot } from '../core/location.ts'
import { folderOf, join } from '../core/paths.ts'
import type { Source } from '../core/source.ts'
import type { Copy, Dockerfile, Instruction } from '../docker/ast.ts'
import { BuildContext, contextSources, type Listing, Names, pathInContext, pathSources } from './build-context.ts'

/** What a file of the checkout states of a build. Folders are from the root, and `undefined` where it does not tell them. */
export interface StatedBuild {
  /** From the root. */
  readonly dockerfile: string
  /** Its context. */
  readonly folder: string | undefined
  /** Its other contexts, which `COPY --from` names. */
  readonly named: ReadonlyMap<string, string | undefined>
  /** Where it is stated. */
  readonly in: Source
  readonly at: Spot
}

/** A folder that a COPY takes from. */
export interface Origin {
  /** `undefined` where nobody knows it. */
  readonly context: BuildContext | undefined
  /** Where a path of it may be: one folder where it is stated, else those around the Dockerfile. */
  readonly folders: readonly string[]
  /** What states it, if something does. */
  readonly by?: StatedBuild
}

/** What a COPY takes, and from where: from several folders when there are several builds. */
export interface Taken {
  readonly sources: Copy['sources']
  /** Empty only when no source is. */
  readonly origins: readonly Origin[]
}

export const NOTHING_TAKEN: Taken = { sources: [], origins: [] }

const NOTHING: Listing = { entries: () => new Map(), text: () => undefined }

const copiesIn = (dockerfile: Dockerfile): readonly Copy[] =>
  dockerfile.stages.flatMap(({ body }) => body).filter((one: Instruction): one is Copy => 'sources' in one)

/** So many sources tell where a Dockerfile is built, and so many folders above it are tried. */
const MOST_SOURCES = 50
const MOST_ABOVE = 10

/** No Dockerfile is built in so many folders: of more, the others are passed over. */
const MOST_STATED = 20

/** The folder of a Dockerfile, and those around it. */
function around(file: string): readonly string[] {
  const folders = [folderOf(file)]
  while (folders.at(-1) !== '' && folders.length <= MOST_ABOVE) folders.push(folderOf(folders.at(-1)!))
  return folders
}

/** The ignore files next to a Dockerfile that are its own. */
const ignoreFilesOf = (file: string): readonly string[] => [`${file}.dockerignore`, `${file}.containerignore`]

/** Where Dockerfiles are built: as files of the checkout state it, else as far as what they copy tells. */
export class Contexts {
  readonly #names: Names
  readonly #stated: ReadonlyMap<string, readonly StatedBuild[]>
  readonly #known = new Map<string, readonly Origin[]>()
  /** One for all Dockerfiles that are built in it and share its ignore file. */
  readonly #made = new Map<string, BuildContext>()

  constructor(listing: Listing = NOTHING, stated: readonly StatedBuild[] = []) {
    this.#names = new Names(listing)
    this.#stated = groupBy(stated, ({ dockerfile }) => dockerfile)
  }

  /** What a COPY of a Dockerfile takes from folders: those it is built in, or the one that `--from` names. */
  takenBy(dockerfile: Dockerfile, copy: Copy): Taken {
    const origins = copy.from ? this.#named(dockerfile, (copy.from.value ?? '').toLowerCase()) : this.#of(dockerfile)
    return origins.length === 0 ? NOTHING_TAKEN : { sources: pathSources(copy), origins }
  }

  /** True when nothing in a folder has the name, ignored or not. */
  lacks({ context, folders }: Origin, path: string): boolean {
    return context !== undefined && folders.every(folder => this.#names.matching(folder, path).length === 0)
  }

  #of(dockerfile: Dockerfile): readonly Origin[] {
    const { file } = dockerfile
    const known = this.#known.get(file) ?? this.#find(dockerfile)
    this.#known.set(file, known)
    return known
  }

  #find(dockerfile: Dockerfile): readonly Origin[] {
    const { file } = dockerfile
    const builds = this.#stated.get(file) ?? []
    if (builds.length === 0) return [{ context: this.#guess(dockerfile), folders: around(file) }]
    return this.#origins(builds, ({ folder }) => folder, ignoreFilesOf(file))
  }

  /** Of another context no file but its own tells what is ignored. */
  #named({ file }: Dockerfile, name: string): readonly Origin[] {
    const builds = this.#stated.get(file) ?? []
    return builds.some(({ named }) => named.has(name)) ? this.#origins(builds, ({ named }) => named.get(name), []) : []
  }

  /** Each folder once. One without a file is not here: it is brought by something else, such as a submodule. */
  #origins(
    builds: readonly StatedBuild[],
    folderIn: (build: StatedBuild) => string | undefined,
    ignoreFiles: readonly string[],
  ): readonly Origin[] {
    const byFolder = groupBy(builds.slice(0, MOST_STATED), folderIn)
    return [...byFolder].map(([folder, [by]]) => {
      const isHere = folder !== undefined && this.#names.listing.entries(folder).size > 0
      return isHere
        ? { context: this.#in(folder, ignoreFiles), folders: [folder], by }
        : { context: undefined, folders: [], by }
    })
  }

  /**
   * The folder that sends what the Dockerfile copies: the one with the most of it, and of those the nearest. A Dockerfile that
   * names no file is built where it is when there is no other place, or an ignore file beside it; else nobody knows.
   */
  #guess(dockerfile: Dockerfile): BuildContext | undefined {
    const { file } = dockerfile
    const paths = copiesIn(dockerfile)
      .flatMap(contextSources)
      .flatMap(({ value }) => pathInContext(value) || [])
      .slice(0, MOST_SOURCES)
    const near = this.#in(folderOf(file), ignoreFilesOf(file))
    let best = { context: near, has: folderOf(file) === '' || near?.ignoreFile !== undefined ? 0.5 : 0 }
    for (const folder of around(file)) {
      const context = this.#in(folder, ignoreFilesOf(file))
      const has = context ? paths.filter(path => context.sends(path)).length : 0
      // Folders further out have a file of some common name by chance.
      if (has > best.has && (context === near || has * 2 > paths.length)) best = { context, has }
    }
    return best.has > 0 ? best.context : undefined
  }

  /** One of the first files goes before those of the folder; Podman has a name of its own for both. */
  #in(folder: string, first: readonly string[]): BuildContext | undefined {
    const names = [...first, join(folder, '.dockerignore'), join(folder, '.containerignore')]
    const ignoreFile = names.find(name => this.#names.at(name)?.kind === 'file')
    const key = `${folder}\n${ignoreFile}`
    const known = this.#made.get(key)
    if (known) return known
    const text = ignoreFile === undefined ? '' : this.#names.listing.text(ignoreFile)
    if (text === undefined) return undefined
    const made = new BuildContext(folder, this.#names, ignoreFile, text)
    this.#made.set(key, made)
    return made
  }
}
