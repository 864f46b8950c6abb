/** How words are separated and values are written in the languages in which secrets occur: shells, JSON, YAML. */

/**
 * Between two words of a command: spaces, a continued line, the comma of a list of JSON, the next item of a list of YAML;
 * quotes on both sides.
 */
export const GAP = String.raw`["']?(?:[ \t]{0,9},\s{0,99}|[ \t]{1,9}(?:[\\\x60]\r?\n[ \t]{0,99})?|\r?\n[ \t]{0,99}-[ \t]{1,9})["']?`

/** A word of a command, its quotes left out. */
export const WORD = String.raw`[^\s"',|&;]{1,100}`

/** How a header of HTTP says what kind of secret follows. */
export const SCHEMES = 'basic|bearer|digest|token|apikey|negotiate|ntlm|privatetoken|splunk'

/**
 * A value in quotes, escaped ones included, up to where they close, or a bare one up to where a word ends. Quotes that do
 * not close end with their line.
 */
const VALUE =
  /N?(?:(?<quote>\\{1,3}["'])(?<escaped>[^"'\\]+)|"(?<double>(?:\\[\s\S]|[^"\\])+(?=")|[^"\n]+)|'(?<single>(?:''|[^'])+(?=')|[^'\n]+))|(?<bare>(?:[^\s"'`,;&|)}\]]|[,;&|](?=[^\s"'`,;&|)}\]]))+)/y

/** Offsets of a value, without its quotes. */
export interface Value {
  readonly start: number
  readonly end: number
  /** No quotes are around it. */
  readonly bare: boolean
}

/** The value that begins at an offset; `undefined` where none does. */
export function valueAt(text: string, at: number): Value | undefined {
  VALUE.lastIndex = at
  const found = VALUE.exec(text)
  if (!found) return undefined
  const { quote, escaped, double, single, bare } = found.groups!
  if (bare !== undefined) return { start: at, end: at + bare.length, bare: true }
  const start = at + (text[at] === 'N' ? 1 : 0) + (quote?.length ?? 1)
  return { start, end: start + (escaped ?? double ?? single)!.length, bare: false }
}
