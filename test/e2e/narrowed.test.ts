import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { folderOf } from '../kit/folders.ts'
import { container } from '../kit/manifests.ts'
import { cliJson } from './kit/cli.ts'
import { github42, onPullRequest, privileged, workspace } from './kit/step.ts'

const PRIVILEGED = container('image: shop/web:1.4\nsecurityContext:\n  privileged: true\n')

const FILES = {
  'k8s/web.yaml': PRIVILEGED,
  'k8s/old/web.yaml': PRIVILEGED,
  '.seaworthy.yml': 'paths: {exclude: [x]}\n',
}

/** The breaches of a run, as `rule file`. */
const breachesOf = (args: readonly string[], cwd: string): readonly string[] =>
  cliJson(args, { cwd })
    .result.findings.filter(({ standing }) => standing === 'breach')
    .map(({ rule, location }) => `${rule} ${location.file}`)

describe('the command line narrows a run', () => {
  test('to rules, by any id, and to files', () => {
    const cwd = folderOf(FILES)
    const both = ['privileged-container k8s/old/web.yaml', 'privileged-container k8s/web.yaml']
    expect(breachesOf(['--only', 'CKV_K8S_16'], cwd)).toEqual(both)
    expect(breachesOf(['--skip', 'CKV_K8S_16'], cwd)).not.toEqual(expect.arrayContaining(both))
    expect(breachesOf(['--only', 'privileged-container', '--exclude', 'k8s/old'], cwd)).toEqual([both[1]])
    expect(breachesOf(['--only', 'privileged-container', '--fail-on', 'manifest=never'], cwd)).toEqual([])
  })

  test('globs are those of the current folder', () => {
    const cwd = join(folderOf({ ...FILES, '.git/HEAD': 'ref: refs/heads/main\n' }), 'k8s')
    expect(breachesOf(['--only', 'privileged-container', '--exclude', 'old/**'], cwd)).toEqual([
      'privileged-container k8s/web.yaml',
    ])
  })

  test('when no rule is left, nothing is green', () => {
    const { status, result } = cliJson(['--only', 'host-pid', '--skip', 'host-pid'], { cwd: folderOf(FILES) })
    expect([status, result.verdict]).toEqual([2, 'error'])
  })
})

test('inputs of the workflow narrow a run', async () => {
  const github = await github42()
  const folder = workspace(undefined, { 'k8s/api.yaml': privileged(true), 'old/api.yaml': privileged(true) })
  const run = (inputs: Readonly<Record<string, string>>) => onPullRequest(github, folder, { with: inputs })
  expect(await run({ 'only-rules': 'CKV_K8S_16' })).toMatchObject({ exitCode: 1 })
  expect(await run({ 'only-rules': 'host-pid, host-ipc\nDL3007' })).toMatchObject({ exitCode: 0 })
  expect(await run({ exclude: 'old/**\nk8s/**' })).toMatchObject({ exitCode: 2 })
  const byArea = await run({ 'fail-on': 'manifest: critical\nimage: never', 'only-rules': 'host-pid' })
  expect(byArea.summary).toContain('nothing at manifest: critical or above, dockerfile: high or above, image: never')
})
