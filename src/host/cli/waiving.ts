import { join } from 'node:path'
import { decodeText, encodingOf } from '../../core/encoding.ts'
import { Fault } from '../../core/fault.ts'
import { loadPolicy } from '../../policy/file/load.ts'
import { type NewWaiver, withWaiver } from '../../policy/file/waive.ts'
import { POLICY_FILES } from '../../policy/policy.ts'
import type { RuleSet } from '../../rules/set.ts'
import type { DiskHost } from '../disk/disk.ts'
import { writeOutput } from '../disk/output.ts'

/** No policy is longer. */
const POLICY_LIMIT = 1024 * 1024

/**
 * Writes a waiver into the policy of a folder, or into a new one. @returns the file
 * @throws Fault when the policy or the waiver is wrong, or the file cannot be written
 */
export async function waive(host: DiskHost, rules: RuleSet, waiver: NewWaiver, config?: string): Promise<string> {
  const isNew = config !== undefined && host.kindOf(config) === 'missing'
  const { file, faults } = isNew
    ? { file: config, faults: [] }
    : await loadPolicy(host, rules, { ...(config !== undefined && { config }), overrides: {} })
  if (faults[0]) throw faults[0]
  const policy = file ?? POLICY_FILES[0]
  const bytes = file === undefined || isNew ? new Uint8Array() : host.read(policy, POLICY_LIMIT)
  if (encodingOf(bytes) !== 'utf-8')
    throw new Fault('BAD_CONFIG', 'the policy is not UTF-8: save it as UTF-8', { file: policy })
  const text = await withWaiver(policy, decodeText(bytes) ?? '', waiver, { rules, now: host.now() })
  writeOutput(join(host.root, policy), text)
  return policy
}
