import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import { describe, expect, test } from 'vitest'
import { parse, parseDocument } from 'yaml'
import { POLICY_SHAPE } from '../../src/policy/file/schema.ts'
import { EDITORS_TELL } from './file/wrong.ts'
import { policyIn } from './kit.ts'
import { EXAMPLES, policyPage, publishedSchema } from './page.ts'

test('docs/policy.md is made from the shape', async () => {
  await expect(policyPage(POLICY_SHAPE)).toMatchFileSnapshot('../../docs/policy.md')
})

test('seaworthy.schema.json is made from the shape', async () => {
  const text = `${JSON.stringify(publishedSchema(POLICY_SHAPE), undefined, 2)}\n`
  await expect(text).toMatchFileSnapshot('../../seaworthy.schema.json')
})

const KEYS = new Set(Object.keys(POLICY_SHAPE.properties!))

/** Every policy that a page of the project shows. */
const shown = ['README.md', ...readdirSync('docs', { recursive: true }).map(name => join('docs', String(name)))]
  .filter(page => page.endsWith('.md'))
  .flatMap(page =>
    [...readFileSync(page, 'utf8').matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text]) => [page, text!] as const),
  )
  .filter(([, text]) => Object.keys((parseDocument(text).toJS() as object | null) ?? {}).some(key => KEYS.has(key)))

test('the examples are in the page, and pages show policies', () => {
  expect(Object.values(EXAMPLES).filter(text => !policyPage(POLICY_SHAPE).includes(text))).toEqual([])
  expect(new Set(shown.map(([page]) => page))).toEqual(
    new Set(['README.md', 'docs/from-other-tools.md', 'docs/policy.md', 'docs/start.md']),
  )
})

describe.each(shown)('a policy in %s', (_, text) => {
  test('is read without a fault', async () => expect((await policyIn(text)).faults).toEqual([]))

  test('pleases the published schema', () => expect(valid(text)).toBe(true))
})

const ajv = new Ajv({ formats: { date: fullFormats.date } })
const check = ajv.compile(publishedSchema(POLICY_SHAPE) as object)
const valid = (text: string): boolean => check(parse(text))

/** Every policy of one line that the text of a page shows, as `rules: {DL3008: off}`. */
const spans = [...new Set(shown.map(([page]) => page))].flatMap(page =>
  [...readFileSync(page, 'utf8').matchAll(/`(([a-z-]+): [^`…]+)`/g)]
    .filter(([, , key]) => KEYS.has(key!))
    .map(([, text]) => [page, text!] as const),
)

test('pages show policies of one line', () => expect(spans.length).toBeGreaterThan(20))

test.each(spans)('the policy of one line in %s is read without a fault: %s', async (_, text) =>
  expect((await policyIn(text)).faults).toEqual([]),
)

test.each(EDITORS_TELL)('the published schema refuses what the reader refuses: %s', (_, text) =>
  expect(valid(text)).toBe(false),
)

test.each([
  '',
  'rules: {DL3008: off}',
  'waivers: [{rule: GHSA-2xpw-w6gg-jr37, reason: x, until: 2026-12-31}]',
  'waivers: [{rule: js.xss, reason: x, until: 2026-12-31}]',
  'waiver-rules: {until: optional}\nwaivers: [{rule: js.xss, reason: x}]',
  'charts: skip',
])('and takes what the reader takes: %s', async text => {
  expect((await policyIn(text)).faults).toEqual([])
  expect(valid(text === '' ? '{}' : text)).toBe(true)
})
