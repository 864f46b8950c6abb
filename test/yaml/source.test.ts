import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Path } from '../../src/core/location.ts'
import { Lines } from '../../src/core/source.ts'
import { readYaml, readYamlFast } from '../../src/yaml/source.ts'

const valuesOf = async (text: string): Promise<unknown[]> =>
  (await readYaml('a.yaml', text)).documents.map(({ value }) => value)

const faultsOf = async (text: string) =>
  (await readYaml('a.yaml', text)).faults.map(({ code, file, line, column, message }) => ({
    code,
    file,
    line,
    column,
    message,
  }))

describe('documents', () => {
  test.each<[string, string, unknown[]]>([
    [
      'the dialect of kubectl',
      'a: yes\nb: 0644\nc: 22:22\nd: 2001-12-14\ne: on\nf: 0o17\ng: e3\nh: .\n',
      [{ a: true, b: 420, c: '22:22', d: '2001-12-14', e: true, f: 15, g: 'e3', h: '.' }],
    ],
    [
      'the same by the exact reader',
      'x: &x 1\na: yes\nb: 0644\nc: 22:22\nd: 2001-12-14\nf: 0o17\ng: e3\nh: .\n',
      [{ x: 1, a: true, b: 420, c: '22:22', d: '2001-12-14', f: 15, g: 'e3', h: '.' }],
    ],
    ['whatever %YAML asks for', '%YAML 1.2\n---\na: yes\n', [{ a: true }]],
    [
      'merges',
      'a: &a {x: 1, z: 2}\nb: {<<: *a, z: 3}\nc: {z: 4, <<: [*a]}\n',
      [{ a: { x: 1, z: 2 }, b: { x: 1, z: 3 }, c: { z: 2, x: 1 } }],
    ],
    ['a percent sign at the start of a line', '"x\n%YAML"\n---\na: 1\n', ['x %YAML', { a: 1 }]],
    ['explicit tags', 'a: !!str 1\nb: !!int "3"\nc: !x y\nd: !!binary aGk=\n', [{ a: '1', b: 3, c: 'y', d: 'hi' }]],
    ['scalars on several lines', 'a: x\n  y\nb: "x\n  y"\n', [{ a: 'x y', b: 'x y' }]],
    ['none that is empty or null', '# c\n---\n---\n~\n---\na: 1\n---\nnull\n', [{ a: 1 }]],
    ['with markers of all kinds', '--- # c\na: 1\n---   \nb: 2\n...\n---\r\nc: 3\n', [{ a: 1 }, { b: 2 }, { c: 3 }]],
    ['a row of dashes in a literal scalar', 'a: |\n  ---\n  x\n', [{ a: '---\nx\n' }]],
    ['JSON', ' {"a": [1, "yes", null], "b": "\\u0041"}\n', [{ a: [1, 'yes', null], b: 'A' }]],
    ['JSON with tabs', '{\n\t"a": {\n\t\t"b": 1\n\t}\n}', [{ a: { b: 1 } }]],
    ['a list of JSON', '[{"a": 1}, {"b": 2}]', [[{ a: 1 }, { b: 2 }]]],
    ['JSON after JSON', '{"a": 1}\n{"b": 2}{"c": 3}\n', [{ a: 1 }, { b: 2 }, { c: 3 }]],
    [
      'large numbers in JSON after JSON',
      '{"a": 1e20}\n{"b": 12345678901234567890}',
      [{ a: 1e20 }, { b: 1.2345678901234567e19 }],
    ],
    ['escapes of JSON alone, after JSON', '{"a\\/b": "\\/"}\n{"c": "\\ud83d\\ude00"}', [{ 'a/b': '/' }, { c: '😀' }]],
    ['what only begins like JSON, behind a tab', ' \t{"a": tr ue}', [{ a: 'tr ue' }]],
    ['bytes that are no UTF-8', 'a: !!binary 1e+3\nb: !!binary w6k=\n', [{ a: '\ufffd\ufffd\ufffd', b: 'é' }]],
    ['what is no JSON, and gives way to another value', 'a: [.inf]\na: 1\nb: {~: 1}\nb: 2\n', [{ a: 1, b: 2 }]],
    ['broken JSON that is YAML', '{"a": 1,\n "b": }}\n', [{ a: 1, b: null }]],
    [
      'half a pair of surrogates in JSON',
      '{"a": "\\ud800x\\\\ud800\\ud83d\\ude00"}',
      [{ a: '\ufffdx\\ud800\u{1f600}' }],
    ],
    ['nothing behind three dots', 'a: b\n... c\nd: e\n', [{ a: 'b' }]],
    ['what only begins like JSON', '{a: 1, b: [yes]}\n', [{ a: 1, b: [true] }]],
    ['a byte order mark', '\ufeffa: 1\n', [{ a: 1 }]],
    ['a byte order mark before JSON', '\ufeff{"a": 1}\n', [{ a: 1 }]],
  ])('%s', async (_, text, expected) => {
    expect(await valuesOf(text)).toEqual(expected)
    expect(await faultsOf(text)).toEqual([])
  })

  test.each([
    ['read fast', '__proto__: {x: 1}\nconstructor: 2\n'],
    ['read exactly', '__proto__: {x: 1}\nconstructor: &a 2\n'],
    ['of JSON', '{"__proto__": {"x": 1}, "constructor": 2}'],
    ['that are merged', 'a: &a {__proto__: {x: 1}, constructor: 2}\nb: {<<: *a}\n'],
  ])('keys like those of a prototype are data: %s', async (_, text) => {
    const [value] = (await valuesOf(text)) as [Record<string, unknown>]
    const map = (value['b'] ?? value) as Record<string, unknown>
    expect(Object.keys(map).slice(0, 2)).toEqual(['__proto__', 'constructor'])
    expect(Object.getPrototypeOf(map)).toBe(Object.prototype)
    expect(map['x']).toBeUndefined()
  })

  test('begin at their first content', async () => {
    const text = '# c\n---\n# d\na: 1\n---\n- &x b\n'
    const { documents } = await readYaml('a.yaml', text)
    expect(documents.map(({ start }) => text.slice(start))).toEqual(['a: 1\n---\n- &x b\n', '- &x b\n'])
  })

  test.each([
    ['YAML', 'z: 1\n---\na:\n  b: 1\n  c: 2\n  b: 3\n'],
    ['YAML in brackets', 'z: 1\n---\na: {b: 1, c: 2, b: 3}\n'],
    ['JSON', '{"z": 1}\n{"a": {"b": 1, "c": 2, "b": 3}}'],
  ])('of %s: the last of duplicate keys wins, and it is listed', async (_, text) => {
    const source = await readYaml('a.yaml', text)
    expect(source.documents[1]!.value).toEqual({ a: { b: 3, c: 2 } })
    const quote = text.startsWith('{') ? 1 : 0
    const spot = (at: number) => ({ span: [at - quote, at + 1 + quote] })
    const [first, last] = [spot(text.indexOf('b')), spot(text.lastIndexOf('b'))]
    expect(source.duplicates([1])).toEqual([{ key: 'b', at: last, first, effective: last, lost: 'first' }])
    expect(source.duplicates([1, 'a'])).toEqual(source.duplicates([1]))
    for (const path of [[0], [2], [1, 'a', 'b'], [1, 'x'], []]) expect(source.duplicates(path)).toEqual([])
    expect(source.faults).toEqual([])
  })

  test.each<[string, string, Path, readonly [key: string, ...lines: number[]][]]>([
    [
      'three times',
      'a: 1\na: 2\na: 3\n',
      [0],
      [
        ['a', 2, 1, 3],
        ['a', 3, 1, 3],
      ],
    ],
    ['in lists of lists', '- - a: 1\n    a: 2\n- - b: 1\n', [0], [['a', 2, 1, 2]]],
    ['in another item', '- a: 1\n  a: 2\n- b: 1\n', [0, 1], []],
    [
      'in the values of a repeated key',
      'a:\n  b: 1\n  b: 2\na:\n  c: 1\n  c: 2\n',
      [0],
      [
        ['b', 3, 2, 3],
        ['a', 4, 1, 4],
        ['c', 6, 5, 6],
      ],
    ],
    [
      'spelled in other ways',
      'a: 1\n"a": 2\n1: x\n0x1: y\n',
      [0],
      [
        ['a', 2, 1, 2],
        ['1', 4, 3, 4],
      ],
    ],
    ['a merge and its override', 'x: &x {a: 1}\ny:\n  <<: *x\n  a: 2\n  <<: *x\n', [0], []],
    ['what is merged', 'y:\n  <<:\n    a: 1\n    a: 2\n', [0], [['a', 4, 3, 4]]],
    ['an anchor, where it is written', 'x: &x\n  a: 1\n  a: 2\ny: *x\nz: *x\n', [0], [['a', 3, 2, 3]]],
    ['behind an alias', 'x: &x\n  a: 1\n  a: 2\ny: *x\n', [0, 'y'], []],
  ])('repeated keys: %s', async (_, text, path, wanted) => {
    const source = await readYaml('a.yaml', text)
    const found = source
      .duplicates(path)
      .map(({ key, ...spots }) => [
        key,
        ...[spots.at, spots.first, spots.effective].map(spot => source.locate(spot).start.line),
      ])
    expect(found).toEqual(wanted)
  })

  test.each<[string, string, Path, string]>([
    ['its key', 'a:\n  password: x\n', [0, 'a', 'password'], 'password'],
    ['its key, quotes and all', '{"a": {"password": "x"}}', [0, 'a', 'password'], '"password"'],
    ['of repeated ones the last', 'a: 1\n"a": 2\n', [0, 'a'], '"a"'],
    ['the key around a list', 'a: [x, y]\n', [0, 'a'], 'a'],
    ['the dash of an item', 'a:\n  - x\n', [0, 'a', 0], '-'],
  ])('key of a path: %s', async (_, text, path, key) => {
    const source = await readYaml('a.yaml', text)
    expect(source.locate(source.key(path)!).text).toBe(key)
  })

  test.each<[string, string, Path]>([
    ['that is missing', 'a:\n  b: x\n', [0, 'a', 'password']],
    ['that a merge brought', 'a:\n  <<: {password: x}\n', [0, 'a', 'password']],
    ['behind an alias', 'a: &a {password: x}\nb: *a\n', [0, 'b', 'password']],
    ['of a document', 'kind: Pod\n', [0]],
    ['of no document', 'kind: Pod\n', [3, 'kind']],
    ['of nothing', 'kind: Pod\n', []],
  ])('there is no key %s', async (_, text, path) => {
    expect((await readYaml('a.yaml', text)).key(path)).toBeUndefined()
  })
})

