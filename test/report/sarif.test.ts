import { describe, expect, test } from 'vitest'
import { Fault } from '../../src/core/fault.ts'
import type { Finding } from '../../src/core/finding.ts'
import { toSarif } from '../../src/report/sarif.ts'
import { sarifFaults } from '../e2e/kit/sarif.ts'
import { comment, found, vulnerability } from '../policy/kit.ts'
import { at, HOSTILE, hostileResult, resultOf, whole } from './kit.ts'

const HOME = 'https://github.com/seaworthy/seaworthy'
const sarif = (...args: Parameters<typeof resultOf>) => JSON.parse(whole(toSarif(resultOf(...args), {})))

test.each(HOSTILE.map(text => [text.slice(0, 40), text]))('GitHub would take %j', (_, text) => {
  const log = JSON.parse(whole(toSarif(hostileResult(text), { category: 'gate/18' })))
  expect(sarifFaults(log)).toEqual([])
  const pages = log.runs[0].tool.driver.rules.map(({ helpUri }: { helpUri: string }) => new URL(helpUri).host)
  expect(new Set(pages)).toEqual(new Set(['github.com']))
})

test('of 6,000 findings the gravest 5,000 are told, and the file is small enough', () => {
  const findings = Array.from({ length: 6000 }, (_, index) =>
    vulnerability({
      ...at(`images/${index}.json`, 1),
      code: { id: `CVE-2026-${10_000 + index}` },
      severity: index < 1000 ? 'low' : 'critical',
      message: 'x'.repeat(10_000),
    }),
  )
  const log = sarif(findings)
  expect(sarifFaults(log)).toEqual([])
  expect(log.runs[0].results).toHaveLength(5000)
  expect(log.runs[0].results.every((result: { level: string }) => result.level === 'error')).toBe(true)
})

test('one result, in full', () => {
  const { runs } = sarif([
    found({
      ...at('k8s/we b.yaml', 12, 5, 'privileged: true'),
      related: [{ ...at('k8s/other.yaml', 2).location, note: 'set here' }],
    }),
  ])
  expect(runs).toHaveLength(1)
  expect(runs[0].results).toEqual([
    {
      ruleId: 'privileged-container',
      ruleIndex: 0,
      level: 'error',
      message: { text: 'container `app` is privileged' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'k8s/we%20b.yaml', uriBaseId: '%SRCROOT%' },
            region: { startLine: 12, startColumn: 5, endLine: 12, endColumn: 21 },
          },
        },
      ],
      relatedLocations: [
        {
          id: 1,
          physicalLocation: {
            artifactLocation: { uri: 'k8s/other.yaml', uriBaseId: '%SRCROOT%' },
            region: { startLine: 2, startColumn: 1, endLine: 2, endColumn: 2 },
          },
          message: { text: 'set here' },
        },
      ],
      partialFingerprints: { primaryLocationLineHash: '0123456789abcdef:1' },
      properties: { severity: 'high', area: 'manifest' },
    },
  ])
})

test('the last of the places that are listed says how many are not', () => {
  const places = ['a', 'b'].map(file => ({ ...at(file, 1).location, note: 'also used by `x`' }))
  const related = (changes: Partial<Finding>): readonly string[] =>
    sarif([found({ related: places, ...changes })]).runs[0].results[0].relatedLocations.map(
      ({ message }: { message: { text: string } }) => message.text,
    )
  expect(related({})).toEqual(['also used by `x`', 'also used by `x`'])
  expect(related({ relatedCount: 3 })).toEqual(['also used by `x`', 'also used by `x`; and 1 more place'])
  expect(related({ relatedCount: 2000 }).at(-1)).toBe('also used by `x`; and 1998 more places')
})

test.each([
  ['critical', 'error', '9.5'],
  ['high', 'error', '8.0'],
  ['medium', 'warning', '5.5'],
  ['low', 'note', '2.0'],
  ['info', 'note', '0.1'],
  ['unknown', 'note', '0.1'],
] as const)('%s is %s, %s', (severity, level, number) => {
  const [run] = sarif([found({ severity })]).runs
  expect(run.results[0].level).toBe(level)
  expect(run.tool.driver.rules[0].properties['security-severity']).toBe(number)
})

describe('rules', () => {
  test('what a scanner found has one entry for each advisory, with the page of it if its host is known', () => {
    const [run] = sarif([
      vulnerability({ code: { id: 'CVE-2026-1234', url: 'https://avd.aquasec.com/nvd/cve-2026-1234' } }),
      vulnerability({ code: { id: 'CVE-2026-1', url: 'https://evil.example/' } }),
      vulnerability({ code: { id: 'CVE-2026-1' }, package: { name: 'other', version: '1', fixed: [] } }),
    ]).runs
    expect(run.tool.driver.rules.map(({ id, helpUri }: { id: string; helpUri: string }) => [id, helpUri])).toEqual([
      ['CVE-2026-1234', 'https://avd.aquasec.com/nvd/cve-2026-1234'],
      ['CVE-2026-1', `${HOME}/blob/v1.2.3/docs/rules/vulnerable-package.md`],
    ])
    expect(run.results.map(({ ruleIndex }: { ruleIndex: number }) => ruleIndex)).toEqual([0, 1, 1])
  })

  test('waived and suppressed findings are left out: GitHub would show them as alerts', () => {
    const waivers = [{ rule: 'privileged-container', reason: 'x', source: 'p:1' }]
    expect(sarif([found()], { policy: { waivers } }).runs[0].results).toEqual([])
    expect(sarif([found()], { judging: { suppressions: [comment(found())] } }).runs[0].results).toEqual([])
  })
})

test('a fault makes the run unsuccessful', () => {
  const faults = [
    new Fault('NOT_YAML', 'it is not YAML', { file: 'k8s/a b.yaml', line: 3 }),
    new Fault('RULE_CRASHED', 'x'),
  ]
  const [{ invocations }] = sarif([], { judging: { faults } }).runs
  expect(invocations[0].executionSuccessful).toBe(false)
  expect(invocations[0].toolExecutionNotifications).toEqual([
    {
      level: 'error',
      descriptor: { id: 'NOT_YAML' },
      message: { text: 'it is not YAML' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'k8s/a%20b.yaml', uriBaseId: '%SRCROOT%' },
            region: { startLine: 3 },
          },
        },
      ],
    },
    { level: 'error', descriptor: { id: 'RULE_CRASHED' }, message: { text: 'x' } },
  ])
  expect(sarif([]).runs[0].invocations[0].executionSuccessful).toBe(true)
})

test('runs of one commit are told apart', () => {
  const id = (category?: string) =>
    JSON.parse(whole(toSarif(resultOf([]), { ...(category !== undefined && { category }) }))).runs[0].automationDetails
      .id
  expect([id(), id('build/18')]).toEqual(['seaworthy/', 'seaworthy/build/18/'])
})

test('the help of a rule is as its page has it', () => {
  const [rule] = sarif([found({ rule: 'default-service-account' })]).runs[0].tool.driver.rules
  expect(rule.help.markdown).toContain('or set `automountServiceAccountToken: false`')
  expect(rule.help.markdown).toContain(rule.help.text)
})
