import { expect, test } from 'vitest'
import { readReport } from '../../../src/scans/index.ts'
import { about, readJson, reportOf, thrownBy } from '../kit.ts'

const report = reportOf('grype/image-0.110.json')

test('an image: what was scanned', () => {
  expect(report).toMatchObject({
    tool: 'grype',
    format: 'grype',
    toolVersion: '0.110.0',
    created: new Date('2026-03-02T10:00:00Z'),
    image: {
      ref: 'ghcr.io/shop/api:1.4',
      digest: `sha256:${'7'.repeat(64)}`,
      names: ['ghcr.io/shop/api:stable', `ghcr.io/shop/api@sha256:${'7'.repeat(64)}`],
      platform: 'linux/amd64',
    },
  })
})

test.each<[string, unknown, string | undefined]>([
  ['its user', { architecture: 'amd64', os: 'linux', config: { User: 'app:app' } }, 'app:app'],
  ['a user that is a number', { os: 'linux', config: { User: 1000 } }, '1000'],
  ['no user', { os: 'linux', config: {} }, ''],
  ['no configuration to run', { os: 'linux' }, undefined],
  ['nothing of an image', { architecture: '', os: '', config: {} }, undefined],
  ['nothing at all', 'text', undefined],
])('the configuration of an image: %s', (_, config, user) => {
  const packed = Buffer.from(JSON.stringify(config)).toString('base64')
  for (const [text, read] of [
    [packed, user],
    [packed.slice(0, 9), undefined],
    [{}, undefined],
  ]) {
    const source = { type: 'image', target: { userInput: 'shop/api:1.4', config: text } }
    const [{ image } = {}] = readReport({ matches: [], source, descriptor: { name: 'grype' } }, 'grype.json')
    expect(image?.user).toBe(read)
  }
})

