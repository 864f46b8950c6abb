import { getOctokit } from '@actions/github'
import { describe, expect, test } from 'vitest'
import { patient } from '../../src/host/action/client.ts'
import { type Github, serverError, startGithub, tooMany } from '../e2e/kit/github.ts'
import { type Answer, refuse } from '../e2e/kit/github-answers.ts'

const OPERATION = 'issues/list-comments'
const github42 = () => startGithub({ repositories: { 'o/r': { pulls: [{ number: 42, head: 'a'.repeat(40) }] } } })

function list(github: Github, milliseconds: number): Promise<unknown> {
  const { rest } = patient(getOctokit('ghs_kit', { baseUrl: github.address }), milliseconds)
  return rest.issues.listComments({ owner: 'o', repo: 'r', issue_number: 42 })
}

const statuses = ({ requests }: Github) => requests.map(({ status }) => status)

/** Too many requests; when to come back is told as servers tell it for the limit of an hour. */
const spent = (seconds: number, status = 403): Answer =>
  refuse(status, 'API rate limit exceeded', {
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) + seconds),
  })

describe('asks again', () => {
  test.each<[string, Answer | 'reset']>([
    ['when GitHub is broken', serverError()],
    ['when the connection is', 'reset'],
    ['when it is told when', tooMany(1)],
    ['when the limit ends soon', spent(1)],
    ['when the limit ends soon, told as too many requests', spent(1, 429)],
  ])('%s', async (_, answer) => {
    const github = await github42()
    github.fail({ operation: OPERATION, answer })
    await expect(list(github, 20_000)).resolves.toMatchObject({ status: 200 })
    expect(statuses(github)).toEqual([answer === 'reset' ? answer : answer.status, 200])
  })
})

describe('gives up', () => {
  test.each<[string, Answer]>([
    ['what is refused', refuse(404, 'Not Found')],
    ['what is forbidden', refuse(403, 'Resource not accessible by integration')],
    ['what would be too long', tooMany(60)],
    ['a limit that ends in an hour', spent(3600)],
    ['a limit of which nobody says when it ends', refuse(429, 'Too many')],
  ])('%s at once', async (_, answer) => {
    const github = await github42()
    github.fail({ operation: OPERATION, answer, times: 9 })
    await expect(list(github, 20_000)).rejects.toMatchObject({ status: answer.status })
    expect(statuses(github)).toEqual([answer.status])
  })

  test('a GitHub that does not answer, when the time is over', async () => {
    const github = await github42()
    github.fail({ operation: OPERATION, answer: 'silence', times: 9 })
    await expect(list(github, 300)).rejects.toThrow('GitHub did not respond in time')
    expect(statuses(github)).toEqual(['silence'])
  })

  test('all requests of a client share its time', async () => {
    const github = await github42()
    const { rest } = patient(getOctokit('ghs_kit', { baseUrl: github.address }), 600)
    const ask = () => rest.issues.listComments({ owner: 'o', repo: 'r', issue_number: 42 })
    await ask()
    github.fail({ operation: OPERATION, answer: 'silence', times: 9 })
    await expect(ask()).rejects.toThrow('GitHub did not respond in time')
    await expect(ask()).rejects.toThrow('GitHub did not respond in time')
  })
})
