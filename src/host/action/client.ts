import type { getOctokit } from '@actions/github'
import { type Scrub, scrubbed, scrubber, secretsAround } from './scrubber.ts'

export type Octokit = ReturnType<typeof getOctokit>

/** Longer than this the gate is never held up, whatever becomes of comment and upload. */
const PATIENCE_MS = 20_000

/** GitHub answers sooner, or it is asked again. */
const ANSWER_MS = 8_000

/** Between two questions, when GitHub does not say how long. */
const PAUSE_MS = 1000

interface Refusal {
  readonly status?: number
  readonly cause?: unknown
  readonly response?: { readonly headers?: Readonly<Record<string, string | undefined>> }
}

/** GitHub, as long as we are ready to wait for it, and without what must not be sent to it. */
export async function connect(token: string): Promise<Octokit> {
  // The error about a header that cannot be sent would hold the token, and the runner would not know it again.
  if (!/^[!-~]+$/.test(token)) throw new Error('the token contains invalid characters')
  const { getOctokit } = await import('@actions/github')
  return discreet(patient(getOctokit(token)), scrubber(secretsAround(token, process.env)))
}

/** What octokit itself puts into a request: among it the header with the token. */
const ENVELOPE = new Set(['method', 'baseUrl', 'url', 'headers', 'mediaType', 'request'])

/** Scrubs what any request of a client carries, those of GraphQL too: all of them pass this hook. */
export function discreet(github: Octokit, scrub: Scrub): Octokit {
  github.hook.before('request', options => {
    const carried = Object.entries(options).filter(([name]) => !ENVELOPE.has(name))
    Object.assign(options, scrubbed(Object.fromEntries(carried), scrub))
  })
  return github
}

/**
 * Lets a client ask again after rate limits and server errors, three times at most. All it ever waits for, answers and
 * pauses of all its requests, ends after `milliseconds`.
 */
export function patient(github: Octokit, milliseconds = PATIENCE_MS): Octokit {
  const end = Date.now() + milliseconds
  github.hook.wrap('request', (request, options) =>
    insist(end, left => {
      // Options are bound already: others that were passed on would be left aside.
      options.request = { ...options.request, signal: AbortSignal.timeout(Math.min(left, ANSWER_MS)) }
      return request(options)
    }),
  )
  return github
}

/** @throws the last error */
async function insist<Answer>(end: number, ask: (left: number) => Promise<Answer> | Answer): Promise<Answer> {
  for (let attempt = 1; ; attempt++)
    try {
      return await ask(Math.max(1, end - Date.now()))
    } catch (error) {
      const pause = pauseAfter(error as Refusal, attempt)
      if (pause === undefined || attempt >= 3 || Date.now() + pause > end) throw withReason(error as Refusal)
      await new Promise(resolve => setTimeout(resolve, pause))
    }
}

/** `undefined`: asking again would not help. */
function pauseAfter({ status, response }: Refusal, attempt: number): number | undefined {
  const headers = response?.headers ?? {}
  const after = Number(headers['retry-after'])
  if (status === undefined || status >= 500) return Number.isFinite(after) ? after * 1000 : PAUSE_MS * attempt
  const isSpent = headers['x-ratelimit-remaining'] === '0'
  if (status !== 429 && !(status === 403 && (isSpent || Number.isFinite(after)))) return undefined
  if (Number.isFinite(after)) return after * 1000
  const reset = Number(headers['x-ratelimit-reset'])
  return Number.isFinite(reset) ? Math.max(PAUSE_MS, reset * 1000 - Date.now()) : undefined
}

/** "The operation was aborted" would leave the reader asking by whom. */
const withReason = (error: Refusal): unknown =>
  error.cause instanceof Error && error.cause.name === 'TimeoutError'
    ? new Error('GitHub did not respond in time', { cause: error })
    : error
