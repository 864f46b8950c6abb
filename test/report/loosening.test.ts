import { describe, expect, test } from 'vitest'
import type { Loosening } from '../../src/policy/verdict.ts'
import { toMarkdown } from '../../src/report/markdown/markdown.ts'
import type { Result } from '../../src/report/result.ts'
import { toText } from '../../src/report/text/text.ts'
import { found } from '../policy/kit.ts'
import { resultOf, whole } from './kit.ts'

const LOOSENING: Loosening = {
  policy: 'changed',
  loosened: [
    { what: '`fail-on` is `never` instead of `high`, from the merge on', file: '.seaworthy.yml', line: 3 },
    { what: '`profile` is `essential` instead of `strict`, as set for this run' },
  ],
  unwatched: [{ file: 'vendor/a.yaml', objects: 2 }],
}

const resultWith = (loosening: Partial<Loosening>, findings = [found({ severity: 'low' })]): Result =>
  resultOf(findings, { judging: { loosening: { loosened: [], unwatched: [], ...loosening } } })

const text = (result: Result): string => whole(toText(result, { colour: false, nameOf: file => `../${file}` }))
const markdown = (result: Result): string => toMarkdown(result, 60_000)
const lines = (shown: string, count: number): readonly string[] => shown.split('\n').slice(0, count)

describe('what a change loosens', () => {
  test('is on top of the text', () => {
    expect(lines(text(resultWith(LOOSENING)), 6)).toEqual([
      'this change edits the policy: the edits hold from the merge on',
      '⚠ this change loosens the gate in 3 ways',
      '  ../.seaworthy.yml line 3: `fail-on` is `never` instead of `high`, from the merge on',
      '  `profile` is `essential` instead of `strict`, as set for this run',
      '  ../vendor/a.yaml: no longer looked at: 2 objects',
      '',
    ])
    expect(text(resultWith(LOOSENING))).toContain('⚠ pass: no breaches, 1 below it')
  })

  test('is on top of comment and summary, whose mark is a warning', () => {
    expect(lines(markdown(resultWith(LOOSENING)), 8)).toEqual([
      '### ⚠️ Seaworthy: nothing at high or above',
      '',
      'This change edits the policy: the edits hold from the merge on',
      '',
      '⚠️ **This change loosens the gate in 3 ways**',
      '- `.seaworthy.yml` line 3: `fail-on` is `never` instead of `high`, from the merge on',
      '- `profile` is `essential` instead of `strict`, as set for this run',
      '- `vendor/a.yaml`: no longer looked at: 2 objects',
    ])
    expect(lines(markdown(resultWith(LOOSENING, [found()])), 1)).toEqual([
      '### ❌ Seaworthy: 1 finding stops this change',
    ])
  })

  test('may be that its own policy judges it', () => {
    const own = resultWith({ policy: 'own', because: 'add `fetch-depth: 2`' })
    expect(lines(text(own), 1)).toEqual(['the policy comes from the change itself: add `fetch-depth: 2`'])
    expect(lines(markdown(own), 3)).toEqual([
      '### ⚠️ Seaworthy: nothing at high or above',
      '',
      '⚠️ The policy comes from the change itself: add `fetch-depth: 2`',
    ])
  })

  test('may be nothing: a policy that is new or edited is no warning', () => {
    expect(lines(markdown(resultWith({})), 1)).toEqual(['### ✅ Seaworthy: nothing at high or above'])
    expect(text(resultWith({}))).toContain('✓ pass')
    const first = resultWith({ policy: 'first' })
    expect(lines(markdown(first), 3)).toEqual([
      '### ✅ Seaworthy: nothing at high or above',
      '',
      'This change brings the first policy: it holds from the merge on',
    ])
    expect(text(first)).toContain('✓ pass')
    expect(lines(text(resultWith({ policy: 'removed' })), 1)).toEqual([
      'this change removes the policy, which holds until the merge',
    ])
  })

  test('is counted when it is much', () => {
    const loosened = Array.from({ length: 33 }, (_, n) => ({ what: `way ${n}` }))
    for (const shown of [text(resultWith({ loosened })), markdown(resultWith({ loosened }))]) {
      expect(shown).toContain('way 29')
      expect(shown).not.toContain('way 30')
      expect(shown).toContain('and 3 more ways, listed in `change` of the JSON result')
    }
  })

  test('cannot break out of its line', () => {
    const what = 'comment ignores `x`: \n::error::no\n# <b>no</b> | @team'
    const hostile = resultWith({ loosened: [{ what, file: 'a\n::error::b`c', line: 1 }] })
    expect(
      text(hostile)
        .split('\n')
        .filter(line => line.startsWith('::')),
    ).toEqual([])
    const shown = markdown(hostile)
      .split('\n')
      .find(line => line.startsWith('- '))!
    expect(shown).not.toMatch(/<b>|[^\\]@team/)
    expect(shown).toContain('comment ignores `x`')
  })
})
