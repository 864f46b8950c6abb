import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StringDecoder } from 'node:string_decoder'
import { onTestFinished } from 'vitest'
import { type ActionFile, evaluate, readAction } from './action-file.ts'
import type { WorkflowEvent } from './events.ts'
import { BLOCKED_VARIABLES, readFolders, readValues } from './file-commands.ts'
import { type Heard, StepLog } from './step-log.ts'

/** One step that uses a JavaScript action. */
export interface Step {
  /** The folder of the action. */
  readonly action: string
  /** The checkout: where the step runs. */
  readonly workspace: string
  readonly event: WorkflowEvent
  /** Inputs, as under `with:`; unknown ones are passed on, with a warning. */
  readonly with?: Readonly<Record<string, string | number | boolean>>
  /** Further environment, as under `env:`. */
  readonly env?: Readonly<Record<string, string>>
  /** The job's GITHUB_TOKEN. */
  readonly token?: string
  /** Where GitHub's API is: the address of the loopback GitHub. Without it nothing answers. */
  readonly api?: string
  readonly matrix?: Readonly<Record<string, unknown>>
  readonly checkRun?: number
  readonly run?: { readonly id?: number; readonly attempt?: number; readonly workflow?: string; readonly job?: string }
  /** The Node binary that plays the runner's own. */
  readonly node?: string
  /** RUNNER_TEMP; by default a new folder that is removed when the test is over. */
  readonly temp?: string
  /** After which the step is killed. */
  readonly seconds?: number
}

/** What came of a step. */
export interface StepResult extends Omit<Heard, 'outputs' | 'state'> {
  /** `null` when a signal ended it. */
  readonly exitCode: number | null
  /** As the job sees it: a step also fails by what the runner could not read. */
  readonly conclusion: 'success' | 'failure'
  /** What the runner itself found fault with, without failing the step. */
  readonly warnings: readonly string[]
  readonly outputs: ReadonlyMap<string, string>
  readonly env: ReadonlyMap<string, string>
  readonly state: ReadonlyMap<string, string>
  readonly path: readonly string[]
  /** The job summary as shown, masked; `undefined` when it was too large and nothing is shown. */
  readonly summary: string | undefined
  readonly summaryBytes: number
  /** RUNNER_TEMP, for files that outputs name. */
  readonly temp: string
}

/** Bytes. Source: actions/runner, `FileCommandManager.cs`, `AttachmentSizeLimit`. */
const MAX_SUMMARY = 1024 * 1024
const FILES = ['output', 'step_summary', 'env', 'state', 'path'] as const
type FileName = (typeof FILES)[number]
type Files = Readonly<Record<FileName, string>>

/** Tokens of the runner's environment that neither the log nor a program we start may get to see. */
export const RUNNER_SECRETS: Readonly<Record<string, string>> = {
  ACTIONS_RUNTIME_TOKEN: 'runtime-token-of-the-kit',
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'id-token-of-the-kit',
}

/** A new folder, removed when the test is over: only to be called from within a test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Runs a step as the runner does. @throws Error when it takes longer than its time, or the action is not one the kit can run. */
export async function runStep(step: Step): Promise<StepResult> {
  const action = readAction(step.action)
  const temp = step.temp ?? temporaryFolder()
  const files = createFiles(temp)
  const token = step.token ?? 'ghs_kit'
  const log = new StepLog(step.workspace, [token, ...Object.values(RUNNER_SECRETS)])
  const warnings = inputWarnings(action, step)
  for (const message of warnings) log.annotate({ level: 'warning', message })
  const environment = {
    ...runnerEnvironment(step, temp, files),
    ...inputEnvironment(action, step, token),
    ...step.env,
  }
  const exitCode = await execute(step, action.main, environment, log)
  return { ...log.heard, exitCode, temp, warnings, ...readFiles(files, log), conclusion: conclude(exitCode, log) }
}

const conclude = (exitCode: number | null, log: StepLog): 'success' | 'failure' =>
  exitCode === 0 && !log.failed ? 'success' : 'failure'

function createFiles(temp: string): Files {
  const folder = mkdtempSync(join(temp, '_runner_file_commands-'))
  const files = Object.fromEntries(FILES.map(name => [name, join(folder, name)])) as Record<FileName, string>
  for (const file of Object.values(files)) writeFileSync(file, '')
  return files
}

const isGiven = (step: Step, input: string): boolean =>
  Object.keys(step.with ?? {}).some(name => name.toLowerCase() === input.toLowerCase())

/** Source: actions/runner, `ActionRunner.cs`. */
function inputWarnings({ inputs }: ActionFile, step: Step): string[] {
  const known = new Set([...inputs.keys()].map(name => name.toLowerCase()))
  const strangers = Object.keys(step.with ?? {}).filter(name => !known.has(name.toLowerCase()))
  const deprecated = [...inputs].filter(([name, { deprecation }]) => deprecation !== undefined && isGiven(step, name))
  return [
    ...(strangers.length === 0
      ? []
      : [`Unexpected input(s) '${strangers.join("', '")}', valid inputs are ['${[...inputs.keys()].join("', '")}']`]),
    ...deprecated.map(([name, { deprecation }]) => `Input '${name}' has been deprecated with message: ${deprecation}`),
  ]
}

