import { Ajv } from 'ajv'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { POLICY_SHAPE } from '../../src/policy/file/schema.ts'
import { policyIn } from './kit.ts'
import { EXAMPLES, policyPage, publishedSchema } from './page.ts'

test('docs/policy.md is made from the shape', async () => {
  await expect(policyPage(POLICY_SHAPE)).toMatchFileSnapshot('../../docs/policy.md')
})

test('seaworthy.schema.json is made from the shape', async () => {
  const text = `${JSON.stringify(publishedSchema(POLICY_SHAPE), undefined, 2)}\n`
  await expect(text).toMatchFileSnapshot('../../seaworthy.schema.json')
})

describe.each(Object.entries(EXAMPLES))('the example of %s', (_, text) => {
  test('is in the page, and is read without a fault', async () => {
    expect(policyPage(POLICY_SHAPE)).toContain(text)
    expect((await policyIn(text)).faults).toEqual([])
  })

  test('pleases the published schema', () => expect(valid(text)).toBe(true))
})

const ajv = new Ajv({ formats: { date: fullFormats.date } })
const check = ajv.compile(publishedSchema(POLICY_SHAPE) as object)
const valid = (text: string): boolean => check(parse(text))

/** What an editor can tell without knowing our code is told by both. */
test.each([
  'wavers: []',
  'fail-on: hihg',
  'fail-on: {manifests: high}',
  'image: {epss: 5}',
  'image: {max: {high: 1.5}}',
  'rules: {privileged-contaner: low}',
  'rules: {host-pid: hgh}',
  'waivers: [{rule: host-pid}]',
  'waivers: [{rule: "", reason: x}]',
  'waivers: [{rule: host-pid, reason: x, until: 2026-02-30}]',
  'waivers: [{rule: host-pid, reason: x, where: ""}]',
  'paths: {exclude: ["!k8s/**"]}',
])('the published schema refuses what the reader refuses: %s', async text => {
  expect((await policyIn(text)).faults).not.toEqual([])
  expect(valid(text)).toBe(false)
})

test.each([
  '',
  'rules: {DL3008: off}',
  'waivers: [{rule: GHSA-2xpw-w6gg-jr37, reason: x}]',
  'waivers: [{rule: js.xss, reason: x}]',
  'charts: skip',
])('and takes what the reader takes: %s', async text => {
  expect((await policyIn(text)).faults).toEqual([])
  expect(valid(text === '' ? '{}' : text)).toBe(true)
})
