import { decodeText } from '../../core/encoding.ts'
import { Fault } from '../../core/fault.ts'
import type { Host } from '../../core/host.ts'
import { listed } from '../../core/text.ts'
import type { RuleSet } from '../../rules/set.ts'
import { readYaml } from '../../yaml/source.ts'
import { NO_POLICY_FILES, type Overrides, POLICY_FILES, type Policy, resolvePolicy } from '../policy.ts'
import type { UnknownWaiver } from '../waivers.ts'
import { readPolicy } from './config.ts'

export interface LoadedPolicy {
  readonly policy: Policy
  /** `undefined` when there is none, or none that can be read: then the defaults hold. */
  readonly file: string | undefined
  /** With one of them, nothing of the file is in force. */
  readonly faults: readonly Fault[]
  readonly unknownWaivers: readonly UnknownWaiver[]
}

const SIZE_LIMIT = 1024 * 1024

/**
 * The policy in force. `config`: its file; `undefined`: the first of the usual names; `false`: none. What is wrong with
 * the file are faults in the answer.
 */
export async function loadPolicy(
  host: Host,
  rules: RuleSet,
  { config, overrides }: { readonly config?: string | false; readonly overrides: Overrides },
): Promise<LoadedPolicy> {
  const defaults = { policy: resolvePolicy(undefined, overrides), file: undefined, faults: [], unknownWaivers: [] }
  try {
    const file = config ?? usualPolicy(host)
    if (file === undefined || file === false) return defaults
    const text = decodeText(host.read(file, SIZE_LIMIT))
    if (text === undefined) throw new Fault('BAD_CONFIG', 'the policy is not text: neither UTF-8 nor UTF-16', { file })
    const read = await readPolicy(await readYaml(file, text), rules)
    return { ...read, policy: resolvePolicy(read.policy, overrides), file }
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return { ...defaults, faults: [error] }
  }
}

/** @throws Fault BAD_CONFIG when it is not clear which file is the policy: the gate must not fall back to the defaults. */
function usualPolicy(host: Host): string | undefined {
  const names = POLICY_FILES.filter(name => host.kindOf(name) !== 'missing')
  const [file] = names
  // In a folder that may not be read, everything seems to be there.
  const sure = names.filter(name => host.kindOf(name) !== 'other')
  if (sure.length > 1)
    throw new Fault('BAD_CONFIG', `multiple policies, ${listed(sure)}: keep one of them`, { file: sure[0]! })
  const stray = NO_POLICY_FILES.find(name => host.kindOf(name) === 'file')
  if (stray === undefined) return file
  const usual = listed(
    POLICY_FILES.map(name => `\`${name}\``),
    'or',
  )
  const message = `is this the policy? It is read from ${usual}: rename the file, or name it with --config`
  throw new Fault('BAD_CONFIG', message, { file: stray })
}
