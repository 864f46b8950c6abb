import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import {
  ACTIONS_BOT,
  type ChangedFile,
  type Comment,
  type Comments,
  type Permission,
  type Pull,
  type Repository,
} from './github-state.ts'
import type { Api } from './openapi.ts'

/** An HTTP answer; a string body is sent as it is, everything else as JSON. */
export interface Answer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** A request that was let through: token and repository are known, parameters and body are as described. */
export interface Call {
  readonly api: Api
  readonly comments: Comments
  /** Where SARIF files that were taken go. */
  readonly sarif: unknown[]
  /** The address of this GitHub's API. */
  readonly address: string
  readonly name: string
  readonly repository: Repository
  readonly parameters: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly accept: string
  readonly body: unknown
  readonly login: string
}

/** An operation: what a token must be allowed to write for it (any one of them), and what it answers. */
export interface Operation {
  readonly writes: readonly Permission[]
  readonly answer: (call: Call) => Answer
}

/** Characters. Not in the description: GitHub tells it in the text of the refusal only. */
const MAX_BODY = 65_536
/** Bytes of a SARIF file, compressed. Source: the description of the upload. */
const MAX_SARIF = 10 * 1024 * 1024
/** Source: the description of "List pull requests files". */
const MAX_FILES = 3000

/** A refusal in GitHub's form. */
export const refuse = (status: number, message: string, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers,
  body: { message, documentation_url: 'https://docs.github.com/rest', status: String(status) },
})

const notFound = (): Answer => refuse(404, 'Not Found')

const userOf = (login: string) => {
  const url = `https://api.github.com/users/${encodeURIComponent(login)}`
  const id =
    login === ACTIONS_BOT ? 41_898_282 : (createHash('sha1').update(login).digest().readUInt32BE(0) % 1_000_000) + 1
  const lists = ['followers', 'following', 'gists', 'starred', 'subscriptions', 'events', 'received_events']
  return {
    ...{ login, id, node_id: `U_${id}`, avatar_url: `https://avatars.githubusercontent.com/u/${id}`, gravatar_id: '' },
    ...{
      url,
      html_url: `https://github.com/${encodeURIComponent(login)}`,
      organizations_url: `${url}/orgs`,
      repos_url: `${url}/repos`,
    },
    ...Object.fromEntries(lists.map(list => [`${list}_url`, `${url}/${list}`])),
    ...{ type: login.endsWith('[bot]') ? 'Bot' : 'User', site_admin: false },
  }
}

function commentJson({ api, address, name }: Call, comment: Comment): unknown {
  return {
    ...(api.example('issues/create-comment') as object),
    ...{ id: comment.id, node_id: `IC_${comment.id}`, body: comment.body, user: userOf(comment.login) },
    ...{ created_at: comment.createdAt, updated_at: comment.updatedAt },
    url: `${address}/repos/${name}/issues/comments/${comment.id}`,
    html_url: `https://github.com/${name}/pull/${comment.issue}#issuecomment-${comment.id}`,
    issue_url: `${address}/repos/${name}/issues/${comment.issue}`,
    author_association: comment.login === ACTIONS_BOT ? 'NONE' : 'CONTRIBUTOR',
  }
}

/** One page of a list, with the Link header when there are more. GitHub never gives more than 100 at once. */
function page({ query, address, name }: Call, path: string, items: readonly unknown[]): Answer {
  const size = Math.min(Math.max(Number(query.get('per_page') ?? 30), 1), 100)
  const at = Math.max(Number(query.get('page') ?? 1), 1)
  const last = Math.max(Math.ceil(items.length / size), 1)
  const link = (to: number, relation: string): string =>
    `<${address}/repos/${name}/${path}?per_page=${size}&page=${to}>; rel="${relation}"`
  const links = [
    ...(at > 1 ? [link(at - 1, 'prev'), link(1, 'first')] : []),
    ...(at < last ? [link(at + 1, 'next'), link(last, 'last')] : []),
  ]
  return {
    status: 200,
    body: items.slice((at - 1) * size, at * size),
    headers: links.length === 0 ? {} : { link: links.join(', ') },
  }
}

const pullOf = ({ repository, parameters }: Call, key: 'issue_number' | 'pull_number'): Pull | undefined =>
  repository.pulls?.find(({ number }) => number === Number(parameters[key]))

/** What GitHub refuses in any text that people will read. */
function bodyRefusal(text: string): Answer | undefined {
  if (text.trim() === '') return refuse(422, 'Validation Failed: body cannot be blank')
  if ([...text].length > MAX_BODY) return refuse(422, 'Body is too long (maximum is 65536 characters)')
  return undefined
}

