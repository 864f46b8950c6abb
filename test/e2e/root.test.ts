import { mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { committed, git } from '../kit/checkout.ts'
import { cli, cliJson } from './kit/cli.ts'
import { pullRequest } from './kit/events.ts'
import { privileged, step } from './kit/step.ts'
import { folder } from './kit/stories.ts'

const REPORT = readFileSync('__fixtures__/repos/shop/scans/payment.grype.json', 'utf8')
const POLICY = 'fail-on: critical\npaths: {exclude: [old]}\nrules: {privileged-container: medium}\n'
const FILES = { '.seaworthy.yml': POLICY, 'k8s/api.yaml': privileged(true), 'old/api.yaml': privileged(true) }

/** A report outside of all checkouts. */
function reportElsewhere(): string {
  const file = join(folder(), 'grype.json')
  writeFileSync(file, REPORT)
  return file
}

/** A run by its policy and by where it finds the one privileged container. */
function judged(args: readonly string[], cwd: string) {
  const { result } = cliJson(args, { cwd })
  const places = result.findings.filter(({ rule }) => rule === 'privileged-container')
  return {
    policy: result.gate['policy'],
    places: places.map(({ severity, location: { file } }) => `${severity} ${file}`),
    faults: result.faults.map(({ code, file }) => `${code} ${file}`),
  }
}
const RIGHT = { policy: '.seaworthy.yml', places: ['medium k8s/api.yaml'], faults: [] }

describe('what is judged, and by which policy, is moved by', () => {
  test.each<[string, string, () => readonly string[]]>([
    ['nothing', '.', () => []],
    ['no sub-folder', 'k8s', () => []],
    ['no report outside', '.', () => ['.', '--report', reportElsewhere()]],
    ['no report outside, without a path', '.', () => ['--report', reportElsewhere()]],
    ['no report outside, from a sub-folder', 'k8s', () => ['--report', reportElsewhere()]],
    ['no glob of reports outside', '.', () => ['--report', join(dirname(reportElsewhere()), '*.json')]],
    ['no file outside', '.', () => ['k8s', reportElsewhere()]],
  ])('%s', (_, cwd, args) => {
    const root = committed(FILES)
    const { places, ...rest } = judged(args(), join(root, cwd))
    expect({ ...rest, places }).toEqual(RIGHT)
  })

  test('a policy elsewhere: its globs are those of the checkout', () => {
    const config = join(folder(), 'strict.yml')
    writeFileSync(config, 'paths: {include: [k8s]}\n')
    const name = expect.stringMatching(/^\.\.\/.*\/strict\.yml$/)
    expect(judged(['--config', config], committed(FILES))).toEqual({
      policy: name,
      places: ['critical k8s/api.yaml'],
      faults: [],
    })
  })

  test('no link of the repository, which leads nowhere outside', () => {
    const [root, report] = [committed(FILES), reportElsewhere()]
    symlinkSync(report, join(root, 'k8s/scan.json'))
    symlinkSync(committed({ 'x.yaml': privileged(true) }), join(root, 'k8s/other'))
    expect(judged(['--report', report], root)).toEqual(RIGHT)
    expect(judged(['k8s', '--report', 'k8s/scan.json'], root).faults).toEqual(['OUTSIDE k8s/scan.json'])
    expect(judged(['k8s/other'], root).faults).toEqual(['OUTSIDE k8s/other'])
  })
})

test('a report that is not there is a fault, and what it should add is added when it is', () => {
  const root = committed(FILES)
  expect(judged(['--report', '/nowhere/x.json'], root).faults).toEqual([
    expect.stringMatching(/^NOT_FOUND (?:\.\.\/)+nowhere\/x\.json$/),
  ])
  const { inputs, findings } = cliJson(['--report', reportElsewhere()], { cwd: root }).result
  expect(inputs).toMatchObject({ reports: 1 })
  expect(
    findings.some(({ area, location: { file } }) => area === 'image' && /^\.\.\/.*\/grype\.json$/.test(file)),
  ).toBe(true)
})

test('text names files from the current folder, JSON and SARIF from the root', () => {
  const root = committed(FILES)
  const cwd = join(root, 'k8s')
  expect(cli(['--fail-on', 'medium'], { cwd }).stdout).toMatch(
    /\n {4}api\.yaml:\d+:\d+\n[\s\S]*; policy \.\.\/\.seaworthy\.yml\n/,
  )
  expect(cli(['--format', 'sarif'], { cwd }).stdout).toContain('"uri":"k8s/api.yaml"')
  for (const format of ['markdown', 'github'])
    expect(cli(['--format', format, '--fail-on', 'medium'], { cwd }).stdout).toContain('k8s/api.yaml')
})

describe('two checkouts', () => {
  const sideBySide = (more = {}): string => {
    const base = folder()
    renameSync(committed({ ...FILES, ...more }), join(base, 'app'))
    renameSync(committed({ 'x.yaml': privileged(true) }), join(base, 'deploy'))
    return base
  }

  test('are not judged by one policy when both are named', () => {
    const { status, stderr } = cli(['app', 'deploy'], { cwd: sideBySide() })
    expect([status, stderr]).toEqual([
      2,
      'seaworthy: `app` and `deploy` are different checkouts, each with its own policy: check each in its own run\n',
    ])
  })

  test('each have their own', () => {
    const base = sideBySide()
    expect(judged(['app'], base)).toEqual(RIGHT)
    expect(judged(['deploy'], base)).toEqual({ policy: undefined, places: ['critical x.yaml'], faults: [] })
  })

  test('in one folder are a fault if one has a policy, unless it is excluded', () => {
    const base = sideBySide()
    expect(judged([], base)).toMatchObject({ policy: undefined, faults: ['BAD_CONFIG app/.seaworthy.yml'] })
    writeFileSync(join(base, '.seaworthy.yml'), 'paths: {exclude: [app]}\n')
    expect(judged([], base)).toMatchObject({ places: ['critical deploy/x.yaml'], faults: [] })
  })

  test('one in the other is judged with it, a submodule by the policy around it', () => {
    const root = committed(FILES)
    renameSync(committed({ 'x.yaml': privileged(true) }), join(root, 'tools'))
    expect(judged([], root).places).toEqual(['medium k8s/api.yaml', 'medium tools/x.yaml'])
    writeFileSync(join(root, 'tools/.seaworthy.yml'), 'fail-on: never\n')
    expect(judged([], root).faults).toEqual(['BAD_CONFIG tools/.seaworthy.yml'])
    const sub = committed({ '.seaworthy.yml': 'fail-on: never\n', 'y.yaml': privileged(true) })
    const outer = committed(FILES)
    git(outer, 'submodule', 'add', '--quiet', sub, 'sub')
    expect(judged([], outer)).toEqual({ ...RIGHT, places: [...RIGHT.places, 'medium sub/y.yaml'] })
  })
})

test('a policy on the way to the top folder is not passed over', () => {
  const root = committed({ ...FILES, 'k8s/.seaworthy.yml': 'fail-on: low\n' })
  const { status, stderr } = cli([], { cwd: join(root, 'k8s') })
  expect(status).toBe(2)
  expect(stderr).toContain('k8s/.seaworthy.yml: not the policy of the checkout')
  expect(judged(['--config', '.seaworthy.yml'], join(root, 'k8s'))).toMatchObject({ policy: 'k8s/.seaworthy.yml' })
})

describe('the workflow step', () => {
  const resultOf = async (workspace: string, inputs: Readonly<Record<string, string>>, temp = folder()) => {
    const { outputs, annotations, log } = await step({ workspace, event: pullRequest(), with: inputs, temp })
    const { gate, findings, faults, inputs: read } = JSON.parse(readFileSync(outputs.get('results')!, 'utf8'))
    const files = findings.filter(({ rule }: { rule: string }) => rule === 'privileged-container')
    return {
      ...{ policy: gate.policy, faults, reports: read.reports, annotations, log: log.join('\n') },
      places: files.map(({ location }: { location: { file: string } }) => location.file),
    }
  }

  test('reads a report in RUNNER_TEMP', async () => {
    const temp = folder()
    writeFileSync(join(temp, 'grype.json'), REPORT)
    const result = await resultOf(committed(FILES), { reports: join(temp, 'grype.json') }, temp)
    expect(result).toMatchObject({ policy: '.seaworthy.yml', faults: [], reports: 1, places: ['k8s/api.yaml'] })
  })

  test.each([{}, { path: 'app' }, { path: 'app/k8s', config: 'app/.seaworthy.yml' }])(
    'judges the checkout that `path` of actions/checkout put in a folder, with %j',
    async inputs => {
      const workspace = folder()
      renameSync(committed(FILES), join(workspace, 'app'))
      mkdirSync(join(workspace, 'out'))
      writeFileSync(join(workspace, 'out/grype.json'), REPORT)
      const result = await resultOf(workspace, { ...inputs, 'fail-on': 'medium' })
      const reports = 'path' in inputs ? 0 : 1
      expect(result).toMatchObject({ policy: '.seaworthy.yml', faults: [], reports, places: ['k8s/api.yaml'] })
      expect(result.log).toContain('app/k8s/api.yaml:')
    },
  )
})
