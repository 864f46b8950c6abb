import { isAbsolute, relative } from 'node:path'
import { type Command, parseCommand } from './commands.ts'

export type Level = 'error' | 'warning' | 'notice'

/** A remark on the run page, on a line of a file when it names one. */
export interface Annotation {
  readonly level: Level
  readonly message: string
  readonly file?: string
  readonly line?: number
  readonly endLine?: number
  readonly column?: number
  readonly endColumn?: number
  readonly title?: string
}

/** All that a step's output did. */
export interface StepLog {
  /** What the run page shows: at most ten per level. */
  readonly annotations: Annotation[]
  /** The eleventh and later ones, which are only in the log. */
  readonly dropped: Annotation[]
  /** Every command that was carried out, in order. */
  readonly commands: Command[]
  /** Values of `add-mask`. */
  readonly masks: string[]
  /** Titles of groups. */
  readonly groups: string[]
  /** The log as downloaded, secrets masked. */
  readonly log: string[]
  /** Lines as the step wrote them, nothing masked: to look for secrets in. */
  readonly raw: string[]
  /** Outputs and state set by commands of the old kind. */
  readonly outputs: Map<string, string>
  readonly state: Map<string, string>
  /** A command or file that the runner could not carry out: the step fails, whatever its exit code. */
  failed: boolean
}

/** Per level and step. Source: actions/runner, `ExecutionContext.cs`, `_maxCountPerIssueType`. */
const MAX_ANNOTATIONS = 10
/** UTF-16 units, cut after masking. Source: `ExecutionContext.cs`, `_maxIssueMessageLength`. */
const MAX_MESSAGE = 4096
const MASKED = '***'

const isLevel = (name: string): name is Level => name === 'error' || name === 'warning' || name === 'notice'

type Range = { -readonly [K in 'line' | 'endLine' | 'column' | 'endColumn']?: number }

/** Lines and columns, put right as the runner does: see `ValidateLinesAndColumns` in `ActionCommandManager.cs`. */
function rangeOf(properties: ReadonlyMap<string, string>): Range {
  const number = (name: string): number | undefined => {
    const text = properties.get(name) ?? ''
    return /^\s*[-+]?\d+\s*$/.test(text) ? Number(text) : undefined
  }
  const [endLine, endColumn] = [number('endline'), number('endcolumn')]
  const [line, column] = [number('line') ?? endLine, number('col') ?? endColumn]
  const range: Range = {}
  if (line !== undefined && !(endLine !== undefined && endLine < line)) {
    range.line = line
    if (endLine !== undefined) range.endLine = endLine
  }
  const isOneLine = line !== undefined && (endLine === undefined || endLine === line)
  if (isOneLine && column !== undefined && !(endColumn !== undefined && endColumn < column)) {
    range.column = column
    if (endColumn !== undefined) range.endColumn = endColumn
  }
  return range
}

function relativeTo(workspace: string, file: string): string {
  if (!isAbsolute(file)) return file
  const inside = relative(workspace, file)
  return inside.startsWith('..') || isAbsolute(inside) ? file : inside
}

/** What an unfinished line is, and what is done with a finished one: the runner's half of the pipe to a step. */
export interface Listener {
  readonly seen: StepLog
  /** One line of standard output or standard error. */
  hear(line: string): void
  /** An issue the runner raises by itself. */
  raise(level: Level, message: string): void
  /** Secrets replaced by asterisks. */
  mask(text: string): string
}

/** A fresh listener. `secrets` are masked from the start; paths under `workspace` are made relative to it. */
export function listen(workspace: string, secrets: readonly string[]): Listener {
  const seen: StepLog = {
    ...{ annotations: [], dropped: [], commands: [], masks: [], groups: [], log: [], raw: [] },
    ...{ outputs: new Map(), state: new Map(), failed: false },
  }
  let echo = false
  let resume: string | undefined

  const mask = (text: string): string =>
    [...secrets, ...seen.masks].reduce((rest, secret) => rest.replaceAll(secret, MASKED), text)
  const say = (line: string): void => void seen.log.push(mask(line))

  const annotate = (annotation: Annotation): void => {
    const masked = { ...annotation, message: mask(annotation.message).slice(0, MAX_MESSAGE) }
    const shown = seen.annotations.filter(({ level }) => level === annotation.level).length
    if (shown < MAX_ANNOTATIONS) seen.annotations.push(masked)
    else seen.dropped.push(masked)
    say(`##[${annotation.level}]${masked.message}`)
  }
  const fail = (message: string): void => {
    seen.failed = true
    annotate({ level: 'error', message })
  }

  const issue = (level: Level, { properties, data }: Command): void => {
    const [file, title] = [properties.get('file'), properties.get('title')]
    annotate({
      level,
      message: data,
      ...(file === undefined ? {} : { file: relativeTo(workspace, file) }),
      ...rangeOf(properties),
      ...(title === undefined ? {} : { title: mask(title) }),
    })
  }
  const setNamed = (values: Map<string, string>, { name, properties, data }: Command): void => {
    const key = properties.get('name')
    if (key === undefined) fail(`Required field 'name' is missing in ##[${name}] command.`)
    else values.set(key, data)
  }
  const addMask = ({ data }: Command): void => {
    if (data.trim() === '') annotate({ level: 'warning', message: "Can't add secret mask for empty string" })
    else seen.masks.push(data)
  }
  const setEcho = ({ data }: Command): void => {
    const value = data.trim().toLowerCase()
    if (value === 'on' || value === 'off') echo = value === 'on'
    else fail(`Invalid echo command value '${data}'.`)
  }
  const openGroup = ({ data }: Command): void => {
    seen.groups.push(mask(data))
    say(`##[group]${data}`)
  }

  /** What each command does. Matchers and debug messages leave no trace but in `commands`. */
  const DEEDS: Readonly<Record<string, (command: Command) => void>> = {
    'add-mask': addMask,
    'set-output': command => setNamed(seen.outputs, command),
    'save-state': command => setNamed(seen.state, command),
    'set-env': ({ name }) => fail(`The \`${name}\` command is disabled.`),
    'add-path': ({ name }) => fail(`The \`${name}\` command is disabled.`),
    echo: setEcho,
    group: openGroup,
    endgroup: () => say('##[endgroup]'),
  }
  const carryOut = (command: Command, line: string): void => {
    seen.commands.push(command)
    if (isLevel(command.name)) return issue(command.name, command)
    if (echo && command.name !== 'add-mask' && command.name !== 'debug') say(line)
    DEEDS[command.name]?.(command)
  }

  const hear = (line: string): void => {
    seen.raw.push(line)
    const command = parseCommand(line, resume)
    if (command === undefined) return say(line)
    if (resume !== undefined) {
      if (command.name === resume.toLowerCase()) resume = undefined
      return say(line)
    }
    if (command.name !== 'stop-commands') return carryOut(command, line)
    seen.commands.push(command)
    resume = command.data
    say(line)
  }
  return { seen, hear, raise: (level, message) => (level === 'error' ? fail(message) : annotate({ level, message })), mask }
}
