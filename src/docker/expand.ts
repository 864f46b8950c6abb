import { replaced, withoutPrefix, withoutSuffix } from './glob.ts'
import { isSpace } from './parse/chars.ts'

/** Where values come from: a Map, or anything that looks one up. */
export interface Environment {
  get(name: string): string | undefined
}

export interface ExpandOptions {
  /** The escape character of the file: a backslash or a backtick. */
  readonly escape: string
  /** Quotes stay in the result. */
  readonly rawQuotes?: boolean
  /** Escape characters stay in the result. */
  readonly rawEscapes?: boolean
  /** Quotes mean nothing, as in the body of a heredoc. */
  readonly plainQuotes?: boolean
  /** Fills `words`. */
  readonly split?: boolean
  /** Variables without a value stay as they are written. */
  readonly keepUnset?: boolean
}

export interface Expansion {
  readonly text: string
  /** With `split`: the result split at blanks that no quotes held. */
  readonly words: readonly string[]
  /** Every variable asked for, in order, with repeats. */
  readonly used: readonly string[]
  /** Variables with neither a value nor a stand-in: they left a hole in the text. */
  readonly missing: readonly string[]
  /** Why BuildKit refuses the word; `text` is the word as written then. */
  readonly error?: string
  /** With `keepUnset`: what BuildKit would refuse as soon as the variable has a value. */
  readonly refusal?: string
}

/** Expands one word as BuildKit's shell.Lex does (frontend/dockerfile/shell/lex.go). Never throws. */
export function expand(word: string, env: Environment, options: ExpandOptions): Expansion {
  const lexer = new Lexer(word, env, options)
  try {
    const { text, words } = lexer.until(undefined, options.rawEscapes ?? false, options.split)
    const { used, missing, refusal } = lexer
    return { text, words, used, missing, ...(refusal !== undefined && { refusal }) }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { text: word, words: [], used: lexer.used, missing: lexer.missing, error: message }
  }
}

/** How deep `${a:-${b:-…}}` may go: no one writes more, and the stack has an end. */
const MAX_SUBSTITUTION_DEPTH = 100
/** How long a result may get, in UTF-16 units: ARGs that double each other would fill the memory. */
const MAX_RESULT_LENGTH = 10_000
const SPECIAL = '@*#?-$!0'

/** Nearly all names are ASCII: what Unicode calls a letter or a digit takes half a millisecond to set up. */
const isLetter = (char: string): boolean => /^[a-z]/i.test(char) || (char > '\x7f' && /^\p{L}/u.test(char))
const isDigit = (char: string): boolean => /^[0-9]/.test(char) || (char > '\x7f' && /^\p{Nd}/u.test(char))

/** Splits a text at its unquoted blanks while it is put together. */
class Words {
  readonly done: string[] = []
  #word = ''

  /** Text whose blanks split. */
  add(text: string): void {
    for (const char of text) {
      if (!isSpace(char.codePointAt(0)!)) this.#word += char
      else this.end()
    }
  }

  /** Text whose blanks were quoted. */
  addRaw(text: string): void {
    this.#word += text
  }

  end(): readonly string[] {
    if (this.#word.length > 0) this.done.push(this.#word)
    this.#word = ''
    return this.done
  }
}

class Lexer {
  readonly used: string[] = []
  readonly missing: string[] = []
  refusal: string | undefined
  readonly #source: string
  readonly #env: Environment
  readonly #options: ExpandOptions
  #at = 0
  #depth = 0
  #length = 0
  #rawEscapes = false

  constructor(source: string, env: Environment, options: ExpandOptions) {
    this.#source = source
    this.#env = env
    this.#options = options
  }

  get #next(): string | undefined {
    const code = this.#source.codePointAt(this.#at)
    return code === undefined ? undefined : String.fromCodePoint(code)
  }

