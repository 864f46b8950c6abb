import { describe, expect, test } from 'vitest'
import type { Change } from '../../src/core/edit.ts'
import { valueAt } from '../../src/yaml/data.ts'
import { readYaml } from '../../src/yaml/source.ts'
import { expectLinear } from '../kit/steps.ts'

/** Reads, and asks for all that is worked out late; the faults without their places. */
async function read(text: string, reader = readYaml) {
  const source = await reader('a.yaml', text)
  source.locate([0, 'a', 0, 'b'])
  source.edit({ op: 'set', path: [0, 'a'], value: 1 })
  for (const number of source.documents.keys()) source.refusals([number])
  return { documents: source.documents, comments: source.comments, faults: source.faults.map(({ message }) => message) }
}

const bomb = (width: number, levels: number): string =>
  Array.from(
    { length: levels },
    (_, i) => `a${i}: &a${i} [${Array.from({ length: width }, () => (i === 0 ? 'x' : `*a${i - 1}`)).join(', ')}]\n`,
  ).join('')

const mergeBomb = (levels: number): string =>
  `m0: &m0 {x: 1}\n${Array.from({ length: levels }, (_, i) => `m${i + 1}: &m${i + 1} {<<: [${`*m${i}, `.repeat(9)}*m${i}], k${i}: 1}\n`).join('')}`

