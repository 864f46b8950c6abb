import { expect, test } from 'vitest'
import { countOf, intOrPercentOf } from '../../src/kube/int-or-percent.ts'

test.each([
  [2, { value: 2, isPercent: false }],
  [0, { value: 0, isPercent: false }],
  ['25%', { value: 25, isPercent: true }],
  ['0%', { value: 0, isPercent: true }],
  ['2', undefined],
  ['25 %', undefined],
  ['-5%', undefined],
  ['2.5%', undefined],
  [`${'9'.repeat(400)}%`, undefined],
  [-1, undefined],
  [1.5, undefined],
  [null, undefined],
  [['2'], undefined],
])('%j is %j', (json, read) => {
  expect(intOrPercentOf(json)).toEqual(read)
})

test.each([
  [3, 10, 3],
  ['50%', 3, 2],
  ['50%', 2, 1],
  ['1%', 100, 1],
  ['1%', 101, 2],
  ['100%', 7, 7],
  ['0%', 7, 0],
  // 0.07 × 100 is 7.000000000000001 in floating point.
  ['7%', 100, 7],
])('%s of %i are %i', (json, total, count) => {
  expect(countOf(intOrPercentOf(json)!, total)).toBe(count)
})
