import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { commit } from './kit/events.ts'
import { github42, onPullRequest, privileged, workspace, writesOf } from './kit/step.ts'

describe('pull_request', () => {
  test('fails the job, annotates, summarises, sets outputs, and comments', async () => {
    const github = await github42()
    const result = await onPullRequest(github, workspace('shop'))
    expect(result).toMatchObject({ exitCode: 1, conclusion: 'failure' })
    expect(result.warnings).toEqual([])
    expect(result.annotations[0]).toMatchObject({
      level: 'error',
      title: 'Seaworthy',
      message: expect.stringMatching(/^\d+ findings at high or above/),
    })
    expect(result.annotations[0]).not.toHaveProperty('file')
    expect(result.dropped).toEqual([])
    expect(result.annotations).toContainEqual(
      expect.objectContaining({ level: 'error', file: 'k8s/payment.yaml', line: 31 }),
    )
    expect(result.summary).toMatch(/^### ❌ Seaworthy: \d+ findings stop this change\n/)
    expect(result.outputs.get('verdict')).toBe('fail')
    expect(JSON.parse(result.outputs.get('counts')!)).toMatchObject({ critical: expect.any(Number) })
    const [comment, ...others] = github.commentsOf()
    expect(others).toEqual([])
    expect(comment!.body).toMatch(
      /^<!-- seaworthy:1 key=[0-9a-f]{12} head=[0-9a-f]{40} run=\d+\.\d+ -->\n### ❌ Seaworthy/,
    )
    expect(comment!.body).toContain(`https://github.com/o/r/blob/${commit('merge')}/k8s/payment.yaml#L31`)
    expect(comment!.body).toContain(' · checked `6d65726`, the merge of `6865616` · ')
    expect(result.outputs.get('comment-url')).toContain('issuecomment')
    expect(github.problems()).toEqual([])
  })

  test('results are whole files in RUNNER_TEMP, and nothing is left in the workspace or the environment', async () => {
    const folder = workspace('shop')
    const github = await github42()
    const result = await onPullRequest(github, folder)
    expect(JSON.parse(readFileSync(result.outputs.get('results')!, 'utf8'))).toMatchObject({ verdict: 'fail' })
    expect(JSON.parse(readFileSync(result.outputs.get('sarif')!, 'utf8')).runs[0].automationDetails.id).toMatch(
      /^seaworthy\/.+\/$/,
    )
    expect(readFileSync(result.outputs.get('summary')!, 'utf8')).toBe(result.summary)
    for (const name of ['results', 'sarif', 'summary'])
      expect(result.outputs.get(name)!.startsWith(result.temp)).toBe(true)
    expect([...result.env]).toEqual([])
    expect(existsSync(join(folder, 'results.json'))).toBe(false)
  })

  test('what earlier steps left in the workspace is in no comment, and not in what code scanning gets', async () => {
    const github = await github42()
    const secret = 'c0ffee'.repeat(6)
    const folder = workspace(undefined, {
      'gha-creds-0123456789abcdef.json': JSON.stringify({ private_key_id: secret }),
      'k8s/api.yaml': privileged(true).replace('- name: api', `- name: ${secret}`),
    })
    await onPullRequest(github, folder, { with: { 'upload-sarif': 'true' } })
    const bodies = github.requests.map(({ body }) => body as { body?: string; sarif?: string })
    const comment = bodies.find(({ body }) => body !== undefined)!.body!
    const sarif = gunzipSync(Buffer.from(bodies.find(({ sarif }) => sarif !== undefined)!.sarif!, 'base64')).toString()
    for (const text of [comment, sarif]) {
      expect(text).toContain('container `***`')
      expect(text).not.toContain(secret)
    }
  })

  test('a second run updates the same comment, and a red one turns green after the fix', async () => {
    const github = await github42()
    const folder = workspace(undefined, { 'k8s/api.yaml': privileged(true) })
    await onPullRequest(github, folder, { run: { id: 1 } })
    const [red] = github.commentsOf()
    expect(red!.body).toContain('### ❌')
    writeFileSync(join(folder, 'k8s/api.yaml'), privileged(false))
    const result = await onPullRequest(github, folder, { run: { id: 2 } })
    expect(result).toMatchObject({ exitCode: 0, conclusion: 'success' })
    const comments = github.commentsOf()
    expect(comments.map(({ id }) => id)).toEqual([red!.id])
    expect(comments[0]!.body).toContain('### ✅ Seaworthy: nothing at high or above')
    expect(github.problems()).toEqual([])
  })

  test('when nothing has changed nothing is written', async () => {
    const github = await github42()
    const folder = workspace('shop')
    await onPullRequest(github, folder, { run: { id: 1 } })
    await onPullRequest(github, folder, { run: { id: 1 } })
    expect(writesOf(github)).toEqual(['issues/create-comment'])
  })

  test('nothing to act on and no comment yet: none is written', async () => {
    const github = await github42()
    const result = await onPullRequest(github, workspace('sound'))
    expect(result.exitCode).toBe(0)
    expect(result.outputs.get('verdict')).toBe('pass')
    expect(result.summary).toMatch(/^### ✅ Seaworthy: nothing at high or above\n/)
    expect(github.commentsOf()).toEqual([])
  })

  test.each([
    ['always', 'sound', 1],
    ['on-findings', 'sound', 0],
    ['on-findings', 'shop', 1],
    ['never', 'shop', 0],
    ['on-failure', 'sound', 0],
    ['on-failure', 'shop', 1],
  ] as const)('comment: %s on %s writes %i', async (mode, story, count) => {
    const github = await github42()
    await onPullRequest(github, workspace(story), { with: { comment: mode } })
    expect(github.commentsOf().length).toBe(count)
  })

  test.each([
    ['auto', 0],
    ['on-findings', 1],
  ] as const)('what the gate lets pass is a warning: comment: %s writes %i', async (mode, count) => {
    const github = await github42()
    const folder = workspace(undefined, { 'k8s/api.yaml': privileged(true) })
    const result = await onPullRequest(github, folder, { with: { comment: mode, 'fail-on': 'never' } })
    expect(result).toMatchObject({ exitCode: 0, conclusion: 'success' })
    expect(result.outputs.get('verdict')).toBe('warn')
    expect(result.annotations[0]).toMatchObject({
      level: 'warning',
      message: expect.stringMatching(/^\d+ findings? at/),
    })
    expect(result.summary).toMatch(/^### ⚠️ Seaworthy: \d+ findings? at high or above do(?:es)? not stop this change\n/)
    expect(github.commentsOf().length).toBe(count)
  })

  test('what could not be checked is an error, not a failure, and is told first', async () => {
    const github = await github42()
    const result = await onPullRequest(github, workspace('broken'))
    expect(result.exitCode).toBe(2)
    expect(result.conclusion).toBe('failure')
    expect(result.outputs.get('verdict')).toBe('error')
    expect(result.annotations[0]!.message).toMatch(/^Seaworthy could not finish: /)
    expect(github.commentsOf()[0]!.body).toContain('### ⛔ Seaworthy could not check everything')
    expect(result.annotations).toContainEqual(
      expect.objectContaining({ file: 'k8s/half.yaml', line: 13, level: 'error' }),
    )
  })

  test('legs of a matrix have comments of their own', async () => {
    const github = await github42()
    const folder = workspace('shop')
    for (const leg of ['a', 'b']) await onPullRequest(github, folder, { matrix: { leg } })
    expect(github.commentsOf().length).toBe(2)
  })

  test('two steps of a job have comments and categories of their own', async () => {
    const github = await github42()
    const steps = ['__seaworthy', '__seaworthy_2', 'images']
    for (const name of steps)
      await onPullRequest(github, workspace('shop'), { env: { GITHUB_ACTION: name }, with: { 'upload-sarif': true } })
    expect(github.commentsOf().length).toBe(3)
    const ids = github.sarif.map(file => JSON.stringify(file).match(/"automationDetails":\{"id":"(.*?)"/)?.[1])
    expect(ids).toEqual(['seaworthy/ci/gate/', 'seaworthy/ci/gate/__seaworthy_2/', 'seaworthy/ci/gate/images/'])
  })

  test('ours is found behind a hundred other comments', async () => {
    const github = await github42()
    const folder = workspace('shop')
    for (let count = 0; count < 130; count++) github.seedComment('hello', { login: 'octocat' })
    await onPullRequest(github, folder, { run: { id: 1 } })
    writeFileSync(join(folder, 'services/auth/Containerfile'), 'FROM scratch\nUSER 1\n')
    await onPullRequest(github, folder, { run: { id: 2 } })
    expect(github.commentsOf().length).toBe(131)
    expect(github.problems()).toEqual([])
  })

  test('an older run does not overwrite a newer one', async () => {
    const github = await github42()
    const folder = workspace('shop')
    await onPullRequest(github, folder, { run: { id: 7 } })
    const newer = github.commentsOf()[0]!
    rmSync(join(folder, 'k8s'), { recursive: true })
    await onPullRequest(github, folder, { run: { id: 6 } })
    expect(github.commentsOf()[0]).toEqual(newer)
  })
})
