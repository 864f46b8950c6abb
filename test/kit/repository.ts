import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { folderOf } from './folders.ts'

type Content = string | Uint8Array | { readonly to: string } | undefined

/** Nothing of this machine's settings, and the same ids in every run. */
const ENVIRONMENT = {
  PATH: process.env['PATH'],
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
  GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
  GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
  GIT_ALLOW_PROTOCOL: 'file',
}

/** A real git repository. */
export class Repository {
  readonly root: string

  constructor(root: string) {
    this.root = root
  }

  /** What git prints. @throws when it fails */
  git(...args: readonly string[]): string {
    return this.gitWith('', ...args)
  }

  gitWith(input: string | Uint8Array, ...args: readonly string[]): string {
    const ran = spawnSync('git', args, { cwd: this.root, env: ENVIRONMENT, input, maxBuffer: 1 << 28 })
    if (ran.status !== 0) throw new Error(`git ${args.join(' ')}: ${ran.stderr}`)
    return ran.stdout.toString().trim()
  }

  /** Writes files and links; `undefined` removes one. */
  write(files: Readonly<Record<string, Content>>): void {
    for (const [path, content] of Object.entries(files)) {
      const file = join(this.root, path)
      const isFile = typeof content === 'string' || content instanceof Uint8Array
      if (!isFile || lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink())
        rmSync(file, { recursive: true, force: content !== undefined })
      if (content === undefined) continue
      mkdirSync(dirname(file), { recursive: true })
      if (isFile) writeFileSync(file, content)
      else symlinkSync(content.to, file)
    }
  }

  /** Writes and commits them. @returns the id of the commit */
  commit(files: Readonly<Record<string, Content>>): string {
    this.write(files)
    this.git('add', '--all', '--force')
    this.git('commit', '--quiet', '--allow-empty', '--message', 'x')
    return this.git('rev-parse', 'HEAD')
  }
}

/** A repository with one commit of these files on `main`. */
export function repositoryOf(files: Readonly<Record<string, Content>>, ...options: readonly string[]): Repository {
  const repository = new Repository(folderOf({}))
  repository.git('init', '--quiet', '--initial-branch', 'main', ...options)
  repository.commit(files)
  return repository
}

/**
 * What `actions/checkout` makes of a commit: a detached head; `depth` 0 is all of the history, with its branches. `sparse`:
 * the only folder that is checked out.
 */
export function checkoutOf(
  origin: Repository,
  commit: string,
  depth: number,
  { filter, sparse }: { readonly filter?: string; readonly sparse?: string } = {},
): Repository {
  const checkout = new Repository(folderOf({}))
  checkout.git('init', '--quiet')
  checkout.git('remote', 'add', 'origin', `file://${origin.root}`)
  origin.git('config', 'uploadpack.allowAnySHA1InWant', 'true')
  const branches = depth === 0 ? ['+refs/heads/*:refs/remotes/origin/*'] : [`--depth=${depth}`]
  origin.git('config', 'uploadpack.allowFilter', 'true')
  const filters = filter === undefined ? [] : [`--filter=${filter}`]
  checkout.git('fetch', '--quiet', 'origin', ...filters, ...branches, commit)
  if (sparse !== undefined) checkout.git('sparse-checkout', 'set', sparse)
  checkout.git('checkout', '--quiet', '--detach', commit)
  return checkout
}

export interface PullRequest {
  readonly origin: Repository
  /** The last commit of the base branch, and the one that the change left it at. */
  readonly base: string
  readonly fork: string
  readonly head: string
  /** The merge that GitHub makes of them. */
  readonly merge: string
}

/** A pull request with `changed`, to a branch that has moved since by `moved`. */
export function pullRequestOf(
  files: Readonly<Record<string, Content>>,
  changed: Readonly<Record<string, Content>>,
  moved: Readonly<Record<string, Content>> = { moved: '' },
): PullRequest {
  const origin = repositoryOf(files)
  const fork = origin.git('rev-parse', 'HEAD')
  origin.git('checkout', '--quiet', '-b', 'change')
  const head = origin.commit(changed)
  origin.git('checkout', '--quiet', 'main')
  const base = origin.commit(moved)
  return { origin, base, fork, head, merge: mergeOf(origin, head) }
}

/** The merge that GitHub makes of the last commit of a base branch and a head. */
export function mergeOf(origin: Repository, head: string): string {
  origin.git('checkout', '--quiet', '--detach', 'main')
  origin.git('merge', '--quiet', '--no-ff', '--no-edit', head)
  return origin.git('rev-parse', 'HEAD')
}

/** What Git LFS commits in the place of a file. */
export function pointerTo(content: string | Uint8Array): string {
  const oid = createHash('sha256').update(content).digest('hex')
  return `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize ${content.length}\n`
}
