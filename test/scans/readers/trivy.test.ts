import { expect, test } from 'vitest'
import { readReport } from '../../../src/scans/index.ts'
import type { ScanFinding } from '../../../src/scans/model/report.ts'
import { trivy } from '../../../src/scans/readers/trivy/trivy.ts'
import { about, readJson, reportOf, reportsOf, thrownBy } from '../kit.ts'

const image = reportOf('trivy/image-0.65.json')

test('an image: what was scanned', () => {
  const { findings: _, ...facts } = image
  expect(facts).toEqual({
    file: 'trivy/image-0.65.json',
    tool: 'trivy',
    format: 'trivy',
    toolVersion: '0.65.0',
    created: new Date('2026-03-02T09:30:00.123Z'),
    complete: true,
    image: {
      ref: 'registry.example.com/shop/api:1.4',
      digest: `sha256:${'2'.repeat(64)}`,
      names: ['registry.example.com/shop/api:latest', `registry.example.com/shop/api@sha256:${'2'.repeat(64)}`],
      platform: 'linux/arm64/v8',
    },
  })
})

test('a vulnerability of a system package, whole', () => {
  expect(about(image, 'libssl3')).toEqual([
    {
      kind: 'vulnerability',
      id: 'CVE-2026-0001',
      ids: ['CVE-2026-0001', 'DSA-9001-1'],
      severity: 'high',
      title: 'openssl: reads past the end',
      package: {
        name: 'libssl3',
        version: '3.0.11-1',
        type: 'debian',
        purl: 'pkg:deb/debian/libssl3@3.0.11-1?arch=arm64&distro=debian-12.5',
      },
      fixed: ['3.0.15-1', '3.1.4-2'],
      fixState: 'fixed',
      cvss: [
        {
          version: '4.0',
          score: 9.3,
          vector: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N',
          source: 'nvd',
        },
        { version: '3.1', score: 9.8, vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', source: 'nvd' },
        { version: '2.0', score: 5, vector: 'AV:N/AC:L/Au:N/C:P/I:N/A:N', source: 'nvd' },
        { version: '3.0', score: 6.5, source: 'redhat' },
      ],
      url: 'https://avd.example.com/cve-2026-0001',
      layer: 'sha256:bbbb',
    },
  ])
})

test.each([
  ['CVE-2026-0002', 'will-not-fix', 'low', 'First line.', []],
  ['CVE-2026-0003', 'deferred', 'unknown', undefined, []],
  ['CVE-2026-0004', 'end-of-life', 'medium', undefined, []],
  ['CVE-2026-0005', 'not-fixed', 'unknown', undefined, []],
  ['CVE-2026-0006', 'unknown', 'medium', undefined, undefined],
])('%s is %s, %s', (id, fixState, severity, title, fixed) => {
  expect(about(image, id)).toMatchObject([{ fixState, severity }])
  expect(about(image, id)[0]?.title).toBe(title)
  expect(about(image, id)[0]?.fixed).toEqual(fixed)
})

test('libraries: the CVE of a GHSA, one row for each jar, the repeated row once', () => {
  const rows = about(image, 'org.example:core')
  expect(rows.map(({ id, ids, package: lib, severity }) => [id, ids[1], lib?.path, severity])).toEqual([
    ['CVE-2026-0100', 'GHSA-aaaa-bbbb-cccc', 'app/a.jar', 'critical'],
    ['CVE-2026-0100', 'GHSA-aaaa-bbbb-cccc', 'app/b.jar', 'critical'],
  ])
  expect(rows[0]).toMatchObject({ fixed: ['2.1'], url: 'https://ok.example.com/advisory' })
  expect(rows[1]).not.toHaveProperty('url')
})

test.each([
  ['org.example:ignored', { by: 'ignore file', reason: 'not reachable, .trivyignore.yaml' }],
  ['org.example:vexed', { by: 'VEX', reason: 'shop.openvex.json' }],
  ['org.example:still', undefined],
  ['github-pat', { by: 'ignore file', reason: '.trivyignore' }],
])('%s is suppressed: %o', (word, suppressed) => {
  expect(about(image, word)).toHaveLength(1)
  // "Java" is what Trivy calls jars it found one by one: no path.
  expect(about(image, word)[0]?.package?.path).toBeUndefined()
  expect(about(image, word)[0]?.suppressed).toEqual(suppressed)
})

test('a secret: its rule and its place, never itself', () => {
  expect(about(image, 'aws-access-key-id')).toEqual([
    {
      kind: 'secret',
      id: 'aws-access-key-id',
      ids: ['aws-access-key-id'],
      severity: 'critical',
      title: '/app/.env:3: AWS Access Key ID',
      fixState: 'unknown',
      cvss: [],
      layer: 'sha256:cccc',
      place: '/app/.env:3',
    },
  ])
  expect(JSON.stringify(image)).not.toMatch(/neverprintthis/i)
})

test('secrets at several lines of a long path are several, and their titles say where', () => {
  const deep = `${'x'.repeat(240)}/.env`
  const secrets = [1, 9].map(StartLine => ({ RuleID: 'key', Severity: 'HIGH', Title: 'A key', StartLine }))
  const Results = [`a${deep}`, `b${deep}`].map(Target => ({ Target, Class: 'secret', Secrets: secrets }))
  const [inImage] = readJson({ SchemaVersion: 2, ArtifactName: 'x', ArtifactType: 'container_image', Results })
  const title = expect.stringMatching(/^…x{112,}\/\.env:[19]: A key$/)
  expect(inImage?.findings.map(one => one.title)).toEqual([title, title, title, title])
  const [inCluster] = readJson({ ClusterName: 'x', Resources: [{ Kind: 'Pod', Name: 'x', Results }] })
  expect(inCluster?.findings).toHaveLength(4)
})

test('licenses', () => {
  expect(image.findings.filter(({ kind }) => kind === 'license')).toMatchObject([
    {
      id: 'GPL-3.0',
      severity: 'high',
      title: 'license GPL-3.0 is restricted',
      package: { name: 'bash', version: '' },
      url: 'https://spdx.example.org/GPL-3.0',
    },
    { id: 'unidentified', severity: 'unknown', title: '/app/LICENSE: license unidentified is unknown' },
  ])
})

test('a system past its end of life is a finding, and the scan is whole', () => {
  const { complete, findings } = reportOf('trivy/image-eol-0.65.json')
  expect(complete).toBe(true)
  expect(findings).toMatchObject([
    {
      kind: 'end-of-life',
      severity: 'high',
      fixState: 'end-of-life',
      package: { name: 'alpine', version: '3.11.12' },
      title: expect.stringContaining('alpine 3.11.12 is past its end of life'),
    },
  ])
})

test('an image in which Trivy saw nothing is not clean', () => {
  expect(reportOf('trivy/image-nothing-0.65.json')).toMatchObject({
    complete: false,
    incompleteReason: expect.stringMatching(/neither an operating system nor packages.*--list-all-pkgs/),
    image: { ref: 'shop/empty:1' },
  })
})

test.each([
  ['an image without anything', { SchemaVersion: 2, ArtifactName: 'shop/api:1.4' }],
  ['a name that is none', { SchemaVersion: 2, ArtifactName: [[]], Results: null }],
  ['a machine', { SchemaVersion: 2, ArtifactName: 'x', ArtifactType: 'vm', Metadata: { OS: { Family: 'none' } } }],
  ['a cluster', { ClusterName: 'x', Resources: null }],
  ['a cluster of empty lists', { ClusterName: 'x', Vulnerabilities: [], Misconfigurations: [] }],
])('what Trivy saw nothing of is not clean: %s', (_, json) => {
  expect(readJson(json)).toMatchObject([{ complete: false, findings: [] }])
})

const scratch = { SchemaVersion: 2, ArtifactName: 'x', ArtifactType: 'container_image' }
const alpine = { ...scratch, Metadata: { OS: { Family: 'alpine', Name: '3.20.1' } } }

test.each([
  ['no results', alpine],
  ['null', { ...alpine, Results: null }],
  ['an empty list', { ...alpine, Results: [] }],
  ['a root file system', { ...alpine, ArtifactType: 'filesystem', ArtifactName: '/mnt/root' }],
])('a system without a result was not compared with advisories: %s', (_, json) => {
  expect(readJson(json)).toMatchObject([
    { complete: false, incompleteReason: expect.stringContaining('--scanners vuln'), findings: [] },
  ])
})

test('of a system past its end of life the scanner of vulnerabilities told', () => {
  const json = { ...alpine, Metadata: { OS: { Family: 'alpine', Name: '3.11.12', EOSL: true } } }
  expect(readJson(json)).toMatchObject([{ complete: true, findings: [{ kind: 'end-of-life' }] }])
})

test.each([
  [
    'packages were listed',
    { ...scratch, Results: [{ Target: 'app', Class: 'lang-pkgs', Packages: [{ Name: 'stdlib' }] }] },
  ],
  [
    'the packages of the system were compared',
    { ...alpine, Results: [{ Target: 'x (alpine 3.20.1)', Class: 'os-pkgs', Type: 'alpine' }] },
  ],
  ['licenses were read', { ...alpine, Results: [{ Target: 'OS Packages', Class: 'license' }] }],
  ['a repository without lock files', { ...scratch, ArtifactType: 'repository' }],
  ['a folder without lock files', { ...scratch, ArtifactType: 'filesystem', ArtifactName: '.' }],
  ['an SBOM of libraries', { ...scratch, ArtifactType: 'cyclonedx' }],
  ['a cluster with an object', { ClusterName: 'x', Resources: [{ Kind: 'Pod', Name: 'x' }] }],
])('clean is clean: %s', (_, json) => {
  expect(readJson(json)).toMatchObject([{ complete: true, findings: [] }])
})

test('files of the repository: paths from its root, passes left out, exceptions suppressed', () => {
  const report = reportOf('trivy/config-0.65.json')
  expect(report).not.toHaveProperty('image')
  expect(report).not.toHaveProperty('created')
  const row = ({ id, title, file, package: lib, suppressed }: ScanFinding): unknown[] => [
    id,
    title,
    file,
    lib?.path,
    suppressed?.by,
  ]
  expect(report.findings.map(row)).toEqual([
    ['DS-0002', 'name a user other than root', { path: 'deploy/prod/api/Dockerfile', line: 7 }, undefined, undefined],
    ['DS-0026', 'No HEALTHCHECK', { path: 'deploy/prod/api/Dockerfile' }, undefined, undefined],
    ['DS-0005', 'ADD', { path: 'deploy/prod/api/Dockerfile' }, undefined, 'policy exception'],
    ['AVD-AWS-0001', 'bucket is public', { path: 'deploy/modules/main.tf', line: 20 }, undefined, undefined],
    ['AVD-AWS-0001', '../../../elsewhere/main.tf:4: bucket is public', undefined, undefined, undefined],
    ['CVE-2026-2000', undefined, { path: 'deploy/prod/web/package-lock.json' }, 'web/package-lock.json', undefined],
  ])
  expect(about(report, 'AVD-DS-0002')).toMatchObject([{ severity: 'high', url: 'https://avd.example.com/ds-0002' }])
})

test.each([
  ['.', 'Dockerfile', 'Dockerfile'],
  ['docker/Dockerfile', 'Dockerfile', 'docker/Dockerfile'],
  ['/github/workspace', 'a/Dockerfile', 'a/Dockerfile'],
  ['https://git.example/shop.git', 'a/Dockerfile', 'a/Dockerfile'],
])('trivy config %s: the target %s is %s', (ArtifactName, Target, path) => {
  const Results = [{ Target, Class: 'config', Misconfigurations: [{ ID: 'DS-0002', Severity: 'HIGH' }] }]
  const [report] = readJson({ SchemaVersion: 2, ArtifactName, ArtifactType: 'filesystem', Results })
  expect(report?.findings[0]?.file).toEqual({ path })
})

test.each([
  [1, 1],
  ['7', 7],
  [2 ** 31 - 1, 2 ** 31 - 1],
  [0, undefined],
  [-1, undefined],
  [1.5, undefined],
  [2 ** 31, undefined],
  [1e300, undefined],
  ['a', undefined],
  [true, undefined],
])('the line %j of a file is %j', (StartLine, line) => {
  const row = { ID: 'a', RuleID: 'a', Severity: 'HIGH', StartLine, CauseMetadata: { StartLine } }
  const Results = [{ Target: 'k8s/a.yaml', Class: 'config', Misconfigurations: [row], Secrets: [row] }]
  const [report] = readJson({ SchemaVersion: 2, ArtifactName: '.', ArtifactType: 'filesystem', Results })
  const file = { path: 'k8s/a.yaml', ...(line !== undefined && { line }) }
  expect(report?.findings.map(finding => finding.file)).toEqual([file, file])
})

test('Trivy before 0.20', () => {
  const report = reportOf('trivy/legacy-0.18.json')
  expect(report).toMatchObject({ tool: 'trivy', complete: true, image: { ref: 'shop/api:1.0', names: [] } })
  expect(report.findings).toMatchObject([
    {
      id: 'CVE-2019-0001',
      severity: 'critical',
      fixed: ['1.1.20-r5'],
      fixState: 'fixed',
      layer: 'sha256:dddd',
      url: 'https://b.example/',
    },
    { id: 'CVE-2019-0002', severity: 'low', fixed: [], fixState: 'not-fixed' },
    { id: 'CVE-2019-0003', severity: 'unknown', fixed: ['4.17.11'], package: { path: 'app/package-lock.json' } },
  ])
  expect(report.findings[0]?.package).not.toHaveProperty('path')
})

test('a cluster: objects first, then each image once; what could not be scanned is told', () => {
  const [objects, web, ...others] = reportsOf('trivy/k8s-all-0.65.json')
  expect(others).toEqual([])
  expect(objects).toMatchObject({ complete: false, incompleteReason: expect.stringContaining('CronJob/shop/night') })
  expect(objects?.findings).toMatchObject([
    { id: 'KSV-0001', title: "Deployment/shop/web:21: Container 'web' of Deployment 'web' should not escalate" },
    { id: 'KSV-0012', title: 'Job/shop/same-image: runs as root' },
  ])
  expect(web).toMatchObject({
    complete: true,
    image: { ref: 'shop/web:2', digest: `sha256:${'3'.repeat(64)}`, platform: 'linux/amd64' },
  })
  expect(web?.findings.map(({ id }) => id)).toEqual(['end-of-life:debian@10', 'CVE-2026-3000', 'CVE-2026-3001'])
})

test('a consolidated cluster report: libraries of one of several images belong to none', () => {
  const reports = reportsOf('trivy/k8s-consolidated-0.50.json')
  expect(reports.map(({ image: of, findings }) => [of?.ref, findings.map(({ id }) => id)])).toEqual([
    [undefined, ['CVE-2026-4002']],
    ['shop/a:1', ['CVE-2026-4000']],
    ['shop/b:1', ['CVE-2026-4001']],
  ])
})

test('the first generation of cluster reports', () => {
  const reports = reportsOf('trivy/k8s-first-0.28.json')
  expect(reports.map(({ image: of, findings }) => [of?.ref, findings[0]?.id, findings[0]?.title])).toEqual([
    [undefined, 'KSV003', 'Deployment/default/web: Default capabilities not dropped'],
    ['shop/web:1', 'CVE-2022-0001', undefined],
  ])
})

test('hostile rows: names are data, what cannot be read is told', () => {
  const { findings, ...report } = reportOf('trivy/hostile-0.65.json')
  expect(report).toMatchObject({
    complete: false,
    incompleteReason: expect.stringContaining('4 rows'),
    image: { ref: 'shop/web:2' },
  })
  expect(findings.map(({ id, package: lib, severity }) => [id, lib?.name, lib?.version, severity])).toEqual([
    ['CVE-2026-1000', '__proto__', '1', 'unknown'],
    ['CVE-2026-1000', 'constructor', '1\0-x', 'high'],
    ['CVE-2026-1000', 'a|b`<img>@team', '7', 'unknown'],
    ['unidentified', 'nameless', '', 'high'],
  ])
  expect(findings[0]?.title).toBe('a [31mred')
  expect(findings[1]?.cvss).toEqual([
    { version: '3.0', score: 5, source: '__proto__' },
    { version: '3.0', score: 7.5, vector: '3', source: 'toString' },
  ])
})

test.each([
  ['a schema of the future', { SchemaVersion: 3, ArtifactName: 'x', Results: [] }, /SchemaVersion 3/],
  ['results that are no list', { SchemaVersion: 2, ArtifactName: 'x', Results: 'none' }, /`Results` is not a list/],
])('%s is a fault', (_, json, message) => {
  const fault = thrownBy(() => readReport(json, 'r.json'))
  expect(fault).toMatchObject({ code: 'NOT_A_REPORT', file: 'r.json', message: expect.stringMatching(message) })
})

test('null and [] are a clean scan only for who knows that old Trivy wrote them', () => {
  for (const nothing of [null, []]) {
    expect(trivy.recognises(nothing)).toBe(false)
    expect(trivy.read(nothing, 'r.json')).toMatchObject([{ complete: true, findings: [] }])
  }
  expect(() => trivy.read('text', 'r.json')).toThrow(/neither an object nor a list/)
})
