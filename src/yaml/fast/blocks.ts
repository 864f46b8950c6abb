import type { Span } from '../../core/location.ts'
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
  const { body, next, blanks } = readBody(text, TAIL.lastIndex, end, parent, width ? parent + Number(width) : 0)
  const chomp = header[1] ?? header[4]
  const kept = chomp === '+' ? '\n'.repeat(blanks) : ''
  const value = body === undefined || text[at] === '|' ? body : folded(body.split('\n'))
  return {
    value: value === undefined ? kept : chomp === '-' ? value : `${value}\n${kept}`,
    next,
    comment: tail[1] === undefined ? undefined : commentAt(headerEnd + tail[0].indexOf('#'), tail[1]),
  }
}

const commentAt = (start: number, text: string): Span => [start, start + text.trimEnd().length]

interface Body {
  /** The lines without their indentation; `undefined` when all of them are empty. */
  readonly body: string | undefined
  /** How many empty lines follow the last. */
  readonly blanks: number
  readonly next: number
}

/**
 * The lines of a block scalar without their indentation, which is `explicit`, or else that of the first of them. White
 * space in the place of a first or last line is rare, and left to the exact reader. Dashboards are
 * block scalars of megabytes: lines are looked at where they stand, and cut out all at once.
 */
function readBody(text: string, from: number, end: number, parent: number, explicit: number): Body {
  let [start, indent, blanks, widest] = [from, explicit, 0, 0]
  let [leading, first, last, lastStart] = [0, -1, -1, -1]
  // Some line lacks a part of the indentation, or has a carriage return.
  let ragged = false
  let margin = ''
  while (start < end) {
    const newline = text.indexOf('\n', start)
    const stop =
      newline < 0 ? lastLineEnd(text, start) : newline - Number(text[newline - 1] === '\r' && newline > start)
    if (stop < newline) ragged = true
    let at = first >= 0 && text.startsWith(margin, start) ? start + indent : start
    const limit = indent === 0 ? stop : Math.min(stop, start + indent)
    while (at < limit && text.charCodeAt(at) === 32) at++
    const column = at - start
    if (at === stop) {
      widest = Math.max(widest, column)
      blanks++
      if (column > 0 && column < indent) ragged = true
    } else {
      if (indent === 0 && column > parent) indent = column
      if (column < indent || indent === 0) break
      if (first < 0) {
        // A tab in the place of the indentation is refused by kubectl.
        const isTab = explicit === 0 && text[at] === '\t'
        if (widest > indent || isTab || isSpace(text.slice(at, stop))) giveUp()
        leading = blanks
        first = at
        margin = ' '.repeat(indent)
      }
      blanks = 0
      lastStart = at
      last = stop
    }
    start = newline < 0 ? end : newline + 1
  }
  if (first < 0 ? widest > parent : isSpace(text.slice(lastStart, last))) giveUp()
  const body = first < 0 ? undefined : '\n'.repeat(leading) + unindented(text.slice(first, last), margin, ragged)
  return { body, blanks, next: start }
}

/** What lines are indented by goes, and the carriage returns before their breaks. */
const unindented = (lines: string, margin: string, ragged: boolean): string =>
  ragged ? lines.replace(new RegExp(`\\r?\\n {0,${margin.length}}`, 'g'), '\n') : lines.split(`\n${margin}`).join('\n')

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
