import type { Span } from '../../core/location.ts'
import type {
  Cmd,
  Entrypoint,
  Flag,
  Healthcheck,
  Heredoc,
  Instruction,
  Run,
  ShellCommand,
  Stage,
  Word,
} from '../ast.ts'
import { namesShell, speaksShell } from '../shell/command.ts'
import { readExec, readScript } from '../shell/shell.ts'
import { isSpace, skipSpaces } from './chars.ts'
import { baseOf, type Head } from './head.ts'
import { readMarker } from './heredoc.ts'
import { type MappedText, Mapper } from './mapped-text.ts'
import type { Region } from './statements.ts'
import { decodeStrings, readJson } from './words.ts'

/** What RUN, CMD, ENTRYPOINT and HEALTHCHECK share. A class, as a getter in each object would cost each a hidden class. */
class Scripted {
  readonly keyword: Word
  readonly flags: readonly Flag[]
  readonly heredocs: readonly Heredoc[]
  readonly rest: string
  readonly stage: Stage | undefined
  readonly siblings: readonly Instruction[]
  readonly onbuild: boolean
  readonly span: Span
  readonly form: 'shell' | 'exec'
  readonly words: readonly Word[]
  readonly #parse: () => readonly ShellCommand[]
  #commands: readonly ShellCommand[] | undefined

  constructor(head: Head, { form, words, parse }: ReadScript) {
    const base = baseOf(head)
    this.keyword = base.keyword
    this.flags = base.flags
    this.heredocs = base.heredocs
    this.rest = base.rest
    this.stage = base.stage
    this.siblings = base.siblings
    this.onbuild = base.onbuild
    this.span = base.span
    this.form = form
    this.words = words
    this.#parse = parse
  }

  get commands(): readonly ShellCommand[] {
    this.#commands ??= this.#parse()
    return this.#commands
  }
}

class CmdNode extends Scripted implements Cmd {
  readonly is = 'CMD'
}

class EntrypointNode extends Scripted implements Entrypoint {
  readonly is = 'ENTRYPOINT'
}

class RunNode extends Scripted implements Run {
  readonly is = 'RUN'
  readonly mounts: readonly ReadonlyMap<string, string>[]

  constructor(head: Head, script: ReadScript) {
    super(head, script)
    this.mounts = head.flags.filter(({ name }) => name === 'mount').map(({ value = '' }) => mountOf(value))
  }
}

class HealthcheckNode extends Scripted implements Healthcheck {
  readonly is = 'HEALTHCHECK'
  readonly none: boolean

  constructor(head: Head, script: ReadScript, none: boolean) {
    super(head, script)
    this.none = none
  }
}

/** CMD. */
export const cmd = (head: Head): Cmd => new CmdNode(head, scriptOf(head, head.at, head.json))

/** ENTRYPOINT. */
export const entrypoint = (head: Head): Entrypoint => new EntrypointNode(head, scriptOf(head, head.at, head.json))

/** RUN. */
export const run = (head: Head): Run => new RunNode(head, scriptOf(head, head.at, head.json))

/** HEALTHCHECK: the script comes after the word CMD. */
export function healthcheck(head: Head): Healthcheck {
  const { at, scope } = head
  const { text } = at.in
  let end = at.start
  while (end < at.end && !isSpace(text.charCodeAt(end))) end++
  const type = text.slice(at.start, end).toUpperCase()
  const script = { ...at, start: skipSpaces(text, end, at.end) }
  const json = type === 'CMD' ? readJson(script) : undefined
  const none = type === 'NONE'
  const empty = script.start === at.end || (Array.isArray(json) && json.length === 0)
  const report = (message: string): void => scope.statements.report(head.keyword, `\`HEALTHCHECK\` ${message}`)
  if (type === '') report('needs `CMD` or `NONE`')
  else if (none && !empty) report('accepts nothing after `NONE`')
  else if (type === 'CMD' && empty) report('needs a command after `CMD`')
  else if (!none && type !== 'CMD') report('accepts only `CMD` and `NONE`')
  if (json === 'mixed') report('accepts only strings in its JSON array')
  return new HealthcheckNode(head, scriptOf(head, none ? { ...at, start: at.end } : script, json), none)
}

interface ReadScript extends Pick<Run, 'form' | 'words'> {
  parse(): readonly ShellCommand[]
}

function scriptOf(head: Head, at: Region, json: Head['json']): ReadScript {
  if (json === 'mixed') return { form: 'exec', words: [], parse: () => [] }
  if (json) return { form: 'exec', words: json, parse: () => readExec(json, () => decodeStrings(at)) }
  return { form: 'shell', words: [], parse: () => shellCommands(head, at) }
}

/** A lone heredoc is the script itself; else its body goes to the shell behind the line, as BuildKit hands it over. */
function shellCommands(head: Head, at: Region): readonly ShellCommand[] {
  const { heredocs, scope } = head
  const line = at.in.slice(at.start, at.end)
  const [first] = heredocs
  if (first && readMarker(line.text)) {
    const shebang = /^#!([^\n]*)/.exec(first.content)?.[1]
    const runs = shebang === undefined ? speaksShell(scope.shell) : namesShell(shebang.trim().split(/[ \t]+/))
    return runs ? readScript(bodyOf(first)) : []
  }
  return speaksShell(scope.shell) ? readScript(first ? joined(line, head, first.span[0]) : line) : []
}

/** The body of a heredoc, without the tabs that `<<-` drops. */
function bodyOf({ content, chomp, span: [start] }: Heredoc): MappedText {
  const mapper = new Mapper()
  for (let at = 0; at < content.length; ) {
    const feed = content.indexOf('\n', at)
    const next = feed < 0 ? content.length : feed + 1
    while (chomp && content[at] === '\t') at++
    mapper.add(content.slice(at, next), start + at)
    at = next
  }
  return mapper.done()
}

/** The line and all that follows it up to the end of the last heredoc: in the file, too, one comes right behind the other. */
function joined(line: MappedText, { span, scope }: Head, bodies: number): MappedText {
  const text = scope.statements.slice([bodies, span[1]])
  return new Mapper()
    .addMapped(line)
    .add('\n', bodies - 1)
    .add(text, bodies)
    .done()
}

/** `type=cache,target=/x,ro`: options without a value read `true`. */
function mountOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(',').map(option => {
      const equals = option.indexOf('=')
      return equals < 0
        ? [option.toLowerCase(), 'true']
        : [option.slice(0, equals).toLowerCase(), option.slice(equals + 1)]
    }),
  )
}
