import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { commit } from './kit/events.ts'
import { type Github, READ_ONLY, serverError, startGithub, tooMany } from './kit/github.ts'
import type { Repository } from './kit/github-state.ts'

const PULL = { number: 42, head: commit('head'), base: commit('base') }
const HERE: Readonly<Record<string, Repository>> = { 'o/r': { pulls: [PULL] } }
const COMMENTS = '/repos/o/r/issues/42/comments'

interface Reply {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: JSON of a dozen shapes, of which each test looks at a few members.
  readonly json: any
  readonly headers: Headers
  readonly text: string
}

/** One request; `token: null` sends none. */
async function ask(
  github: Github,
  request: string,
  body?: unknown,
  { token = 'ghs_kit', accept = 'application/vnd.github+json' }: { token?: string | null; accept?: string } = {},
): Promise<Reply> {
  const [method, path] = request.split(' ') as [string, string]
  const response = await fetch(`${github.address}${path}`, {
    method,
    headers: { accept, ...(token === null ? {} : { authorization: `token ${token}` }) },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true && text !== ''
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined }
}

test('a comment lives: written, listed, read, changed, deleted', async () => {
  const github = await startGithub({ repositories: HERE })
  const { status, json } = await ask(github, `POST ${COMMENTS}`, { body: 'one' })
  expect([status, json.user.login, json.user.type, json.body]).toEqual([201, 'github-actions[bot]', 'Bot', 'one'])
  expect(json.html_url).toBe(`https://github.com/o/r/pull/42#issuecomment-${json.id}`)
  const changed = await ask(github, `PATCH /repos/o/r/issues/comments/${json.id}`, { body: 'two' })
  expect([changed.status, changed.json.created_at < changed.json.updated_at]).toEqual([200, true])
  expect((await ask(github, `GET ${COMMENTS}`)).json).toMatchObject([{ id: json.id, body: 'two' }])
  expect((await ask(github, `GET /repos/o/r/issues/comments/${json.id}`)).json.body).toBe('two')
  expect((await ask(github, `DELETE /repos/o/r/issues/comments/${json.id}`)).status).toBe(204)
  expect(github.commentsOf()).toEqual([])
  expect(github.problems()).toEqual([])
  expect(github.requests.map(({ operation }) => operation)).toContain('issues/update-comment')
})

test('comments of other people keep their author', async () => {
  const github = await startGithub({ repositories: HERE })
  github.seedComment('planted', { login: 'mallory' })
  const [comment] = (await ask(github, `GET ${COMMENTS}`)).json
  expect(comment.user).toMatchObject({ login: 'mallory', type: 'User' })
  await ask(github, `PATCH /repos/o/r/issues/comments/${comment.id}`, { body: 'x' })
  expect(github.commentsOf()).toMatchObject([{ login: 'mallory', body: 'x' }])
  expect(github.problems()).toEqual([])
})

test.each([
  ['nothing', undefined, 422, 'body must be object'],
  ['no body', {}, 422, "body must have required property 'body'"],
  ['a number', { body: 1 }, 422, 'body/body must be string'],
  ['a stranger', { body: 'x', text: 'x' }, 422, 'body has an unknown member text'],
  ['a name of the prototype', '{"body":"x","__proto__":1}', 422, 'body has an unknown member __proto__'],
  ['a blank', { body: ' \n' }, 422, 'Validation Failed: body cannot be blank'],
  ['65,537 characters', { body: 'x'.repeat(65_537) }, 422, 'Body is too long (maximum is 65536 characters)'],
  ['no JSON', '{', 400, 'the body is not JSON'],
])('a comment of %s is refused', async (_, body, status, problem) => {
  const github = await startGithub({ repositories: HERE })
  expect((await ask(github, `POST ${COMMENTS}`, body)).status).toBe(status)
  expect(github.problems()).toEqual([`POST ${COMMENTS}: ${problem}`])
  expect(github.commentsOf()).toEqual([])
})

test('65,536 characters are taken, also of two units each', async () => {
  const github = await startGithub({ repositories: HERE })
  expect((await ask(github, `POST ${COMMENTS}`, { body: '🔴'.repeat(65_536) })).status).toBe(201)
  expect((await ask(github, `PATCH /repos/o/r/issues/comments/1`, { body: '🔴'.repeat(65_537) })).status).toBe(422)
})

test.each([
  ['an operation nobody described', 'GET /repos/o/r/labels', 404, 'no such operation'],
  ['another method', `PUT ${COMMENTS}`, 404, 'no such operation'],
  ['a query nobody described', `GET ${COMMENTS}?sort=created`, 200, 'unknown query sort'],
  ['a query of the wrong kind', `GET ${COMMENTS}?per_page=many`, 422, 'query per_page must be integer'],
  ['a path of the wrong kind', 'GET /repos/o/r/pulls/latest', 422, 'path pull_number must be integer'],
  ['who am I', 'GET /user', 403, 'GITHUB_TOKEN cannot ask who it is'],
])('%s is noted', async (_, request, status, problem) => {
  const github = await startGithub({ repositories: HERE })
  expect((await ask(github, request)).status).toBe(status)
  expect(github.problems()).toEqual([`${request.replace(/\?.*/, '')}: ${problem}`])
})

const TOKENS = { reader: READ_ONLY, issues: { writes: ['issues'] }, friend: { repositories: ['o/secret'] } } as const
const MANY = {
  ...HERE,
  'o/secret': { private: true, pulls: [PULL] },
  'o/locked': { pulls: [{ ...PULL, locked: true }] },
}

test.each([
  ['no token', `GET ${COMMENTS}`, null, 401, 'Requires authentication'],
  ['an unknown token', `GET ${COMMENTS}`, 'ghs_other', 401, 'Bad credentials'],
  ['a token called like the prototype', `GET ${COMMENTS}`, '__proto__', 401, 'Bad credentials'],
  ['an unknown repository', 'GET /repos/o/none/pulls/42', 'reader', 404, 'Not Found'],
  ['an unknown pull request', 'GET /repos/o/r/pulls/43', 'reader', 404, 'Not Found'],
  ['an unknown comment', 'PATCH /repos/o/r/issues/comments/9', 'issues', 404, 'Not Found'],
  ['a private repository', 'GET /repos/o/secret/pulls/42', 'reader', 404, 'Not Found'],
  ['a private repository of the token', 'GET /repos/o/secret/pulls/42', 'friend', 200, undefined],
  ['reading with a reader', `GET ${COMMENTS}`, 'reader', 200, undefined],
  ['writing with a reader', `POST ${COMMENTS}`, 'reader', 403, 'Resource not accessible by integration'],
  ['writing as issues', `POST ${COMMENTS}`, 'issues', 201, undefined],
  ['SARIF as issues', 'POST /repos/o/r/code-scanning/sarifs', 'issues', 403, 'Resource not accessible by integration'],
])('%s', async (_, request, token, status, message) => {
  const github = await startGithub({ repositories: MANY, tokens: TOKENS })
  const body = request.startsWith('GET') ? undefined : { body: 'x' }
  const reply = await ask(github, request, body, { token })
  expect([reply.status, reply.status < 300 ? undefined : reply.json.message]).toEqual([status, message])
  expect(github.problems()).toEqual([])
})

test('a locked conversation takes no comment', async () => {
  const github = await startGithub({ repositories: MANY })
  const { status, json } = await ask(github, 'POST /repos/o/locked/issues/42/comments', { body: 'x' })
  expect([status, json.message]).toEqual([403, 'Unable to create comment because issue is locked.'])
})

test('lists come in pages, with links', async () => {
  const github = await startGithub({ repositories: HERE, basePath: '/api/v3' })
  for (let at = 1; at <= 205; at++) github.seedComment(String(at))
  expect((await ask(github, `GET ${COMMENTS}`)).json).toHaveLength(30)
  const bodies: string[] = []
  let path: string | undefined = `${COMMENTS}?per_page=100`
  while (path !== undefined) {
    const { json, headers } = await ask(github, `GET ${path}`)
    bodies.push(...json.map(({ body }: { body: string }) => body))
    const next: string | undefined = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1]
    path = next?.slice(github.address.length)
  }
  expect(bodies).toEqual(Array.from({ length: 205 }, (_, at) => String(at + 1)))
  expect((await ask(github, `GET ${COMMENTS}?per_page=500`)).json).toHaveLength(100)
  const { headers } = await ask(github, `GET ${COMMENTS}?per_page=100&page=3`)
  expect(headers.get('link')).toMatch(/page=2>; rel="prev", <[^>]*page=1>; rel="first"$/)
  expect(github.problems()).toEqual([])
})

