import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { type Answer, type Call, OPERATIONS, refuse } from './github-answers.ts'
import { ACTIONS_BOT, type Comment, Comments, type Repository, type Token } from './github-state.ts'
import { Api, type Match } from './openapi.ts'

/** What there is on the loopback GitHub. */
export interface GithubOptions {
  /** By full name. Default: `o/r`, empty. */
  readonly repositories?: Readonly<Record<string, Repository>>
  /** By secret. Default: `ghs_kit`, which may write everything. */
  readonly tokens?: Readonly<Record<string, Token>>
  /** Before every path, such as `/api/v3` on a server of one's own. */
  readonly basePath?: string
}

/** A request as it came, and what was wrong with it or with our answer. */
export interface Recorded {
  readonly method: string
  readonly path: string
  /** The id in GitHub's description, or `undefined` for what the Action has no business to call. */
  readonly operation: string | undefined
  readonly query: Readonly<Record<string, string>>
  readonly body: unknown
  readonly token: string | undefined
  readonly status: number | 'reset' | 'silence'
  readonly problems: readonly string[]
}

/**
 * A failure to come: the next `times` calls of an operation get this answer, a broken connection, or none at all. The
 * first `after` calls are well.
 */
export interface Failure {
  readonly operation: string
  readonly answer: Answer | 'reset' | 'silence'
  readonly times?: number
  readonly after?: number
}

/** "Too many requests", to be asked again after so many seconds. */
export const tooMany = (seconds: number): Answer =>
  refuse(429, 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.', {
    'retry-after': String(seconds),
  })

/** A refusal of the permission: which one, only its words tell. */
export const forbidden = (message: string, headers: Readonly<Record<string, string>> = {}): Answer =>
  refuse(403, message, headers)

/** "Our fault." */
export const serverError = (): Answer => refuse(500, 'Server Error')

/** What GITHUB_TOKEN hears when the job has not been given the permission. */
const FORBIDDEN = 'Resource not accessible by integration'

const EVERYTHING: Token = { writes: ['contents', 'issues', 'pull-requests', 'security-events'] }

/** A token that can only read, as forks and Dependabot get it. */
export const READ_ONLY: Token = { writes: [] }

interface Gate {
  missing: number
  readonly open: Promise<void>
  readonly release: () => void
}

interface Asked {
  readonly method: string
  readonly url: URL
  readonly token: string | undefined
  readonly accept: string
  readonly text: string
}

interface Outcome {
  readonly answer: Answer | 'reset' | 'silence'
  readonly match: Match | undefined
  readonly problems: readonly string[]
}

/** A GitHub on this machine's own loopback address. It answers only what GitHub's description of its API allows. */
export class Github {
  readonly requests: Recorded[] = []
  /** SARIF files that were taken, unpacked. */
  readonly sarif: unknown[] = []
  readonly #api = new Api()
  readonly #comments = new Comments()
  readonly #repositories: Readonly<Record<string, Repository>>
  readonly #tokens: Readonly<Record<string, Token>>
  readonly #basePath: string
  readonly #failures: { -readonly [Key in keyof Failure]-?: Failure[Key] }[] = []
  readonly #gates = new Map<string, Gate>()
  readonly #crashes: string[] = []
  readonly #server: Server

