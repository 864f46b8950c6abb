import { describe, expect, test } from 'vitest'
import { folderOf } from '../kit/folders.ts'
import { container } from '../kit/manifests.ts'
import { cli, cliJson } from './kit/cli.ts'
import { github42, onPullRequest, privileged, workspace } from './kit/step.ts'

const FILES = { 'web.yaml': container('image: shop/web:1.4\nsecurityContext: {runAsUser: 1000}\n') }

describe('the command line', () => {
  test('reports the frameworks that are asked for, and fails as it would without them', () => {
    const cwd = folderOf(FILES)
    const args = ['--profile', 'essential', '--fail-on', 'low', '--framework', 'cis', '--framework', 'nsa']
    const { status, result } = cliJson(args, { cwd })
    expect([status, result.verdict]).toEqual([0, 'pass'])
    expect(result.frameworks?.map(({ id }) => id)).toEqual(['cis', 'nsa'])
    expect(cli(args, { cwd }).stdout).toMatch(/\nCIS Kubernetes Benchmark 1\.10: \d+ failed, /)
  })

  test('gates on a framework that `--only` names', () => {
    const { status, result } = cliJson(['--fail-on', 'low', '--only', 'pss-restricted'], { cwd: folderOf(FILES) })
    expect([status, result.frameworks]).toEqual([1, undefined])
    expect(result.findings.map(({ rule }) => rule)).toContain('run-as-non-root-not-required')
  })

  test('tells what was meant', () => {
    const { status, stderr } = cli(['--framework', 'mitra'], { cwd: folderOf(FILES) })
    expect([status, stderr]).toEqual([2, expect.stringContaining('Did you mean `mitre`?')])
  })
})

test('the step reports the frameworks of its input in its summary and its comment', async () => {
  const github = await github42()
  const folder = workspace(undefined, { 'k8s/api.yaml': privileged(true) })
  const inputs = { framework: 'cis\nnsa', 'only-rules': 'host-pid', 'fail-on': 'low', comment: 'always' }
  const { exitCode, summary } = await onPullRequest(github, folder, { with: inputs })
  expect(exitCode).toBe(0)
  const [comment = ''] = github.commentsOf().map(({ body }) => body)
  for (const text of [summary, comment]) {
    expect(text).toContain('<summary>CIS Kubernetes Benchmark 1.10: ')
    expect(text).toContain('| ❌ fail | `5.2.2` No privileged containers are admitted | 1 finding | ')
    expect(text).toContain('<summary>NSA and CISA Kubernetes Hardening Guide 1.2: ')
  }
})
