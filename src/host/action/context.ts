import { readFileSync } from 'node:fs'
import type { MarkdownContext } from '../../report/markdown.ts'
import type { Inputs } from './inputs.ts'

/** What is known of the run: from the environment and the event's payload. */
export interface RunContext {
  readonly event: string
  readonly owner: string
  readonly repo: string
  /** The commit that was checked out. */
  readonly sha: string
  readonly ref: string
  /** The head of the pull request when there is one, else `sha`: where links lead, and what a comment speaks of. */
  readonly head: string
  /** Absent when the event names no pull request. */
  readonly pullRequest?: number
  readonly fork: boolean
  /** `<workflow>/<job>/<leg>`: one comment, one SARIF category for each. */
  readonly key: string
  /** Grows with every run and attempt. */
  readonly run: { readonly id: number; readonly attempt: number }
  readonly links: MarkdownContext
}

type Environment = Readonly<Record<string, string | undefined>>

/** The fields of the payloads that are read; all of them may be missing. */
interface Payload {
  readonly number?: number
  readonly pull_request?: {
    readonly head?: { readonly sha?: string; readonly repo?: { readonly full_name?: string } | null }
  }
  readonly issue?: { readonly number?: number; readonly pull_request?: unknown }
  readonly merge_group?: { readonly head_sha?: string; readonly head_ref?: string }
  readonly workflow_run?: {
    readonly head_sha?: string
    readonly pull_requests?: readonly { readonly number?: number }[]
  }
}

export function readContext(env: Environment, inputs: Inputs): RunContext {
  const payload = payloadOf(env['GITHUB_EVENT_PATH'])
  const repository = env['GITHUB_REPOSITORY'] ?? ''
  const [owner = '', repo = ''] = repository.split('/')
  const sha = env['GITHUB_SHA'] ?? ''
  const head = payload.pull_request?.head?.sha ?? payload.merge_group?.head_sha ?? payload.workflow_run?.head_sha ?? sha
  const pullRequest = inputs.pullRequest ?? numberIn(payload)
  const server = env['GITHUB_SERVER_URL'] ?? 'https://github.com'
  const id = Number(env['GITHUB_RUN_ID'] ?? 0)
  const from = payload.pull_request?.head?.repo
  return {
    event: env['GITHUB_EVENT_NAME'] ?? '',
    owner,
    repo,
    sha,
    ref: env['GITHUB_REF'] ?? '',
    head,
    ...(pullRequest !== undefined && { pullRequest }),
    fork: from !== undefined && from?.full_name !== repository,
    key: [env['GITHUB_WORKFLOW'], env['GITHUB_JOB'], inputs.leg].filter(Boolean).join('/'),
    run: { id, attempt: Number(env['GITHUB_RUN_ATTEMPT'] ?? 1) },
    links: { server, repository, sha: head, folder: '', run: runUrl(server, repository, id, inputs.checkRun) },
  }
}

/** The page of this job when its number is known, else of the whole run. */
function runUrl(server: string, repository: string, id: number, job: string | undefined): string {
  const run = `${server}/${repository}/actions/runs/${id}`
  return job !== undefined && /^\d+$/.test(job) ? `${run}/job/${job}` : run
}

function payloadOf(file: string | undefined): Payload {
  if (file === undefined || file === '') return {}
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Payload
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
