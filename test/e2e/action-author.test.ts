import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { serverError } from './kit/github.ts'
import { ACTIONS_BOT } from './kit/github-state.ts'
import { github42, onPullRequest, privileged, workspace, writesOf } from './kit/step.ts'

/** The first line of the comment that a run of ours writes; of an older run than any other. */
async function marker(): Promise<string> {
  const github = await github42()
  await onPullRequest(github, workspace('shop'), { run: { id: 1 } })
  return github.commentsOf()[0]!.body.split('\n')[0]!
}

describe('whose comment it is', () => {
  test.each(['mallory', 'some-echo[bot]'])('that of %s is left alone, whatever it begins with', async login => {
    const github = await github42()
    const planted = github.seedComment(`${await marker()}\nall is well`, { login })
    const newest = github.seedComment(`${(await marker()).replace(/run=1\.1/, 'run=999999999.1')}\nfine`, { login })
    await onPullRequest(github, workspace('shop'))
    const [first, second, ours, ...others] = github.commentsOf()
    expect([first, second]).toEqual([planted, newest])
    expect(ours).toMatchObject({ login: ACTIONS_BOT, body: expect.stringContaining('### ❌') })
    expect(others).toEqual([])
    expect(github.problems()).toEqual([])
  })

  test.each(['', '/api/v3'])('with the token of a person it is that person’s (API at %j)', async basePath => {
    const tokens = { ghp_kit: { login: 'release-manager', writes: ['pull-requests'] as const } }
    const github = await github42({ tokens, basePath })
    const folder = workspace(undefined, { 'k8s/api.yaml': privileged(true), 'k8s/web.yaml': privileged(false) })
    for (const id of [1, 2]) await onPullRequest(github, folder, { run: { id }, token: 'ghp_kit' })
    rmSync(join(folder, 'k8s/api.yaml'))
    await onPullRequest(github, folder, { run: { id: 3 }, token: 'ghp_kit' })
    expect(github.commentsOf()).toEqual([
      expect.objectContaining({ login: 'release-manager', body: expect.stringContaining('### ✅') }),
    ])
    expect(github.problems()).toEqual([])
  })

  test('when GitHub does not tell whose the token is, it is that of every job', async () => {
    const github = await github42()
    github.fail({ operation: 'graphql', answer: { status: 403, body: { message: 'no' } }, times: 9 })
    for (const id of [1, 2]) await onPullRequest(github, workspace('shop'), { run: { id } })
    expect(github.commentsOf().length).toBe(1)
  })
})

describe('twins', () => {
  test('two runs at once leave one comment', async () => {
    const github = await github42()
    const folder = workspace('shop')
    github.meet('issues/create-comment', 2)
    await Promise.all([1, 2].map(id => onPullRequest(github, folder, { run: { id } })))
    expect(github.commentsOf().length).toBe(1)
  })

  test('of several comments of ours the oldest stays, and says what holds', async () => {
    const github = await github42()
    const line = await marker()
    for (const word of ['one', 'two', 'three']) github.seedComment(`${line}\n${word}`)
    await onPullRequest(github, workspace('sound'))
    expect(github.commentsOf()).toEqual([expect.objectContaining({ id: 1, body: expect.stringContaining('### ✅') })])
  })

  test('a search for twins that fails undoes nothing', async () => {
    const github = await github42()
    github.fail({ operation: 'issues/list-comments', answer: serverError(), after: 1, times: 9 })
    const result = await onPullRequest(github, workspace('shop'))
    expect(writesOf(github)).toEqual(['issues/create-comment'])
    expect(result.outputs.get('comment-url')).toContain('#issuecomment-')
    expect(result.log.join('\n')).toContain('Comment created: ')
  })
})
