import { describe, expect, test } from 'vitest'
import { type Compared, compare } from '../../src/policy/change.ts'
import { annotationsOf, verdictWords } from '../../src/report/annotations.ts'
import { toJson } from '../../src/report/json.ts'
import { toMarkdown } from '../../src/report/markdown/markdown.ts'
import { toSarif } from '../../src/report/sarif.ts'
import { toText } from '../../src/report/text/text.ts'
import { found } from '../policy/kit.ts'
import { at, resultOf, whole } from './kit.ts'

const FRESH = found({ ...at('new.yaml', 1), identity: 'new', fingerprint: 'new' })
const ODD = found({ ...at('odd.yaml', 1), identity: 'odd', fingerprint: 'odd' })
const OLD = [1, 2, 3].map(line =>
  found({
    ...at('old.yaml', line),
    rule: line === 3 ? 'host-pid' : 'host-ipc',
    identity: `${line}`,
    fingerprint: `${line}`,
  }),
)
const remembered = (fingerprint: string) => ({ fingerprint, rule: 'host-pid', file: 'old.yaml' })

/** A result with these findings, against a base of the old ones and of one that was fixed. */
function resultWith(findings: readonly ReturnType<typeof found>[], more: Partial<Compared> = {}) {
  const comparison = compare(findings, {
    source: 'git',
    commit: 'a41f09c0123',
    findings: ['1', '2', '3', 'gone'].map(remembered),
    after: file => file,
    fileOf: ({ location }) => location.file,
    holds: () => false,
    isComparable: ({ location }) => location.file !== 'odd.yaml',
    isLookedFor: () => true,
    ...more,
  })
  return resultOf(findings, { judging: { comparison } })
}

const ALL = resultWith([...OLD, ODD, FRESH])
const text = (result: typeof ALL): string => whole(toText(result, { colour: false }))
const markdown = (result: typeof ALL): string => toMarkdown(result, 60_000)

test('text shows what is new, and folds what is known into one line by rule', () => {
  expect(text(ALL)).toContain('new.yaml')
  expect(text(ALL)).not.toContain('old.yaml')
  expect(text(ALL)).toContain(
    'against a41f09c: 1 new, 1 incomparable, 3 known, 1 fixed\nknown: 3 findings of 2 rules: 2 host-ipc, 1 host-pid\n',
  )
  expect(text(ALL)).toContain('container `app` is privileged: incomparable with the base')
  expect(text(ALL)).toContain('✗ fail: 2 breaches')
  expect(text(resultWith([...OLD, FRESH]))).toContain('✗ fail: 1 new breach (1 high)')
  expect(text(resultWith(OLD))).toContain('✓ pass: no breaches')
})

test('Markdown has a table of the known findings by rule, folded', () => {
  const shown = markdown(ALL)
  expect(shown).toContain('### ❌ Seaworthy: 2 findings stop this change')
  expect(markdown(resultWith([FRESH]))).toContain('### ❌ Seaworthy: 1 new finding stops this change')
  expect(shown).toContain('against a41f09c: 1 new, 1 incomparable, 3 known, 1 fixed')
  expect(shown).toContain(
    '<details><summary>Known: 3 findings of 2 rules</summary>\n\n| | rule | findings | files |\n|---|---|---|---|\n| 🟠 high | [`host-ipc`]',
  )
  expect(shown).not.toContain('old.yaml')
})

test('a base that is missing is told, with the step to add, and nothing is called new', () => {
  const { source: _, ...none } = { source: 'x' }
  const missing = 'the checkout has one commit: add `fetch-depth: 2` to `actions/checkout`'
  const result = resultWith([FRESH], { ...none, findings: [], missing, isComparable: () => false })
  expect(text(result)).toContain(`1 incomparable, because ${missing}`)
  expect(markdown(result)).toContain('⚠️ 1 incomparable, because the checkout has one commit: add `fetch-depth: 2`')
  expect(text(result) + markdown(result)).not.toMatch(/\bnew (?:breach|finding)/)
})

test('annotations are of what is not known', () => {
  expect(annotationsOf(ALL).map(({ file }) => file)).toEqual(['odd.yaml', 'new.yaml'].sort())
  expect(verdictWords(resultWith([FRESH]).verdict)).toBe('1 new finding at high or above (1 high)')
  expect(verdictWords(ALL.verdict)).toBe('2 findings at high or above (2 high)')
})

test('SARIF keeps what is known, and says what is new', () => {
  const { runs } = JSON.parse(whole(toSarif(ALL, {})))
  const states = runs[0].results.map((one: { baselineState?: string }) => one.baselineState)
  expect(states.sort()).toEqual(['new', 'unchanged', 'unchanged', 'unchanged', undefined])
})

test('JSON has the counts, and tells incomparable findings apart', () => {
  const json = JSON.parse(whole(toJson(ALL)))
  expect(json.change).toEqual({
    base: 'a41f09c0123',
    source: 'git',
    new: 1,
    known: 3,
    incomparable: 1,
    fixed: [remembered('gone')],
  })
  const odd = json.findings.filter((one: { incomparable?: boolean }) => one.incomparable)
  expect(odd.map((one: { fingerprint: string }) => one.fingerprint)).toEqual(['odd'])
  expect(JSON.parse(whole(toJson(resultOf([FRESH])))).change).toBeUndefined()
})

describe('the baseline', () => {
  const idle = (...subjects: readonly string[]) =>
    resultOf([FRESH], {
      judging: {
        baseline: {
          file: 'known.json',
          entries: subjects.map((subject, n) => ({ ...remembered(`idle ${n}`), subject })),
          isWritten: false,
        },
      },
    })

  test('names entries that no longer occur, and what removes them', () => {
    const words =
      '1 entry of the baseline `known.json` no longer occurs: `host-pid` of `Pod/a`. Remove them with `--write-baseline`'
    expect(text(idle('Pod/a'))).toContain(words)
    expect(markdown(idle('Pod/a'))).toContain('1 entry of the baseline')
    expect(text(idle(...'abcdefg'))).toContain('7 entries of the baseline `known.json` no longer occur: ')
    expect(text(idle(...'abcdefg'))).toContain('`host-pid` of `e` and 2 more.')
    expect(JSON.parse(whole(toJson(idle('Pod/a')))).baseline).toMatchObject({
      file: 'known.json',
      known: 0,
      idle: [{ subject: 'Pod/a' }],
    })
  })
})
