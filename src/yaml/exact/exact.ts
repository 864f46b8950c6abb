import type { Span } from '../../core/location.ts'
import type { Piece, Trouble } from '../piece.ts'
import { type Part, withComment } from '../stream.ts'
import { Cursor, Refusal } from './cursor.ts'
import { Decoder } from './decoder.ts'
import { Parser } from './parser.ts'
import { Scanner } from './scanner.ts'

/** Characters that go-yaml does not read (readerc.go). */
const FORBIDDEN =
  /[^\t\n\r\x20-\x7e\u0085\u00a0-\uffff]|[\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

/**
 * Behind its first character, go-yaml takes a byte order mark for the start of the text wherever its buffer happens to
 * begin with one, and then drops a character of each line (`is_bom` in yamlprivateh.go asks for index 0).
 */
const BYTE_ORDER_MARK = '\ufeff'

/**
 * Reads a part of a text as kubectl does. What kubectl refuses may be YAML all the same: then the library reads it, with
 * the refusal noted, and else it tells what is wrong.
 */
export async function readExactly(text: string, part: Part): Promise<Piece> {
  const exact = part.refused ? refused(part.refused) : readExact(text, part.span)
  const refusals = exact.troubles
  if (refusals.length === 0 || refusals.some(({ unsure }) => unsure)) return withComment(exact, part)
  const { readWithLibrary } = await import('../library/library.ts')
  const piece = readWithLibrary(text, part.span)
  return withComment(piece.troubles.length > 0 ? piece : { ...piece, refusals }, part)
}

/** Reads a document as kubectl's own decoder does. A document that it refuses is a trouble. */
export function readExact(text: string, [start, end]: Span): Piece {
  const from = text.startsWith(BYTE_ORDER_MARK, start) ? start + 1 : start
  const body = text.slice(from, end)
  const mark = body.indexOf(BYTE_ORDER_MARK)
  if (mark >= 0)
    return refused({ message: 'byte order mark inside the document: remove it', offset: from + mark, unsure: true })
  const forbidden = FORBIDDEN.exec(body)
  if (forbidden) return refused({ message: 'a character that YAML does not allow', offset: from + forbidden.index })
  // kubectl reads lines, and ends the last one.
  const whole = text[end - 1] === '\n' ? text : `${text.slice(0, end)}\n`
  const cursor = new Cursor(whole, [from, text[end - 1] === '\n' ? end : end + 1])
  const scanner = new Scanner(cursor)
  try {
    const node = new Parser(scanner).document()
    const comments = () => scanner.comments
    const decoder = new Decoder()
    const value = node && decoder.document(node)
    if (!node || value === null) return { documents: [], troubles: [], comments }
    const document = {
      value,
      start: node.span[0],
      aliased: decoder.aliased,
      mayRepeatKeys: decoder.repeatsKeys,
      tree: () => decoder.tree(node),
    }
    return { documents: [document], troubles: [], comments }
  } catch (error) {
    if (error instanceof Refusal) return refused(error)
    throw error
  }
}

const refused = ({ message, offset, unsure = false }: Trouble): Piece => ({
  documents: [],
  troubles: [{ message, offset, unsure }],
  comments: () => [],
})
