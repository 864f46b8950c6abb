/** Writes a canary into a place. */
import type { Canary } from './canary.ts'

export interface Place {
  readonly group:
    | 'Dockerfile'
    | 'manifest'
    | 'broken YAML'
    | 'broken JSON'
    | 'report'
    | 'policy'
    | 'file name'
    | 'chart'
    | 'overlay'
  readonly title: string
  /** All that is written there is secret, whatever its name. */
  readonly isSecret?: true
  /** Names of files, and their texts, with `@ways@` of writing a secret in them. */
  readonly files: Readonly<Record<string, string>>
}

/** A name that promises nothing, for secrets that tell by themselves what they are. */
const SETTING = 'SETTING'

const oneLine = (text: string): string => text.replaceAll('\n', '\\n')
const json = (text: string): string => JSON.stringify(text)
const jsonInside = (text: string): string => json(text).slice(1, -1)
const double = (text: string): string => `"${oneLine(text).replace(/[\\"$`]/g, '\\$&')}"`
const single = (text: string): string => `'${oneLine(text).replaceAll("'", `'\\''`)}'`

const isCommand = ({ class: of }: Canary): boolean => of === 'command' || of === 'further'

/** A command of a shell with the secret in it, whose words are in these quotes. */
function shell(canary: Canary, quoted: (text: string) => string): string {
  const { name, text } = canary
  if (isCommand(canary)) return text
  if (name === undefined) return `deploy ${quoted(text)}`
  return name.includes('-') ? `deploy --${name}=${quoted(text)}` : `${name}=${quoted(text)} deploy`
}

/** The same as words of a list. */
function argv(canary: Canary): readonly string[] {
  const { name, text } = canary
  if (isCommand(canary))
    return [...text.matchAll(/"([^"]*)"|'([^']*)'|[^\s"']+/g)].map(([word, a, b]) => a ?? b ?? word)
  return ['deploy', ...(name === undefined ? [] : [`--${name}`]), text]
}

/** The words of a command, each on a line of its own; signs of the shell stay as they are. */
const onLines = (canary: Canary): string =>
  argv(canary)
    .map(word => (/^[\w%+=:,./@<>|-]+$/.test(word) ? word : single(word)))
    .join(' \\\n  ')

/** In words: what has spaces in it is in quotes behind its name, or nobody could tell where it ends. */
function said({ name, text }: Canary): string {
  if (name === undefined) return oneLine(text)
  return `${name}=${/\s/.test(text) ? double(text) : oneLine(text)}`
}

/** What stands for a canary in the text of a place. */
const WAYS: Readonly<Record<string, (canary: Canary, indent: number) => string>> = {
  name: ({ name = SETTING }) => name,
  /** As the name of a header. */
  header: ({ name = SETTING }) => `X-${name.replaceAll('_', '-')}`,
  text: ({ text }) => text,
  line: ({ text }) => oneLine(text),
  /** As a word without quotes; nobody escapes a whole command. */
  word: canary => (isCommand(canary) ? double(canary.text) : oneLine(canary.text).replace(/[^\w%+=:,./@üé-]/g, '\\$&')),
  double: ({ text }) => double(text),
  single: ({ text }) => single(text),
  json: ({ text }) => json(text),
  'json inside': ({ text }) => jsonInside(text),
  yaml: ({ text }) => json(text),
  'yaml single': ({ text }) => `'${oneLine(text).replaceAll("'", "''")}'`,
  base64: ({ text }) => Buffer.from(text).toString('base64'),
  block: ({ text }, indent) => text.replaceAll('\n', `\n${' '.repeat(indent)}`),
  said,
  'said json': canary => jsonInside(said(canary)),
  'yaml said': canary => json(said(canary)),
  'block said': (canary, indent) =>
    `${canary.name === undefined ? '' : `${canary.name}=`}${canary.text.replaceAll('\n', `\n${' '.repeat(indent)}`)}`,
  shell: canary => shell(canary, single),
  'shell json': canary => jsonInside(oneLine(shell(canary, single))),
  flag: canary =>
    canary.name === undefined ? shell(canary, double) : `deploy --${canary.name} ${double(canary.text)} next`,
  argv: canary => argv(canary).map(json).join(', '),
  'argv on lines': canary => argv(canary).map(json).join(',\n          '),
  'shell on lines': onLines,
  /** In double quotes, which go on on the next line. */
  'yaml on lines': ({ text }) => json(text).replaceAll(' ', '\n          '),
  file: canary => said(canary).replace(/[\0/]/g, '_').slice(0, 200),
}

const WAY = new RegExp(
  `@(${Object.keys(WAYS)
    .toSorted((a, b) => b.length - a.length)
    .join('|')})(?::(\\d+))?@`,
  'g',
)

/** The ways that bring the name of a secret along: with the others it is beside the secret only if it is written as well. */
const NAMING =
  /@(?:name|header|said|said json|yaml said|block said|shell|shell json|flag|argv|argv on lines|shell on lines)(?::\d+)?@/

/** True for a place where a secret is behind its name. */
export const names = ({ files }: Place): boolean => Object.values(files).some(text => NAMING.test(text))

/** The files of a place with the canary in them. */
export function plant({ files }: Place, canary: Canary): Readonly<Record<string, string>> {
  const write = (text: string): string =>
    text.replace(WAY, (_, way: string, indent = '0') => WAYS[way]!(canary, Number(indent)))
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [write(name), write(text)]))
}
