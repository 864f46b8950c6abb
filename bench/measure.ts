import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A program to start again and again. */
export interface Command {
  readonly name: string
  readonly program: string
  readonly args: readonly string[]
  /** Where it is started. */
  readonly folder: string
  /** Exit codes with which it says that it did its work; anything else is shown as a crash. */
  readonly answers: readonly number[]
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>
}

/** What one run of a program cost. */
export interface Usage {
  /** User and system time, in seconds. */
  readonly cpu: number
  /** Peak resident set, in MB. */
  readonly memory: number
}

/** What became of one command. */
export interface Measured {
  readonly command: Command
  /** Wall-clock milliseconds of the whole process, one for each counted round. */
  readonly times: readonly number[]
  /** Peak resident memory in MB, seen in the warm-up; `undefined` without GNU time. */
  readonly memory?: number
  /** The exit code or the signal, when it is none of the answers. */
  readonly crash?: string
}

const GNU_TIME = '/usr/bin/time'

/** Why peak memory cannot be told on this machine, if so: Node itself tells nothing about its children. */
export const withoutMemory: string | undefined = existsSync(GNU_TIME)
  ? undefined
  : `no peak memory: ${GNU_TIME} is not there (Debian: \`apt-get install time\`)`

interface Limits {
  readonly rounds: number
  /** No further rounds for a command that has used up so much, after `FEWEST`. */
  readonly seconds: number
}

const FEWEST = 3

/**
 * Runs every command once in each round, so that a busy machine slows all of them alike. A round before the first warms
 * the disk cache and tells the memory; a command that crashes in it is not run again.
 */
export function measure(commands: readonly Command[], { rounds, seconds }: Limits): readonly Measured[] {
  const runs = commands.map(command => ({ command, ...warmUp(command), times: [] as number[], spent: 0 }))
  for (let round = 0; round < rounds; round++)
    for (const run of runs) {
      if (run.crash !== undefined || (round >= FEWEST && run.spent > seconds * 1000)) continue
      const time = timed(run.command)
      run.times.push(time)
      run.spent += time
    }
  return runs
}

function timed(command: Command): number {
  const start = performance.now()
  run(command, command.program, command.args)
  return performance.now() - start
}

/** The output goes into a pipe, as in CI, and is thrown away at its end. */
function run(
  { folder, env }: Command,
  program: string,
  args: readonly string[],
  output: 'pipe' | 'ignore' = 'pipe',
): SpawnSyncReturns<Buffer> {
  return spawnSync(program, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', output, output],
    maxBuffer: 1024 ** 3,
  })
}

function warmUp(command: Command): Pick<Measured, 'memory' | 'crash'> {
  if (withoutMemory !== undefined) return crashOf(run(command, command.program, command.args), command)
  const { ran, usage } = runForUsage(command)
  return { memory: usage.memory, ...crashOf(ran, command) }
}

/** What a command costs when its output is thrown away; `undefined` when it crashes. Wants GNU time. */
export function usageOf(command: Command): Usage | undefined {
  const { ran, usage } = runForUsage(command, 'ignore')
  return crashOf(ran, command).crash === undefined ? usage : undefined
}

function runForUsage(
  command: Command,
  output?: 'ignore',
): { readonly ran: SpawnSyncReturns<Buffer>; readonly usage: Usage } {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-bench-'))
  const file = join(folder, 'usage')
  const ran = run(command, GNU_TIME, ['-q', '-f', '%U %S %M', '-o', file, command.program, ...command.args], output)
  const [user = 0, system = 0, kilobytes = 0] = existsSync(file)
    ? readFileSync(file, 'utf8').split(' ').map(Number)
    : []
  rmSync(folder, { recursive: true })
  return { ran, usage: { cpu: user + system, memory: kilobytes / 1024 } }
}

function crashOf({ status, signal, error }: SpawnSyncReturns<Buffer>, command: Command): Pick<Measured, 'crash'> {
  if (status !== null && command.answers.includes(status)) return {}
  return { crash: error?.message ?? signal ?? `exit ${status}` }
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** The median distance to the median: how much to believe it, outliers left aside. */
export function deviation(numbers: readonly number[]): number {
  const centre = median(numbers)
  return median(numbers.map(number => Math.abs(number - centre)))
}
