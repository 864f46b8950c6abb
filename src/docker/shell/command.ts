import type { Span } from '../../core/location.ts'
import type { ShellCommand, ShellWord } from '../ast.ts'

type Operator = ShellCommand['before']

/** A simple command, wrappers looked through. */
export class Command implements ShellCommand {
  readonly name: string
  readonly word: ShellWord
  readonly args: readonly ShellWord[]
  readonly wrappers: readonly ShellWord[]
  readonly env: ReadonlyMap<string, ShellWord>
  readonly span: Span
  /** Known once the next command is read. */
  before: Operator
  /** A compound command joins its commands to a pipeline only after they were read. */
  pipeline: number
  readonly asked: boolean
  readonly apart: boolean

  /** `words` are all of the command's, assignments and redirections left out; there is at least one. */
  constructor(
    words: readonly ShellWord[],
    assigned: ReadonlyMap<string, ShellWord>,
    span: Span,
    { pipeline, asked, apart }: Pick<ShellCommand, 'pipeline' | 'asked' | 'apart'>,
  ) {
    const { wrappers, env, at } = lookThrough(words, assigned)
    this.word = words[at]!
    this.name = baseName(this.word.text)
    this.args = words.slice(at + 1)
    this.wrappers = wrappers
    this.env = env
    this.span = span
    this.before = undefined
    this.pipeline = pipeline
    this.asked = asked
    this.apart = apart
  }

  get operands(): readonly ShellWord[] {
    const end = this.args.findIndex(({ text }) => text === '--')
    return this.args.filter(({ text }, i) => (end >= 0 && i > end) || !isFlag(text))
  }

  has(...flags: readonly string[]): boolean {
    return this.#flags().some(arg => flags.some(flag => names(arg.text, flag)))
  }

  valueOf(...flags: readonly string[]): string | undefined {
    for (const [i, { text }] of this.#flags().entries())
      for (const flag of flags) {
        const value = valueIn(text, flag)
        if (value !== undefined) return value === NEXT ? this.args[i + 1]?.text : value
      }
    return undefined
  }

  /** The arguments before `--`. */
  #flags(): readonly ShellWord[] {
    const end = this.args.findIndex(({ text }) => text === '--')
    return end < 0 ? this.args : this.args.slice(0, end)
  }
}

/** The last part of a path; a substitution counts as no folder. */
const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

const isFlag = (text: string): boolean => text.length > 1 && text.startsWith('-')

/** The letters of `-abc`: no further than what can be letters, as `-o/dev/null` is `-o` and its value. */
const bundle = (text: string): string => /^-([A-Za-z0-9]+)/.exec(text)?.[1] ?? ''

function names(text: string, flag: string): boolean {
  if (flag.length === 1 && bundle(text).includes(flag)) return true
  return (
    text === `--${flag}` ||
    text.startsWith(`--${flag}=`) ||
    (flag.length > 1 && (text === `-${flag}` || text.startsWith(`-${flag}=`)))
  )
}

/** Stands for a value that is the next word. */
const NEXT = Symbol('next')

function valueIn(text: string, flag: string): string | typeof NEXT | undefined {
  if (text === `--${flag}` || text === `-${flag}`) return NEXT
  if (text.startsWith(`--${flag}=`)) return text.slice(flag.length + 3)
  if (flag.length > 1) return text.startsWith(`-${flag}=`) ? text.slice(flag.length + 2) : undefined
  const letters = bundle(text)
  if (letters.startsWith(flag)) return text.slice(2)
  return letters.length + 1 === text.length && letters.endsWith(flag) ? NEXT : undefined
}

/** How a program that runs another one is called. */
interface Wrapper {
  /** Short options whose value may be the next word. */
  readonly letters?: string
  /** Long options whose value may be the next word. */
  readonly longs?: readonly string[]
  /** Words of its own before the program. */
  readonly operands?: number
  /** Takes `NAME=value` words. */
  readonly assigns?: boolean
  /** An option with which it runs nothing. */
  readonly idle?: RegExp
}

