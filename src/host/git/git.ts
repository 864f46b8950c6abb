import { join } from 'node:path'
import { Fault } from '../../core/fault.ts'
import { environment, onPath } from '../disk/programs.ts'

/** Nothing that a repository configures is run: it may be one that a job unpacked. */
const HARMLESS = ['core.fsmonitor=false', 'core.untrackedCache=false', 'core.hooksPath=/dev/null']

/** What comes before each command: the checkout itself, whoever owns it, and paths that are no patterns. */
export const optionsOf = (repository: string): readonly string[] => [
  ...['--git-dir', join(repository, '.git'), '--work-tree', repository, '--literal-pathspecs'],
  ...HARMLESS.flatMap(setting => ['-c', setting]),
]

/** The objects that the commits have by their ids, and no others in their place; what is not there is not downloaded. */
const asCommitted = (nothing: string): Record<string, string> => ({
  ...environment(nothing),
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_GRAFT_FILE: nothing,
  GIT_NO_LAZY_FETCH: '1',
  GIT_OPTIONAL_LOCKS: '0',
})

/** Of a partial clone, or a damaged one. */
export const incompleteClone = (): Fault =>
  new Fault(
    'UNREADABLE',
    'the clone does not have all files of the base: remove `filter` from the inputs of `actions/checkout`, and beside `sparse-checkout` set `filter: blob:limit=1g`',
  )

const GIT_MS = 60_000

/** The list of a million files has 100 MB. */
const OUTPUT_LIMIT = 512 * 1024 * 1024

interface Ran {
  readonly exitCode: number | null
  readonly stdout: Buffer
  readonly stderr: string
  /** It was stopped because it wrote more. */
  readonly isCut: boolean
}

/**
 * Reads the objects and the index of a checkout. No command here looks at the work tree, so that no filter, no hook and
 * no `textconv` has anything to do.
 */
export class Git {
  readonly #repository: string
  readonly #program: string

  /** @throws Fault UNREADABLE when git is not installed */
  constructor(repository: string) {
    const program = onPath('git')
    if (program === undefined) throw new Fault('UNREADABLE', 'this is a git checkout without `git`: install git')
    this.#repository = repository
    this.#program = program
  }

  /** What it prints, without white space around it; `undefined` when it fails. */
  ask(...args: readonly string[]): string | undefined {
    const { exitCode, stdout } = this.#run(args)
    return exitCode === 0 ? stdout.toString().trim() : undefined
  }

  /** All that it prints. @throws Fault UNREADABLE when it fails */
  read(args: readonly string[], input?: string): Buffer {
    const ran = this.#run(args, input)
    if (ran.exitCode === 0) return ran.stdout
    if (ran.stderr.includes('promisor remote')) throw incompleteClone()
    const reason = ran.isCut ? 'too much output' : ran.stderr.trim().slice(0, 300)
    throw new Fault('UNREADABLE', `\`git ${args[0]}\` failed (${reason})`)
  }

  /** As much as it prints, up to `limit` bytes: of a command that fails, what came before. */
  begin(args: readonly string[], { input, limit = OUTPUT_LIMIT }: { input?: string; limit?: number }): Buffer {
    return this.#run(args, input, limit).stdout.subarray(0, limit)
  }

  #run(args: readonly string[], input = '', limit = OUTPUT_LIMIT): Ran {
    const { spawnSync } = process.getBuiltinModule('node:child_process')
    const ran = spawnSync(this.#program, [...optionsOf(this.#repository), ...args], {
      ...{ cwd: this.#repository, env: asCommitted(process.getBuiltinModule('node:os').devNull) },
      ...{ input, maxBuffer: limit, timeout: GIT_MS, killSignal: 'SIGKILL', windowsHide: true },
    })
    const isCut = ran.error !== undefined && 'code' in ran.error && ran.error.code === 'ENOBUFS'
    const stderr = ran.stderr?.toString() || (ran.error?.message ?? '')
    return { exitCode: ran.status, stdout: ran.stdout ?? Buffer.alloc(0), stderr, isCut }
  }
}
