import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { rules } from '../../src/rules/index.ts'
import { conformance, type Divergence } from './conformance.ts'
import { WANTED } from './markdown.ts'
import { agreement } from './tally.ts'

const divergences: readonly Divergence[] = JSON.parse(readFileSync('test/conformance/divergences.json', 'utf8'))

test.each(divergences)('the divergence of $case is told in one sentence', ({ case: id, rule, reason, ...others }) => {
  expect(id).toMatch(/^[\w-]+\/\S+$/)
  expect(rule).toMatch(/^\S+$/)
  expect(reason).toMatch(/^\S.{20,300}$/)
  expect(others).toEqual({})
})

test('no divergence is listed twice', () => {
  const keys = divergences.map(({ case: id, rule }) => `${id} ${rule}`)
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
})

describe('the peers’ own cases', async () => {
  const folder = '../shared/corpora'
  if (!existsSync(folder)) {
    test.skip(`${folder} is not here`, () => {})
    console.log(`Conformance is skipped: ${folder} is not here`)
    return
  }
  const corpora = readdirSync(folder).filter(name => name.endsWith('.jsonl'))
  const report = await conformance(
    corpora.map(name => `${folder}/${name}`),
    divergences,
  )

  test('crash nothing', () => {
    expect(report.crashed).toEqual([])
  })
  test('still disagree where a divergence is listed', () => {
    expect(report.stale).toEqual([])
  })
  test.each([...rules.keys()])('agree with %s well enough, known divergences aside', id => {
    const tally = report.byOwnRule.get(id)
    const against = report.outcomes.filter(
      ({ verdict, known, carriers }) => verdict === 'disagree' && !known && carriers.includes(id),
    )
    if (tally && agreement(tally, true) < WANTED)
      expect(against.map(({ case: name, rule, expected }) => `${name} ${rule} expected ${expected}`)).toEqual([])
  })
})
