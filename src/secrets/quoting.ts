/** How words are separated and values are written in the languages in which secrets occur: shells, JSON, YAML. */

/** Space between words, escaped or not, and what stands for a line break in quotes. */
export const SPACE = String.raw`(?:\\{0,2}[\x20\t\r\n]|\\{1,2}n)`

/**
 * Between two words of a command: spaces, a continued line, the comma of a list of JSON, the next item of a list of YAML;
 * quotes on both sides.
 */
export const GAP = String.raw`["']?(?:[\x20\t]{0,9},\s{0,99}|\\{0,2}[\x20\t]{1,9}(?:[\\\x60]\r?\n[\x20\t]{0,99})?|\r?\n[\x20\t]{0,99}-[\x20\t]{1,9})\\{0,2}["']?`

/** A word of a command, its quotes left out. */
export const WORD = String.raw`[^\s"',|&;\\]{1,100}`

/** How a header of HTTP says what kind of secret follows. */
export const SCHEMES = 'basic|bearer|digest|token|apikey|negotiate|ntlm|privatetoken|splunk'

/**
 * A part of a value in quotes, escaped ones included, up to where they close, or a bare part up to where a word ends.
 * Quotes that do not close end with their line.
 */
const PART =
  /N?(?:(?<quote>\\{1,3}["'])(?<escaped>(?:\\(?!["'\\])|\\\\(?!["'])|[^"'\\])+)|"(?<double>(?:\\[\s\S]|[^"\\])+(?=")|[^"\n]+)|'(?<single>(?:''|[^'])+(?=')|[^'\n]+))|(?<bare>(?:\\[ ]|[^\s"'`,;&|)}\]]|[,;&|)}\]](?=[^\s"'`,;&|)}\]]))+)/y

/** What may stand behind a value: all else belongs to it, as in `a"b"c`. */
const END = /["']?(?:[\s,;&|)}\]\\`]|$)/y

/** Offsets of a value, without its quotes. */
export interface Value {
  readonly start: number
  readonly end: number
  /** No quotes are around it. */
  readonly bare: boolean
}

/** The value that begins at an offset; `undefined` where none does. */
export function valueAt(text: string, at: number): Value | undefined {
  const first = partAt(text, at)
  if (!first) return undefined
  let { end } = first
  // Of hostile text only so much is taken for one word.
  for (let parts = 1; parts < 20 && !endsAt(text, end); parts++) {
    const next = partAt(text, end) ?? partAt(text, end + 1)
    if (!next) break
    end = next.end
  }
  return { ...first, end }
}

function endsAt(text: string, at: number): boolean {
  END.lastIndex = at
  return END.test(text)
}

function partAt(text: string, at: number): Value | undefined {
  PART.lastIndex = at
  const found = PART.exec(text)
  if (!found) return undefined
  const { quote, escaped, double, single, bare } = found.groups!
  if (bare !== undefined) return { start: at, end: at + bare.length, bare: true }
  const start = at + (text[at] === 'N' ? 1 : 0) + (quote?.length ?? 1)
  return {
    start,
    end:
      escaped === undefined && double === undefined && single === undefined
        ? at + found[0].length
        : start + (escaped ?? double ?? single)!.length,
    bare: false,
  }
}

/** The quote that a word was opened with before an offset, if it was. */
const OPENED = /(?:^|[\s=([,{])\\{0,2}(?<quote>["'])[^"'\s]{0,200}$/

/** The value at an offset inside of a word that may have begun with a quote: up to where that closes. */
export function valueWithin(text: string, start: number, at: number): Value | undefined {
  const { quote } = OPENED.exec(text.slice(Math.max(start, at - 300), at))?.groups ?? {}
  if (quote === undefined) return valueAt(text, at)
  const line = text.indexOf('\n', at)
  const close = text.indexOf(quote, at)
  const end = close >= 0 && (line < 0 || close < line) ? close : line < 0 ? text.length : line
  return end > at ? { start: at, end: text[end - 1] === '\\' && close === end ? end - 1 : end, bare: false } : undefined
}
