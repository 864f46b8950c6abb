/** Behind the white space of JSON. */
export function skipSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && isSpace(text.charCodeAt(at))) at++
  return at
}

const isSpace = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9

/** What was found of a value. */
export interface Scanned {
  /** True when something whole ended at `end`; else `end` is where it stops being JSON. */
  readonly whole: boolean
  readonly end: number
}

type Expect = 'value' | 'value or end' | 'key' | 'key or end' | 'comma or end'

/**
 * Walks over one JSON value (RFC 8259) without recursion and in linear time: where it ends, or where it stops being
 * JSON. The engine's messages differ by version, and do not always tell the place.
 */
export function scanValue(text: string, from: number): Scanned {
  const open: string[] = []
  let expect: Expect = 'value'
  let at = from
  do {
    const token = scanToken(text, skipSpace(text, at), expect, open)
    if (!token.whole) return token
    at = token.end
    expect = token.next
  } while (open.length > 0 || expect !== 'comma or end')
  return { whole: true, end: at }
}

/** One token; keeps `open`, the brackets that stand open. */
function scanToken(text: string, at: number, expect: Expect, open: string[]): Scanned & { readonly next: Expect } {
  const char = text[at]
  const inside = open.at(-1)
  if (char === undefined) return { whole: false, end: text.length, next: expect }
  if (expect.endsWith('end') && char === (inside === '{' ? '}' : ']')) {
    open.pop()
    return { whole: true, end: at + 1, next: 'comma or end' }
  }
  if (expect === 'comma or end')
    return { whole: char === ',', end: char === ',' ? at + 1 : at, next: inside === '{' ? 'key' : 'value' }
  if (expect.startsWith('key')) return { ...scanKey(text, at), next: 'value' }
  if (char !== '{' && char !== '[') return { ...scanScalar(text, at), next: 'comma or end' }
  open.push(char)
  return { whole: true, end: at + 1, next: char === '{' ? 'key or end' : 'value or end' }
}

function scanKey(text: string, from: number): Scanned {
  if (text[from] !== '"') return { whole: false, end: from }
  const key = scanString(text, from)
  if (!key.whole) return key
  const colon = skipSpace(text, key.end)
  return text[colon] === ':' ? { whole: true, end: colon + 1 } : { whole: false, end: colon }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y

function scanScalar(text: string, from: number): Scanned {
  if (text[from] === '"') return scanString(text, from)
  for (const word of ['true', 'false', 'null']) {
    if (text.startsWith(word, from)) return { whole: true, end: from + word.length }
    if (from + word.length > text.length && word.startsWith(text.slice(from))) return { whole: false, end: text.length }
  }
  NUMBER.lastIndex = from
  return NUMBER.test(text) ? { whole: true, end: NUMBER.lastIndex } : { whole: false, end: from }
}

function scanString(text: string, from: number): Scanned {
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 34) return { whole: true, end: at + 1 }
    if (code < 32) return { whole: false, end: at }
    if (code !== 92) continue
    const escaped = /^(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(text.slice(at + 1, at + 6))?.[0]
    if (escaped === undefined) return { whole: false, end: at + 6 > text.length ? text.length : at }
    at += escaped.length
  }
  return { whole: false, end: text.length }
}
