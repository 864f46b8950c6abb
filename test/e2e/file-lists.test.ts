import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { folderOf, link } from '../kit/folders.ts'
import { pointerTo, Repository, repositoryOf } from '../kit/repository.ts'
import { cli, type JsonResult } from './kit/cli.ts'
import { github42, onPullRequest, privileged, workspace } from './kit/step.ts'
import { noTools, pathOf, toolFolder } from './kit/tools.ts'

interface Hook {
  readonly id: string
  readonly entry: string
  readonly args: readonly string[]
  readonly language: string
  readonly types_or: readonly string[]
}

const [hook] = parse(readFileSync('.pre-commit-hooks.yaml', 'utf8')) as readonly [Hook]

/** What pre-commit asks git for; its hooks are never given what was deleted. */
const STAGED = ['diff', '--staged', '--name-only', '--no-ext-diff', '-z', '--diff-filter=ACMRTUXB']
const EVERYTHING = ['diff', '--staged', '--name-only', '--no-renames', '-z']

/** The same files as pre-commit finds by the tags of the hook, as far as they are in these tests. */
const isOfHook = (file: string): boolean =>
  /\.(?:ya?ml|json|sarif)$|(?:^|\/)(?:Dockerfile|Containerfile)(?:\.|$)/.test(file)

const template = (value: boolean): string => privileged(value).replace('shop/api:1.4', '{{ .Values.image }}')

const before = {
  'k8s/api.yaml': privileged(false),
  'k8s/old.yaml': privileged(true),
  'k8s/moved.yaml': privileged(false).replaceAll(': api', ': moved'),
  'k8s/legacy.yaml': privileged(true),
  'src/a.ts': 'export {}\n',
  'package.json': '{"name": "x"}\n',
  Dockerfile: 'FROM debian:12\nUSER 1000\n',
  'charts/shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
  'charts/shop/values.yaml': 'image: shop/api:1.4\n',
  'charts/shop/templates/api.yaml': template(false),
  'base/kustomization.yaml': 'resources: [pod.yaml]\n',
  'base/pod.yaml': privileged(false),
  'prod/kustomization.yaml': 'resources: [../base]\npatches: [{path: patch.yaml}]\n',
  'prod/patch.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: api}\nspec: {restartPolicy: Never}\n',
}

const change = {
  'k8s/api.yaml': privileged(true),
  'k8s/old.yaml': undefined,
  'k8s/moved.yaml': undefined,
  'k8s/moved here.yaml': before['k8s/moved.yaml'],
  'src/a.ts': 'export const a = 1\n',
  'src/logo.png': new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0]),
  'src/passwd.yaml': link('/etc/passwd'),
  'package.json': '{"name": "y"}\n',
  '.github/workflows/ci.yaml': 'on: push\njobs: {}\n',
  Dockerfile: 'FROM debian:12\nUSER root\n',
  'charts/shop/templates/api.yaml': template(true),
  'prod/patch.yaml': `${privileged(true).replace('      image: shop/api:1.4\n', '')}`,
}

/** What is left of the change without its breaches. */
const fixed = {
  'k8s/api.yaml': before['k8s/api.yaml'].replace('1.4', '1.5'),
  Dockerfile: 'FROM debian:12\nUSER 1001\n',
  'charts/shop/templates/api.yaml': `# changed\n${template(false)}`,
  'prod/patch.yaml': `# changed\n${before['prod/patch.yaml']}`,
}

/** A repository with a change that is staged. */
function staged(files: Parameters<Repository['write']>[0]): Repository {
  const repository = repositoryOf(before)
  repository.write(files)
  repository.git('add', '--all', '--force')
  return repository
}

const ONLY = ['--only', 'privileged-container,user-root']
const tools = (): string => pathOf(toolFolder('helm4', 'helm'), toolFolder('helm4', 'kubectl'))

/** Calls what the hook calls, with files that git lists. */
function hooked({ root }: Repository, files: readonly string[]): { status: number | null; result: JsonResult } {
  const [, ...command] = hook.entry.split(' ')
  const args = [...command, ...ONLY, '--format', 'json', ...hook.args, ...files]
  const { status, stdout, stderr } = cli(args, { cwd: root, path: tools() })
  if (stdout === '') throw new Error(stderr)
  return { status, result: JSON.parse(stdout) as JsonResult }
}

const listed = (repository: Repository, list: readonly string[]): readonly string[] =>
  repository
    .git(...list)
    .split('\0')
    .filter(Boolean)

const outcome = ({ status, result }: ReturnType<typeof hooked>) => ({
  status,
  findings: result.findings.map(({ rule, location }) => `${location.file} ${rule}`).sort(),
  faults: result.faults.map(({ code, file }) => `${code} ${file}`),
})

const BREACHES = [
  'Dockerfile user-root',
  'charts/shop/templates/api.yaml privileged-container',
  'k8s/api.yaml privileged-container',
  'prod/patch.yaml privileged-container',
]

