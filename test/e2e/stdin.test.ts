import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { repositoryOf } from '../kit/repository.ts'
import { cli, cliJson } from './kit/cli.ts'
import { folder, REPOS } from './kit/stories.ts'
import { noTools, pathOf, toolFolder } from './kit/tools.ts'

const POD = `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: app
      image: nginx:1.27
      securityContext: {privileged: true}
`
const PRIVILEGED = ['--only', 'privileged-container']

const folderWith = (files: Readonly<Record<string, string>>): string => {
  const root = folder()
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  return root
}

/** Where the findings of a stream are, by file and line. */
const places = (args: readonly string[], input: string | Uint8Array, cwd = folder()) => {
  const { status, result } = cliJson(args, { cwd, input })
  return { status, places: result.findings.map(({ rule, location }) => `${location.file}:${location.line} ${rule}`) }
}

describe('what comes over standard input', () => {
  test('is checked as YAML, beside other paths', () => {
    const cwd = folderWith({ 'k8s/other.yaml': POD })
    expect(places(['-', 'k8s', ...PRIVILEGED], POD, cwd)).toEqual({
      status: 1,
      places: ['k8s/other.yaml:8 privileged-container', 'stdin.yaml:8 privileged-container'],
    })
  })

  test.each<[string, string, string | Uint8Array, string]>([
    ['YAML with many documents', 'stdin.yaml:11', `# Source: a\n---\n---\n${POD}`, 'privileged-container'],
    ['UTF-16', 'stdin.yaml:8', Buffer.from(`\ufeff${POD}`, 'utf16le'), 'privileged-container'],
    [
      'JSON',
      'stdin.json:1',
      '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"hostPID":true,"containers":[]}}',
      'host-pid',
    ],
    [
      'YAML in braces',
      'stdin.yaml:1',
      '{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {hostPID: true}}',
      'host-pid',
    ],
    ['a Dockerfile', 'stdin.Dockerfile:3', '# syntax=docker/dockerfile:1\nFROM debian:12\nUSER root\n', 'user-root'],
  ])('%s is named by its content', (_, place, input, rule) => {
    expect(places(['-', '--only', rule], input)).toEqual({ status: 1, places: [`${place} ${rule}`] })
  })

  test('a scan report is read as one', () => {
    const report = readFileSync(`${REPOS}/shop/scans/catalogue.trivy.json`)
    const { result } = cliJson(['-'], { cwd: folder(), input: report })
    expect(result.inputs).toMatchObject({ reports: 1, manifests: 0 })
  })

  test.each([
    ['a/Dockerfile.dev', 'FROM debian:12\nUSER root\n', 'user-root'],
    ['not/there/pod.yaml', POD, 'privileged-container'],
    ['k8s/pod.yaml', POD, 'privileged-container'],
  ])('--stdin-filename %s is where findings are, whatever is on the disk', (name, input, rule) => {
    const cwd = folderWith({ 'k8s/pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: sound}\n' })
    const found = places(['-', '--stdin-filename', name, '--only', rule], input, cwd)
    expect(found.places.map(place => place.replace(/:.*/, ''))).toEqual([name])
  })

  test('the name is read from the current folder, and the policy of the checkout holds for it', () => {
    const repository = repositoryOf({
      '.seaworthy.yml':
        'waivers:\n  - {rule: privileged-container, where: "team/**", reason: a test, until: 2099-12-31}\n',
      'team/a.yaml': '',
    })
    const args = ['-', ...PRIVILEGED, '--stdin-filename', 'b.yaml']
    expect(places(args, POD, join(repository.root, 'team'))).toEqual({
      status: 0,
      places: ['team/b.yaml:8 privileged-container'],
    })
    expect(places(args, POD, repository.root)).toEqual({ status: 1, places: ['b.yaml:8 privileged-container'] })
  })

  test('comments in it suppress findings', () => {
    const accepted = POD.replace(
      '      security',
      '      # seaworthy: ignore privileged-container because a test\n      security',
    )
    const { status, result } = cliJson(['-', ...PRIVILEGED], { cwd: folder(), input: accepted })
    expect({ status, standings: result.findings.map(({ standing }) => standing) }).toEqual({
      status: 0,
      standings: ['suppressed'],
    })
  })

  test('a hostile name is harmless in every format', () => {
    const name = 'k8s/a\n::error::x%0A|<b>`[x](y)\u202e.yaml'
    for (const format of ['text', 'markdown', 'github', 'json', 'sarif']) {
      const args = ['-', '--stdin-filename', name, '--format', format, ...PRIVILEGED]
      const { status, stdout } = cli(args, { cwd: folder(), input: POD })
      // What programs read may have any letter in its strings.
      const raw = format === 'text' || format === 'markdown' ? /^::error::x|\u202e/m : /^::error::x/m
      expect({ format, status, isRaw: raw.test(stdout) }).toEqual({ format, status: 1, isRaw: false })
    }
  })

  test('the baseline of the repository holds for it', () => {
    const cwd = folderWith({ 'pod.yaml': POD })
    cli(['--write-baseline'], { cwd })
    const status = (name: string, input = `# moved\n${POD}`) =>
      cli(['-', '--stdin-filename', name, ...PRIVILEGED], { cwd, input }).status
    expect([status('pod.yaml'), status('pod.yaml', POD.replace('name: app', 'name: other'))]).toEqual([0, 1])
  })

  test('--base compares it with the file of its name', () => {
    const { root } = repositoryOf({ 'pod.yaml': POD })
    const judged = (input: string) =>
      cliJson(['-', '--stdin-filename', 'pod.yaml', '--base', 'HEAD', ...PRIVILEGED], {
        cwd: root,
        input,
        path: process.env['PATH'] ?? '',
      })
    expect(judged(`# moved\n${POD}`)).toMatchObject({ status: 0, result: { change: { known: 1, new: 0 } } })
    const two = POD.replace(
      'spec:',
      'spec:\n  initContainers: [{name: init, image: a:1, securityContext: {privileged: true}}]',
    )
    expect(judged(two)).toMatchObject({ status: 1, result: { change: { known: 1, new: 1 } } })
  })
})

