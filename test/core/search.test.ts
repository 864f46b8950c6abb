import { expect, test } from 'vitest'
import { partitionPoint } from '../../src/core/search.ts'

test('finds every border in lists of every length', () => {
  for (let count = 0; count < 20; count++)
    for (let border = 0; border <= count; border++) expect(partitionPoint(count, index => index < border)).toBe(border)
})

test('asks about few of many', () => {
  let asked = 0
  const border = partitionPoint(1_000_000, index => {
    asked++
    return index < 123_456
  })
  expect([border, asked]).toEqual([123_456, 20])
})
