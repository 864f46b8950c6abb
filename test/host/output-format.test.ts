import { expect, test } from 'vitest'
import { parseArguments } from '../../src/host/cli/arguments.ts'

/** `FORMAT` of the standard output, then `FORMAT FILE` of each output. */
function formats(...argv: string[]): readonly string[] {
  const options = parseArguments(argv)
  if (options.command !== 'check') throw new Error(options.command)
  return [options.format, ...options.outputs.map(({ format, file }) => `${format} ${file}`)]
}

test.each([
  ['r.json', 'json'],
  ['r.sarif', 'sarif'],
  ['r.sarif.json', 'sarif'],
  ['out/R.HTML', 'html'],
  ['r.htm', 'html'],
  ['r.md', 'markdown'],
  ['r.xml', 'junit'],
  ['r.txt', 'text'],
  ['r.log', 'text'],
  ['json', 'text'],
  ['/dev/stdout', 'text'],
  ['r.json.bak', 'text'],
])('--output %s: the ending tells that it is %s', (file, format) =>
  expect(formats('--output', file)).toEqual(['text', `${format} ${file}`]),
)

test('--format outranks the ending: the report of GitLab is JSON too', () => {
  expect(formats('--format', 'gitlab', '--output', 'gl-code-quality-report.json')).toEqual([
    'gitlab',
    'gitlab gl-code-quality-report.json',
  ])
  expect(formats('--format', 'text', '--output', 'r.json')).toEqual(['text', 'text r.json'])
})

test('FORMAT=FILE outranks both', () =>
  expect(formats('--format', 'json', '--output', 'sarif=r.html', '--output', 'r')).toEqual([
    'json',
    'sarif r.html',
    'json r',
  ]))

test('each file has the format of its ending', () =>
  expect(formats('--output', 'a.sarif', '--output', 'b.html', '--output', 'gitlab=c.json')).toEqual([
    'text',
    'sarif a.sarif',
    'html b.html',
    'gitlab c.json',
  ]))

test('an unknown format is an error that names all of them', () =>
  expect(() => formats('--output', 'pdf=r.pdf')).toThrow(/html, junit or gitlab/))

test('--fixes is accepted where the ending asks for JSON', () =>
  expect(formats('--fixes', '--output', 'r.json')).toEqual(['text', 'json r.json']))
