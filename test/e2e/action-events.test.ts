import { describe, expect, test } from 'vitest'
import {
  dependabotPullRequest,
  forkPullRequest,
  mergeGroup,
  pullRequest,
  push,
  schedule,
  type WorkflowEvent,
  workflowDispatch,
} from './kit/events.ts'
import { forbidden, READ_ONLY, serverError, startGithub, tooMany } from './kit/github.ts'
import type { Answer } from './kit/github-answers.ts'
import { github42, noticesOf, onPullRequest, step, workspace, writesOf } from './kit/step.ts'

describe('where GitHub does not let us', () => {
  test.each([
    ['a fork', forkPullRequest(), 'runs for forks have a read-only token'],
    ['Dependabot', dependabotPullRequest(), 'add `permissions: {pull-requests: write}` to the job'],
    ['a job without the permission', pullRequest(), 'add `permissions: {pull-requests: write}` to the job'],
    [
      'a fork, in the context of the base',
      pullRequest({ target: true, fork: 'mallory/r' }),
      'add `permissions: {pull-requests: write}` to the job',
    ],
  ])('%s: a notice with what to do, and the verdict is the same', async (_, event, advice) => {
    const github = await github42({ tokens: { ghs_kit: READ_ONLY } })
    const result = await step({ workspace: workspace('shop'), event, api: github.address })
    expect(result.exitCode).toBe(1)
    expect(result.summary).toContain('### ❌')
    expect(noticesOf(result)).toContainEqual(expect.stringContaining(advice))
    expect(github.commentsOf()).toEqual([])
  })

  test.each<[string, Answer, string]>([
    ['a locked conversation', forbidden('Unable to create comment because issue is locked.'), 'issue is locked. The'],
    ['an archive', forbidden('Repository was archived so is read-only.'), 'was archived so is read-only. The'],
    ['too many requests', tooMany(60), 'You have exceeded a secondary rate limit'],
    ['a hostile one', forbidden('no\n::error::pwned \u202e'), 'no\\n::error::pwned \\u{202e}. The'],
  ])('%s: GitHub’s own words, and no advice about permissions', async (_, answer, words) => {
    const github = await github42()
    github.fail({ operation: 'issues/create-comment', answer, times: 9 })
    const result = await step({ workspace: workspace('shop'), event: forkPullRequest(), api: github.address })
    expect(result.exitCode).toBe(1)
    const notices = noticesOf(result).filter(message => message.startsWith('no comment was posted'))
    expect(notices).toEqual([expect.stringContaining(words)])
    expect(notices[0]).not.toMatch(/permission|forks/)
  })

  test.each([
    ['a fork', forkPullRequest(), 'runs for forks have a read-only token'],
    ['Dependabot', dependabotPullRequest(), 'runs for Dependabot have a token without write permission'],
    ['a job', push(), 'the token has no write permission: add `permissions: {security-events: write}` to the job'],
  ])('no upload of %s', async (_, event, advice) => {
    const github = await github42({ tokens: { ghs_kit: READ_ONLY } })
    const result = await step({
      ...{ workspace: workspace('sound'), event, api: github.address },
      with: { 'upload-sarif': true },
    })
    expect(result.exitCode).toBe(0)
    expect(result.annotations).toContainEqual(
      expect.objectContaining({ level: 'warning', message: `SARIF was not sent: ${advice}.` }),
    )
  })

  test('an upload is tried again', async () => {
    const github = await github42()
    github.fail({ operation: 'code-scanning/upload-sarif', answer: tooMany(1) })
    await onPullRequest(github, workspace('sound'), { with: { 'upload-sarif': true } })
    expect(github.sarif.length).toBe(1)
  })

  test('a fork whose change is sound passes', async () => {
    const github = await github42({ tokens: { ghs_kit: READ_ONLY } })
    const result = await step({ workspace: workspace('sound'), event: forkPullRequest(), api: github.address })
    expect(result).toMatchObject({ exitCode: 0, conclusion: 'success' })
  })

  test('no token at all', async () => {
    const github = await github42()
    const result = await onPullRequest(github, workspace('shop'), { with: { token: '' } })
    expect(result.exitCode).toBe(1)
    expect(result.outputs.get('verdict')).toBe('fail')
    expect(github.requests).toEqual([])
  })

  test('a token that GitHub does not know', async () => {
    const github = await github42()
    const result = await onPullRequest(github, workspace('sound'), {
      with: { token: 'ghp_unknown', comment: 'always' },
    })
    expect(result.exitCode).toBe(0)
    expect(result.annotations).toContainEqual(
      expect.objectContaining({ level: 'notice', message: expect.stringContaining('GitHub rejected the token') }),
    )
  })

  test('a rate limit is waited for', async () => {
    const github = await github42()
    github.fail({ operation: 'issues/list-comments', answer: tooMany(1) })
    await onPullRequest(github, workspace('shop'))
    expect(github.commentsOf().length).toBe(1)
  })

  test('GitHub that answers 500 for ever costs the comment, not the verdict', async () => {
    const github = await github42()
    github.fail({ operation: 'issues/list-comments', answer: serverError(), times: 50 })
    const result = await onPullRequest(github, workspace('sound'), { with: { comment: 'always' } })
    expect(result.exitCode).toBe(0)
    expect(result.annotations).toContainEqual(
      expect.objectContaining({ level: 'notice', message: expect.stringContaining('no comment was posted') }),
    )
  })

  test('no network at all', async () => {
    const result = await step({
      workspace: workspace('shop'),
      event: pullRequest(),
      env: { GITHUB_API_URL: 'http://127.0.0.1:9' },
    })
    expect(result.exitCode).toBe(1)
    expect(result.outputs.get('verdict')).toBe('fail')
  })
})

describe('other events', () => {
  test.each<[string, WorkflowEvent]>([
    ['push', push()],
    ['schedule', schedule()],
    ['workflow_dispatch', workflowDispatch()],
  ])('%s has no pull request: summary and annotations only', async (_, event) => {
    const github = await startGithub()
    const result = await step({ workspace: workspace('shop'), event, api: github.address })
    expect(result.exitCode).toBe(1)
    expect(result.summary).toContain('### ❌')
    expect(writesOf(github)).toEqual([])
    expect(github.problems()).toEqual([])
  })

  test('push to the branch of an open pull request comments there', async () => {
    const event = push()
    const github = await startGithub({ repositories: { 'o/r': { pulls: [{ number: 42, head: event.sha }] } } })
    await step({ workspace: workspace('shop'), event, api: github.address })
    expect(github.commentsOf(42).length).toBe(1)
    expect(github.problems()).toEqual([])
  })

  test('merge_group finds its pull request in the name of the ref', async () => {
    const github = await github42()
    const result = await step({ workspace: workspace('shop'), event: mergeGroup(), api: github.address })
    expect(result.exitCode).toBe(1)
    expect(github.requests.filter(({ method }) => method === 'POST').map(({ path }) => path)).toEqual([
      expect.stringMatching(/\/issues\/\d+\/comments$/),
    ])
    expect(github.problems()).toEqual([])
  })

  test('pr-number names it when the event does not', async () => {
    const github = await github42()
    await step({ workspace: workspace('shop'), event: schedule(), api: github.address, with: { 'pr-number': 42 } })
    expect(github.commentsOf(42).length).toBe(1)
  })
})