test('failures come as often as told, then all is well', async () => {
  const github = await startGithub({ repositories: HERE })
  github.fail({ operation: 'issues/list-comments', answer: tooMany(1) })
  github.fail({ operation: 'issues/list-comments', answer: serverError(), times: 2 })
  github.fail({ operation: 'issues/list-comments', answer: 'reset' })
  const first = await ask(github, `GET ${COMMENTS}`)
  expect([first.status, first.headers.get('retry-after')]).toEqual([429, '1'])
  expect((await ask(github, `GET ${COMMENTS}`)).status).toBe(500)
  expect((await ask(github, `GET ${COMMENTS}`)).status).toBe(500)
  await expect(ask(github, `GET ${COMMENTS}`)).rejects.toThrow()
  expect((await ask(github, `GET ${COMMENTS}`)).status).toBe(200)
  expect(github.requests.map(({ status }) => status)).toEqual([429, 500, 500, 'reset', 200])
})

test('failures can begin later, and be silent', async () => {
  const github = await startGithub({ repositories: HERE })
  github.fail({ operation: 'issues/list-comments', answer: 'silence', after: 1 })
  expect((await ask(github, `GET ${COMMENTS}`)).status).toBe(200)
  const silent = fetch(`${github.address}${COMMENTS}`, {
    headers: { authorization: 'token ghs_kit' },
    signal: AbortSignal.timeout(100),
  })
  await expect(silent).rejects.toThrow('timeout')
  expect((await ask(github, `GET ${COMMENTS}`)).status).toBe(200)
  expect(github.requests.map(({ status }) => status)).toEqual([200, 'silence', 200])
})

