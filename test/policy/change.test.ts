import { describe, expect, test } from 'vitest'
import type { Finding } from '../../src/core/finding.ts'
import { type Compared, compare } from '../../src/policy/change.ts'
import { found, judged } from './kit.ts'

/** The nth of equal findings of a rule, in a file. */
const one = (rule: string, n = 0, file = 'a.yaml'): Finding =>
  found({ rule, identity: rule, fingerprint: `${rule} ${n}`, location: { ...found().location, file } })

const remembered = ({ fingerprint, rule, location: { file } }: Finding) => ({ fingerprint, rule, file })

const against = (before: readonly Finding[], more: Partial<Compared> = {}): Compared => ({
  source: 'dir',
  findings: before.map(remembered),
  after: file => file,
  fileOf: ({ location }) => location.file,
  holds: () => false,
  isComparable: () => true,
  isLookedFor: () => true,
  ...more,
})

describe('a finding', () => {
  test('is known when it was there before, else new; what is not there any more is fixed', () => {
    const { noveltyOf, fixed } = compare([one('a'), one('b')], against([one('b'), one('c')]))
    expect([noveltyOf(one('a')), fixed.map(({ rule }) => rule)]).toEqual(['new', ['c']])
    const b = one('b')
    expect(compare([b], against([one('b')])).noveltyOf(b)).toBe('known')
  })

  test('is incomparable when the base cannot tell, unless it is known all the same', () => {
    const [a, b] = [one('a'), one('b')]
    const { noveltyOf } = compare([a, b], against([one('b')], { isComparable: () => false }))
    expect([noveltyOf(a), noveltyOf(b)]).toEqual(['incomparable', 'known'])
  })

  test('of equal ones as many are known as there were, those in the same files first', () => {
    const now = [one('a', 0, 'added.yaml'), one('a', 1, 'old.yaml'), one('a', 2, 'older.yaml')]
    const { noveltyOf, fixed } = compare(now, against([one('a', 0, 'old.yaml'), one('a', 1, 'older.yaml')]))
    expect(now.map(noveltyOf)).toEqual(['new', 'known', 'known'])
    expect(fixed).toEqual([])
  })

  test('in a file that was renamed is in the same file', () => {
    const now = [one('a', 0, 'added.yaml'), one('a', 1, 'renamed.yaml')]
    const after = (file: string): string => file.replace('old', 'renamed')
    const { noveltyOf } = compare(now, against([one('a', 0, 'old.yaml')], { after }))
    expect(now.map(noveltyOf)).toEqual(['new', 'known'])
  })

  test('is new in another file, as long as its own has what it is about; that one is fixed', () => {
    const now = one('a', 0, 'prod.yaml')
    const base = against([one('a', 0, 'staging.yaml')], { holds: file => file === 'staging.yaml' })
    const { noveltyOf, fixed } = compare([now], base)
    expect([noveltyOf(now), fixed.map(({ file }) => file)]).toEqual(['new', ['staging.yaml']])
    expect(compare([now], against([one('a', 0, 'staging.yaml')])).noveltyOf(now)).toBe('known')
  })

  test('that is fixed is named where it was', () => {
    const still = one('a', 0, 'y.yaml')
    const base = against([one('a', 0, 'x.yaml'), one('a', 1, 'y.yaml')], { holds: () => true })
    const known = base.findings.map(found => ({ ...found, identity: 'a' }))
    expect(compare([still], { ...base, findings: known }).fixed).toEqual([
      { fingerprint: 'a 0', rule: 'a', file: 'x.yaml' },
    ])
  })

  test('is fixed only when it was looked for', () => {
    expect(compare([], against([one('a')], { isLookedFor: () => false })).fixed).toEqual([])
  })
})

describe('the verdict', () => {
  const [fresh, old, odd, waived] = [one('a'), one('b'), one('c', 0, 'odd.yaml'), one('host-pid')]
  const isComparable = ({ location }: Finding): boolean => location.file !== 'odd.yaml'
  const all = [fresh, old, odd, waived]
  const comparison = compare(all, against([old, waived, one('d')], { isComparable }))
  const policy = { waivers: [{ rule: 'host-pid', reason: 'x', source: 'p:1' }] }

  test('counts each, and a waived one not at all', () => {
    const { change, outcome, judged: list } = judged(all, policy, { comparison })
    expect(change).toMatchObject({ source: 'dir', new: 1, known: 1, incomparable: 1, fixed: [{ rule: 'd' }] })
    expect(list.map(({ finding, standing, novelty }) => [finding.rule, standing, novelty])).toEqual([
      ['a', 'breach', 'new'],
      ['c', 'breach', 'incomparable'],
      ['b', 'known', 'known'],
      ['host-pid', 'waived', undefined],
    ])
    expect(outcome).toBe('fail')
  })

  test('passes with known ones, whatever their severity, and fails with an incomparable one', () => {
    expect(judged([old], {}, { comparison }).outcome).toBe('pass')
    expect(judged([old], {}, { comparison }).counts.high).toBe(0)
    expect(judged([odd], {}, { comparison }).outcome).toBe('fail')
  })

  test('a budget counts no known findings', () => {
    const image = found({ area: 'image', severity: 'low', identity: 'i', fingerprint: 'i 0' })
    const max = { image: { max: { low: 0 } } }
    expect(judged([image], max).outcome).toBe('fail')
    expect(judged([image], max, { comparison: compare([image], against([image])) }).outcome).toBe('pass')
  })
})
