import { describe, expect, test } from 'vitest'
import { Fault } from '../../src/core/fault.ts'
import type { Host } from '../../src/core/host.ts'
import { type Discovered, discover, type Wanted } from '../../src/discover/discover.ts'
import { DiskHost } from '../../src/host/disk/disk.ts'
import { reportNamed } from '../../src/scans/index.ts'
import { folderOf, link } from '../kit/folders.ts'

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n'
const REPORT = '{"SchemaVersion": 2, "ArtifactName": "a", "ArtifactType": "container_image", "Results": []}'

type Files = Parameters<typeof folderOf>[0]
type Asked = Partial<Omit<Wanted, 'reports'>> & { readonly reports?: readonly string[] }
const find = (files: Files, { reports = [], ...wanted }: Asked = {}): Discovered =>
  discover(new DiskHost(folderOf(files)), {
    paths: [],
    include: [],
    exclude: [],
    ...wanted,
    reports: reports.map(reportNamed),
  })

/** What was found, by its kind: `manifest k8s/web.yaml`. */
const names = (found: Discovered): readonly string[] => [
  ...found.manifests.map(({ file }) => `manifest ${file}`),
  ...found.dockerfiles.map(({ file }) => `dockerfile ${file}`),
  ...found.kustomizations.map(({ file }) => `kustomization ${file}`),
  ...found.charts.map(folder => `chart ${folder}`),
  ...found.reports.map(({ file, named }) => `${named ? 'named report' : 'report'} ${file}`),
]
const skipped = (found: Discovered): readonly string[] => found.skipped.map(({ path, reason }) => `${path}: ${reason}`)
const faults = (found: Discovered): readonly string[] =>
  found.faults.map(({ code, file, message }) => `${code} ${file} ${message}`)

test('a Dockerfile in UTF-16, which no builder reads, is a fault; a manifest in UTF-16 is read', () => {
  const utf16 = (text: string): Uint8Array => new Uint8Array([0xff, 0xfe, ...Buffer.from(text, 'utf16le')])
  const found = find({ Dockerfile: utf16('FROM a\n'), 'pod.yaml': utf16(POD), 'x/Dockerfile': '\ufeffFROM a\n' })
  expect(names(found)).toEqual(['manifest pod.yaml', 'dockerfile x/Dockerfile'])
  expect(faults(found)).toEqual(['UNREADABLE Dockerfile UTF-16, which builders do not read: save it as UTF-8'])
})

test('everything is found by what it is, in the order of names', () => {
  const found = find({
    'b.yaml': POD,
    'a/x.yml': POD,
    'a/list.json': '{"apiVersion": "v1", "kind": "List", "items": []}',
    'a/Dockerfile': 'FROM a',
    'scan.json': REPORT,
    'base/kustomization.yaml': 'resources: []',
    'chart/Chart.yaml': 'name: x',
    'chart/templates/x.yaml': POD,
    'values.yaml': 'a: 1',
    'package.json': '{"name": "x"}',
    'README.md': '# x',
  })
  expect(names(found)).toEqual([
    'manifest a/list.json',
    'manifest a/x.yml',
    'manifest b.yaml',
    'dockerfile a/Dockerfile',
    'kustomization base/kustomization.yaml',
    'chart chart',
    'report scan.json',
  ])
  expect(skipped(found)).toEqual([
    'README.md: not a supported kind of file',
    'package.json: JSON that is neither a known report nor a Kubernetes object',
    'values.yaml: YAML without Kubernetes objects',
  ])
  expect(found.faults).toEqual([])
})

