/** Thrown by the fast reader where it does not fully understand: the exact one decides. Made once: no stack is wanted. */
const NOT_UNDERSTOOD = new Error('not understood by the fast reader')

/** Leaves the text to the exact reader. */
export function giveUp(): never {
  throw NOT_UNDERSTOOD
}

/** `undefined` where the reader gave up. A full stack counts as giving up, too. */
export function unlessGivenUp<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error === NOT_UNDERSTOOD || error instanceof RangeError) return undefined
    throw error
  }
}

/**
 * A plain scalar on one line, outside and inside of brackets: `:` before white space ends it, `#` after white space, and
 * in brackets the signs of flow style. Each way on begins with a character of its own, so that the search is linear.
 */
const PLAIN = /(?:[^\s\-?:,[\]{}#&*!|>'"%@`]|[-:?](?=\S))[^\s:#]*(?:(?: +(?=[^\s#:]|:\S)|:(?=\S)|#)[^\s:#]*)*/y
const PLAIN_IN_FLOW =
  /(?:[^\s\-?:,[\]{}#&*!|>'"%@`]|[-:?](?=[^\s,[\]{}]))[^\s:#,[\]{}]*(?:(?: +(?=[^\s#:,[\]{}]|:[^\s,[\]{}])|:(?=[^\s,[\]{}])|#)[^\s:#,[\]{}]*)*/y
const SINGLE = /'[^'\n]*(?:''[^'\n]*)*'/y
const DOUBLE = /"[^"\\\n]*(?:\\.[^"\\\n]*)*"/y

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : giveUp()
}

/** Where the plain scalar ends that begins at an offset. */
export const plainEnd = (text: string, at: number, inFlow: boolean): number =>
  endOf(inFlow ? PLAIN_IN_FLOW : PLAIN, text, at)

/** Where the quoted scalar ends, quotes included; it has to end on its line. */
export const quotedEnd = (text: string, at: number): number => endOf(text[at] === '"' ? DOUBLE : SINGLE, text, at)

/** The value of a quoted scalar on one line. Escapes that JSON does not have are left to the exact reader. */
export function quotedValue(text: string, start: number, end: number): string {
  const inner = text.slice(start + 1, end - 1)
  if (text[start] === "'") return inner.includes("'") ? inner.replaceAll("''", "'") : inner
  return inner.includes('\\') ? unescaped(text.slice(start, end)) : inner
}

/** JSON has these, and go-yaml refuses them. */
const FOREIGN_ESCAPE = /\\(?:\/|u[dD][89a-fA-F])/

function unescaped(quoted: string): string {
  if (FOREIGN_ESCAPE.test(quoted)) giveUp()
  try {
    return JSON.parse(quoted)
  } catch {
    return giveUp()
  }
}

/** True where a `---` or `...` borders a document; the offset is taken for the start of a line. */
export function isMarker(text: string, at: number, sign: '---' | '...'): boolean {
  if (!text.startsWith(sign, at)) return false
  const next = text[at + 3]
  return next === undefined || next === ' ' || next === '\n' || next === '\r' || next === '\t'
}