describe('a limit is a fault', () => {
  test.each<[string, string, RegExp]>([
    ['an alias bomb', bomb(10, 10), /too many values/],
    [
      'a chain of aliases',
      `a0: &a0 [x]\n${Array.from({ length: 600 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}]\n`).join('')}`,
      /levels deep/,
    ],
    [
      'a chain of aliases with other anchors',
      `a0: &a0 [x]\n${Array.from({ length: 600 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, &z${i} x]\n`).join('')}`,
      /levels deep/,
    ],
    ['a bomb of merges', mergeBomb(50), /too many values/],
    ['brackets', '['.repeat(10_000), /./],
    ['closed brackets', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, /deep/],
    ['braces', `a: ${'{a: '.repeat(10_000)}`, /./],
    ['JSON', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, /deep/],
    ['dashes', `${'- '.repeat(10_000)}a`, /./],
    ['lines', Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i)}a:\n`).join(''), /deep/],
    ['open JSON', '{"a":'.repeat(10_000), /./],
  ])('%s', async (_, text, message) => {
    const { documents, faults } = await read(text)
    expect(documents).toEqual([])
    expect(faults).toEqual([expect.stringMatching(message)])
  })

  test('aliases below the limit are fine', async () => {
    const { documents, faults } = await read(`${bomb(10, 5)}list:\n${'- *a0\n'.repeat(2000)}`)
    expect(faults).toEqual([])
    expect(documents).toHaveLength(1)
  })
})

const many = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('')

/** What only the exact reader reads, by an anchor in front. */
const EXACT: readonly [string, (size: number) => string][] = [
  ['items', size => `a:\n${many(size, () => '- a\n')}`],
  ['maps in items', size => `a:\n${many(size / 4, () => '- b: c\n  d: e\n')}`],
  ['words', size => `a: ${'b '.repeat(size)}\n`],
  ['words over lines', size => `a: b\n${'  b\n'.repeat(size)}`],
  ['empty lines', size => `${'\n'.repeat(size * 5)}a: b\n`],
  ['spaces', size => `a: ${' '.repeat(size * 5)}b\n`],
  ['brackets on a line', size => `a: [${'{b: c}, '.repeat(size / 4)}]\n`],
  ['quoted keys on a line', size => `a: {${many(size / 4, i => `"b${i}": c, `)}}\n`],
  ['letters outside of the BMP on a line', size => `a: [${'\u{1f600}, '.repeat(size / 4)}]\n`],
  ['a long key', size => `? ${'k'.repeat(size * 5)}\n: a\n`],
  ['digits', size => `a: ${'1'.repeat(size)}\n`],
  ['zeros in front', size => `a: 0x${'0'.repeat(size)}1\n`],
  ['merges', size => `y: &y {b: 1}\n${many(size / 20, i => `m${i}:\n  <<: *y\n`)}`],
  ['a literal scalar', size => `a: |\n${'  text\n'.repeat(size)}`],
  ['a folded scalar', size => `a: >\n${'  text\n\n'.repeat(size)}`],
  ['block scalars with comments', size => many(size / 10, i => `a${i}: | # c\n  text\n`)],
  ['quotes over lines', size => `a: "${'b\n\n '.repeat(size)}"\n`],
  ['escapes', size => `a: "${'\\x41'.repeat(size)}"\n`],
  ['comments', size => many(size, () => '# c\n')],
]

describe('the cost grows with the text, not with its square', () => {
  test.each<[string, (size: number) => string]>([
    ['keys', size => many(size, i => `k${i}: v\n`)],
    ['keys, by the exact reader', size => `x: &x 1\n${many(size / 10, i => `k${i}: v\n`)}`],
    ...EXACT.map(([name, text]): [string, (size: number) => string] => [
      `by the exact reader: ${name}`,
      size => `x: &x 1\n${text(size)}`,
    ]),
    ['documents that kubectl refuses', size => many(size / 20, () => '---\nkind: a\nb: "\\/"\n')],
    ['items', size => many(size, () => '- a\n')],
    ['anchors', size => many(size / 20, i => `k${i}: &k${i} v\nu${i}: *k${i}\n`)],
    ['documents', size => many(size, () => '---\na: 1\n')],
    ['broken documents', size => many(size / 20, () => '---\na: [\n')],
    ['comments', size => many(size, () => '# c\n')],
    ['comments at the ends', size => many(size, i => `k${i}: v # c\n`)],
    ['empty lines', size => '\n'.repeat(size * 5)],
    ['spaces', size => `a: ${' '.repeat(size * 5)}b\n`],
    ['spaces before nothing', size => `a:${' '.repeat(size * 5)}`],
    ['words', size => `a: ${'b '.repeat(size * 2)}\n`],
    ['colons', size => `a: ${':'.repeat(size * 5)}b\n`],
    ['words before a colon', size => `${'b '.repeat(size * 2)}: c\n`],
    ['hashes', size => `a: ${'#'.repeat(size * 5)}\n`],
    ['quotes', size => `a: '${"''".repeat(size * 2)}'\n`],
    ['an open quote', size => `a: "${'\\"'.repeat(size)}\n`],
    ['open quotes', size => many(size / 20, () => `- 'a\n`)],
    ['a literal scalar', size => `a: |\n${'  text\n'.repeat(size)}`],
    ['a folded scalar', size => `a: >\n${'  text\n\n'.repeat(size)}`],
    ['a literal scalar that is empty', size => `a: |\n${'\n'.repeat(size * 5)}`],
    ['brackets', size => `a: [${'b, '.repeat(size)}]\n`],
    ['dashes', size => '-'.repeat(size * 5)],
    ['markers that are none', size => many(size, () => '---a\n')],
    ['percent signs', size => `%a\n${many(size, () => '%YAML 1.1\n')}---\na: 1\n`],
    ['JSON', size => `[${'{"a": 1},'.repeat(size)}{}]`],
    ['JSON after JSON', size => '{"a": 1}\n'.repeat(size)],
    ['JSON after JSON and an end', size => `${'{"a": 1}\n'.repeat(size / 20)}x`],
  ])('%s', (_, text) =>
    expectLinear(
      () => import('../../src/yaml/source.ts'),
      ({ readYaml }, size) => read(text(size), readYaml),
      2000,
    ),
  )
})

/** Edits each entry of the list `a`. */
async function editAll(text: string, op: 'set' | 'remove', reader: typeof readYaml) {
  const source = await reader('a.yaml', text)
  const isList = source.documents.length === 1
  const items = isList ? (valueAt(source.documents[0]!.value, 'a') as readonly unknown[]) : source.documents
  for (const number of items.keys()) {
    const path = isList ? [0, 'a', number] : [number]
    const change: Change = op === 'remove' && isList ? { op, path } : { op: 'set', path: [...path, 'd'], value: true }
    expect(source.edit(change)).toBeDefined()
  }
}

describe('as many edits as entries cost as much as a line, and not its square', () => {
  test.each<[string, (size: number) => string]>([
    ['of maps on one line', size => `{"a": [${many(size, () => '{"b": 1}, ')}{}]}`],
    ['of maps on one line of YAML', size => `a: [${many(size, () => '{b: 1}, ')}{}]\n`],
    ['of JSON in lines', size => `{"a": [\n${many(size, () => '{\n"b": 1\n},\n')}{}\n]}`],
    ['of JSON after JSON on one line', size => '{"a": 1} '.repeat(size)],
    ['of maps in brackets', size => `a:\n${many(size, () => '- {b: 1}\n')}`],
    ['of maps in lines', size => `a:\n${many(size, () => '- b: 1\n  c: 2\n')}`],
    ['of documents', size => many(size, () => '---\nb: 1\n')],
  ])('%s', async (_, text) => {
    const load = () => import('../../src/yaml/source.ts')
    await expectLinear(load, ({ readYaml }, size) => editAll(text(size), 'set', readYaml), 50)
    await expectLinear(load, ({ readYaml }, size) => editAll(text(size), 'remove', readYaml), 50)
  })
})

test.each([
  ['a long key', `{"${'k'.repeat(2000)}": 1, "a": 1, "a": 2}`, 1],
  ['a string of escapes', `{"a": "${'\\n'.repeat(4_000_000)}"}`, 0],
])('JSON with %s', async (_, text, duplicates) => {
  const source = await readYaml('a.json', text)
  expect(source.faults).toEqual([])
  expect(source.duplicates([0])).toHaveLength(duplicates)
})

test('no message quotes the text', async () => {
  const texts = [
    '--- hunter2: [\n',
    'a: >hunter2\n  b\n',
    '] hunter2\n',
    'a: b\n} hunter2',

    '"hunter2',
    "- 'hunter2\n- a",
    '@hunter2',
    'a: "\\hunter2"',
  ]
  for (const text of texts) {
    const { faults } = await read(text)
    expect(faults, text).not.toEqual([])
    expect(faults.join(), text).not.toContain('hunter2')
  }
})

test('of ten megabytes, all is read', async () => {
  const one = `---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\ndata:\n${'  a: "some value that is a bit longer"\n'}`
  const text = one.repeat(Math.ceil(10e6 / one.length))
  const { documents } = await read(text)
  expect(documents.length).toBeGreaterThan(50_000)
})
