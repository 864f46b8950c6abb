import { type Before, type EarlierSettings, settingsBefore } from '../../core/base.ts'
import type { Files } from '../../core/host.ts'
import { folderOf, isOutside, nameOf } from '../../core/paths.ts'
import type { RuleSet } from '../../rules/set.ts'
import { type LooserSetting, looserSettings } from '../loosened.ts'
import { type Overrides, resolvePolicy } from '../policy.ts'
import type { Loosened, PolicyChange } from '../verdict.ts'
import { type LoadedPolicy, loadPolicy } from './load.ts'
import { waiversInForce } from './new-waivers.ts'

/** The policy in force, and what a change would make of it. */
export interface Settings extends Pick<LoadedPolicy, 'policy' | 'file' | 'faults' | 'unknownWaivers'> {
  /** Where the policy was read. */
  readonly files: Files
  readonly change?: PolicyChange
  /** Why it is the change's own. */
  readonly because?: string
  readonly loosened: readonly Loosened[]
}

interface Asked {
  readonly config?: string | false
  readonly overrides: Overrides
  readonly base?: Before
  /** The file of the workflow that runs. */
  readonly workflow?: string
}

/**
 * A change is judged by the policy of its base, but for its waivers: those it adds hold and are listed. Where the base
 * cannot be read, or its policy is broken, the change is judged by its own.
 */
export async function settingsFor(host: Files, rules: RuleSet, asked: Asked): Promise<Settings> {
  const { config, overrides, base } = asked
  const own = await loadPolicy(host, rules, { ...(config !== undefined && { config }), overrides })
  const earlier = settingsBefore(base)
  const workflow = earlier ? byWorkflow(host, earlier, asked.workflow) : []
  const found = { ...own, files: host, loosened: [...workflow, ...byInputs(own, overrides, rules)] }
  if (config === false || (config !== undefined && isOfRun(host, config))) return found
  if (!earlier) return { ...found, ...(base && 'missing' in base && base.isChange && ownBecause(base.missing)) }
  const before = await policyBefore(earlier, config, rules, overrides)
  if (before.faults.length > 0) return { ...found, ...ownBecause('that of the base is invalid') }
  const { waivers, loosened } = waiversInForce(own.policy.waivers, before.policy, host.now())
  const change = changeOf(before, own)
  return {
    ...{ file: before.file, files: earlier.files, faults: own.faults, unknownWaivers: own.unknownWaivers },
    policy: { ...before.policy, waivers },
    ...(change && { change }),
    loosened: [...workflow, ...byInputs(before, overrides, rules), ...byPolicy(before, own, rules), ...loosened],
  }
}

const ownBecause = (because: string): Pick<Settings, 'change' | 'because'> => ({ change: 'own', because })

/** The inputs of a run are those of its workflow, which a change may edit. */
function byWorkflow(
  host: Files,
  { files, before }: EarlierSettings,
  workflow: string | undefined,
): readonly Loosened[] {
  if (workflow === undefined || host.kindOf(workflow) !== 'file') return []
  const name = before(workflow)
  if (files.kindOf(name) === 'missing') return [{ what: 'the workflow of this run is new', file: workflow }]
  const [now, then] = [host.read(workflow, WORKFLOW_LIMIT), files.read(name, WORKFLOW_LIMIT)]
  const isSame = now.length === then.length && now.every((byte, index) => byte === then[index])
  return isSame ? [] : [{ what: 'the workflow of this run is changed', file: workflow }]
}

/** GitHub takes no longer ones. */
const WORKFLOW_LIMIT = 1024 * 1024

/** True for a file that was named and that no commit holds: the workflow made or fetched it, and no change brings it. */
export function isOfRun(host: Files, file: string): boolean {
  if (isOutside(file)) return true
  if (host.kindOf(folderOf(file)) !== 'folder') return false
  return host.entries(folderOf(file)).find(({ name }) => name === nameOf(file))?.tracked === false
}

function policyBefore(
  { files, before }: EarlierSettings,
  config: string | undefined,
  rules: RuleSet,
  overrides: Overrides,
): Promise<LoadedPolicy> {
  if (config === undefined) return loadPolicy(files, rules, { overrides })
  const file = before(config)
  return loadPolicy(files, rules, { config: files.kindOf(file) === 'missing' ? false : file, overrides })
}

function changeOf(before: LoadedPolicy, own: LoadedPolicy): PolicyChange | undefined {
  if (own.file === undefined) return before.file === undefined ? undefined : 'removed'
  if (before.file === undefined) return 'first'
  return before.text === own.text ? undefined : 'changed'
}

/** Flags and `with:` beat the policy; without one there is nothing that they could take back. */
function byInputs(before: LoadedPolicy, overrides: Overrides, rules: RuleSet): readonly Loosened[] {
  if (before.file === undefined) return []
  const looser = looserSettings(resolvePolicy(before.written), resolvePolicy(before.written, overrides), rules)
  return looser.map(({ what }) => ({ what: `${what}, as set for this run` }))
}

/** A policy that cannot be read says nothing, and is a fault already. */
function byPolicy(before: LoadedPolicy, own: LoadedPolicy, rules: RuleSet): readonly Loosened[] {
  if (own.faults.length > 0) return []
  const looser = looserSettings(resolvePolicy(before.written), resolvePolicy(own.written), rules)
  return looser.map(({ path, what }: LooserSetting) => ({
    what: `${what}, from the merge on`,
    ...(own.file !== undefined && { file: own.file, line: own.lineOf(path) }),
  }))
}
