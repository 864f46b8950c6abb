import { isAbsolute, relative } from 'node:path'
import { COMMANDS, type Command, parseCommand } from './commands.ts'

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

/** What a step's output did, as far as it was heard. */
export interface Heard {
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
  /** Outputs and state that were set by commands, the old way. */
  readonly outputs: Map<string, string>
  readonly state: Map<string, string>
}

/** Per level and step. Source: actions/runner, `ExecutionContext.cs`, `_maxCountPerIssueType`. */
const MAX_ANNOTATIONS = 10
/** UTF-16 units, cut after masking. Source: `ExecutionContext.cs`, `_maxIssueMessageLength`. */
const MAX_MESSAGE = 4096
const MASKED = '***'
/** Commands that are not repeated in the log after `::echo::on`. */
const QUIET = new Set(['add-mask', 'debug', 'error', 'warning', 'notice'])

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

/** The runner's end of the pipe to a step: hears lines, carries out the commands among them, keeps the log. */
export class StepLog {
  readonly heard: Heard
  /** The runner could not carry out a command or read a file: the step fails, whatever its exit code. */
  failed = false
  readonly #workspace: string
  readonly #secrets: string[]
  #echo = false
  #resume: string | undefined

  /** Paths under `workspace` are made relative to it; `secrets` are masked from the start. */
  constructor(workspace: string, secrets: readonly string[]) {
    this.#workspace = workspace
    this.#secrets = [...secrets]
    const nothing = { annotations: [], dropped: [], commands: [], masks: [], groups: [], log: [], raw: [] }
    this.heard = { ...nothing, outputs: new Map(), state: new Map() }
  }

  /** One line of standard output or standard error, without its end. */
  hear(line: string): void {
    this.heard.raw.push(line)
    const command = parseCommand(line, this.#resume)
    if (command === undefined) this.#say(line)
    else if (this.#resume !== undefined) this.#hearWhileStopped(command, line)
    else if (command.name === 'stop-commands') this.#stop(command, line)
    else this.#carryOut(command, line)
  }

  /** Puts an annotation on the run page, or drops it when there are ten of its level. */
  annotate(annotation: Annotation): void {
    const { annotations, dropped } = this.heard
    const masked = { ...annotation, message: this.mask(annotation.message).slice(0, MAX_MESSAGE) }
    const shown = annotations.filter(({ level }) => level === annotation.level).length
    if (shown < MAX_ANNOTATIONS) annotations.push(masked)
    else dropped.push(masked)
    this.#say(`##[${annotation.level}]${masked.message}`)
  }

  /** An error of the runner's own, which fails the step. */
  fail(message: string): void {
    this.failed = true
    this.annotate({ level: 'error', message })
  }

  /** The text with each secret replaced by asterisks. */
  mask(text: string): string {
    return this.#secrets.reduce((rest, secret) => rest.replaceAll(secret, MASKED), text)
  }

  #say(line: string): void {
    this.heard.log.push(this.mask(line))
  }

  #hearWhileStopped({ name }: Command, line: string): void {
    if (name === this.#resume?.toLowerCase()) this.#resume = undefined
    this.#say(line)
  }

  #stop(command: Command, line: string): void {
    const token = command.data.toLowerCase()
    if (token === '' || token === 'pause-logging' || COMMANDS.has(token)) {
      this.fail(`Invalid token '${command.data}' for stop-commands.`)
      return
    }
    this.heard.commands.push(command)
    this.#resume = command.data
    this.#say(line)
  }

  /** Matchers and debug messages leave no trace but in `commands`. */
  #carryOut(command: Command, line: string): void {
    const { name, data } = command
    this.heard.commands.push(command)
    if (this.#echo && !QUIET.has(name)) this.#say(line)
    if (isLevel(name)) this.#issue(name, command)
    else if (name === 'add-mask') this.#addMask(data)
    else if (name === 'echo') this.#setEcho(data)
    else if (name === 'set-output') this.#setNamed(this.heard.outputs, command)
    else if (name === 'save-state') this.#setNamed(this.heard.state, command)
    else if (name === 'set-env' || name === 'add-path') this.fail(`The \`${name}\` command is disabled.`)
    else if (name === 'group') this.#openGroup(data)
    else if (name === 'endgroup') this.#say('##[endgroup]')
  }

  #issue(level: Level, { properties, data }: Command): void {
    const [file, title] = [properties.get('file'), properties.get('title')]
    this.annotate({
      level,
      message: data,
      ...(file === undefined ? {} : { file: relativeTo(this.#workspace, file) }),
      ...rangeOf(properties),
      ...(title === undefined ? {} : { title: this.mask(title) }),
    })
  }

  #addMask(secret: string): void {
    if (secret.trim() === '') {
      this.annotate({ level: 'warning', message: "Can't add secret mask for empty string" })
      return
    }
    this.heard.masks.push(secret)
    this.#secrets.push(secret)
  }

  #setEcho(data: string): void {
    const value = data.trim().toLowerCase()
    if (value === 'on' || value === 'off') this.#echo = value === 'on'
    else this.fail(`Invalid echo command value '${data}'.`)
  }

  #setNamed(values: Map<string, string>, { name, properties, data }: Command): void {
    const key = properties.get('name')
    if (key === undefined) this.fail(`Required field 'name' is missing in ##[${name}] command.`)
    else values.set(key, data)
  }

  #openGroup(title: string): void {
    this.heard.groups.push(this.mask(title))
    this.#say(`##[group]${title}`)
  }
}
