import { Fault } from './core/fault.ts'
import { folderOf, isOutside, join } from './core/paths.ts'
import { commitAround } from './host/action/checkout.ts'
import { baseOf } from './host/base/base.ts'
import { type Checking, commandLike, HELP, parseArguments, STDIN, type Waiving } from './host/cli/arguments.ts'
import { writeBaseline } from './host/cli/baseline.ts'
import { deliver } from './host/cli/deliver.ts'
import { fix } from './host/cli/fixing.ts'
import { readStandardInput, type StandardInput } from './host/cli/stdin.ts'
import { formatFailure, print, proseColumns, tell, terminalColumns, terminalFor } from './host/cli/terminal.ts'
import { waive } from './host/cli/waiving.ts'
import { warn } from './host/cli/warn.ts'
import { currentFolder, DiskHost } from './host/disk/disk.ts'
import { writeOutput } from './host/disk/output.ts'
import { StreamedHost } from './host/disk/streamed.ts'
import { type Workspace, workspaceOf } from './host/disk/workspace.ts'
import { INPUTS } from './inputs.ts'
import { type Request, run } from './pipeline.ts'
import { overridesOf } from './policy/file/overrides.ts'
import { POLICY_FILES } from './policy/policy.ts'
import { EXIT_CODES } from './policy/verdict.ts'
import { listRules } from './report/catalogue.ts'
import { patchText } from './report/diff.ts'
import { forLog } from './report/escape.ts'
import { explain } from './report/explain.ts'
import { render } from './report/render.ts'
import type { Result } from './report/result.ts'
import { rules } from './rules/index.ts'
import { VERSION } from './version.ts'

export interface Exit {
  /** Of the process. */
  readonly status: number
  /** What of the program ran: code that is kept covers it the next time. */
  readonly features: readonly string[]
}

/** The command line. */
export async function main(argv: readonly string[]): Promise<Exit> {
  const options = parseArguments(argv)
  if (options.command === 'check') return check(options)
  if (options.command === 'explain') return explained(options.words)
  if (options.command === 'waive') return printed(await waived(options))
  if (options.command === 'rules')
    return printed(listRules(rules, options.format, options.selection, terminalColumns()))
  return printed(options.command === 'help' ? HELP : `${VERSION}\n`)
}

async function explained(words: readonly string[]): Promise<Exit> {
  const { examples } = await import('./report/examples.ts')
  return printed(explain(rules, words, examples, proseColumns()))
}

/** The policy of a checkout holds in all of its folders; a new one belongs into its top folder. */
async function waived({ waiver, config }: Waiving): Promise<string> {
  const { root, outside, inside, fromHere } = workspaceOf(currentFolder(), [], config === undefined ? [] : [config])
  const host = new DiskHost(root, [], outside)
  if (config === undefined) refuseNearer(host, inside('.'))
  const file = await waive(host, rules, waiver, config === undefined ? undefined : inside(config))
  return `added the waiver of ${forLog(waiver.rule)} to ${forLog(fromHere(file))}\n`
}

async function check(options: Checking): Promise<Exit> {
  const cwd = currentFolder()
  const elsewhere = [...options.reports.map(({ file }) => file), ...(options.config ? [options.config] : [])]
  const stdin = options.paths.includes(STDIN) ? await readStandardInput(options.stdinName) : undefined
  const named = options.paths.map(path => (stdin && path === STDIN ? stdin.name : path))
  const workspace = workspaceOf(cwd, named, elsewhere)
  const { root, inside } = workspace
  const host = hostOf(workspace, options, stdin)
  if (!options.ignoreUnknown) refuseCommand(host, workspace, named[0])
  if (options.config === undefined) refuseNearer(host, inside('.'))
  const base = baseOf(host.root, options.base)
  const paths = named.length === 0 && inside('.') !== '' ? [inside('.')] : named.map(inside)
  const request = {
    ...(await requestOf(options, inside)),
    paths,
    ignoreUnknown: options.ignoreUnknown,
    ...(base && { base }),
    ...(printsEvidence(options) && { evidence: evidenceAround(root) }),
  }
  const { result, patch, failed } = await (options.fix
    ? runWithFixes(host, workspace, request, options.fix, !options.dryRun)
    : run(host, rules, request).then(result => ({ result, patch: [], failed: false })))
  const terminal = terminalFor(options.colour)
  // In any other format, it would be taken for a part of the result.
  const show = options.format === 'text' ? print : warn
  show(patchText(patch, terminal.colour === true))
  const isDelivered = await deliver(options, {
    render: (format, more) =>
      render(format, result, {
        ...{ colour: false, nameOf: workspace.fromHere, fixes: options.fixes },
        ...(options.detail && { detail: options.detail }),
        ...more,
      }),
    write: writeOutput,
    print,
    warn,
    terminal,
  })
  const isWritten = writeBaseline(root, result)
  const outcome = isDelivered && isWritten && !failed ? result.verdict.outcome : 'error'
  return { status: EXIT_CODES[outcome], features: featuresOf(options, result) }
}

