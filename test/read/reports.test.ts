import { writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { discover } from '../../src/discover/discover.ts'
import { DiskHost } from '../../src/host/disk/disk.ts'
import { type Read, read } from '../../src/read/read.ts'
import { render } from '../../src/report/render.ts'
import { folderOf } from '../kit/folders.ts'
import { found } from '../policy/kit.ts'
import { resultOf, whole } from '../report/kit.ts'
import { faults, left, readFiles, readNamed, unread } from './kit.ts'

const TRIVY =
  '{"SchemaVersion": 2, "ArtifactName": "shop/web:1.4", "ArtifactType": "container_image", "Metadata": {"OS": {"Family": "debian", "Name": "12"}}, "Results": [{"Target": "shop/web:1.4 (debian 12)", "Class": "os-pkgs"}]}'

/** What comes of one file: faults, what is told as left alone, or the number of reports. */
function becomes(read: Read): readonly (string | number)[] {
  const told = [...faults(read), ...left(read), ...unread(read)]
  return told.length > 0 ? told : [read.world.reports.length]
}

describe('what Seaworthy itself wrote', async () => {
  const own = {
    'seaworthy.sarif': whole(await render('sarif', resultOf([]), { colour: false })),
    'sea.json': whole(await render('json', resultOf([]), { colour: false })),
    'gl-code-quality-report.json': whole(await render('gitlab', resultOf([found()]), { colour: false })),
  }

  test('is no scan, and that is told', async () =>
    expect(becomes(await readFiles(own))).toEqual([
      'gl-code-quality-report.json: written by Seaworthy itself',
      'sea.json: written by Seaworthy itself',
      'seaworthy.sarif: written by Seaworthy itself',
    ]))

  test.each(Object.keys(own))('%s named as a report is a fault', async name =>
    expect(faults(await readFiles(own, {}, [name]))).toEqual([
      `NOT_A_REPORT ${name} this is output of Seaworthy, not a scan report: name the report of the scanner`,
    ]),
  )

  test('cut before its end it is known too', async () => {
    const text = own['gl-code-quality-report.json'].slice(0, -20)
    expect(becomes(await readFiles({ 'gl-code-quality-report.json': text }))).toEqual([
      'gl-code-quality-report.json: written by Seaworthy itself',
    ])
  })

  test('a list of issues that has those of another tool too is not passed over', async () => {
    const [issue] = JSON.parse(own['gl-code-quality-report.json']) as readonly object[]
    const issues = JSON.stringify([issue, { ...issue, engine_name: 'eslint' }])
    expect(faults(await readFiles({ 'issues.json': issues }))).toEqual([
      expect.stringMatching(/^NOT_A_REPORT issues.json this is a GitLab code quality report/),
    ])
  })

  test('beside the runs of others in one file is passed over', async () => {
    const [run] = (JSON.parse(own['seaworthy.sarif']) as { runs: unknown[] }).runs
    const other = { tool: { driver: { name: 'Other' } }, results: [] }
    const read = await readFiles({ 'x.sarif': JSON.stringify({ version: '2.1.0', runs: [run, other] }) })
    expect(read.world.reports.map(({ tool, complete }) => [tool, complete])).toEqual([['Other', true]])
  })

  test('beside a report in one file is passed over', async () => {
    const read = await readFiles({ 'x.sarif': `${own['seaworthy.sarif']}${TRIVY}` })
    expect(read.world.reports.map(({ tool, complete }) => [tool, complete])).toEqual([['trivy', true]])
  })
})

describe('a file that is called like a report', () => {
  const EMPTY = expect.stringMatching(/^NOT_A_REPORT \S+ the report is empty/)
  const NO_JSON = expect.stringMatching(/^NOT_JSON /)
  const STRANGER = expect.stringMatching(/^scan.json: this is JSON, but not a report in a supported format/)
  const NONE = expect.stringMatching(/^NOT_A_REPORT \S+ this is JSON, but not a report in a supported format/)
  const ORDINARY = expect.stringMatching(/: JSON that is neither a known report nor a Kubernetes object$/)
  test.each<[string, string, unknown]>([
    ['trivy.json', TRIVY, 1],
    ['trivy.json', 'null', EMPTY],
    ['trivy.json', ' [ ] ', EMPTY],
    ['out/grype.json', '{}\n', EMPTY],
    ['trivy.json', 'FATAL no such image', NO_JSON],
    ['trivy.json', '[ERROR] no such image', NO_JSON],
    ['scan.json', '"no such image"', expect.stringMatching(/^NOT_A_REPORT/)],
    ['scan.json', '<html>', NO_JSON],
    ['scan.json', '{"level": "fatal", "msg": "no such image"}', STRANGER],
    [
      'scan.json',
      '// how to scan\n{"depth": 3}',
      expect.stringMatching(/^scan.json: the report does not start with JSON/),
    ],
    [
      'grype.json',
      '{"matches": null, "descriptor": {"name": "grype"}}',
      expect.stringMatching(/^NOT_A_REPORT.*no list/),
    ],
    ['vulnerabilities.json', '[]', expect.stringMatching(/^vulnerabilities.json: the report is empty/)],
    ['vulnerabilities.json', 'null', EMPTY],
    ['trivy-ignore.json', '[]', ORDINARY],
    ['scan-config.json', '{}', ORDINARY],
    ['x.json', 'null', ORDINARY],
    ['x.sarif', '', NO_JSON],
    ['x.sarif', 'null', EMPTY],
    ['x.sarif', '[]', EMPTY],
    ['x.sarif', '{}', EMPTY],
    ['x.sarif', 'Error: no such image', NO_JSON],
    ['x.SARIF', '{"version": "2.1.0", "runs": null}', NONE],
    ['x.sarif.json', '{"runs": []}', NONE],
    ['x.sarif', TRIVY, 1],
  ])('%s with %j', async (name, text, wanted) => {
    expect(becomes(await readFiles({ [name]: text }))).toEqual([wanted])
  })
})

describe('what tells a report stands behind', () => {
  const sarif = (artifacts: number): string =>
    `{"runs": [{"artifacts": ${JSON.stringify(Array(artifacts).fill({ location: { uri: 'src/some/file.ts' } }))}, "results": [], "tool": {"driver": {"name": "x"}}}], "version": "2.1.0"}`
  const match = {
    vulnerability: { id: 'CVE-2026-1', severity: 'High' },
    artifact: { name: 'a', description: 'x'.repeat(900) },
  }
  const grype = (ignored: number): string =>
    JSON.stringify({
      descriptor: { name: 'grype' },
      distro: {},
      ignoredMatches: Array(ignored).fill(match),
      matches: [match],
    })
  test.each([
    ['much space', ' '.repeat(70_000) + TRIVY],
    ['a long label', `{"comment": "${'x'.repeat(70_000)}", ${TRIVY.slice(1)}`],
    ['a long label in UTF-8', `{"comment": "${'ü'.repeat(70_000)}", ${TRIVY.slice(1)}`],
    ['a list of files', sarif(2000)],
    ['a list of very many files', sarif(60_000)],
    ['many matches that are ignored', grype(100)],
    ['very many matches that are ignored', grype(3000).replace('"descriptor":{"name":"grype"},', '')],
  ])('%s', async (_, text) => {
    expect(becomes(await readFiles({ 'x.json': text }))).toEqual([1])
  })

  test('a Kubernetes object, which is one all the same', async () => {
    const data = { x: 'x'.repeat(70_000), y: { SchemaVersion: 2 } }
    const read = await readFiles({ 'x.json': JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', data }) })
    expect(read.world.resources.map(({ handle }) => handle)).toEqual([expect.stringContaining('ConfigMap')])
    expect(becomes(read)).toEqual([0])
  })
})

test('JSON that looks like a report and is none is told', async () =>
  expect(becomes(await readFiles({ 'x.json': '{"SchemaVersion": 1, "name": "x"}' }))).toEqual([
    expect.stringMatching(/^x.json: this is JSON, but not a report in a supported format/),
  ]))

test.each<[string, string, unknown]>([
  ['trivy:x.json', 'null', 1],
  ['x.json', 'null', expect.stringMatching(/^NOT_A_REPORT x.json the report is empty/)],
  ['trivy:x.json', TRIVY, 1],
  ['grype:x.json', TRIVY, 'NOT_A_REPORT x.json this is JSON, but not a grype report'],
  ['snyk:x.json', TRIVY, 'NOT_FOUND snyk:x.json no such file or folder'],
])('the report %s with %j', async (report, text, wanted) =>
  expect(becomes(await readNamed({ 'x.json': text }, report))).toContainEqual(wanted),
)

test('a file that a scanner names by the place of the workspace on this machine', async () => {
  const root = folderOf({ 'auth/Dockerfile': 'FROM a:1\n' })
  const scan = `{"SchemaVersion": 2, "ArtifactName": "${root}/auth", "ArtifactType": "filesystem", "Results": [{"Target": "Dockerfile", "Misconfigurations": [{"ID": "x"}]}]}`
  writeFileSync(`${root}/scan.json`, scan)
  const host = new DiskHost(root)
  const wanted = { paths: [], reports: [], include: [], exclude: [] }
  const { world } = await read(host, discover(host, wanted), { charts: 'skip', overlays: 'skip', ignoredSettings: [] })
  expect(world.scanned().map(({ source }) => source.file)).toEqual(['auth/Dockerfile'])
})
