import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Fault } from '../../src/core/fault.ts'
import { decodeJson, readers, readReport } from '../../src/scans/index.ts'
import { fixtures, readJson, thrownBy } from './kit.ts'

const trivy = {
  SchemaVersion: 2,
  ArtifactName: 'shop/a:1',
  ArtifactType: 'container_image',
  Metadata: { OS: { Family: 'alpine', Name: '3.20.1' } },
}
const grype = { matches: [], descriptor: { name: 'grype' } }

test('one object with a single key around a report is looked through, once', () => {
  expect(readJson({ scan: trivy })).toMatchObject([{ tool: 'trivy', image: { ref: 'shop/a:1' } }])
  expect(thrownBy(() => readJson({ pipeline: { scan: trivy } }))).toMatchObject({ code: 'NOT_A_REPORT' })
})

test('reports appended to each other are all read', () => {
  const text = `${JSON.stringify(trivy)}\n${JSON.stringify(grype, null, 2)}\n`
  const reports = readReport(decodeJson(new TextEncoder().encode(text), 'r.json'), 'r.json')
  expect(reports.map(({ tool }) => tool)).toEqual(['trivy', 'grype'])
})

test('a document that is no report among them is a fault', () => {
  const text = `${JSON.stringify(trivy)}\n{"level":"info"}\n`
  expect(thrownBy(() => readReport(decodeJson(new TextEncoder().encode(text), 'r.json'), 'r.json'))).toMatchObject({
    code: 'NOT_A_REPORT',
  })
})

test.each([[null], [[]], [{}]])('%j says nothing: neither clean nor a report', json => {
  expect(thrownBy(() => readReport(json, 'r.json'))).toMatchObject({
    code: 'NOT_A_REPORT',
    file: 'r.json',
    message: expect.stringContaining('nobody can tell a clean scan from none'),
  })
})

test.each([[1], ['text'], [true], [[1, 2]], [{ a: 1, b: 2 }], [[{ a: 1 }]]])('%j is no report', json => {
  expect(thrownBy(() => readReport(json, 'r.json'))).toMatchObject({
    code: 'NOT_A_REPORT',
    message: expect.stringContaining('no report that I know'),
  })
})

test('what another tool wrote is named, with what to do', () => {
  expect(thrownBy(() => readReport({ artifacts: [], artifactRelationships: [] }, 'r.json'))).toMatchObject({
    message: expect.stringMatching(
      /^this is a Syft SBOM: it lists packages and holds no findings: scan it with `grype sbom:/,
    ),
  })
  expect(thrownBy(() => readReport({ wrapped: { spdxVersion: 'SPDX-2.3' } }, 'r.json'))).toMatchObject({
    message: expect.stringMatching(/^this is an SPDX SBOM: /),
  })
  expect(
    thrownBy(() => readReport({ matches: [{ Cycle: {}, artifact: {} }], descriptor: {} }, 'r.json')),
  ).toMatchObject({
    message: expect.stringMatching(/^this is a Xeol report: /),
  })
  expect(thrownBy(() => readReport({ ok: true, vulnerabilities: [] }, 'r.json'))).toMatchObject({
    message: expect.stringMatching(/^this is a Snyk report: .*--sarif/),
  })
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
  // The smallest fixture has a dozen places.
  expect(read).toBeGreaterThan(50)
})
