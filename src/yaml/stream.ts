import type { Span } from '../core/location.ts'
import type { Piece, Trouble } from './piece.ts'

/** A document in a text, before it is read. */
export interface Chunk {
  readonly span: Span
  /** Behind the `---` that was cut off in front of it. */
  readonly comment?: Span
}

/** A part of a text that is read by itself. */
export interface Part extends Chunk {
  /** Why kubectl does not read it. */
  readonly refused?: Trouble
}

/** A piece with the comment of the marker in front of it. */
export const withComment = (piece: Piece, { comment }: Chunk): Piece =>
  comment ? { ...piece, comments: () => [comment, ...piece.comments()] } : piece

/** The documents of a text, as kubectl cuts it (apimachinery's YAMLReader). */
export interface Stream {
  readonly chunks: readonly Chunk[]
  /** Where a line begins with `---` and goes on with something else than a comment: kubectl reads no further. */
  readonly invalidMarker?: { readonly at: number; readonly rest: Span }
}

/** White space as Go's `unicode.IsSpace` has it, but for the line feed: the inside of a class of characters. */
const SPACE = String.raw`\t\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`

const AFTER_MARKER = new RegExp(`[${SPACE}]*(#)?`, 'y')
const TO_NEXT_LINE = new RegExp(`[${SPACE}]*\\n?`, 'y')
const CONTENT = new RegExp(`[^\\n${SPACE}]`)

/** kubectl looks for the bracket of JSON in so many characters. */
export const SNIFFED = 4096

/** Where YAML begins: kubectl has cut off the byte order mark, and blanks in front of what it tried to read as JSON. */
export function startOf(text: string): number {
  const start = text.startsWith('\ufeff') ? 1 : 0
  const content = text.slice(start, start + SNIFFED).search(CONTENT)
  return content >= 0 && text[start + content] === '{' ? afterLine(text, start) : start
}

/** Behind white space, up to the end of the line. */
export function afterLine(text: string, at: number): number {
  TO_NEXT_LINE.lastIndex = at
  TO_NEXT_LINE.test(text)
  return TO_NEXT_LINE.lastIndex
}

/** Cuts a text, from an offset on, at each line that begins with `---`, whatever it stands in the middle of. */
export function streamOf(text: string, from = 0): Stream {
  const chunks: Chunk[] = []
  let start = from
  let comment: Span | undefined
  const add = (end: number): void => {
    if (start < end || comment) chunks.push({ span: [start, end], ...(comment && { comment }) })
  }
  for (let at = text.startsWith('---', from) ? from : nextMarker(text, from); at >= 0; at = nextMarker(text, at)) {
    const newline = text.indexOf('\n', at)
    const end = newline < 0 ? text.length : newline
    AFTER_MARKER.lastIndex = at + 3
    const sign = AFTER_MARKER.exec(text)![1]
    const content = AFTER_MARKER.lastIndex - (sign ? 1 : 0)
    if (!sign && content < end) return { chunks, invalidMarker: { at, rest: [start, text.length] } }
    // The first line of a document stays with it.
    if (at === start) continue
    add(at)
    start = Math.min(end + 1, text.length)
    comment = sign ? [content, content + text.slice(content, end).trimEnd().length] : undefined
  }
  add(text.length)
  return { chunks }
}

function nextMarker(text: string, from: number): number {
  const at = text.indexOf('\n---', from)
  return at < 0 ? -1 : at + 1
}