test('two feeds on one package become one finding with all that is known', () => {
  expect(about(report, 'CVE-2026-5000')).toEqual([
    {
      kind: 'vulnerability',
      id: 'CVE-2026-5000',
      ids: ['CVE-2026-5000', 'GHSA-xxxx-yyyy-zzzz'],
      severity: 'critical',
      title: 'A module does something bad.',
      package: { name: 'example.org/mod', version: 'v1.0.0', type: 'go-module', path: '/usr/bin/app' },
      fixed: ['1.2.3', '2.0.1'],
      fixState: 'fixed',
      cvss: [
        { version: '3.1', score: 9.8, vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', source: 'nvd@nist.gov' },
      ],
      epss: 0.72,
      kev: true,
      url: 'https://nvd.example/CVE-2026-5000',
      layer: 'sha256:5555',
    },
  ])
})

test('an advisory on several CVEs keeps its id; a version that mends nothing is none; no layer for system packages', () => {
  expect(about(report, '__proto__')).toEqual([
    {
      kind: 'vulnerability',
      id: 'ALAS2-2026-1',
      ids: ['ALAS2-2026-1', 'CVE-2026-5001', 'CVE-2026-5002'],
      severity: 'low',
      package: { name: '__proto__', version: '1\0', type: 'rpm', path: '/var/lib/rpm/rpmdb.sqlite' },
      fixed: [],
      fixState: 'not-fixed',
      cvss: [],
      kev: false,
    },
  ])
})

test('a live match stays live beside an ignored one; without a risk nobody looked into the catalogue of exploits', () => {
  const [glibc, ...others] = about(report, 'glibc')
  expect(others).toEqual([])
  expect(glibc).toMatchObject({ severity: 'unknown', fixState: 'will-not-fix' })
  expect(glibc).not.toHaveProperty('suppressed')
  expect(glibc).not.toHaveProperty('kev')
})

test.each([
  ['perl', { by: 'ignore rule', reason: 'not in the path' }],
  ['curl', { by: 'VEX', reason: 'not_affected, vulnerable_code_not_present' }],
])('%s is suppressed', (name, suppressed) => {
  expect(about(report, name)).toMatchObject([{ suppressed }])
})

test('a distribution past its end is one finding; a distribution without advisories and a lost row make the scan incomplete', () => {
  expect(about(report, 'amazonlinux')).toMatchObject([
    { kind: 'end-of-life', severity: 'high', package: { version: '1' } },
  ])
  expect(report.complete).toBe(false)
  expect(report.incompleteReason).toMatch(/no advisories for the distribution of 1 package.*1 row could not be read/)
})

test('Grype 0.7', () => {
  const old = reportOf('grype/image-0.7.json')
  expect(old).toMatchObject({
    complete: true,
    toolVersion: '0.7.0',
    image: { ref: 'shop/api:1.0', digest: `sha256:${'4'.repeat(64)}` },
  })
  expect(old.findings).toEqual([
    {
      kind: 'vulnerability',
      id: 'CVE-2020-0001',
      ids: ['CVE-2020-0001'],
      severity: 'medium',
      package: {
        name: 'libldap',
        version: '2.4.47-3',
        type: 'deb',
        purl: 'pkg:deb/debian/libldap@2.4.47-3?arch=amd64',
        path: '/var/lib/dpkg/status',
      },
      fixed: ['2.4.47-3+deb10u5'],
      fixState: 'fixed',
      cvss: [
        { version: '3.1', score: 7.5, vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H' },
        { version: '2.0', score: 5, vector: 'AV:N/AC:L/Au:N/C:N/I:N/A:P' },
      ],
      url: 'https://tracker.example/CVE-2020-0001',
    },
    {
      kind: 'vulnerability',
      id: 'CVE-2020-0002',
      ids: ['CVE-2020-0002'],
      severity: 'info',
      package: { name: 'bash', version: '5.0-4', type: 'deb' },
      fixState: 'unknown',
      cvss: [],
    },
  ])
})

test('a folder is no image; a database that is not valid makes the scan incomplete', () => {
  const folder = reportOf('grype/directory-0.92.json')
  expect(folder).toMatchObject({
    complete: false,
    incompleteReason: expect.stringContaining('grype db update'),
    findings: [],
  })
  expect(folder).not.toHaveProperty('image')
  expect(folder).not.toHaveProperty('toolVersion')
  expect(folder).not.toHaveProperty('created')
})

test('of several probabilities the greatest counts; what is none is left out', () => {
  const match = (epss: unknown): unknown => ({
    vulnerability: { id: 'CVE-2026-0001', epss },
    artifact: { name: 'bash', version: '5' },
  })
  const epssOf = (epss: unknown): number | undefined =>
    readJson({ matches: [match(epss)], descriptor: {} })[0]?.findings[0]?.epss
  expect(epssOf([{ epss: 0.1 }, { epss: 0.4 }, { epss: 17 }, { epss: -1 }, {}, null])).toBe(0.4)
  expect(epssOf([{ epss: 'often' }])).toBeUndefined()
  expect(epssOf(undefined)).toBeUndefined()
})

test.each([
  [{ state: 'fixed', versions: ['5.1', '6.0'] }, ['5.1', '6.0']],
  [{ state: 'fixed', versions: [] }, undefined],
  [{ state: 'not-fixed', versions: [] }, []],
  [{ state: 'wont-fix', versions: ['5.1'] }, []],
  [{ state: 'unknown', versions: [] }, undefined],
  [{ state: '', versions: [] }, undefined],
])('the fix %j', (fix, fixed) => {
  const match = { vulnerability: { id: 'CVE-2026-0001', fix }, artifact: { name: 'bash', version: '5' } }
  expect(readJson({ matches: [match], descriptor: {} })[0]?.findings[0]?.fixed).toEqual(fixed)
})

test('a clean image', () => {
  const source = { type: 'image', target: { userInput: 'shop/api:2' } }
  expect(readJson({ matches: [], source, descriptor: { name: 'grype', version: '0.110.0' } })).toMatchObject([
    { complete: true, findings: [], image: { ref: 'shop/api:2', names: [] } },
  ])
})

test('the report of another program of the same shape (kubescape leaves the name empty)', () => {
  const matches = [
    { vulnerability: { id: 'CVE-2026-0001', severity: 'High' }, artifact: { name: 'bash', version: '5' } },
  ]
  expect(readJson({ matches, descriptor: { name: '' } })[0]?.findings).toHaveLength(1)
  expect(readJson({ matches })[0]?.findings).toHaveLength(1)
})

test('Grype without its matches is a fault', () => {
  const fault = thrownBy(() => readReport({ descriptor: { name: 'grype' }, matches: null }, 'r.json'))
  expect(fault).toMatchObject({ code: 'NOT_A_REPORT', message: expect.stringContaining('no list of `matches`') })
})

test.each([
  ['of today', { status: { built: '2026-06-15T02:00:00Z' } }, '2026-06-15T02:00:00.000Z'],
  ['of old', { built: '2024-06-15T02:00:00+02:00' }, '2024-06-15T00:00:00.000Z'],
  ['without a database', { status: { built: '0001-01-01T00:00:00Z' } }, undefined],
  ['without a word of it', undefined, undefined],
  ['with a date that is none', { built: 'yesterday' }, undefined],
])('the date of the database in a report %s', (_, db, built) =>
  expect(readJson({ matches: [], descriptor: { name: 'grype', db } })[0]?.databaseBuilt?.toISOString()).toBe(built),
)
