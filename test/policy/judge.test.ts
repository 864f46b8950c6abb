import { describe, expect, test } from 'vitest'
import { Fault } from '../../src/core/fault.ts'
import type { Finding } from '../../src/core/finding.ts'
import { SEVERITIES } from '../../src/core/severity.ts'
import type { PolicyFile } from '../../src/policy/policy.ts'
import { EXIT_CODES } from '../../src/policy/verdict.ts'
import { comment, found, judged, standings, vulnerability } from './kit.ts'

const fault = new Fault('NOT_YAML', 'it is not YAML', { file: 'k8s/half.yaml', line: 3 })

describe('thresholds', () => {
  test.each([
    ['critical', ['critical']],
    ['high', ['critical', 'high']],
    ['medium', ['critical', 'high', 'medium']],
    ['low', ['critical', 'high', 'medium', 'low']],
    ['never', []],
  ] as const)('at %s, %j fail', (failOn, wanted) => {
    const all = SEVERITIES.map(severity => found({ severity }))
    const failing = judged(all, { failOn }).judged.filter(({ standing }) => standing === 'breach')
    expect(failing.map(({ finding }) => finding.severity)).toEqual(wanted)
  })

  test('each area has its own', () => {
    const failOn = { manifest: 'critical', dockerfile: 'low', image: 'never', graph: 'high' } as const
    const all = (['manifest', 'dockerfile', 'image', 'graph'] as const).map(area => found({ area, severity: 'high' }))
    const failing = judged(all, { failOn }).judged.filter(({ standing }) => standing === 'breach')
    expect(failing.map(({ finding }) => finding.area)).toEqual(['dockerfile', 'graph'])
  })
})

describe('a severe finding that the gate lets pass', () => {
  test.each([
    ['critical', 'never', 'warn'],
    ['high', 'critical', 'warn'],
    ['medium', 'critical', 'pass'],
    ['unknown', 'never', 'pass'],
    ['high', 'high', 'fail'],
  ] as const)('%s under `fail-on: %s`: %s', (severity, failOn, outcome) =>
    expect(judged([found({ severity })], { failOn }).outcome).toBe(outcome),
  )

  test('is no warning when it is waived or suppressed, and a fault outranks it', () => {
    const waivers = [{ rule: 'privileged-container', reason: 'x', source: 'p:1' }]
    expect(judged([found()], { failOn: 'never', waivers }).outcome).toBe('pass')
    expect(judged([found()], { failOn: 'never' }, { suppressions: [comment(found())] }).outcome).toBe('pass')
    expect(judged([found()], { failOn: 'never' }, { faults: [fault] }).outcome).toBe('error')
    expect(EXIT_CODES.warn).toBe(0)
  })

  test('also when it is passed over for want of a fix', () =>
    expect(
      judged([vulnerability({ package: { name: 'a', version: '1', fixed: [] } })], { image: { fixableOnly: true } }),
    ).toMatchObject({ outcome: 'warn' }))
})

describe('the outcome', () => {
  test.each([
    ['nothing found', [], [], 'pass', 0],
    ['a breach', [found()], [], 'fail', 1],
    ['only what is below', [found({ severity: 'low' })], [], 'pass', 0],
    ['a fault', [], [fault], 'error', 2],
    ['a fault outranks a breach', [found()], [fault], 'error', 2],
  ] as const)('%s', (_, findings, faults, outcome, status) => {
    const verdict = judged(findings, {}, { faults })
    expect(verdict.outcome).toBe(outcome)
    expect(EXIT_CODES[verdict.outcome]).toBe(status)
    expect(verdict.faults).toEqual(faults)
  })

  test('counts are of what stands, and every severity has one', () => {
    const silent = found({ location: { ...found().location, file: 'k8s/silent.yaml' } })
    const verdict = judged(
      [found(), found({ severity: 'low' }), found({ subject: 'waived' }), silent],
      { waivers: [{ rule: 'privileged-container', where: 'waived', reason: 'x', source: 'p:1' }] },
      { suppressions: [comment(silent)] },
    )
    expect(Object.entries(verdict.counts)).toEqual([
      ['critical', 0],
      ['high', 1],
      ['medium', 0],
      ['low', 1],
      ['info', 0],
      ['unknown', 0],
    ])
  })

  test('a comment in the file comes before a waiver, which then is idle', () => {
    const waiver = { rule: 'privileged-container', reason: 'x', source: 'p:1' }
    const suppressions = [comment(found(), { source: 'k8s/web.yaml:2', reason: 'needed', until: '2026-12-31' })]
    const verdict = judged([found()], { waivers: [waiver] }, { suppressions })
    expect(verdict.judged[0]).toMatchObject({ standing: 'suppressed' })
    expect(verdict.judged[0]?.exemption).toEqual({ source: 'k8s/web.yaml:2', reason: 'needed', until: '2026-12-31' })
    expect(verdict.waivers.idle).toEqual([waiver])
  })
})

