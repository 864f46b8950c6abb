/** The gate never waits longer than this for a comment. */
const PATIENCE_MS = 20_000

/** GitHub asks to wait at least so long when it does not say how long. */
const PAUSE_MS = 1000

interface Refusal {
  readonly status?: number
  readonly response?: { readonly headers?: Readonly<Record<string, string | undefined>> }
}

/**
 * Asks again after rate limits and server errors, as long as `retry-after` says, at most three times and 20 seconds.
 * @throws the last error
 */
export async function patiently<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  const end = Date.now() + PATIENCE_MS
  for (let attempt = 1; ; attempt++)
    try {
      return await ask()
    } catch (error) {
      const pause = pauseAfter(error as Refusal, attempt)
      if (pause === undefined || attempt >= 3 || Date.now() + pause > end) throw error
      await new Promise(resolve => setTimeout(resolve, pause))
    }
}

/** `undefined`: asking again would not help. */
function pauseAfter({ status, response }: Refusal, attempt: number): number | undefined {
  const seconds = Number(response?.headers?.['retry-after'])
  const limited = status === 429 || (status === 403 && Number.isFinite(seconds))
  const broken = status === undefined || status >= 500
  if (!limited && !broken) return undefined
  return Number.isFinite(seconds) ? seconds * 1000 : PAUSE_MS * attempt
}
