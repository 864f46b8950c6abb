import { expect, test } from 'vitest'
import type { ScanFinding, ScannedImage, ScanReport } from '../../src/scans/model/report.ts'
import type { Scanned } from '../../src/world/scanned.ts'
import { World } from '../../src/world/world.ts'

const row = (more: Partial<ScanFinding> = {}): ScanFinding => ({
  kind: 'vulnerability',
  id: 'CVE-2022-37434',
  ids: ['CVE-2022-37434'],
  severity: 'high',
  package: { name: 'zlib', version: '1.2.11-r3' },
  fixState: 'unknown',
  cvss: [],
  ...more,
})

const report = (tool: string, findings: readonly ScanFinding[], image?: Partial<ScannedImage>): ScanReport => ({
  file: `${tool}.json`,
  tool,
  format: tool,
  image: { ref: 'shop/api:1.4', names: [], ...image },
  complete: true,
  findings,
})

const scanned = (...reports: readonly ScanReport[]): readonly Scanned[] => new World({ reports }).scanned()

/** Which tools tell each finding. */
const tellers = (...reports: readonly ScanReport[]): readonly string[] =>
  scanned(...reports).map(({ finding, reports: told }) => [finding.id, ...told.map(one => one.report.tool)].join(' '))

test('two scanners on one image: what each knows, in the words of the graver', () => {
  const trivy = row({ fixed: ['1.2.12-r2'], fixState: 'fixed', title: 'zlib: overflow', epss: 0.1 })
  const grype = row({ severity: 'critical', fixed: [], fixState: 'not-fixed', title: 'other', epss: 0.4, kev: true })
  const [first, ...others] = scanned(report('trivy', [trivy]), report('grype', [grype]))
  expect(others).toEqual([])
  expect(first?.finding).toEqual({ ...grype, fixed: ['1.2.12-r2'], fixState: 'fixed' })
  expect(first?.reports.map(({ source }) => source.file)).toEqual(['trivy.json', 'grype.json'])
})

test('a severity that one of them does not know does not count', () => {
  const [first] = scanned(report('a', [row({ severity: 'unknown' })]), report('b', [row({ severity: 'low' })]))
  expect(first?.finding.severity).toBe('low')
})

test('an alias is enough, also over a third report; the order stays', () => {
  const other = row({ id: 'CVE-2026-1', ids: ['CVE-2026-1'] })
  const ghsa = row({ id: 'GHSA-aaaa-bbbb-cccc', ids: ['GHSA-aaaa-bbbb-cccc'] })
  const both = row({ ids: ['CVE-2022-37434', 'ghsa-aaaa-bbbb-cccc'] })
  expect(tellers(report('a', [other, ghsa]), report('b', [both]), report('c', [row(), other]))).toEqual([
    'CVE-2026-1 a c',
    'GHSA-aaaa-bbbb-cccc a b c',
  ])
})

test.each<[string, Partial<ScanFinding>]>([
  ['another version', { package: { name: 'zlib', version: '1.3' } }],
  ['another package', { package: { name: 'zlib-dev', version: '1.2.11-r3' } }],
  ['another advisory', { id: 'CVE-2026-1', ids: ['CVE-2026-1'] }],
  ['an advisory on several', { id: 'ALAS-1', ids: ['ALAS-1', 'CVE-2022-37434', 'CVE-2026-1'] }],
  ['no package', { package: undefined } as unknown as Partial<ScanFinding>],
  ['another kind', { kind: 'license' }],
  ['a file of the repository', { file: { path: 'package-lock.json' } }],
])('%s stays another finding', (_, more) => {
  expect(scanned(report('a', [row()]), report('b', [row(more)]))).toHaveLength(2)
})

test('the advisory of a vendor on several vulnerabilities does not make them one', () => {
  const of = (id: string): ScanFinding => row({ id, ids: [id, 'RHSA-2026:1'] })
  expect(scanned(report('a', [of('CVE-2026-1')]), report('b', [of('CVE-2026-2')]))).toHaveLength(2)
})

