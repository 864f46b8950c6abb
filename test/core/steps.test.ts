import { expect, test } from 'vitest'
import { expectLinear } from '../kit/steps.ts'

const text = () => import('../../src/core/text.ts')

// Twice, since what is compiled once must be counted again.
test.each([1, 2])('a square is told from a line (%i)', async () => {
  await expectLinear(text, ({ nearest }, size) => nearest('x'.repeat(size), ['y'.repeat(100)]), 10)
  await expectLinear(text, ({ nearest }, size) => nearest('x'.repeat(100), Array(size).fill('y'.repeat(100))), 10)
  const square = expectLinear(text, ({ nearest }, size) => nearest('x'.repeat(size), ['y'.repeat(size)]), 10)
  await expect(square).rejects.toThrow(/steps became/)
})
