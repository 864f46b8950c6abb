import { describe, expect, test } from 'vitest'
import { DiskHost } from '../../src/host/disk/disk.ts'
import { mentionsIn, namesIn } from '../../src/read/mentions.ts'
import { folderOf } from '../kit/folders.ts'
import { expectLinear } from '../kit/steps.ts'

describe('names in a text', () => {
  test.each<[string, string, Record<string, number[]>]>([
    ['as keys', 'a:\n  example.com/x: y\n  "example.com/y": z', { 'example.com/x': [1], 'example.com/y': [2] }],
    ['repeated', 'example.com/x: 1\nb: {example.com/x: 2}', { 'example.com/x': [0, 1] }],
    ['in comments', '# example.com/x: y', {}],
    ['in paths of JSON', 'path: /metadata/annotations/example.com~1x', { 'example.com/x': [0] }],
    ['without a slash', 'example.com: x', {}],
  ])('%s', (_, text, expected) => {
    const names = [...namesIn(text)].filter(([name]) => name.startsWith('example.com'))
    expect(Object.fromEntries(names)).toEqual(expected)
  })

  test('cost as much as the text is long', () =>
    expectLinear(
      () => import('../../src/read/mentions.ts'),
      ({ namesIn }, size) => void namesIn(`${'a/b~1'.repeat(size)} ${'c.d/e '.repeat(size)}\n`.repeat(3)),
      1000,
    ))
})

test('the first file that has a name is where it is written', () => {
  const host = new DiskHost(
    folderOf({
      'a.yaml': '# x.y/z: none\n',
      'b.png': 'x.y/z: none',
      'c.json': '{"path": "/annotations/x.y~1z"}',
      'd.tpl': 'x.y/z: second\nx.y/w: only',
    }),
  )
  const mentions = mentionsIn(host, ['a.yaml', 'b.png', 'missing.yaml', 'c.json', 'd.tpl'])
  expect(mentions('x.y/z')).toMatchObject({ file: 'c.json', start: { line: 1, column: 24 }, text: 'x.y~1z' })
  expect(mentions('x.y/w')).toMatchObject({ file: 'd.tpl', start: { line: 2, column: 1 }, text: 'x.y/w' })
  expect(mentions('x.y/v')).toBeUndefined()
})
