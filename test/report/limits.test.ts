import { describe, expect, test } from 'vitest'
import { Fault } from '../../src/core/fault.ts'
import type { Finding } from '../../src/core/finding.ts'
import { COMMENT_LIMIT } from '../../src/host/action/comment.ts'
import { annotationsOf, verdictWords } from '../../src/report/annotations.ts'
import { toLog } from '../../src/report/log.ts'
import { toMarkdown } from '../../src/report/markdown/markdown.ts'
import { SUMMARY_LIMIT } from '../../src/report/render.ts'
import type { Result } from '../../src/report/result.ts'
import { toText } from '../../src/report/text/text.ts'
import { expectLinear } from '../kit/steps.ts'
import { found, vulnerability } from '../policy/kit.ts'
import { at, CONTEXT, resultOf, whole } from './kit.ts'

const times = <Item>(count: number, make: (index: number) => Item): readonly Item[] =>
  Array.from({ length: count }, (_, index) => make(index))

const breach = (index: number, changes: Partial<Finding> = {}): Finding =>
  found({
    ...at(`k8s/${index}.yaml`, 1),
    identity: `${index}`,
    message: `container \`c${index}\` is privileged`,
    ...changes,
  })

const advisory = (index: number, packages: number): Finding =>
  vulnerability({
    ...at('k8s/web.yaml', 24),
    code: { id: `CVE-2026-${10_000 + index}` },
    package: { name: `package-${index % packages}`, version: '1.0.0-1', fixed: index % 3 === 0 ? [] : ['2.0.0-1'] },
  })

/** Shapes of many findings. */
const SHAPES: Readonly<Record<string, (count: number) => readonly Finding[]>> = {
  'of one rule': count => times(count, index => breach(index)),
  'of 500 rules': count => times(count, index => breach(index, { rule: `rule-${index % 500}` })),
  'on one line': count => times(count, index => breach(index, at('k8s/web.yaml', 3))),
  'of one object in many files': count => times(count, index => breach(index, { identity: 'same' })),
  'of packages with 15 advisories each': count => times(count, index => advisory(index, count / 15)),
  'of one package': count => times(count, index => advisory(index, 1)),
  'below the gate': count => times(count, index => breach(index, { severity: 'low', rule: `rule-${index % 500}` })),
}

const bytes = (text: string): number => new TextEncoder().encode(text).length

const linesOf = (result: Result): readonly string[] => whole(toLog(result, { colour: false })).split('\n')

/** The longest line: a title of 300 characters behind `::group::`, or three names and messages of 300. */
const LONGEST_LINE = 1000

describe.each(Object.entries(SHAPES).map(([title, findings]) => [title, resultOf(findings(30_000))] as const))(
  '30,000 findings %s',
  (_, result) => {
    test.each([
      ['a comment', COMMENT_LIMIT],
      ['a summary', SUMMARY_LIMIT],
    ])('fit into %s', (_, limit) => {
      const markdown = toMarkdown(result, limit, CONTEXT)
      expect(bytes(markdown)).toBeLessThanOrEqual(limit)
      expect(markdown).toMatch(result.verdict.outcome === 'fail' ? '**high: ' : '| ⚪ low |')
    })

    test('are at most ten annotations of a level, the verdict among them', () => {
      const annotations = annotationsOf(result)
      const errors = result.verdict.outcome === 'fail' ? [verdictWords(result.verdict)] : []
      const levels = [...errors.map(() => 'error'), ...annotations.map(({ level }) => level)]
      for (const level of ['error', 'warning', 'notice'])
        expect(levels.filter(one => one === level).length).toBeLessThanOrEqual(10)
      expect(levels).not.toEqual([])
      expect(Math.max(...annotations.map(({ message }) => message.length))).toBeLessThanOrEqual(4096)
    })

    test('are a log of some thousand lines', () => {
      const lines = linesOf(result)
      const groups = lines.filter(line => line.startsWith('::group::')).length
      expect(lines.length).toBeLessThan(1000 * 5 + groups * 15 + 1000)
      expect(Math.max(...lines.map(line => line.length))).toBeLessThan(LONGEST_LINE)
    })
  },
)

describe('the log says how much it leaves out', () => {
  const more = (result: Result): readonly string[] => linesOf(result).filter(line => /\d more, listed/.test(line))
  const shown = (result: Result, words: RegExp): number => linesOf(result).filter(line => words.test(line)).length

  test('of one rule, 1,000 findings are shown', () => {
    const result = resultOf(SHAPES['of one rule']!(1234))
    expect(shown(result, /^ {2}container `c\d+` is privileged$/)).toBe(1000)
    expect(more(result)).toEqual(['  and 234 more, listed in the JSON result'])
    expect(more(resultOf(SHAPES['of one rule']!(1000)))).toEqual([])
  })

  test('of several rules, equal parts, whatever the places', () => {
    const result = resultOf(times(1010, index => breach(index, { rule: `rule-${index % 4}`, ...at('a', index % 2) })))
    expect(shown(result, /^ {2}container `c\d+` is privileged$/)).toBe(1000)
    expect(
      more(result)
        .map(line => Number(/\d+/.exec(line)))
        .sort(),
    ).toEqual([2, 2, 3, 3])
  })

  test('of more rules than that, one of each', () => {
    const result = resultOf(times(4000, index => breach(index, { rule: `rule-${index % 2000}` })))
    expect(shown(result, /^ {2}container `c\d+` is privileged$/)).toBe(2000)
    expect(more(result)).toEqual(times(2000, () => '  and 1 more, listed in the JSON result'))
  })

  test('of faults and waivers, 100 of a kind', () => {
    const faults = times(
      130,
      index => new Fault('NOT_YAML', 'x'.repeat(5000), { file: `${index}${'/x'.repeat(2000)}` }),
    )
    const waivers = times(120, index => ({ rule: 'x'.repeat(5000), reason: 'x', source: `p:${index}` }))
    const result = resultOf([], { judging: { faults }, policy: { waivers } })
    expect(shown(result, /\[NOT_YAML\]$/)).toBe(100)
    expect(shown(result, /^waiver of /)).toBe(100)
    expect(more(result)).toEqual(['  and 30 more, listed in the JSON result', 'and 20 more, listed in the JSON result'])
    expect(Math.max(...linesOf(result).map(line => line.length))).toBeLessThan(LONGEST_LINE)
  })
})

test('the command line shows all of them', () => {
  const text = whole(toText(resultOf(SHAPES['of one rule']!(1234)), { colour: false }))
  expect(text.match(/^ {2}container `c\d+` is privileged$/gm)).toHaveLength(1234)
})

describe.each(['text', 'concise', 'json', 'markdown', 'github'] as const)('as %s', format => {
  test.each(Object.keys(SHAPES))('findings %s cost no more than their number', async shape => {
    await expectLinear(
      () => import('../../src/report/render.ts'),
      async ({ render }, size) => whole(await render(format, resultOf(SHAPES[shape]!(size)), { colour: false })),
      600,
    )
  })
})
