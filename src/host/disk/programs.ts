import { accessSync, constants, rmSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'
import { Fault } from '../../core/fault.ts'
import type { Ran } from '../../core/host.ts'
import { temporaryFolder } from './temporary.ts'

/** Renders of real charts have a few MB; a chart that writes for ever must not fill the memory. */
const OUTPUT_LIMIT = 64 * 1024 * 1024

/** The exit codes of `timeout` when it had to stop the program, by TERM or by KILL, which ends itself too (coreutils). */
const STOPPED: ReadonlySet<number | null> = new Set([124, 137, null])

interface Limits {
  /** Absolute. */
  readonly folder: string
  readonly seconds: number
  /** Whether the helm that the program runs states version 3, whatever it is. */
  readonly asHelm3?: boolean
}

/**
 * Runs a program through `@actions/exec`, without a shell, in a home of its own: it sees PATH and nothing else of our
 * environment, which holds tokens. `undefined` when it is not on the PATH.
 * @throws Fault RENDER_FAILED when it takes longer than `seconds`, or writes more than 64 MB
 */
export async function runProgram(program: string, args: readonly string[], limits: Limits): Promise<Ran | undefined> {
  const path = onPath(program)
  if (path === undefined) return undefined
  const home = temporaryFolder()
  try {
    const env = { ...environment(home), ...(limits.asHelm3 && helm3In(home)) }
    const ran = await execute([...stopper(limits.seconds), path, ...args], limits, env)
    if (ran === 'late' || (ran !== 'too much' && STOPPED.has(ran.exitCode)))
      throw new Fault('RENDER_FAILED', `\`${program}\` was stopped after ${limits.seconds} seconds`)
    if (ran === 'too much') throw new Fault('RENDER_FAILED', `\`${program}\` wrote more than 64 MB`)
    return ran
  } catch (cause) {
    if (cause instanceof Fault) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Fault('RENDER_FAILED', `\`${program}\` could not be started: ${reason}`, { cause })
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

/**
 * The PATH with a helm in front that answers the question by which kustomize before 5.8 makes sure of helm 3: it asks
 * with an option that helm 4 does not know, and uses nothing of helm that is different in 4.
 */
function helm3In(home: string): { readonly PATH?: string } {
  const helm = onPath('helm')
  if (helm === undefined || process.platform === 'win32') return {}
  const quoted = `'${helm.replaceAll("'", "'\\''")}'`
  const text = `#!/bin/sh\nif [ "$1" = version ]; then echo v3.19.0; else exec ${quoted} "$@"; fi\n`
  writeFileSync(join(home, 'helm'), text, { mode: 0o700 })
  return { PATH: [home, process.env['PATH']].join(delimiter) }
}

async function execute(
  [program, ...args]: readonly string[],
  { folder, seconds }: Limits,
  env: Record<string, string>,
): Promise<Ran | 'late' | 'too much'> {
  const { exec } = await import('@actions/exec')
  const output = { stdout: [] as Buffer[], stderr: [] as Buffer[], bytes: 0 }
  const append = (pipe: 'stdout' | 'stderr') => (data: Buffer) => {
    output.bytes += data.length
    if (output.bytes <= OUTPUT_LIMIT) output[pipe].push(data)
  }
  const listeners = { stdout: append('stdout'), stderr: append('stderr') }
  const running = exec(`"${program}"`, args, { cwd: folder, env, silent: true, ignoreReturnCode: true, listeners })
  const exitCode = await Promise.race([running, late(seconds + 5)])
  if (exitCode === 'late') return 'late'
  if (output.bytes > OUTPUT_LIMIT) return 'too much'
  return { exitCode, stdout: Buffer.concat(output.stdout).toString(), stderr: Buffer.concat(output.stderr).toString() }
}

/** `@actions/exec` cannot stop what it started: coreutils' `timeout` does, where there is one. */
function stopper(seconds: number): readonly string[] {
  const timeout = process.platform === 'linux' ? onPath('timeout') : undefined
  return timeout === undefined ? [] : [timeout, '--kill-after=2', String(seconds)]
}

const late = (seconds: number): Promise<'late'> =>
  new Promise(resolve => {
    setTimeout(() => resolve('late'), seconds * 1000).unref()
  })

/** Nothing is downloaded, whatever a chart or a kustomization asks for: no proxy answers there, and git may go nowhere. */
const NO_NETWORK = {
  ...Object.fromEntries(
    ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].flatMap(name =>
      [name, name.toLowerCase()].map(spelled => [spelled, 'http://127.0.0.1:9']),
    ),
  ),
  GIT_ALLOW_PROTOCOL: 'none',
}

/** All that a renderer gets to know. Helm and kustomize keep caches and plug-ins below these folders: ours are empty. */
export function environment(home: string): Record<string, string> {
  const kept = ['PATH', 'SYSTEMROOT', 'PATHEXT', 'TMPDIR', 'TEMP', 'TMP'].flatMap(name => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    HELM_CACHE_HOME: join(home, 'cache'),
    HELM_CONFIG_HOME: join(home, 'config'),
    HELM_DATA_HOME: join(home, 'data'),
    XDG_CONFIG_HOME: join(home, 'config'),
    LC_ALL: 'C.UTF-8',
    ...NO_NETWORK,
  }
}

/** The absolute path of a program. Folders of the PATH that are relative may be the repository's: they do not count. */
export function onPath(program: string): string | undefined {
  const endings = process.platform === 'win32' ? ['.exe'] : ['']
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter(folder => isAbsolute(folder))
    .flatMap(folder => endings.map(ending => join(folder, program + ending)))
    .find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
