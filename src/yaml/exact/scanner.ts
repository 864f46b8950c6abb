import type { Span } from '../../core/location.ts'
import { type Cursor, Refusal, TAB } from './cursor.ts'
import { scanDirective, scanName, scanTag } from './properties.ts'
import { scanBlock, scanPlain, scanQuoted } from './scalars.ts'
import type { SimpleKey, Token } from './tokens.ts'

/** A key without `?` is looked for on one line and within so many characters (YAML 1.1, 7.4.2; libyaml). */
const LONGEST_KEY = 1024

/** As go-yaml: deeper is refused there, too. */
const MAX_NESTING = 10_000

/** Characters that no plain scalar begins with: `-?:,[]{}#&*!|>'"%@` and the backtick. */
const INDICATORS = new Set([...'-?:,[]{}#&*!|>\'"%@`'].map(sign => sign.charCodeAt(0)))

/** Cuts a document into tokens, one at a time, as go-yaml v2 and the libyaml it was made from. */
export class Scanner {
  readonly comments: Span[] = []
  readonly #cursor: Cursor
  /** What was scanned and not yet taken. */
  readonly #tokens: Token[] = []
  #taken = 0
  /** The column of the block around; -1 at the top. */
  #indent = -1
  readonly #indents: number[] = []
  #flow = 0
  #keyAllowed = true
  /** One for each level of brackets. */
  readonly #keys: SimpleKey[] = [{ ...NO_KEY }]
  /** By the number of the token that they begin with. */
  readonly #keyAt = new Map<number, SimpleKey>()
  #ended = false

  constructor(cursor: Cursor) {
    this.#cursor = cursor
  }

  /** The token at hand. @throws Refusal */
  peek(): Token {
    while (!this.#ended && this.#needsMore()) this.#scan()
    return this.#tokens[0]!
  }

  /** The token at hand, which is passed over. */
  take(): Token {
    const token = this.peek()
    if (token.kind === 'stream-end') return token
    this.#tokens.shift()
    this.#taken++
    return token
  }

  /** The first token may yet turn out to begin a key, and a token for that would have to stand before it. */
  #needsMore(): boolean {
    if (this.#tokens.length === 0) return true
    const key = this.#keyAt.get(this.#taken)
    return key !== undefined && this.#isValid(key)
  }

  #isValid(key: SimpleKey): boolean {
    if (!key.possible) return false
    const { line, at } = this.#cursor
    if (key.line === line && isWithin(this.#cursor.text, key.at, at, LONGEST_KEY)) return true
    this.#dropKey(key)
    return false
  }

  #dropKey(key: SimpleKey): void {
    if (key.possible && key.required) throw new Refusal('a line that should be a key has no `:`', key.at)
    key.possible = false
    this.#keyAt.delete(key.token)
  }

  #scan(): void {
    const cursor = this.#cursor
    this.#toNextToken()
    this.#closeBlocks(cursor.column)
    if (cursor.isEnd()) this.#end()
    else if (cursor.column === 0 && cursor.code() === 37) this.#directive()
    else if (cursor.isMarker('---')) this.#marker('document-start')
    else if (cursor.isMarker('...')) this.#marker('document-end')
    else this.#content(cursor.text[cursor.at]!)
  }

