import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Finding } from '../../src/core/finding.ts'
import { groupBy } from '../../src/core/group.ts'
import { check } from '../../src/engine/check.ts'
import { apply, compatible } from '../../src/engine/edits.ts'
import { rules } from '../../src/rules/index.ts'
import { judge } from '../fixes/judge.ts'
import { Tree } from '../fixes/tree.ts'
import { folderOf } from '../kit/folders.ts'
import { read } from '../kit/read.ts'
import { casesOf } from './cases.ts'

const FILE = '../shared/corpora/extra/polaris-fixes.jsonl'

/** An object that a check of Polaris fixes. */
interface FixedByPolaris {
  readonly rule: string
  readonly before: string
}

/** Only the authors of an application know these values; Polaris writes one to be replaced. */
const WITHOUT_FIX = [
  'cpuLimitsMissing',
  'cpuRequestsMissing',
  'livenessProbeMissing',
  'memoryLimitsMissing',
  'memoryLimitsMissing',
  'memoryRequestsMissing',
  'readinessProbeMissing',
]

const enabled = [...rules.values()].map(rule => ({ rule, options: rule.options ?? {} }))

/** What carries the id of the check. */
async function findingsOf(id: string, text: string): Promise<readonly Finding[]> {
  const { findings } = check(await read(text), enabled, { rules, kubernetes: 36 })
  return findings.filter(({ aliases }) => aliases['polaris']?.includes(id))
}

async function outcomeOf({ rule, before }: FixedByPolaris): Promise<string> {
  const found = await findingsOf(rule, before)
  const fixes = found.flatMap(({ fix }) => fix ?? [])
  if (fixes.length === 0) return found.length === 0 ? 'nothing to fix' : 'no fix'
  const edits = compatible(fixes).flatMap(fix => fix.edits)
  return (await findingsOf(rule, apply(before, edits))).length === 0 ? 'sound' : 'still reported'
}

describe.skipIf(!existsSync(FILE))('objects that Polaris fixes', () => {
  const cases = existsSync(FILE) ? casesOf<FixedByPolaris>(FILE) : []

  test('are sound after the fixes of Seaworthy, where it has some', async () => {
    const judged = await Promise.all(cases.map(async one => ({ rule: one.rule, outcome: await outcomeOf(one) })))
    const byOutcome = groupBy(judged, ({ outcome }) => outcome)
    const rulesWith = (outcome: string) => (byOutcome.get(outcome) ?? []).map(({ rule }) => rule)
    expect(rulesWith('still reported')).toEqual([])
    expect(rulesWith('no fix')).toEqual(WITHOUT_FIX)
    // The images have no tag, and the default of such images is what Polaris asks for.
    expect(rulesWith('nothing to fix')).toEqual(['pullPolicyNotAlways', 'pullPolicyNotAlways'])
    expect(rulesWith('sound')).toHaveLength(11)
  })

  test('have no other fault after any fix', async () => {
    const trees = await Promise.all(cases.map(({ before }) => Tree.of(folderOf({ 'manifest.yaml': before }))))
    const judged = await Promise.all(trees.map(tree => judge(tree)))
    expect(judged.flatMap(({ failures }) => failures)).toEqual([])
  })
})
