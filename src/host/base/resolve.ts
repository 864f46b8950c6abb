import { relative, sep } from 'node:path'
import type { Base, NamedBase, NoBase } from '../../core/base.ts'
import { Fault } from '../../core/fault.ts'
import { repositoryOf } from '../disk/git-folder.ts'
import { Git } from '../git/git.ts'
import { CommitBase } from './commit-base.ts'
import { DirBase } from './dir-base.ts'
import type { ChangeEvent } from './event.ts'

/** The base of a change; else why there is none, and its commit when that is known and not in the clone. Neither: no change. */
export type Resolved =
  | { readonly base: Base; readonly missing?: undefined }
  | (Partial<NoBase> & { readonly base?: undefined })

/**
 * The base that the user named, else that of the event. `root`: the folder that is judged, without links.
 * @throws Fault BAD_INPUT when there is no such base; UNREADABLE when git cannot read it
 */
export function resolveBase(
  root: string,
  named: Exclude<NamedBase, { result: string }> | undefined,
  event: ChangeEvent | undefined,
): Resolved {
  if (named && 'dir' in named) return { base: new DirBase(root, named.dir) }
  if (named) return { base: baseAt(root, named.ref) }
  return event ? baseOf(root, event) : {}
}

interface Checkout {
  readonly git: Git
  readonly open: (commit: string) => Base
}

function checkoutOf(root: string): Checkout | undefined {
  const repository = repositoryOf(root)
  if (repository === undefined) return undefined
  const git = new Git(repository)
  const folder = relative(repository, root).split(sep).join('/')
  return { git, open: commit => new CommitBase(git, commit, root, folder) }
}

/** As for a pull request: where the change left the branch that is named; of one without a common commit, its last one. */
function baseAt(root: string, ref: string): Base {
  const checkout = checkoutOf(root)
  if (checkout === undefined)
    throw new Fault('BAD_INPUT', '`--base` requires a git checkout: name a folder with `--base-dir`')
  const { git, open } = checkout
  const commit = commitOf(git, ref) ?? commitOf(git, `origin/${ref}`)
  if (commit === undefined)
    throw new Fault(
      'BAD_INPUT',
      `\`--base\`: no commit \`${ref}\` in this clone. Fetch it: \`git fetch origin ${ref}\``,
    )
  return open(git.ask('merge-base', 'HEAD', commit) ?? commit)
}

function baseOf(root: string, event: ChangeEvent): Resolved {
  let commit: string | undefined
  try {
    const checkout = checkoutOf(root)
    const found = checkout ? baseCommit(checkout.git, event) : { missing: NO_CHECKOUT }
    if ('missing' in found) return unread(event, found)
    commit = found.commit
    return { base: checkout!.open(commit) }
  } catch (error) {
    if (error instanceof Fault)
      return unread(event, { missing: error.message, ...(commit !== undefined && { commit }) })
    throw error
  }
}

/** GitHub can be asked for the commit that the event names, where no better one is known. */
const unread = ({ base }: ChangeEvent, found: NoBase): NoBase => ({
  isChange: true,
  ...(base !== undefined && found.isChange !== false && { commit: base }),
  ...found,
})

const NO_CHECKOUT = 'no git checkout: run `actions/checkout` with git installed'

type Commit = { readonly commit: string } | NoBase

/**
 * The commit that GitHub merged the head into. Only a checkout of the commit that the event names is known to be GitHub's
 * merge: the author of the change can make one with any parents. Of all others, where the change left the base branch.
 */
function baseCommit(git: Git, { name, merge, head, base }: ChangeEvent): Commit {
  const { checked, parents } = headOf(git)
  if (checked === undefined) return { missing: 'the checkout has no commit' }
  const [first, second] = parents
  const isMerge = checked === merge && (name === 'merge_group' || (head !== undefined && second === head))
  const parent = name === 'merge_group' ? base : first
  if (isMerge && parent !== undefined) return inClone(git, parent, parent === first ? 2 : 0)
  if (base === undefined) return { missing: 'the event does not name the base commit' }
  const fork = git.ask('merge-base', checked, base)
  if (fork === undefined) return { ...(isWhole(git) ? notInWhole(base) : notInClone(base, 0)), commit: base }
  return fork === checked ? { missing: NO_CHANGE, isChange: false } : { commit: fork }
}

const NO_CHANGE = 'the checkout is of the base branch, without the change'

const inClone = (git: Git, commit: string, depth: 0 | 2): Commit =>
  commitOf(git, commit) === undefined ? { ...notInClone(commit, depth), commit } : { commit }

/** The step to paste. */
const notInClone = (commit: string, depth: 0 | 2): { readonly missing: string } => ({
  missing: `base commit \`${commit.slice(0, 7)}\` is not in this clone: add \`with: {fetch-depth: ${depth}}\` to \`actions/checkout\``,
})

/** All of a fork has not what its owner never fetched. */
const notInWhole = (commit: string): { readonly missing: string } => ({
  missing: `base commit \`${commit.slice(0, 7)}\` is not in this clone: add the step \`run: git fetch \${{ github.server_url }}/\${{ github.repository }} ${commit}\` before this one`,
})

const isWhole = (git: Git): boolean => git.ask('rev-parse', '--is-shallow-repository') === 'false'

const commitOf = (git: Git, ref: string): string | undefined =>
  git.ask('rev-parse', '--verify', '--quiet', `${ref}^{commit}`)

/** Its parents are those that it names: the history of a shallow clone ends before them. */
function headOf(git: Git): { readonly checked: string | undefined; readonly parents: readonly string[] } {
  const answer = git.begin(['cat-file', '--batch'], { input: 'HEAD\n' }).toString()
  const [headers = ''] = answer.split('\n\n')
  const parents = [...headers.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, id]) => id!)
  return { checked: /^([0-9a-f]+) commit /.exec(answer)?.[1], parents }
}