function hostOf({ root, outside, inside }: Workspace, { outputs }: Checking, stdin?: StandardInput): DiskHost {
  const files = outputs.map(({ file }) => file)
  if (stdin === undefined) return new DiskHost(root, files, outside)
  return new StreamedHost(root, files, outside, { file: inside(stdin.name), bytes: stdin.bytes })
}

/** @throws Fault BAD_INPUT when the first path is not there, and looks like a command */
function refuseCommand(host: DiskHost, { inside }: Workspace, first: string | undefined): void {
  const command = first !== undefined && host.kindOf(inside(first)) === 'missing' ? commandLike(first) : undefined
  if (command !== undefined)
    throw new Fault('BAD_INPUT', `no file or folder \`${first}\`. Did you mean the command \`${command}\`?`)
}

/**
 * A checkout has one policy, in its top folder. One on the way there would hold for who stands in its folder, and for
 * nobody else. @throws Fault BAD_CONFIG
 */
function refuseNearer(host: DiskHost, here: string): void {
  for (let folder = isOutside(here) ? '' : here; folder !== ''; folder = folderOf(folder))
    for (const file of POLICY_FILES.map(name => join(folder, name)))
      if (host.kindOf(file) === 'file')
        throw new Fault(
          'BAD_CONFIG',
          'not the policy of the checkout, which is read from its top folder: name this one with `--config`, or move it there',
          { file },
        )
}

/** What is asked for, in paths of the workspace. */
async function requestOf(options: Checking, inside: (named: string) => string): Promise<Omit<Request, 'paths'>> {
  const baseline = options.writeBaseline || options.baseline
  const { exclude, ...overrides } = await overridesOf(options, rules)
  return {
    reports: options.reports.map(report => ({ ...report, file: inside(report.file) })),
    ...(options.config !== undefined && { config: options.config && inside(options.config) }),
    overrides: {
      ...overrides,
      ...(exclude && { exclude: exclude.map(inside) }),
      ...(baseline !== undefined && { baseline: inside(baseline) }),
    },
    writeBaseline: options.writeBaseline !== undefined,
  }
}

/** Programs are started for it: not where nobody sees it. */
const printsEvidence = ({ format, outputs }: Checking): boolean =>
  format === 'json' || outputs.some(output => output.format === 'json')

function evidenceAround(root: string): Request['evidence'] & object {
  const commit = commitAround(root)
  return commit === undefined ? {} : { commit }
}

/** Ten times as many files reach more of our code. */
function featuresOf({ fix, format, outputs }: Checking, { inputs }: Result): readonly string[] {
  const read = INPUTS.filter(({ kind }) => inputs[kind] > 0)
  const sized = read.map(({ kind }) => `${kind}-${String(inputs[kind]).length}`)
  return [...sized, ...(fix ? ['fix'] : []), format, ...outputs.map(output => output.format)]
}

/** Fixes that touch the same place are made one after the other; no real file needs more rounds. */
const ROUNDS = 20

async function runWithFixes(
  host: DiskHost,
  { root, fromHere }: Workspace,
  request: Request,
  which: 'safe' | 'all',
  write: boolean,
): Promise<{ readonly result: Result; readonly patch: readonly string[]; readonly failed: boolean }> {
  let failed = false
  for (let round = 1; ; round++) {
    const result = await run(host, rules, request)
    if (result.policyUnreadable) tell('nothing is fixed: the policy cannot be read')
    if (result.policyUnreadable || round > ROUNDS) return { result, patch: [], failed }
    const { applied, deferred, skipped, patch, faults } = fix(host, root, result, which, write)
    for (const { file, line, title } of applied)
      tell(`${write ? 'fixed' : 'would fix'} ${fromHere(file)} line ${line}: ${title}`)
    if (!write && deferred > 0) tell(`would fix ${deferred} more after that, at places that these change`)
    failed = faults.length > 0
    if (applied.length > 0 && write) continue
    for (const { file, why } of skipped) tell(`skipped ${fromHere(file)}: ${why}`)
    for (const fault of faults) warn(formatFailure(fault))
    return { result, patch, failed }
  }
}

function printed(text: string): Exit {
  print(text)
  return { status: 0, features: [] }
}
