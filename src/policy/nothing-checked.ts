import { Fault } from '../core/fault.ts'
import { listed } from '../core/text.ts'
import { filesOf } from '../inputs.ts'
import type { Inputs } from '../read/read.ts'

/**
 * Green must mean that something was looked at: with no rule, or with nothing of what was named, nobody looked. `unread`:
 * what could not be read says more by itself. `ignoreUnknown`: nothing of a list may have to be checked.
 */
export function nothingChecked(
  named: readonly string[],
  inputs: Inputs,
  enabled: number,
  unread: readonly Fault[],
  ignoreUnknown = false,
): readonly Fault[] {
  if (enabled === 0)
    return [new Fault('BAD_CONFIG', 'no rule is left: the policy, `--only` or `--skip` disables all of them')]
  if (named.length === 0 || ignoreUnknown || unread.length > 0 || filesOf(inputs) > 0) return []
  const unreadFiles = inputs.unread.slice(0, 3).map(({ file, why }) => `\`${file}\`: ${why}`)
  const skipped = inputs.skipped.filter(({ ordinary }) => !ordinary).map(({ reason }) => reason)
  const reasons = new Set([...unreadFiles, ...skipped])
  return [new Fault('NOT_FOUND', `none of the named paths can be checked: ${listed([...reasons]) || 'they are empty'}`)]
}
