import type { ShellWord } from '../ast.ts'
import type { MappedText } from '../parse/mapped-text.ts'
import { ShellVariables } from './variables.ts'

/** How deep substitutions and quotes may nest before `$(` is taken as plain text: the stack has an end. */
const MAX_WORD_DEPTH = 60
/** How far ahead `((` looks for its `))`. */
const FAR = 300
/** What ends a word outside quotes. */
const META = new Set([' ', '\t', '\r', '\n', ';', '&', '|', '<', '>', '(', ')'])
const VARIABLE = /\$(?:[A-Za-z_]\w*|[0-9@*#?$!-])/y
const PREFIX = /[#!](?=[A-Za-z_])/y
const PARAMETER = /[A-Za-z_]\w*|[0-9]+|[@*#?$!-]/y
const ANSI: ReadonlyMap<string, string> = new Map([
  ['a', '\x07'],
  ['b', '\b'],
  ['e', '\x1b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
])

/** Reads shell words: quotes, escapes and substitutions. What stands in `$( )` is read by `list`. */
export abstract class WordReader {
  /** The outermost double quote that is open at the end of the text. */
  unclosed: number | undefined
  protected readonly source: MappedText
  protected readonly text: string
  protected at = 0
  /** What ends the list being read: the end of the text, `)` or a backtick. */
  protected close: '' | ')' | '`' = ''
  protected readonly variables: ShellVariables
  /** True when the word being read has the value of a variable in it. */
  #expanded = false
  /** The last variable in it whose value is not the same on every path. */
  #chosen: string | undefined
  readonly #plain: ReadonlySet<number>
  #depth = 0

  /** `plain` are the offsets of quotes to be taken as ordinary characters. */
  constructor(source: MappedText, plain: ReadonlySet<number>) {
    this.source = source
    this.text = source.text
    this.#plain = plain
    this.variables = new ShellVariables(source.text.length)
  }

  /** Reads commands up to `this.close` and steps over it. */
  protected abstract list(): void

  protected atEnd(): boolean {
    return this.at >= this.text.length
  }

  protected sees(text: string): boolean {
    return this.text.startsWith(text, this.at)
  }

  /** Steps over what a sticky pattern matches at this place. */
  protected take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at
    const match = pattern.exec(this.text)?.[0]
    if (match !== undefined) this.at += match.length
    return match
  }

  protected skipBlanks(): void {
    for (; !this.atEnd(); this.at++) {
      const char = this.text[this.at]
      if (char === '\\' && this.sees('\\\n')) this.at++
      else if (char === '\\' && this.sees('\\\r\n')) this.at += 2
      else if (char !== ' ' && char !== '\t' && char !== '\r') return
    }
  }

  /** The word at this place; `undefined` when there is none. */
  protected word(): ShellWord | undefined {
    const start = this.at
    const outer = { expanded: this.#expanded, chosen: this.#chosen }
    this.#expanded = false
    this.#chosen = undefined
    let text = ''
    while (!this.atEnd()) {
      const char = this.text[this.at]!
      if (char === '`' && this.close === '`') break
      if (META.has(char)) {
        const nested = this.#grouped(char, start)
        if (nested === undefined) break
        text += nested
      } else text += this.#part(char)
    }
    const expanded = this.#expanded ? { expanded: true as const } : {}
    const choices = this.#choicesOf(text)
    this.#expanded = outer.expanded
    this.#chosen = outer.chosen
    return this.at > start ? { text, span: this.source.span(start, this.at), ...expanded, ...choices } : undefined
  }

  #choicesOf(text: string): Pick<ShellWord, 'choices'> {
    const name = this.#chosen
    const values = name === undefined ? [] : this.variables.choices(name)
    return values.length > 0 ? { choices: values.map(value => text.replaceAll(`\${${name}}`, () => value)) } : {}
  }

  /** `<( )` and `>( )`, and the `@( )` of extended globs: the only parentheses inside a word. */
  #grouped(char: string, start: number): string | undefined {
    if ((char === '<' || char === '>') && this.text[this.at + 1] === '(') {
      this.at++
      return this.#nested(')', `${char}(`) ?? undefined
    }
    if (char !== '(' || this.at === start || !'@?*+!'.includes(this.text[this.at - 1]!)) return undefined
    const end = this.#balanced(this.at)
    if (end === undefined) return undefined
    const group = this.text.slice(this.at, end)
    this.at = end
    return group
  }

  #part(char: string): string {
    if (char === '\\') return this.#escape()
    if (char === "'") return this.#single()
    if (char === '"') return this.#double()
    if (char === '`') return this.#nested('`', '$(') ?? this.#step()
    return char === '$' ? this.#dollar(false) : this.#step()
  }

  #step(): string {
    return this.text[this.at++]!
  }

  #escape(): string {
    const next = this.text[this.at + 1]
    if (this.sees('\\\r\n')) this.at++
    this.at += 2
    if (next === undefined) this.at = this.text.length
    const broken = next === '\n' || this.text[this.at - 1] === '\n'
    return next === undefined ? '\\' : broken ? '' : next
  }

  #single(): string {
    const close = this.text.indexOf("'", this.at + 1)
    if (close < 0) return this.#step()
    const inner = this.text.slice(this.at + 1, close)
    this.at = close + 1
    return inner
  }

  #double(): string {
    if (this.#plain.has(this.at) || this.#depth >= MAX_WORD_DEPTH) return this.#step()
    const open = this.at++
    this.#depth++
    let text = ''
    while (!this.atEnd() && this.text[this.at] !== '"') text += this.#quotedPart(this.text[this.at]!)
    this.#depth--
    if (this.atEnd()) this.unclosed = open
    else this.at++
    return text
  }

  /** A part of what stands in double quotes. */
  #quotedPart(char: string): string {
    if (char === '$') return this.#dollar(true)
    if (char === '`' && this.close !== '`') return this.#nested('`', '$(') ?? this.#step()
    if (char !== '\\') return this.#step()
    const next = this.text[this.at + 1]
    if (next === undefined || !'$`"\\\n'.includes(next)) return this.#step()
    return this.#escape()
  }

  #dollar(quoted: boolean): string {
    const next = this.text[this.at + 1]
    if (next === '(') return this.#substitution()
    if (next === '{') return this.#parameter(quoted)
    if (next === "'" && !quoted) return this.#ansi()
    if (next === '"' && !quoted) {
      this.at++
      return this.#double()
    }
    const name = this.take(VARIABLE)
    return name === undefined ? this.#step() : this.#value(name.slice(1), quoted)
  }

  /** What a variable holds, if the script itself has set it; outside of quotes, blanks in it would part the word. */
  #value(name: string, quoted: boolean): string {
    const value = this.variables.get(name)
    if (value === undefined) this.#chosen = name
    if (value === undefined || (!quoted && /\s/.test(value))) return `\${${name}}`
    this.#expanded = true
    return value
  }

  #substitution(): string {
    const arithmetic = this.text[this.at + 2] === '(' ? this.#balanced(this.at + 1) : undefined
    if (arithmetic !== undefined && this.text[arithmetic - 2] === ')') {
      this.at = arithmetic
      return '$((…))'
    }
    this.at++
    return this.#nested(')', '$(') ?? '$'
  }

  /** Reads the commands from the bracket at this place to `close`. `undefined`, and no step, when it is too deep. */
  #nested(close: ')' | '`', opener: string): string | undefined {
    if (this.#depth >= MAX_WORD_DEPTH) return undefined
    const outer = this.close
    this.at++
    this.close = close
    this.#depth++
    this.list()
    this.#depth--
    this.close = outer
    return `${opener}…)`
  }

  /** `${NAME…}`: reads `${NAME}` when anything is done to the value; commands in the stand-in count. */
  #parameter(quoted: boolean): string {
    if (this.#depth >= MAX_WORD_DEPTH) return this.#step()
    this.at += 2
    const prefix = this.take(PREFIX)
    const name = this.take(PARAMETER) ?? ''
    if (prefix === undefined && this.sees('}')) {
      this.at++
      return this.#value(name, quoted)
    }
    this.#depth++
    while (!this.atEnd() && this.text[this.at] !== '}') this.#part(this.text[this.at]!)
    this.#depth--
    this.at = Math.min(this.at + 1, this.text.length)
    return `\${${name}}`
  }

  /** `$'…'`. */
  #ansi(): string {
    let text = ''
    let at = this.at + 2
    for (; at < this.text.length && this.text[at] !== "'"; at++) {
      if (this.text[at] !== '\\') text += this.text[at]
      else text += ANSI.get(this.text[++at] ?? '') ?? this.text[at] ?? ''
    }
    if (at >= this.text.length) return this.#step()
    this.at = at + 1
    return text
  }

  /** `((…))` at this place: the offset behind it, or `undefined` when it is something else. */
  protected arithmeticEnd(): number | undefined {
    const end = this.#balanced(this.at)
    return end !== undefined && this.text[end - 2] === ')' ? end : undefined
  }

  /** The offset behind the parenthesis that closes the one at `open`, if it is near. */
  #balanced(open: number): number | undefined {
    let depth = 0
    const end = Math.min(this.text.length, open + FAR)
    for (let at = open; at < end; at++) {
      if (this.text[at] === '(') depth++
      else if (this.text[at] === ')' && --depth === 0) return at + 1
    }
    return undefined
  }
}