  constructor({ repositories = { 'o/r': {} }, tokens = { ghs_kit: EVERYTHING }, basePath = '' }: GithubOptions) {
    this.#repositories = repositories
    this.#tokens = tokens
    this.#basePath = basePath
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch((error: Error) => {
        this.#crashes.push(`the kcrash: ${error.stack}`)
        request.socket.destroy()
      })
    })
  }

  /** Where it listens: for `GITHUB_API_URL`. */
  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${this.#basePath}`
  }

  /** A comment that somebody wrote before. */
  seedComment(body: string, { repository = 'o/r', issue = 42, login = ACTIONS_BOT } = {}): Comment {
    return this.#comments.add(repository, issue, login, body)
  }

  /** The comments under a pull request, oldest first. */
  commentsOf(issue = 42, repository = 'o/r'): readonly Comment[] {
    return this.#comments.of(repository, issue)
  }

  /** Makes calls to come fail. */
  fail({ operation, answer, times = 1, after = 0 }: Failure): void {
    this.#failures.push({ operation, answer, times, after })
  }

  /** Lets calls of an operation wait for each other until so many have come: two runs then surely meet there. */
  meet(operation: string, count: number): void {
    let release = (): void => {}
    const open = new Promise<void>(resolve => {
      release = resolve
    })
    this.#gates.set(operation, { missing: count, open, release })
  }

  /** Everything that was wrong with any request, one line each. */
  problems(): string[] {
    const noted = this.requests.flatMap(({ method, path, problems }) =>
      problems.map(problem => `${method} ${path}: ${problem}`),
    )
    return [...noted, ...this.#crashes]
  }

  async listen(): Promise<void> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve))
  }

  async close(): Promise<void> {
    const closed = new Promise(resolve => this.#server.close(resolve))
    this.#server.closeAllConnections()
    await closed
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await read(request)
    const { answer, match, problems } = await this.#judge(asked)
    const wrong =
      match === undefined || typeof answer === 'string'
        ? []
        : this.#api.answerProblems(match, answer.status, answer.body)
    this.requests.push({
      ...{
        method: asked.method,
        path: asked.url.pathname,
        operation: this.#operation(asked, match),
        token: asked.token,
      },
      ...{ query: Object.fromEntries(asked.url.searchParams), body: parsed(asked.text) ?? asked.text },
      ...{ status: typeof answer === 'string' ? answer : answer.status, problems: [...problems, ...wrong] },
    })
    if (answer === 'reset') request.socket.destroy()
    else if (answer !== 'silence') send(response, answer)
  }

  /** GraphQL has one address for everything, beside that of version 3 on a server of one's own. */
  #operation({ url }: Asked, match: Match | undefined): string | undefined {
    return url.pathname === `${this.#basePath.replace(/\/v3$/, '')}/graphql` ? 'graphql' : match?.id
  }

  /** In GitHub's order: who asks, is there such a thing, may they, is it well formed. */
  async #judge(asked: Asked): Promise<Outcome> {
    const { method, url } = asked
    const isBelow = url.pathname.startsWith(`${this.#basePath}/`)
    const path = isBelow ? url.pathname.slice(this.#basePath.length) : url.pathname
    const match = isBelow ? this.#api.match(method, path) : undefined
    const refused = (answer: Answer, ...problems: readonly string[]): Outcome => ({ answer, match, problems })
    const token =
      asked.token !== undefined && Object.hasOwn(this.#tokens, asked.token) ? this.#tokens[asked.token] : undefined
    if (token === undefined)
      return refused(refuse(401, asked.token === undefined ? 'Requires authentication' : 'Bad credentials'))
    // The one operation that is described for people, and closed to every GITHUB_TOKEN.
    if (path === '/user') return refused(refuse(403, FORBIDDEN), 'GITHUB_TOKEN cannot ask who it is')
    const operation = this.#operation(asked, match)
    if (operation === undefined) return refused(refuse(404, 'Not Found'), 'no such operation')
    const failure = await this.#disturb(operation)
    if (failure !== undefined) return { answer: failure, match, problems: [] }
    if (match === undefined) return { match, ...graphql(asked.text, token) }
    return this.#carryOut(asked, match, token)
  }

  #carryOut({ url, text, accept }: Asked, match: Match, token: Token): Outcome {
    const refused = (answer: Answer, ...problems: readonly string[]): Outcome => ({ answer, match, problems })
    const name = `${match.parameters['owner']}/${match.parameters['repo']}`
    const repository = this.#repositoryFor(token, name)
    if (repository === undefined) return refused(refuse(404, 'Not Found'))
    const { writes, answer } = OPERATIONS[match.id]!
    if (writes.length > 0 && !writes.some(need => token.writes?.includes(need))) return refused(refuse(403, FORBIDDEN))
    const body = parsed(text)
    if (text !== '' && body === undefined) return refused(refuse(400, 'Problems parsing JSON'), 'the body is not JSON')
    const problems = this.#api.requestProblems(match, url.searchParams, body)
    if (problems.some(problem => !problem.startsWith('unknown query')))
      return refused(refuse(422, 'Validation Failed'), ...problems)
    const call: Call = {
      ...{
        api: this.#api,
        comments: this.#comments,
        sarif: this.sarif,
        address: this.address,
        name,
        repository,
        body,
        accept,
      },
      ...{ parameters: match.parameters, query: url.searchParams, login: token.login ?? ACTIONS_BOT },
    }
    const given = answer(call)
    return refused(given, ...problems, ...(given.status === 422 ? [(given.body as { message: string }).message] : []))
  }

  #repositoryFor(token: Token, name: string): Repository | undefined {
    const repository = Object.hasOwn(this.#repositories, name) ? this.#repositories[name] : undefined
    return repository?.private === true && token.repositories?.includes(name) !== true ? undefined : repository
  }

  /** Waits for others where a meeting is set, and gives the failure that is due. */
  async #disturb(operation: string): Promise<Failure['answer'] | undefined> {
    const gate = this.#gates.get(operation)
    if (gate !== undefined) {
      gate.missing--
      if (gate.missing <= 0) gate.release()
      await gate.open
    }
    const failure = this.#failures.find(({ operation: of, times }) => of === operation && times > 0)
    if (failure === undefined || failure.after-- > 0) return undefined
    failure.times--
    return failure.answer
  }
}

/** The only question that is asked in GraphQL: whose token it is. GITHUB_TOKEN may ask it, other than in REST. */
function graphql(text: string, token: Token): Omit<Outcome, 'match'> {
  const { query } = (parsed(text) ?? {}) as { query?: string }
  if (query?.replace(/\s+/g, '') !== '{viewer{login}}')
    return { answer: refuse(400, 'Problems parsing JSON'), problems: [`the kit does not know the query ${query}`] }
  return { answer: { status: 200, body: { data: { viewer: { login: token.login ?? ACTIONS_BOT } } } }, problems: [] }
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

async function read(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const { authorization, accept } = request.headers
  return {
    method: request.method ?? 'GET',
    url: new URL(request.url ?? '/', 'http://127.0.0.1'),
    token: authorization?.replace(/^(token|bearer) /i, ''),
    accept: accept ?? '',
    text: Buffer.concat(chunks).toString('utf8'),
  }
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
  response.end(body === undefined || typeof body === 'string' ? body : JSON.stringify(body))
}

/** Starts a GitHub that ends with the test: only to be called from within a test. */
export async function startGithub(options: GithubOptions = {}): Promise<Github> {
  const github = new Github(options)
  await github.listen()
  onTestFinished(() => github.close())
  return github
}
