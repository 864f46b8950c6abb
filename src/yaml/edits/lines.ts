import type { Span } from '../../core/location.ts'

/** New text in the place of a span. */
export interface Splice {
  readonly span: Span
  readonly text: string
}

export const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1

export const columnOf = (text: string, offset: number): number => {
  const line = lineStart(text, offset)
  return offset - line - (text[line] === '\uFEFF' ? 1 : 0)
}

/** The line break of the line an offset is on; of the last one, that of the line before. */
export function lineBreakAt(text: string, offset: number): string {
  const newline = text.indexOf('\n', offset)
  return text[(newline < 0 ? text.lastIndexOf('\n') : newline) - 1] === '\r' ? '\r\n' : '\n'
}

/** Lines after the line an offset is on. */
export function afterLine(text: string, offset: number, lines: readonly string[]): Splice {
  const newline = text.indexOf('\n', offset)
  const end = lineBreakAt(text, offset)
  if (newline < 0) return { span: [text.length, text.length], text: lines.map(line => end + line).join('') }
  return { span: [newline + 1, newline + 1], text: lines.map(line => line + end).join('') }
}

/** An offset on the last of the comment lines that follow a line and are indented by more than some columns. */
export function lastCommentLine(text: string, offset: number, column: number): number {
  let last = offset
  for (;;) {
    const newline = text.indexOf('\n', last)
    let sign = newline + 1
    while (text[sign] === ' ') sign++
    if (newline < 0 || text[sign] !== '#' || sign - newline - 1 <= column) return last
    last = sign
  }
}
