import { describe, expect, test } from 'vitest'
import { Fault } from '../../src/core/fault.ts'
import { cut } from '../../src/core/text.ts'
import { annotationsOf, verdictWords } from '../../src/report/annotations.ts'
import { commandOf } from '../../src/report/commands.ts'
import { forData, forLog, forProperty, visible } from '../../src/report/escape.ts'
import { render } from '../../src/report/render.ts'
import { toText } from '../../src/report/text.ts'
import { parseCommand } from '../e2e/kit/commands.ts'
import { StepLog } from '../e2e/kit/step-log.ts'
import { expectLinear } from '../kit/steps.ts'
import { comment, found, vulnerability } from '../policy/kit.ts'
import { at, HOSTILE, hostileResult, resultOf, SEVEN_UNREAD, whole } from './kit.ts'

const CONTROL = /[^\P{Cc}\n]|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u

describe.each(HOSTILE.map(text => [text.slice(0, 40), text]))('%j', (_, text) => {
  test('is no order to the runner in a report, and nothing of it is invisible', () => {
    const report = whole(toText(hostileResult(text), { colour: false }))
    expect(report.split('\n').flatMap(line => parseCommand(line) ?? [])).toEqual([])
    expect(report).not.toMatch(CONTROL)
  })

  test('reaches an annotation as it is, and gives no other orders', () => {
    const result = hostileResult(text)
    const log = new StepLog('/w', [])
    for (const line of whole(render('github', result, { colour: false })).split('\n')) log.hear(line)
    const wanted = annotationsOf(result)
    expect(log.heard.commands.map(({ name }) => name)).toEqual(wanted.map(({ level }) => level))
    expect(log.heard.annotations.map(({ message }) => message)).toEqual(wanted.map(({ message }) => message))
    expect(wanted.every(({ message }) => message.length <= 4096)).toBe(true)
  })

  test('on a line of its own', () => expect(parseCommand(forLog(text))).toBeUndefined())
})

describe('escapes', () => {
  test.each([
    ['a\nb', 'a\\nb'],
    ['a\r\tb', 'a\\r\\tb'],
    ['\u202e', '\\u{202e}'],
    ['\u0007', '\\u{0007}'],
    ['\ud800', '\\u{d800}'],
    ['\u{e0041}', '\\u{e0041}'],
    ['😀 ü', '😀 ü'],
  ])('visible %j', (text, shown) => expect(visible(text)).toBe(shown))

  test.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'ab…'],
    ['a😀b', 3, 'a…'],
  ])('%s cut to %i', (text, limit, shown) => expect(cut(text, limit)).toBe(shown))

  test('data and properties of commands', () => {
    expect(forData('50%\r\n: ,')).toBe('50%25%0D%0A: ,')
    expect(forProperty('50%\r\n: ,')).toBe('50%25%0D%0A%3A %2C')
  })

  test('a command', () => {
    const annotation = {
      level: 'error',
      file: 'a,b:c.yaml',
      line: 3,
      column: 5,
      endColumn: 9,
      title: 'x: y',
      message: 'one\ntwo',
    } as const
    expect(commandOf(annotation)).toBe('::error title=x%3A y,file=a%2Cb%3Ac.yaml,line=3,col=5,endColumn=9::one%0Atwo')
    expect(commandOf({ level: 'notice', title: 't', message: 'm' })).toBe('::notice title=t::m')
    expect(commandOf({ ...annotation, endColumn: 5 })).not.toContain('endColumn')
  })
})

