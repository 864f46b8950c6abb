import { limitTrouble, usualEnd } from '../file/terms.ts'
import type { WaiverRules } from '../policy.ts'
import type { Ignore } from './grammar.ts'

/** Why a comment of ours has no effect under these rules. Those written for other tools cannot meet any. */
export function unmetRequirement(
  { words, reason, until }: Pick<Ignore, 'words' | 'reason' | 'until'>,
  rules: WaiverRules,
  now: Date,
): string | undefined {
  if (reason === undefined) return 'no reason. Append `because REASON`'
  if (rules.comments.all === 'deny' && words.some(word => word.includes('*')))
    return '`waiver-rules.comments.all` denies `*`. Name the rules'
  if (rules.comments.until === 'optional') return undefined
  if (until === undefined) return `no last day. Add \`until ${usualEnd(rules, now)}\` in front of \`because\``
  return limitTrouble('until', until, rules, now)
}