describe('faults', () => {
  test.each<[string, string, number, number, RegExp, unknown[]]>([
    ['a flow collection that is open', 'a: 1\n---\nb: [\n---\nc: 3\n', 4, 1, /^Flow sequence/, [{ a: 1 }, { c: 3 }]],
    ['a quoted scalar that is open', 'a: "x\n---\nb: 2\n', 2, 1, /./, [{ b: 2 }]],
    ['a tab as indentation', 'a:\n\tb: 1\n', 2, 1, /^Tabs/, []],
    ['bad indentation', 'a: 1\n---\nb:\n   c: 1\n  d: 2\n---\ne: 3\n', 5, 1, /./, [{ a: 1 }, { e: 3 }]],
    ['an alias without an anchor', 'a: *x\n', 1, 4, /^alias has no anchor/, []],
    ['an anchor in itself', 'a: &x\n  b: *x\n', 2, 6, /^anchor contains itself/, []],
    ['a merge of no map', 'a: 1\nb:\n  <<: 1\n', 3, 3, /^only maps can be merged/, []],
    ['broken JSON', '{"a": 1,\n "b" "c"}\n', 2, 6, /./, []],
    ['JSON, and then something else', '{"a": 1}\n{"b"\n', 3, 1, /./, [{ a: 1 }]],
    ['keys that become one in JSON', '1: x\n"1": y\n', 2, 1, /^two keys of different types/, []],
    ['a byte order mark inside', 'a: 1\n\ufeffb: 2\n', 2, 1, /^byte order mark/, []],
  ])('%s', async (_, text, line, column, message, rest) => {
    expect(await faultsOf(text)).toEqual([
      { code: 'NOT_YAML', file: 'a.yaml', line, column, message: expect.stringMatching(message) },
    ])
    expect(await valuesOf(text)).toEqual(rest)
  })
})

