import { describe, expect, test } from 'vitest'
import { rule } from '../../src/rules/rule.ts'
import { compare, type Expected, needless, rowsOf, type Table, unstated } from './judge.ts'
import { container } from './manifests.ts'

/** Reports what `stdin` and `tty` are, each in its own way. */
const sample = rule({
  id: 'sample',
  title: 'A terminal',
  why: 'None.',
  help: 'None.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  on: 'container',
  check(one) {
    if (one.spec.tty !== undefined) return { at: one.at('tty'), message: '`tty` is set', severity: 'high' }
    if (one.spec.stdin === undefined) return
    const at = one.at('stdin')
    return {
      at,
      message: '`stdin` is open',
      fix: { title: 'Close it', safe: true, changes: [{ op: 'set', path: at, value: false }] },
    }
  },
})

const STDIN = container('stdin: true')
const TTY = container('tty: true')
const closed = { at: 'stdin: true', fix: 'Close it', after: container('stdin: false'), safe: true } as const

const table = (...bad: Table['bad']): Table => ({ bad, good: [], says: '`stdin` is open' })

/** What is found in the only row of a table, and what the row says of it. */
async function judged(bad: Table['bad'][number]) {
  const init = table(bad)
  const { found, expected } = await compare(sample, init, rowsOf(sample, init).bad[0]!)
  return { found, expected }
}

describe('a row', () => {
  test('is right when it states what is special about a finding', async () => {
    const { found, expected } = await judged(['a fix', STDIN, closed])
    expect(found).toEqual(expected)
    const graver = await judged(['graver', TTY, { at: 'tty: true', severity: 'high', message: '`tty` is set' }])
    expect(graver.found).toEqual(graver.expected)
  })

  test.each<readonly [title: string, input: string, expected: Expected]>([
    ['an unsaid severity', TTY, 'tty: true'],
    ['another severity', TTY, { at: 'tty: true', severity: 'medium' }],
    ['another message', TTY, { at: 'tty: true', severity: 'high', message: '`tty` is on' }],
    ['an unsaid fix', STDIN, 'stdin: true'],
    ['another title', STDIN, { ...closed, fix: 'Shut it' }],
    ['another text after the fix', STDIN, { ...closed, after: container('stdin: no') }],
    ['a fix that is safe, unsaid', STDIN, { at: closed.at, fix: closed.fix, after: closed.after }],
    ['a fix that is not there', TTY, { ...closed, at: 'tty: true', severity: 'high' }],
    ['one finding too few', container('image: a:1'), 'tty: true'],
  ])('is wrong with %s', async (...row) => {
    const { found, expected } = await judged(row)
    expect(found).not.toEqual(expected)
  })

  test('states nothing that goes unsaid', () => {
    const init = table(['as ever', STDIN, { at: 'stdin: true', severity: 'low', fix: false }])
    expect(needless(sample, init, rowsOf(sample, init).bad[0]!)).toEqual([
      "`severity: low` is the rule's own",
      '`fix: false` goes unsaid without `fixes: true`',
    ])
  })
})

describe('a table', () => {
  test('states every message and every kind of fix', async () => {
    const severe = { at: 'tty: true', severity: 'high' } as const
    expect(await unstated(sample, table(['a', STDIN, 'stdin: true'], ['b', TTY, severe]))).toEqual([
      'no row states the message: `…` is set',
      'no row states the text after the fix: Close it (safe, replaces)',
    ])
    expect(
      await unstated(sample, table(['a', STDIN, closed], ['b', TTY, { ...severe, message: '`tty` is set' }])),
    ).toEqual([])
  })

  test('states two texts of a fix that writes more than one', async () => {
    const named = rule({
      ...sample,
      check: one => ({
        at: one.at('tty'),
        message: '`stdin` is open',
        fix: { title: 'Close it', safe: true, changes: [{ op: 'set', path: one.at('tty'), value: `of ${one.name}` }] },
      }),
    })
    const other = TTY.replace('name: app', 'name: log')
    const stated = (input: string, name: string): Expected => ({
      at: 'tty: true',
      fix: 'Close it',
      after: input.replace('true', `of ${name}`),
      safe: true,
    })
    expect(await unstated(named, table(['a', TTY, stated(TTY, 'app')], ['b', other, 'tty: true']))).toEqual([
      'rows state only one text of the fix: Close it (safe, replaces)',
    ])
    expect(await unstated(named, table(['a', TTY, stated(TTY, 'app')], ['b', other, stated(other, 'log')]))).toEqual([])
  })
})
