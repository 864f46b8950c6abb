import type { Before } from '../../core/base.ts'
import { BASELINE_FILE } from '../../policy/baseline.ts'
import { loadPolicy } from '../../policy/file/load.ts'
import { POLICY_FILES } from '../../policy/policy.ts'
import type { RuleSet } from '../../rules/set.ts'
import { connect } from './client.ts'
import { CommitFiles } from './commit-files.ts'
import type { RunContext } from './context.ts'
import { reasonOf } from './refusals.ts'

interface Asked {
  readonly context: RunContext
  readonly token: string | undefined
  /** The policy and the baseline, where they are named. */
  readonly config: string | undefined
  readonly baseline: string | undefined
  readonly rules: RuleSet
}

/**
 * A base that the clone lacks has settings all the same, which GitHub gives to whoever may read the repository. When it
 * does not, the reason is told.
 */
export async function withSettings(base: Before | undefined, asked: Asked): Promise<Before | undefined> {
  const { checkout, head, merge } = asked.context
  if (base === undefined || !('missing' in base) || base.commit === undefined) return base
  // Of another repository that was checked out, this one knows nothing.
  if (asked.token === undefined || ![head, merge].includes(checkout.commit)) return base
  try {
    return { ...base, source: 'api', settings: await settingsAt(base.commit, asked.token, asked) }
  } catch (error) {
    return { ...base, missing: `${base.missing} (GitHub, asked for its policy: ${reasonOf(error)})` }
  }
}

async function settingsAt(
  commit: string,
  token: string,
  { context: { owner, repo, workflow }, config, baseline, rules }: Asked,
): Promise<CommitFiles> {
  const files = await CommitFiles.open(await connect(token), { owner, repo, commit })
  await files.add([...(config === undefined ? POLICY_FILES : [config]), ...(workflow === undefined ? [] : [workflow])])
  const { policy } = await loadPolicy(files, rules, { ...(config !== undefined && { config }), overrides: {} })
  await files.add([baseline ?? policy.baseline ?? BASELINE_FILE])
  return files
}
