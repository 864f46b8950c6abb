import { Fault } from './core/fault.ts'
import { type Checking, commandLike, HELP, parseArguments } from './host/cli/arguments.ts'
import { fix } from './host/cli/fixing.ts'
import { isTerminal, print, warn } from './host/cli/terminal.ts'
import { DiskHost } from './host/disk/disk.ts'
import { writeOutput } from './host/disk/output.ts'
import { workspaceOf, workspaceWith } from './host/disk/workspace.ts'
import { INPUTS } from './inputs.ts'
import { type Request, run } from './pipeline.ts'
import { overridesOf } from './policy/file/overrides.ts'
import { POLICY_FILES } from './policy/policy.ts'
import { EXIT_CODES } from './policy/verdict.ts'
import { explain, listRules } from './report/catalogue.ts'
import { forLog } from './report/escape.ts'
import { render } from './report/render.ts'
import type { Result } from './report/result.ts'
import { rules } from './rules/index.ts'
import { VERSION } from './version.ts'

export interface Ended {
  /** Of the process. */
  readonly status: number
  /** What of the program ran, as far as it pays to know the next time. */
  readonly parts: readonly string[]
}

/** The command line. */
export async function main(argv: readonly string[]): Promise<Ended> {
  const asked = parseArguments(argv)
  if (asked.command === 'check') return check(asked)
  if (asked.command === 'explain') return say(explain(rules, asked.words))
  if (asked.command === 'rules') return say(listRules(rules, asked.format))
  return say(asked.command === 'help' ? HELP : `${VERSION}\n`)
}

async function check(asked: Checking): Promise<Ended> {
  const cwd = process.cwd()
  const named = [...asked.paths, ...asked.reports.map(({ file }) => file), ...(asked.config ? [asked.config] : [])]
  // The policy of a repository holds in all of its folders.
  const { root, inside } =
    asked.config === undefined ? workspaceWith(POLICY_FILES, cwd, asked.paths, named) : workspaceOf(cwd, named)
  const host = new DiskHost(
    root,
    asked.outputs.map(({ file }) => file),
  )
  const [first] = asked.paths
  const meant = first !== undefined && host.kindOf(inside(first)) === 'missing' ? commandLike(first) : undefined
  if (meant !== undefined)
    throw new Fault('BAD_INPUT', `there is no file or folder \`${first}\`. Did you mean the command \`${meant}\`?`)
  const request = {
    paths: asked.paths.length === 0 && root !== cwd ? [inside('.')] : asked.paths.map(inside),
    reports: asked.reports.map(report => ({ ...report, file: inside(report.file) })),
    ...(asked.config !== undefined && { config: asked.config && inside(asked.config) }),
    overrides: await overridesOf(asked),
  }
  const result = await (asked.fix
    ? runWithFixes(host, root, request, asked.fix, !asked.dryRun)
    : run(host, rules, request))
  const colour = !process.env['NO_COLOR'] && isTerminal()
  for (const { format, file } of asked.outputs) writeOutput(file, render(format, result, { colour: false }))
  if (!asked.outputs.some(({ format }) => format === asked.format)) await say(render(asked.format, result, { colour }))
  return { status: EXIT_CODES[result.verdict.outcome], parts: partsOf(asked, result) }
}

/** Ten times as many files reach more of our code. */
function partsOf({ fix, format, outputs }: Checking, { inputs }: Result): readonly string[] {
  const read = INPUTS.filter(({ kind }) => inputs[kind] > 0)
  const sized = read.map(({ kind }) => `${kind}-${String(inputs[kind]).length}`)
  return [...sized, ...(fix ? ['fix'] : []), format, ...outputs.map(output => output.format)]
}

/** Fixes that touch the same place are made one after the other; no real file needs more rounds. */
const ROUNDS = 20

async function runWithFixes(
  host: DiskHost,
  root: string,
  request: Request,
  which: 'safe' | 'all',
  write: boolean,
): Promise<Result> {
  for (let round = 1; ; round++) {
    const result = await run(host, rules, request)
    if (result.policyUnreadable) warn('nothing is fixed, as the policy cannot be read\n')
    if (result.policyUnreadable || round > ROUNDS) return result
    const { made, waiting, left } = fix(host, root, result, which, write)
    for (const { file, line, title } of made)
      warn(`${write ? 'fixed' : 'would fix'} ${forLog(file)} line ${line}: ${title}\n`)
    if (!write && waiting > 0) warn(`would fix ${waiting} more after that, at places that these change\n`)
    if (made.length > 0 && write) continue
    for (const { file, why } of left) warn(`skipped ${forLog(file)}: ${why}\n`)
    return result
  }
}

async function say(text: string): Promise<Ended> {
  await print(text)
  return { status: 0, parts: [] }
}

/** What is said when nothing can be done: one line for a person, and the stack of a crash. */
export function formatCrash(error: unknown): string {
  const told =
    error instanceof Fault
      ? `${error.file === undefined ? '' : `${error.file}: `}${error.message}`
      : `crashed: ${error instanceof Error ? error.stack : String(error)}`
  return `seaworthy: ${told.split('\n').map(forLog).join('\n')}\n`
}