  #take(): string | undefined {
    const char = this.#next
    if (char !== undefined) this.#at += char.length
    return char
  }

  /** Up to and without `stop`, or to the end. */
  until(stop: string | undefined, rawEscapes: boolean, split = false): { text: string; words: readonly string[] } {
    if (++this.#depth > MAX_SUBSTITUTION_DEPTH) throw new Error('substitutions are nested too deeply')
    const outer = this.#rawEscapes
    this.#rawEscapes = rawEscapes
    const words = split ? new Words() : undefined
    let text = ''
    for (let char = this.#next; char !== undefined && char !== stop; char = this.#next) text += this.#one(char, words)
    if (stop !== undefined && this.#take() === undefined) throw new Error(`missing \`${stop}\``)
    this.#rawEscapes = outer
    this.#depth--
    return { text, words: words?.end() ?? [] }
  }

  /** The text of the next quoted part, substitution, escape or character. */
  #one(char: string, words: Words | undefined): string {
    const quotes = !this.#options.plainQuotes
    const special =
      char === '$'
        ? this.#dollar()
        : char === '<'
          ? this.#marker()
          : quotes && char === "'"
            ? this.#single()
            : quotes && char === '"'
              ? this.#double()
              : undefined
    if (special !== undefined) {
      if (char === '$') words?.add(special)
      else words?.addRaw(special)
      return special
    }
    this.#take()
    if (char !== this.#options.escape) {
      words?.add(char)
      return char
    }
    const escaped = (this.#rawEscapes ? char : '') + (this.#take() ?? '')
    words?.addRaw(escaped)
    return escaped
  }

  /** `<<` keeps the blanks that follow it: `<< EOF` is one word. */
  #marker(): string {
    const start = this.#at++
    if (this.#next !== '<') return '<'
    this.#at++
    while (' \t\r'.includes(this.#next ?? '.')) this.#at++
    return this.#source.slice(start, this.#at)
  }

  #single(): string {
    const close = this.#source.indexOf("'", this.#at + 1)
    if (close < 0) throw new Error("missing closing `'`")
    const raw = this.#source.slice(this.#at, close + 1)
    this.#at = close + 1
    return this.#options.rawQuotes ? raw : raw.slice(1, -1)
  }

  #double(): string {
    this.#take()
    const quote = this.#options.rawQuotes ? '"' : ''
    let text = quote
    for (;;) {
      const char = this.#next
      if (char === undefined) throw new Error('missing closing `"`')
      if (char === '$') {
        text += this.#dollar()
        continue
      }
      this.#take()
      if (char === '"') return text + quote
      text += char === this.#options.escape ? this.#escapedInDouble(char) : char
    }
  }

  /** Inside double quotes the escape only works on itself, `"` and `$`. */
  #escapedInDouble(esc: string): string {
    const raw = this.#rawEscapes ? esc : ''
    const next = this.#next
    if (next === undefined) return raw
    return raw + (next === '"' || next === '$' || next === esc ? this.#take()! : esc)
  }

  #dollar(): string {
    this.#take()
    if (this.#next === '{') return this.#braced()
    const name = this.#name()
    if (name === '') return '$'
    const value = this.#lookUp(name)
    if (value === undefined && this.#options.keepUnset) return `$${name}`
    return value ?? this.#hole(name)
  }

  #braced(): string {
    this.#take()
    const first = this.#next
    if (first === undefined) throw new Error('missing `}`')
    if (first === '{' || first === '}' || first === ':') throw new Error('bad substitution')
    const name = this.#name()
    const char = this.#take()
    const value = this.#lookUp(name)
    if (char === '}') {
      if (value === undefined && this.#options.keepUnset) return `\${${name}}`
      return value ?? this.#hole(name)
    }
    if (char === '/') return this.#replacement(name, value)
    if (char === ':') return this.#modified(name, value, char, this.#take() ?? '')
    if (char !== undefined && '+-?#%'.includes(char)) return this.#modified(name, value, '', char)
    throw new Error(char === undefined ? 'missing `}`' : `unknown modifier \`${char}\` in a substitution`)
  }

  /** `${X:-word}` and the like. */
  #modified(name: string, value: string | undefined, colon: string, modifier: string): string {
    const { text: word } = this.until('}', modifier === '#' || modifier === '%')
    const known = modifier !== '' && '+-?#%'.includes(modifier)
    const unknown = `unknown modifier \`${colon}${modifier}\` in a substitution`
    if (value === undefined && this.#options.keepUnset) {
      if (!known) this.refusal ??= unknown
      return `\${${name}${colon}${modifier}${word}}`
    }
    const empty = value === undefined || (colon !== '' && value === '')
    if (modifier === '-') return empty ? word : value
    if (modifier === '+') return empty ? '' : word
    if (modifier === '?') {
      if (empty) throw new Error(`\`${name}\` must have a value`)
      return value
    }
    if (!known) throw new Error(unknown)
    const longest = word.startsWith(modifier)
    const trim = modifier === '#' ? withoutPrefix : withoutSuffix
    return trim(value ?? this.#hole(name), longest ? word.slice(1) : word, longest)
  }

  /** `${X/pattern/text}`. */
  #replacement(name: string, value: string | undefined): string {
    const all = this.#next === '/'
    if (all) this.#take()
    const { text: pattern } = this.until('/', true)
    const { text: replacement } = this.until('}', true)
    if (value === undefined && this.#options.keepUnset) return `\${${name}/${pattern}/${replacement}}`
    return replaced(value ?? this.#hole(name), pattern, replacement, all)
  }

  /** Letters, digits and `_`; or digits; or one special character. */
  #name(): string {
    const start = this.#at
    const first = this.#next
    if (first === undefined) return ''
    const digits = isDigit(first)
    if (!digits && SPECIAL.includes(first)) return this.#take()!
    for (let char = this.#next; char !== undefined; char = this.#next) {
      if (!isDigit(char) && (digits || (char !== '_' && !isLetter(char)))) break
      this.#take()
    }
    return this.#source.slice(start, this.#at)
  }

  #lookUp(name: string): string | undefined {
    this.used.push(name)
    const value = this.#env.get(name)
    this.#length += value?.length ?? 0
    if (this.#length > MAX_RESULT_LENGTH) throw new Error('the result is too long')
    return value
  }

  #hole(name: string): string {
    this.missing.push(name)
    return ''
  }
}