const POD = `# head
apiVersion: v1
kind: Pod   # what
metadata:
  name: 'web'
  labels: {app: web, tier: "front"} # in brackets
spec:
  containers:
  - image: nginx
    name: web
    args:
      - -v
      - "--port"
    command: |
      run
      it
    ports: []
    env:
    - {name: A, value: "1"}
  - image: other
  - - nested: 1
    - 2
  volumes: &volumes
  hostNetwork:
---
kind: List
items:
- apiVersion: v1
  kind: Service
  metadata: {name: x}
- {kind: Secret, metadata: {name: y}}
`

/** The same, and nothing for the fast reader. */
const SLOW = POD.replace('metadata:\n', 'metadata:\n  generation: &x 1\n').replace('items:', 'x: &y 1\nitems:')
const FAST = POD.replace(' &volumes', '')

describe.each([
  ['the fast reader', FAST],
  ['the exact reader', SLOW],
])('locations by %s', (_, text) => {
  test.each<[string, Path, string]>([
    ['a document', [0], 'kind: Pod'],
    ['another document', [1], 'kind: List'],
    ['an object in a List', [1, 'items', 0], 'kind: Service'],
    ['an object in a List in brackets', [1, 'items', 1], 'kind: Secret'],
    ['an entry', [0, 'kind'], 'kind: Pod'],
    ['a quoted scalar', [0, 'metadata', 'name'], "name: 'web'"],
    ['an entry with a block', [0, 'metadata'], 'metadata'],
    ['an entry with brackets', [0, 'metadata', 'labels'], 'labels: {app: web, tier: "front"}'],
    ['an entry in brackets', [0, 'metadata', 'labels', 'tier'], 'tier: "front"'],
    ['a map in a sequence', [0, 'spec', 'containers', 0], 'name: web'],
    ['a map without name in a sequence', [0, 'spec', 'containers', 1], 'image: other'],
    ['a sequence in a sequence', [0, 'spec', 'containers', 2], 'nested: 1'],
    ['a scalar in a sequence', [0, 'spec', 'containers', 0, 'args', 1], '"--port"'],
    ['a map in brackets in a sequence', [0, 'spec', 'containers', 0, 'env', 0], 'name: A'],
    ['a literal scalar', [0, 'spec', 'containers', 0, 'command'], 'command'],
    ['empty brackets', [0, 'spec', 'containers', 0, 'ports'], 'ports: []'],
    ['nothing', [0, 'spec', 'hostNetwork'], 'hostNetwork'],
    ['below nothing', [0, 'spec', 'hostNetwork', 'x', 1], 'hostNetwork'],
    ['a missing key in a map', [0, 'spec', 'hostPID'], 'spec'],
    ['a missing path in an item', [0, 'spec', 'containers', 0, 'securityContext', 'privileged'], 'name: web'],
    ['a missing item', [0, 'spec', 'containers', 9], 'containers'],
    ['a missing key of a document', [0, 'status'], 'kind: Pod'],
    ['a missing key of an object in a List', [1, 'items', 0, 'spec', 'x'], 'kind: Service'],
    ['a key like a prototype', [0, 'constructor'], 'kind: Pod'],
  ])('%s', async (_, path, expected) => {
    const source = await readYaml('a.yaml', text)
    const { file, start, end, text: underlined } = source.locate(path)
    expect(underlined).toBe(expected)
    expect(file).toBe('a.yaml')
    expect(end).toEqual({ line: start.line, column: start.column + expected.length })
    expect(text.split('\n')[start.line - 1]!.startsWith(expected, start.column - 1)).toBe(true)
  })

  test('comments', async () => {
    const { comments } = await readYaml('a.yaml', text)
    const shift = text === SLOW ? 1 : 0
    expect(comments.map(comment => [comment.text, comment.line])).toEqual([
      ['# head', 1],
      ['# what', 3],
      ['# in brackets', 6 + shift],
    ])
    expect(comments.map(({ span }) => text.slice(...span))).toEqual(comments.map(comment => comment.text))
  })
})

