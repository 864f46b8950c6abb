import type { Span } from '../core/location.ts'
import { giveUp } from './tokens.ts'

/** A literal or folded scalar: its value, and the start of the line after it. */
export interface BlockScalar {
  readonly value: string
  readonly next: number
  /** The comment in its first line. */
  readonly comment: Span | undefined
}

const HEADER = /[|>](?:([-+])([1-9])?|([1-9])([-+])?)?/y
const TAIL = /(?: +(#[^\n]*)?)?(?:\r?\n|$)/y

/**
 * Reads the block scalar whose `|` or `>` is at an offset (YAML 1.2.2, 8.1). `parent` is the column of the collection
 * around it, `end` the end of the document.
 */
export function readBlockScalar(text: string, at: number, end: number, parent: number): BlockScalar {
  HEADER.lastIndex = at
  const header = HEADER.exec(text) ?? giveUp()
  const headerEnd = HEADER.lastIndex
  TAIL.lastIndex = headerEnd
  const tail = TAIL.exec(text) ?? giveUp()
  const width = header[2] ?? header[3]
  const { lines, next, blanks } = readLines(text, TAIL.lastIndex, end, parent, width ? parent + Number(width) : 0)
  const body = text[at] === '|' ? lines.join('\n') : folded(lines)
  const chomp = header[1] ?? header[4]
  const kept = chomp === '+' ? '\n'.repeat(blanks) : ''
  return {
    value: lines.length === 0 ? kept : chomp === '-' ? body : `${body}\n${kept}`,
    next,
    comment: tail[1] === undefined ? undefined : commentAt(headerEnd + tail[0].indexOf('#'), tail[1]),
  }
}

const commentAt = (start: number, text: string): Span => [start, start + text.trimEnd().length]

interface Lines {
  readonly lines: readonly string[]
  /** How many empty lines follow the last. */
  readonly blanks: number
  readonly next: number
}

/**
 * The lines of a block scalar without their indentation, which is `explicit`, or else that of the first of them. White
 * space in the place of a first or last line is rare, and the library has a mind of its own about it.
 */
function readLines(text: string, from: number, end: number, parent: number, explicit: number): Lines {
  const lines: string[] = []
  let [start, indent, blanks, widest] = [from, explicit, 0, 0]
  while (start < end) {
    const newline = text.indexOf('\n', start)
    const stop =
      newline < 0 ? lastLineEnd(text, start) : newline - Number(text[newline - 1] === '\r' && newline > start)
    let at = start
    const limit = indent === 0 ? stop : Math.min(stop, start + indent)
    while (at < limit && text.charCodeAt(at) === 32) at++
    const column = at - start
    if (at === stop) {
      widest = Math.max(widest, column)
      blanks++
    } else {
      if (indent === 0 && column > parent) indent = column
      if (column < indent || indent === 0) break
      const line = text.slice(at, stop)
      if (lines.length === 0 && (widest > indent || isSpace(line))) giveUp()
      for (; blanks > 0; blanks--) lines.push('')
      lines.push(line)
    }
    start = newline < 0 ? end : newline + 1
  }
  if (lines.length === 0 ? widest > parent : isSpace(lines.at(-1)!)) giveUp()
  return { lines, blanks, next: start }
}

/** The end of a last line that has no line break. */
const lastLineEnd = (text: string, start: number): number =>
  text.endsWith('\r') || isSpace(text.slice(start)) ? giveUp() : text.length

const isSpace = (line: string): boolean => line.trimStart() === ''

/** Line breaks become spaces, save around empty and more indented lines (YAML 1.2.2, 8.1.3). */
function folded(lines: readonly string[]): string {
  let value = lines[0] ?? ''
  let breaks = 0
  let spaced = isSpaced(value)
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i]!
    breaks++
    if (line === '') continue
    const alone = isSpaced(line)
    value += spaced || alone || value === '' ? '\n'.repeat(breaks) : breaks === 1 ? ' ' : '\n'.repeat(breaks - 1)
    value += line
    breaks = 0
    spaced = alone
  }
  return value
}

const isSpaced = (line: string): boolean => line.startsWith(' ') || line.startsWith('\t')
