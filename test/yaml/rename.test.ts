import { expect, test } from 'vitest'
import type { Path } from '../../src/core/location.ts'
import { edited } from './edited.ts'

test.each<[string, string, Path, string, string | undefined]>([
  ['a key', 'a: 1\nb: 2\nc: 3\n', [0, 'b'], 'd', 'a: 1\nd: 2\nc: 3\n'],
  [
    'with comments and what is below',
    '# x\na: # y\n  b: 1 # z\nc: 1\n',
    [0, 'a'],
    'd',
    '# x\nd: # y\n  b: 1 # z\nc: 1\n',
  ],
  [
    'deep down',
    'a:\n  - b:\n      c: 1\n      e: 2\n  - f\n',
    [0, 'a', 0, 'b', 'c'],
    'd',
    'a:\n  - b:\n      d: 1\n      e: 2\n  - f\n',
  ],
  ['of an item', 'a:\n  - b: 1\n    c: 1\n', [0, 'a', 0, 'b'], 'd', 'a:\n  - d: 1\n    c: 1\n'],
  ['in brackets', 'a: {b: 1, c: 2} # why\n', [0, 'a', 'c'], 'd', 'a: {b: 1, d: 2} # why\n'],
  ['in JSON', '{"a": {"b": 1}}', [0, 'a', 'b'], 'd', '{"a": {"d": 1}}'],
  ['a name that has to be quoted', 'a: 1\n', [0, 'a'], 'true', '"true": 1\n'],
  ['what is not there', 'a: 1\n', [0, 'b'], 'd', undefined],
  ['to a key that is there', 'a: 1\nb: 2\n', [0, 'a'], 'b', undefined],
  ['one that is repeated', 'a: 1\na: 2\n', [0, 'a'], 'b', undefined],
  ['what came by a merge', 'x: &x {a: 1}\ny:\n  <<: *x\n', [0, 'y', 'a'], 'b', undefined],
  ['beside a merge', 'x: &x {a: 1}\ny:\n  <<: *x\n  c: 1\n', [0, 'y', 'c'], 'b', undefined],
  ['an item', 'a: [x]\n', [0, 'a', 0], 'b', undefined],
  ['the document itself', 'a: 1\n', [0], 'b', undefined],
])('renames: %s', async (_, text, path, key, after) => {
  expect(await edited(text, { op: 'rename', path, key })).toBe(after)
})
