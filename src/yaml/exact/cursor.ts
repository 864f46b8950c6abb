import type { Span } from '../../core/location.ts'

/** Why kubectl's decoder refuses a document, and where. */
export class Refusal extends Error {
  /** Counted from the start of the file. */
  readonly offset: number
  /** kubectl may read the document, and nobody can tell as what. */
  readonly unsure: boolean
  constructor(message: string, offset: number, unsure = false) {
    super(message)
    this.offset = offset
    this.unsure = unsure
  }
}

export const TAB = 9
export const NEWLINE = 10
export const RETURN = 13
export const SPACE = 32
const NEL = 0x85
const LINE_SEPARATOR = 0x2028
const PARAGRAPH_SEPARATOR = 0x2029

/**
 * Walks over a document as go-yaml's reader does: line breaks are those of YAML 1.1 (`\r`, `\n`, `\r\n`, U+0085, U+2028,
 * U+2029), columns count characters, and behind the end stands a zero.
 */
export class Cursor {
  readonly text: string
  readonly end: number
  at: number
  /** 0-based. */
  line = 0
  column = 0

  constructor(text: string, [start, end]: Span) {
    this.text = text
    this.at = start
    this.end = end
  }

  /** The code unit some places ahead; 0 behind the end. */
  code(ahead = 0): number {
    const at = this.at + ahead
    return at < this.end ? this.text.charCodeAt(at) : 0
  }

  /** True when the text goes on with these characters. */
  startsWith(word: string): boolean {
    return this.text.startsWith(word, this.at) && this.at + word.length <= this.end
  }

  isEnd(ahead = 0): boolean {
    return this.at + ahead >= this.end
  }

  isBreak(ahead = 0): boolean {
    const code = this.code(ahead)
    return (
      code === NEWLINE || code === RETURN || code === NEL || code === LINE_SEPARATOR || code === PARAGRAPH_SEPARATOR
    )
  }

  isBlank(ahead = 0): boolean {
    const code = this.code(ahead)
    return code === SPACE || code === TAB
  }

  /** A blank, a line break or the end. */
  isBlankOrEnd(ahead = 0): boolean {
    return this.isEnd(ahead) || this.isBlank(ahead) || this.isBreak(ahead)
  }

  isBreakOrEnd(): boolean {
    return this.isEnd() || this.isBreak()
  }

  /** `---` or `...` at the margin, with white space or nothing behind it. */
  isMarker(sign: '---' | '...'): boolean {
    return this.column === 0 && this.startsWith(sign) && this.isBlankOrEnd(3)
  }

  /** Passes over a character that is no line break. */
  skip(characters = 1): void {
    for (let i = 0; i < characters; i++) {
      const code = this.text.charCodeAt(this.at)
      this.at += code >= 0xd800 && code <= 0xdbff ? 2 : 1
      this.column++
    }
  }

  skipBlanks(): void {
    while (this.isBlank()) this.skip()
  }

  /** Passes over the rest of the line, but for its break. */
  skipToBreak(): void {
    while (!this.isBreakOrEnd()) this.skip()
  }

  /** Passes over a line break, if there is one. What it stands for in a scalar: a line feed, or the separator itself. */
  readBreak(): string {
    if (!this.isBreak()) return ''
    const code = this.code()
    // kubectl cuts `\r\n` off each line before it reads: of `\r\r\n`, one `\r` is left.
    if (code === RETURN) this.at += this.code(1) === NEWLINE ? 2 : this.startsWith('\r\r\n') ? 3 : 1
    else this.at++
    this.line++
    this.column = 0
    return code === LINE_SEPARATOR || code === PARAGRAPH_SEPARATOR ? String.fromCharCode(code) : '\n'
  }
}