describe('submodules', () => {
  const GITMODULES = '[submodule "a"]\n\tpath = a\n[submodule "b"]\n  path = "libs/b"\n[submodule "c"]\npath=c\r\n'
  const unread = (files: Files, wanted?: Asked): readonly string[] => find(files, wanted).unread.map(({ file }) => file)

  test('that are not checked out are named', () => {
    const files = { '.gitmodules': GITMODULES, 'a/': '', 'c/pod.yaml': POD }
    expect(unread(files)).toEqual(['a', 'libs/b'])
    expect(unread(files, { exclude: ['a/**', 'a'] })).toEqual(['libs/b'])
    expect(unread(files, { paths: ['c'] })).toEqual([])
  })

  test('that lead out of the workspace are nobody’s', () =>
    expect(unread({ '.gitmodules': '[submodule "a"]\npath = ../x\n', 'pod.yaml': POD })).toEqual([]))
})

describe('files under other names', () => {
  test('are opened, unless they are code', () => {
    const found = find({ pod: POD, 'pod.txt': POD, 'pod.go': POD, 'x/pod.conf': `# licence\n---\n${POD}` })
    expect(names(found)).toEqual(['manifest pod', 'manifest pod.txt', 'manifest x/pod.conf'])
  })

  test('a list as kubectl prints it, whose kind is far below', () => {
    const items = `- ${POD.trim().replaceAll('\n', '\n  ')}\n`.repeat(200)
    const found = find({ 'pods.txt': `apiVersion: v1\nitems:\n${items}kind: List\nmetadata: {}\n` })
    expect(names(found)).toEqual(['manifest pods.txt'])
    expect(names(find({ 'pod.go': POD }, { paths: ['pod.go'] }))).toEqual(['manifest pod.go'])
  })

  test.each([
    ['prose', `Apply this:\n\n${POD}`],
    ['a script', `#!/bin/sh\nkubectl apply -f - <<EOF\n${POD}EOF\n`],
    ['bytes', `\0${POD}`],
    ['an object in a text', 'data: |\n  apiVersion: v1\n  kind: Pod\n'],
    ['one field only', 'apiVersion: v1\nname: x\n'],
    ['an object that comes second', `a: b\n---\n${POD}`],
  ])('%s is no manifest', (_, text) => expect(names(find({ pod: text }))).toEqual([]))

  test.each([
    ['Dockerfile1', 'FROM a\n', true],
    ['api-dockerfile', '# escape=`\n\nARG V\nFROM a:$V\n', true],
    ['Dockerfile1', 'RUN x\n', false],
    ['dockerfileparser', 'from docker import parser\n', false],
    ['Dockerfiles', 'These are from here.\n', false],
  ])('%s with %j', (name, text, is) => expect(names(find({ [name]: text }))).toEqual(is ? [`dockerfile ${name}`] : []))

  test('a template that makes neither is like any other file', () => {
    const found = find({
      'a.tpl': '{{ .x }}\n',
      'b.sql.in': 'SELECT a\nFROM b;\n',
      'c.j2': `{% if x %}\n${POD}`,
      'd.in': 'FROM a\n',
    })
    expect(found.unread.map(({ file }) => file)).toEqual(['c.j2', 'd.in'])
  })
})