test('rows without an id stay apart', () => {
  const nameless = row({ id: 'unidentified', ids: ['unidentified'] })
  expect(scanned(report('a', [nameless]), report('b', [nameless]))).toHaveLength(2)
})

test('the rows of one report stay apart: a package may be there twice', () => {
  const jars = ['a.jar', 'b.jar'].map(path => row({ package: { name: 'zlib', version: '1.2.11-r3', path } }))
  expect(tellers(report('a', jars), report('b', jars))).toEqual(['CVE-2022-37434 a b', 'CVE-2022-37434 a'])
})

const pinned = (digit: string): string => `shop/api@sha256:${digit.repeat(64)}`

test.each<[string, Partial<ScannedImage>, Partial<ScannedImage>, number]>([
  ['one digest, two names', { digest: 'sha256:1' }, { digest: 'sha256:1', ref: 'other' }, 1],
  ['one name, two spellings', {}, { ref: 'docker.io/shop/api:1.4' }, 1],
  ['one name, one digest', { digest: 'sha256:1' }, {}, 1],
  ['one name, two digests', { digest: 'sha256:1' }, { digest: 'sha256:2' }, 2],
  [
    'one name, two platforms',
    { digest: 'sha256:1', platform: 'linux/amd64' },
    { digest: 'sha256:2', platform: 'linux/arm64' },
    1,
  ],
  [
    'one name and platform, two digests',
    { digest: 'sha256:1', platform: 'linux/amd64' },
    { digest: 'sha256:2', platform: 'linux/amd64' },
    2,
  ],
  ['one name, two digests, one platform not told', { digest: 'sha256:1', platform: 'a/b' }, { digest: 'sha256:2' }, 2],
  [
    'no tag, two digests and platforms',
    { ref: pinned('1'), digest: `sha256:${'1'.repeat(64)}`, platform: 'linux/amd64' },
    { ref: pinned('2'), digest: `sha256:${'2'.repeat(64)}`, platform: 'linux/arm64' },
    2,
  ],
  ['another tag', {}, { ref: 'shop/api:1.5' }, 2],
  [
    'another tag and platform',
    { digest: 'sha256:1', platform: 'linux/amd64' },
    { digest: 'sha256:2', platform: 'linux/arm64', ref: 'shop/api:1.5' },
    2,
  ],
])('the same image: %s', (_, one, other, count) => {
  expect(scanned(report('a', [row()], one), report('b', [row()], other))).toHaveLength(count)
})

test('three platforms of an image, and a second scanner on each of them', () => {
  const images = ['a', 'b', 'c', 'a', 'b', 'c'].map(one => ({ digest: `sha256:${one}`, platform: `linux/${one}` }))
  const only = row({ id: 'CVE-2026-1', ids: ['CVE-2026-1'] })
  const reports = images.map((image, at) => report(`${at}`, at === 2 ? [row(), only] : [row()], image))
  expect(tellers(...reports)).toEqual(['CVE-2022-37434 0 1 2 3 4 5', 'CVE-2026-1 2'])
})

const digested = { digest: 'sha256:1' }

test.each([
  ['after it', [digested, {}]],
  ['before it', [{}, digested]],
])('a report without digest goes with one image only: %s', (_, images) => {
  const reports = [...images, { digest: 'sha256:2' }].map((image, at) => report(`${at}`, [row()], image))
  expect(tellers(...reports)).toEqual(['CVE-2022-37434 0 1', 'CVE-2022-37434 2'])
})

test('two images with the same vulnerability, two reports of each', () => {
  const images = ['shop/api:1', 'shop/web:1', 'shop/api:1', 'shop/web:1']
  expect(tellers(...images.map((ref, at) => report(`${at}`, [row()], { ref })))).toEqual([
    'CVE-2022-37434 0 2',
    'CVE-2022-37434 1 3',
  ])
})