function listComments(call: Call): Answer {
  const pull = pullOf(call, 'issue_number')
  if (pull === undefined) return notFound()
  const since = call.query.get('since') ?? ''
  const found = call.comments.of(call.name, pull.number).filter(({ updatedAt }) => updatedAt >= since)
  return page(
    call,
    `issues/${pull.number}/comments`,
    found.map(comment => commentJson(call, comment)),
  )
}

function createComment(call: Call): Answer {
  const pull = pullOf(call, 'issue_number')
  if (pull === undefined) return notFound()
  if (pull.locked === true) return refuse(403, 'Unable to create comment because issue is locked.')
  const { body } = call.body as { body: string }
  const refusal = bodyRefusal(body)
  if (refusal !== undefined) return refusal
  return { status: 201, body: commentJson(call, call.comments.add(call.name, pull.number, call.login, body)) }
}

/** An operation on one comment that must be there. */
const onComment =
  (deed: (call: Call, comment: Comment) => Answer) =>
  (call: Call): Answer => {
    const comment = call.comments.get(call.name, Number(call.parameters['comment_id']))
    return comment === undefined ? notFound() : deed(call, comment)
  }

function updateComment(call: Call, comment: Comment): Answer {
  const { body } = call.body as { body: string }
  return bodyRefusal(body) ?? { status: 200, body: commentJson(call, call.comments.update(comment, body)) }
}

function deleteComment(call: Call, comment: Comment): Answer {
  call.comments.remove(comment)
  return { status: 204 }
}

/** The fields that tell pull requests apart, upon GitHub's example of the rest. */
function pullJson(call: Call, pull: Pull, example: unknown): unknown {
  const whole = example as { head: { repo: object }; base: { repo: object } }
  const side = (from: { repo: object }, sha: string, ref: string, repository: string) => ({
    ...{ ...from, sha, ref, label: `${repository.split('/')[0]}:${ref}` },
    repo: { ...from.repo, full_name: repository, name: repository.split('/')[1]!, fork: repository !== call.name },
  })
  return {
    // The example's team lacks what the description of teams asks for.
    ...{
      ...whole,
      requested_teams: [],
      number: pull.number,
      state: pull.state ?? 'open',
      locked: pull.locked ?? false,
    },
    html_url: `https://github.com/${call.name}/pull/${pull.number}`,
    head: side(whole.head, pull.head, pull.headRef ?? 'topic', pull.fork ?? call.name),
    base: side(whole.base, pull.base ?? '0'.repeat(40), 'main', call.name),
  }
}

const onPull =
  (deed: (call: Call, pull: Pull) => Answer) =>
  (call: Call): Answer => {
    const pull = pullOf(call, 'pull_number')
    return pull === undefined ? notFound() : deed(call, pull)
  }

function fileJson({ address, name }: Call, file: ChangedFile): unknown {
  const lines = file.patch?.split('\n') ?? []
  const [additions, deletions] = ['+', '-'].map(sign => lines.filter(line => line.startsWith(sign)).length) as [
    number,
    number,
  ]
  const path = file.filename.split('/').map(encodeURIComponent).join('/')
  return {
    ...{ sha: createHash('sha1').update(file.filename).digest('hex'), status: 'modified', ...file },
    ...{ additions, deletions, changes: additions + deletions },
    ...{
      blob_url: `https://github.com/${name}/blob/head/${path}`,
      raw_url: `https://github.com/${name}/raw/head/${path}`,
    },
    contents_url: `${address}/repos/${name}/contents/${path}`,
  }
}

const listFiles = (call: Call, { number, files = [] }: Pull): Answer =>
  page(
    call,
    `pulls/${number}/files`,
    files.slice(0, MAX_FILES).map(file => fileJson(call, file)),
  )

function pullsOfCommit(call: Call): Answer {
  const { commit_sha: sha } = call.parameters
  const [example] = call.api.example('repos/list-pull-requests-associated-with-commit') as unknown[]
  const found = (call.repository.pulls ?? []).filter(({ head }) => head === sha)
  return page(
    call,
    `commits/${sha}/pulls`,
    found.map(pull => pullJson(call, pull, structuredClone(example))),
  )
}

function content(call: Call): Answer {
  const { repository, parameters, query, accept } = call
  const { path = '' } = parameters
  const ref = query.get('ref') ?? 'main'
  const files = repository.files ?? { [ref]: { 'README.md': '' } }
  if (!Object.hasOwn(files, ref)) return notFound()
  const text = Object.hasOwn(files[ref]!, path) ? files[ref]![path] : undefined
  if (text === undefined) return listing(call, path, Object.keys(files[ref]!))
  if (accept.includes('raw'))
    return { status: 200, body: text, headers: { 'content-type': 'application/vnd.github.raw; charset=utf-8' } }
  const bytes = Buffer.from(text, 'utf8')
  // GitHub breaks base64 into lines.
  const lines = `${bytes.toString('base64').replace(/.{60}/g, '$&\n')}\n`
  return { status: 200, body: { ...entryOf(call, path, 'file', bytes), encoding: 'base64', content: lines } }
}

