import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  commit,
  dependabotPullRequest,
  forkPullRequest,
  mergeGroup,
  pullRequest,
  push,
  schedule,
  type WorkflowEvent,
  workflowDispatch,
} from './kit/events.ts'
import { type Github, type GithubOptions, READ_ONLY, serverError, startGithub, tooMany } from './kit/github.ts'
import { runStep, type Step, type StepResult } from './kit/runner.ts'

/** A checkout with these files; without any: a copy of a story. */
function workspace(
  story: 'shop' | 'sound' | 'broken' | undefined,
  files: Readonly<Record<string, string>> = {},
): string {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-ws-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  if (story) cpSync(`__fixtures__/repos/${story}`, folder, { recursive: true, verbatimSymlinks: true })
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

/** A GitHub where pull request 42 is open. */
const github42 = (options: GithubOptions = {}): Promise<Github> =>
  startGithub({
    repositories: { 'o/r': { pulls: [{ number: 42, head: commit('head') }], codeScanning: true } },
    ...options,
  })

/** One step that uses the committed action. */
const step = (more: Partial<Step> & Pick<Step, 'workspace' | 'event'>): Promise<StepResult> =>
  runStep({ action: resolve('.'), ...more })

/** Notices, those that found no room on the run page too. */
const noticesOf = ({ annotations, dropped }: StepResult): readonly string[] =>
  [...annotations, ...dropped].filter(({ level }) => level === 'notice').map(({ message }) => message)

const onPullRequest = (github: Github, folder: string, more: Partial<Step> = {}): Promise<StepResult> =>
  step({ workspace: folder, event: pullRequest(), api: github.address, ...more })

const privileged = (value: boolean): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: api\nspec:\n  containers:\n    - name: api\n      image: shop/api:1.4\n      securityContext:\n        privileged: ${value}\n`

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
    expect(comment!.body).toContain(`https://github.com/o/r/blob/${commit('head')}/k8s/payment.yaml#L31`)
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
    expect(github.requests.filter(({ method }) => method !== 'GET').map(({ operation }) => operation)).toEqual([
      'issues/create-comment',
    ])
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
    ['never', 'shop', 0],
    ['on-failure', 'sound', 0],
    ['on-failure', 'shop', 1],
  ] as const)('comment: %s on %s writes %i', async (mode, story, count) => {
    const github = await github42()
    await onPullRequest(github, workspace(story), { with: { comment: mode } })
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

  test('another person’s comment with our marker is left alone', async () => {
    const github = await github42()
    const folder = workspace('shop')
    await onPullRequest(github, folder)
    const marker = github.commentsOf()[0]!.body.split('\n')[0]!
    const other = await github42()
    const planted = other.seedComment(`${marker}\nall is well`, { login: 'mallory' })
    await onPullRequest(other, folder)
    expect(other.commentsOf()[0]).toEqual(planted)
    expect(other.commentsOf().length).toBe(2)
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

  test('two runs at once leave one comment', async () => {
    const github = await github42()
    const folder = workspace('shop')
    github.meet('issues/create-comment', 2)
    await Promise.all([
      onPullRequest(github, folder, { run: { id: 1 } }),
      onPullRequest(github, folder, { run: { id: 2 } }),
    ])
    expect(github.commentsOf().length).toBe(1)
  })
})

describe('where GitHub does not let us', () => {
  test.each([
    ['a fork', forkPullRequest(), 'runs for forks have a token that may only read'],
    ['Dependabot', dependabotPullRequest(), 'add `permissions: {pull-requests: write}` to the job'],
    ['a job without the permission', pullRequest(), 'add `permissions: {pull-requests: write}` to the job'],
  ])('%s: a notice with what to do, and the verdict is the same', async (_, event, advice) => {
    const github = await github42({ tokens: { ghs_kit: READ_ONLY } })
    const result = await step({ workspace: workspace('shop'), event, api: github.address })
    expect(result.exitCode).toBe(1)
    expect(result.summary).toContain('### ❌')
    expect(noticesOf(result)).toContainEqual(expect.stringContaining(advice))
    expect(github.commentsOf()).toEqual([])
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
      expect.objectContaining({ level: 'notice', message: expect.stringContaining('GitHub does not know the token') }),
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
      expect.objectContaining({ level: 'notice', message: expect.stringContaining('no comment was written') }),
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
    expect(github.requests.filter(({ method }) => method !== 'GET')).toEqual([])
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

describe('inputs', () => {
  test.each([
    [{ 'fail-on-severty': 'high' }, /unknown input `fail-on-severty`/],
    [{ 'fail-no': 'high' }, /unknown input `fail-no`\. Did you mean `fail-on`\?/],
    [
      { 'fail-on': 'hihg' },
      /`fail-on` is `hihg`: it takes critical, high, medium, low or never\. Did you mean `high`\?/,
    ],
    [{ annotations: '11' }, /`annotations` is `11`: it takes a whole number from 0 to 10/],
    [{ comment: 'sometimes' }, /`comment` is `sometimes`/],
  ])('%j is an error', async (inputs, message) => {
    const github = await github42()
    const result = await onPullRequest(github, workspace('sound'), { with: inputs })
    expect(result.exitCode).toBe(2)
    expect(result.outputs.get('verdict')).toBe('error')
    expect(result.annotations.map(annotation => annotation.message).join('\n')).toMatch(message)
  })

  test('path, fail-on and reports', async () => {
    const github = await github42()
    const folder = workspace('shop')
    const only = await onPullRequest(github, folder, { with: { path: 'k8s/catalogue.yaml\nservices/catalogue' } })
    expect(only.exitCode).toBe(0)
    const never = await onPullRequest(github, folder, { with: { 'fail-on': 'never' } })
    expect(never.exitCode).toBe(0)
    const missing = await onPullRequest(github, folder, { with: { reports: 'scans/*.nope' } })
    expect(missing.exitCode).toBe(2)
  })

  test('annotations: 0 leaves the verdict only', async () => {
    const github = await github42()
    const result = await onPullRequest(github, workspace('shop'), { with: { annotations: 0 } })
    expect(result.annotations.filter(({ file }) => file !== undefined)).toEqual([])
  })

  test('a path out of the workspace is refused', async () => {
    const github = await github42()
    const result = await onPullRequest(github, workspace('sound'), { with: { path: '../../etc/passwd' } })
    expect(result.exitCode).toBe(2)
  })

  test('upload-sarif sends what code scanning takes, and a refusal costs nothing', async () => {
    const github = await github42()
    await onPullRequest(github, workspace('shop'), { with: { 'upload-sarif': true } })
    expect(github.problems()).toEqual([])
    expect(github.sarif.length).toBe(1)
    const closed = await startGithub({ repositories: { 'o/r': { codeScanning: false } } })
    const result = await onPullRequest(closed, workspace('sound'), { with: { 'upload-sarif': true } })
    expect(result.exitCode).toBe(0)
    expect(result.annotations).toContainEqual(
      expect.objectContaining({ level: 'warning', message: expect.stringContaining('SARIF was not sent') }),
    )
  })
})

describe('hostile names', () => {
  const evil = [
    '::error::pwned',
    '##[error]pwned',
    'a|b`c``d',
    '@org/team',
    'new\nline ::warning::pwned',
    '\u202egnp.exe',
    '<img src=x onerror=alert(1)>',
    '](https://evil.example)',
  ]

  const report = JSON.stringify({
    SchemaVersion: 2,
    ArtifactName: 'shop/api:1.4',
    ArtifactType: 'container_image',
    Metadata: { OS: { Family: 'debian', Name: '12' } },
    Results: [
      {
        Target: 'shop/api:1.4 (debian 12)',
        Class: 'os-pkgs',
        Type: 'debian',
        Vulnerabilities: evil.map((name, index) => ({
          VulnerabilityID: `CVE-2026-${1000 + index}`,
          PkgName: name,
          InstalledVersion: name,
          FixedVersion: name,
          Title: name,
          PrimaryURL: 'https://evil.example/)](x',
          Severity: 'CRITICAL',
        })),
      },
    ],
  })

  test('do nothing in the log, in annotations, in the summary and in the comment', async () => {
    const github = await github42()
    const files = Object.fromEntries(
      evil.filter(name => !name.includes('/')).map(name => [`k8s/${name}.yaml`, privileged(true)]),
    )
    const result = await onPullRequest(github, workspace(undefined, { ...files, 'scan.json': report }))
    expect(result.exitCode).toBe(1)
    const known = new Set(['error', 'warning', 'notice', 'debug', 'group', 'endgroup', 'set-output'])
    expect(result.commands.filter(({ name }) => !known.has(name))).toEqual([])
    expect(result.annotations.filter(({ message }) => /^pwned/.test(message))).toEqual([])
    expect(result.annotations.length + result.dropped.length).toBeLessThanOrEqual(30)
    expect(result.masks).toEqual([])
    for (const text of [result.summary!, github.commentsOf()[0]!.body]) {
      expect(text).not.toContain('\u202e')
      expect(text).not.toMatch(/(?<!`)@org\/team(?!.*`)/)
    }
    expect(github.problems()).toEqual([])
  })

  test('a symbolic link in the way of the results is not followed', async () => {
    const github = await github42()
    const folder = workspace('sound')
    symlinkSync('/etc/passwd', join(folder, 'results.json'))
    const result = await onPullRequest(github, folder)
    expect(result.exitCode).toBe(0)
  })
})