test('GraphQL tells whose a token is, and nothing else', async () => {
  const tokens = { ghs_kit: {}, ghp_kit: { login: 'octocat' } }
  const github = await startGithub({ repositories: HERE, tokens })
  const query = '{ viewer { login } }'
  for (const [token, login] of [
    ['ghs_kit', 'github-actions[bot]'],
    ['ghp_kit', 'octocat'],
  ] as const)
    expect((await ask(github, 'POST /graphql', { query }, { token })).json).toEqual({ data: { viewer: { login } } })
  expect(github.problems()).toEqual([])
  expect((await ask(github, 'POST /graphql', { query: '{ rateLimit { cost } }' })).status).toBe(400)
  expect(github.problems()).toEqual(['POST /graphql: the kit does not know the query { rateLimit { cost } }'])
})

test('two runs meet: both see no comment before either writes one', async () => {
  const github = await startGithub({ repositories: HERE })
  github.meet('issues/list-comments', 2)
  const run = async (): Promise<void> => {
    const { json } = await ask(github, `GET ${COMMENTS}`)
    if (json.length === 0) await ask(github, `POST ${COMMENTS}`, { body: 'mine' })
  }
  const first = run()
  await new Promise(resolve => setTimeout(resolve, 100))
  expect(github.requests).toEqual([])
  await Promise.all([first, run()])
  expect(github.commentsOf()).toHaveLength(2)
  await run()
  expect(github.commentsOf()).toHaveLength(2)
})

test('pull requests, their files, and those of a commit', async () => {
  const files = [
    { filename: 'k8s/a b.yaml', patch: '@@ -1 +1,2 @@\n-a\n+b\n+c' },
    { filename: 'gone', status: 'removed' as const },
  ]
  const github = await startGithub({ repositories: { 'o/r': { pulls: [{ ...PULL, fork: 'mallory/r', files }] } } })
  const { json } = await ask(github, 'GET /repos/o/r/pulls/42')
  expect(json).toMatchObject({
    number: 42,
    state: 'open',
    head: { sha: commit('head'), repo: { full_name: 'mallory/r', fork: true } },
  })
  expect(json.base).toMatchObject({ sha: commit('base'), repo: { full_name: 'o/r', fork: false } })
  expect((await ask(github, 'GET /repos/o/r/pulls/42/files')).json).toMatchObject([
    { filename: 'k8s/a b.yaml', status: 'modified', additions: 2, deletions: 1, patch: files[0]!.patch },
    { filename: 'gone', status: 'removed', changes: 0 },
  ])
  expect((await ask(github, `GET /repos/o/r/commits/${commit('head')}/pulls`)).json).toMatchObject([{ number: 42 }])
  expect((await ask(github, `GET /repos/o/r/commits/${commit('none')}/pulls`)).json).toEqual([])
  expect((await ask(github, 'GET /repos/o/r/pulls/42/comments')).json).toEqual([])
  expect(github.problems()).toEqual([])
})

