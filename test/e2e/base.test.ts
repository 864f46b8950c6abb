import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { folderOf } from '../kit/folders.ts'
import { container } from '../kit/manifests.ts'
import { cli, cliJson } from './kit/cli.ts'
import { noTools, pathOf, toolFolder } from './kit/tools.ts'

const PRIVILEGED = container('securityContext: {privileged: true}')
const HOST = PRIVILEGED.replace('spec:', 'spec:\n  hostNetwork: true')
const BASELINE = '.seaworthy-baseline.json'

/** The numbers of a change, without what is fixed. */
function changeIn(args: readonly string[], cwd: string, path?: string) {
  const { status, result } = cliJson(args, { cwd, ...(path !== undefined && { path }) })
  const { fixed, ...change } = (result as { change?: Record<string, unknown> }).change ?? {}
  return { status, change, fixed: (fixed as readonly unknown[] | undefined)?.length }
}

describe('--base-dir', () => {
  test('fails on what is new only', () => {
    const root = folderOf({ 'base/a.yaml': PRIVILEGED, 'head/a.yaml': HOST, 'same/a.yaml': PRIVILEGED })
    const { status, change } = changeIn(['--base-dir', '../base'], join(root, 'head'))
    expect([status, change]).toMatchObject([1, { source: 'dir', new: 1, incomparable: 0 }])
    expect(changeIn(['--base-dir', '../base'], join(root, 'same'))).toMatchObject({
      status: 0,
      change: { new: 0 },
      fixed: 0,
    })
  })

  test('must be a folder', () => {
    const { status, stderr } = cli(['--base-dir', 'gone'], { cwd: folderOf({ 'a.yaml': PRIVILEGED }) })
    expect([status, stderr]).toEqual([2, 'seaworthy: `--base-dir`: no folder `gone`\n'])
  })

  test.skipIf(noTools)(`renders the charts of the base (${noTools ?? 'real helm'})`, () => {
    const chart = (value: string) => ({
      'c/Chart.yaml': 'apiVersion: v2\nname: c\nversion: 1.0.0\n',
      'c/values.yaml': `privileged: ${value}\n`,
      'c/templates/pod.yaml': container('securityContext: {privileged: {{ .Values.privileged }}}'),
      'd/Chart.yaml': 'apiVersion: v2\nname: d\nversion: 1.0.0\n',
      'd/templates/pod.yaml': HOST,
    })
    const below = (folder: string, files: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.entries(files).map(([file, text]) => [`${folder}/${file}`, text]))
    const broken = { ...chart('false'), 'c/templates/pod.yaml': '{{ fail "no" }}' }
    const root = folderOf({
      ...below('base', chart('false')),
      ...below('head', chart('true')),
      ...below('broken', broken),
    })
    const path = pathOf(toolFolder('helm4', 'helm'), '/usr/bin', '/bin')
    const found = changeIn(['--base-dir', '../base'], join(root, 'head'), path)
    expect(found).toMatchObject({ status: 1, change: { new: 1, incomparable: 0 } })
    const odd = changeIn(['--base-dir', '../broken'], join(root, 'head'), path)
    expect(odd).toMatchObject({ status: 1, change: { new: 0 } })
    expect(odd.change['incomparable']).toBeGreaterThan(0)
  })
})

