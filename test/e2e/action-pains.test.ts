import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { FORMATS } from '../../src/report/render.ts'
import { cli } from './kit/cli.ts'
import { pullRequest } from './kit/events.ts'
import { github42, onPullRequest, step, workspace } from './kit/step.ts'

/** What users of other actions have suffered from, where no other test guards it: see docs/pains.md. */

describe('the gate does not depend on how its result is reported', () => {
  test.each(FORMATS)('the exit status is the same as %s', format => {
    const statuses = ['shop', 'sound', 'broken'].map(
      story => cli(['check', '--format', format], { cwd: workspace(story as 'shop') }).status,
    )
    expect(statuses).toEqual([1, 0, 2])
  })

  test.each([true, false])('the verdict of a step is the same with upload-sarif: %s', async uploads => {
    const github = await github42()
    for (const [story, exitCode] of Object.entries({ shop: 1, sound: 0 })) {
      const result = await onPullRequest(github, workspace(story as 'shop'), { with: { 'upload-sarif': uploads } })
      expect(result.exitCode).toBe(exitCode)
    }
    expect(github.sarif).toHaveLength(uploads ? 2 : 0)
  })
})

test('GitHub Enterprise: links lead to the server of the run, and only its API is asked', async () => {
  const github = await github42({ basePath: '/api/v3' })
  const result = await step({
    ...{ workspace: workspace('shop'), event: pullRequest(), api: github.address },
    env: { GITHUB_SERVER_URL: 'https://git.shop.example' },
  })
  expect(result.exitCode).toBe(1)
  const { body } = github.commentsOf()[0]!
  expect(body).toContain('](https://git.shop.example/o/r/blob/')
  expect(body).toContain('](https://git.shop.example/o/r/actions/runs/')
  expect(body).not.toContain('https://github.com/o/r')
})

test('the Action is one script that is in the repository, and README pins it by its commit', () => {
  const { runs } = parse(readFileSync('action.yml', 'utf8')) as { runs: unknown }
  expect(runs).toEqual({ using: 'node24', main: 'dist/action.js' })
  expect(readFileSync('README.md', 'utf8')).toContain('uses: seaworthy/seaworthy@<commit> # v')
})