/** The folder `path`, of which GitHub gives 1,000 entries at most. */
function listing(call: Call, path: string, files: readonly string[]): Answer {
  const below =
    path === '' ? files : files.filter(file => file.startsWith(`${path}/`)).map(file => file.slice(path.length + 1))
  const folders = below.filter(file => file.includes('/')).map(file => file.split('/')[0]!)
  const here = below.filter(file => !file.includes('/'))
  const entry = (kind: 'file' | 'dir') => (name: string) => entryOf(call, path === '' ? name : `${path}/${name}`, kind)
  const entries = [...[...new Set(folders)].map(entry('dir')), ...here.map(entry('file'))]
  return below.length === 0 ? notFound() : { status: 200, body: entries.slice(0, 1000) }
}

function entryOf({ query, address, name }: Call, path: string, type: 'file' | 'dir', bytes = Buffer.from('')): object {
  const ref = query.get('ref') ?? 'main'
  const self = `${address}/repos/${name}/contents/${encodeURIComponent(path)}?ref=${encodeURIComponent(ref)}`
  const [html, git] = [`https://github.com/${name}/blob/${ref}`, `${address}/repos/${name}/git/blobs`]
  return {
    ...{ type, size: bytes.length, name: path.split('/').at(-1), path },
    ...{
      sha: createHash('sha1').update(bytes).digest('hex'),
      url: self,
      git_url: git,
      html_url: html,
      download_url: null,
    },
    _links: { git, html, self },
  }
}

function compare(call: Call): Answer {
  const { basehead = '' } = call.parameters
  const comparisons = call.repository.comparisons ?? {}
  const files = Object.hasOwn(comparisons, basehead) ? comparisons[basehead] : undefined
  if (files === undefined) return notFound()
  const example = call.api.example('repos/compare-commits-with-basehead') as object
  return { status: 200, body: { ...example, files: files.map(file => fileJson(call, file)) } }
}

function uploadSarif(call: Call): Answer {
  if (call.repository.codeScanning === false)
    return refuse(403, 'Advanced Security must be enabled for this repository to use code scanning.')
  const { sarif } = call.body as { sarif: string }
  const bytes = Buffer.from(sarif, 'base64')
  if (bytes.length > MAX_SARIF) return refuse(413, 'Payload Too Large')
  try {
    call.sarif.push(JSON.parse(gunzipSync(bytes).toString('utf8')))
  } catch {
    return refuse(400, 'Bad Request: the SARIF is not JSON, compressed with gzip and encoded with base64')
  }
  return { status: 202, body: call.api.example('code-scanning/upload-sarif') }
}

function createReview(call: Call, pull: Pull): Answer {
  const { comments = [] } = call.body as { comments?: readonly { path: string; body: string }[] }
  const unknown = comments.find(({ path }) => !pull.files?.some(({ filename }) => filename === path))
  if (unknown !== undefined) return refuse(422, `Unprocessable Entity: Path could not be resolved: ${unknown.path}`)
  const refusal = comments.map(({ body }) => bodyRefusal(body)).find(answer => answer !== undefined)
  return refusal ?? { status: 200, body: call.api.example('pulls/create-review') }
}

const TALK = ['pull-requests', 'issues'] as const

/** The operations of the loopback GitHub, by the ids of the description. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  'issues/list-comments': { writes: [], answer: listComments },
  'issues/create-comment': { writes: TALK, answer: createComment },
  'issues/get-comment': {
    writes: [],
    answer: onComment((call, comment) => ({ status: 200, body: commentJson(call, comment) })),
  },
  'issues/update-comment': { writes: TALK, answer: onComment(updateComment) },
  'issues/delete-comment': { writes: TALK, answer: onComment(deleteComment) },
  'pulls/get': {
    writes: [],
    answer: onPull((call, pull) => ({ status: 200, body: pullJson(call, pull, call.api.example('pulls/get')) })),
  },
  'pulls/list-files': { writes: [], answer: onPull(listFiles) },
  'pulls/list-review-comments': {
    writes: [],
    answer: onPull((call, pull) => page(call, `pulls/${pull.number}/comments`, [])),
  },
  'pulls/create-review': { writes: ['pull-requests'], answer: onPull(createReview) },
  'repos/list-pull-requests-associated-with-commit': { writes: [], answer: pullsOfCommit },
  'repos/get-content': { writes: [], answer: content },
  'repos/compare-commits-with-basehead': { writes: [], answer: compare },
  'code-scanning/upload-sarif': { writes: ['security-events'], answer: uploadSarif },
}
