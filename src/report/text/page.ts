import { cut } from '../../core/text.ts'
import { wrap } from '../../core/wrap.ts'
import { type Paint, painter } from './paint.ts'

export interface TextOptions {
  /** ANSI colours. */
  readonly colour: boolean
  /** Columns of the terminal; lines are as long as they are without it. */
  readonly width?: number
  /** Most characters of a message or a name. */
  readonly longest?: number
  /** How readers call a file; by default as in the result, from the root. */
  readonly nameOf?: (file: string) => string
}

/** What a text is written on. */
export interface Page {
  readonly paint: Paint
  readonly nameOf: (file: string) => string
  /** A name or a message, which strangers may have made as long as they like. */
  readonly cut: (words: string) => string
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

export function pageOf({ colour, width, longest = LONGEST, nameOf = file => file }: TextOptions): Page {
  const columns = Math.min(WIDEST, Math.max(NARROWEST, width ?? WIDEST))
  const fold: Page['fold'] = (line, hang) => (width === undefined ? line : wrap(line, columns, ' '.repeat(hang)))
  return { paint: painter(colour), nameOf, columns, fold, cut: words => cut(words, longest) }
}