describe.skipIf(noTools)(`a change of everything at once (${noTools ?? 'real helm and kustomize'})`, () => {
  test('as pre-commit lists it: breaches of the change, and of nothing else', () => {
    const repository = staged(change)
    const ran = hooked(repository, listed(repository, STAGED).filter(isOfHook))
    expect(outcome(ran)).toEqual({ status: 1, findings: BREACHES, faults: [] })
    expect(ran.result.inputs).toMatchObject({
      ...{ manifests: 2, dockerfiles: 1, charts: 1, overlays: 1 },
      ignored: [
        { file: '.github/workflows/ci.yaml', why: 'YAML without Kubernetes objects' },
        { file: 'package.json', why: 'JSON that is neither a known report nor a Kubernetes object' },
        { file: 'src/passwd.yaml', why: 'symbolic link out of the workspace' },
      ],
    })
  })

  test('as git lists it, with what was deleted', () => {
    const repository = staged(change)
    const ran = hooked(repository, listed(repository, EVERYTHING))
    expect(outcome(ran)).toEqual({ status: 1, findings: BREACHES, faults: [] })
    expect(ran.result.inputs).toMatchObject({
      ignored: [
        { file: '.github/workflows/ci.yaml', why: 'YAML without Kubernetes objects' },
        { file: 'k8s/moved.yaml', why: 'no longer there' },
        { file: 'k8s/old.yaml', why: 'no longer there' },
        { file: 'package.json', why: 'JSON that is neither a known report nor a Kubernetes object' },
        { file: 'src/a.ts', why: 'not a supported kind of file' },
        { file: 'src/logo.png', why: 'not a supported kind of file' },
        { file: 'src/passwd.yaml', why: 'symbolic link out of the workspace' },
      ],
    })
  })

  test('the same change without its breaches passes', () => {
    const repository = staged({ ...change, ...fixed })
    expect(outcome(hooked(repository, listed(repository, EVERYTHING)))).toEqual({ status: 0, findings: [], faults: [] })
  })
})

test.skipIf(noTools)(
  `--base compares the chart and the overlay of a listed part (${noTools ?? 'real helm and kustomize'})`,
  () => {
    const repository = repositoryOf(before)
    repository.commit(change)
    const files = ['charts/shop/templates/api.yaml', 'prod/patch.yaml'] as const
    repository.write(Object.fromEntries(files.map(file => [file, `# moved\n${change[file]}`])))
    const args = ['check', '--base', 'HEAD', ...ONLY, '--format', 'json', '--ignore-unknown', '--', ...files]
    const { status, stdout } = cli(args, { cwd: repository.root, path: pathOf(tools(), process.env['PATH'] ?? '') })
    const { change: compared, faults } = JSON.parse(stdout) as JsonResult & { readonly change: object }
    expect({ status, faults, compared }).toMatchObject({
      status: 0,
      faults: [],
      compared: { new: 0, known: 2, incomparable: 0 },
    })
  },
)

test('a change without any input passes, and the result reports that nothing was checked', () => {
  const { root } = staged({ 'src/a.ts': '1', 'package.json': '{"name": "y"}\n' })
  const { status, stdout } = cli(['--ignore-unknown', 'src/a.ts', 'package.json', 'gone.yaml'], { cwd: root })
  expect(status).toBe(0)
  expect(stdout).toContain('✓ pass: nothing to check\n')
  expect(stdout).toContain(
    'skipped: 1 no longer there, 1 not a supported kind of file, 1 JSON that is neither a known report nor a Kubernetes object',
  )
})

test.each([
  ['a manifest', 'k8s/api.yaml', `${privileged(false)}  - x: [\n`, 'NOT_YAML k8s/api.yaml'],
  [
    'an object without a kind',
    'k8s/api.yaml',
    privileged(false).replace('kind: Pod\n', ''),
    'NOT_AN_OBJECT k8s/api.yaml',
  ],
  ['a report', 'trivy-results.json', '{"SchemaVersion": 2, "Results": [', 'NOT_JSON trivy-results.json'],
  ['a pointer of LFS', 'k8s/api.yaml', pointerTo('x'), 'UNREADABLE k8s/api.yaml'],
])('%s that is broken is exit status 2, whatever else is in the list', (_, file, text, fault) => {
  const repository = staged({
    ...change,
    'charts/shop/templates/api.yaml': undefined,
    'prod/patch.yaml': undefined,
    [file]: text,
  })
  const { status, faults } = outcome(hooked(repository, ['src/a.ts', 'Dockerfile', file]))
  expect({ status, faults }).toEqual({ status: 2, faults: [fault] })
})

test('without the option, each of these is an error', () => {
  const { root } = staged(change)
  for (const file of ['src/a.ts', 'k8s/old.yaml', 'package.json', 'src/passwd.yaml'])
    expect(cli(['k8s/api.yaml', file], { cwd: root }).status).toBe(2)
})

test('names that look like options or commands are files', () => {
  const repository = staged({ '--exclude=k8s.yaml': privileged(true), rules: privileged(true), '-': privileged(true) })
  const { status, findings } = outcome(hooked(repository, ['rules', '--exclude=k8s.yaml', './-']))
  expect({ status, findings }).toEqual({
    status: 1,
    findings: ['- privileged-container', '--exclude=k8s.yaml privileged-container', 'rules privileged-container'],
  })
})

