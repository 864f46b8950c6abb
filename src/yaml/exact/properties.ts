import { type Cursor, Refusal } from './cursor.ts'
import type { Token } from './tokens.ts'

const WORD = /[\w-]*/y
const URI = /[\w\-;/?:@&=+$,.!~*'()[\]%]*/y

function read(cursor: Cursor, pattern: RegExp): string {
  pattern.lastIndex = cursor.at
  const [word = ''] = pattern.exec(cursor.text) ?? []
  const inside = word.slice(0, Math.max(0, cursor.end - cursor.at))
  cursor.skip(inside.length)
  return inside
}

/** `*name` or `&name`. @throws Refusal */
export function scanName(cursor: Cursor, kind: 'alias' | 'anchor'): Token {
  const start = cursor.at
  cursor.skip()
  const value = read(cursor, WORD)
  if (value === '' || !(cursor.isBlankOrEnd() || '?:,]}%@`'.includes(cursor.text[cursor.at]!)))
    throw new Refusal(`the name of an ${kind} holds letters, digits, \`-\` and \`_\` only`, start)
  return { kind, start, end: cursor.at, value }
}

/** `!name`, `!!name`, `!handle!name` or `!<uri>`. @throws Refusal */
export function scanTag(cursor: Cursor): Token {
  const start = cursor.at
  let value = ''
  let suffix = ''
  if (cursor.code(1) === 60) {
    cursor.skip(2)
    suffix = readUri(cursor, start, '')
    if (cursor.code() !== 62) throw new Refusal('a tag that begins with `!<` ends with `>`', start)
    cursor.skip()
  } else {
    const handle = readHandle(cursor, start)
    if (handle.length > 1 && handle.endsWith('!')) {
      value = handle
      suffix = readUri(cursor, start, '')
    } else {
      suffix = readUri(cursor, start, handle)
      if (suffix === '') suffix = '!'
      else value = '!'
    }
  }
  if (!cursor.isBlankOrEnd()) throw new Refusal('a tag ends with white space', cursor.at)
  return { kind: 'tag', start, end: cursor.at, value, suffix }
}

function readHandle(cursor: Cursor, start: number): string {
  if (cursor.code() !== 33) throw new Refusal('a tag begins with `!`', start)
  cursor.skip()
  const word = read(cursor, WORD)
  if (cursor.code() !== 33) return `!${word}`
  cursor.skip()
  return `!${word}!`
}

/** `head`: a handle that turned out to be the beginning of the name. */
function readUri(cursor: Cursor, start: number, head: string): string {
  const word = read(cursor, URI)
  if (word === '' && head === '') throw new Refusal('a tag needs a name', start)
  try {
    return head.slice(1) + decodeURIComponent(word)
  } catch {
    throw new Refusal('invalid `%` in a tag: expected `%` and two hexadecimal digits', start)
  }
}

/** `%YAML 1.1` or `%TAG ! prefix`, with its line. @throws Refusal */
export function scanDirective(cursor: Cursor, comment: (start: number) => void): Token {
  const start = cursor.at
  cursor.skip()
  const name = read(cursor, WORD)
  if (!cursor.isBlankOrEnd() || (name !== 'YAML' && name !== 'TAG'))
    throw new Refusal('unknown directive: expected `%YAML 1.1` or `%TAG`', start)
  cursor.skipBlanks()
  const token = name === 'YAML' ? readVersion(cursor, start) : readTagDirective(cursor, start)
  cursor.skipBlanks()
  if (cursor.code() === 35) {
    const from = cursor.at
    cursor.skipToBreak()
    comment(from)
  }
  if (!cursor.isBreakOrEnd()) throw new Refusal('nothing but a comment may follow a directive', start)
  cursor.readBreak()
  return token
}

const VERSION = /\d{1,2}\.\d{1,2}(?!\d)/y

function readVersion(cursor: Cursor, start: number): Token {
  const value = read(cursor, VERSION)
  if (value === '') throw new Refusal('`%YAML` needs a version: expected `%YAML 1.1`', start)
  return { kind: 'version', start, end: cursor.at, value }
}

function readTagDirective(cursor: Cursor, start: number): Token {
  const value = readHandle(cursor, start)
  if (value !== '!' && !value.endsWith('!')) throw new Refusal('the handle of a `%TAG` ends with `!`', start)
  if (!cursor.isBlank()) throw new Refusal('white space has to follow the handle of a `%TAG`', start)
  cursor.skipBlanks()
  const suffix = readUri(cursor, start, '')
  if (!cursor.isBlankOrEnd()) throw new Refusal('white space has to follow the prefix of a `%TAG`', start)
  return { kind: 'tag-directive', start, end: cursor.at, value, suffix }
}
