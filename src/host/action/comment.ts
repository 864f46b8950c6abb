import type { Octokit } from './client.ts'
import type { RunContext } from './context.ts'

/** GitHub refuses more than 65,536 characters; the marker line needs some of them. */
export const COMMENT_LIMIT = 65_000

/** What became of the comment. */
export type Posted =
  | { readonly did: 'created' | 'updated' | 'left'; readonly url: string }
  | { readonly did: 'nothing'; readonly why: string }

interface Comment {
  readonly id: number
  readonly body?: string
  readonly html_url: string
  readonly user: { readonly login: string; readonly type: string } | null
}

/**
 * Keeps one comment on the pull request, and says in it what holds now. `create: false`: an older comment is brought
 * up to date, but a new one is not written. Errors of GitHub are thrown: the gate does not depend on them.
 */
export async function keepComment(
  github: Octokit,
  context: RunContext,
  body: string,
  create: boolean,
): Promise<Posted> {
  const number = context.pullRequest ?? (await pullRequestOf(github, context))
  if (number === undefined) return { did: 'nothing', why: 'this run belongs to no pull request' }
  const place = { owner: context.owner, repo: context.repo, issue_number: number }
  const marked = `${markerOf(context)}\n${body}`
  const [ours] = await ourComments(github, context, place)
  if (ours) return refresh(github, context, ours, marked)
  if (!create) return { did: 'nothing', why: 'there is nothing to act on' }
  const { data } = await github.rest.issues.createComment({ ...place, body: marked })
  return withoutTwin(github, context, place, { ...data, body: marked } as Comment, marked)
}

async function refresh(github: Octokit, context: RunContext, ours: Comment, body: string): Promise<Posted> {
  const url = ours.html_url
  if (isNewer(ours.body, context)) return { did: 'left', url }
  if (ours.body?.split('\n').slice(1).join('\n') === body.split('\n').slice(1).join('\n')) return { did: 'left', url }
  await github.rest.issues.updateComment({ owner: context.owner, repo: context.repo, comment_id: ours.id, body })
  return { did: 'updated', url }
}

/** Two runs may have written at once: the older comment stays. */
async function withoutTwin(
  github: Octokit,
  context: RunContext,
  place: { readonly owner: string; readonly repo: string; readonly issue_number: number },
  written: Comment,
  body: string,
): Promise<Posted> {
  const [oldest] = await ourComments(github, context, place)
  if (!oldest || oldest.id >= written.id) return { did: 'created', url: written.html_url }
  await github.rest.issues.deleteComment({ owner: context.owner, repo: context.repo, comment_id: written.id })
  return refresh(github, context, oldest, body)
}

/** The first line of a comment of ours: whose it is, and what it speaks of. */
const markerOf = (context: RunContext): string =>
  `<!-- seaworthy:1 key=${keyOf(context)} head=${context.head} run=${context.run.id}.${context.run.attempt} -->`

function keyOf({ key }: RunContext): string {
  const { createHash } = process.getBuiltinModule('node:crypto')
  return createHash('sha256').update(key).digest('hex').slice(0, 12)
}

/** A run that started later has already spoken. */
function isNewer(body: string | undefined, { run }: RunContext): boolean {
  const [, id, attempt] = /^<!-- seaworthy:1 [^\n]*run=(\d+)\.(\d+) -->/.exec(body ?? '') ?? []
  return Number(id) > run.id || (Number(id) === run.id && Number(attempt) > run.attempt)
}

/** By marker and by author, oldest first: anybody may copy the marker into a comment of their own. */
async function ourComments(
  github: Octokit,
  context: RunContext,
  place: { readonly owner: string; readonly repo: string; readonly issue_number: number },
): Promise<readonly Comment[]> {
  const start = `<!-- seaworthy:1 key=${keyOf(context)} `
  const all = await github.paginate(github.rest.issues.listComments, { ...place, per_page: 100 })
  return (all as readonly Comment[])
    .filter(({ user, body }) => user?.type === 'Bot' && body?.startsWith(start))
    .sort((a, b) => a.id - b.id)
}

/** On a push: the open pull request whose head is this commit. */
async function pullRequestOf(github: Octokit, { owner, repo, head, event }: RunContext): Promise<number | undefined> {
  if (event !== 'push' && event !== 'workflow_run') return undefined
  const { data } = await github.rest.repos.listPullRequestsAssociatedWithCommit({ owner, repo, commit_sha: head })
  return data.find(pull => pull.state === 'open' && pull.head.sha === head)?.number
}
