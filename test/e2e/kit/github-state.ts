/** What the loopback GitHub knows: repositories, pull requests and the comments under them. */

/** A file of a pull request or a comparison, as GitHub lists it. */
export interface ChangedFile {
  readonly filename: string
  readonly status?: 'added' | 'removed' | 'modified' | 'renamed'
  /** The hunks, without the two lines of file names; left out when GitHub finds the file too large. */
  readonly patch?: string
  readonly previous_filename?: string
}

/** A pull request of a repository. */
export interface Pull {
  readonly number: number
  readonly head: string
  readonly base?: string
  readonly headRef?: string
  /** The head's repository, when it is a fork. */
  readonly fork?: string
  readonly state?: 'open' | 'closed'
  readonly locked?: boolean
  readonly files?: readonly ChangedFile[]
}

/** A repository, as a test describes it. */
export interface Repository {
  /** Private ones are there only for tokens that name them. */
  readonly private?: boolean
  readonly pulls?: readonly Pull[]
  /** Texts by ref, then by path: `{ main: { '.seaworthy.yml': '…' } }`. Default: a README at every ref. */
  readonly files?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Changed files by `base...head`. */
  readonly comparisons?: Readonly<Record<string, readonly ChangedFile[]>>
  /** Whether code scanning takes uploads: not so on private repositories without Advanced Security. */
  readonly codeScanning?: boolean
}

/** Permissions of a token that the operations ask for. */
export type Permission = 'contents' | 'issues' | 'pull-requests' | 'security-events'

/** Who a token stands for, and what it may do. */
export interface Token {
  /** By default that of GITHUB_TOKEN. */
  readonly login?: string
  /** What it may write; it may read everything public, and private repositories that it names. */
  readonly writes?: readonly Permission[]
  readonly repositories?: readonly string[]
}

/** A comment, as kept. */
export interface Comment {
  readonly id: number
  readonly repository: string
  readonly issue: number
  readonly login: string
  readonly createdAt: string
  readonly body: string
  readonly updatedAt: string
}

/** The author of what GITHUB_TOKEN writes. */
export const ACTIONS_BOT = 'github-actions[bot]'

/** The comments of all repositories, and the clock that dates them: a second between any two deeds. */
export class Comments {
  readonly #all = new Map<number, Comment>()
  #nextId = 1
  #seconds = 0

  add(repository: string, issue: number, login: string, body: string): Comment {
    const now = this.#now()
    const comment = { id: this.#nextId++, repository, issue, login, body, createdAt: now, updatedAt: now }
    this.#all.set(comment.id, comment)
    return comment
  }

  get(repository: string, id: number): Comment | undefined {
    const comment = this.#all.get(id)
    return comment?.repository === repository ? comment : undefined
  }

  update(comment: Comment, body: string): Comment {
    const updated = { ...comment, body, updatedAt: this.#now() }
    this.#all.set(comment.id, updated)
    return updated
  }

  remove(comment: Comment): void {
    this.#all.delete(comment.id)
  }

  /** Oldest first, as GitHub lists them. */
  of(repository: string, issue: number): Comment[] {
    return [...this.#all.values()].filter(comment => comment.repository === repository && comment.issue === issue)
  }

  #now(): string {
    return new Date(Date.UTC(2026, 10, 22) + 1000 * this.#seconds++).toISOString().replace('.000', '')
  }
}
