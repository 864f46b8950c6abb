import {
  type Document,
  type DocumentOptions,
  Lexer,
  type ParseOptions,
  parseAllDocuments,
  type ScalarTag,
  type SchemaOptions,
} from 'yaml'
import type { Span } from '../../core/location.ts'
import { MAX_DEPTH } from '../data.ts'
import type { Piece, ReadDocument, Trouble } from '../piece.ts'
import { NUMERIC, numberOrText } from '../scalars.ts'
import { Converter, Refusal } from './convert.ts'

/** Dates are strings to kubectl, and numbers are read by `numberOrText`. */
const FOREIGN = new Set(['timestamp', 'set', 'omap', 'pairs', 'binary', 'int', 'float'])

const number = (name: string): ScalarTag => ({
  default: true,
  tag: `tag:yaml.org,2002:${name}`,
  test: NUMERIC,
  resolve: numberOrText,
})

/** kubectl's dialect, in terms of `yaml`. */
export const DIALECT: ParseOptions & DocumentOptions & SchemaOptions = {
  version: '1.1',
  merge: true,
  // The library's own check is quadratic: the converter finds duplicates.
  uniqueKeys: false,
  prettyErrors: false,
  keepSourceTokens: true,
  logLevel: 'silent',
  customTags: tags => [
    ...tags.filter(tag => typeof tag === 'string' || !FOREIGN.has(tag.tag.replace('tag:yaml.org,2002:', ''))),
    number('int'),
    number('float'),
  ],
}

/** Reads a piece of a text with `yaml`: slow, complete, and with good messages. */
export function readWithLibrary(text: string, [start, end]: Span): Piece {
  const source = text.slice(start, end)
  const documents: ReadDocument[] = []
  const troubles: Trouble[] = []
  for (const document of parse(source)) {
    const [error] = document.errors
    const read = error ? { message: summary(error), offset: start + error.pos[0] } : convert(document, text, start)
    if (read && 'message' in read) troubles.push(read)
    else if (read) documents.push(read)
  }
  return { documents, troubles, comments: () => commentsOf(source, start) }
}

interface LibraryError {
  readonly code?: string
  readonly message: string
  readonly pos: readonly [number, number]
}

interface Parsed {
  readonly contents: Document.Parsed['contents']
  readonly errors: readonly LibraryError[]
}

/** The documents of a text. When the library itself gives up, as it does on a full stack, that is the error of the first. */
function parse(source: string): readonly Parsed[] {
  const tooDeep = flowTooDeep(source)
  if (tooDeep !== undefined)
    return [{ contents: null, errors: [{ message: 'nested too deeply', pos: [tooDeep, tooDeep] }] }]
  try {
    const documents = parseAllDocuments(source, DIALECT)
    return 'empty' in documents ? [{ contents: null, errors: documents.errors }] : documents
  } catch (error) {
    const message = error instanceof RangeError ? 'nested too deeply' : String(error)
    return [{ contents: null, errors: [{ message, pos: [0, 0] }] }]
  }
}

/** Fewer brackets than this the library reads in no time, however they are nested. */
const MANY_BRACKETS = 20_000

/**
 * Where brackets are nested too deeply. The library would take minutes and gigabytes for millions of them, before it
 * gives up; its lexer alone tells what of a text is a bracket.
 */
function flowTooDeep(source: string): number | undefined {
  if ((source.match(/[{[]/g)?.length ?? 0) < MANY_BRACKETS) return undefined
  let depth = 0
  for (const [sign, at] of signsOf(source)) {
    if ((sign === '{' || sign === '[') && ++depth > MAX_DEPTH) return at
    if (sign === '}' || sign === ']') depth--
  }
  return undefined
}

function convert({ contents }: Parsed, text: string, offset: number): ReadDocument | Trouble | undefined {
  if (!contents) return undefined
  const converter = new Converter(text, offset)
  try {
    const value = converter.value(contents)
    if (value === null) return undefined
    const start = offset + contents.range[0]
    return {
      value,
      start,
      aliased: converter.aliased,
      mayRepeatKeys: converter.repeatsKeys,
      tree: () => converter.tree(contents, start),
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { message: error.message, offset: offset + error.offset }
  }
}

/** Instead of the sentences of the library that quote the text: it may be a secret. */
const UNQUOTED: Readonly<Record<string, string>> = {
  BAD_DIRECTIVE: 'invalid directive',
  BAD_DQ_ESCAPE: 'invalid escape in double quotes',
  TAG_RESOLVE_FAILED: 'invalid tag',
}

/** The first line of a message without the text it quotes. */
const summary = ({ code, message }: LibraryError): string =>
  UNQUOTED[code ?? ''] ?? message.split('\n', 1)[0]!.replace(/: ["|>].*|(?<=extra characters):.*/, '')

/** Marks the next token as a scalar; the other control tokens have no place in the text either. */
const SCALAR = '\x1f'

/** What the lexer finds in a text, with its offset; the contents of scalars left out. */
function* signsOf(source: string): Generator<readonly [sign: string, at: number]> {
  let at = 0
  let isScalar = false
  for (const token of new Lexer().lex(source)) {
    if (!isScalar && (token === SCALAR || token === '\x02' || token === '\x18')) {
      isScalar = token === SCALAR
      continue
    }
    if (!isScalar) yield [token, at]
    isScalar = false
    at += token.length
  }
}

const commentsOf = (source: string, offset: number): Span[] =>
  [...signsOf(source)]
    .filter(([sign]) => sign.startsWith('#'))
    .map(([sign, at]): Span => [offset + at, offset + at + sign.trimEnd().length])
