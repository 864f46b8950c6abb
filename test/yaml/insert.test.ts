import { describe, expect, test } from 'vitest'
import type { Path } from '../../src/core/location.ts'
import { edited } from './edited.ts'

/** Whether keys are sorted is decided by map: the files of many tools are, and nobody minds it elsewhere. */
describe('a new key keeps the keys of its map in alphabetical order', () => {
  test.each<[string, string, Path, unknown, string | undefined]>([
    ['between two', 'a: 1 # why\nc: 3\nd: 4\n', [0, 'b'], 2, 'a: 1 # why\nb: 2\nc: 3\nd: 4\n'],
    ['unless there is none', 'c: 3\na: 1\n', [0, 'b'], 2, 'c: 3\na: 1\nb: 2\n'],
    ['before the only one', 'a:\n  c: 1\n', [0, 'a', 'b'], 2, 'a:\n  b: 2\n  c: 1\n'],
    ['at the start of a document', 'b: 1\n---\nb: 1\n', [1, 'a', 'c'], 2, 'b: 1\n---\na:\n  c: 2\nb: 1\n'],
    ['after a byte order mark', '\ufeffb: 1\n', [0, 'a'], 2, '\ufeffa: 2\nb: 1\n'],
    ['at the start of a file with CRLF', 'b: 1\r\n', [0, 'a'], 2, 'a: 2\r\nb: 1\r\n'],
    ['behind a dash', '- - b: 1\n    c: 2\n', [0, 0, 0, 'a'], { x: 1 }, '- - a:\n      x: 1\n    b: 1\n    c: 2\n'],
    ['below a dash', '- # why\n  b: 1\n', [0, 0, 'a'], 2, '- # why\n  a: 2\n  b: 1\n'],
    ['behind a dash with CRLF', '- b: 1\r\n', [0, 0, 'a'], { x: 1 }, '- a:\r\n    x: 1\r\n  b: 1\r\n'],
    ['behind a dash and a tag', '- !!str b: 1\n', [0, 0, 'a'], 2, undefined],
    ['in brackets', 'x: {a: 1, c: 3}\n', [0, 'x', 'b'], 2, 'x: {a: 1, b: 2, c: 3}\n'],
    ['first in brackets', 'x: { b: 1 }\n', [0, 'x', 'a'], 2, 'x: { a: 2, b: 1 }\n'],
    ['beside a quoted key in brackets', 'x: {"b": 1}\n', [0, 'x', 'a'], { c: 2 }, 'x: {"a": {"c": 2}, "b": 1}\n'],
    ['in JSON', '{\n  "a": 1,\n  "c": 3\n}\n', [0, 'b'], 2, '{\n  "a": 1,\n  "b": 2,\n  "c": 3\n}\n'],
    ['first in JSON', '{"b": 1}', [0, 'a', 'c'], 2, '{"a": {"c": 2}, "b": 1}'],
    [
      'below a comment on what is above',
      'a:\n  - x\n  # - y\n    # - z\n# on c\nc: 3\n',
      [0, 'b'],
      2,
      'a:\n  - x\n  # - y\n    # - z\nb: 2\n# on c\nc: 3\n',
    ],
    [
      'above a comment on what is below',
      'x: # why\n  # on b\n  b: 1\n',
      [0, 'x', 'a'],
      2,
      'x: # why\n  a: 2\n  # on b\n  b: 1\n',
    ],
    ['after a literal scalar', 'a: |\n  x\n\nc: 1\n', [0, 'b'], 2, 'a: |\n  x\nb: 2\n\nc: 1\n'],
    ['after nothing', 'a:\nc: 1\n', [0, 'b'], 2, 'a:\nb: 2\nc: 1\n'],
    ['beside a merge', '<<: {d: 1}\na: 1\nc: 1\n', [0, 'b'], 2, undefined],
  ])('%s', async (_, text, path, value, expected) => {
    expect(await edited(text, { op: 'set', path, value })).toBe(expected)
  })
})
