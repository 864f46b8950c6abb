import type { Span } from '../core/location.ts'

/** True where a `---` or `...` borders a document; the offset is taken for the start of a line. */
export function isMarker(text: string, at: number, sign: '---' | '...'): boolean {
  if (!text.startsWith(sign, at)) return false
  const next = text[at + 3]
  return next === undefined || next === ' ' || next === '\n' || next === '\r' || next === '\t'
}

/**
 * The parts of a text between `---` lines, each with its own marker at its head. YAML 1.2.2, 9.1.2: no value of any
 * style may hold such a line, so that the cut is right without reading what is between. It parts a document from its
 * `%` lines, too: kubectl has one dialect, whatever a `%YAML` line asks for.
 */
export function chunksOf(text: string): Span[] {
  const chunks: Span[] = []
  let start = 0
  for (let at = text.indexOf('\n---'); at >= 0; at = text.indexOf('\n---', at + 4)) {
    if (!isMarker(text, at + 1, '---')) continue
    chunks.push([start, at + 1])
    start = at + 1
  }
  chunks.push([start, text.length])
  return chunks
}
