import { describe, expect, test } from 'vitest'
import { decodeText, notText } from '../../src/core/encoding.ts'
import { groupBy } from '../../src/core/group.ts'
import { folderOf, isBelow, join, nameOf, resolve } from '../../src/core/paths.ts'
import { atLeast, compareSeverity, SEVERITIES } from '../../src/core/severity.ts'
import { Lines } from '../../src/core/source.ts'
import { didYouMean, listed, listedUpTo, nearest, plural } from '../../src/core/text.ts'
import { stepsOf } from '../kit/steps.ts'

test.each([
  [0, '0 files'],
  [1, '1 file'],
  [2, '2 files'],
])('plural of %i', (count, words) => expect(plural(count, 'file')).toBe(words))

test('an irregular plural is given', () => expect(plural(2, 'breach', 'breaches')).toBe('2 breaches'))

test.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a or b'],
  [['a', 'b', 'c'], 'a, b or c'],
])('lists %j', (words, text) => expect(listed(words, 'or')).toBe(text))

test.each([
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c'], 'a, b and 1 other'],
  [['a', 'b', 'c', 'd'], 'a, b and 2 others'],
])('names two of %j', (words, text) => expect(listedUpTo(2, words)).toBe(text))

describe('nearest', () => {
  const known = ['high', 'medium', 'low', 'privileged-container', 'host-network']
  test.each([
    ['hihg', 'high', 'two letters swapped'],
    ['HIGH', 'high', 'another case'],
    ['midium', 'medium', 'one letter mistaken'],
    ['lows', 'low', 'one letter too many'],
    ['privileged-contaner', 'privileged-container', 'one letter left out'],
    ['hi', undefined, 'half of a short word is another word'],
    ['critical', undefined, 'nothing like it'],
    ['', undefined, 'nothing at all'],
  ])('%s is %s: %s', (word, guess, _) => expect(nearest(word, known)).toBe(guess))

  // What is given up early must not be what comes right in its last letters.
  test.each(known)('%s with any two neighbours swapped, and a letter in front', word => {
    const slips = Array.from(
      word.slice(1),
      (letter, i) => `x${word.slice(0, i)}${letter}${word[i]}${word.slice(i + 2)}`,
    )
    const least = Math.floor((word.length + 1) / 3)
    expect(slips.map(slip => nearest(slip, known))).toEqual(slips.map(() => (least >= 2 ? word : undefined)))
  })

  test('of two that fit, the nearer', () => expect(nearest('loww', ['slowly', 'low', 'lowww'])).toBe('low'))

  test('a word of a megabyte costs nothing', async () => {
    const [short, long] = await stepsOf(
      () => import('../../src/core/text.ts'),
      (text, size) => expect(text.nearest('x'.repeat(size), known)).toBeUndefined(),
      [100, 1024 * 1024],
    )
    expect(long).toBe(short)
  })

  test('a hint is a sentence or nothing', () => {
    expect(didYouMean('hihg', known)).toBe('. Did you mean `high`?')
    expect(didYouMean('zzz', known)).toBe('')
  })
})

describe('decodeText', () => {
  const utf16 = (text: string): Uint8Array => new Uint8Array([0xff, 0xfe, ...Buffer.from(text, 'utf16le')])
  test.each([
    ['UTF-8', new TextEncoder().encode('grüße'), 'grüße'],
    ['UTF-8 with its mark, which stays: offsets count it', new Uint8Array([0xef, 0xbb, 0xbf, 0x61]), '\ufeffa'],
    ['UTF-16 as PowerShell writes it', utf16('kind: Pod'), '\ufeffkind: Pod'],
    ['UTF-16 big endian', new Uint8Array([0xfe, 0xff, 0, 0x61]), '\ufeffa'],
    ['nothing', new Uint8Array(), ''],
    ['Latin-1', new Uint8Array([0x67, 0x72, 0xfc, 0xdf]), undefined],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47]), undefined],
    ['a zero byte', new Uint8Array([0x61, 0, 0x62]), undefined],
    ['half a character', new Uint8Array([0xff, 0xfe, 0x61]), undefined],
  ])('%s', (_, bytes, text) => expect(decodeText(bytes)).toBe(text))

  test('what is no text is told with its line', () => {
    expect(notText('x.yaml', Buffer.from('a\nb\n\xff', 'latin1'))).toMatchObject({
      code: 'UNREADABLE',
      file: 'x.yaml',
      line: 3,
      message: 'not text from here on: neither UTF-8 nor UTF-16',
    })
  })
})

describe('paths', () => {
  test.each([
    ['', 'a', 'a'],
    ['a', 'b', 'a/b'],
    ['a/b', '../c', 'a/c'],
    ['a', './b//c/', 'a/b/c'],
    ['a', '..', ''],
    ['a', '../..', undefined],
    ['', '../a', undefined],
    ['a', '../../a/b', undefined],
    ['a', '/etc/passwd', undefined],
    ['a', '__proto__', 'a/__proto__'],
  ])('in %s, %s is %s', (folder, to, path) => expect(resolve(folder, to)).toBe(path))

  test.each([
    ['a/b.yaml', 'a', 'b.yaml'],
    ['b.yaml', '', 'b.yaml'],
    ['a/b/c', 'a/b', 'c'],
  ])('%s lies in %s and is called %s', (file, folder, name) => {
    expect(folderOf(file)).toBe(folder)
    expect(nameOf(file)).toBe(name)
    expect(join(folder, name)).toBe(file)
  })

  test('below means below, not beginning alike', () => {
    expect(isBelow('charts/shop/x', 'charts/shop')).toBe(true)
    expect(isBelow('charts/shop-2/x', 'charts/shop')).toBe(false)
    expect(isBelow('charts/shop', 'charts/shop')).toBe(false)
    expect(isBelow('x', '')).toBe(true)
  })
})

describe('Lines', () => {
  const lines = new Lines('one\r\ntwo\n\nfour')
  test.each([
    [0, 1, 1],
    [3, 1, 4],
    [5, 2, 1],
    [9, 3, 1],
    [10, 4, 1],
    [14, 4, 5],
  ])('offset %i is line %i, column %i', (offset, line, column) => expect(lines.point(offset)).toEqual({ line, column }))

  test.each([
    [1, 'one'],
    [2, 'two'],
    [3, ''],
    [4, 'four'],
    [5, ''],
    [0, ''],
  ])('line %i is %j', (number, text) => expect(lines.line(number)).toBe(text))

  test('a location ends with its first line, spaces and line breaks left out', () => {
    expect(lines.locate('f', [5, 14], 'why')).toEqual({
      file: 'f',
      start: { line: 2, column: 1 },
      end: { line: 2, column: 4 },
      text: 'two',
      within: expect.any(Lines),
      note: 'why',
    })
    expect(lines.locate('f', [0, 5]).text).toBe('one')
  })
})

test('severities ascend, and what nobody rated is the least', () => {
  expect(SEVERITIES.toSorted(compareSeverity)).toEqual(['unknown', 'info', 'low', 'medium', 'high', 'critical'])
  expect(atLeast('high', 'high')).toBe(true)
  expect(atLeast('medium', 'high')).toBe(false)
  expect(atLeast('unknown', 'low')).toBe(false)
})

test('groups keep the order in which keys and items came', () => {
  expect([...groupBy(['b1', 'a1', 'b2', '__proto__'], word => word[0])]).toEqual([
    ['b', ['b1', 'b2']],
    ['a', ['a1']],
    ['_', ['__proto__']],
  ])
})