describe('images', () => {
  const rows: readonly (readonly [string, PolicyFile, Partial<Finding>, string])[] = [
    ['high fails', {}, {}, 'breach'],
    ['without a fix it fails too', {}, { package: { name: 'a', version: '1', fixed: [] } }, 'breach'],
    [
      'fixable-only lets it go',
      { image: { fixableOnly: true } },
      { package: { name: 'a', version: '1', fixed: [] } },
      'noted',
    ],
    [
      'fixable-only, and nobody knows whether there is a fix',
      { image: { fixableOnly: true } },
      { package: { name: 'a', version: '1' } },
      'breach',
    ],
    ['fixable-only, and there is a fix', { image: { fixableOnly: true } }, {}, 'breach'],
    ['unrated: warn', {}, { severity: 'unknown' }, 'noted'],
    ['unrated: warn, whatever the threshold', { failOn: 'low' }, { severity: 'unknown' }, 'noted'],
    ['unrated: fail', { image: { unknown: 'fail' } }, { severity: 'unknown' }, 'breach'],
    ['unrated: ignore', { image: { unknown: 'ignore' } }, { severity: 'unknown' }, 'suppressed'],
    ['known to be exploited', { image: { kev: true } }, { severity: 'low', risk: { kev: true } }, 'breach'],
    ['known to be exploited, and not asked', {}, { severity: 'low', risk: { kev: true } }, 'noted'],
    ['not known to be exploited', { image: { kev: true } }, { severity: 'low', risk: { kev: false } }, 'noted'],
    [
      'exploited, without a fix',
      { image: { kev: true, fixableOnly: true } },
      { risk: { kev: true }, package: { name: 'a', version: '1', fixed: [] } },
      'breach',
    ],
    ['just as probable', { image: { epss: 0.5 } }, { severity: 'low', risk: { epss: 0.5 } }, 'breach'],
    ['less probable', { image: { epss: 0.5 } }, { severity: 'low', risk: { epss: 0.49 } }, 'noted'],
    ['nobody knows how probable', { image: { epss: 0 } }, { severity: 'low' }, 'noted'],
    ['never, by severity', { failOn: { image: 'never' } }, { severity: 'critical' }, 'noted'],
    [
      'never, but exploited fails',
      { failOn: { image: 'never' }, image: { kev: true } },
      { risk: { kev: true } },
      'breach',
    ],
  ]
  test.each(rows)('%s', (_, policy, changes, standing) => {
    expect(standings([vulnerability(changes)], policy)).toEqual([standing])
  })

  test.each([
    [{ image: { kev: true } }, { risk: { kev: true } }, 'known to be exploited'],
    [{ image: { epss: 0.5 } }, { risk: { epss: 0.7 } }, 'exploit probability 0.7, at or above the policy limit 0.5'],
    [{ image: { unknown: 'fail' } }, { severity: 'unknown' }, 'unknown severity, which the policy fails'],
    [{ failOn: 'low', image: { kev: true } }, { risk: { kev: true } }, undefined],
    [{}, {}, undefined],
  ] as const)('what fails for another reason than its severity says so: %j %j', (policy, changes, because) => {
    const finding = vulnerability({ severity: 'low', ...changes })
    expect(judged([finding], policy).judged[0]!.because).toBe(because)
  })

  test('what holds for images holds for nothing else', () => {
    const image = { fixableOnly: true, unknown: 'ignore', kev: true, epss: 0 } as const
    const low = found({ severity: 'low', risk: { kev: true, epss: 1 } })
    expect(standings([low, found({ severity: 'unknown' })], { image })).toEqual(['noted', 'noted'])
  })

  test.each([
    [2, 'pass', []],
    [1, 'fail', ['images have 2 findings of severity medium, above the policy limit 1']],
    [0, 'fail', ['images have 2 findings of severity medium, above the policy limit 0']],
  ] as const)('a budget of %i for two: %s', (medium, outcome, exceededBudgets) => {
    const findings = [
      vulnerability({ severity: 'medium' }),
      vulnerability({ severity: 'medium' }),
      found({ severity: 'medium' }),
    ]
    expect(judged(findings, { image: { max: { medium } } })).toMatchObject({ outcome, exceededBudgets })
  })

  test('what is waived costs nothing of the budget', () => {
    const waivers = [{ rule: 'CVE-2026-1234', reason: 'x', source: 'p:1' }]
    expect(
      judged([vulnerability({ severity: 'medium' })], { image: { max: { medium: 0 } }, waivers }).exceededBudgets,
    ).toEqual([])
  })

  test('`never` on the command line takes back all that fails', () => {
    const image = { kev: true, epss: 0, unknown: 'fail', max: { high: 0 } } as const
    const findings = [vulnerability({ risk: { kev: true, epss: 1 } }), vulnerability({ severity: 'unknown' })]
    expect(judged(findings, { image }).outcome).toBe('fail')
    expect(judged(findings, { image }, { overrides: { failOn: 'never' } })).toMatchObject({
      outcome: 'warn',
      exceededBudgets: [],
    })
  })
})

