import { expand } from '../expand.ts'

/** What `<<-'EOF'` says. */
export interface Marker {
  readonly name: string
  readonly expand: boolean
  readonly chomp: boolean
}

const NOTHING: ReadonlyMap<string, string> = new Map()
const MARKER = /^\d*<<(-?)[\t\n\f\r ]*([^<]+)$/
const BARE = { escape: '\\', keepUnset: true, split: true } as const
const AS_WRITTEN = { ...BARE, rawQuotes: true } as const

/** The marker of a heredoc, if that is all the word is. `<<<` is none. */
export function readMarker(word: string): Marker | undefined {
  const [, dash, name = ''] = MARKER.exec(word) ?? []
  if (dash === undefined) return undefined
  const bare = expand(name, NOTHING, BARE).words
  const written = expand(name, NOTHING, AS_WRITTEN).words
  if (bare.length !== 1 || written.length !== 1) return undefined
  return { name: bare[0]!, expand: quotes(bare[0]!) === quotes(written[0]!), chomp: dash === '-' }
}

/** Every marker of a line, in the order their bodies follow. A line whose quotes do not close has none. */
export function findMarkers(line: string): readonly Marker[] {
  if (!line.includes('<<')) return []
  return expand(line, NOTHING, { ...AS_WRITTEN, rawEscapes: true }).words.flatMap(word => readMarker(word) ?? [])
}

const quotes = (text: string): number => text.replace(/[^'"]/g, '').length