/** `INPUT_*`: what `with:` says, known or not, and the defaults of the rest; unset is the same as empty. */
function inputEnvironment({ inputs }: ActionFile, step: Step, token: string): Record<string, string> {
  const contexts = { token, matrix: step.matrix, checkRun: step.checkRun ?? 4711 }
  const defaults = [...inputs].map(([name, input]) => [name, evaluate(input.default ?? '', contexts)] as const)
  return Object.fromEntries(
    [...defaults, ...Object.entries(step.with ?? {})].map(([name, value]) => [
      `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
      String(value),
    ]),
  )
}

function runnerEnvironment(step: Step, temp: string, files: Files): Record<string, string> {
  const { event, run = {} } = step
  const [eventFile, home] = [join(temp, '_github_workflow', 'event.json'), join(temp, '_github_home')]
  for (const folder of [join(temp, '_github_workflow'), home]) mkdirSync(folder, { recursive: true })
  writeFileSync(eventFile, JSON.stringify(event.payload))
  return {
    ...{ PATH: process.env['PATH'] ?? '', HOME: home, CI: 'true', GITHUB_ACTIONS: 'true' },
    ...{ RUNNER_TEMP: temp, RUNNER_OS: 'Linux', RUNNER_ARCH: 'X64', RUNNER_NAME: 'kit' },
    ...RUNNER_SECRETS,
    ...{ GITHUB_SERVER_URL: 'https://github.com', GITHUB_API_URL: step.api ?? 'http://127.0.0.1:9' },
    GITHUB_GRAPHQL_URL: `${step.api ?? 'http://127.0.0.1:9'}/graphql`,
    ...{ GITHUB_WORKSPACE: step.workspace, GITHUB_EVENT_PATH: eventFile, GITHUB_EVENT_NAME: event.name },
    ...{ GITHUB_REPOSITORY: event.repository, GITHUB_REPOSITORY_OWNER: event.repository.split('/')[0]! },
    ...{
      GITHUB_SHA: event.sha,
      GITHUB_REF: event.ref,
      GITHUB_REF_NAME: event.ref.replace(/^refs\/(heads|tags|pull)\//, ''),
    },
    ...{ GITHUB_HEAD_REF: event.headRef ?? '', GITHUB_BASE_REF: event.baseRef ?? '', GITHUB_ACTOR: event.actor },
    ...{ GITHUB_RUN_ID: String(run.id ?? 1001), GITHUB_RUN_ATTEMPT: String(run.attempt ?? 1), GITHUB_RUN_NUMBER: '7' },
    ...{ GITHUB_WORKFLOW: run.workflow ?? 'ci', GITHUB_JOB: run.job ?? 'gate', GITHUB_ACTION: '__seaworthy' },
    ...Object.fromEntries(FILES.map(name => [`GITHUB_${name.toUpperCase()}`, files[name]])),
  }
}

/** Feeds a stream to the log line by line: .NET's readers end a line at a carriage return too. */
function lineReader(hear: (line: string) => void): { push(chunk: Buffer): void; end(): void } {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  return {
    push(chunk) {
      const text = rest + decoder.write(chunk)
      // A carriage return at the very end may be the first half of an end of line.
      const lines = text.split(/\r\n|\n|\r(?!$)/)
      rest = lines.pop()!
      for (const line of lines) hear(line)
    },
    end() {
      rest = (rest + decoder.end()).replace(/\r$/, '')
      if (rest !== '') hear(rest)
    },
  }
}

function execute(step: Step, main: string, env: Record<string, string>, log: StepLog): Promise<number | null> {
  const seconds = step.seconds ?? 60
  return new Promise((resolve, reject) => {
    const child = spawn(step.node ?? process.execPath, [main], {
      cwd: step.workspace,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const clock = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`the step ran for more than ${seconds} s`))
    }, seconds * 1000)
    const readers = [child.stdout, child.stderr].map(stream => {
      const reader = lineReader(line => log.hear(line))
      stream.on('data', (chunk: Buffer) => reader.push(chunk))
      return reader
    })
    child.on('error', reject)
    child.on('close', code => {
      clearTimeout(clock)
      for (const reader of readers) reader.end()
      resolve(code)
    })
  })
}

type ReadBack = Pick<StepResult, 'outputs' | 'env' | 'state' | 'path' | 'summary' | 'summaryBytes'>

/** What the step wrote into the runner's files. A file the runner cannot read fails the step. */
function readFiles(files: Files, log: StepLog): ReadBack {
  const values = (name: 'output' | 'env' | 'state'): Map<string, string> => {
    try {
      return readValues(readFileSync(files[name], 'utf8'))
    } catch (error) {
      log.fail(`Unable to process file command '${name}' successfully. ${(error as Error).message}`)
      return new Map()
    }
  }
  const env = values('env')
  for (const name of BLOCKED_VARIABLES)
    if (env.delete(name)) log.fail(`Can't store ${name} output parameter using '$GITHUB_ENV' command.`)
  const summaryBytes = statSync(files.step_summary).size
  if (summaryBytes > MAX_SUMMARY)
    log.annotate({
      level: 'error',
      message: `$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k, got ${Math.floor(summaryBytes / 1024)}k`,
    })
  return {
    outputs: new Map([...log.heard.outputs, ...values('output')]),
    state: new Map([...log.heard.state, ...values('state')]),
    env,
    path: readFolders(readFileSync(files.path, 'utf8')),
    summaryBytes,
    summary: summaryBytes > MAX_SUMMARY ? undefined : log.mask(readFileSync(files.step_summary, 'utf8')),
  }
}
