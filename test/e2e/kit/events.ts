/**
 * Events as the runner hands them to a step: what sets the run off, in GitHub's shape, cut to the fields that an action
 * may sensibly read. Source of shapes: GitHub's documentation "Events that trigger workflows" and "Webhook events and payloads".
 */
export interface WorkflowEvent {
  /** GITHUB_EVENT_NAME. */
  readonly name: string
  /** The content of the file GITHUB_EVENT_PATH. */
  readonly payload: Readonly<Record<string, unknown>>
  /** GITHUB_REPOSITORY. */
  readonly repository: string
  /** GITHUB_SHA: for pull requests that of the merge commit. */
  readonly sha: string
  readonly ref: string
  /** Branches, for pull requests only. */
  readonly headRef?: string
  readonly baseRef?: string
  /** Who set the run off. */
  readonly actor: string
}

/** A commit id made from a word: readable in failures, and of the right form. */
export function commit(word: string): string {
  const hex = Buffer.from(word, 'utf8').toString('hex')
  return hex.padEnd(40, '0').slice(0, 40)
}

const DEFAULT_REPOSITORY = 'o/r'

const user = (login: string) => ({
  login,
  id: 1,
  type: login.endsWith('[bot]') ? 'Bot' : 'User',
  html_url: `https://github.com/${login}`,
})

function repositoryOf(name: string, { fork = false, isPrivate = false } = {}) {
  const [owner, short] = name.split('/') as [string, string]
  return {
    id: 1,
    name: short,
    full_name: name,
    private: isPrivate,
    fork,
    owner: user(owner),
    default_branch: 'main',
    html_url: `https://github.com/${name}`,
    visibility: isPrivate ? 'private' : 'public',
  }
}

/** What may be said of a pull request's event; the rest is the plain case: branch `topic` to `main` within `o/r`, number 42. */
export interface PullRequestEvent {
  readonly repository?: string
  readonly private?: boolean
  readonly number?: number
  readonly action?: 'opened' | 'synchronize' | 'reopened' | 'edited' | 'closed'
  readonly head?: string
  readonly base?: string
  readonly merge?: string
  readonly headRef?: string
  readonly baseRef?: string
  /** The repository of the head when it is a fork; `null` when that has been deleted. */
  readonly fork?: string | null
  readonly actor?: string
  /** Run as `pull_request_target`: in the context of the base. */
  readonly target?: boolean
  readonly draft?: boolean
}

function pullRequestPayload(options: PullRequestEvent) {
  const { repository = DEFAULT_REPOSITORY, number = 42, fork, actor = 'octocat', action = 'synchronize' } = options
  const { headRef = 'topic', baseRef = 'main', head = commit('head'), base = commit('base') } = options
  const here = repositoryOf(repository, { isPrivate: options.private ?? false })
  const there = fork === undefined ? here : fork === null ? null : repositoryOf(fork, { fork: true })
  const headOwner = (fork ?? repository).split('/')[0]!
  return {
    action,
    number,
    pull_request: {
      ...{
        id: 1,
        number,
        state: action === 'closed' ? 'closed' : 'open',
        draft: options.draft ?? false,
        locked: false,
      },
      ...{
        title: 'A change',
        body: null,
        user: user(actor),
        html_url: `https://github.com/${repository}/pull/${number}`,
      },
      head: { label: `${headOwner}:${headRef}`, ref: headRef, sha: head, user: user(headOwner), repo: there },
      base: { label: `${here.owner.login}:${baseRef}`, ref: baseRef, sha: base, user: here.owner, repo: here },
      ...{ merged: false, mergeable: null, merge_commit_sha: options.merge ?? commit('merge'), labels: [] },
      author_association: fork === undefined ? 'MEMBER' : 'CONTRIBUTOR',
    },
    ...(action === 'synchronize' ? { before: commit('before'), after: head } : {}),
    repository: here,
    sender: user(actor),
  }
}

/** `pull_request` within a repository, or as `options` say. */
export function pullRequest(options: PullRequestEvent = {}): WorkflowEvent {
  const payload = pullRequestPayload(options)
  const { head, base } = payload.pull_request
  const inBase = options.target === true
  return {
    name: inBase ? 'pull_request_target' : 'pull_request',
    payload,
    repository: payload.repository.full_name,
    sha: inBase ? base.sha : (options.merge ?? commit('merge')),
    ref: inBase ? `refs/heads/${base.ref}` : `refs/pull/${payload.number}/merge`,
    headRef: head.ref,
    baseRef: base.ref,
    actor: payload.sender.login,
  }
}

/** `pull_request` from a fork: GITHUB_TOKEN can only read. */
export const forkPullRequest = (options: PullRequestEvent = {}): WorkflowEvent =>
  pullRequest({ fork: 'mallory/r', actor: 'mallory', headRef: 'patch-1', ...options })

