import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { apply } from '../../src/engine/edits.ts'
import { hunksOf, patchHead } from '../../src/report/diff.ts'
import { randomFrom } from '../kit/random.ts'

const edit = (text: string, old: string, made: string) => {
  const start = text.indexOf(old)
  return { file: 'a.txt', span: [start, start + old.length] as const, text: made }
}
const numbered = (count: number): string => Array.from({ length: count }, (_, n) => `line ${n + 1}\n`).join('')

describe('the hunks of edits', () => {
  const text = numbered(20)
  test.each([
    ['a word', [edit(text, 'line 10', 'ten')], ['@@ -9,3 +9,3 @@', ' line 9', '-line 10', '+ten', ' line 11']],
    ['a line that goes', [edit(text, 'line 10\n', '')], ['@@ -9,3 +9,2 @@', ' line 9', '-line 10', ' line 11']],
    [
      'a line that is joined',
      [edit(text, '\nline 11', ' 11')],
      ['@@ -9,4 +9,3 @@', ' line 9', '-line 10', '-line 11', '+line 10 11', ' line 12'],
    ],
    ['the first line', [edit(text, 'line 1\n', '')], ['@@ -1,2 +1,1 @@', '-line 1', ' line 2']],
    [
      'a line at the end',
      [{ file: 'a.txt', span: [text.length, text.length], text: 'more\n' }],
      ['@@ -20,1 +20,2 @@', ' line 20', '+more'],
    ],
    ['nothing', [edit(text, 'line 10', 'line 10')], []],
    [
      'two in one hunk',
      [edit(text, 'line 10', 'ten'), edit(text, 'line 12', 'twelve')],
      ['@@ -9,5 +9,5 @@', ' line 9', '-line 10', '+ten', ' line 11', '-line 12', '+twelve', ' line 13'],
    ],
    [
      'a line in the place of one, edits in any order',
      [
        edit(text, 'line 10\n', ''),
        edit(text, 'line 9', 'nine'),
        { ...edit(text, 'line 10', 'ten\n'), span: [63, 63] },
      ],
      ['@@ -8,4 +8,4 @@', ' line 8', '-line 9', '+nine', '-line 10', '+ten', ' line 11'],
    ],
    [
      'two hunks',
      [edit(text, 'line 4\n', 'line 4\nmore\n'), edit(text, 'line 15', 'x')],
      ['@@ -4,2 +4,3 @@', ' line 4', '+more', ' line 5', '@@ -14,3 +15,3 @@', ' line 14', '-line 15', '+x', ' line 16'],
    ],
  ] as const)('%s', (_, edits, hunks) => expect(hunksOf(text, edits, 1)).toEqual(hunks))

  test('the last line without a break', () => {
    expect(hunksOf('a\nb', [{ file: 'a.txt', span: [3, 3], text: '\nc' }], 1)).toEqual([
      '@@ -1,2 +1,3 @@',
      ' a',
      '-b',
      '\\ No newline at end of file',
      '+b',
      '+c',
      '\\ No newline at end of file',
    ])
  })
})

test('git makes of a patch what the edits make', () => {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-diff-'))
  execFileSync('git', ['init', '-q', folder])
  const random = randomFrom(7)
  const below = (limit: number): number => Math.floor(random() * limit)
  for (let round = 0; round < 60; round++) {
    const text = numbered(1 + below(30)) + (below(2) ? '' : 'no break')
    const points = Array.from({ length: 2 * (1 + below(3)) }, () => below(text.length + 1)).sort((a, b) => a - b)
    const edits = [...new Set(points)].flatMap((start, index, all) =>
      index % 2 === 0 && all[index + 1] !== undefined
        ? [{ file: 'a.txt', span: [start, all[index + 1]!] as const, text: ['', 'x', '\n', 'one\ntwo\n'][below(4)]! }]
        : [],
    )
    const hunks = hunksOf(text, edits)
    if (hunks.length === 0) continue
    writeFileSync(join(folder, 'a.txt'), text)
    const patch = [...patchHead('a.txt'), ...hunks, ''].join('\n')
    execFileSync('git', ['apply', '-'], { cwd: folder, input: patch })
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe(apply(text, edits))
  }
})
