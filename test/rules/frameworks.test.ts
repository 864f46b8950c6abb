import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { BENCHMARKS, isTagged } from '../../src/rules/benchmarks.ts'
import { rulesOfControl, rulesOfFramework } from '../../src/rules/frameworks/framework.ts'
import { FRAMEWORK_IDS, FRAMEWORKS } from '../../src/rules/frameworks/index.ts'
import { rules } from '../../src/rules/index.ts'

const frameworks = FRAMEWORK_IDS.map(id => FRAMEWORKS[id])
const later = JSON.parse(readFileSync('__fixtures__/peers/later.json', 'utf8')) as Record<string, object>
/** Rules that are planned: controls may name them before they are there. */
const PLANNED = new Set([
  ...Object.values(later).flatMap(rules => Object.keys(rules)),
  'workload-reaches-cluster-admin',
])

test.each(frameworks)('$id has the name that it is asked for by, and its controls have ids of their own', framework => {
  expect(FRAMEWORKS[framework.id as keyof typeof FRAMEWORKS]).toBe(framework)
  const ids = framework.controls.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
})

test('every benchmark that tags begin with is a framework', () =>
  expect(new Set(frameworks.map(({ benchmark }) => benchmark))).toEqual(new Set(Object.keys(BENCHMARKS))))

test.each(frameworks)('each rule with a tag of $id has a control there', ({ tags, controls }) => {
  const claimed = new Set(controls.flatMap(control => rulesOfControl(control, rules)))
  const tagged = [...rules.values()].filter(rule => rule.tags?.some(tag => tags.some(one => isTagged(tag, one))))
  expect(tagged.length).toBeGreaterThan(0)
  expect(tagged.filter(rule => !claimed.has(rule)).map(({ id }) => id)).toEqual([])
})

test.each(frameworks)('each rule that a control of $id names is there, or planned', ({ controls }) => {
  const named = controls.flatMap(({ rules: ids = [] }) => ids)
  expect(named.filter(id => !rules.has(id) && !PLANNED.has(id))).toEqual([])
})

/** Numbers whose rules are planned. */
const AWAITED = /^(?:1\.[234]|2|3\.2|4\.[23]|5\.1)\./

test.each(frameworks)('each control of $id has a rule, or tells why it has none', ({ controls }) => {
  const isPlanned = ({ tags = [], rules: ids = [] }: (typeof controls)[number]): boolean =>
    ids.some(id => PLANNED.has(id)) || tags.some(tag => AWAITED.test(`${tag.replace('cis:', '')}.`))
  const empty = controls.filter(
    control => control.unchecked === undefined && rulesOfControl(control, rules).length === 0,
  )
  expect(empty.filter(control => !isPlanned(control))).toEqual([])
})

test.each(frameworks)('titles and reasons of $id are fragments in plain words', ({ controls }) => {
  for (const { title, unchecked = 'x' } of controls) {
    expect(title).toMatch(/^(?:[A-Z/]|cluster-admin|etcd|kube-proxy).{3,70}[^.]$/)
    expect(unchecked).toMatch(/^[a-z].{0,70}[^.]$|^x$/)
  }
})

describe('the rules of a framework', () => {
  test('are those with its tags, those that its controls name, and those that are reported in their place', () => {
    const cis = rulesOfFramework(FRAMEWORKS.cis, rules)
    expect(cis).toContain('host-pid')
    expect(cis).not.toContain('probe-host')
    expect(rulesOfFramework(FRAMEWORKS['pss-restricted'], rules)).toContain('run-as-non-root-not-required')
    expect(rulesOfFramework(FRAMEWORKS['pss-baseline'], rules)).not.toContain('run-as-non-root')
    expect(rulesOfFramework(FRAMEWORKS.nsa, rules)).toContain('agent-sandbox-limits')
  })

  test('of CIS have a control for each number that a tag has', () => {
    const numbers = new Set([...rules.values()].flatMap(({ tags = [] }) => tags.filter(tag => tag.startsWith('cis:'))))
    const ids = new Set(FRAMEWORKS.cis.controls.map(({ id }) => `cis:${id}`))
    expect([...numbers].filter(tag => !ids.has(tag))).toEqual([])
  })
})
