import type { Octokit } from './client.ts'
import { type RunContext, shortHash } from './context.ts'
import { type Comment, Thread } from './thread.ts'

/** GitHub refuses more than 65,536 characters; the marker line needs some of them. */
export const COMMENT_LIMIT = 65_000

/** What became of the comment. */
export type CommentOutcome =
  | { readonly action: 'created' | 'updated' | 'left'; readonly url: string }
  | { readonly action: 'none'; readonly why: string }

/**
 * The text, and whether it is worth a new comment. `insteadOf`: the head of the pull request, when something else was
 * checked.
 */
export type Draft = (insteadOf: string | undefined) => { readonly body: string; readonly create: boolean }

interface Pull {
  readonly number: number
  readonly head: { readonly sha: string }
  readonly merge_commit_sha: string | null
}

const noComment = (why: string): CommentOutcome => ({ action: 'none', why })

/**
 * Keeps one comment on the pull request, and says in it what holds now. An older comment is always brought up to date.
 * Errors of GitHub are thrown: the gate does not depend on them.
 */
export async function keepComment(github: Octokit, context: RunContext, draft: Draft): Promise<CommentOutcome> {
  const pull = await pullRequestOf(github, context)
  if (pull === undefined) return noComment('this run does not belong to a pull request')
  const head = pull.head.sha
  if (context.head !== undefined && context.head !== head)
    return noComment(`the head of the pull request is now ${head}, and this run checked ${context.head}`)
  const { body, create } = draft(wasChecked(pull, context) ? undefined : head)
  const thread = new Thread(github, context, pull.number)
  const start = `<!-- seaworthy:1 key=${shortHash(context.key)} `
  const text = `${start}head=${head} run=${context.run.id}.${context.run.attempt} -->\n${body}`
  const ours = await thread.ours(start)
  if (ours.length > 0) return keepOldest(thread, ours, text, context)
  if (!create) return noComment('no findings to act on')
  return createOnce(thread, start, text, context)
}

/** The pull request's head, or its merge: whatever is said of one holds for the other. */
const wasChecked = ({ head, merge_commit_sha }: Pull, { checkout, merge }: RunContext): boolean =>
  [head.sha, merge_commit_sha, merge].includes(checkout.commit)

/** Two runs may have written at once: the older comment stays. What goes wrong in looking for it undoes nothing. */
async function createOnce(thread: Thread, start: string, text: string, context: RunContext): Promise<CommentOutcome> {
  const written = await thread.create(text)
  const created: CommentOutcome = { action: 'created', url: written.html_url }
  try {
    const ours = await thread.ours(start, written.user?.login)
    return ours[0] === undefined || ours[0].id === written.id ? created : await keepOldest(thread, ours, text, context)
  } catch {
    return created
  }
}

/** @param ours at least one, oldest first */
async function keepOldest(
  thread: Thread,
  ours: readonly Comment[],
  text: string,
  context: RunContext,
): Promise<CommentOutcome> {
  const [oldest, ...twins] = ours as [Comment, ...Comment[]]
  const isWritten = !isNewer(oldest.body, context) && below(oldest.body) !== below(text)
  if (isWritten) await thread.update(oldest, text)
  // The other run may be quicker to delete them.
  for (const twin of twins) await thread.remove(twin).catch(() => {})
  return { action: isWritten ? 'updated' : 'left', url: oldest.html_url }
}

/** A run that started later has already spoken. */
function isNewer(body: string | undefined, { run }: RunContext): boolean {
  const [, id, attempt] = /^<!-- seaworthy:1 [^\n]*run=(\d+)\.(\d+) -->/.exec(body ?? '') ?? []
  return Number(id) > run.id || (Number(id) === run.id && Number(attempt) > run.attempt)
}

/** Everything but the marker. */
const below = (body: string | undefined): string | undefined => body?.slice(body.indexOf('\n'))

/** The one that the event names; on a push: the open one whose head is this commit. */
async function pullRequestOf(github: Octokit, context: RunContext): Promise<Pull | undefined> {
  const { owner, repo, event, pullRequest } = context
  if (pullRequest !== undefined) return (await github.rest.pulls.get({ owner, repo, pull_number: pullRequest })).data
  if (event !== 'push' && event !== 'workflow_run') return undefined
  const head = context.head ?? context.sha
  const { data } = await github.rest.repos.listPullRequestsAssociatedWithCommit({ owner, repo, commit_sha: head })
  return data.find(pull => pull.state === 'open' && pull.head.sha === head)
}