describe('.gitignore', () => {
  const all = { 'a.yaml': POD, 'b.yaml': POD, 'k8s/a.yaml': POD, 'k8s/b.yaml': POD, 'k8s/deep/a.yaml': POD }
  test.each([
    ['names anywhere', { '.gitignore': 'a.yaml' }, ['b.yaml', 'k8s/b.yaml']],
    ['names at its own place', { '.gitignore': '/a.yaml' }, ['b.yaml', 'k8s/a.yaml', 'k8s/b.yaml', 'k8s/deep/a.yaml']],
    ['folders', { '.gitignore': 'deep/\nb.yaml/' }, ['a.yaml', 'b.yaml', 'k8s/a.yaml', 'k8s/b.yaml']],
    ['a nested file', { 'k8s/.gitignore': '*.yaml' }, ['a.yaml', 'b.yaml']],
    [
      'a nested file speaks of its folder',
      { 'k8s/.gitignore': '/a.yaml' },
      ['a.yaml', 'b.yaml', 'k8s/b.yaml', 'k8s/deep/a.yaml'],
    ],
    ['taken back', { '.gitignore': '*.yaml\n!b.yaml' }, ['b.yaml', 'k8s/b.yaml']],
    [
      'taken back further down',
      { '.gitignore': '*.yaml', 'k8s/.gitignore': '!a.yaml' },
      ['k8s/a.yaml', 'k8s/deep/a.yaml'],
    ],
    ['not out of an ignored folder', { '.gitignore': 'k8s/\n!k8s/a.yaml' }, ['a.yaml', 'b.yaml']],
    [
      'comments and Windows lines',
      { '.gitignore': '# a.yaml\r\nb.yaml\r\n' },
      ['a.yaml', 'k8s/a.yaml', 'k8s/deep/a.yaml'],
    ],
    ['not text', { '.gitignore': new Uint8Array([0xff, 0xfe, 0xff]) }, Object.keys(all).sort()],
    ['a folder of that name', { '.gitignore/x': '' }, Object.keys(all).sort()],
  ])('%s', (_, more, files) =>
    expect(
      find({ ...all, ...more })
        .manifests.map(({ file }) => file)
        .sort(),
    ).toEqual([...files].sort()),
  )

  test('of a folder above the one that was named counts', () => {
    const found = find({ '.gitignore': 'b.yaml', 'k8s/a.yaml': POD, 'k8s/b.yaml': POD }, { paths: ['k8s'] })
    expect(names(found)).toEqual(['manifest k8s/a.yaml'])
  })

  test.each([['k8s'], ['k8s/x'], ['k8s/x/a.yaml'], ['k8s/**']])(
    'who names what is ignored, as %s, wants it checked',
    path => {
      const found = find({ '.gitignore': 'k8s/', 'k8s/x/a.yaml': POD }, { paths: [path] })
      expect(names(found)).toEqual(['manifest k8s/x/a.yaml'])
    },
  )

  test('lines that could take for ever are left out', () => {
    const ignored = 'a/a/a/a/a/a/b/c.yaml'
    const gitignore = '**/a/**/a/**/a/**/a/**/a/**/a/b\nb.yaml'
    expect(names(find({ '.gitignore': gitignore, [ignored]: POD, 'b.yaml': POD }))).toEqual([`manifest ${ignored}`])
  })
})

test.each(['.git', 'node_modules', 'vendor', 'a/node_modules'])('%s is entered only when it is named', folder => {
  const files = { [`${folder}/x/a.yaml`]: POD }
  expect(names(find(files))).toEqual([])
  expect(skipped(find(files))).toEqual([`${folder}: excluded by default`])
  expect(names(find(files, { paths: [folder] }))).toEqual([`manifest ${folder}/x/a.yaml`])
})

test('a file called vendor is a file', () =>
  expect(skipped(find({ vendor: '' }))).toEqual(['vendor: not a supported kind of file']))