  #content(sign: string): void {
    const cursor = this.#cursor
    const blankNext = cursor.isBlankOrEnd(1)
    if (sign === '[' || sign === '{') this.#open(sign)
    else if (sign === ']' || sign === '}') this.#close(sign)
    else if (sign === ',') this.#sign(',', true)
    else if (sign === '-' && blankNext) this.#blockEntry()
    else if (sign === '?' && (this.#flow > 0 || blankNext)) this.#key()
    else if (sign === ':' && (this.#flow > 0 || blankNext)) this.#value()
    else if (sign === '*') this.#property(() => scanName(cursor, 'alias'))
    else if (sign === '&') this.#property(() => scanName(cursor, 'anchor'))
    else if (sign === '!') this.#property(() => scanTag(cursor))
    else if ((sign === '|' || sign === '>') && this.#flow === 0) this.#block()
    else if (sign === "'" || sign === '"') this.#property(() => this.#quoted())
    else if (this.#beginsPlain(cursor.code())) this.#property(() => this.#plain())
    else
      throw new Refusal(
        `a value cannot begin with ${sign === '\t' ? 'a tab' : `\`${sign}\``}: put it in quotes`,
        cursor.at,
      )
  }

  #beginsPlain(code: number): boolean {
    const cursor = this.#cursor
    if (code === TAB) return false
    if (!INDICATORS.has(code)) return true
    if (code === 45) return !cursor.isBlank(1)
    return this.#flow === 0 && (code === 63 || code === 58) && !cursor.isBlankOrEnd(1)
  }

  #toNextToken(): void {
    const cursor = this.#cursor
    for (;;) {
      while (cursor.code() === 32 || (cursor.code() === TAB && (this.#flow > 0 || !this.#keyAllowed))) cursor.skip()
      if (cursor.code() === 35) this.#comment()
      if (!cursor.isBreak()) return
      cursor.readBreak()
      if (this.#flow === 0) this.#keyAllowed = true
    }
  }

  #comment(): void {
    const start = this.#cursor.at
    this.#cursor.skipToBreak()
    this.#noteComment(start, this.#cursor.at)
  }

  #noteComment(start: number, end: number): void {
    this.comments.push([start, start + this.#cursor.text.slice(start, end).trimEnd().length])
  }

  /** A place where a key may begin, before its first token is scanned. */
  #mayBeginKey(): void {
    if (!this.#keyAllowed) return
    const { at, line, column } = this.#cursor
    this.#forgetKey()
    const required = this.#flow === 0 && this.#indent === column
    const key = { possible: true, required, token: this.#next, at, line, column }
    this.#keys[this.#keys.length - 1] = key
    this.#keyAt.set(key.token, key)
  }

  #forgetKey(): void {
    this.#dropKey(this.#keys.at(-1)!)
  }

  /** The number of the token that is scanned next. */
  get #next(): number {
    return this.#taken + this.#tokens.length
  }

  #push(token: Token): void {
    this.#tokens.push(token)
  }

  /** A token without text, here. */
  #sign(kind: Token['kind'], keyAllowed: boolean): void {
    this.#forgetKey()
    this.#keyAllowed = keyAllowed
    const start = this.#cursor.at
    this.#cursor.skip()
    this.#push({ kind, start, end: this.#cursor.at })
  }

  #openBlock(kind: Token['kind'], column: number, at: number, token = this.#next): void {
    if (this.#flow > 0 || this.#indent >= column) return
    if (this.#indents.push(this.#indent) > MAX_NESTING) throw new Refusal('nested too deeply', at)
    this.#indent = column
    this.#tokens.splice(token - this.#taken, 0, { kind, start: at, end: at })
  }

  #closeBlocks(column: number): void {
    if (this.#flow > 0) return
    while (this.#indent > column) {
      this.#push({ kind: 'block-end', start: this.#cursor.at, end: this.#cursor.at })
      this.#indent = this.#indents.pop()!
    }
  }

  #end(): void {
    this.#closeBlocks(-1)
    this.#forgetKey()
    this.#ended = true
    this.#push({ kind: 'stream-end', start: this.#cursor.at, end: this.#cursor.at })
  }

  #directive(): void {
    this.#closeBlocks(-1)
    this.#forgetKey()
    this.#keyAllowed = false
    this.#push(scanDirective(this.#cursor, start => this.#noteComment(start, this.#cursor.at)))
  }

  #marker(kind: Token['kind']): void {
    this.#closeBlocks(-1)
    this.#forgetKey()
    this.#keyAllowed = false
    const start = this.#cursor.at
    this.#cursor.skip(3)
    this.#push({ kind, start, end: this.#cursor.at })
  }

  #open(sign: '[' | '{'): void {
    this.#mayBeginKey()
    if (++this.#flow > MAX_NESTING) throw new Refusal('nested too deeply', this.#cursor.at)
    this.#keys.push({ ...NO_KEY })
    this.#sign(sign, true)
  }

  #close(sign: ']' | '}'): void {
    this.#forgetKey()
    if (this.#flow > 0) {
      this.#flow--
      this.#keys.pop()
    }
    this.#keyAllowed = false
    const start = this.#cursor.at
    this.#cursor.skip()
    this.#push({ kind: sign, start, end: this.#cursor.at })
  }

  #blockEntry(): void {
    const { at, column } = this.#cursor
    if (this.#flow === 0) {
      if (!this.#keyAllowed) throw new Refusal('a list cannot begin here: put its `-` on a line of its own', at)
      this.#openBlock('block-sequence', column, at)
    }
    this.#sign('entry', true)
  }

  #key(): void {
    const { at, column } = this.#cursor
    if (this.#flow === 0) {
      if (!this.#keyAllowed) throw new Refusal('a key cannot begin here', at)
      this.#openBlock('block-mapping', column, at)
    }
    this.#sign('key', this.#flow === 0)
  }

  #value(): void {
    const { at, column } = this.#cursor
    const key = this.#keys.at(-1)!
    if (this.#isValid(key)) {
      this.#tokens.splice(key.token - this.#taken, 0, { kind: 'key', start: key.at, end: key.at })
      this.#openBlock('block-mapping', key.column, key.at, key.token)
      key.possible = false
      this.#keyAt.delete(key.token)
      this.#keyAllowed = false
    } else if (this.#flow === 0) {
      if (!this.#keyAllowed) throw new Refusal('a value that holds `: ` needs quotes', at)
      this.#openBlock('block-mapping', column, at)
      this.#keyAllowed = true
    } else this.#keyAllowed = false
    const start = this.#cursor.at
    this.#cursor.skip()
    this.#push({ kind: 'value', start, end: this.#cursor.at })
  }

  /** A token that a key may begin with. */
  #property(scan: () => Token): void {
    this.#mayBeginKey()
    this.#keyAllowed = false
    this.#push(scan())
  }

  #block(): void {
    this.#forgetKey()
    this.#keyAllowed = true
    const start = this.#cursor.at
    const { value, end } = scanBlock(this.#cursor, this.#indent, from => {
      const line = this.#cursor.text.slice(from, this.#cursor.end).search(/[\r\n\u0085\u2028\u2029]/)
      this.#noteComment(from, line < 0 ? this.#cursor.end : from + line)
    })
    const shown = start + this.#cursor.text.slice(start, end).trimEnd().length
    this.#push({ kind: 'scalar', start, end: shown, value, plain: false })
  }

  #quoted(): Token {
    const start = this.#cursor.at
    return { kind: 'scalar', start, plain: false, ...scanQuoted(this.#cursor) }
  }

  #plain(): Token {
    const start = this.#cursor.at
    const { value, end, overLines } = scanPlain(this.#cursor, this.#indent + 1, this.#flow > 0)
    if (overLines) this.#keyAllowed = true
    return { kind: 'scalar', start, end, value, plain: true }
  }
}

const NO_KEY: SimpleKey = { possible: false, required: false, token: -1, at: 0, line: 0, column: 0 }

/** True when there are at most `most` characters between two places; letters outside of the BMP take two code units. */
function isWithin(text: string, from: number, to: number, most: number): boolean {
  if (to - from <= most || to - from > 2 * most) return to - from <= most
  return [...text.slice(from, to)].length <= most
}
