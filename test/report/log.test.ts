import { describe, expect, test } from 'vitest'
import { Fault } from '../../src/core/fault.ts'
import { cut } from '../../src/core/text.ts'
import { annotationsOf, verdictWords } from '../../src/report/annotations.ts'
import { commandOf } from '../../src/report/commands.ts'
import { forData, forLog, forProperty, visible } from '../../src/report/escape.ts'
import { toLog } from '../../src/report/log.ts'
import { render } from '../../src/report/render.ts'
import { toText } from '../../src/report/text/text.ts'
import { parseCommand } from '../e2e/kit/commands.ts'
import { StepLog } from '../e2e/kit/step-log.ts'
import { found, vulnerability } from '../policy/kit.ts'
import { at, HOSTILE, hostileResult, resultOf, whole } from './kit.ts'

const CONTROL = /[^\P{Cc}\n]|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u

describe.each(HOSTILE.map(text => [text.slice(0, 40), text]))('%j', (_, text) => {
  test('is no order to the runner in a report, and nothing of it is invisible', () => {
    const report = whole(toText(hostileResult(text), { colour: false }))
    expect(report.split('\n').flatMap(line => parseCommand(line) ?? [])).toEqual([])
    expect(report).not.toMatch(CONTROL)
  })

  test('reaches an annotation as it is, and gives no other orders', async () => {
    const result = hostileResult(text)
    const log = new StepLog('/w', [])
    for (const line of whole(await render('github', result, { colour: false })).split('\n')) log.hear(line)
    const wanted = annotationsOf(result)
    const orders = log.heard.commands.map(({ name }) => name)
    expect(orders.filter(name => !/group$/.test(name))).toEqual(wanted.map(({ level }) => level))
    expect(orders.slice(0, -wanted.length).join(' ')).toMatch(/^(?:group endgroup ?)+$/)
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

  test('when nothing fails, ten may be told, and none of them is an error', () => {
    const passing = annotationsOf(
      resultOf([...many(9, 'high'), found({ severity: 'critical', ...at('a', 1) })], { policy: { failOn: 'never' } }),
    )
    expect(passing.map(({ level }) => level)).toEqual(Array.from({ length: 10 }, () => 'warning'))
  })

  test('each names its place in its text, cut where it is long', () => {
    const faults = [new Fault('NOT_YAML', 'it is not YAML', { file: 'k8s/half.yaml', line: 3 })]
    const result = resultOf([found({ ...at('x'.repeat(4000), 7) })], { judging: { faults } })
    expect(annotationsOf(result).map(({ message }) => message)).toEqual([
      'k8s/half.yaml line 3: it is not YAML',
      expect.stringMatching(/^x{199}… line 7: container `app` is privileged/),
    ])
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
      message: 'k8s/web.yaml line 3: a (privileged-container)\nb (host-pid)',
    })
  })

  test('one finding comes with advice', () => {
    const [one] = annotationsOf(resultOf([found()]))
    expect(one?.message).toMatch(
      /^k8s\/web.yaml line 3: container `app` is privileged \(privileged-container\)\nRemove /,
    )
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
      'k8s/web.yaml line 3: it holds a key: known to be exploited (aws-key)\nit holds a key (`aws-key`): known to be exploited (secret-in-image)',
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
    'images have 1 finding of severity low, above the policy limit 0',
  ],
  [
    'areas',
    resultOf([found()], { policy: { failOn: { image: 'never' } } }),
    '1 finding at manifest: high or above, dockerfile: high or above, image: never, graph: high or above (1 high)',
  ],
])('the verdict in words: %s', (_, result, words) => expect(verdictWords(result.verdict)).toBe(words))

describe('the log of a step', () => {
  const lines = { 'k8s/web.yaml': ['a', '', '      - privileged: true'] }
  const log = (...args: Parameters<typeof resultOf>) => whole(toLog(resultOf(...args), { colour: false })).split('\n')
  const here = at('k8s/web.yaml', 3, 9, 'privileged: true')

  test('begins with the verdict; then a group for each rule, which names its first place, and one for the rest', () => {
    const findings = [found(here), found({ ...at('k8s/web.yaml', 9) }), found({ severity: 'low', rule: 'host-pid' })]
    const shown = log(findings, { lines })
    expect(shown[0]).toBe('✗ fail: 2 breaches (2 high), 1 below it; the gate fails at high or above')
    expect(shown.filter(line => line.startsWith('::'))).toEqual([
      '::group::high: Container runs in privileged mode [privileged-container] k8s/web.yaml line 3 and 1 more',
      '::endgroup::',
      '::group::below the gate: 1 finding of 1 rule',
      '::endgroup::',
    ])
    expect(shown).toContain('      3 │ - privileged: true')
  })

  test('has what could not be checked outside of groups', () => {
    const faults = [new Fault('NOT_YAML', 'it is not YAML', { file: 'k8s/half.yaml', line: 3 })]
    const shown = log([found(here)], { judging: { faults } })
    expect(shown.indexOf('  k8s/half.yaml line 3: it is not YAML [NOT_YAML]')).toBeLessThan(
      shown.findIndex(line => line.startsWith('::group')),
    )
  })

  test('has no long lines, and colours only where asked for', () => {
    const long = 'x'.repeat(70_000)
    const findings = [
      found({ ...at(long, 1), message: long }),
      found({ severity: 'low', message: long, ...at(long, 2) }),
    ]
    expect(Math.max(...log(findings).map(line => line.length))).toBeLessThan(420)
    expect(log(findings).join('')).not.toContain('\u001b')
    const coloured = whole(toLog(resultOf([found()]), { colour: true })).split('\n')
    expect(coloured[0]).toContain('\u001b[1;31m✗ fail')
    expect(coloured.find(line => line.startsWith('::group'))).not.toContain('\u001b')
  })
})
