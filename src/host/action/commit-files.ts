import { Fault } from '../../core/fault.ts'
import type { Entry, EntryKind, Files } from '../../core/host.ts'
import { folderOf, nameOf } from '../../core/paths.ts'
import { tooLarge } from '../disk/faults.ts'
import type { Octokit } from './client.ts'

interface Place {
  readonly owner: string
  readonly repo: string
  readonly commit: string
}

/** The folders that settings are looked for in. */
const FOLDERS = ['', '.github']

/** Of a longer list GitHub gives only so many. */
const WHOLE = 1000

/** Files of a commit that the clone lacks, as GitHub gives them: those that were asked for, in two folders also their names. */
export class CommitFiles implements Files {
  readonly #github: Octokit
  readonly #place: Place
  readonly #listed = new Map<string, readonly Entry[]>()
  readonly #texts = new Map<string, Uint8Array>()

  private constructor(github: Octokit, place: Place) {
    this.#github = github
    this.#place = place
  }

  /** @throws an error of GitHub: without a list, a file that is not given may be there all the same */
  static async open(github: Octokit, place: Place): Promise<CommitFiles> {
    const files = new CommitFiles(github, place)
    for (const folder of FOLDERS)
      if (folder === '' || files.kindOf(folder) === 'folder') files.#listed.set(folder, await files.#list(folder))
    return files
  }

  /** Asks for those of some files that are there. @throws an error of GitHub */
  async add(names: readonly string[]): Promise<void> {
    for (const name of names) {
      if (this.#texts.has(name) || !this.#mayBeThere(name)) continue
      const text = await this.#get(name)
      if (text) this.#texts.set(name, text)
    }
  }

  entries(folder: string): readonly Entry[] {
    return this.#listed.get(folder) ?? []
  }

  kindOf(path: string): EntryKind | 'missing' {
    if (path === '' || this.#listed.has(path)) return 'folder'
    if (this.#texts.has(path)) return 'file'
    return this.entries(folderOf(path)).find(({ name }) => name === nameOf(path))?.kind ?? 'missing'
  }

  read(file: string, limit: number): Uint8Array {
    const text = this.#texts.get(file)
    if (!text) throw new Fault('NOT_FOUND', 'not among the files that GitHub was asked for', { file })
    if (text.length > limit) throw tooLarge(file, text.length, limit)
    return text
  }

  now(): Date {
    return new Date()
  }

  #mayBeThere(file: string): boolean {
    const entries = this.#listed.get(folderOf(file))
    return entries === undefined || entries.length >= WHOLE || this.kindOf(file) === 'file'
  }

  async #list(folder: string): Promise<readonly Entry[]> {
    const { data } = await this.#github.rest.repos.getContent(this.#at(folder))
    if (!Array.isArray(data)) throw new Error(`\`${folder}\` is not a folder`)
    return data.map(({ name, type }) => ({
      name,
      kind: type === 'dir' || type === 'submodule' ? 'folder' : 'file',
      link: false,
    }))
  }

  /** The bytes, in whatever encoding they are; GitHub follows links. `undefined` when there is no such file. */
  async #get(file: string): Promise<Uint8Array | undefined> {
    try {
      const { data } = await this.#github.rest.repos.getContent({
        ...this.#at(file),
        mediaType: { format: 'raw' },
        request: { parseSuccessResponseBody: false },
      })
      // Octokit's type is of what it parses; what is not parsed is the body as it streams in.
      return new Uint8Array(await new Response(data as unknown as ReadableStream).arrayBuffer())
    } catch (error) {
      if ((error as { status?: unknown }).status === 404) return undefined
      throw error
    }
  }

  #at(path: string): { owner: string; repo: string; path: string; ref: string } {
    const { owner, repo, commit } = this.#place
    return { owner, repo, path, ref: commit }
  }
}
