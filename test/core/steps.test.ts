import { expect, test } from 'vitest'
import { expectLinear } from '../kit/steps.ts'

const text = () => import('../../src/core/text.ts')

// Twice, since what was compiled once must be counted again.
test.each([1, 2])('a square of blocks is told from a line (%i)', async () => {
  await expectLinear(text, ({ nearest }, size) => nearest('x'.repeat(9), Array(size).fill('yyyyyyyyy')), 20)
  const square = expectLinear(text, ({ nearest }, size) => nearest('x'.repeat(size), ['y'.repeat(size)]), 20)
  await expect(square).rejects.toThrow(/steps became/)
})

test.each<[string, (text: string, at: number) => unknown]>([
  ['indexOf', (text, at) => text.indexOf('y', at)],
  ['includes', (text, at) => text.includes('y', at)],
  ['includes of a list', (text, at) => Array(at).fill(text).includes('y')],
  ['a regular expression', (text, at) => text.slice(at).search(/y/)],
  ['replace', (text, at) => text.slice(at).replace(/y/, '')],
])('a square of searches is told from a line: %s', async (_, search) => {
  const square = (_: unknown, size: number) => Array.from({ length: size }, (_, at) => search('x'.repeat(size), at))
  await expect(expectLinear(text, square, 100)).rejects.toThrow(/steps became/)
  await expectLinear(text, (_, size) => search('x'.repeat(size), 1), 100)
})
