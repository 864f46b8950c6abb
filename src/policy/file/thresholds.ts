import { oneOf } from '../../core/choice.ts'
import { Fault } from '../../core/fault.ts'
import type { RuleSet } from '../../rules/set.ts'
import { readYaml } from '../../yaml/source.ts'
import type { PolicyFile } from '../policy.ts'
import type { Threshold } from '../verdict.ts'
import { POLICY_SHAPE } from './schema.ts'
import { mistakesIn } from './shape.ts'

const THRESHOLDS: readonly Threshold[] = ['critical', 'high', 'medium', 'low', 'never']

/**
 * `fail-on` of the command line or of `with:`: one severity, areas as `manifest=high,image=critical`, or the map of the
 * policy. @throws Fault BAD_INPUT that says what was possible
 */
export async function thresholdsIn(text: string, rules: RuleSet): Promise<NonNullable<PolicyFile['failOn']>> {
  if (!/[:={\n]/.test(text)) return oneOf('fail-on', text, THRESHOLDS)
  const value = /[:{]/.test(text) ? await mapIn(text) : pairsIn(text)
  const [mistake] = mistakesIn(value, POLICY_SHAPE.properties!['fail-on']!, rules, ['fail-on'])
  if (mistake) throw new Fault('BAD_INPUT', mistake.message)
  return value as NonNullable<PolicyFile['failOn']>
}

/** As a policy has it. */
async function mapIn(text: string): Promise<unknown> {
  const { faults, documents } = await readYaml('fail-on', text)
  if (faults[0]) throw new Fault('BAD_INPUT', `\`fail-on\` is not YAML: ${faults[0].message}`)
  return documents[0]?.value
}

/** Pairs with commas or white space between them. */
function pairsIn(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(/[\s,]+/).filter(pair => pair !== '')
  const entries = pairs.map(pair => {
    const [area = '', threshold = ''] = pair.toLowerCase().split(/=(.*)/s)
    return [area, threshold] as const
  })
  const areas = entries.map(([area]) => area)
  const repeated = areas.find((area, index) => areas.indexOf(area) < index)
  if (repeated !== undefined)
    throw new Fault('BAD_INPUT', `duplicate area \`${repeated}\` in \`fail-on\`: keep one of them`)
  return Object.fromEntries(entries)
}
