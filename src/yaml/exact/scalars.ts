import { type Cursor, Refusal, SPACE, TAB } from './cursor.ts'

/** A scalar that was scanned. */
export interface Scanned {
  readonly value: string
  /** Behind its last character, or behind its last line. */
  readonly end: number
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57

/** Line breaks as they fold: one is a space, more are all but the first; a separator stays what it is. */
const folded = (first: string, more: string): string => (first === '\n' ? (more === '' ? ' ' : more) : first + more)

/** White space within a scalar over lines: blanks that count until a break comes, and breaks. */
function readSpace(
  cursor: Cursor,
  leading: boolean,
  check: (leading: boolean) => void,
): { text: string; broken: boolean } {
  let blanks = ''
  let first = ''
  let more = ''
  let broken = leading
  while (cursor.isBlank() || cursor.isBreak()) {
    if (cursor.isBlank()) {
      check(broken)
      if (!broken) blanks += cursor.text[cursor.at]
      cursor.skip()
    } else if (broken) more += cursor.readBreak()
    else {
      first = cursor.readBreak()
      broken = true
    }
  }
  return { text: broken ? (leading ? first + more : folded(first, more)) : blanks, broken }
}

/** A scalar without quotes. `indent`: columns left of it end the scalar, outside of brackets. */
export function scanPlain(cursor: Cursor, indent: number, inFlow: boolean): Scanned & { readonly overLines: boolean } {
  const start = cursor.at
  let value = ''
  let space = ''
  let end = start
  let overLines = false
  while (!cursor.isMarker('---') && !cursor.isMarker('...') && cursor.code() !== 35) {
    const from = cursor.at
    while (!cursor.isBlankOrEnd() && !endsPlain(cursor, inFlow)) cursor.skip()
    if (cursor.at > from) {
      value += space + cursor.text.slice(from, cursor.at)
      space = ''
      end = cursor.at
      overLines = false
    }
    if (!cursor.isBlank() && !cursor.isBreak()) break
    const read = readSpace(cursor, false, broken => {
      if (broken && cursor.column < indent && cursor.code() === TAB)
        throw new Refusal('a tab indents this line of a value: use spaces', cursor.at)
    })
    // Nothing was read in between only when the scalar ends here.
    space = read.text
    overLines = read.broken
    if (!inFlow && cursor.column < indent) break
  }
  return { value, end, overLines }
}

const endsPlain = (cursor: Cursor, inFlow: boolean): boolean => {
  const code = cursor.code()
  if (code === 58) return cursor.isBlankOrEnd(1)
  // , ? [ ] { }
  return inFlow && (code === 44 || code === 63 || code === 91 || code === 93 || code === 123 || code === 125)
}

/** A scalar in single or double quotes. @throws Refusal */
export function scanQuoted(cursor: Cursor): Scanned {
  const start = cursor.at
  const quote = cursor.code()
  cursor.skip()
  let value = ''
  for (;;) {
    if (cursor.isMarker('---') || cursor.isMarker('...'))
      throw new Refusal('a quoted value is still open at the end of the document: close its quote', start)
    if (cursor.isEnd()) throw new Refusal('a quoted value is never closed: add its quote', start)
    const part = quote === 39 ? readSingle(cursor) : readDouble(cursor, start)
    value += part.text
    if (cursor.code() === quote) break
    value += readSpace(cursor, part.broken, () => {}).text
  }
  cursor.skip()
  return { value, end: cursor.at }
}

interface QuotedPart {
  readonly text: string
  /** It ended at an escaped line break. */
  readonly broken: boolean
}

function readSingle(cursor: Cursor): QuotedPart {
  let text = ''
  while (!cursor.isBlankOrEnd()) {
    if (cursor.code() === 39) {
      if (cursor.code(1) !== 39) break
      cursor.skip()
    }
    const from = cursor.at
    cursor.skip()
    text += cursor.text.slice(from, cursor.at)
  }
  return { text, broken: false }
}

function readDouble(cursor: Cursor, start: number): QuotedPart {
  let text = ''
  while (!cursor.isBlankOrEnd()) {
    const code = cursor.code()
    if (code === 34) break
    if (code === 92 && cursor.isBreak(1)) {
      cursor.skip()
      cursor.readBreak()
      return { text, broken: true }
    }
    if (code === 92) text += readEscape(cursor, start)
    else {
      const from = cursor.at
      cursor.skip()
      text += cursor.text.slice(from, cursor.at)
    }
  }
  return { text, broken: false }
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['0', '\0'],
  ['a', '\x07'],
  ['b', '\b'],
  ['t', '\t'],
  ['\t', '\t'],
  ['n', '\n'],
  ['v', '\v'],
  ['f', '\f'],
  ['r', '\r'],
  ['e', '\x1b'],
  [' ', ' '],
  ['"', '"'],
  ["'", "'"],
  ['\\', '\\'],
  ['N', '\u0085'],
  ['_', '\u00a0'],
  ['L', '\u2028'],
  ['P', '\u2029'],
])
const HEX_DIGITS: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
])

