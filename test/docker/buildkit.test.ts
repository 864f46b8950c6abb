import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Instruction, Pair, Word } from '../../src/docker/ast.ts'
import { expand } from '../../src/docker/expand.ts'
import { parseDockerfile } from '../../src/docker/parse/parse.ts'
import { checkSpans } from './spans.ts'

const SHARED = new URL('../../../shared/', import.meta.url)
const GOLDENS = new URL('corpora/extra/buildkit-parser-goldens.jsonl', SHARED)
const VECTORS = new URL('corpora/extra/buildkit-expansion.jsonl', SHARED)
const REAL = new URL('real/', SHARED)

/** What a title says of a skip: the data that is missing. */
function absent(data: URL): string {
  return existsSync(data) ? '' : ` (skipped: ${data.pathname} is not here)`
}

const lines = <T>(file: URL): readonly T[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))

/** An instruction as BuildKit's parser dumps it. */
function dump(node: Instruction): string {
  const name = node.is.toLowerCase()
  if (node.is === 'ONBUILD') return `(onbuild ${dump(node.trigger)})`
  const flags = node.flags.map(({ name, value }) =>
    JSON.stringify(value === undefined ? `--${name}` : `--${name}=${value}`),
  )
  const args = argumentsOf(node).map(text => JSON.stringify(text).replaceAll('\\u0000', '\\x00'))
  return `(${[name, ...(flags.length > 0 ? [`[${flags.join(' ')}]`] : []), ...args].join(' ')})`
}

function argumentsOf(node: Instruction): readonly string[] {
  if (node.is === 'ENV' || node.is === 'LABEL') return node.pairs.flatMap(pair => dumpPair(pair, node.legacy))
  if (node.is === 'ARG') return node.pairs.map(({ key, value }) => (value ? `${key.text}=${value.text}` : key.text))
  if (node.is === 'FROM') return [node.image, node.as, node.alias].flatMap(word => word?.text ?? [])
  if (node.is === 'USER') return [node.name.text]
  const shown = (words: readonly Word[]): readonly string[] =>
    words.map(word => (node.rest.startsWith('[') ? word.value : word.text))
  if (node.is === 'COPY' || node.is === 'ADD') return shown([...node.sources, node.target])
  if (!('words' in node)) return []
  if (!('form' in node)) return shown(node.words)
  const [, type = '', script = node.rest] = (node.is === 'HEALTHCHECK' && /^(\S+)\s*(.*)$/s.exec(node.rest)) || []
  const words = node.form === 'exec' ? node.words.map(({ value }) => value) : script === '' ? [] : [script]
  return type === '' ? words : [type, ...words]
}

const dumpPair = ({ key, value }: Pair, legacy: boolean): readonly string[] => [
  key.text,
  value?.text ?? '',
  legacy ? '' : '=',
]

interface Golden {
  readonly id: string
  readonly files: readonly [{ readonly content: string }]
  readonly ast_dump?: string
}

describe.skipIf(!existsSync(GOLDENS))(`BuildKit's goldens${absent(GOLDENS)}`, () => {
  const goldens = existsSync(GOLDENS) ? lines<Golden>(GOLDENS) : []
  test('are all there', () => {
    expect(goldens).toHaveLength(37)
  })
  test.each(goldens)('$id', ({ files: [{ content }], ast_dump }) => {
    const { instructions, problems } = parseDockerfile('Dockerfile', content)
    if (ast_dump === undefined) expect(problems).not.toEqual([])
    else expect(instructions.map(dump)).toEqual(ast_dump.split('\n'))
  })
})

interface Vector {
  readonly id: string
  readonly platform?: 'A' | 'U' | 'W'
  readonly input: string
  readonly env: Readonly<Record<string, string>>
  readonly expect?: string
  readonly expect_words?: readonly string[]
}

describe.skipIf(!existsSync(VECTORS))(`BuildKit's expansions${absent(VECTORS)}`, () => {
  const vectors = existsSync(VECTORS) ? lines<Vector>(VECTORS) : []
  test('are all there', () => {
    expect(vectors).toHaveLength(254)
  })
  test.each(vectors)('$id: $input', ({ platform, input, env, expect: text, expect_words: words }) => {
    const fold = (name: string): string => (platform === 'W' ? name.toLowerCase() : name)
    const values = new Map(Object.entries(env).map(([name, value]) => [fold(name), value]))
    const found = expand(input, { get: name => values.get(fold(name)) }, { escape: '\\', split: true })
    if (words) expect(found.error === undefined ? found.words : ['error']).toEqual(words)
    else expect(found.error === undefined ? found.text : 'error').toBe(text)
  })
})

describe.skipIf(!existsSync(REAL))(`real Dockerfiles${absent(REAL)}`, () => {
  const entries = existsSync(REAL) ? readdirSync(REAL, { recursive: true, withFileTypes: true }) : []
  const files = entries
    .filter(entry => entry.isFile() && /dockerfile/i.test(entry.name))
    .map(({ parentPath, name }) => `${parentPath}/${name}`)
  test('are many', () => {
    expect(files.length).toBeGreaterThan(280)
  })
  test.each(files)('spans tile %s', file => {
    checkSpans(parseDockerfile(file, readFileSync(file, 'utf8')))
  })
})
