import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Fault } from '../../src/core/fault.ts'
import { decodeJson, readReport, reportNamed } from '../../src/scans/index.ts'
import { readers } from '../../src/scans/readers/index.ts'
import { fixtures, readJson, thrownBy } from './kit.ts'

const trivy = {
  SchemaVersion: 2,
  ArtifactName: 'shop/a:1',
  ArtifactType: 'container_image',
  Metadata: { OS: { Family: 'alpine', Name: '3.20.1' } },
  Results: [{ Target: 'shop/a:1 (alpine 3.20.1)', Class: 'os-pkgs', Type: 'alpine' }],
}
const grype = { matches: [], descriptor: { name: 'grype' } }

const text = (...documents: readonly unknown[]): string => documents.map(one => JSON.stringify(one)).join('\n')
const readText = (json: string): ReturnType<typeof readReport> =>
  readReport(decodeJson(new TextEncoder().encode(json), 'r.json'), 'r.json')

test.each<[string, string, readonly string[]]>([
  ['after each other', text(trivy, grype), ['trivy', 'grype']],
  ['a list', text([grype, trivy]), ['grype', 'trivy']],
  ['one key', text({ scan: trivy }), ['trivy']],
  ['several keys', text({ api: trivy, web: grype }), ['trivy', 'grype']],
  ['labels beside it', text({ report: trivy, when: 1, image: 'shop/a:1', final: true }), ['trivy']],
  ['two deep', text({ pipeline: { scan: trivy } }), ['trivy']],
  ['lists after each other', text([trivy], { web: [grype] }), ['trivy', 'grype']],
])('reports packed together are all read: %s', (_, json, tools) => {
  const reports = readText(json)
  expect(reports.map(({ tool }) => tool)).toEqual(tools)
  expect(reports.every(({ complete }) => complete)).toBe(true)
})

test.each<[string, string, RegExp]>([
  ['null in a list', text([trivy, null]), /1 value in an unknown format \(`\[1\]`\)/],
  ['null under a key', text({ api: trivy, web: null }), /1 value .* \(`\.web`\)/],
  ['nothing before it', text({}, trivy), /1 value .* \(`document 1`\)/],
  ['an empty list after it', text(trivy, []), /1 value .* \(`document 2`\)/],
  ['the line of a log', text({ level: 'fatal', msg: 'no such image' }, trivy), /1 value .* \(`document 1`\)/],
  ['an SBOM', text(trivy, { bomFormat: 'CycloneDX', components: [{}, {}] }), /1 value .* \(`document 2`\)/],
  ['an error', text({ api: trivy, web: { error: { why: 'x' } } }), /1 value .* \(`\.web`\)/],
  ['a word in a list', text([trivy, 'failed']), /1 value .* \(`\[1\]`\)/],
  ['deep down', text({ a: [trivy, { b: {} }] }), /1 value .* \(`\.a\[1\]`\)/],
  ['a key of any kind', text({ a: trivy, 'x`<b>': {} }), /1 value .* \(`\.…`\)/],
  ['many', text([trivy, ...Array(9).fill(null)]), /9 values .* `\[5\]` and 4 more\)/],
])('what is no report beside one that is makes the file incomplete: %s', (_, json, message) => {
  const [first, rest, ...others] = readText(json)
  expect(first).toMatchObject({ tool: 'trivy', complete: true })
  expect(rest).toMatchObject({ complete: false, incompleteReason: expect.stringMatching(message), findings: [] })
  expect(others).toEqual([])
})

test('only so much of a file is searched, and what is left is told', () => {
  const [first, rest, ...others] = readJson([trivy, ...Array(10_000).fill({})])
  expect(first).toMatchObject({ tool: 'trivy', complete: true })
  expect(rest?.incompleteReason).toContain('10000 values')
  expect(others).toEqual([])
  const deep = (depth: number): unknown => (depth === 0 ? trivy : [deep(depth - 1)])
  expect(readJson(deep(4))).toHaveLength(1)
  expect(thrownBy(() => readJson(deep(5)))).toMatchObject({ code: 'NOT_A_REPORT' })
  expect(thrownBy(() => readText(`${'['.repeat(9999)}${']'.repeat(9999)}`))).toMatchObject({ code: 'NOT_A_REPORT' })
})

test('lists of others that have a target and a type are no results of Trivy', () => {
  expect(thrownBy(() => readJson({ Records: [{ Target: 'a.example', Type: 'A' }] }))).toMatchObject({
    code: 'NOT_A_REPORT',
  })
})

test.each([[null], [[]], [{}]])('%j says nothing: neither clean nor a report', json => {
  expect(thrownBy(() => readReport(json, 'r.json'))).toMatchObject({
    code: 'NOT_A_REPORT',
    file: 'r.json',
    message: expect.stringContaining('a clean scan cannot be verified'),
  })
})

