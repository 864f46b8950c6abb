import { describe, expect, test } from 'vitest'
import { displayWidth, wrap } from '../../src/core/wrap.ts'
import { expectLinear } from '../kit/steps.ts'

describe('wrap', () => {
  test.each([
    ['a line that fits', 'one two', 7, '', 'one two'],
    ['a line that is one too long', 'one two', 6, '', 'one\ntwo'],
    ['with a hanging indent, which counts', 'one two three', 9, '    ', 'one two\n    three'],
    ['a word that is longer than the width', 'a abcdefghij b', 5, '', 'a\nabcdefghij\nb'],
    ['a word that is longer, at the start', 'abcdefghij b', 5, '  ', 'abcdefghij\n  b'],
    ['a code span with spaces', 'set `a: b` now', 8, '', 'set\n`a: b`\nnow'],
    ['a code span joined to a word', 'x (`a b`), y', 6, '', 'x\n(`a b`),\ny'],
    ['a code span that is never closed', 'set `a b c', 6, '', 'set `a\nb c'],
    ['line breaks of the text', 'one two\nthree\n\nfour', 5, ' ', 'one\n two\nthree\n\nfour'],
    ['spaces in front and inside of a line', '  a  b   c', 7, '    ', '  a  b\n    c'],
    ['spaces at the end', 'one   ', 9, '', 'one'],
    ['nothing', '', 10, '  ', ''],
    ['no width at all', 'a b', 0, '', 'a\nb'],
    ['no limit', 'a b '.repeat(99).trim(), Infinity, '', 'a b '.repeat(99).trim()],
    ['colour, which takes no column', '\x1b[31mone\x1b[0m two', 7, '', '\x1b[31mone\x1b[0m two'],
    ['colour over a break', '\x1b[1;31mone two\x1b[0m', 6, '', '\x1b[1;31mone\ntwo\x1b[0m'],
    ['wide letters', '\u6f22\u5b57 ab', 6, '', '\u6f22\u5b57\nab'],
  ])('%s', (_, text, width, indent, expected) => {
    expect(wrap(text, width, indent)).toBe(expected)
  })

  test.each([' ', 'a', 'a ', '` ', '`a` '])('costs of a line of %j grow with its length', async unit => {
    const load = () => import('../../src/core/wrap.ts')
    await expectLinear(load, ({ wrap }, size) => wrap(unit.repeat(size), 80, '  '), 1000)
  })
})

describe('displayWidth', () => {
  test.each([
    ['letters', 'abc', 3],
    ['letters of other scripts', '\u00e9\u0436\u05d0', 3],
    ['a letter with a combining accent', 'e\u0301', 1],
    ['ideographs, syllables and full-width letters', '\u4e2d\u3042\uac00\uff21\u{20000}', 10],
    ['an emoji', '\u{1f6a2}', 2],
    ['escape sequences and hyperlinks', '\x1b[1;31mab\x1b[0m\x1b]8;;https://a.b\x1b\\cd\x1b]8;;\x07', 4],
  ])('%s', (_, text, expected) => {
    expect(displayWidth(text)).toBe(expected)
  })
})