describe('symbolic links', () => {
  const files = {
    'real/a.yaml': POD,
    'to-file.yaml': link('real/a.yaml'),
    'to-folder': link('real'),
    'real/circle': link('..'),
    'broken.yaml': link('nowhere'),
    'self.yaml': link('self.yaml'),
    'out.yaml': link('/etc/passwd'),
    'out-folder': link('/etc'),
    'twice.yaml': link('out.yaml'),
  }
  test('to files are read, to folders not, out of the workspace never', () => {
    const found = find(files)
    expect(names(found)).toEqual(['manifest real/a.yaml', 'manifest to-file.yaml'])
    expect(skipped(found).toSorted()).toEqual([
      'broken.yaml: broken symbolic link',
      'out-folder: symbolic link out of the workspace',
      'out.yaml: symbolic link out of the workspace',
      'real/circle: symbolic link to a folder',
      'self.yaml: broken symbolic link',
      'to-folder: symbolic link to a folder',
      'twice.yaml: symbolic link out of the workspace',
    ])
  })

  test.each([
    ['out.yaml', 'OUTSIDE out.yaml outside the workspace, where nothing is read'],
    ['out-folder/passwd', 'OUTSIDE out-folder/passwd outside the workspace, where nothing is read'],
    ['../x', 'OUTSIDE ../x outside the workspace, where nothing is read'],
    ['broken.yaml', 'UNREADABLE broken.yaml broken symbolic link'],
    ['self.yaml', 'UNREADABLE self.yaml broken symbolic link'],
    ['nowhere', 'NOT_FOUND nowhere no such file or folder'],
  ])('%s by its name is a fault', (path, fault) => {
    const code = path === '../x' ? ['OUTSIDE', 'NOT_FOUND'] : [fault.split(' ')[0]]
    const [first, ...others] = find(files, { paths: [path] }).faults
    expect(code).toContain(first?.code)
    if (path !== '../x') expect(`${first?.code} ${first?.file} ${first?.message}`).toBe(fault)
    expect(others).toEqual([])
  })

  test('a link to a folder is walked when it is named', () =>
    expect(names(find(files, { paths: ['to-folder'] }))).toEqual(['manifest to-folder/a.yaml']))
})

describe('what the user names', () => {
  const files = {
    'k8s/a.yaml': POD,
    'k8s/b.json': '{}',
    'k8s/[x].yaml': POD,
    'README.md': '',
    'values.yaml': 'a: 1',
    'chart/Chart.yaml': 'name: x',
    'chart/values.yaml': 'a: 1',
  }
  test.each([
    [['k8s/a.yaml'], ['manifest k8s/a.yaml']],
    [
      ['k8s', 'k8s/a.yaml', 'k8s/*'],
      ['manifest k8s/[x].yaml', 'manifest k8s/a.yaml'],
    ],
    [['k8s/[x].yaml'], ['manifest k8s/[x].yaml']],
    [['k8s/{a,z}.yaml'], ['manifest k8s/a.yaml']],
    [['**/a.yaml'], ['manifest k8s/a.yaml']],
    [['chart/Chart.yaml'], ['chart chart']],
  ])('%j', (paths, wanted) => expect(names(find(files, { paths }))).toEqual(wanted))

  test.each([
    ['README.md', 'NOT_FOUND README.md nothing to check: not a supported kind of file'],
    ['values.yaml', 'NOT_FOUND values.yaml nothing to check: YAML without Kubernetes objects'],
    ['k8s/*.txt', 'NOT_FOUND k8s/*.txt no file matches'],
    ['nowhere/**', 'NOT_FOUND nowhere/** no file matches'],
  ])('%s must be checkable', (path, fault) => expect(faults(find(files, { paths: [path] }))).toEqual([fault]))

  test('a part of a chart is no chart', () => {
    const found = find(files, { paths: ['chart/values.yaml', 'chart/Chart.yaml'] })
    expect(faults(found)).toEqual(['NOT_FOUND chart/values.yaml part of a chart: name the folder of the chart instead'])
  })

  test('the policy includes and excludes what is found, not what is named', () => {
    const found = find(files, { include: ['k8s/**'], exclude: ['**/a.yaml'] })
    expect(names(found)).toEqual(['manifest k8s/[x].yaml'])
    expect(skipped(found)).toContain('k8s/a.yaml: excluded by the policy')
    expect(skipped(found)).toContain('values.yaml: not included by the policy')
    expect(names(find(files, { paths: ['k8s/a.yaml'], exclude: ['**/a.yaml'] }))).toEqual(['manifest k8s/a.yaml'])
  })

  test('an excluded folder is not entered', () =>
    expect(skipped(find(files, { exclude: ['k8s'] }))).toContain('k8s: excluded by the policy'))

  test('what several paths hold is told once', () =>
    expect(
      skipped(find({ 'a/.gitignore': 'x.yaml', 'a/x.yaml': POD }, { paths: ['a', ''] })).filter(one =>
        one.startsWith('a/x'),
      ),
    ).toEqual(['a/x.yaml: ignored by .gitignore']))
})

