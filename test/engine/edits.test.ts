import { describe, expect, test } from 'vitest'
import type { Edit } from '../../src/core/edit.ts'
import { apply, compatible } from '../../src/engine/edits.ts'
import { expectLinear } from '../kit/steps.ts'

const edit = (start: number, end: number, text = ''): Edit => ({ file: 'x', span: [start, end], text })

test.each([
  ['nothing', [], 'abcdef'],
  ['a removal', [edit(1, 3)], 'adef'],
  ['an insertion', [edit(3, 3, '-')], 'abc-def'],
  ['a replacement', [edit(0, 6, 'x')], 'x'],
  ['in any order', [edit(4, 5, 'E'), edit(0, 1, 'A')], 'AbcdEf'],
  ['two insertions at one place, in their order', [edit(2, 2, '1'), edit(2, 2, '2')], 'ab12cdef'],
  ['an insertion where a removal begins, and where it ends', [edit(1, 3), edit(3, 3, '>'), edit(1, 1, '<')], 'a<>def'],
  ['at the very ends', [edit(6, 6, '>'), edit(0, 0, '<')], '<abcdef>'],
])('%s', (_, edits, text) => expect(apply('abcdef', edits)).toBe(text))

describe('fixes that go together', () => {
  const fix = (name: string, ...edits: Edit[]) => ({ name, edits })
  test.each([
    ['apart', [fix('a', edit(0, 1)), fix('b', edit(2, 3))], 'ab'],
    ['overlapping', [fix('a', edit(0, 3)), fix('b', edit(2, 4))], 'a'],
    ['the same twice', [fix('a', edit(0, 3, 'x')), fix('b', edit(0, 3, 'x'))], 'a'],
    ['neighbours: one could end up in the other', [fix('a', edit(0, 3)), fix('b', edit(3, 3, 'x'))], 'a'],
    [
      'two insertions at one place: both may write the same key',
      [fix('a', edit(3, 3, 'k: 1')), fix('b', edit(3, 3, 'k: 2'))],
      'a',
    ],
    ['one inside of another', [fix('a', edit(0, 9)), fix('b', edit(4, 5)), fix('c', edit(20, 21))], 'ac'],
    ['half of a fix in the way takes it all', [fix('a', edit(5, 6)), fix('b', edit(0, 1), edit(5, 6))], 'a'],
    ['far from the last that was taken', [fix('a', edit(9, 12)), fix('b', edit(1, 2)), fix('c', edit(10, 11))], 'ab'],
    [
      'what gave way blocks nobody',
      [fix('a', edit(5, 6)), fix('b', edit(0, 1), edit(5, 6)), fix('c', edit(0, 1))],
      'ac',
    ],
  ])('%s', (_, fixes, kept) =>
    expect(
      compatible(fixes)
        .map(({ name }) => name)
        .join(''),
    ).toBe(kept),
  )
})

test('thousands of fixes cost no more than their number', () =>
  expectLinear(
    () => import('../../src/engine/edits.ts'),
    ({ compatible }, size) => {
      const fixes = Array.from({ length: size }, (_, i) => ({
        edits: [edit(10 * ((i * 7) % size), 10 * ((i * 7) % size) + 1)],
      }))
      expect(compatible(fixes)).toHaveLength(size)
    },
    1000,
  ))
