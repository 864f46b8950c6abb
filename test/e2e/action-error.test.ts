import { chmodSync, cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { folderOf } from '../kit/folders.ts'
import { commit } from './kit/events.ts'
import { READ_ONLY } from './kit/github.ts'
import { temporaryFolder } from './kit/runner.ts'
import { github42, noticesOf, onPullRequest, workspace, writesOf } from './kit/step.ts'

describe('a run that cannot begin', () => {
  test('says so in the summary, and in the comment that was there', async () => {
    const github = await github42()
    const folder = workspace('sound')
    await onPullRequest(github, folder, { with: { comment: 'always' }, run: { id: 1 } })
    const result = await onPullRequest(github, folder, { with: { 'fail-on': 'hihg' }, run: { id: 2 } })
    expect(result.exitCode).toBe(2)
    const [comment, ...others] = github.commentsOf()
    expect(others).toEqual([])
    for (const text of [result.summary, comment!.body]) {
      expect(text).toContain('### ⛔ Seaworthy could not finish\n')
      expect(text).toContain('invalid `fail-on` value `hihg`; expected critical,')
    }
    expect(github.problems()).toEqual([])
  })

  test.each([{}, { comment: 'never' }])('writes no new comment: %j', async more => {
    const github = await github42()
    const result = await onPullRequest(github, workspace('sound'), { with: { 'fali-on': 'high', ...more } })
    expect(result).toMatchObject({ exitCode: 2, summary: expect.stringContaining('### ⛔') })
    expect(writesOf(github)).toEqual([])
  })

  test('a workspace that is missing is named, without a stack', async () => {
    const github = await github42()
    const env = { GITHUB_WORKSPACE: join(workspace('sound'), 'nowhere') }
    const result = await onPullRequest(github, workspace('sound'), { env })
    expect(result.exitCode).toBe(2)
    expect(result.outputs.get('verdict')).toBe('error')
    expect(result.summary).toMatch(/^### ⛔ Seaworthy could not finish\n\n\S*nowhere: cannot be read: ENOENT/)
    expect(result.annotations.map(({ message }) => message).join()).not.toMatch(/crash| at /)
  })

  test.each(['program-', 'chunks/core-', 'chunks/exact-'])('without a file of Seaworthy, dist/%s*', async file => {
    const action = temporaryFolder()
    for (const part of ['action.yml', 'dist']) cpSync(part, join(action, part), { recursive: true })
    const [name] = readdirSync(join(action, 'dist'), { recursive: true, encoding: 'utf8' }).filter(path =>
      path.startsWith(file),
    )
    rmSync(join(action, 'dist', name!))
    // What is missing is known before helm ends.
    const helm = folderOf({ helm: '#!/bin/sh\nsleep 0.5\n' })
    chmodSync(join(helm, 'helm'), 0o755)
    const folder = workspace('sound', { 'k8s/a.yaml': '? [a]: b\n', 'chart/Chart.yaml': 'name: x\n' })
    const env = { PATH: `${helm}:${process.env['PATH']}` }
    const result = await onPullRequest(await github42(), folder, { action, env })
    expect(result.exitCode).toBe(2)
    expect(result.annotations.map(({ level, message }) => `${level} ${message}`).join('\n')).toMatch(
      new RegExp(
        `^error .*the program file \`${basename(name!)}\` cannot be loaded \\(\\w+\\)\\. Install Seaworthy again$`,
      ),
    )
  })
})

describe('what fails after the verdict does not change it', () => {
  const event = (text: string) => (): Record<string, string> => {
    const file = join(temporaryFolder(), 'event.json')
    writeFileSync(file, text)
    return { GITHUB_EVENT_PATH: file }
  }
  const missing = (name: string) => (): Record<string, string> => ({ [name]: join(temporaryFolder(), 'nowhere/x') })
  test.each<[string, () => Record<string, string>]>([
    ['an event that is null', event('null')],
    ['an event that is a list', event('[]')],
    ['an event that is no JSON', event('{')],
    ['an address of GitHub that is none', () => ({ GITHUB_API_URL: 'nonsense' })],
    ['a folder for files that is none', () => ({ RUNNER_TEMP: event('')()['GITHUB_EVENT_PATH']! })],
    ['a file of outputs that is not there', missing('GITHUB_OUTPUT')],
    ['a summary that is not there', missing('GITHUB_STEP_SUMMARY')],
  ])('%s', async (_, env) => {
    const github = await github42()
    const bad = await onPullRequest(github, workspace('shop'), { env: env() })
    const good = await onPullRequest(github, workspace('sound'), { env: env() })
    expect([bad.exitCode, good.exitCode]).toEqual([1, 0])
    expect(bad.annotations[0]!.message).toMatch(/^\d+ findings at high or above/)
  })
})

test('a comment that was written is not denied when its address cannot be told', async () => {
  const github = await github42()
  const env = { GITHUB_OUTPUT: join(temporaryFolder(), 'nowhere') }
  const result = await onPullRequest(github, workspace('shop'), { env })
  expect(github.commentsOf().length).toBe(1)
  expect(noticesOf(result).filter(message => message.includes('no comment was written'))).toEqual([])
})

test('a token that cannot be sent is not printed', async () => {
  const github = await github42()
  const result = await onPullRequest(github, workspace('shop'), { with: { token: 'hush\nquiet' } })
  expect(result.exitCode).toBe(1)
  expect(JSON.stringify(result.raw)).not.toMatch(/hush|quiet/)
  expect(github.requests).toEqual([])
})

test('why there is no comment and no upload is told however much else there is to tell', async () => {
  const github = await github42({
    tokens: { ghs_kit: READ_ONLY },
    repositories: { 'o/r': { pulls: [{ number: 42, head: commit('head') }], codeScanning: false } },
  })
  const bad = 'FROM debian:12\nWORKDIR app\nADD a.txt /a\nRUN apt-get install foo\nUSER 1\nCMD node x.js\n'
  const files = Object.fromEntries(Array.from({ length: 14 }, (_, index) => [`d${index}/Dockerfile`, bad]))
  const { annotations, dropped } = await onPullRequest(github, workspace(undefined, files), {
    with: { comment: 'always', 'upload-sarif': true },
  })
  expect(dropped).toEqual([])
  const levels = annotations.filter(({ message }) => /^(no comment|SARIF) was/.test(message)).map(({ level }) => level)
  expect(levels.sort()).toEqual(['notice', 'warning'])
  expect(annotations.filter(({ level }) => level === 'notice').length).toBe(10)
})
