import { readFileSync } from 'node:fs'
import { visible } from '../../report/escape.ts'
import type { MarkdownContext } from '../../report/markdown/context.ts'
import { currentFolder } from '../disk/disk.ts'
import { type Checkout, checkoutIn } from './checkout.ts'
import type { Contact, Environment } from './inputs.ts'

/** What is known of the run: from the environment, the event's payload and the checkout. */
export interface RunContext {
  readonly event: string
  readonly owner: string
  readonly repo: string
  /** GITHUB_SHA and GITHUB_REF: what the event is about; on `pull_request` the merge of the pull request. */
  readonly sha: string
  readonly ref: string
  /** What was checked: by what lies on the disk, else by GITHUB_SHA. */
  readonly checkout: Checkout
  /** The head of the pull request, as the event names it. */
  readonly head?: string
  /** The merge of the pull request, where the event is about that. */
  readonly merge?: string
  /** Absent when the event names no pull request. */
  readonly pullRequest?: number
  /** The file of the workflow that runs, when this repository has it. */
  readonly workflow?: string
  /** The token may only read, whatever the job asks for: for forks, save in the context of the base. */
  readonly readOnly: boolean
  readonly dependabot: boolean
  /** `<workflow>/<job>/<leg>/<step>`: one comment for each. */
  readonly key: string
  /** The same for code scanning, in words that fit there. */
  readonly category: string
  /** Grows with every run and attempt. */
  readonly run: { readonly id: number; readonly attempt: number }
  readonly links: MarkdownContext
}

/** The fields of the payloads that are read; all of them may be missing. */
interface Payload {
  readonly number?: number
  readonly pull_request?: {
    readonly head?: { readonly sha?: string; readonly repo?: { readonly full_name?: string } | null }
    readonly base?: { readonly sha?: string }
  }
  readonly issue?: { readonly number?: number; readonly pull_request?: unknown }
  readonly merge_group?: { readonly head_ref?: string; readonly base_sha?: string }
  readonly workflow_run?: {
    readonly head_sha?: string
    readonly pull_requests?: readonly { readonly number?: number }[]
  }
}

/** `root`: what was judged; by default the workspace. */
export function readContext(env: Environment, inputs: Contact, root = workspaceIn(env)): RunContext {
  const payload = payloadOf(env['GITHUB_EVENT_PATH'])
  const event = env['GITHUB_EVENT_NAME'] ?? ''
  const repository = env['GITHUB_REPOSITORY'] ?? ''
  const [owner = '', repo = ''] = repository.split('/')
  const sha = env['GITHUB_SHA'] ?? ''
  const head = payload.pull_request?.head?.sha ?? payload.workflow_run?.head_sha
  const merge = /^(?:pull_request(?!_target)|merge_group)/.test(event) ? sha : undefined
  const commits = [head, merge].filter(commit => commit !== undefined)
  const checkout = checkoutIn(root, [...commits, sha]) ?? { commit: sha, folder: '' }
  const pullRequest = inputs.pullRequest ?? numberIn(payload)
  const from = payload.pull_request?.head?.repo
  const isFork = from !== undefined && from?.full_name !== repository
  return {
    ...{ event, owner, repo, sha, ref: env['GITHUB_REF'] ?? '', checkout },
    ...(head !== undefined && { head }),
    ...(merge !== undefined && { merge }),
    ...(pullRequest !== undefined && { pullRequest }),
    ...workflowIn(repository, env['GITHUB_WORKFLOW_REF']),
    readOnly: isFork && event !== 'pull_request_target',
    dependabot: env['GITHUB_ACTOR'] === 'dependabot[bot]',
    ...names(env, inputs.leg),
    run: { id: Number(env['GITHUB_RUN_ID'] ?? 0), attempt: Number(env['GITHUB_RUN_ATTEMPT'] ?? 1) },
    links: {
      ...{ server: serverOf(env), repository, run: runUrl(env, inputs.checkRun) },
      ...{ sha: checkout.commit, folder: checkout.folder },
      ...(head !== undefined && relationTo(head, checkout.commit, merge)),
    },
  }
}

/** From `owner/name/.github/workflows/ci.yml@refs/heads/main`. */
function workflowIn(repository: string, reference = ''): Pick<RunContext, 'workflow'> {
  const file = /^([^@]+)@/.exec(reference)?.[1]
  return file?.startsWith(`${repository}/`) ? { workflow: file.slice(repository.length + 1) } : {}
}

export const workspaceIn = (env: Environment): string => env['GITHUB_WORKSPACE'] || currentFolder()

/** Readers know the head of a pull request: the checked commit is named by it. */
function relationTo(
  head: string,
  checked: string,
  merge: string | undefined,
): Pick<MarkdownContext, 'mergeOf' | 'insteadOf'> {
  if (checked === head) return {}
  return checked === merge ? { mergeOf: head } : { insteadOf: head }
}

const serverOf = (env: Environment): string => env['GITHUB_SERVER_URL'] ?? 'https://github.com'

/** The page of this job when its number is known, else of the whole run. */
function runUrl(env: Environment, job: string | undefined): string {
  const run = `${serverOf(env)}/${env['GITHUB_REPOSITORY']}/actions/runs/${Number(env['GITHUB_RUN_ID'] ?? 0)}`
  return job !== undefined && /^\d+$/.test(job) ? `${run}/job/${job}` : run
}

/** What tells this step from all others that may comment on the same pull request. */
function names(env: Environment, leg: string): Pick<RunContext, 'key' | 'category'> {
  const [workflow, job] = [env['GITHUB_WORKFLOW'], env['GITHUB_JOB']]
  const step = stepName(env['GITHUB_ACTION'] ?? '')
  const joined = (...parts: readonly (string | undefined)[]): string => parts.filter(Boolean).join('/')
  return { key: joined(workflow, job, leg, step), category: visible(joined(workflow, job, legWords(leg), step)) }
}

/**
 * The runner calls a step by its id, else by its action: `__seaworthy`, and from the second on `__seaworthy_2`. The first
 * is like an only one.
 */
const stepName = (action: string): string => (/^__.*(?<!_\d+)$/.test(action) ? '' : action)

/** `os:linux,arch:amd64`; what is long or has other characters is distinguished by its hash. */
function legWords(leg: string): string {
  const words = entriesOf(leg)
    .map(([name, value]) => `${name}:${value}`)
    .join(',')
  return /^[\w.:, -]{0,100}$/.test(words) ? words : shortHash(leg)
}

function entriesOf(leg: string): readonly (readonly [string, unknown])[] {
  try {
    return Object.entries(JSON.parse(leg || '{}') as object)
  } catch {
    return [['leg', leg]]
  }
}

export function shortHash(text: string): string {
  const { createHash } = process.getBuiltinModule('node:crypto')
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}

export function payloadOf(file: string | undefined): Payload {
  if (file === undefined || file === '') return {}
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) ?? {}) as Payload
  } catch {
    return {}
  }
}

/** In a merge queue only the name of the ref tells: `refs/heads/gh-readonly-queue/main/pr-42-<sha>`. */
function numberIn(payload: Payload): number | undefined {
  if (payload.pull_request) return payload.number
  if (payload.issue?.pull_request) return payload.issue.number
  const queued = /\/pr-(\d+)-[0-9a-f]+$/.exec(payload.merge_group?.head_ref ?? '')?.[1]
  if (queued !== undefined) return Number(queued)
  return payload.workflow_run?.pull_requests?.[0]?.number
}
