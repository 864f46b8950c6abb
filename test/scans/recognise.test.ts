import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readers } from '../../src/scans/readers/index.ts'
import { holdsError, looksLikeReport, mentionsFindings } from '../../src/scans/recognise.ts'
import { fixtures } from './kit.ts'

/** The same keys in the order of the alphabet, as `jq -S` and some libraries write them. */
const sorted = (json: unknown): unknown =>
  Array.isArray(json)
    ? json.map(sorted)
    : typeof json === 'object' && json !== null
      ? Object.fromEntries(
          Object.entries(json)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, value]) => [key, sorted(value)]),
        )
      : json

test.each(fixtures)('%s looks like a report, in any spelling', file => {
  const text = readFileSync(file, 'utf8')
  expect(looksLikeReport(text)).toBe(true)
  expect(looksLikeReport(JSON.stringify(JSON.parse(text)))).toBe(true)
  expect(looksLikeReport(JSON.stringify(sorted(JSON.parse(text)), null, 4))).toBe(true)
  expect(looksLikeReport([...text].join('\0'))).toBe(true)
})

test.each([
  ['package.json', { name: 'x', version: '2.1.0', scripts: { runs: 'x' }, dependencies: {} }],
  ['package-lock.json', { name: 'x', lockfileVersion: 3, packages: { 'node_modules/sarif': { version: '2.1.0' } } }],
  ['tsconfig.json', { $schema: 'https://json.schemastore.org/tsconfig', compilerOptions: {}, include: ['src'] }],
  ['composer.lock', { packages: [{ name: 'a/b', source: { type: 'git' } }] }],
  ['a Kubernetes object', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'x' }, spec: {} }],
  [
    'an HTTPRoute',
    { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', spec: { rules: [{ matches: [{ path: {} }] }] } },
  ],
  [
    'a manifest of an image',
    { schemaVersion: 2, mediaType: 'application/vnd.oci.image.manifest.v1+json', config: {}, layers: [] },
  ],
  ['a CloudFormation template', { Resources: { Bucket: { Type: 'AWS::S3::Bucket' } } }],
  ['an Action in JSON', { name: 'x', runs: { using: 'node24' } }],
  ['an ECS cluster', { ClusterName: 'x', Tags: [] }],
  ['an SBOM', { bomFormat: 'CycloneDX', specVersion: '1.6', metadata: {}, components: [{ name: 'x' }] }],
  ['nothing', {}],
])('%s does not look like a report', (_, json) => {
  expect(looksLikeReport(JSON.stringify(json, null, 2))).toBe(false)
  expect(looksLikeReport(JSON.stringify(json))).toBe(false)
})

test.each<[string, unknown, boolean]>([
  ['an SBOM', { bomFormat: 'CycloneDX', components: [] }, true],
  ['what names a vulnerability', { note: 'CVE-2026-0001' }, true],
  ['a list of vulnerabilities', { vulnerabilities: [] }, true],
  ['prose about vulnerabilities', { description: 'scans for vulnerabilities of any severity' }, false],
  ['a package', { name: 'x', dependencies: {} }, false],
])('%s mentions findings', (_, json, wanted) => expect(mentionsFindings(JSON.stringify(json))).toBe(wanted))

test.each<[unknown, boolean]>([
  [{ error: 'x' }, true],
  [{ Error: { code: 3 } }, true],
  [{ errors: [{ code: 'DENIED' }], data: null }, true],
  [{ code: 401, message: 'unauthorized' }, true],
  [[{ error: 'x' }, { error: 'y' }], true],
  [{ error: null }, false],
  [{ errors: [] }, false],
  [{ error: '' }, false],
  [{ message: 'x', rows: [] }, false],
  [{ message: '' }, false],
  [[{ error: 'x' }, {}], false],
  [[], false],
  [{}, false],
  ['error', false],
  [null, false],
])('%j is an error message: %s', (json, is) => expect(holdsError(json)).toBe(is))

/** Repetition without an end could be tried from every letter anew: only white space and spaces of a table have it. */
test.each(readers.flatMap(({ format, signs }) => signs.flat().map(sign => [format, sign] as const)))(
  'the sign %s %s reads each letter of a text a bounded number of times',
  (_, { source }) => {
    expect(source.replaceAll('\\s*', '').replaceAll(' +', '')).not.toMatch(/[^\\][*+]|\{\d+,\}/)
    expect([...source.matchAll(/\{\d+,(\d+)\}/g)].every(([, most]) => Number(most) <= 2000)).toBe(true)
  },
)