describe('reports', () => {
  const files = {
    '.gitignore': '*.json\nout/',
    'trivy.json': REPORT,
    'out/a.json': REPORT,
    'node_modules/a.json': REPORT,
    'text.txt': 'x',
  }
  test.each([
    [['trivy.json'], ['named report trivy.json']],
    [['*.json'], ['named report trivy.json']],
    [['out/*.json'], ['named report out/a.json']],
    [['**/*.json'], ['named report out/a.json', 'named report trivy.json']],
    [['text.txt'], ['named report text.txt']],
  ])('%j are there although git ignores them', (reports, wanted) => {
    const found = find(files, { reports, exclude: ['**'] })
    expect(names(found)).toEqual(wanted)
    expect(found.faults).toEqual([])
  })

  test.each([
    ['none.json', 'NOT_FOUND none.json no such file or folder'],
    ['none/*.json', 'NOT_FOUND none/*.json no report matches: did the scan run before this step?'],
    ['out', 'NOT_A_REPORT out this is a folder: name the reports in it, `FOLDER/*.json`'],
  ])('%s that is not there is a fault', (report, fault) =>
    expect(faults(find(files, { reports: [report] }))).toEqual([fault]),
  )

  test.each([
    [['trivy:a.json'], [{ file: 'a.json', named: true, format: 'trivy' }]],
    [['a.json', 'trivy:*.json'], [{ file: 'a.json', named: true, format: 'trivy' }]],
    [['grype:a.json', '*.json'], [{ file: 'a.json', named: true, format: 'grype' }]],
    [['a.json'], [{ file: 'a.json', named: true }]],
  ])('%j: the format that is said', (reports, wanted) =>
    expect(find({ 'a.json': REPORT }, { reports }).reports).toEqual(wanted),
  )

  test('one that is found and named is named', () =>
    expect(names(find({ 'a.json': REPORT }, { reports: ['a.json'] }))).toEqual(['named report a.json']))
})

test.each([
  '-rf.yaml',
  'new\nline.yaml',
  `${'a'.repeat(250)}.yaml`,
  '{{x}}.yaml',
  '__proto__.yaml',
  'ü \u202e.yaml',
  '*.yaml',
  '!x.yaml',
])('a file called %j is found, and by its name too', name => {
  expect(names(find({ [name]: POD }))).toEqual([`manifest ${name}`])
  expect(names(find({ [name]: POD }, { paths: [name] }))).toEqual([`manifest ${name}`])
})

test('what cannot be read is a fault, and the rest is found', () => {
  const disk = new DiskHost(
    folderOf({
      'a/x.yaml': POD,
      'b/.gitignore': 'y',
      'b/x.yaml': POD,
      'c.json': '{}',
      'd.yaml': POD,
      'e.yaml': new Uint8Array([0xff]),
    }),
  )
  const refuse = (path: string): never => {
    throw new Fault('UNREADABLE', 'it cannot be read', { file: path })
  }
  const host: Host = {
    root: disk.root,
    entries: folder => (folder === 'a' ? refuse(folder) : disk.entries(folder)),
    kindOf: path => disk.kindOf(path),
    head: (file, bytes) => (file === 'd.yaml' ? disk.head(file, bytes) : refuse(file)),
    read: (file, limit) => (file === 'd.yaml' ? refuse(file) : disk.read(file, limit)),
    missing: () => [],
    copy: () => disk.copy(),
    isOutput: () => false,
    now: () => disk.now(),
  }
  const found = discover(host, { paths: [], reports: [], include: [], exclude: [] })
  expect(names(found)).toEqual(['manifest b/x.yaml'])
  expect(found.faults.map(({ file }) => file)).toEqual(['a', 'b/.gitignore', 'c.json', 'd.yaml', 'e.yaml'])
})