describe('annotations', () => {
  const many = (count: number, severity: 'high' | 'low' | 'medium', file = 'k8s/web.yaml') =>
    Array.from({ length: count }, (_, index) => found({ severity, ...at(file, index + 1) }))
  const levels = (...args: Parameters<typeof annotationsOf>) =>
    annotationsOf(...args).map(({ level, title }) => `${level} ${title}`)

  test('the verdict is one of the ten errors, and the last slot says how many are left', () => {
    const annotations = annotationsOf(
      resultOf([...many(20, 'high'), ...many(12, 'low', 'b'), ...many(10, 'medium', 'c')]),
    )
    const of = (level: string) => annotations.filter(one => one.level === level)
    expect([of('error').length, of('warning').length, of('notice').length]).toEqual([9, 10, 10])
    expect(of('error').at(-1)).toEqual({
      level: 'error',
      title: 'Seaworthy',
      message: '12 more of this level are in the job summary',
    })
    expect(of('warning').at(-1)?.line).toBe(10)
    expect(of('notice').at(-1)?.message).toBe('3 more of this level are in the job summary')
  })

  test('when all is well there is no verdict, and ten may be told', () => {
    expect(annotationsOf(resultOf(many(10, 'high'), { policy: { failOn: 'critical' } }))).toHaveLength(10)
  })

  test.each([
    [0, 0],
    [1, 0],
    [2, 1],
    [3, 2],
  ])('of at most %i errors, %i beside the verdict', (most, count) =>
    expect(annotationsOf(resultOf(many(5, 'high')), most)).toHaveLength(count),
  )

  test('warnings and notices can be kept for others, errors cannot', () => {
    const result = resultOf([...many(20, 'high'), ...many(12, 'low', 'b'), ...many(12, 'medium', 'c')])
    const counts = (perLevel: number) =>
      ['error', 'warning', 'notice'].map(
        level => annotationsOf(result, perLevel, { warning: 1, notice: 2 }).filter(one => one.level === level).length,
      )
    expect([counts(10), counts(9)]).toEqual([
      [9, 9, 8],
      [8, 9, 8],
    ])
  })

  test('faults come first, then what is gravest', () => {
    const faults = [new Fault('NOT_YAML', 'it is not YAML', { file: 'k8s/half.yaml', line: 3 })]
    const result = resultOf([found(), found({ severity: 'critical', ...at('z', 1) })], { judging: { faults } })
    expect(levels(result)).toEqual([
      'error Could not be checked (NOT_YAML)',
      'error critical: Container runs in privileged mode',
      'error high: Container runs in privileged mode',
    ])
  })

  test('findings of one line share one, of the gravest level; a breach is an error whatever its severity', () => {
    const [one, ...others] = annotationsOf(
      resultOf(
        [found({ severity: 'low', rule: 'host-pid', message: 'b' }), found({ severity: 'medium', message: 'a' })],
        {
          policy: { failOn: 'medium' },
        },
      ),
    )
    expect(others).toEqual([])
    expect(one).toMatchObject({
      level: 'error',
      file: 'k8s/web.yaml',
      line: 3,
      title: 'medium: Container runs in privileged mode (+1)',
      message: 'a (privileged-container)\nb (host-pid)',
    })
  })

  test('one finding comes with advice', () => {
    const [one] = annotationsOf(resultOf([found()]))
    expect(one?.message).toMatch(/^container `app` is privileged \(privileged-container\)\nRemove /)
  })

  test('an advisory that the message tells is not told again', () => {
    const messages = ['it holds a key (`aws-key`)', 'it holds a key'].map(message =>
      vulnerability({
        rule: 'secret-in-image',
        code: { id: 'aws-key' },
        message,
        risk: { kev: true },
        severity: 'low',
      }),
    )
    const [one] = annotationsOf(resultOf(messages, { policy: { image: { kev: true } } }))
    expect(one?.message).toBe(
      'it holds a key: known to be exploited (aws-key)\nit holds a key (`aws-key`): known to be exploited (secret-in-image)',
    )
  })

  test('what is waived is not told', () => {
    const waivers = [{ rule: 'privileged-container', reason: 'x', source: 'p:1' }]
    expect(annotationsOf(resultOf([found()], { policy: { waivers } }))).toEqual([])
  })
})

test.each([
  ['nothing', resultOf([]), 'nothing at high or above'],
  [
    'breaches',
    resultOf([found(), found({ severity: 'critical' })]),
    '2 findings at high or above (1 critical, 1 high)',
  ],
  [
    'a fault',
    resultOf([], { judging: { faults: [new Fault('NOT_YAML', 'no\nYAML', { file: 'x' })] } }),
    'Seaworthy could not finish: x: no\\nYAML',
  ],
  [
    'a budget',
    resultOf([vulnerability({ severity: 'low' })], { policy: { image: { max: { low: 0 } } } }),
    'images have 1 findings of severity low, above the policy limit 0',
  ],
  [
    'areas',
    resultOf([found()], { policy: { failOn: { image: 'never' } } }),
    '1 finding at manifest: high or above, dockerfile: high or above, image: never, graph: high or above (1 high)',
  ],
])('the verdict in words: %s', (_, result, words) => expect(verdictWords(result.verdict)).toBe(words))

