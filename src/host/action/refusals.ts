import { visible } from '../../report/escape.ts'
import type { RunContext } from './context.ts'

/** A permission of the job, as a workflow writes it. */
type Permission = 'pull-requests' | 'security-events'

/** What to do after a refusal of GitHub, in a sentence. Only where the permission is missing, it helps to ask for it. */
export function advice(error: unknown, context: RunContext, permission: Permission): string {
  if (statusOf(error) === 401) return 'GitHub rejected the token.'
  const reason = reasonOf(error)
  if (statusOf(error) !== 403 || !reason.startsWith('Resource not accessible by integration'))
    return endSentence(reason)
  if (context.readOnly) return 'runs for forks have a read-only token.'
  if (permission === 'security-events' && context.dependabot)
    return 'runs for Dependabot have a token without write permission.'
  return `the token has no write permission: add \`permissions: {${permission}: write}\` to the job.`
}

/** What went wrong, in one line: of GitHub its own words. */
export function reasonOf(error: unknown): string {
  const reason = (error as { response?: { data?: { message?: unknown } } }).response?.data?.message
  const words = typeof reason === 'string' ? reason : error instanceof Error ? error.message : String(error)
  return visible(words).slice(0, 300)
}

const statusOf = (error: unknown): unknown => (error instanceof Error && 'status' in error ? error.status : undefined)

const endSentence = (words: string): string => (/[.!?]$/.test(words) ? words : `${words}.`)
