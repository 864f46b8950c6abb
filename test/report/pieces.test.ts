import { expect, test } from 'vitest'
import { type Items, jsonPieces } from '../../src/report/pieces.ts'

const SHAPES: readonly (readonly [string, unknown])[] = [
  ['nothing in it', { a: {}, b: [] }],
  ['a map of scalars', { a: 1, b: 'two\nlines', c: null, d: true }],
  ['what is not there', { a: undefined, b: 1, c: undefined }],
  ['lists of maps', { a: [{ b: [1, 2] }, { c: {} }], d: [[], [[]]] }],
  ['a hostile key', { '"\n': 1, __proto__x: 2 }],
  ['a scalar', 'x'],
]

test.each(SHAPES)('%s is written as by JSON.stringify', (_, shape) => {
  expect([...jsonPieces(shape)].join('')).toBe(JSON.stringify(shape))
  expect([...jsonPieces(shape, '  ')].join('')).toBe(JSON.stringify(shape, undefined, 2))
})

test.each([
  ['empty', []],
  ['of maps', [{ a: [1, { b: 2 }] }, {}, 'x\ny']],
])('a list made item by item is written as one that is there: %s', (_, items) => {
  const lazy = { runs: [{ list: () => items }], more: () => items }
  const there = { runs: [{ list: items }], more: items }
  expect([...jsonPieces(lazy)].join('')).toBe(JSON.stringify(there))
  expect([...jsonPieces(lazy, '  ')].join('')).toBe(JSON.stringify(there, undefined, 2))
})

test('no item is made before those in front of it are written', () => {
  const made: number[] = []
  const items: Items = function* () {
    for (let i = 0; ; i++) {
      made.push(i)
      yield i
    }
  }
  const pieces = jsonPieces({ items })
  let text = ''
  while (!text.includes('2')) text += pieces.next().value
  expect(made).toEqual([0, 1, 2])
})
