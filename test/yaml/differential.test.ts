import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readExact } from '../../src/yaml/exact/exact.ts'
import type { Piece } from '../../src/yaml/piece.ts'
import { readYamlFast } from '../../src/yaml/source.ts'
import { streamOf, withComment } from '../../src/yaml/stream.ts'
import { pick, randomFrom } from '../kit/random.ts'
import { BLOCKS, COMMON, FLOW, MANIFEST, QUOTED, SCALARS } from './corpus.ts'
import { DOCUMENTS } from './corpus-documents.ts'

/** Each scalar and each collection wherever a value or a key may stand. */
const CONTEXTS = [
  '%',
  'a: %',
  'a: %\nb: c',
  '- %',
  '- %\n- b',
  'a:\n  %',
  '%: a',
  '- %: a\n  b: c',
  '[%]',
  '[%, b]',
  '{a: %}',
  '{%: a}',
  'a: % # c',
  'a: %  \n',
]
const inContexts = (texts: readonly string[]): string[] =>
  texts.flatMap(text => CONTEXTS.map(context => context.replace('%', () => text)))

const FIXTURES = resolve(import.meta.dirname, '../../__fixtures__')
const REAL = resolve(import.meta.dirname, '../../../shared/real')
const yamlIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter(name => /\.ya?ml$/.test(name))
        .sort()
        .map(name => join(folder, name))
        .filter(file => lstatSync(file).isFile())
        .map(file => readFileSync(file, 'utf8'))
    : []

/** Data as text that shows the order of keys, `-0`, `NaN` and own keys of any name. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shown).join()}]`
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : `#${value}`
  if (value === null || typeof value !== 'object') return `${typeof value}:${JSON.stringify(value)}`
  return `{${Object.keys(value)
    .map(key => `${JSON.stringify(key)}=${shown(Object.getOwnPropertyDescriptor(value, key)?.value)}`)
    .join()}}`
}

/** What the fast and the exact reader make of a piece, as text: data, positions, comments. */
const shape = ({ documents, comments }: Piece): string =>
  [
    shown(documents.map(({ value }) => value)),
    JSON.stringify([documents.map(document => [document.start, document.tree()]), comments()]),
  ].join('\n')

/** JSON is read by rules of its own, which a comment in front of it puts off. */
const asYaml = (text: string): string => text.replace(/^(?=\uFEFF?\s*[[{])/, '# c\n')

/** The first way in which the fast reader differs from the exact one; `undefined` when it gives up or is equal. */
function difference(given: string): string | undefined {
  const text = asYaml(given)
  const { parts, pieces } = readYamlFast(text)
  for (const [i, piece] of pieces.entries()) {
    if (!piece) continue
    const exact = readExact(text, parts[i]!.span)
    const [refusal] = exact.troubles
    if (refusal) return `read ${shape(piece)}, refused by kubectl: ${refusal.message}`
    const [fast, wanted] = [shape(piece), shape(withComment(exact, parts[i]!))]
    if (fast !== wanted) return `fast\n${fast}\nexact\n${wanted}`
  }
  return undefined
}

function expectEqual(texts: Iterable<string>, label: (index: number) => string = () => ''): void {
  let index = 0
  for (const text of texts) {
    const wrong = difference(text)
    if (wrong !== undefined) expect.fail(`${label(index)} ${JSON.stringify(text)}: ${wrong}`)
    index++
  }
}

const LETTERS = [...' \n:-#"\'[]{},|>?&*!%@`~.0a\t\r\\', '\n  ', ': ', ' #', '- ', '\n- ', '---\n', '\r\n', '  ']

/** A text with one to four small damages. */
function mutated(random: () => number, text: string): string {
  let result = text
  for (let count = 1 + Math.floor(random() * 4); count > 0; count--) {
    const at = Math.floor(random() * (result.length + 1))
    const length = Math.floor(random() * 4)
    const lines = result.split('\n')
    const line = Math.floor(random() * lines.length)
    result = pick(random, [
      () => result.slice(0, at) + result.slice(at + 1 + length),
      () => result.slice(0, at) + pick(random, LETTERS) + result.slice(at),
      () => result.slice(0, at) + pick(random, LETTERS) + result.slice(at + 1),
      () => result.slice(0, at) + result.slice(at, at + length) + result.slice(at),
      () => lines.toSpliced(line, 1).join('\n'),
      () => lines.toSpliced(line, 0, pick(random, lines)).join('\n'),
      () => lines.with(line, ` ${lines[line]}`).join('\n'),
      () => lines.with(line, lines[line]!.slice(1)).join('\n'),
    ])()
  }
  // No half of a pair of surrogates, which no file holds.
  return Buffer.from(result).toString()
}

function expectEqualWhenMutated(texts: readonly string[], count: number): void {
  const seed = Number(process.env['SEED'] ?? 20260101)
  const random = randomFrom(seed)
  expectEqual(
    (function* () {
      for (let i = 0; i < count; i++) yield mutated(random, pick(random, texts))
    })(),
    index => `seed ${seed}, text ${index}:`,
  )
}

const SNIPPETS = [...inContexts(SCALARS), ...inContexts(QUOTED), ...inContexts(FLOW), ...DOCUMENTS, ...BLOCKS, MANIFEST]

describe('the fast reader gives up or is equal to the exact one', { timeout: 60_000 }, () => {
  test.each([
    ['scalars', inContexts(SCALARS)],
    ['quoted scalars', inContexts(QUOTED)],
    ['brackets', inContexts(FLOW)],
    ['documents', DOCUMENTS],
    ['block scalars', BLOCKS],
    ['a manifest', [MANIFEST]],
    ['fixtures', yamlIn(FIXTURES)],
  ])('%s', (_, texts) => {
    expectEqual(texts)
  })

  test('all of it with mutations', () => {
    expectEqualWhenMutated(SNIPPETS, 6000)
    expectEqualWhenMutated([MANIFEST, ...yamlIn(FIXTURES)], 1500)
  })

  test.each([MANIFEST, ...COMMON])('%j is not left to the exact reader', text => {
    expect(readYamlFast(text).pieces).not.toContain(undefined)
    expect(difference(text)).toBeUndefined()
  })
})

describe.skipIf(!existsSync(REAL))(
  `real files${existsSync(REAL) ? '' : ` (skipped: ${REAL} is not there)`}`,
  { timeout: 60_000 },
  () => {
    const real = yamlIn(REAL)

    test('are read as the exact reader reads them', () => {
      expectEqual(real)
    })

    test('and so are mutations of them', () => {
      expectEqualWhenMutated(
        real.filter(text => text.length < 4000),
        1500,
      )
    })

    test('are hardly ever left to the exact reader', () => {
      const sound = real.filter(text =>
        streamOf(text).chunks.every(({ span }) => readExact(text, span).troubles.length === 0),
      )
      expect(sound.filter(text => !readYamlFast(text).pieces.includes(undefined)).length).toBeGreaterThan(
        0.85 * sound.length,
      )
    })
  },
)
