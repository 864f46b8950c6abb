import { type Result, standing } from '../../report/result.ts'
import { RESULTS, type SarifOptions, toSarif } from '../../report/sarif.ts'
import type { Octokit } from './client.ts'
import type { RunContext } from './context.ts'

export const sarifOptions = ({ category, links }: RunContext): SarifOptions => ({
  category,
  folder: links.folder,
})

/** Sends the result to code scanning, and says how much of it. Errors of GitHub are thrown. */
export async function sendSarif(github: Octokit, result: Result, context: RunContext): Promise<string> {
  const { owner, repo, checkout } = context
  const ref = refOf(context)
  if (ref === undefined)
    throw new Error(
      `the checked-out commit ${checkout.commit} does not belong to this run: its alerts cannot be assigned`,
    )
  const all = standing(result.verdict).length
  const { sarif, sent } = packed(result, sarifOptions(context))
  await github.rest.codeScanning.uploadSarif({ owner, repo, commit_sha: checkout.commit, ref, sarif })
  return sent < all
    ? `the ${sent} most severe of ${all} results were sent to code scanning`
    : 'SARIF was sent to code scanning'
}

/** Alerts of one ref must not come under another: that of the event holds for the event's commit only. */
function refOf({ checkout, sha, ref, head, pullRequest }: RunContext): string | undefined {
  if (checkout.commit === sha) return ref
  if (checkout.commit === head && pullRequest !== undefined) return `refs/pull/${pullRequest}/head`
  return checkout.branch
}

/** GitHub takes 10 MB, compressed. */
const LIMIT = 10_000_000

/** As many results as GitHub takes, gravest first, in the form in which it takes them. */
export function packed(
  result: Result,
  options: SarifOptions,
  limit = LIMIT,
): { readonly sarif: string; readonly sent: number } {
  const { gzipSync } = process.getBuiltinModule('node:zlib')
  for (let sent = Math.min(standing(result.verdict).length, RESULTS); ; ) {
    const bytes = gzipSync([...toSarif(result, { ...options, results: sent })].join(''))
    if (bytes.length <= limit || sent === 0) return { sarif: bytes.toString('base64'), sent }
    // A little less than the share that would fit: what all results have in common does not shrink.
    sent = Math.floor(sent * Math.min(0.9, (0.9 * limit) / bytes.length))
  }
}