test('only one of the two texts is for the fast reader', () => {
  expect([FAST, SLOW].map(text => !readYamlFast(text).pieces.includes(undefined))).toEqual([true, false])
})

describe('other locations', () => {
  test.each<[string, string, Path, string]>([
    ['what is merged: the merge', 'a: &a {x: 1}\nb:\n  c: 1\n  <<: *a\n', [0, 'b', 'x'], '<<: *a'],
    ['what is below a merge', 'a: &a {x: {y: 1}}\nb:\n  c: 1\n  <<: *a\n', [0, 'b', 'x', 'y'], '<<: *a'],
    [
      'what is below a merge that has such a key',
      'b:\n  <<: {x: {z: 1}, z: 2}\n',
      [0, 'b', 'x', 'z'],
      '<<: {x: {z: 1}, z: 2}',
    ],
    ['what is behind an alias: the alias', 'a: &a {x: 1}\nb: *a\n', [0, 'b', 'x'], 'b: *a'],
    ['what overrides a merge', 'a: &a {x: 1}\nb:\n  <<: *a\n  x: 2\n', [0, 'b', 'x'], 'x: 2'],
    ['a missing key beside a merge', 'a: &a {x: 1}\nb:\n  <<: *a\n', [0, 'b', 'z'], 'b'],
    ['the last of duplicates', 'a: 1\na: 2\n', [0, 'a'], 'a: 2'],
    ['JSON', '{\n  "kind": "Pod",\n  "spec": {"a": [true]}\n}', [0, 'spec', 'a', 0], 'true'],
    ['JSON as a whole', '{\n  "kind": "Pod",\n  "spec": {\n "a": [true]}\n}', [0], '"kind": "Pod"'],
    ['JSON with a large number', '{"a": 12345678901234567890, "b\\/c": [true]}', [0, 'b/c', 0], 'true'],
    ['JSON on several lines', '{\n  "kind": "Pod",\n  "spec": {\n "a": [true]}\n}', [0, 'spec'], '"spec"'],
    ['a scalar as a document', 'just text\n', [0, 'x'], 'just text'],
    ['an empty map', '{}\n', [0, 'x'], '{}'],
    ['no such document', 'a: 1\n', [4, 'a'], ''],
    ['no path', 'a: 1\n', [], ''],
    ['after a byte order mark', '\ufeffa: 1\n', [0, 'a'], 'a: 1'],
    ['with CRLF', 'a:\r\n  b: 1\r\n', [0, 'a', 'b'], 'b: 1'],
    ['a value with an anchor', 'a: &x 1\n', [0, 'a'], 'a: &x 1'],
    ['a value with a tag', 'a: !!str 1 # c\n', [0, 'a'], 'a: !!str 1'],
    ['a map with an anchor', 'a: &x\n  b: 1\n', [0, 'a'], 'a'],
    ['below an anchor', 'a: &x\n  b: 1\n', [0, 'a', 'b'], 'b: 1'],
    ['an anchor with nothing behind it', 'a: &x\nb: 1\n', [0, 'a'], 'a: &x'],
    ['an item with an anchor', 'a:\n- &x b\n- c: *x\n', [0, 'a', 0], 'b'],
    ['an item after it', 'a:\n- &x b\n- c: *x\n', [0, 'a', 1], 'c: *x'],
    ['a key behind a question mark', '? a\n: b\n', [0, 'a'], 'a'],
    ['a key with an anchor', '&x a: 1\nb: *x\n', [0, 'a'], 'a: 1'],
    ['an alias as a key', 'a: &x b\n*x : 1\n', [0, 'b'], '*x : 1'],
    ['brackets over lines', 'a: [\n  b,\n  {c: 1}\n]\nd: &x 1\n', [0, 'a'], 'a'],
    ['within brackets over lines', 'a: [\n  b,\n  {c: 1}\n]\n', [0, 'a', 1, 'c'], 'c: 1'],
    ['a scalar over lines', 'a: b\n  c\nd: 1\n', [0, 'a'], 'a'],
    ['after a scalar over lines', 'a: b\n  c\nd: 1 # e\n', [0, 'd'], 'd: 1'],
    ['a literal scalar with an anchor', 'a: &x |\n  b\n\nc: 1\n', [0, 'a'], 'a'],
    ['after a literal scalar with an anchor', 'a: &x |\n  b\n\nc: 1\n', [0, 'c'], 'c: 1'],
    ['behind U+2028', 'a: 1\u2028b: 2\n', [0, 'b'], 'b: 2'],
    ['behind U+0085', 'a: 1 # c\u0085b: 2\n', [0, 'b'], 'b: 2'],
    ['behind a carriage return', 'a:\r  b: 1\r', [0, 'a', 'b'], 'b: 1'],
    ['behind letters outside of the BMP', '{"\u{1f600}": &x 1, b: 2}\n', [0, 'b'], 'b: 2'],
    ['in front of what kubectl refuses', 'a: 1\nb: "\\/"\n', [0, 'a'], 'a: 1'],
    ['after a byte order mark in a later document', 'a: 1\n---\n\ufeffb: &x 2\n', [1, 'b'], 'b: &x 2'],
    ['in YAML behind JSON', '{"a": 1}\n---\nb: &x 2\n', [1, 'b'], 'b: &x 2'],
  ])('%s', async (_, text, path, expected) => {
    expect((await readYaml('a.yaml', text)).locate(path).text).toBe(expected)
  })

  test('a span, with a note', async () => {
    const source = await readYaml('a.yaml', 'a: 1\nb: 2\n')
    expect(source.locate({ span: [5, 9] }, 'here')).toEqual({
      file: 'a.yaml',
      start: { line: 2, column: 1 },
      end: { line: 2, column: 5 },
      text: 'b: 2',
      within: expect.any(Lines),
      note: 'here',
    })
  })

  test('comments of broken and of fine documents', async () => {
    const { comments } = await readYaml(
      'a.yaml',
      'a: [ # one\n--- # two\nb: "# no" # three\n---\nc: &x 1 # four\nd: |  # five\n  # no\n',
    )
    expect(comments.map(({ text }) => text)).toEqual(['# one', '# two', '# three', '# four', '# five'])
  })

  test('comments that only kubectl takes for such, and their lines', async () => {
    const text =
      '%YAML 1.1 # one\n---# two\na: &x {b: 1}# three\n---\t# four\na: &x [ # five\n  1]\nc: |-  # six\n  # no\nd: 1 # seven\u2028e: 2 # eight\n'
    const { comments, faults } = await readYaml('a.yaml', text)
    expect(faults).toEqual([])
    expect(comments.map(comment => [comment.text, comment.line])).toEqual([
      ['# one', 1],
      ['# two', 2],
      ['# three', 3],
      ['# four', 4],
      ['# five', 5],
      ['# six', 7],
      ['# seven', 9],
      ['# eight', 9],
    ])
  })
})

test('the library is never loaded before it is needed', () => {
  const importsOf = (file: string): string[] =>
    [
      ...readFileSync(new URL(`../../src/yaml/${file}`, import.meta.url), 'utf8').matchAll(
        /^import (?!type).* from '(.*)'/gm,
      ),
    ].map(match => match[1]!)
  const reached = new Set(['source.ts'])
  for (const file of reached)
    for (const next of importsOf(file)) if (next.startsWith('.')) reached.add(posix.join(posix.dirname(file), next))
  expect(reached.size).toBeGreaterThan(5)
  expect([...reached]).not.toContain('library/library.ts')
  expect([...reached].flatMap(importsOf)).not.toContain('yaml')
})
