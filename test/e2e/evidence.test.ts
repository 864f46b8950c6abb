import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { folderOf } from '../kit/folders.ts'
import { cli } from './kit/cli.ts'
import { github42, onPullRequest, workspace } from './kit/step.ts'
import { noTools, pathOf, toolFolder } from './kit/tools.ts'

const POD = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers: []\n'

const evidenceIn = (text: string): Record<string, unknown> => JSON.parse(text).evidence

/** A repository with one commit. @returns its folder and the id of the commit */
function repository(files: Readonly<Record<string, string>>): readonly [folder: string, commit: string] {
  const cwd = folderOf(files)
  const git = (...args: readonly string[]): string => execFileSync('git', args, { cwd, encoding: 'utf8' }).trim()
  git('init', '-q')
  git('add', '.')
  git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-qm', 'a')
  return [cwd, git('rev-parse', 'HEAD')]
}

describe('evidence in the result', () => {
  test.each(['', 'k8s'])('of a checkout, from `%s` in it', folder => {
    const [cwd, commit] = repository({ 'k8s/web.yaml': POD, '.seaworthy.yml': 'profile: strict\n' })
    expect(evidenceIn(cli(['--format', 'json'], { cwd: join(cwd, folder) }).stdout)).toMatchObject({
      commit,
      policies: [{ file: '.seaworthy.yml', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
    })
  })

  test('without git or a policy there is nothing to tell', () => {
    const cwd = folderOf({ 'k8s/web.yaml': POD })
    expect(evidenceIn(cli(['--format', 'json'], { cwd }).stdout)).toEqual({ policies: [], tools: {}, databases: [] })
  })

  test.skipIf(noTools).each([
    ['helm3', /^v3\.\d+\.\d+/],
    ['helm4', /^v4\.\d+\.\d+/],
  ] as const)(`of %s and kubectl the versions${noTools ? ` (skipped: ${noTools})` : ''}`, (helm, version) => {
    const path = pathOf(toolFolder(helm, 'helm'), toolFolder(helm, 'kubectl'), '/usr/bin', '/bin')
    const cwd = folderOf({
      'chart/Chart.yaml': 'apiVersion: v2\nname: a\nversion: 1.0.0\n',
      'chart/templates/a.yaml': POD,
      'overlay/kustomization.yaml': 'resources: [a.yaml]\n',
      'overlay/a.yaml': POD,
    })
    const { tools } = evidenceIn(cli(['--format', 'json'], { cwd, path }).stdout)
    expect(tools).toEqual({ helm: expect.stringMatching(version), kubectl: expect.stringMatching(/^v1\.\d+\.\d+/) })
  })

  test('of a step: the commit that was checked', async () => {
    const result = await onPullRequest(await github42(), workspace('sound'))
    expect(evidenceIn(readFileSync(result.outputs.get('results')!, 'utf8'))).toMatchObject({
      commit: expect.stringMatching(/^[0-9a-f]{40}$/),
    })
  })
})
