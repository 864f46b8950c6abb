import { expect, test } from 'vitest'
import { templateOf } from '../../src/world/written.ts'

test('comments of YAML and of Helm, where they stand', () => {
  const text = 'a: 1 # one\n# two\n{{- /* three */ -}}\n  {{/* four */}}\nb: "{{ .x }}" #five\nc: a#b\n'
  const { comments } = templateOf('t.yaml', text)
  expect(comments.map(({ text, line }) => `${line} ${text}`)).toEqual([
    '1 # one',
    '2 # two',
    '3 # three',
    '4 # four',
    '5 #five',
  ])
  expect(comments.map(({ span }) => text.slice(...span))).toEqual([
    '# one',
    '# two',
    '{{- /* three */ -}}',
    '{{/* four */}}',
    '#five',
  ])
})

test('lines of nothing but braces are no part of the tree, and all others stay where they are', () => {
  const { text } = templateOf('t.yaml', 'a:\n{{- if .x }}\n  b: {{ .c }}\n{{- end }}\n')
  expect(text).toBe(`a:\n${' '.repeat(12)}\n  b: {{ .c }}\n${' '.repeat(10)}\n`)
})