describe('standard input is never green by accident', () => {
  const EMPTY = /^seaworthy: standard input is empty: did the command before the pipe fail\?/
  test.each<[string, string | Uint8Array, RegExp]>([
    ['nothing', '', EMPTY],
    ['blanks', '\n \t\r\n', EMPTY],
    ['a byte order mark', '\ufeff', EMPTY],
    ['prose', 'Error: no', /stdin\.yaml: nothing to check: YAML without Kubernetes objects/],
    ['comments', '# nothing\n---\n', /stdin\.yaml: nothing to check: YAML without Kubernetes objects/],
    ['a template', `{{ if .x }}\n${POD}{{ end }}\n`, /stdin\.yaml: nothing to check: template outside a chart/],
    ['broken YAML', `${POD}  x: [\n`, /stdin\.yaml line \d+/],
    ['a broken report', '{"SchemaVersion": 2, "Results": [', /stdin\.json/],
    ['other JSON', '{"name": "x"}', /stdin\.json: nothing to check/],
    ['binary data', new Uint8Array([0, 1, 2, 255]), /stdin\.yaml line 1: not text/],
  ])('%s: exit status 2', (_, input, message) => {
    const { status, stdout, stderr } = cli(['-'], { cwd: folder(), input })
    expect(status).toBe(2)
    expect(stdout + stderr).toMatch(message)
  })

  test.each([
    ['charts/shop/Chart.yaml', 'names a chart or an overlay'],
    ['prod/kustomization.yaml', 'names a chart or an overlay'],
    ['k8s/', 'expected the name of a file'],
    ['', 'expected the name of a file'],
  ])('--stdin-filename "%s" is refused', (name, message) => {
    const { status, stderr } = cli(['-', '--stdin-filename', name], { cwd: folder(), input: POD })
    expect(status).toBe(2)
    expect(stderr).toContain(message)
  })

  test('a terminal is refused, not waited for', () => {
    const command = `${process.execPath} ${resolve('dist/cli.js')} -`
    const { status, stdout } = spawnSync('script', ['-qec', command, '/dev/null'], { encoding: 'utf8' })
    expect(stdout).toContain('standard input is a terminal: pipe a file into it')
    expect(status).toBe(2)
  })

  test('a file named `-` is `./-`', () => {
    expect(places(['./-', ...PRIVILEGED], '', folderWith({ '-': POD }))).toEqual({
      status: 1,
      places: ['-:8 privileged-container'],
    })
  })
})

test.skipIf(noTools)(`helm template | seaworthy - (${noTools ?? 'real helm'})`, () => {
  const path = pathOf(toolFolder('helm4', 'helm'), '/usr/bin', '/bin')
  const piped = (chart: string) => {
    const command = `helm template ${chart} | '${process.execPath}' '${resolve('dist/cli.js')}' - --only privileged-container,image-tag-latest`
    return spawnSync('bash', ['-c', command], {
      cwd: folder(),
      encoding: 'utf8',
      env: { PATH: path, HOME: '/nowhere' },
    })
  }
  expect(piped(resolve(REPOS, 'charted/charts/shop')).stdout).toMatch(/1 manifest,/)
  expect(piped('./not-there')).toMatchObject({ status: 2, stderr: expect.stringContaining('standard input is empty') })
})
