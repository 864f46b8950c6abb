import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { blocksRun } from '../../kit/steps.ts'

export interface Ran {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Running {
  readonly cwd?: string
  /** The only folders in which programs are found; none by default: no helm, no kustomize. */
  readonly path?: string
  readonly env?: Readonly<Record<string, string>>
  /** The Node that runs it; by default the one that runs the tests. */
  readonly node?: string
  /** Where a copy of dist/ is that is run instead. */
  readonly dist?: string
  /** What it reads from standard input. */
  readonly input?: string | Uint8Array
}

/** Runs the committed command line as a user would: another process, nothing of our environment. */
export function cli(
  args: readonly string[],
  { cwd, path = '/nowhere', env = {}, node = process.execPath, dist = 'dist', input = '' }: Running = {},
): Ran {
  const { status, stdout, stderr, error } = spawnSync(node, [resolve(dist, 'cli.js'), ...args], {
    cwd,
    env: { PATH: path, HOME: '/nowhere', ...env },
    input,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  })
  if (error) throw error
  return { status, stdout, stderr }
}

/** How many blocks of dist/ a run goes through: the same however busy the machine is. */
export function stepsOfCli(args: readonly string[], running: Running = {}): number {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-steps-'))
  // What comes out of the cache of compiled code has no counters.
  const env = { NODE_V8_COVERAGE: folder, NODE_DISABLE_COMPILE_CACHE: '1', ...running.env }
  const { status, stderr } = cli(args, { ...running, env })
  const written = readdirSync(folder).map(file => readFileSync(join(folder, file), 'utf8'))
  rmSync(folder, { recursive: true })
  if (status === null || written.length !== 1) throw new Error(`it did not come to its end: ${stderr}`)
  return blocksRun(JSON.parse(written[0]!), 'dist/')
}

/** The result as data. */
export function cliJson(
  args: readonly string[],
  running?: Running,
): { readonly status: number | null; readonly result: JsonResult } {
  const { status, stdout, stderr } = cli([...args, '--format', 'json'], running)
  if (stdout === '') throw new Error(stderr)
  return { status, result: JSON.parse(stdout) as JsonResult }
}

/** As much of `--format json` as tests look at. */
export interface JsonResult {
  readonly waivers: {
    readonly inForce: number
    readonly idle: readonly unknown[]
    readonly comments: readonly { readonly source: string; readonly by: string; readonly rules: readonly string[] }[]
  }
  readonly verdict: string
  readonly gate: Readonly<Record<string, unknown>>
  readonly counts: Readonly<Record<string, number>>
  readonly inputs: Readonly<Record<string, number>>
  readonly findings: readonly {
    readonly rule: string
    readonly area: string
    readonly severity: string
    readonly standing: string
    readonly message: string
    readonly code?: string
    readonly location: { readonly file: string; readonly line: number; readonly column: number; readonly text: string }
    readonly fix?: { readonly title: string; readonly safe: boolean }
    readonly fingerprint: string
  }[]
  readonly frameworks?: readonly { readonly id: string }[]
  readonly faults: readonly {
    readonly code: string
    readonly file?: string
    readonly line?: number
    readonly message: string
  }[]
}
