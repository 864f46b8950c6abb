import { describe, expect, test } from 'vitest'
import { NEWEST_KUBERNETES, resolvePolicy } from '../../../src/policy/policy.ts'
import { policyIn, wrongIn } from '../kit.ts'
import { EDITORS_TELL, ONLY_THE_READER_TELLS } from './wrong.ts'

describe('what is wrong is told with its place, what was possible, and what may have been meant', () => {
  test.each([...EDITORS_TELL, ...ONLY_THE_READER_TELLS])('%s: %s', async (_, text, message) => {
    const [first, ...others] = await wrongIn(text)
    if (typeof message === 'string') expect(first).toBe(message)
    else expect(first).toMatch(message)
    expect(others).toEqual([])
  })

  test('all of it at once, in the order of the text, and nothing of it is in force', async () => {
    const text = 'charts: skip\nwavers: []\ncharts: render\nfail-on: never\nprofile: strct\n'
    expect((await wrongIn(text)).map(line => line.slice(0, 3))).toEqual(['2:1', '3:1', '5:1'])
    expect((await policyIn(text)).policy).toEqual({})
  })
})

describe('what is right', () => {
  test.each([
    ['nothing', ''],
    ['comments', '# to be written\n'],
    ['an empty document', '---\n'],
    ['an empty map', '{}'],
  ])('%s means the defaults', async (_, text) => {
    const { policy, faults } = await policyIn(text)
    expect(faults).toEqual([])
    expect(resolvePolicy(policy)).toEqual({
      failOn: { manifest: 'high', dockerfile: 'high', image: 'high', graph: 'high' },
      profile: 'recommended',
      frameworks: [],
      kubernetes: NEWEST_KUBERNETES,
      image: { fixableOnly: false, unknown: 'warn', kev: false, max: {} },
      rules: new Map(),
      skip: new Set(),
      paths: { include: [], exclude: [] },
      ignoredSettings: [],
      charts: 'render',
      overlays: 'render',
      images: [],
      trustedRegistries: [],
      waiverRules: { until: 'required', comments: { until: 'optional', all: 'list' }, new: 'list' },
      waivers: [],
      onlyNew: 'auto',
    })
  })

  test.each([
    ['only-new: true', { onlyNew: true }],
    ['only-new: false', { onlyNew: false }],
    ['only-new: auto\nbaseline: ci/known.json', { onlyNew: 'auto', baseline: 'ci/known.json' }],
  ])('%j', async (text, expected) => {
    expect(resolvePolicy((await policyIn(text)).policy)).toMatchObject(expected)
  })

  test('thresholds area by area; those not named keep the default', async () => {
    const { policy } = await policyIn('fail-on: {image: critical, dockerfile: never}')
    expect(resolvePolicy(policy).failOn).toEqual({
      manifest: 'high',
      dockerfile: 'never',
      image: 'critical',
      graph: 'high',
    })
  })

  test('the command line beats the file', async () => {
    const { policy } = await policyIn('fail-on: {image: critical}\nprofile: strict\nkubernetes-version: "1.30"')
    expect(resolvePolicy(policy)).toMatchObject({ profile: 'strict', kubernetes: 30 })
    const overrides = { failOn: 'low', profile: 'essential', kubernetes: 33 } as const
    expect(resolvePolicy(policy, overrides)).toMatchObject({
      failOn: { manifest: 'low', dockerfile: 'low', image: 'low', graph: 'low' },
      profile: 'essential',
      kubernetes: 33,
    })
  })

  test('everything about images', async () => {
    const { policy } = await policyIn(
      'image: {fixable-only: true, unknown: fail, kev: fail, epss: 0.5, max: {high: 5}}',
    )
    expect(policy.image).toEqual({ fixableOnly: true, unknown: 'fail', kev: true, epss: 0.5, max: { high: 5 } })
  })

  test.each([
    ['without an end, where it is optional', 'waiver-rules: {until: optional}\nwaivers: [{rule: host-pid, reason: x}]'],
    [
      'on the last day of its term',
      'waiver-rules: {max-days: 30}\nwaivers: [{rule: host-pid, reason: x, until: 2026-07-15}]',
    ],
    ['without a limit of the term', 'waivers: [{rule: host-pid, reason: x, until: 2099-12-31}]'],
    ['that has ended', 'waivers: [{rule: host-pid, reason: x, until: 2020-01-01}]'],
  ])('a waiver %s', async (_, text) => expect(await wrongIn(text)).toEqual([]))

  test('a waiver knows where it stands', async () => {
    const { policy } = await policyIn('waivers:\n  - reason: x\n    rule: CVE-2026-12345\n    until: 2026-12-31\n')
    expect(policy.waivers).toEqual([
      { rule: 'CVE-2026-12345', reason: 'x', until: '2026-12-31', source: '.seaworthy.yml:3' },
    ])
  })

  test.each([
    'CVE-2026-1234',
    'cve-2026-1234',
    'GHSA-2xpw-w6gg-jr37',
    'RHSA-2026:1234',
    'ALAS2-2026-99',
    'SNYK-JS-LODASH-567746',
    'PYSEC-2026-1',
  ])('a waiver may name the advisory %s', async rule =>
    expect(await wrongIn(`waivers: [{rule: "${rule}", reason: x, until: 2026-12-31}]`)).toEqual([]),
  )

  test('the Dockerfiles of images', async () => {
    const { policy } = await policyIn(
      'images: {shop/api: api/Dockerfile, "shop/b:1": {dockerfile: b/D, target: run}}\n',
    )
    expect(policy.images).toEqual([
      { image: 'shop/api', dockerfile: 'api/Dockerfile' },
      { image: 'shop/b:1', dockerfile: 'b/D', target: 'run' },
    ])
  })

  test('UTF-8 with its mark is read, and columns are counted all the same', async () => {
    expect(await wrongIn('\ufeffprofile: strict')).toEqual([])
  })
})