describe('the report for people', () => {
  const lines = { 'k8s/web.yaml': ['a', '', '      - privileged: true # why', '\tx: "##[error]"'] }
  const text = (...args: Parameters<typeof resultOf>) => whole(toText(resultOf(...args), { colour: false })).split('\n')

  test('the line, the place underlined, what, why, what to do; why and what to do only once', () => {
    const here = at('k8s/web.yaml', 3, 9, 'privileged: true')
    const shown = text([found(here), found({ ...here, message: 'another' })], { lines })
    expect(shown.slice(0, 5)).toEqual([
      'k8s/web.yaml',
      '     3 │ - privileged: true # why',
      '       │   ~~~~~~~~~~~~~~~~',
      '         high     another [privileged-container]',
      expect.stringMatching(/^ {18}why [A-Z].*\.$/),
    ])
    expect(shown.filter(line => /^ +why /.test(line))).toHaveLength(1)
    expect(shown.filter(line => /^ +do {2}/.test(line))).toHaveLength(1)
  })

  test.each([
    [found({ severity: 'low' }), {}, 'low      container `app` is privileged [privileged-container] (below the gate)'],
    [
      vulnerability({ severity: 'low', risk: { kev: true } }),
      { image: { kev: true } },
      'low      openssl 3.0.11-1 has CVE-2026-1234: known to be exploited [vulnerable-package]',
    ],
  ])('why it fails, and why it does not: %#', (finding, policy, line) =>
    expect(text([finding], { policy })).toContain(`         ${line}`),
  )

  test('of a line that may hold a secret, only what the rule underlined', () => {
    const secret = { 'k8s/web.yaml': ['password: hunter2-hunter2'] }
    const shown = text([found({ rule: 'plaintext-secret-env', ...at('k8s/web.yaml', 1, 1, 'password') })], {
      lines: secret,
    })
    expect(shown[1]).toBe('     1 │ password')
    expect(shown.join('\n')).not.toContain('hunter2')
  })

  test('of a long line, the part around the place; a secret that begins before it stays hidden', () => {
    const line = `{"password":"${'x'.repeat(90)}hunter2","privileged":true,"more":"${'y'.repeat(200)}"}`
    const place = line.indexOf('"privileged"') + 1
    const shown = text([found(at('k8s/web.yaml', 1, place, '"privileged":true'))], {
      lines: { 'k8s/web.yaml': [line] },
    })
    expect(shown[1]).toMatch(/^ {5}1 │ …\*+","privileged":true,"more":"y+…$/)
    expect(shown[1]!.length).toBeLessThan(140)
    expect(shown[2]).toBe(`       │ ${' '.repeat(shown[1]!.indexOf('"privileged') - 9)}${'~'.repeat(17)}`)
  })

  test.each([
    ['longer than the excerpt', `{"privateKey":"${'k'.repeat(900)}TAIL","privileged":true}`],
    ['that ends behind the excerpt', `{"a":1,"privileged":true,"u":"postgres://u:HEAD${'p'.repeat(420)}@db/x"}`],
  ])('a secret %s stays hidden', (_, line) => {
    const place = line.indexOf('"privileged"') + 1
    const shown = text([found(at('k8s/web.yaml', 1, place, '"privileged":true'))], {
      lines: { 'k8s/web.yaml': [line] },
    })
    expect(shown[1]).toContain('"privileged":true')
    expect(shown[1]).not.toMatch(/TAIL|HEAD/)
  })

  test('what was rendered is shown as it was rendered', () => {
    const { location } = at('k8s/web.yaml', 3, 9, 'privileged: yes')
    expect(text([found({ location: { ...location, rendered: location } })])[1]).toBe(
      '     3 │ privileged: yes (when rendered)',
    )
  })

  test('many notes at one place are counted', () => {
    const notes = Array.from({ length: 20 }, (_, index) => vulnerability({ severity: 'low', message: `m${index}` }))
    const shown = text([...notes, vulnerability()])
    expect(shown.filter(line => / m\d+ /.test(line))).toHaveLength(8)
    expect(shown).toContain('           and 12 more below the threshold: 12 low')
  })

  test.each([
    [{}, [], '✓ pass: no breaches; the gate fails at high or above'],
    [
      {},
      [found(), found({ severity: 'low' })],
      '✗ fail: 1 breach (1 high), 1 below it; the gate fails at high or above',
    ],
    [{ policy: { failOn: 'never' } }, [found({ severity: 'low' })], '✓ pass: no breaches, 1 below it; the gate is off'],
    [
      { policy: { failOn: 'never' } },
      [found(), found({ severity: 'low' })],
      '⚠ warn: 1 finding at high or above does not stop this change; no breaches, 2 below it; the gate is off',
    ],
    [
      { judging: { faults: [new Fault('RULE_CRASHED', 'x')] } },
      [],
      '✗ error: 1 thing could not be checked; no breaches; the gate fails at high or above',
    ],
  ] as const)('headline %#', (given, findings, headline) => expect(text(findings, given)).toContain(headline))

  test('a fault has its place, and its code apart from the sentence', () => {
    const faults = [new Fault('NOT_YAML', 'it is not YAML', { file: 'k8s/half.yaml', line: 3, column: 1 })]
    expect(text([], { judging: { faults } })).toContain('  k8s/half.yaml line 3, column 1: it is not YAML [NOT_YAML]')
  })

  test('of what was not read, settings of other tools come first, and all of them', () => {
    const settings = Array.from({ length: 7 }, (_, n) => ({
      file: `z/${n}/trivy.yaml`,
      why: 'x',
      format: 'trivy-settings',
    }))
    const shown = text([], { inputs: { unread: [...SEVEN_UNREAD.unread, ...settings], unreadCount: 14 } })
    expect(shown.filter(line => line.startsWith('not read: '))).toEqual([
      ...settings.map(({ file }) => `not read: ${file}: x`),
      'not read: and 7 other files, listed in `inputs.unread` of the JSON result',
    ])
  })

  test('of what was not read, the first few are named, and the rest is counted', () => {
    expect(text([], { inputs: SEVEN_UNREAD }).filter(line => line.startsWith('not read'))).toEqual([
      ...[0, 1, 2, 3, 4].map(n => `not read: out/${n}.json: this is an SPDX SBOM: scan it`),
      'not read: and 2 other files, listed in `inputs.unread` of the JSON result',
    ])
  })

  test('what was left alone, waived, lapsed and idle is told', () => {
    const waivers = [
      { rule: 'privileged-container', reason: 'x', source: 'p:1' },
      { rule: 'host-pid', where: 'shop/*', reason: 'x', source: 'p:2', until: '2020-01-01' },
      { rule: 'host-ipc', reason: 'x', source: 'p:3' },
      { rule: 'privileged-container', where: 'shop/web', reason: 'x', source: 'p:4', until: '2026-06-20' },
    ]
    const skipped = [
      { path: 'a', reason: 'template outside a chart' },
      { path: 'b', reason: 'excluded by default', ordinary: true as const },
    ]
    const judging = { suppressions: [comment(found(), { rules: new Set(), unknown: ['\u001b[31m'] })] }
    const inputs = { skipped, charts: 1, overlays: 2 }
    const shown = text([found()], { policy: { waivers }, inputs, judging, policyFile: '.github/seaworthy.yml' })
    expect(shown.slice(-7)).toEqual([
      '6 files, 150 rules: 1 manifest, 1 chart, 2 overlays, 1 Dockerfile and 1 scan report, 2 objects; policy .github/seaworthy.yml; 1 waived; skipped: 1 template outside a chart',
      'waiver of privileged-container at shop/web ends on 2026-06-20 (p:4)',
      'waiver of host-pid at shop/* ended on 2020-01-01 (p:2)',
      'waiver of host-ipc matches nothing (p:3)',
      'waiver of privileged-container at shop/web matches nothing (p:4)',
      "comment at k8s/web.yaml:3: unknown rule: expected a Seaworthy rule or a known tool's id",
      '',
    ])
  })

  test('colours are asked for', () => {
    expect(whole(toText(resultOf([found()]), { colour: true }))).toContain('\u001b[1;31m')
    expect(whole(toText(resultOf([found()]), { colour: false }))).not.toContain('\u001b')
  })

  test('thousands of findings at one place cost no more than their number', () =>
    expectLinear(
      () => import('../../src/report/text.ts'),
      ({ toText }, size) =>
        whole(
          toText(resultOf(Array.from({ length: size }, (_, index) => vulnerability({ message: `m${index}` }))), {
            colour: false,
          }),
        ),
      1000,
    ))
})
