import { expect, test } from 'vitest'
import { stringEnd } from '../../src/core/json-string.ts'

test.each([
  ['"" x', 2],
  ['"a" "b"', 3],
  [String.raw`"a\"b" x`, 6],
  [String.raw`"a\\" x`, 5],
  [String.raw`"a\\\"b" x`, 8],
  ['"a', 2],
  [String.raw`"a\"`, 4],
])('the first string of %s ends at %i', (text, end) => expect(stringEnd(text, 0)).toBe(end))

test('a string in the middle of a text', () => expect(stringEnd(String.raw`{"\\": "a"}`, 1)).toBe(5))
