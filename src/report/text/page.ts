import { cut } from '../../core/text.ts'
import { wrap } from '../../core/wrap.ts'
import { withoutCommands } from '../escape.ts'
import { type Paint, painter } from './paint.ts'

export interface TextOptions {
  /** ANSI colours. */
  readonly colour: boolean
  /** Columns of the terminal; lines are as long as they are without it. */
  readonly width?: number
  /** Most characters of a message or a name. */
  readonly longest?: number
  /** Most entries of a list, of faults or notes on waivers; all of them without it. */
  readonly most?: number
  /** How readers call a file; by default as in the result, from the root. */
  readonly nameOf?: (file: string) => string
}

/** What a text is written on. */
export interface Page {
  readonly paint: Paint
  readonly nameOf: (file: string) => string
  /** A name or a message, which strangers may have made as long as they like. */
  readonly cut: (words: string) => string
  /** The first entries of a list in words, and how many are left. */
  readonly list: <Entry>(entries: readonly Entry[], write: (entry: Entry) => string) => readonly string[]
  /** Columns that an excerpt may have. */
  readonly columns: number
  /** Breaks a line at words; `hang`: blanks before what follows. */
  readonly fold: (line: string, hang: number) => string
}

/** Wider lines are hard to read, whatever the window has; narrower ones hold no word. */
const WIDEST = 120
const NARROWEST = 40

/** A path may have 4,096 bytes, and a message quotes several names. */
const LONGEST = 2000

export function pageOf(options: TextOptions): Page {
  const { colour, width, longest = LONGEST, most = Number.POSITIVE_INFINITY, nameOf = file => file } = options
  const columns = Math.min(WIDEST, Math.max(NARROWEST, width ?? WIDEST))
  const fold: Page['fold'] = (line, hang) =>
    width === undefined ? line : withoutCommands(wrap(line, columns, ' '.repeat(hang)))
  const list: Page['list'] = (entries, write) => [
    ...entries.slice(0, most).map(write),
    ...(entries.length > most ? [moreWords(entries.length - most)] : []),
  ]
  return { paint: painter(colour), nameOf, columns, fold, list, cut: words => cut(words, longest) }
}

export const moreWords = (count: number): string => `and ${count} more, listed in the JSON result`
