import { posix } from 'node:path'
import type { Mirrors } from './mirror.ts'

/** The Dockerfile behind some tags of an official image. */
export interface Built {
  readonly tags: readonly string[]
  readonly repository: string
  readonly commit: string
  /** Of its Dockerfile, or of the index of an image that is imported. */
  readonly path: string
}

export const LIBRARY = 'docker-library/official-images'

/** `Key: value` in paragraphs; a line that begins with a blank continues the one above. */
function paragraphs(text: string): readonly ReadonlyMap<string, string>[] {
  const lines = text.replace(/^#.*\n/gm, '').replace(/\n[ \t]+/g, ' ')
  return lines
    .split(/\n{2,}/)
    .map(
      part =>
        new Map(
          part
            .split('\n')
            .flatMap(line => [...line.matchAll(/^([\w-]+):\s*(.*)$/g)].map(([, key, value]) => [key!, value!])),
        ),
    )
}

/** What `library/<name>` lists for amd64. Those for Windows alone are left out. */
export function officialImage(mirrors: Mirrors, name: string): readonly Built[] {
  const text = mirrors.file(LIBRARY, 'HEAD', `library/${name}`)
  if (text === undefined) throw new Error(`no official image ${name}`)
  const [head = new Map<string, string>(), ...entries] = paragraphs(text)
  return entries.flatMap(entry => {
    const get = (key: string): string | undefined =>
      entry.get(`amd64-${key}`) ?? entry.get(key) ?? head.get(`amd64-${key}`) ?? head.get(key)
    const tags = [entry.get('Tags'), entry.get('SharedTags')].flatMap(list => list?.split(/,\s*/) ?? [])
    const repository = get('GitRepo')?.match(/github\.com\/([^/]+\/[^/]+?)(?:\.git)?$/)?.[1]
    // A commit that is newer than the mirror is taken from the branch that it was pushed to.
    const commit =
      repository &&
      [get('GitCommit'), get('GitFetch'), 'HEAD'].map(ref => ref && mirrors.commit(repository, ref)).find(Boolean)
    if (!entry.has('Tags') || !repository || !commit || /windows/.test(entry.get('Constraints') ?? '')) return []
    return [{ tags, repository, commit, path: posix.join(get('Directory') ?? '.', get('File') ?? 'Dockerfile') }]
  })
}
