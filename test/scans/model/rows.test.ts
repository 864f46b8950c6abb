import { expect, test } from 'vitest'
import { packageOfPurl } from '../../../src/scans/model/purl.ts'
import type { ScanFinding } from '../../../src/scans/model/report.ts'
import {
  dateOf,
  distinct,
  headline,
  httpsUrl,
  identify,
  merged,
  repositoryPath,
  versionsOf,
} from '../../../src/scans/model/rows.ts'

test.each([
  ['a CVE stays first', 'CVE-2026-0001', ['DSA-1-1'], ['CVE-2026-0001', 'DSA-1-1']],
  ['the CVE of a GHSA goes first', 'GHSA-aaaa-bbbb-cccc', ['CVE-2026-0001'], ['CVE-2026-0001', 'GHSA-aaaa-bbbb-cccc']],
  ['a GHSA goes before others', 'RUSTSEC-2026-1', ['GHSA-aaaa-bbbb-cccc'], ['GHSA-aaaa-bbbb-cccc', 'RUSTSEC-2026-1']],
  [
    'an advisory on several CVEs',
    'ALAS2-1',
    ['CVE-2026-0001', 'CVE-2026-0002'],
    ['ALAS2-1', 'CVE-2026-0001', 'CVE-2026-0002'],
  ],
  ['its own CVE of several', 'CVE-2026-0002', ['CVE-2026-0001'], ['CVE-2026-0002', 'CVE-2026-0001']],
  ['letter case does not make two', 'cve-2026-0001', ['CVE-2026-0001'], ['CVE-2026-0001']],
  ['no id at all', '', [], ['unidentified']],
  ['what only contains a CVE is none', 'CVE-2026-0001-bash', [], ['CVE-2026-0001-bash']],
])('%s', (_, own, aliases, ids) => {
  expect(identify(own, aliases)).toEqual({ id: ids[0], ids })
})

test.each([
  ['https://a.example/x?y=1#z', true],
  ['https://a.example', true],
  ['http://a.example/', false],
  ['javascript:alert(1)', false],
  ['https://github.com@evil.example/', false],
  ['https://user:word@a.example/', false],
  ['https://a.example/a b', false],
  ['https://a.example/\n::error::x', false],
  ['https://a.example/"onclick', false],
  ['https://a.example/<script>', false],
  ['https://', false],
  ['', false],
])('link %j: %s', (url, kept) => {
  expect(httpsUrl(url)).toBe(kept ? url : undefined)
})

test.each([
  ['', []],
  ['3.4.0, 1.17.6', ['3.4.0', '1.17.6']],
  ['[1.2.3], [4.0.1]', ['1.2.3', '4.0.1']],
  ['>=4.17.11', ['4.17.11']],
  ['~> 4.2.5, ^5.0.0,', ['4.2.5', '5.0.0']],
  ['1.0, 1.0', ['1.0']],
  ['1:2.3-4+deb12u1~bpo', ['1:2.3-4+deb12u1~bpo']],
])('versions in %j', (text, versions) => {
  expect(versionsOf(text)).toEqual(versions)
})

test.each([
  ['Dockerfile', '', 'Dockerfile'],
  ['./a//b/./c', '', 'a/b/c'],
  ['a\\b', '', 'a/b'],
  ['../modules/main.tf', 'deploy/prod', 'deploy/modules/main.tf'],
  ['../x', '', undefined],
  ['../../x', 'deploy', undefined],
  ['/etc/passwd', '', undefined],
  ['C:\\x', '', undefined],
  ['/etc/passwd', 'deploy', undefined],
  ['https://a.example/x', '', undefined],
  ['https://a.example/x', 'deploy', undefined],
  ['a\nb', '', undefined],
  ['.', '', undefined],
  ['', 'deploy', undefined],
])('the path %j in %j', (path, folder, expected) => {
  expect(repositoryPath(path, folder)).toBe(expected)
})

test('a headline is one short line without control characters', () => {
  expect(headline('', ' first\nsecond')).toBe('first')
  expect(headline('a\u001b[1mb\u0000')).toBe('a [1mb')
  expect(headline('x'.repeat(1e6))).toHaveLength(200)
  expect(headline('', ' ')).toBeUndefined()
})

test('times of the year 1 and nonsense are no times', () => {
  expect(dateOf('2026-03-02T09:30:00.123456789Z')).toEqual(new Date('2026-03-02T09:30:00.123Z'))
  expect(dateOf('0001-01-01T00:00:00Z')).toBeUndefined()
  expect(dateOf('yesterday')).toBeUndefined()
  expect(dateOf('')).toBeUndefined()
})

