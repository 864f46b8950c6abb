import { expect, test } from 'vitest'
import {
  commit,
  dependabotPullRequest,
  forkPullRequest,
  mergeGroup,
  pullRequest,
  push,
  schedule,
  workflowDispatch,
  workflowRun,
} from './kit/events.ts'

test.each([
  [
    'pull_request',
    pullRequest(),
    { sha: commit('merge'), ref: 'refs/pull/42/merge', headRef: 'topic', baseRef: 'main' },
  ],
  [
    'pull_request_target',
    pullRequest({ target: true }),
    { sha: commit('base'), ref: 'refs/heads/main', headRef: 'topic' },
  ],
  ['pull_request', dependabotPullRequest(), { actor: 'dependabot[bot]' }],
  ['push', push({ branch: 'x' }), { sha: commit('head'), ref: 'refs/heads/x' }],
  ['merge_group', mergeGroup({ number: 7 }), { ref: `refs/heads/gh-readonly-queue/main/pr-7-${commit('base')}` }],
  ['schedule', schedule(), { ref: 'refs/heads/main' }],
  ['workflow_dispatch', workflowDispatch({ inputs: { a: '1' } }), { ref: 'refs/heads/main' }],
  ['workflow_run', workflowRun(), { sha: commit('base') }],
])('the event %s', (name, event, expected) => {
  expect(event).toMatchObject({ name, repository: 'o/r', payload: { repository: { full_name: 'o/r' } }, ...expected })
  expect(event.sha).toMatch(/^[0-9a-f]{40}$/)
})

test('payloads say where a change comes from', () => {
  const headOf = (event: { payload: object }): unknown => event.payload
  expect(headOf(pullRequest())).toMatchObject({
    number: 42,
    pull_request: { head: { sha: commit('head'), repo: { fork: false } } },
  })
  expect(headOf(forkPullRequest())).toMatchObject({
    pull_request: { head: { repo: { full_name: 'mallory/r', fork: true } } },
  })
  expect(headOf(pullRequest({ fork: null }))).toMatchObject({ pull_request: { head: { repo: null } } })
  expect(headOf(mergeGroup())).toMatchObject({ merge_group: { head_sha: commit('head'), base_sha: commit('base') } })
  expect(headOf(mergeGroup())).not.toHaveProperty('pull_request')
  expect(headOf(workflowRun({ fork: 'mallory/r' }))).toMatchObject({
    workflow_run: { pull_requests: [], head_sha: commit('head') },
  })
  expect(headOf(push({ before: '0'.repeat(40) }))).toMatchObject({ created: true, after: commit('head') })
})
