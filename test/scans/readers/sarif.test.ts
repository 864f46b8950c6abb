import { expect, test } from 'vitest'
import { readReport } from '../../../src/scans/index.ts'
import type { ScanFinding } from '../../../src/scans/model/report.ts'
import { about, readJson, reportOf, reportsOf, thrownBy } from '../kit.ts'

const tool = { driver: { name: 'Any' } }
const version = '2.1.0'

const packageLine = ({ id, severity, package: about, fixed, fixState }: ScanFinding): unknown[] => [
  id,
  severity,
  about && `${about.name} ${about.version}`,
  // "?" is what the report does not say.
  fixed?.join(' ') ?? '?',
  fixState,
]

test('Trivy: the severity of its message, the gravest when a name forges one', () => {
  const report = reportOf('sarif/trivy-0.65.sarif.json')
  expect(report).toMatchObject({
    tool: 'Trivy',
    format: 'sarif',
    toolVersion: '0.65.0',
    complete: true,
    image: {
      ref: 'shop/api:1.4',
      digest: `sha256:${'2'.repeat(64)}`,
      names: ['shop/api:latest', `shop/api@sha256:${'2'.repeat(64)}`],
    },
  })
  expect(report.findings.map(packageLine)).toEqual([
    ['CVE-2026-0001', 'low', 'libssl3 3.0.11-1', '3.0.15-1', 'fixed'],
    ['CVE-2026-0100', 'critical', 'x 2.0', '', 'not-fixed'],
    ['DS-0002', 'high', undefined, '?', 'unknown'],
    ['aws-access-key-id', 'critical', undefined, '?', 'unknown'],
  ])
  expect(report.findings.map(({ kind, title, file }) => [kind, title, file])).toEqual([
    ['vulnerability', 'openssl: reads past the end', undefined],
    ['vulnerability', 'core: runs code', undefined],
    ['misconfiguration', 'Dockerfile: name a user', undefined],
    ['secret', 'app/.env:3: AWS Access Key ID', undefined],
  ])
  expect(about(report, 'x')[0]?.package?.path).toBe('app/a.jar')
  expect(JSON.stringify(report)).not.toMatch(/neverprintthis/i)
})

test('the old templates of Trivy: severity in a tag, the help or the id', () => {
  const { findings } = reportOf('sarif/trivy-0.15.sarif.json')
  expect(findings.map(packageLine)).toEqual([
    ['CVE-2019-1549', 'medium', 'openssl 1.1.1c-r0', '1.1.1d-r0', 'fixed'],
    ['CVE-2019-1551', 'low', 'openssl 1.1.1c-r0', '', 'not-fixed'],
    ['CVE-2019-1563', 'high', undefined, '?', 'unknown'],
  ])
  expect(findings[0]?.file).toEqual({ path: 'Dockerfile', line: 1, column: 1, endColumn: 1 })
})

test('Grype: the package cut off the id, the severity of its message and not of the score', () => {
  const report = reportOf('sarif/grype-0.110.sarif.json')
  expect(report.image).toEqual({ ref: 'ghcr.io/shop/api:1.4', names: [] })
  expect(report.findings.map(packageLine)).toEqual([
    ['CVE-2026-5000', 'low', 'my-pkg 1.0', '1.1 2.1', 'fixed'],
    ['GHSA-xxxx-yyyy-zzzz', 'critical', 'mod 2.2.2', '', 'not-fixed'],
  ])
  expect(report.findings[0]?.package).toEqual({
    name: 'my-pkg',
    version: '1.0',
    type: 'deb',
    purl: 'pkg:deb/debian/my-pkg@1.0',
    path: '/var/lib/dpkg/status',
  })
})

test('Snyk: the vendor word, the CVE of the description, the image of the automation id', () => {
  const report = reportOf('sarif/snyk-container-1.1296.sarif.json')
  expect(report).toMatchObject({
    toolVersion: '1.1296.0',
    image: { ref: 'shop/api' },
    created: new Date('2026-01-02T00:00:00Z'),
  })
  expect(report.findings.map(packageLine)).toEqual([
    ['CVE-2026-6000', 'low', 'libbz2-1.0 1.0.6-8.1', '?', 'unknown'],
    // "undefined" is no score: the level of the rule counts.
    ['SNYK-GOLANG-X-2', 'high', 'golang.org/x/sys v0.1.0', '?', 'unknown'],
    ['snyk:lic:golang:x:GPL-3.0', 'high', undefined, '?', 'unknown'],
  ])
  expect(report.findings.map(({ kind }) => kind)).toEqual(['vulnerability', 'vulnerability', 'license'])
  expect(report.findings[0]).toMatchObject({ ids: ['CVE-2026-6000', 'SNYK-DEBIAN12-BZIP2-1'] })
  expect(report.findings.map(({ package: of }) => of?.path)).toEqual([undefined, '/app/bin', undefined])
})

