import { describe, expect, test } from 'vitest'
import { corpus } from './corpus.ts'
import { drive, inputs, TARGETS } from './drive.ts'
import { isPart } from './prefix.ts'

/** A few of what `npm run fuzz` tries by the thousand: the same in each run. */
const SEED = 20260101
const COUNT = 250

const known = corpus()

function* first(count: number, all: Iterator<Buffer>): Generator<Buffer> {
  for (let i = 0; i < count; i++) yield all.next().value
}

describe.each(TARGETS)('$name', ({ fuzz, seeds }) => {
  test('with mutations', async () => {
    expect(await drive(fuzz, first(COUNT, inputs(SEED, seeds(known))))).toEqual([])
  })
})

describe('each report of the fixtures', () => {
  const [, prefix] = TARGETS

  test('is a fault where it is cut', async () => {
    expect(
      await drive(
        prefix!.fuzz,
        known.reports.map(text => Buffer.from(text.trimEnd())),
      ),
    ).toEqual([])
  })
})

test('what breaks a promise is kept with its input', async () => {
  const broken = await drive(
    async data => {
      if (data.includes('b')) throw new Error('b is in it')
    },
    ['a', 'b'].map(text => Buffer.from(text)),
  )
  expect(broken).toEqual([{ input: 'b', error: new Error('b is in it') }])
})

describe('a beginning', () => {
  test.each([
    ['the same', { a: 1 }, { a: 1 }],
    ['without the last entries', { a: 1 }, { a: 1, b: 2 }],
    ['with the last value cut', { a: 1, b: 'sho' }, { a: 1, b: 'shop' }],
    ['with the last key cut', { a: 1, ho: null }, { a: 1, hostPID: true }],
    ['within a list', { a: [1, { b: null }] }, { a: [1, { b: 2 }, 3] }],
  ])('%s', (_, part, whole) => expect(isPart(part, whole, true)).toBe(true))

  test.each([
    ['another value', { a: 'x' }, { a: 'y' }],
    ['another key', { a: 1, z: 2 }, { a: 1 }],
    ['two entries that are cut', { a: 'x', b: 'y' }, { a: 'xx', b: 'yy' }],
    ['an item more', { a: [1, 2] }, { a: [1] }],
  ])('is not %s', (_, part, whole) => expect(isPart(part, whole, true)).toBe(false))

  test('of what is not the last document is not enough', () => {
    expect(isPart({ a: 1 }, { a: 1, b: 2 }, false)).toBe(false)
  })
})
