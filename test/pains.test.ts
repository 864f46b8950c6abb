import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** `number, pain, reported in, what is done, guarded by` of each row. */
const rows = [...readFileSync('docs/pains.md', 'utf8').matchAll(/^\| (\d+) \|(.*)\|$/gm)].map(([, number, rest]) => ({
  number: Number(number),
  cells: rest!.split(' | ').map(cell => cell.trim()),
}))

/** Titles of tests, as written: first arguments of `test(…)`, and of what `test.each(…)` returns. */
const TITLE = /(?:\btest|\))\(\s*'((?:[^'\\]|\\.)*)',/g

const titlesIn = (file: string): readonly string[] =>
  [...readFileSync(file, 'utf8').matchAll(TITLE)].map(([, title]) => title!)

test('docs/pains.md has the 28 pains, each with five cells', () => {
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 28 }, (_, index) => index + 1))
  expect(rows.filter(({ cells }) => cells.length !== 4 || cells.includes(''))).toEqual([])
})

const guards = rows.flatMap(({ number, cells }) =>
  cells
    .at(-1)!
    .split('<br>')
    .map(guard => [number, guard] as const),
)

test.each(guards)('pain %i is guarded by a test that exists: %s', (_, guard) => {
  const [, file, title] = /^`([^`]+)`: `([^`]+)`$/.exec(guard) ?? []
  expect(titlesIn(file!)).toContain(title)
})