function readEscape(cursor: Cursor, start: number): string {
  const letter = cursor.isEnd(1) ? '' : cursor.text[cursor.at + 1]!
  const plain = ESCAPES.get(letter)
  if (plain !== undefined) {
    cursor.skip(2)
    return plain
  }
  const digits = HEX_DIGITS.get(letter)
  if (digits === undefined) throw new Refusal('unknown escape in double quotes: double its backslash', cursor.at)
  const hex = cursor.text.slice(cursor.at + 2, Math.min(cursor.at + 2 + digits, cursor.end))
  const value = Number.parseInt(hex, 16)
  if (!/^[\da-fA-F]+$/.test(hex) || hex.length < digits || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
    throw new Refusal(`invalid escape in double quotes: expected ${digits} hexadecimal digits of a character`, start)
  cursor.skip(2 + digits)
  return String.fromCodePoint(value)
}

/** A literal (`|`) or folded (`>`) scalar. `parent`: the indentation around it; -1 at the top. @throws Refusal */
export function scanBlock(cursor: Cursor, parent: number, comment: (start: number) => void): Scanned {
  const literal = cursor.code() === 124
  const start = cursor.at
  cursor.skip()
  const { chomping, increment } = readHeader(cursor, start)
  cursor.skipBlanks()
  if (cursor.code() === 35) {
    comment(cursor.at)
    cursor.skipToBreak()
  }
  if (!cursor.isBreakOrEnd()) throw new Refusal('a block value begins on the line after its `|` or `>`', cursor.at)
  cursor.readBreak()
  let indent = increment === 0 ? 0 : Math.max(parent, 0) + increment
  let breaks = readBlankLines(cursor, indent, parent, start)
  indent = breaks.indent
  let value = ''
  let pending = ''
  let wasBlank = false
  while (cursor.column === indent && !cursor.isEnd()) {
    const isBlank = cursor.isBlank()
    value += !literal && !wasBlank && !isBlank && pending === '\n' ? (breaks.text === '' ? ' ' : '') : pending
    value += breaks.text
    wasBlank = isBlank
    const from = cursor.at
    cursor.skipToBreak()
    value += cursor.text.slice(from, cursor.at)
    pending = cursor.readBreak()
    breaks = readBlankLines(cursor, indent, parent, start)
  }
  const tail = (chomping < 0 ? '' : pending) + (chomping > 0 ? breaks.text : '')
  return { value: value + tail, end: breaks.end }
}

function readHeader(cursor: Cursor, start: number): { chomping: number; increment: number } {
  let chomping = 0
  let increment = 0
  const sign = (): void => {
    const code = cursor.code()
    if (code !== 43 && code !== 45) return
    chomping = code === 43 ? 1 : -1
    cursor.skip()
  }
  const digit = (): void => {
    if (!isDigit(cursor.code())) return
    increment = cursor.code() - 48
    if (increment === 0) throw new Refusal('the indentation of a block value cannot be 0: expected 1 to 9', start)
    cursor.skip()
  }
  sign()
  digit()
  if (chomping === 0) sign()
  return { chomping, increment }
}

/** Lines without content; when the indentation is not known (0), the first line with content tells it. */
function readBlankLines(
  cursor: Cursor,
  known: number,
  parent: number,
  start: number,
): { readonly text: string; readonly indent: number; readonly end: number } {
  let text = ''
  let widest = 0
  let end = cursor.at
  for (;;) {
    while ((known === 0 || cursor.column < known) && cursor.code() === SPACE) cursor.skip()
    widest = Math.max(widest, cursor.column)
    if ((known === 0 || cursor.column < known) && cursor.code() === TAB)
      throw new Refusal('a tab indents a line of this block value: use spaces', start)
    if (!cursor.isBreak()) break
    text += cursor.readBreak()
    end = cursor.at
  }
  return { text, indent: known === 0 ? Math.max(widest, parent + 1, 1) : known, end }
}
