/**
 * How the runner reads a line of a step's output as a workflow command.
 * Source: actions/runner, `src/Runner.Common/ActionCommand.cs`.
 */

/** A line that the runner takes as an order. Names of commands and properties are in lower case, values unescaped. */
export interface Command {
  readonly name: string
  readonly properties: ReadonlyMap<string, string>
  readonly data: string
  /** The spelling: `::name::data` at the start of a line, or `##[name]data` anywhere in it. */
  readonly syntax: '::' | '##['
}

/** All commands the runner has registered, but for those that `stop-commands` adds. */
export const COMMANDS: ReadonlySet<string> = new Set([
  'add-mask',
  'add-matcher',
  'add-path',
  'debug',
  'echo',
  'endgroup',
  'error',
  'group',
  'notice',
  'remove-matcher',
  'save-state',
  'set-env',
  'set-output',
  'stop-commands',
  'warning',
])

type Escapes = readonly (readonly [from: string, to: string])[]

const DATA: Escapes = [
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%25', '%'],
]
const PROPERTY: Escapes = [
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%3A', ':'],
  ['%2C', ','],
  ['%25', '%'],
]
const BRACKET: Escapes = [
  ['%3B', ';'],
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%5D', ']'],
  ['%25', '%'],
]

const plain = (text: string, escapes: Escapes): string =>
  escapes.reduce((rest, [from, to]) => rest.replaceAll(from, to), text)

/** `a=1,b=2`. A property without name or value does not count; names are not trimmed. */
function readProperties(text: string, separator: ',' | ';', escapes: Escapes): ReadonlyMap<string, string> {
  const properties = new Map<string, string>()
  for (const pair of text.split(separator)) {
    const [, name, value] = /^=*([^=]+)=+([^=].*)$/s.exec(pair) ?? []
    if (name !== undefined && value !== undefined) properties.set(name.toLowerCase(), plain(value, escapes))
  }
  return properties
}

function splitHead(head: string): [name: string, properties: string] {
  const space = head.indexOf(' ')
  return space < 0 ? [head.toLowerCase(), ''] : [head.slice(0, space).toLowerCase(), head.slice(space + 1)]
}

function colonCommand(line: string, isKnown: (name: string) => boolean): Command | undefined {
  const text = line.trimStart()
  const end = text.startsWith('::') ? text.indexOf('::', 2) : -1
  if (end < 0) return undefined
  const [name, properties] = splitHead(text.slice(2, end))
  if (!isKnown(name)) return undefined
  return {
    name,
    properties: readProperties(properties.trim(), ',', PROPERTY),
    data: plain(text.slice(end + 2), DATA),
    syntax: '::',
  }
}

function bracketCommand(line: string, isKnown: (name: string) => boolean): Command | undefined {
  const start = line.indexOf('##[')
  const end = start < 0 ? -1 : line.indexOf(']', start)
  if (end < 0) return undefined
  const [name, properties] = splitHead(line.slice(start + 3, end))
  if (!isKnown(name)) return undefined
  return {
    name,
    properties: readProperties(properties, ';', BRACKET),
    data: plain(line.slice(end + 1), BRACKET),
    syntax: '##[',
  }
}

/** What the runner makes of one line: a command, or `undefined` for plain output. `resume` is the token of `stop-commands`. */
export function parseCommand(line: string, resume?: string): Command | undefined {
  const isKnown = (name: string): boolean => COMMANDS.has(name) || name === resume?.toLowerCase()
  return colonCommand(line, isKnown) ?? bracketCommand(line, isKnown)
}
