import type { Span } from '../../core/location.ts'
import { MAX_DEPTH, put } from '../data.ts'
import type { Piece } from '../piece.ts'
import type { Entry, Node } from '../tree.ts'
import { readBlockScalar } from './blocks.ts'
import { keyAt, readFlow, scalarAt } from './flow.ts'
import { giveUp, isMarker, plainEnd, quotedEnd, unlessGivenUp } from './tokens.ts'

const NEWLINE = 10
const RETURN = 13
const SPACE = 32
const DOUBLE = 34
const HASH = 35
const SINGLE = 39
const DASH = 45
const COLON = 58
const GREATER = 62
const BRACKET = 91
const BRACE = 123
const PIPE = 124
const BYTE_ORDER_MARK = 0xfeff

/**
 * Reads a piece of a text that holds one document in the subset of YAML that people write: block collections, scalars and
 * brackets on one line, literal and folded scalars, comments. `undefined` whenever anything else comes: it never guesses.
 */
export function readFast(text: string, piece: Span): Piece | undefined {
  return unlessGivenUp(() => {
    const reader = new Reader(text, piece, false)
    const value = reader.document()
    const comments = () => reader.comments
    if (value === null) return { documents: [], troubles: [], comments }
    const document = {
      value,
      start: reader.start,
      aliased: false,
      mayRepeatKeys: false,
      tree: () => treeOf(text, piece),
    }
    return { documents: [document], troubles: [], comments }
  })
}

/** Values alone are wanted nearly always, so that the layout is a second reading. */
function treeOf(text: string, piece: Span): Node {
  const reader = new Reader(text, piece, true)
  reader.document()
  return reader.node
}

class Reader {
  readonly comments: Span[] = []
  /** Offset of the first content. */
  start = 0
  /** The layout of the value that was read last, when layouts are asked for. */
  node: Node = { kind: 'scalar', flow: false, span: [0, 0], entries: [] }
  readonly #text: string
  readonly #end: number
  readonly #layout: boolean
  #at: number
  #line: number
  /** Column of the content at `#at` when that is the first of its line; -1 behind the last line. */
  #indent = 0
  #depth = 0

  constructor(text: string, [start, end]: Span, layout: boolean) {
    this.#text = text
    this.#end = end
    this.#layout = layout
    this.#at = start
    this.#line = start
  }