test('files of a repository, and comparisons', async () => {
  const files = { main: { '.github/seaworthy.yml': 'fail-on: low\n' }, v1: { 'p.yml': 'é'.repeat(100) } }
  const comparisons = { 'main...topic': [{ filename: 'Dockerfile' }] }
  const github = await startGithub({ repositories: { 'o/r': { files, comparisons } } })
  const { json } = await ask(github, 'GET /repos/o/r/contents/.github%2Fseaworthy.yml')
  expect(Buffer.from(json.content, 'base64').toString()).toBe('fail-on: low\n')
  const accept = 'application/vnd.github.raw+json'
  expect((await ask(github, 'GET /repos/o/r/contents/p.yml?ref=v1', undefined, { accept })).text).toBe('é'.repeat(100))
  expect((await ask(github, 'GET /repos/o/r/contents/p.yml?ref=v1')).json.content).toContain('\n')
  expect((await ask(github, 'GET /repos/o/r/contents/p.yml')).status).toBe(404)
  expect((await ask(github, 'GET /repos/o/r/contents/p.yml?ref=constructor')).status).toBe(404)
  expect((await ask(github, 'GET /repos/o/r/compare/main...topic')).json.files).toMatchObject([
    { filename: 'Dockerfile' },
  ])
  expect((await ask(github, 'GET /repos/o/r/compare/main...none')).status).toBe(404)
  expect(github.problems()).toEqual([])
})

const upload = (sarif: string, more: object = {}) => ({
  commit_sha: commit('head'),
  ref: 'refs/pull/42/merge',
  sarif,
  ...more,
})
const packed = (text: string): string => gzipSync(text).toString('base64')

test.each([
  ['a SARIF file', upload(packed('{"runs":[]}')), 202, []],
  ['one that is not packed', upload(Buffer.from('{"runs":[]}').toString('base64')), 400, []],
  ['one that is not JSON', upload(packed('{')), 400, []],
  [
    'a ref that is none',
    { ...upload(packed('{}')), ref: 'main' },
    422,
    ['body/ref must match pattern "^refs/(heads|tags|pull)/.*$"'],
  ],
  [
    'a sha that is none',
    { ...upload(packed('{}')), commit_sha: 'HEAD' },
    422,
    ['body/commit_sha must NOT have fewer than 40 characters'],
  ],
  ['a member that is none', upload(packed('{}'), { category: 'x' }), 422, undefined],
])('code scanning: %s', async (_, body, status, problems) => {
  const github = await startGithub({ repositories: HERE })
  expect((await ask(github, 'POST /repos/o/r/code-scanning/sarifs', body)).status).toBe(status)
  expect(github.sarif).toEqual(status === 202 ? [{ runs: [] }] : [])
  const seen = github.requests[0]!.problems
  if (problems === undefined) expect(seen.length).toBeGreaterThan(0)
  else for (const problem of problems) expect(seen).toContain(problem)
})

test('code scanning that is not to be had', async () => {
  const github = await startGithub({ repositories: { 'o/r': { codeScanning: false } } })
  expect((await ask(github, 'POST /repos/o/r/code-scanning/sarifs', upload(packed('{}')))).status).toBe(403)
})

test('reviews: on files of the pull request only', async () => {
  const github = await startGithub({
    repositories: { 'o/r': { pulls: [{ ...PULL, files: [{ filename: 'Dockerfile' }] }] } },
  })
  const review = (path: string) => ({ event: 'COMMENT', comments: [{ path, line: 1, side: 'RIGHT', body: 'x' }] })
  expect((await ask(github, 'POST /repos/o/r/pulls/42/reviews', review('Dockerfile'))).status).toBe(200)
  expect(github.problems()).toEqual([])
  expect((await ask(github, 'POST /repos/o/r/pulls/42/reviews', review('other'))).status).toBe(422)
})

test('the client of the Action gets along with it', async () => {
  const github = await startGithub({ repositories: HERE })
  const { getOctokit } = await import('@actions/github')
  const { rest, paginate } = getOctokit('ghs_kit', { baseUrl: github.address })
  const where = { owner: 'o', repo: 'r', issue_number: 42 }
  for (let at = 0; at < 101; at++) github.seedComment('x')
  await rest.issues.createComment({ ...where, body: 'y' })
  expect(await paginate(rest.issues.listComments, { ...where, per_page: 100 })).toHaveLength(102)
  expect(github.problems()).toEqual([])
})