describe('order', () => {
  const at = (file: string, line: number, column: number) => ({
    location: { file, start: { line, column }, end: { line, column: column + 1 }, text: 'x' },
  })
  const inOrder: readonly Finding[] = [
    found({ severity: 'critical', ...at('z.yaml', 9, 9) }),
    found({ severity: 'high', ...at('a.yaml', 1, 1) }),
    found({ severity: 'high', ...at('a.yaml', 1, 2) }),
    found({ severity: 'high', ...at('a.yaml', 2, 1) }),
    found({ severity: 'high', ...at('a.yaml', 10, 1), rule: 'a' }),
    found({ severity: 'high', ...at('a.yaml', 10, 1), rule: 'b', subject: 'A' }),
    found({ severity: 'high', ...at('a.yaml', 10, 1), rule: 'b', subject: 'B', message: 'a' }),
    found({ severity: 'high', ...at('a.yaml', 10, 1), rule: 'b', subject: 'B', message: 'b' }),
    found({ severity: 'high', ...at('ä.yaml', 1, 1) }),
    found({ severity: 'medium', ...at('a.yaml', 1, 1) }),
  ]

  test('breaches, then the gravest, then file, line, column, rule, subject, message: whatever came first', () => {
    const wanted = judged(inOrder).judged.map(({ finding }) => finding)
    expect(wanted).toEqual(inOrder)
    for (const step of [3, 7, 9]) {
      const mixed = inOrder.map((_, index) => inOrder[(index * step) % inOrder.length]!)
      expect(judged(mixed).judged.map(({ finding }) => finding)).toEqual(inOrder)
    }
  })

  test('a waived finding comes after all that stands, however grave', () => {
    const waivers = [{ rule: 'privileged-container', where: 'x.yaml', reason: 'x', source: 'p:1' }]
    const findings = [found({ severity: 'critical', ...at('x.yaml', 1, 1) }), found({ severity: 'low' })]
    expect(standings(findings, { waivers })).toEqual(['noted', 'waived'])
  })
})

describe('what several overlays have in common', () => {
  const rendered = found().location
  const inBase = (subject: string, changes: Partial<Finding> = {}): Finding =>
    found({ subject, location: { ...found().location, rendered }, ...changes })

  test('is told once', () => {
    expect(standings([inBase('Deployment/prod/web'), inBase('Deployment/stage/web')])).toEqual(['breach'])
    expect(judged([inBase('a'), inBase('b')]).counts.high).toBe(1)
  })

  test('a waiver for one of them hides nothing in the other', () => {
    const waivers = [{ rule: 'privileged-container', where: 'Deployment/prod/web', reason: 'x', source: 'p:1' }]
    const verdict = judged([inBase('Deployment/prod/web'), inBase('Deployment/stage/web')], { waivers })
    expect(verdict.judged.map(({ finding, standing }) => [finding.subject, standing])).toEqual([
      ['Deployment/stage/web', 'breach'],
    ])
    expect(verdict.waivers.idle).toEqual([])
  })

  test.each([
    ['another message', inBase('b', { message: 'container `other` is privileged' })],
    ['another rule', inBase('b', { rule: 'host-pid' })],
    ['another file', inBase('b', { location: { ...rendered, file: 'k8s/other.yaml', rendered } })],
    ['another line', inBase('b', { location: { ...rendered, start: { line: 4, column: 5 }, rendered } })],
  ])('%s is another finding', (_, other) => expect(judged([inBase('a'), other]).judged).toHaveLength(2))

  test('where the place could not be told, two subjects are two findings', () => {
    const nowhere = { ...rendered, start: { line: 1, column: 1 }, end: { line: 1, column: 1 }, rendered }
    expect(judged([inBase('a', { location: nowhere }), inBase('b', { location: nowhere })]).judged).toHaveLength(2)
    expect(judged([inBase('a', { location: nowhere }), inBase('a', { location: nowhere })]).judged).toHaveLength(1)
  })

  test('what is not rendered is never taken for the same', () => {
    expect(judged([found(), found()]).judged).toHaveLength(2)
  })
})