  document(): unknown {
    const head = this.#text.charCodeAt(this.#at) === BYTE_ORDER_MARK ? this.#at + 1 : this.#at
    if (isMarker(this.#text, head, '---')) {
      this.#at = head + 3
      this.#endLine()
    } else this.#nextLine(head)
    this.start = this.#at
    if (this.#indent < 0) return null
    const value = this.#block()
    return this.#indent < 0 ? value : giveUp()
  }

  /** A value that begins at the content, with all its lines. */
  #block(): unknown {
    const sign = this.#code()
    if (sign === DASH && this.#isBlank(this.#at + 1)) return this.#sequence()
    if (sign === BRACKET || sign === BRACE) return this.#inline()
    const end = this.#scalarEnd()
    return this.#isColon(end) ? this.#map(end) : this.#scalar(end)
  }

  #map(firstEnd: number): unknown {
    this.#descend()
    const from = this.#at
    const column = from - this.#line
    const map: Record<string, unknown> = {}
    const entries: Entry[] = []
    let end = firstEnd
    for (;;) {
      const span: Span = [this.#at, end]
      const key = keyAt(this.#text, span)
      if (key in map && Object.hasOwn(map, key)) giveUp()
      this.#at = end + 1
      put(map, key, this.#entryValue(column, end))
      if (this.#layout) entries.push({ key, span, node: this.node })
      if (this.#indent !== column) break
      end = this.#scalarEnd()
      if (!this.#isColon(end)) giveUp()
    }
    this.#ascend('map', from, entries)
    return map
  }

  #sequence(): unknown {
    this.#descend()
    const from = this.#at
    const column = from - this.#line
    const items: unknown[] = []
    const entries: Entry[] = []
    do {
      const span: Span = [this.#at, this.#at + 1]
      this.#at++
      items.push(this.#itemValue(column))
      if (this.#layout) entries.push({ key: entries.length, span, node: this.node })
    } while (this.#indent === column && this.#code() === DASH && this.#isBlank(this.#at + 1))
    this.#ascend('seq', from, entries)
    return items
  }

  #descend(): void {
    if (++this.#depth > MAX_DEPTH) giveUp()
  }

  /** A line that is indented as none of the collections around it ends them all, so that content is left over. */
  #ascend(kind: 'map' | 'seq', from: number, entries: readonly Entry[]): void {
    this.#depth--
    if (this.#layout) this.node = { kind, flow: false, span: [from, entries.at(-1)!.node.span[1]], entries }
  }

  /** What follows the colon of a key. Sequences may stand as far left as the key. */
  #entryValue(column: number, after: number): unknown {
    const from = this.#at
    this.#skipSpaces()
    if (!this.#lineEnds(from)) return this.#isBlockScalar() ? this.#blockScalar(column) : this.#inline()
    this.#nextLine(this.#afterLine())
    if (this.#indent > column) return this.#block()
    if (this.#indent === column && this.#code() === DASH && this.#isBlank(this.#at + 1)) return this.#sequence()
    return this.#nothing(after)
  }

  /** What follows a dash: collections may begin on its line. */
  #itemValue(column: number): unknown {
    const from = this.#at
    this.#skipSpaces()
    if (!this.#lineEnds(from)) return this.#isBlockScalar() ? this.#blockScalar(column) : this.#block()
    this.#nextLine(this.#afterLine())
    return this.#indent > column ? this.#block() : this.#nothing(from)
  }

  #nothing(at: number): null {
    if (this.#layout) this.node = { kind: 'scalar', flow: false, span: [at, at], entries: [] }
    return null
  }

  #inline(): unknown {
    const sign = this.#code()
    if (sign !== BRACKET && sign !== BRACE) return this.#scalar(this.#scalarEnd())
    const { value, node, end } = readFlow(this.#text, this.#at, false)
    this.#at = end
    this.node = node
    this.#endLine()
    return value
  }

  #scalar(end: number): unknown {
    const span: Span = [this.#at, end]
    const value = scalarAt(this.#text, span)
    this.#at = end
    if (this.#layout) this.node = { kind: 'scalar', flow: false, span, entries: [] }
    this.#endLine()
    return value
  }

  #isBlockScalar(): boolean {
    const sign = this.#code()
    return sign === PIPE || sign === GREATER
  }

  #blockScalar(column: number): string {
    const from = this.#at
    const { value, next, comment } = readBlockScalar(this.#text, from, this.#end, column)
    if (comment) this.comments.push(comment)
    if (this.#layout) {
      const end = from + this.#text.slice(from, next).trimEnd().length
      this.node = { kind: 'scalar', flow: false, span: [from, end], entries: [] }
    }
    this.#nextLine(next)
    return value
  }

  #scalarEnd(): number {
    const sign = this.#code()
    return sign === DOUBLE || sign === SINGLE ? quotedEnd(this.#text, this.#at) : plainEnd(this.#text, this.#at, false)
  }

  #isColon(at: number): boolean {
    return this.#text.charCodeAt(at) === COLON && this.#isBlank(at + 1)
  }

  #isBlank(at: number): boolean {
    const code = at < this.#end ? this.#text.charCodeAt(at) : NEWLINE
    return code === SPACE || code === NEWLINE || (code === RETURN && this.#text.charCodeAt(at + 1) === NEWLINE)
  }

  /** The character at hand; a line break behind the end. */
  #code(): number {
    return this.#at < this.#end ? this.#text.charCodeAt(this.#at) : NEWLINE
  }

  #skipSpaces(): void {
    while (this.#text.charCodeAt(this.#at) === SPACE) this.#at++
  }

  /** Whether only a comment follows, which is noted. White space has to be before it: content ended at `from`. */
  #lineEnds(from: number): boolean {
    const code = this.#code()
    if (code === HASH && this.#at > from) {
      this.comments.push([this.#at, lineEnd(this.#text, this.#at)])
      return true
    }
    return code !== SPACE && this.#isBlank(this.#at)
  }

  #endLine(): void {
    const from = this.#at
    this.#skipSpaces()
    if (!this.#lineEnds(from)) giveUp()
    this.#nextLine(this.#afterLine())
  }

  #afterLine(): number {
    const newline = this.#text.indexOf('\n', this.#at)
    return newline < 0 ? this.#end : newline + 1
  }

  /** Goes to the first content at or after the start of a line. */
  #nextLine(start: number): void {
    this.#line = this.#at = start
    while (this.#line < this.#end) {
      this.#skipSpaces()
      if (!this.#lineEnds(this.#line - 1)) {
        this.#indent = this.#at - this.#line
        if (this.#indent === 0 && isMarker(this.#text, this.#at, '...')) giveUp()
        return
      }
      this.#line = this.#at = this.#afterLine()
    }
    this.#indent = -1
  }
}

/** The end of the line without its break and the white space before that. */
function lineEnd(text: string, at: number): number {
  const newline = text.indexOf('\n', at)
  return at + text.slice(at, newline < 0 ? undefined : newline).trimEnd().length
}