test.each([
  ['pkg:deb/debian/tar@1.34%2Bdfsg-1?os_name=debian', 'deb', 'tar', '1.34+dfsg-1'],
  ['pkg:npm/%40shop/tar@1.0.0', 'npm', '@shop/tar', '1.0.0'],
  ['pkg:maven/com.example/xstream@1.4.5#sub', 'maven', 'com.example:xstream', '1.4.5'],
  ['pkg:golang/example.org/a/b@v1.0.0', 'golang', 'example.org/a/b', 'v1.0.0'],
  ['pkg:pypi/x', 'pypi', 'x', ''],
  ['pkg:npm/100%@1', 'npm', '100%', '1'],
])('%s', (purl, type, name, version) => {
  expect(packageOfPurl(purl)).toEqual({ name, version, type, purl })
})

test.each([['npm/x@1'], ['pkg:'], ['pkg:npm'], ['']])('%j is no package URL', purl => {
  expect(packageOfPurl(purl)).toBeUndefined()
})

const row: ScanFinding = {
  kind: 'vulnerability',
  id: 'CVE-2026-0001',
  ids: ['CVE-2026-0001'],
  severity: 'low',
  package: { name: 'bash', version: '5', path: 'a' },
  fixState: 'unknown',
  cvss: [],
}

test('rows on the same thing become one: the graver word and all that is known', () => {
  const graver = {
    ...row,
    severity: 'high',
    ids: ['CVE-2026-0001', 'GHSA-aaaa-bbbb-cccc'],
    fixed: ['6'],
    kev: true,
  } as const
  for (const rows of [
    [row, graver],
    [graver, row],
  ])
    expect(distinct(rows)).toEqual([{ ...graver, fixState: 'fixed' }])
})

test.each<[string, Partial<ScanFinding>[], readonly string[] | undefined]>([
  ['nobody says', [{}, {}], undefined],
  ['one says that there is none', [{}, { fixed: [], fixState: 'not-fixed' }], []],
  [
    'one knows a version',
    [
      { fixed: [], fixState: 'not-fixed' },
      { fixed: ['6'], fixState: 'fixed' },
    ],
    ['6'],
  ],
  [
    'one says that there is none, the other that there is one',
    [
      { fixed: [], fixState: 'not-fixed' },
      { severity: 'high', fixState: 'fixed' },
    ],
    undefined,
  ],
  ['both know one', [{ fixed: ['6'] }, { fixed: ['7', '6'] }], ['6', '7']],
])('the fixes of rows on the same thing: %s', (_, rows, fixed) => {
  expect(distinct(rows.map(more => ({ ...row, ...more })))[0]?.fixed).toEqual(fixed)
})

test('rows on the same thing keep the id of the first, and the scores of the graver', () => {
  const cvss = [{ version: '3.1', score: 9.8 }]
  const graver: ScanFinding = { ...row, severity: 'critical', cvss, url: 'https://a.example/graver' }
  const other: ScanFinding = { ...graver, id: 'GHSA-aaaa-bbbb-cccc', ids: ['GHSA-aaaa-bbbb-cccc'] }
  expect(merged([{ ...row, cvss: [{ version: '2.0', score: 1 }] }, other])).toEqual({
    ...graver,
    ids: ['CVE-2026-0001', 'GHSA-aaaa-bbbb-cccc'],
  })
  expect(
    merged([
      { ...row, cvss },
      { ...graver, cvss: [] },
    ]).cvss,
  ).toEqual(cvss)
})

test('of rows on the same thing the highest probability counts', () => {
  expect(distinct([{ ...row, epss: 0.1 }, row, { ...row, epss: 0.4 }])).toEqual([{ ...row, epss: 0.4 }])
})

test('a live row is not hidden by a suppressed one', () => {
  const quiet: ScanFinding = { ...row, severity: 'critical', suppressed: { by: 'VEX' } }
  expect(distinct([quiet, row])).toEqual([row])
  expect(distinct([row, quiet])).toEqual([row])
  expect(distinct([quiet, quiet])).toEqual([quiet])
})

test.each<[string, Partial<ScanFinding>]>([
  ['kind', { kind: 'malware' }],
  ['id', { id: 'CVE-2026-0002' }],
  ['package', { package: { name: 'zsh', version: '5', path: 'a' } }],
  ['version', { package: { name: 'bash', version: '6', path: 'a' } }],
  ['path', { package: { name: 'bash', version: '5', path: 'b' } }],
  ['file', { file: { path: 'x' } }],
])('rows that differ in %s stay two', (_, difference) => {
  expect(distinct([row, { ...row, ...difference }])).toHaveLength(2)
})
