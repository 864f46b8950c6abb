import type { ShellCommand } from '../ast.ts'

/** No list of packages is longer: a hostile script would double a value with each command. */
const LONGEST_VALUE = 10_000
const ASSIGNMENT = /^([A-Za-z_]\w*)=(.*)$/s
const NAME = /^[A-Za-z_]\w*$/

/** What a script has given its own variables, as far as it is the same on every path to the command being read. */
export class ShellVariables {
  readonly #values = new Map<string, string>()
  /** How many characters may still be put in: all of it together costs no more than the script itself. */
  #left: number

  constructor(length: number) {
    this.#left = 2 * length
  }

  /** `undefined` for a variable whose value only the build can tell. */
  get(name: string): string | undefined {
    const value = this.#values.get(name)
    if (value === undefined || value.length > this.#left) return undefined
    this.#left -= value.length
    return value
  }

  /** `isSure` is false for what a condition, a loop or a subshell sets: it may be another value afterwards. */
  set(name: string, value: string, isSure: boolean): void {
    if (isSure && value.length <= LONGEST_VALUE) this.#values.set(name, value)
    else this.#values.delete(name)
  }

  forget(name: string): void {
    this.#values.delete(name)
  }

  /** Follows a command that sets variables of the shell itself. */
  follow({ name, args }: ShellCommand, isSure: boolean): void {
    if (/^(?:eval|source|\.)$/.test(name)) this.#values.clear()
    else if (/^(?:read|unset|mapfile|readarray|getopts)$/.test(name)) for (const { text } of args) this.forget(text)
    else if (/^(?:export|declare|typeset|readonly|local)$/.test(name))
      for (const { text } of args) {
        const [, key, value] = ASSIGNMENT.exec(text) ?? []
        if (key !== undefined && value !== undefined) this.set(key, value, isSure)
      }
    else if (name === 'printf' && args[0]?.text === '-v' && NAME.test(args[1]?.text ?? '')) this.forget(args[1]!.text)
  }
}