const PLAIN: Wrapper = {}
const WRAPPERS: ReadonlyMap<string, Wrapper> = new Map<string, Wrapper>([
  ['builtin', PLAIN],
  ['busybox', PLAIN],
  ['chroot', { operands: 1 }],
  ['command', { idle: /^-p?[vV]/ }],
  ['doas', { letters: 'uC' }],
  ['eatmydata', PLAIN],
  ['env', { letters: 'uC', longs: ['unset', 'chdir'], assigns: true }],
  ['exec', { letters: 'a' }],
  ['gosu', { operands: 1 }],
  ['ionice', { letters: 'cnpPu', longs: ['class', 'classdata'] }],
  ['nice', { letters: 'n', longs: ['adjustment'] }],
  ['nohup', PLAIN],
  ['setsid', PLAIN],
  ['stdbuf', { letters: 'ioe', longs: ['input', 'output', 'error'] }],
  ['su-exec', { operands: 1 }],
  [
    'sudo',
    {
      letters: 'CDghpRrTtUu',
      longs: ['user', 'group', 'prompt', 'chdir', 'chroot', 'host', 'role', 'type'],
      assigns: true,
    },
  ],
  ['time', { letters: 'fo', longs: ['format', 'output'] }],
  ['timeout', { letters: 'ks', longs: ['kill-after', 'signal'], operands: 1 }],
  [
    'xargs',
    { letters: 'IEndLPsa', longs: ['arg-file', 'delimiter', 'max-args', 'max-chars', 'max-lines', 'max-procs'] },
  ],
])
const ASSIGNMENT = /^([A-Za-z_]\w*)=(.*)$/s

/** Where the program stands among the words, behind sudo, env and their kin. */
function lookThrough(words: readonly ShellWord[], assigned: ReadonlyMap<string, ShellWord>) {
  const wrappers: ShellWord[] = []
  const env = new Map(assigned)
  let at = 0
  for (let next = behind(words, at, env); next !== undefined; next = behind(words, at, env)) {
    wrappers.push(words[at]!)
    at = next
  }
  return { wrappers, env, at }
}

/** Where the program begins that the wrapper at `at` runs; `undefined` when it is none, or runs nothing. */
function behind(words: readonly ShellWord[], at: number, env: Map<string, ShellWord>): number | undefined {
  const wrapper = WRAPPERS.get(baseName(words[at]!.text))
  if (!wrapper) return undefined
  const assigned: (readonly [string, ShellWord])[] = []
  let next = at + 1
  for (; next < words.length; next++) {
    const { text, span } = words[next]!
    const assignment = wrapper.assigns ? ASSIGNMENT.exec(text) : null
    if (text === '--' || wrapper.idle?.test(text)) break
    if (assignment) assigned.push([assignment[1]!, { text: assignment[2]!, span }])
    else if (!isFlag(text)) break
    else if (takesNext(wrapper, text)) next++
  }
  if (words[next] && wrapper.idle?.test(words[next]!.text)) return undefined
  if (words[next]?.text === '--') next++
  next += wrapper.operands ?? 0
  if (next >= words.length) return undefined
  for (const [name, value] of assigned) env.set(name, value)
  return next
}

function takesNext({ letters = '', longs = [] }: Wrapper, text: string): boolean {
  if (text.startsWith('--')) return longs.includes(text.slice(2))
  const first = [...text.slice(1)].findIndex(letter => letters.includes(letter))
  return first >= 0 && first === text.length - 2
}

const SHELLS: ReadonlySet<string> = new Set(['ash', 'bash', 'dash', 'ksh', 'mksh', 'sh', 'zsh'])
const FOREIGN = /^(?:cmd|node|nodejs|perl|php|powershell|pwsh|python[\d.]*|ruby)$/

const programs = (words: readonly string[]): readonly string[] =>
  words.map(word =>
    word
      .slice(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1)
      .toLowerCase()
      .replace(/\.exe$/, ''),
  )

/** True when one of the words names a shell: `#!/usr/bin/env bash`. */
export const namesShell = (words: readonly string[]): boolean => programs(words).some(word => SHELLS.has(word))

/** False for a SHELL that speaks another language, such as PowerShell. Unknown ones are taken for shells, lest their commands go unseen. */
export const speaksShell = (shell: readonly string[] | undefined): boolean =>
  shell === undefined || namesShell(shell) || !programs(shell).some(word => FOREIGN.test(word))

/** How a shell is fed: the argument that is its script, or `stdin`; `undefined` for a file, and for any other program. */
export function scriptArgument({ name, args }: ShellCommand): ShellWord | 'stdin' | undefined {
  if (!SHELLS.has(name)) return undefined
  let dashC = false
  for (let i = 0; i < args.length; i++) {
    const { text } = args[i]!
    if (text === '-' || !/^[-+]/.test(text)) return dashC ? args[i]! : text === '-' ? 'stdin' : undefined
    if (/^-[A-Za-z]*c/.test(text)) dashC = true
    if (/^[-+][A-Za-z]*[oO]$/.test(text)) i++
    if (text === '-s') return 'stdin'
  }
  return dashC ? undefined : 'stdin'
}
