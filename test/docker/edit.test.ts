import { expect, test } from 'vitest'
import type { Change } from '../../src/core/edit.ts'
import { Lines } from '../../src/core/source.ts'
import type { Dockerfile } from '../../src/docker/ast.ts'
import { parseDockerfile } from '../../src/docker/parse/parse.ts'

type Pick = (file: Dockerfile) => Change | undefined

function apply(text: string, pick: Pick): string | undefined {
  const file = parseDockerfile('Dockerfile', text)
  const change = pick(file)
  if (!change) throw new Error('nothing to change')
  const edit = file.edit(change)
  return edit && text.slice(0, edit.span[0]) + edit.text + text.slice(edit.span[1])
}

const instruction =
  (index: number, text: string): Pick =>
  file => ({ op: 'replace', node: file.instructions[index]!, text })
const flag =
  (index: number, text: string): Pick =>
  file => ({ op: 'replace', node: file.instructions[index]!.flags[0]!, text })
const argument =
  (index: number, position: number, text: string): Pick =>
  file => {
    const node = file.instructions[index]
    return node && 'commands' in node ? { op: 'replace', node: node.commands[0]!.args[position]!, text } : undefined
  }
const after =
  (index: number, text: string): Pick =>
  file => ({ op: 'insert-after', node: file.instructions[index]!, text })

test.each<[string, string, Pick, string | undefined]>([
  ['an instruction by another', 'FROM a\nADD b c\n', instruction(1, 'COPY b c'), 'FROM a\nCOPY b c\n'],
  ['an instruction by nothing', 'FROM a\n  USER b\nRUN c\n', instruction(1, ''), 'FROM a\nRUN c\n'],
  ['one of several lines by nothing', 'FROM a\nRUN b \\\n  # c\n  d\nUSER e\n', instruction(1, ''), 'FROM a\nUSER e\n'],
  ['one with a heredoc by nothing', 'FROM a\nRUN <<X\nb\nX\nUSER e\n', instruction(1, ''), 'FROM a\nUSER e\n'],
  ['the last one by nothing', 'FROM a\nUSER b', instruction(1, ''), 'FROM a\n'],
  ['the first one by nothing', 'ARG b\nFROM a\n', instruction(0, ''), 'FROM a\n'],
  ['a flag by another', 'FROM --platform=x a\n', flag(0, '--platform=y'), 'FROM --platform=y a\n'],
  ['a flag by nothing', 'FROM --platform=x a\n', flag(0, ''), 'FROM a\n'],
  ['a word by another', 'FROM a\nRUN b \\\n  c d\n', argument(1, 0, 'e'), 'FROM a\nRUN b \\\n  e d\n'],
  ['a word by nothing', 'FROM a\nRUN b c d\n', argument(1, 0, ''), 'FROM a\nRUN b d\n'],
  ['a word of a JSON array by nothing', 'FROM a\nRUN ["b", "c"]\n', argument(1, 0, ''), undefined],
  ['a word of a JSON array by another', 'FROM a\nRUN ["b", "c"]\n', argument(1, 0, '"d"'), 'FROM a\nRUN ["b", "d"]\n'],
  ['something after an instruction', 'FROM a\nRUN b\n', after(0, '\nUSER c'), 'FROM a\nUSER c\nRUN b\n'],
  ['something after the last line', 'FROM a', after(0, '\nUSER c'), 'FROM a\nUSER c'],
  ['something after a heredoc', 'FROM a\nRUN <<X\nb\nX\n', after(1, '\nUSER c'), 'FROM a\nRUN <<X\nb\nX\nUSER c\n'],
  ['something after an escape at the end of the file', 'FROM a\nRUN b \\', after(1, '\nUSER c'), undefined],
  ['a file with line breaks of Windows', 'FROM a\r\nRUN b\r\n', after(0, '\nUSER c'), 'FROM a\r\nUSER c\r\nRUN b\r\n'],
  ['a path', 'FROM a\n', () => ({ op: 'set', path: ['a'], value: 1 }), undefined],
  ['a node of another file', 'FROM a\n', () => ({ op: 'replace', node: { span: [90, 99] }, text: 'x' }), undefined],
])('%s', (_, text, pick, expected) => {
  expect(apply(text, pick)).toBe(expected)
})

test('the first line of a node is underlined', () => {
  const file = parseDockerfile('app/Dockerfile', 'FROM a\r\n  RUN b \\\r\n    c\r\n')
  expect(file.locate(file.instructions[1]!, 'why')).toEqual({
    file: 'app/Dockerfile',
    start: { line: 2, column: 3 },
    end: { line: 2, column: 10 },
    text: 'RUN b \\',
    within: expect.any(Lines),
    note: 'why',
  })
})
