import { describe, expect, test } from 'vitest'
import { commit, mergeGroup, pullRequest, push, schedule, type WorkflowEvent, workflowRun } from './kit/events.ts'
import { startGithub } from './kit/github.ts'
import { checkOut, github42, onPullRequest, privileged, step, workspace, writesOf } from './kit/step.ts'

/** What was checked out, and what comment and summary say of it. */
async function commentOn(event: WorkflowEvent, checkedOut: string | undefined, story: 'shop' | 'sound') {
  const github = await github42()
  const folder = workspace(story)
  if (checkedOut !== undefined) checkOut(folder, commit(checkedOut))
  const old = github.seedComment('')
  const { summary } = await step({
    ...{ workspace: folder, event, api: github.address },
    with: { comment: 'always', 'pr-number': event.name === 'schedule' ? 42 : '' },
  })
  expect(github.problems()).toEqual([])
  const [comment] = github.commentsOf().filter(({ id }) => id !== old.id)
  return { comment: comment?.body, summary: summary! }
}

describe('the commit that is told is the one that was checked', () => {
  test.each<[string, WorkflowEvent, string | undefined, string]>([
    ['pull_request, the merge', pullRequest(), 'merge', 'merge'],
    ['pull_request, the head', pullRequest(), 'head', 'head'],
    ['pull_request, nothing on the disk', pullRequest(), undefined, 'merge'],
    ['pull_request_target, the head', pullRequest({ target: true }), 'head', 'head'],
    ['workflow_run, the head', workflowRun(), 'head', 'head'],
    ['merge_group', mergeGroup({ sha: commit('queue') }), undefined, 'queue'],
    ['push to the branch', push(), 'head', 'head'],
    ['a schedule that checks the head out', schedule({ sha: commit('main') }), 'head', 'head'],
  ])('%s', async (_, event, checkedOut, told) => {
    const { comment, summary } = await commentOn(event, checkedOut, 'shop')
    for (const text of [comment, summary]) {
      expect(text).toContain(`https://github.com/o/r/blob/${commit(told)}/k8s/payment.yaml#L31`)
      expect(text).toContain(` · checked \`${commit(told).slice(0, 7)}\``)
      expect(text).not.toContain('was not checked')
    }
  })
})

describe('what was checked is neither the head of the pull request nor its merge', () => {
  const cases: [string, WorkflowEvent, string | undefined, string][] = [
    ['pull_request_target', pullRequest({ target: true, fork: 'mallory/r', actor: 'mallory' }), undefined, 'base'],
    ['pull_request, something else', pullRequest(), 'other', 'other'],
    ['workflow_run', workflowRun(), undefined, 'base'],
    ['a schedule', schedule({ sha: commit('main') }), undefined, 'main'],
  ]
  const note = (told: string): string =>
    `The checked commit is \`${commit(told).slice(0, 7)}\`. The head of the pull request, \`${commit('head').slice(0, 7)}\`, was not checked.`

  test.each(cases)('%s: a bad result says so', async (_, event, checkedOut, told) => {
    const { comment } = await commentOn(event, checkedOut, 'shop')
    expect(comment).toContain(note(told))
    expect(comment).toContain(`/blob/${commit(told)}/`)
  })

  test.each(cases)('%s: a good one is not told as one', async (_, event, checkedOut) => {
    const { comment } = await commentOn(event, checkedOut, 'sound')
    expect(comment).toBeUndefined()
  })

  test('an older comment says what was checked, and does not turn green', async () => {
    const github = await github42()
    const target = pullRequest({ target: true })
    await step({ workspace: workspace('shop'), event: target, api: github.address, run: { id: 1 } })
    await step({ workspace: workspace('sound'), event: target, api: github.address, run: { id: 2 } })
    const [comment, ...others] = github.commentsOf()
    expect(others).toEqual([])
    expect(comment!.body).toContain('\n### ⚠️ Seaworthy: another commit was checked\n')
    expect(comment!.body).toContain(note('base'))
    expect(comment!.body).not.toContain('✅')
  })
})

test('a run whose pull request has moved on writes nothing', async () => {
  const github = await startGithub({ repositories: { 'o/r': { pulls: [{ number: 42, head: commit('newer') }] } } })
  const result = await onPullRequest(github, workspace('shop'))
  expect(result.exitCode).toBe(1)
  expect(writesOf(github)).toEqual([])
  expect(result.log.join('\n')).toContain(
    `No comment: the head of the pull request is now ${commit('newer')}, and this run checked ${commit('head')}`,
  )
})

test('what is checked out to a folder is told by its place in the repository', async () => {
  const github = await github42()
  const folder = workspace(undefined, { 'src/k8s/api.yaml': privileged(true) })
  checkOut(`${folder}/src`, commit('merge'))
  const result = await onPullRequest(github, folder, { with: { 'upload-sarif': true } })
  expect(github.commentsOf()[0]!.body).toContain(`/blob/${commit('merge')}/k8s/api.yaml#L10`)
  expect(JSON.stringify(github.sarif)).toContain('"uri":"k8s/api.yaml"')
  expect(JSON.stringify(github.sarif)).not.toContain('src/k8s')
  expect(result.annotations).toContainEqual(expect.objectContaining({ file: 'k8s/api.yaml' }))
})

describe('code scanning gets the commit that was checked, under its ref', () => {
  const target = pullRequest({ target: true })
  test.each<[string, WorkflowEvent, string | undefined, string, string]>([
    ['pull_request', pullRequest(), undefined, 'merge', 'refs/pull/42/merge'],
    ['the head instead of the merge', pullRequest(), 'head', 'head', 'refs/pull/42/head'],
    ['pull_request_target', target, undefined, 'base', 'refs/heads/main'],
    ['pull_request_target, the head', target, 'head', 'head', 'refs/pull/42/head'],
  ])('%s', async (_, event, checkedOut, sha, ref) => {
    const github = await github42()
    const folder = workspace('sound')
    if (checkedOut !== undefined) checkOut(folder, commit(checkedOut))
    await step({ workspace: folder, event, api: github.address, with: { 'upload-sarif': true } })
    const [upload] = github.requests.filter(({ operation }) => operation === 'code-scanning/upload-sarif')
    expect(upload?.body).toMatchObject({ commit_sha: commit(sha), ref })
    expect(github.problems()).toEqual([])
  })

  test('nothing of a commit that belongs to no ref of the run', async () => {
    const github = await github42()
    const folder = workspace('sound')
    checkOut(folder, commit('other'))
    const result = await onPullRequest(github, folder, { with: { 'upload-sarif': true } })
    expect(result.exitCode).toBe(0)
    expect(writesOf(github)).toEqual([])
    expect(result.annotations).toContainEqual(
      expect.objectContaining({ level: 'warning', message: expect.stringContaining('SARIF was not sent: ') }),
    )
  })
})