test.each([[1], ['text'], [true], [[1, 2]], [{ a: 1, b: 2 }], [[{ a: 1 }]]])('%j is no report', json => {
  expect(thrownBy(() => readReport(json, 'r.json'))).toMatchObject({
    code: 'NOT_A_REPORT',
    message: expect.stringContaining('not a report in a supported format ('),
  })
})

test('what another tool wrote is named, with what to do', () => {
  expect(thrownBy(() => readReport({ artifacts: [], artifactRelationships: [] }, 'r.json'))).toMatchObject({
    message: expect.stringMatching(/^this is a Syft SBOM: it lists packages, not findings: scan it with `grype sbom:/),
  })
  expect(thrownBy(() => readReport({ wrapped: { spdxVersion: 'SPDX-2.3' } }, 'r.json'))).toMatchObject({
    message: expect.stringMatching(/^this is an SPDX SBOM: /),
  })
  expect(
    thrownBy(() => readReport({ matches: [{ Cycle: {}, artifact: {} }], descriptor: {} }, 'r.json')),
  ).toMatchObject({
    message: expect.stringMatching(/^this is a Xeol report, which is not read: /),
  })
  expect(thrownBy(() => readReport({ ok: true, vulnerabilities: [] }, 'r.json'))).toMatchObject({
    message: expect.stringMatching(/^this is a Snyk report, which is not read: .*--sarif/),
  })
})

test.each([
  ['scan.json', { file: 'scan.json' }],
  ['trivy:scan.json', { file: 'scan.json', format: 'trivy' }],
  ['grype:out/*.json', { file: 'out/*.json', format: 'grype' }],
  ['sarif:C:\\x.json', { file: 'C:\\x.json', format: 'sarif' }],
  ['trivy:trivy:a', { file: 'trivy:a', format: 'trivy' }],
  ['snyk:scan.json', { file: 'snyk:scan.json' }],
  ['Trivy:scan.json', { file: 'Trivy:scan.json' }],
  ['trivy', { file: 'trivy' }],
])('the report %s', (text, named) => expect(reportNamed(text)).toEqual(named))

test.each<[string, unknown, string, unknown]>([
  ['a report of it', trivy, 'trivy', [['trivy', true]]],
  [
    'several',
    [trivy, { a: trivy }],
    'trivy',
    [
      ['trivy', true],
      ['trivy', true],
    ],
  ],
  ['null, which old Trivy wrote', null, 'trivy', [['trivy', true]]],
  ['an empty list, the same', [], 'trivy', [['trivy', true]]],
  [
    'one of them null, which may be a scan that failed',
    { api: trivy, web: null },
    'trivy',
    [
      ['trivy', true],
      ['unknown', false],
    ],
  ],
  [
    'one of another',
    [trivy, grype],
    'trivy',
    [
      ['trivy', true],
      ['unknown', false],
    ],
  ],
  ['another', grype, 'trivy', 'this is JSON, but not a trivy report'],
  ['null', null, 'grype', 'the report is empty'],
  ['a report of Trivy', trivy, 'sarif', 'this is JSON, but not a sarif report'],
  ['an object without anything', {}, 'trivy', 'the report is empty'],
  ['an SBOM', { bomFormat: 'CycloneDX' }, 'trivy', 'this is a CycloneDX SBOM'],
])('%s: %j read as %s', (_, json, format, wanted) => {
  const read = (): unknown => readReport(json, 'r.json', { format }).map(({ tool, complete }) => [tool, complete])
  if (typeof wanted === 'string') expect(read).toThrow(wanted)
  else expect(read()).toEqual(wanted)
})

const odd = [null, undefined, 0, '', 'x', [], {}, [null], [[]], { a: null }]

test('no reader throws while it is asked', () => {
  for (const reader of readers) for (const json of odd) expect(reader.recognises(json), reader.format).toBe(false)
})

/** A document with one value replaced, for every place in it. */
function* variants(json: unknown, value: unknown): Generator<unknown> {
  yield value
  if (typeof json !== 'object' || json === null) return
  for (const [key, part] of Object.entries(json))
    for (const variant of variants(part, value))
      yield Array.isArray(json) ? json.with(Number(key), variant) : { ...json, [key]: variant }
}

test.each(fixtures)('%s: whatever stands anywhere in it, there are reports or a fault of ours', file => {
  const json: unknown = JSON.parse(readFileSync(file, 'utf8'))
  let read = 0
  for (const value of [null, 7, 'x', [], {}, [null], [[7]], { a: null }])
    for (const variant of variants(json, value))
      try {
        for (const report of readReport(variant, 'r.json')) expect(report).toHaveProperty('complete')
        read++
      } catch (error) {
        expect(error).toBeInstanceOf(Fault)
        expect((error as Fault).cause).not.toBeInstanceOf(TypeError)
      }
  expect(read).toBeGreaterThan(0)
})
