import type { ShellCommand } from '../ast.ts'

/** No list of packages is longer: a hostile script would double a value with each command. */
const LONGEST_VALUE = 10_000
const ASSIGNMENT = /^([A-Za-z_]\w*)=(.*)$/s
const NAME = /^[A-Za-z_]\w*$/
/** Special built-ins: what is assigned before one of them holds after it too (POSIX, Shell Command Language, 2.14). */
const SPECIAL = /^(?:[.:]|break|continue|eval|exit|export|readonly|return|set|shift|times|trap|unset)$/
/** So many values of one variable are told apart. */
const MOST_CHOICES = 4

/** What an assignment leaves: its value, one of several that the variable may have, or what only the build can tell. */
export type Leaves = 'value' | 'choice' | 'unknown'

/** True for a command whose assignments outlive it; without words there is none. */
export const keepsAssignments = (word: string | undefined): boolean => word === undefined || SPECIAL.test(word)

/** What a script has given its own variables, up to the command being read. */
export class ShellVariables {
  /** Those that have the same value on every path. */
  readonly #values = new Map<string, string>()
  /** What the others were given on some path. */
  readonly #choices = new Map<string, readonly string[]>()
  /** How many characters may still be put in: all of it together costs no more than the script itself. */
  #left: number

  constructor(length: number) {
    this.#left = 2 * length
  }

  /** `undefined` for a variable whose value is not the same on every path, or only the build can tell. */
  get(name: string): string | undefined {
    const value = this.#values.get(name)
    return value !== undefined && this.#affords(value.length) ? value : undefined
  }

  /** Values that a variable has on some path; none where there is one for all. */
  choices(name: string): readonly string[] {
    const choices = this.#choices.get(name) ?? []
    return this.#affords(choices.join('').length) ? choices : []
  }

  #affords(length: number): boolean {
    if (length > this.#left) return false
    this.#left -= length
    return true
  }

  set(name: string, value: string, leaves: Leaves): void {
    const before = this.#values.get(name)
    const choices = this.#choices.get(name) ?? (before === undefined ? [] : [before])
    this.forget(name)
    if (value.length > LONGEST_VALUE) return
    if (leaves === 'value') this.#values.set(name, value)
    if (leaves === 'choice' && choices.length < MOST_CHOICES) this.#choices.set(name, [...choices, value])
  }

  forget(name: string): void {
    this.#values.delete(name)
    this.#choices.delete(name)
  }

  /** Follows a command that sets variables of the shell itself. */
  follow({ name, args }: ShellCommand, leaves: Leaves): void {
    if (/^(?:eval|source|\.)$/.test(name)) {
      this.#values.clear()
      this.#choices.clear()
    } else if (/^(?:read|unset|mapfile|readarray|getopts)$/.test(name)) for (const { text } of args) this.forget(text)
    else if (/^(?:export|declare|typeset|readonly|local)$/.test(name))
      for (const { text } of args) {
        const [, key, value] = ASSIGNMENT.exec(text) ?? []
        if (key !== undefined && value !== undefined) this.set(key, value, leaves)
      }
    else if (name === 'printf' && args[0]?.text === '-v' && NAME.test(args[1]?.text ?? '')) this.forget(args[1]!.text)
  }
}