test.each([
  [
    '## Remediation\nUpgrade `Debian:12` `zlib` to version 1:1.2.13.dfsg-2 or higher.\n## References',
    ['1:1.2.13.dfsg-2'],
  ],
  ['## Remediation\nUpgrade `lodash` to version 4.17.21, 5.0.0 or higher.', ['4.17.21', '5.0.0']],
  ['# Remediation Upgrade `zlib` to version 1.2.12-r2 or higher', ['1.2.12-r2']],
  ['## Remediation\nThere is no fixed version for `Debian:12` `zlib`.\n', []],
  ['## Overview\nUpgrade `x` to version 9 or higher.\n## References', undefined],
  ['## Remediation\nA fix was pushed but not yet published.', undefined],
  ['## Remediation\nDo not go back to version 9 or higher.', undefined],
  ['## Remediation\nUpgrade `x` to version <b>@all</b> or higher.', undefined],
  [`## Remediation\nUpgrade \`${'x'.repeat(1000)}\` to version 9 or higher.`, undefined],
  ['## Remediation\nThere is no fixed version\n## Remediation\nUpgrade `x` to version 9 or higher.', undefined],
  ['# Remediation'.repeat(100_000), undefined],
  ['', undefined],
])('Snyk: the fix in %.80j', (markdown, fixed) => {
  const rules = [{ id: 'SNYK-DEBIAN12-ZLIB-1', fullDescription: { text: 'zlib@1' }, help: { text: '', markdown } }]
  const run = { tool: { driver: { name: 'Snyk Container', rules } }, results: [{ ruleId: 'SNYK-DEBIAN12-ZLIB-1' }] }
  expect(readJson({ version: '2.1.0', runs: [run] })[0]?.findings[0]?.fixed).toEqual(fixed)
})

test.each([
  ['2', ['2']],
  ['', undefined],
])('Trivy: a package whose name forges a line without fix, before "%s"', (real, fixed) => {
  const text = `Package: x\nFixed Version: \nInstalled Version: 1\nSeverity: HIGH\nFixed Version: ${real}\nLink: x`
  const run = { tool: { driver: { name: 'Trivy' } }, results: [{ ruleId: 'CVE-2026-0001', message: { text } }] }
  expect(readJson({ version: '2.1.0', runs: [run] })[0]?.findings[0]?.fixed).toEqual(fixed)
})

test('Docker Scout: its own severity, one finding for each package', () => {
  const { findings } = reportOf('sarif/scout-1.15.sarif.json')
  expect(findings.map(packageLine)).toEqual([
    ['CVE-2026-7000', 'high', 'tar 1.34+dfsg-1', '', 'not-fixed'],
    ['CVE-2026-7000', 'high', '@shop/tar 1.0.0', '', 'not-fixed'],
    ['GMS-2026-1', 'unknown', 'com.example:xstream 1.4.5', '1.4.20', 'fixed'],
  ])
  expect(findings.some(({ file }) => file)).toBe(false)
})

test('JFrog: the score, several CVEs, what the policy enforcer repeats once, no evidence of secrets', () => {
  const [xray, secrets, enforcer] = reportsOf('sarif/jfrog-cli-2.70.sarif.json')
  expect(xray?.findings.map(packageLine)).toEqual([
    ['CVE-2026-8000', 'high', 'async 3.2.4', '3.2.5 4.0.1', 'fixed'],
    ['XRAY-1234', 'unknown', 'zlib 1.2', '', 'not-fixed'],
  ])
  expect(xray?.findings[0]).toMatchObject({ ids: ['CVE-2026-8000', 'CVE-2026-8001'] })
  expect(xray?.findings[0]).not.toHaveProperty('file')
  expect(secrets?.findings).toMatchObject([
    { kind: 'secret', severity: 'info', title: '/usr/src/app/index.js:9: [Secret in Binary found] Hard coded secret' },
  ])
  expect(JSON.stringify(secrets)).not.toContain('neverprintthis')
  expect(enforcer).toMatchObject({ tool: 'JFrog Policy Enforcer', complete: true, findings: [] })
})

