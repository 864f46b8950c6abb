import { payloadOf } from '../action/context.ts'
import type { Environment } from '../action/inputs.ts'

/** What GitHub says of the change that a workflow runs for. */
export interface ChangeEvent {
  readonly name: 'pull_request' | 'merge_group'
  /** The commit that GitHub made of base and head. None on `pull_request_target`, which is about the base. */
  readonly merge?: string
  readonly head?: string
  /** Of a merge group its parent; of a pull request, some commit of the base branch, which may have moved since. */
  readonly base?: string
}

/** `undefined` when the workflow runs for no change: for a push, the state of the branch is what counts. */
export function changeEventOf(env: Environment): ChangeEvent | undefined {
  const [, name, isTarget] =
    /^(pull_request|merge_group)(_target)?(?:_review.*)?$/.exec(env['GITHUB_EVENT_NAME'] ?? '') ?? []
  if (name !== 'pull_request' && name !== 'merge_group') return undefined
  const { pull_request, merge_group } = payloadOf(env['GITHUB_EVENT_PATH'])
  const [head, base] = [pull_request?.head?.sha, pull_request?.base?.sha ?? merge_group?.base_sha]
  const merge = isTarget ? undefined : env['GITHUB_SHA']
  return {
    name,
    ...(merge !== undefined && { merge }),
    ...(head !== undefined && { head }),
    ...(base !== undefined && { base }),
  }
}
