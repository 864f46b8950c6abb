/** How words are separated and values are written in the languages in which secrets occur: shells, JSON, YAML. */

/** Space between words, escaped or not, and what stands for a line break in quotes. Classes, as they are made fast. */
export const SPACE = String.raw`(?:\\{0,2}\s|\\{1,2}n)[\s\\]{0,60}(?:n[\s\\]{0,60})?`

/**
 * Between two words of a command: spaces, a continued line, the comma of a list of JSON, the next item of a list of YAML;
 * quotes on both sides.
 */
export const GAP = String.raw`(?:[\x20\t,"'\\\x60=]{1,60}(?:\r?\n[\x20\t]{1,99}(?:-[\x20\t]{1,9})?["']{0,2})?|\r?\n[\x20\t]{1,99}(?:-[\x20\t]{1,9})?["']{0,2}|\r?\n-[\x20\t]{1,9}["']{0,2})`

/** A word of a command, its quotes left out. */
export const WORD = String.raw`[^\s"',|&;\\]{1,100}`

/** How a header of HTTP says what kind of secret follows. */
export const SCHEMES = 'basic|bearer|digest|token|apikey|negotiate|ntlm|privatetoken|splunk'

/**
 * A part of a value in quotes, escaped ones included, up to where they close, or a bare part up to where a word ends.
 * Quotes that do not close end with their line.
 */
const PART =
  /N?(?:(?<quote>\\{1,3}["'])(?<escaped>(?:\\(?!["'\\])|\\\\(?!["'])|[^"'\\])+)|"(?<double>(?:\\[\s\S]|[^"\\])+(?=")|[^"\n]+)|''(?<twice>[^'\n]+)(?='')|'(?<single>(?:''|[^'])+(?=')|[^'\n]+))|(?<bare>(?:\\[ ]|[^\s"'`,;&|)}\]]|(?:[`,;&|]|[)}\]]{1,9})(?=[^\s"'`,;&|)}\]]))+)/y

/** What may stand behind a value: all else belongs to it, as in `a"b"c`. */
const END = /["']{0,3}(?:[\s,;&|)}\]\\`]|$)/y
/** How a shell quotes a quote in quotes, itself in quotes of JSON or not. */
const QUOTED_QUOTE = /'?\\{1,2}'(?=')/y

/** Offsets of a value, without its quotes. */
export interface Value {
  readonly start: number
  readonly end: number
  /** No quotes are around it. */
  readonly bare: boolean
}

interface Part extends Value {
  /** Behind its quotes. */
  readonly after: number
}

/** Of hostile text, so many parts are taken for one word. */
const MOST_PARTS = 20

/** The value that begins at an offset; `undefined` where none does. */
export function valueAt(text: string, at: number): Value | undefined {
  const first = partAt(text, at)
  if (!first) return undefined
  let last = first
  for (let parts = 1; parts < MOST_PARTS; parts++) {
    const quoted = lengthAt(QUOTED_QUOTE, text, last.after) ?? 0
    if (quoted === 0 && lengthAt(END, text, last.after) !== undefined) break
    const next = partAt(text, last.after + quoted)
    if (!next) break
    last = next
  }
  return { start: first.start, end: last.end, bare: first.bare }
}

/** The length of what a sticky pattern matches at an offset. */
export function lengthAt(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0].length
}

function partAt(text: string, at: number): Part | undefined {
  PART.lastIndex = at
  const found = PART.exec(text)
  if (!found) return undefined
  const { quote, escaped, twice, double, single, bare } = found.groups!
  const past = at + found[0].length
  if (bare !== undefined) return { start: at, end: past, bare: true, after: past }
  const marks = twice === undefined ? (quote?.length ?? 1) : 2
  const start = at + (text[at] === 'N' ? 1 : 0) + marks
  const inside = escaped ?? twice ?? double ?? single
  // Quotes that do not close are no group of their own.
  if (inside === undefined) return { start, end: past, bare: false, after: past }
  return { start, end: start + inside.length, bare: false, after: start + inside.length + marks }
}

/** The quote that a word was opened with before an offset, if it was: alone, doubled (YAML), or quoted itself (shells). */
const OPENED = /(?:(?<quoted>'\\''|'')|(?:^|[\s=([,{]|-\w{1,2})\\{0,2}(?<quote>["']))[^"'\s]{0,200}$/

/** A value that was folded closes on one of the next lines. */
const NEAR = 300

/** The value at an offset inside of a word that may have begun with a quote: up to where that closes. */
export function valueWithin(text: string, start: number, at: number): Value | undefined {
  const { quoted, quote = quoted } = OPENED.exec(text.slice(Math.max(start, at - 300), at))?.groups ?? {}
  if (quote === undefined) return valueAt(text, at)
  const line = text.indexOf('\n', at)
  const close = text.indexOf(quote, at)
  const isNear = close >= 0 && (line < 0 || close < line || close < at + NEAR)
  const end = isNear ? close : line < 0 ? text.length : line
  return end > at ? { start: at, end: text[end - 1] === '\\' && close === end ? end - 1 : end, bare: false } : undefined
}
