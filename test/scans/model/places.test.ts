import { expect, test } from 'vitest'
import { readReport } from '../../../src/scans/index.ts'
import { baseOf, fileIn, folderIn } from '../../../src/scans/model/places.ts'

const ROOT = '/home/runner/work/shop'

test.each([
  ['.', '.'],
  ['', ''],
  ['services/auth', 'services/auth'],
  [ROOT, ''],
  [`${ROOT}/`, ''],
  [`${ROOT}/services/auth/`, 'services/auth'],
  [`file://${ROOT}/services/auth`, 'services/auth'],
  [`file://localhost${ROOT}/services`, 'services'],
  [`${ROOT}-2/services`, undefined],
  ['/home/runner/work', undefined],
  ['/tmp/checkout', undefined],
  ['/github/workspace', ''],
  ['/github/workspace/services', 'services'],
  ['/src', ''],
  ['/', ''],
  ['file:///', ''],
  ['https://git.example/shop.git', ''],
])('the folder %j is %j', (named, folder) => expect(folderIn(named, ROOT)).toBe(folder))

test.each([
  ['Dockerfile', '', 'Dockerfile'],
  ['Dockerfile', 'services/auth', 'services/auth/Dockerfile'],
  ['Dockerfile', undefined, undefined],
  ['../Dockerfile', 'services/auth', 'services/Dockerfile'],
  ['../../Dockerfile', 'services', undefined],
  ['file://services/Dockerfile', '', 'services/Dockerfile'],
  [`${ROOT}/services/Dockerfile`, undefined, 'services/Dockerfile'],
  [`file://${ROOT}/services/Dockerfile`, 'other', 'services/Dockerfile'],
  [`${ROOT}/../Dockerfile`, '', undefined],
  [ROOT, '', undefined],
  ['/github/workspace/a/Dockerfile', '', 'a/Dockerfile'],
  ['/src/Dockerfile', '', undefined],
  ['file:///etc/passwd', 'services', undefined],
  ['https://git.example/Dockerfile', 'services', undefined],
  ['', 'services', undefined],
])('the file %j in %j is %j', (uri, folder, file) => expect(fileIn(uri, folder, ROOT)).toBe(file))

test.each([
  ['C:\\work\\shop\\services', 'services'],
  ['file:///C:/work/shop/services', 'services'],
  ['D:\\work', undefined],
])('on Windows, the folder %j is %j', (named, folder) => expect(folderIn(named, 'C:\\work\\shop')).toBe(folder))

test('a workspace at the root of the disk, and one that nobody knows', () => {
  expect(folderIn('/srv/shop', '/')).toBe('srv/shop')
  expect(folderIn('/srv/shop', '')).toBeUndefined()
})

test.each([
  ['ROOTPATH', { ROOTPATH: { uri: `file://${ROOT}/services/auth/` } }, 'services/auth'],
  ['ROOTPATH', { ROOTPATH: { uri: 'file:///home/runner/work/shop%20b/' } }, undefined],
  ['ROOTPATH', { ROOTPATH: { uri: 'file:///' } }, ''],
  ['SRC', { SRC: { uri: 'auth/', uriBaseId: 'ALL' }, ALL: { uri: `file://${ROOT}/services` } }, 'services/auth'],
  ['SRC', { SRC: { uri: `file://${ROOT}/a/`, uriBaseId: 'ALL' }, ALL: { uri: 'b/' } }, 'a'],
  ['%SRCROOT%', {}, ''],
  ['%SRCROOT%', { '%SRCROOT%': { description: { text: 'the repository' } } }, ''],
  ['__proto__', 7, ''],
  ['A', { A: { uri: 'x', uriBaseId: 'A' } }, 'x/x/x/x/x'],
])('the base %j of %j is %j', (uriBaseId, originalUriBaseIds, folder) =>
  expect(baseOf({ uriBaseId }, { originalUriBaseIds }, ROOT)).toBe(folder),
)

const row = { ID: 'DS-0002', Severity: 'HIGH', Status: 'FAIL', Title: 'name a user' }
const trivy = (ArtifactName: string): unknown => ({
  SchemaVersion: 2,
  ArtifactName,
  ArtifactType: 'filesystem',
  Results: [{ Target: 'Dockerfile', Class: 'config', Misconfigurations: [row] }],
})
const sarif = (uri: string, folder: string): unknown => ({
  version: '2.1.0',
  runs: [
    {
      tool: { driver: { name: 'Trivy' } },
      originalUriBaseIds: { ROOTPATH: { uri: folder } },
      results: [
        { ruleId: 'DS-0002', locations: [{ physicalLocation: { artifactLocation: { uri, uriBaseId: 'ROOTPATH' } } }] },
      ],
    },
  ],
})

test.each([
  ['Trivy, a folder', trivy(`${ROOT}/services/auth`), { path: 'services/auth/Dockerfile' }],
  ['Trivy, the file itself', trivy(`${ROOT}/services/auth/Dockerfile`), { path: 'services/auth/Dockerfile' }],
  ['Trivy, a folder outside', trivy('/tmp/checkout/services'), undefined],
  ['SARIF, a folder', sarif('Dockerfile', `file://${ROOT}/services/auth/`), { path: 'services/auth/Dockerfile' }],
  ['SARIF, an absolute path', sarif(`${ROOT}/a/Dockerfile`, 'file:///'), { path: 'a/Dockerfile' }],
  ['SARIF, a folder outside', sarif('Dockerfile', 'file:///tmp/checkout/'), undefined],
])('a finding stands in the file that was meant: %s', (_, json, file) => {
  const [report] = readReport(json, 'r.json', { root: ROOT })
  expect(report?.findings.map(finding => finding.file)).toEqual([file])
  expect(report).not.toHaveProperty('image')
})
