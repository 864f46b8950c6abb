import type { Span, Spanned } from '../../core/location.ts'
import type { Comment } from '../../core/source.ts'
import type { Directive, Dockerfile, SyntaxProblem } from '../ast.ts'
import { dropSpaces, skipSpaces } from './chars.ts'
import { type MappedText, Mapper } from './mapped-text.ts'

/** A stretch of a mapped text: the offsets are those of its `text`. */
export interface Region {
  readonly in: MappedText
  readonly start: number
  readonly end: number
}

interface Line {
  readonly start: number
  /** Before the line break. */
  readonly end: number
}

/** The longest line BuildKit takes, in bytes: the buffer of Go's bufio.Scanner. */
const LONGEST_LINE = 65_535
const DIRECTIVES = ['syntax', 'escape', 'check']
const ARRAY_LINE = /[ \t]*["'\]][^\n]*/y
const HASH = 0x23
const SPACE = 0x20
const TAB = 0x09

/** Splits a Dockerfile into its statements: joins continued lines, sets comments and directives aside, hands out heredocs. */
export class Statements {
  readonly comments: Comment[] = []
  readonly directives: Directive[] = []
  readonly problems: SyntaxProblem[] = []
  escape = '\\'
  readonly #text: string
  #at = 0
  #line = 0
  #directives: 'open' | 'after shebang' | 'closed' = 'open'

  constructor(text: string) {
    this.#text = text
    if (text.charCodeAt(0) === 0xfeff) this.#at = 1
  }

  /** The next statement without spaces around it, or `undefined` at the end. */
  next(): Region | undefined {
    for (let line = this.#next(); line; line = this.#next()) {
      const start = skipSpaces(this.#text, line.start, line.end)
      this.#directive(line, start)
      if (this.#isComment(line, start) || start === line.end) continue
      return this.#join({ start, end: line.end })
    }
    return undefined
  }

  /** The lines up to `name`, which the reader then has behind it. `close` is the end of the line with the name. */
  heredoc(name: string, chomp: boolean): { body: Span; close: number; closed: boolean } {
    const start = this.#at
    for (let line = this.#next(); line; line = this.#next()) {
      let from = line.start
      while (chomp && this.#text.charCodeAt(from) === TAB) from++
      if (line.end - from === name.length && this.#text.startsWith(name, from))
        return { body: [start, line.start], close: line.end, closed: true }
    }
    return { body: [start, this.#text.length], close: this.#text.length, closed: false }
  }

  /** Skips the lines that can only be the rest of a JSON array, up to its end. True if there are any. */
  skipArray(): boolean {
    const from = this.#at
    for (let closed = false; !closed; ) {
      ARRAY_LINE.lastIndex = this.#at
      const line = ARRAY_LINE.exec(this.#text)?.[0]
      if (line === undefined) break
      this.#next()
      closed = line.trimEnd().endsWith(']')
    }
    return this.#at > from
  }

  /** What was read beside the statements. */
  found(): Pick<Dockerfile, 'comments' | 'directives' | 'escape' | 'problems'> {
    return { comments: this.comments, directives: this.directives, escape: this.escape, problems: this.problems }
  }

  slice([start, end]: Span): string {
    return this.#text.slice(start, end)
  }

  report(at: Spanned, message: string): void {
    this.problems.push({ span: at.span, message })
  }

  /** Reports one problem in place of all others. */
  reportOnly(at: Spanned, message: string): void {
    this.problems.length = 0
    this.report(at, message)
  }

  #next(): Line | undefined {
    if (this.#at >= this.#text.length) return undefined
    const start = this.#at
    const feed = this.#text.indexOf('\n', start)
    this.#at = feed < 0 ? this.#text.length : feed + 1
    this.#line++
    let end = feed < 0 ? this.#text.length : feed
    while (end > start && this.#text.charCodeAt(end - 1) === 0x0d) end--
    if (
      (end - start) * 3 > LONGEST_LINE &&
      new TextEncoder().encode(this.#text.slice(start, end)).length > LONGEST_LINE
    )
      this.report({ span: [start, start + 1] }, `line is longer than ${LONGEST_LINE} bytes`)
    return { start, end }
  }

  #isComment(line: Line, start: number): boolean {
    if (start === line.end || this.#text.charCodeAt(start) !== HASH) return false
    this.comments.push({ text: this.#text.slice(start, line.end), span: [start, line.end], line: this.#line })
    return true
  }

  /** Joins the line with those it continues on; nothing comes between the parts. */
  #join(first: Line): Region {
    const mapper = new Mapper()
    let line: Line | undefined = first
    for (let goesOn = true; goesOn && line; line = goesOn ? this.#continuation() : undefined) {
      const cut = this.#cut(line)
      goesOn = cut < line.end
      mapper.add(this.#text.slice(line.start, cut), line.start)
    }
    const joined = mapper.done()
    const start = skipSpaces(joined.text, 0, joined.text.length)
    return { in: joined, start, end: dropSpaces(joined.text, start, joined.text.length) }
  }

  /** The next line of a continued statement: comments and empty lines do not count. */
  #continuation(): Line | undefined {
    for (let line = this.#next(); line; line = this.#next()) {
      const start = skipSpaces(this.#text, line.start, line.end)
      if (!this.#isComment(line, start) && start < line.end) return line
    }
    return undefined
  }

  /** Where the text of a line ends: before an escape at its end, unless another escape stands before that. */
  #cut(line: Line): number {
    let last = line.end - 1
    while (last >= line.start && (this.#text.charCodeAt(last) === SPACE || this.#text.charCodeAt(last) === TAB)) last--
    if (last < line.start || this.#text[last] !== this.escape) return line.end
    return last > line.start && this.#text[last - 1] === this.escape ? line.end : last
  }

  /** `# name=value` counts until the first line that is none. After a `#!` line BuildKit looks for all but `escape`. */
  #directive(line: Line, start: number): void {
    if (this.#directives === 'closed') return
    if (this.#line === 1 && this.#text.startsWith('#!', line.start)) {
      this.#directives = 'after shebang'
      return
    }
    const match = /^#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=/.exec(this.#text.slice(start, Math.min(line.end, start + 200)))
    const name = match?.[1]?.toLowerCase() ?? ''
    const from = skipSpaces(this.#text, start + (match?.[0].length ?? 0), line.end)
    if (!DIRECTIVES.includes(name) || from === line.end) this.#directives = 'closed'
    else
      this.#take({
        name,
        value: this.#text.slice(from, dropSpaces(this.#text, from, line.end)),
        span: [start, line.end],
      })
  }

  #take(directive: Directive): void {
    if (this.directives.some(other => other.name === directive.name)) {
      this.report(directive, `only one \`${directive.name}\` directive can be used`)
      return
    }
    this.directives.push(directive)
    if (directive.name !== 'escape' || this.#directives === 'after shebang') return
    if (directive.value === '\\' || directive.value === '`') this.escape = directive.value
    else this.report(directive, 'invalid escape character; expected a backslash or a backtick')
  }
}
