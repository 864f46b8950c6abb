import { expect, test } from 'vitest'
import { Fault } from '../../src/core/fault.ts'
import { toConcise } from '../../src/report/concise.ts'
import { toHtml } from '../../src/report/html/html.ts'
import { toMarkdown } from '../../src/report/markdown/markdown.ts'
import type { Result } from '../../src/report/result.ts'
import { rules } from '../../src/rules/index.ts'
import { parseCommand } from '../e2e/kit/commands.ts'
import { found, vulnerability } from '../policy/kit.ts'
import { at, HOSTILE, hostileResult, resultOf, whole } from './kit.ts'

const lines = (result: Result, options: Parameters<typeof toConcise>[1] = {}): readonly string[] =>
  whole(toConcise(result, options)).split('\n').slice(0, -1)

const RESULT = resultOf([
  found({ ...at('k8s/web.yaml', 3, 9) }),
  found({ severity: 'low', rule: 'host-pid', ...at('b', 1) }),
])

test('a line for each breach, as editors read it', () => {
  expect(lines(RESULT)).toEqual(['k8s/web.yaml:3:9: high privileged-container container `app` is privileged'])
  expect(lines(RESULT, { nameOf: file => `../${file}` })[0]).toMatch(/^\.\.\/k8s/)
})

test('and for all findings where that is asked for', () => {
  expect(lines(RESULT, { all: true }).map(line => line.split(' ')[2])).toEqual(['privileged-container', 'host-pid'])
})

test('what could not be checked, and budgets, are lines: none is lost', () => {
  const faults = [new Fault('NOT_YAML', 'it is not YAML', { file: 'a.yaml', line: 3 }), new Fault('RULE_CRASHED', 'x')]
  const finding = vulnerability({ severity: 'low' })
  expect(lines(resultOf([finding], { judging: { faults }, policy: { image: { max: { low: 0 } } } }))).toEqual([
    'a.yaml:3: error NOT_YAML it is not YAML',
    'error RULE_CRASHED x',
    'error budget images have 1 finding of severity low, above the policy limit 0',
  ])
})

test.each(HOSTILE.map(text => [text.slice(0, 40), text]))('%j is no order, and one line', (_, text) => {
  const result = hostileResult(text)
  const shown = lines(result, { all: true })
  expect(shown.flatMap(line => parseCommand(line) ?? [])).toEqual([])
  expect(shown).toHaveLength(
    result.verdict.faults.length + result.verdict.judged.filter(one => one.standing !== 'waived').length,
  )
  expect(Math.max(...shown.map(line => line.length))).toBeLessThanOrEqual(1000)
})

test.each([...rules.keys()])('%s is no secret, nor is the word behind it', id => {
  const finding = found({ rule: id, message: 'container `app` is wrong', ...at('a.yaml', 1) })
  expect(lines(resultOf([finding], { policy: { failOn: 'low' } }))).toEqual([
    `a.yaml:1:1: high ${id} container \`app\` is wrong`,
  ])
  const markdown = toMarkdown(resultOf([finding]), 60_000)
  expect(markdown).toContain(`# seaworthy: ignore ${id} until 2027-02-27 because REASON`)
  expect(markdown).toContain(`[\`${id}\`](`)
  expect(whole(toHtml(resultOf([finding]), { style: '', script: '' }))).toContain(
    `<code># seaworthy: ignore ${id} until 2027-02-27 because REASON</code>`,
  )
})