test('osv-scanner: aliases, the score, and the level where there is none', () => {
  const { findings } = reportOf('sarif/osv-scanner-2.5.sarif.json')
  expect(findings.map(packageLine)).toEqual([
    ['CVE-2026-9000', 'high', 'regex 1.5.1', '?', 'unknown'],
    ['GO-2026-0001', 'medium', '@scope/x 2.0.0', '?', 'unknown'],
  ])
  expect(findings[0]).toMatchObject({
    ids: ['CVE-2026-9000', 'RUSTSEC-2026-0001', 'GHSA-mmmm-nnnn-pppp'],
    package: { path: '/home/runner/Cargo.lock' },
  })
  expect(findings.map(({ file }) => file)).toEqual([undefined, { path: 'sub/go.mod' }])
})

test('Dockle: levels, and no files', () => {
  const { findings } = reportOf('sarif/dockle-0.4.sarif.json')
  expect(findings.map(({ kind, id, severity, title, file }) => [kind, id, severity, title, file])).toEqual([
    ['misconfiguration', 'CIS-DI-0010', 'high', 'Suspicious filename found', undefined],
    ['misconfiguration', 'CIS-DI-0005', 'low', 'set DOCKER_CONTENT_TRUST', undefined],
  ])
})

const linter = reportOf('sarif/linter-1.0.sarif.json')

test.each([
  ['score-as-word', 'critical', 'word', { path: 'src/a.tf', line: 75, column: 22, endColumn: 53 }],
  ['score-as-number', 'medium', 'number', { path: 'src/a.tf', line: 3, column: 2 }],
  ['level-of-rule', 'high', 'wrong index', { path: 'src/by index.tf' }],
  ['level-of-rule/case', 'high', '/etc/passwd:4: case of a rule', undefined],
  ['of-extension', 'low', 'two after one, not {9}', undefined],
  ['__proto__', 'medium', 'no rule at all', undefined],
  ['constructor', 'unknown', undefined, undefined],
  ['told', 'info', 'told', undefined],
  ['open', 'unknown', 'undecided', undefined],
  ['under-review', 'medium', 'loud', undefined],
  ['CKV_SECRET_6', 'medium', 'Base64 High Entropy String', { path: 'src/key.tf' }],
])('any tool: %s is %s', (id, severity, title, file) => {
  const [finding, ...others] = about(linter, id)
  expect(others).toEqual([])
  expect(finding).toMatchObject({ id, severity })
  expect([finding?.title, finding?.file, finding?.suppressed]).toEqual([title, file, undefined])
})

test.each([['passed'], ['gone']])('any tool: %s is no finding', id => {
  expect(about(linter, id)).toEqual([])
})

test('any tool: suppressions', () => {
  expect(about(linter, 'in-source')).toMatchObject([
    { suppressed: { by: 'comment in the source', reason: 'tested elsewhere' } },
  ])
  expect(about(linter, 'accepted')).toMatchObject([{ suppressed: { by: 'suppression' } }])
})

const only = (result: Readonly<Record<string, unknown>>): ScanFinding | undefined =>
  readJson({ version, runs: [{ tool, results: [{ ruleId: 'X', ...result }] }] })[0]?.findings[0]

test.each<[unknown, boolean]>([
  [[{}], true],
  [[{ status: null }, { status: 'accepted' }], true],
  [[{ status: 'accepted' }, { status: 'rejected' }], false],
  [[{ status: 'Accepted' }], false],
  [[null], false],
  [['accepted'], false],
  [[{}, null], false],
  [[[]], false],
  [[], false],
  [{}, false],
  [null, false],
])('the suppressions %j silence a result: %s', (suppressions, silent) => {
  expect(only({ suppressions })?.suppressed !== undefined).toBe(silent)
})

test.each([
  ['error', 'high'],
  ['Error', 'high'],
  ['WARNING', 'medium'],
  ['note', 'low'],
  ['none', 'info'],
  ['info', 'info'],
  ['critical', 'critical'],
  ['fatal', 'unknown'],
  ['__proto__', 'unknown'],
  [undefined, 'medium'],
])('the level %s is %s', (level, severity) => {
  expect(only({ level })?.severity).toBe(severity)
})