test('a deleted file is not taken for a misspelt command', () => {
  const { root } = staged({ 'src/a.ts': '1' })
  expect(cli(['ruls'], { cwd: root }).stderr).toContain('Did you mean the command `seaworthy rules`?')
  expect(cli(['--ignore-unknown', 'ruls'], { cwd: root }).status).toBe(0)
})

test('--base compares a list with its earlier state', () => {
  const { root } = staged({
    'k8s/old.yaml': undefined,
    'k8s/legacy.yaml': `# moved\n${before['k8s/legacy.yaml']}`,
    'src/a.ts': '1',
  })
  const list = ['k8s/old.yaml', 'k8s/legacy.yaml', 'src/a.ts']
  const { status, stdout } = cli(
    ['check', '--base', 'HEAD', ...ONLY, '--format', 'json', '--ignore-unknown', '--', ...list],
    {
      cwd: root,
      path: process.env['PATH'] ?? '',
    },
  )
  const { change, faults } = JSON.parse(stdout) as JsonResult & { readonly change: object }
  expect({ status, faults, change }).toMatchObject({
    ...{ status: 0, faults: [] },
    change: { new: 0, known: 1, incomparable: 0, fixed: [{ file: 'k8s/old.yaml', rule: 'privileged-container' }] },
  })
})

test('lint-staged gives absolute names', () => {
  const { root } = staged(change)
  const files = ['k8s/api.yaml', 'src/a.ts'].map(file => join(root, file))
  const { status, stdout } = cli(['check', ...ONLY, '--ignore-unknown', '--', ...files], { cwd: root })
  expect(status).toBe(1)
  expect(stdout).toContain('k8s/api.yaml:10:9\n')
})

test('the Action has the same input', async () => {
  const github = await github42()
  const files = { 'a.ts': '', 'k8s/pod.yaml': privileged(true) }
  const judged = (path: string, ignore: string) =>
    onPullRequest(github, workspace(undefined, files), { with: { path, 'ignore-unknown': ignore, comment: 'never' } })
  expect((await judged('a.ts\ngone.yaml', 'true')).exitCode).toBe(0)
  expect((await judged('a.ts\ngone.yaml\nk8s/pod.yaml', 'true')).exitCode).toBe(1)
  expect((await judged('a.ts\nk8s/pod.yaml', 'false')).exitCode).toBe(2)
  expect((await judged('k8s/pod.yaml', 'yes')).exitCode).toBe(2)
})

test('the hook starts dist/cli.js, which is a program', () => {
  expect(hook).toMatchObject({ id: 'seaworthy', language: 'script', types_or: ['yaml', 'json', 'dockerfile'] })
  const [program = ''] = hook.entry.split(' ')
  expect(readFileSync(program, 'utf8').startsWith('#!/usr/bin/env node\n')).toBe(true)
  expect(statSync(program).mode & 0o111).toBe(0o111)
  const mode = spawnSync('git', ['ls-files', '--stage', program], { encoding: 'utf8' }).stdout.split(' ')[0]
  expect(mode).toBe('100755')
})

const preCommit = spawnSync('pre-commit', ['--version'], { encoding: 'utf8' }).stdout?.trim()
const noPreCommit = noTools ?? (preCommit ? undefined : 'pre-commit is not installed: pip install pre-commit')

test.skipIf(noPreCommit)(`pre-commit itself (${noPreCommit ?? preCommit})`, () => {
  const clone = new Repository(folderOf({}))
  for (const part of ['dist', '.pre-commit-hooks.yaml']) cpSync(part, join(clone.root, part), { recursive: true })
  chmodSync(join(clone.root, 'dist/cli.js'), 0o755)
  clone.git('init', '--quiet')
  const rev = clone.commit({})
  const args = JSON.stringify([...ONLY, ...hook.args])
  const config = `repos: [{repo: "${clone.root}", rev: ${rev}, hooks: [{id: seaworthy, args: ${args}}]}]\n`
  const run = (files: Parameters<Repository['write']>[0]) => {
    const { root } = staged({ ...files, '.pre-commit-config.yaml': config })
    const path = pathOf(tools(), resolve(process.execPath, '..'), process.env['PATH'] ?? '')
    const env = { PATH: path, HOME: root, PRE_COMMIT_HOME: folderOf({}), CI: 'true', GIT_CONFIG_NOSYSTEM: '1' }
    return spawnSync('pre-commit', ['run', '--color', 'never', '--verbose'], { cwd: root, env, encoding: 'utf8' })
  }
  const broken = run(change)
  expect(broken.stdout).toMatch(/^seaworthy\.+Failed\n- hook id: seaworthy\n- duration: .*\n- exit code: 1\n/m)
  expect(broken.stdout).toContain('✗ fail: 4 breaches (3 critical, 1 high)')
  const passed = run({ ...change, ...fixed })
  expect(passed.stdout).toMatch(/^seaworthy\.+Passed\n/m)
  expect(passed.stdout).toContain('✓ pass: no breaches')
})
