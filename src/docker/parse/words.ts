import { stringEnd } from '../../core/json-string.ts'
import type { Flag, Word } from '../ast.ts'
import { expand } from '../expand.ts'
import { isBlank, isSpace, skipSpaces } from './chars.ts'
import { type MappedText, Mapper } from './mapped-text.ts'
import type { Region } from './statements.ts'

const NOTHING: ReadonlyMap<string, string> = new Map()
const NONE: readonly string[] = []

/** A word, and why BuildKit would refuse to expand it. */
export interface ReadWord {
  readonly word: Word
  readonly refusal?: string
}

/** The word in a region, quotes taken off and variables listed. */
export function readWord(region: Region, esc: string): ReadWord {
  const text = region.in.text.slice(region.start, region.end)
  const span = region.in.span(region.start, region.end)
  if (!/["'$\\`]/.test(text)) return { word: { text, value: text, variables: NONE, span } }
  const { text: value, used, error, refusal = error } = expand(text, NOTHING, { escape: esc, keepUnset: true })
  return { word: { text, value, variables: used, span }, ...(refusal !== undefined && { refusal }) }
}

/** A word that nothing expands: an image's command line, a maintainer. */
export function plainWord(region: Region, value?: string): Word {
  const text = region.in.text.slice(region.start, region.end)
  return { text, value: value ?? text, variables: NONE, span: region.in.span(region.start, region.end) }
}

/** Splits at blanks, quotes or not: how FROM, COPY, EXPOSE and others are read. */
export function splitAtBlanks(region: Region): readonly Region[] {
  const { text } = region.in
  const words: Region[] = []
  for (let at = region.start; at < region.end; ) {
    while (at < region.end && isBlank(text.charCodeAt(at))) at++
    const start = at
    while (at < region.end && !isBlank(text.charCodeAt(at))) at++
    if (at > start) words.push({ in: region.in, start, end: at })
  }
  return words
}

/** Splits at spaces outside quotes: how ENV, LABEL and ARG are read. An escape at the very end belongs to no word. */
export function splitWords(region: Region, esc: string): readonly Region[] {
  const { text } = region.in
  const words: Region[] = []
  let start = skipSpaces(text, region.start, region.end)
  for (let end = endOfWord(region, start, esc); end > start; end = endOfWord(region, start, esc)) {
    words.push({ in: region.in, start, end })
    start = skipSpaces(text, end, region.end)
  }
  return words
}

function endOfWord(region: Region, start: number, esc: string): number {
  const { text } = region.in
  let quote = ''
  for (let at = start; at < region.end; at++) {
    const char = text[at]!
    if (quote === '' && isSpace(text.charCodeAt(at))) return at
    if (char === esc && quote !== "'") {
      if (++at === region.end) return at - 1
    } else if (char === quote) quote = ''
    else if (quote === '' && (char === "'" || char === '"')) quote = char
  }
  return region.end
}

/** The flags at the head of a region, and where the rest of it begins. Quotes and escapes are taken off; `--` ends them. */
export function readFlags(region: Region, esc: string): { flags: readonly Flag[]; rest: Region } {
  const { text } = region.in
  const flags: Flag[] = []
  let at = skipSpaces(text, region.start, region.end)
  while (at < region.end && text.startsWith('--', at)) {
    const start = at
    let quote = ''
    let value = ''
    for (; at < region.end && (quote !== '' || !isSpace(text.charCodeAt(at))); at++) {
      const char = text[at]!
      if (quote === '' && (char === "'" || char === '"')) quote = char
      else if (char === quote) quote = ''
      else if (char !== esc) value += char
      else if (++at < region.end) value += text[at]
    }
    at = Math.min(at, region.end)
    const end = at
    at = skipSpaces(text, at, region.end)
    if (value === '--') break
    flags.push(flag(value, { in: region.in, start, end }))
  }
  return { flags, rest: { in: region.in, start: Math.min(at, region.end), end: region.end } }
}

function flag(text: string, at: Region): Flag {
  const equals = text.indexOf('=')
  const span = at.in.span(at.start, at.end)
  return equals < 0
    ? { name: text.slice(2), span }
    : { name: text.slice(2, equals), value: text.slice(equals + 1), span }
}

/** A JSON array of strings; `mixed` for a JSON array that holds anything else; `undefined` for any other text. */
export function readJson(region: Region): readonly Word[] | 'mixed' | undefined {
  const { text } = region.in
  const start = skipSpaces(text, region.start, region.end)
  if (text[start] !== '[') return undefined
  let values: unknown
  try {
    values = JSON.parse(text.slice(start, region.end))
  } catch {
    return undefined
  }
  if (!Array.isArray(values) || !values.every(value => typeof value === 'string')) return 'mixed'
  const regions = stringsOf(region)
  return values.map((value, i) => plainWord(regions[i]!, value))
}

/** The string literals of a JSON array of strings. */
function stringsOf(region: Region): readonly Region[] {
  const { text } = region.in
  const regions: Region[] = []
  for (let start = text.indexOf('"', region.start); start >= 0 && start < region.end; ) {
    const end = stringEnd(text, start)
    regions.push({ in: region.in, start, end })
    start = text.indexOf('"', end)
  }
  return regions
}

/** The decoded strings of a JSON array of strings. */
export const decodeStrings = (region: Region): readonly MappedText[] => stringsOf(region).map(decode)

function decode({ in: mapped, start, end: close }: Region): MappedText {
  const mapper = new Mapper()
  for (let at = start + 1; at < close - 1; ) {
    const slash = mapped.text.indexOf('\\', at)
    const next = slash < 0 || slash > close - 1 ? close - 1 : slash
    if (next > at) mapper.addMapped(mapped.slice(at, next))
    if (next === close - 1) break
    at = next + (mapped.text[next + 1] === 'u' ? 6 : 2)
    const [from, end] = mapped.span(next, at)
    mapper.add(JSON.parse(`"${mapped.text.slice(next, at)}"`), from, end)
  }
  return mapper.done()
}