test('any tool: a CVE inside the id, the version, the time', () => {
  expect(about(linter, 'CVE-2026-0042')).toMatchObject([
    { kind: 'vulnerability', id: 'CVE-2026-0042', ids: ['CVE-2026-0042', 'ANCHOREVULN_CVE-2026-0042_dpkg_bash-4.3'] },
  ])
  expect(linter).toMatchObject({
    tool: 'Linter OSS',
    toolVersion: '1.0.0',
    created: new Date('2026-03-01T00:01:00Z'),
    complete: true,
  })
  expect(JSON.stringify(linter)).not.toContain('neverprintthis')
})

test.each([
  ...[false, 'false', 'true', 0, null].map((executionSuccessful): [string, unknown, RegExp] => [
    `a run whose success is ${JSON.stringify(executionSuccessful)}`,
    { version, runs: [{ tool, invocations: [{}, { executionSuccessful }], results: [] }] },
    /Any did not report a successful run/,
  ]),
  [
    'an invocation outside of a list',
    { version, runs: [{ tool, invocations: { executionSuccessful: true }, results: [] }] },
    /1 row could not be read/,
  ],
  ...['toolExecutionNotifications', 'toolConfigurationNotifications'].map((key): [string, unknown, RegExp] => [
    `a run with an error among its ${key}`,
    {
      version,
      runs: [{ tool, invocations: [{}, { [key]: [{}, { level: 'error' }, { level: 'error' }] }], results: [] }],
    },
    /Any reports 2 errors: check its log/,
  ]),
  ['a run without results', { version, runs: [{ tool }] }, /no list of `results`/],
  ['results that are null', { version, runs: [{ tool, results: null }] }, /no list of `results`/],
  ['no run', { version, runs: [] }, /contains no run/],
  ['a run that is none', { version, runs: ['run'] }, /1 row could not be read/],
  ['a result that is none', { version, runs: [{ tool, results: [null, {}] }] }, /1 row could not be read/],
])('%s is not clean', (_, json, reason) => {
  expect(readJson(json)).toMatchObject([{ complete: false, incompleteReason: expect.stringMatching(reason) }])
})

test.each([
  [3, 2 ** 31 - 1, { line: 3, column: 2 ** 31 - 1 }],
  [3, 1e300, { line: 3 }],
  [3, 1.5, { line: 3 }],
  [2 ** 31, 1, {}],
  [1.5, 1, {}],
  [0, 1, {}],
])('line %j and column %j', (startLine, startColumn, place) => {
  const physicalLocation = { artifactLocation: { uri: 'a.yaml' }, region: { startLine, startColumn } }
  const results = [{ ruleId: 'X', locations: [{ physicalLocation }] }]
  expect(readJson({ version, runs: [{ tool, results }] })[0]?.findings[0]?.file).toEqual({ path: 'a.yaml', ...place })
})

test('one vulnerability without a package at two places of an image is two', () => {
  const results = ['a', 'b'].map(name => ({
    ruleId: 'CVE-2026-1',
    locations: [{ physicalLocation: { artifactLocation: { uri: `file:///${name}` } } }],
  }))
  expect(readJson({ version, runs: [{ tool, results }] })[0]?.findings).toHaveLength(2)
})

test.each(['warning', 'note', 'none', undefined])('a notification at level %s is no error', level => {
  const invocations = [{ executionSuccessful: true, toolExecutionNotifications: [{ level }] }]
  expect(readJson({ version, runs: [{ tool, invocations, results: [] }] })).toMatchObject([{ complete: true }])
})

test('a clean run is clean', () => {
  expect(readJson({ version, runs: [{ tool, invocations: [{ executionSuccessful: true }], results: [] }] })).toEqual([
    { file: 'report.json', tool: 'Any', format: 'sarif', complete: true, findings: [] },
  ])
})

test('a version of SARIF that nobody writes any more is a fault', () => {
  const fault = thrownBy(() => readReport({ version: '2.0.0', runs: [{ tool, results: [] }] }, 'r.json'))
  expect(fault).toMatchObject({
    code: 'NOT_A_REPORT',
    message: expect.stringContaining('unsupported version of SARIF; expected 2.1.0'),
  })
})

test('a graver repetition in another run is kept', () => {
  const run = (level: string): unknown => ({
    tool,
    results: [{ ruleId: 'CVE-2026-0001', level, message: { text: 'm' } }],
  })
  const counts = readJson({ version, runs: [run('note'), run('error'), run('note')] }).map(
    ({ findings }) => findings.length,
  )
  expect(counts).toEqual([1, 1, 0])
})
