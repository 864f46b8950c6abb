import type { Octokit } from './client.ts'

export interface Comment {
  readonly id: number
  readonly body?: string
  readonly html_url: string
  readonly user: { readonly login: string } | null
}

interface Place {
  readonly owner: string
  readonly repo: string
}

/** The comments under one pull request. */
export class Thread {
  readonly #github: Octokit
  readonly #place: Place
  readonly #number: number

  constructor(github: Octokit, { owner, repo }: Place, number: number) {
    this.#github = github
    this.#place = { owner, repo }
    this.#number = number
  }

  /** By how they begin and by author, oldest first: anybody may copy our marker into a comment of their own. */
  async ours(start: string, author?: string): Promise<readonly Comment[]> {
    const { paginate, rest } = this.#github
    const all = await paginate(rest.issues.listComments, {
      ...this.#place,
      issue_number: this.#number,
      per_page: 100,
    })
    const marked = (all as readonly Comment[]).filter(({ body }) => body?.startsWith(start))
    if (marked.length === 0) return []
    const login = author ?? (await this.#login())
    return marked.filter(({ user }) => user?.login === login).sort((a, b) => a.id - b.id)
  }

  async create(body: string): Promise<Comment> {
    const { data } = await this.#github.rest.issues.createComment({
      ...this.#place,
      issue_number: this.#number,
      body,
    })
    return data as Comment
  }

  async update({ id }: Comment, body: string): Promise<void> {
    await this.#github.rest.issues.updateComment({ ...this.#place, comment_id: id, body })
  }

  async remove({ id }: Comment): Promise<void> {
    await this.#github.rest.issues.deleteComment({ ...this.#place, comment_id: id })
  }

  /** Whose comments the token writes: a bot's, or those of the person who made it. Most tokens may not ask the REST API. */
  async #login(): Promise<string> {
    try {
      const { viewer } = await this.#github.graphql<{ viewer: { login: string } }>('{ viewer { login } }')
      return viewer.login
    } catch {
      return 'github-actions[bot]'
    }
  }
}