/** `pull_request` by Dependabot: from the same repository, yet GITHUB_TOKEN can only read. */
export const dependabotPullRequest = (options: PullRequestEvent = {}): WorkflowEvent =>
  pullRequest({ actor: 'dependabot[bot]', headRef: 'dependabot/docker/debian-12.8', action: 'opened', ...options })

/** What may be said of the other events. */
export interface PlainEvent {
  readonly repository?: string
  readonly sha?: string
  readonly branch?: string
  readonly actor?: string
}

function plain(name: string, options: PlainEvent, payload: Readonly<Record<string, unknown>>): WorkflowEvent {
  const { repository = DEFAULT_REPOSITORY, branch = 'main', actor = 'octocat' } = options
  return {
    name,
    payload: { ...payload, repository: repositoryOf(repository), sender: user(actor) },
    repository,
    sha: options.sha ?? commit('head'),
    ref: `refs/heads/${branch}`,
    actor,
  }
}

/** `push`; `before` is forty zeros when the branch is new. */
export function push(options: PlainEvent & { readonly before?: string } = {}): WorkflowEvent {
  const { branch = 'main', sha = commit('head'), before = commit('before'), repository = DEFAULT_REPOSITORY } = options
  const isNew = /^0+$/.test(before)
  const head = {
    ...{ id: sha, tree_id: commit('tree'), distinct: true, message: 'A change', timestamp: '2026-11-22T10:00:00Z' },
    ...{ added: [], removed: [], modified: ['k8s/api.yaml'] },
  }
  return plain('push', options, {
    ...{
      ref: `refs/heads/${branch}`,
      before,
      after: sha,
      created: isNew,
      deleted: false,
      forced: false,
      base_ref: null,
    },
    compare: `https://github.com/${repository}/compare/${before.slice(0, 12)}...${sha.slice(0, 12)}`,
    ...{ commits: [head], head_commit: head, pusher: { name: options.actor ?? 'octocat' } },
  })
}

/** `merge_group`: the number of the pull request is nowhere but in the name of the branch. */
export function mergeGroup(
  options: PlainEvent & { readonly number?: number; readonly base?: string } = {},
): WorkflowEvent {
  const { sha = commit('head'), base = commit('base'), number = 42 } = options
  const branch = `gh-readonly-queue/main/pr-${number}-${base}`
  return plain(
    'merge_group',
    { actor: 'github-merge-queue[bot]', ...options, branch },
    {
      action: 'checks_requested',
      merge_group: {
        ...{ head_sha: sha, head_ref: `refs/heads/${branch}`, base_sha: base, base_ref: 'refs/heads/main' },
        head_commit: {
          id: sha,
          tree_id: commit('tree'),
          message: `Merge pull request #${number}`,
          timestamp: '2026-11-22T10:00:00Z',
        },
      },
    },
  )
}

/** `schedule`, on the default branch. */
export const schedule = (options: PlainEvent = {}): WorkflowEvent =>
  plain('schedule', options, { schedule: '0 3 * * *', workflow: '.github/workflows/nightly.yml' })

/** `workflow_dispatch`; inputs of the workflow are always texts. */
export const workflowDispatch = (
  options: PlainEvent & { readonly inputs?: Readonly<Record<string, string>> | null } = {},
): WorkflowEvent =>
  plain('workflow_dispatch', options, {
    inputs: options.inputs ?? null,
    ref: `refs/heads/${options.branch ?? 'main'}`,
    workflow: '.github/workflows/ci.yml',
  })

/** What may be said of a `workflow_run`, besides the plain things: the run it follows. */
export interface WorkflowRunEvent extends PlainEvent {
  readonly number?: number
  readonly head?: string
  readonly fork?: string
  readonly conclusion?: 'success' | 'failure'
}

/** `workflow_run` after a pull request's run. For forks `pull_requests` is empty; GITHUB_SHA is that of the default branch. */
export function workflowRun(options: WorkflowRunEvent = {}): WorkflowEvent {
  const { number = 42, head = commit('head'), fork, repository = DEFAULT_REPOSITORY } = options
  const base = { ref: 'main', sha: commit('base'), repo: { id: 1, name: repository.split('/')[1] } }
  const pulls = fork === undefined ? [{ id: 1, number, head: { ...base, ref: 'topic', sha: head }, base }] : []
  return plain(
    'workflow_run',
    { sha: commit('base'), ...options },
    {
      action: 'completed',
      workflow: { id: 5, name: 'ci', path: '.github/workflows/ci.yml', state: 'active' },
      workflow_run: {
        ...{
          id: 900,
          name: 'ci',
          event: 'pull_request',
          status: 'completed',
          conclusion: options.conclusion ?? 'success',
        },
        ...{
          run_number: 7,
          run_attempt: 1,
          workflow_id: 5,
          html_url: `https://github.com/${repository}/actions/runs/900`,
        },
        ...{ head_branch: fork === undefined ? 'topic' : 'patch-1', head_sha: head, pull_requests: pulls },
        head_repository: repositoryOf(fork ?? repository, { fork: fork !== undefined }),
        repository: repositoryOf(repository),
      },
    },
  )
}