describe('--base-result', () => {
  test('compares with an earlier result', () => {
    const root = folderOf({ 'a.yaml': PRIVILEGED })
    cli(['--output', `json=${join(root, 'before.json')}`], { cwd: root })
    writeFileSync(join(root, 'a.yaml'), HOST)
    const { status, change } = changeIn(['--base-result', 'before.json'], root)
    expect([status, change]).toMatchObject([1, { source: 'result', new: 1, incomparable: 0 }])
  })

  test.each([
    ['{', 'is not JSON: name a result of `seaworthy --format json`'],
    ['null', 'is not a result of Seaworthy: name a result of `seaworthy --format json`'],
    [
      '{"schema": 1, "seaworthy": "0.0.9", "findings": []}',
      'was written by Seaworthy 0.0.9, whose fingerprints this version cannot compare: run it again',
    ],
  ])('%s is refused', (text, message) => {
    const cwd = folderOf({ 'a.yaml': PRIVILEGED, 'r.json': text })
    const { status, stderr } = cli(['--base-result', 'r.json'], { cwd })
    expect([status, stderr]).toEqual([2, `seaworthy: \`--base-result\`: \`r.json\` ${message}\n`])
  })

  test('must be there, and alone', () => {
    const cwd = folderOf({ 'a.yaml': PRIVILEGED })
    expect(cli(['--base-result', 'r.json'], { cwd }).stderr).toContain('`r.json` cannot be read: ENOENT')
    const both = cli(['--base-result', 'r.json', '--base-dir', '.'], { cwd })
    expect([both.status, both.stderr]).toEqual([2, 'seaworthy: `--base-dir` and `--base-result` cannot be combined\n'])
  })
})

describe('the baseline', () => {
  test('is written, holds until something is new, and drops what is idle when written again', () => {
    const cwd = folderOf({ 'a.yaml': PRIVILEGED })
    const written = cli(['--write-baseline'], { cwd })
    expect([written.status, written.stderr]).toEqual([
      0,
      expect.stringMatching(/^wrote \d+ findings to \.seaworthy-baseline\.json\n$/),
    ])
    const text = readFileSync(join(cwd, BASELINE), 'utf8')
    expect(cli([], { cwd }).status).toBe(0)
    expect(cli([], { cwd }).stdout).not.toContain('not read')
    expect(cli(['--write-baseline'], { cwd }).status).toBe(0)
    expect(readFileSync(join(cwd, BASELINE), 'utf8')).toBe(text)
    writeFileSync(join(cwd, 'a.yaml'), HOST.replace('privileged: true', 'privileged: false'))
    const { status, stdout } = cli([], { cwd })
    expect([status, stdout]).toEqual([
      1,
      expect.stringContaining('1 entry of the baseline `.seaworthy-baseline.json` no longer occurs'),
    ])
    expect(cli(['--write-baseline'], { cwd }).status).toBe(0)
    expect(readFileSync(join(cwd, BASELINE), 'utf8')).not.toContain('privileged-container')
  })

  test('has the name that is given, by flag or policy', () => {
    const cwd = folderOf({ 'a.yaml': PRIVILEGED, '.seaworthy.yml': 'baseline: ci/known.json\n', 'ci/x': '' })
    expect(cli(['--write-baseline'], { cwd }).stderr).toContain('to ci/known.json')
    expect(cli([], { cwd }).status).toBe(0)
    expect(cli(['--write-baseline=other.json'], { cwd }).stderr).toContain('to other.json')
    expect(cli(['--baseline', 'other.json'], { cwd }).status).toBe(0)
    expect(cli(['--baseline', 'gone.json'], { cwd }).status).toBe(2)
  })

  test('is not written over a run that could not check everything, or a part of the repository', () => {
    const cwd = folderOf({ 'a.yaml': PRIVILEGED, 'b.yaml': 'apiVersion: v1\nkind: Pod\n a: [', [BASELINE]: 'kept' })
    for (const args of [['--write-baseline'], ['--write-baseline', 'a.yaml']]) {
      const { status, stderr } = cli(args, { cwd })
      expect([status, stderr]).toEqual([
        2,
        '.seaworthy-baseline.json is not written: not everything could be checked\n',
      ])
    }
    expect(readFileSync(join(cwd, BASELINE), 'utf8')).toBe('kept')
  })

  test.each([
    ['--only', 'host-pid'],
    ['--skip', 'image-tag'],
    ['--exclude', 'b/**'],
  ])('is not written over a run with %s: the entries of the rest would be lost', (option, value) => {
    const cwd = folderOf({ 'a.yaml': PRIVILEGED, [BASELINE]: 'kept' })
    const { status, stdout } = cli(['--write-baseline', option, value], { cwd })
    expect(status).toBe(2)
    expect(stdout).toContain('the baseline is not written, because only a part was checked')
    expect(readFileSync(join(cwd, BASELINE), 'utf8')).toBe('kept')
  })
})
