import type { Change, Edit } from '../core/edit.ts'
import { Fault } from '../core/fault.ts'
import type { Location, Path, Span, Spot } from '../core/location.ts'
import { type Comment, type DuplicateKey, Lines, type ManifestSource, type Refusal } from '../core/source.ts'
import { valueAt } from './data.ts'
import { duplicatesIn } from './duplicates.ts'
import { type Editable, removeSplice, renameSplice, setSplice } from './edits/edits.ts'
import type { Splice } from './edits/lines.ts'
import { readFast } from './fast/fast.ts'
import { readJson } from './fast/json.ts'
import type { Piece, ReadDocument, Trouble } from './piece.ts'
import { underline } from './positions.ts'
import { afterLine, type Part, startOf, streamOf, withComment } from './stream.ts'
import { entryAt, type Node } from './tree.ts'

/** One document of a file. */
export interface YamlDocument {
  /** Plain data: maps are plain objects, `__proto__` a key like others. Never `null`. */
  readonly value: unknown
  /** Offset of the first content. */
  readonly start: number
}

/** A text of YAML or JSON that was read. `documents[i]` is what paths that begin with `i` mean. */
export class YamlSource implements ManifestSource {
  readonly file: string
  readonly text: string
  /** What could be read; empty and `null` documents are left out. */
  readonly documents: readonly YamlDocument[]
  /** NOT_YAML, one for each document that could not be read. */
  readonly faults: readonly Fault[]
  /** Those of the faults that kubectl may not see: it may read the document, and nobody can tell as what. */
  readonly unsure: ReadonlySet<Fault>
  readonly #read: readonly ReadDocument[]
  readonly #pieces: readonly Piece[]
  readonly #lines: Lines
  readonly #trees = new Map<number, Node>()
  readonly #editables = new Map<number, Editable>()
  #comments: readonly Comment[] | undefined
  #refusals: ReadonlyMap<ReadDocument, readonly Trouble[]> | undefined
  #isUsual: boolean | undefined

  /** Made by `readYaml`. */
  constructor(file: string, text: string, pieces: readonly Piece[]) {
    this.file = file
    this.text = text
    this.#pieces = pieces
    this.#lines = new Lines(text)
    this.#read = pieces.flatMap(piece => piece.documents)
    this.documents = this.#read
    const troubles = pieces.flatMap(piece => piece.troubles)
    this.faults = troubles.map(
      ({ message, offset }) => new Fault('NOT_YAML', message, { file, ...this.#lines.point(offset) }),
    )
    this.unsure = new Set(this.faults.filter((_, index) => troubles[index]!.unsure))
  }

  get comments(): readonly Comment[] {
    this.#comments ??= this.#pieces
      .flatMap(piece => piece.comments())
      .map(span => commentAt(this.text, span, this.#lines))
    return this.#comments
  }

  locate(spot: Spot, note?: string): Location {
    return this.#lines.locate(this.file, this.#spanOf(spot), note)
  }

  key([number, ...steps]: Path): Spot | undefined {
    const tree = this.#tree(Number(number))
    const entry = tree && entryAt(tree, steps)
    return entry && { span: entry.span }
  }

  duplicates([number, ...steps]: Path): readonly DuplicateKey[] {
    const tree = this.#read[Number(number)]?.mayRepeatKeys ? this.#tree(Number(number)) : undefined
    const node = steps.length === 0 ? tree : tree && entryAt(tree, steps)?.node
    return node ? duplicatesIn(node) : []
  }

  refusals([number]: Path): readonly Refusal[] {
    this.#refusals ??= refusalsBy(this.#pieces)
    const document = this.#read[Number(number)]
    const troubles = document ? this.#refusals.get(document) : undefined
    return (troubles ?? []).map(({ message, offset }) => ({
      message,
      at: { span: [offset, lineEnd(this.text, offset)] },
    }))
  }

  edit(change: Change): Edit | undefined {
    if (!('path' in change)) return undefined
    const [number, ...steps] = change.path
    const editable = this.#editable(Number(number))
    if (!editable) return undefined
    const splice = spliceOf(editable, steps, change)
    return splice && { file: this.file, ...splice }
  }

  /** Whoever uses an anchor would be changed along with it, and lines of other kinds would be cut in the wrong place. */
  #editable(number: number): Editable | undefined {
    const known = this.#editables.get(number)
    if (known) return known
    const document = this.#read[number]
    const tree = this.#tree(number)
    if (!document || !tree || document.aliased || !this.#isEditable) return undefined
    const editable = { text: this.text, tree, value: document.value }
    this.#editables.set(number, editable)
    return editable
  }

  get #isEditable(): boolean {
    this.#isUsual ??= isUsual(this.text)
    return this.#isUsual
  }

  #spanOf(spot: Spot): Span {
    if ('span' in spot) return spot.span
    const [number, ...path] = spot
    const document = this.documents[Number(number)]
    const tree = this.#tree(Number(number))
    return document && tree ? underline(this.text, tree, document.value, path) : [0, 0]
  }

  #tree(number: number): Node | undefined {
    const known = this.#trees.get(number)
    if (known) return known
    const tree = this.#read[number]?.tree()
    if (tree) this.#trees.set(number, tree)
    return tree
  }
}

function spliceOf(document: Editable, steps: Path, change: Change & { readonly path: Path }): Splice | undefined {
  if (change.op === 'set') return setSplice(document, steps, change.value)
  return change.op === 'rename' ? renameSplice(document, steps, change.key) : removeSplice(document, steps)
}

/**
 * What kubectl refuses, by the first document that may be an object there or behind it: kubectl stops at a part that it
 * refuses, even if there is nothing in it. Behind the last document it is that one's.
 */
function refusalsBy(pieces: readonly Piece[]): ReadonlyMap<ReadDocument, readonly Trouble[]> {
  const found = new Map<ReadDocument, readonly Trouble[]>()
  let pending: readonly Trouble[] = []
  let last: ReadDocument | undefined
  for (const { documents, refusals = [] } of pieces) {
    // Of thousands, the first is what kubectl stops at.
    if (pending.length === 0) pending = refusals
    const object = documents.find(({ value }) => mayHoldObjects(value))
    if (!object) continue
    last = object
    if (pending.length > 0) found.set(object, pending)
    pending = []
  }
  if (last && pending.length > 0) found.set(last, [...(found.get(last) ?? []), ...pending])
  return found
}

function mayHoldObjects(value: unknown): boolean {
  if (Array.isArray(value)) return true
  return (
    isGiven(valueAt(value, 'kind')) && (isGiven(valueAt(value, 'apiVersion')) || valueAt(value, 'items') !== undefined)
  )
}

const isGiven = (field: unknown): boolean => field !== undefined && field !== null && field !== ''

function lineEnd(text: string, at: number): number {
  const newline = text.indexOf('\n', at)
  return newline < 0 ? text.length : newline
}

/** Which line it is on is asked of few. */
const commentAt = (text: string, span: Span, lines: Lines): Comment => ({
  text: text.slice(...span),
  span,
  get line() {
    return lines.point(span[0]).line
  },
})

/** Reads a text as kubectl does. What is not YAML becomes a fault; nothing is thrown. */
export async function readYaml(file: string, text: string): Promise<YamlSource> {
  const { parts, pieces } = readYamlFast(text)
  const known = pieces.filter(piece => piece !== undefined)
  if (known.length === pieces.length) return new YamlSource(file, text, known)
  const { readExactly } = await import('./exact/exact.ts')
  const read: Piece[] = []
  for (const [i, part] of parts.entries()) read.push(pieces[i] ?? (await readExactly(text, part)))
  return new YamlSource(file, text, read)
}

/** As much of a text as the fast reader understands: a piece is `undefined` where the exact one is needed. */
export function readYamlFast(text: string): {
  readonly parts: readonly Part[]
  readonly pieces: readonly (Piece | undefined)[]
} {
  const json = readJson(text)
  const head = json ? { parts: [{ span: [0, json.end] as const }], pieces: [json.piece] } : { parts: [], pieces: [] }
  if (json?.end === text.length) return head
  // Behind two values of JSON kubectl expects JSON, and behind one the next line may begin with YAML.
  const rest = partsOf(text, json ? afterLine(text, json.end) : startOf(text))
  const refused =
    json && json.values > 1 ? { message: 'JSON is followed by something else', offset: json.end } : undefined
  const parts = refused ? rest.map(part => ({ ...part, refused })) : rest
  const mayBeFast = isUsual(text)
  const pieces = parts.map(part => {
    const piece = mayBeFast && !part.refused ? readFast(text, part.span) : undefined
    return piece && withComment(piece, part)
  })
  return { parts: [...head.parts, ...parts], pieces: [...head.pieces, ...pieces] }
}

/** Characters that are line breaks to kubectl, that it refuses, or that it may take for the start of a text. */
const UNUSUAL = /[^\t\n\r\x20-\x7e\u00a0-\u2027\u202a-\ufefe\uff00-\ufffd]/

/** True for a text whose lines end as everybody's do, and that has a byte order mark at its start only. */
const isUsual = (text: string): boolean =>
  !UNUSUAL.test(text.startsWith('\ufeff') ? text.slice(1) : text) && !(text.includes('\r') && /\r(?!\n)/.test(text))

function partsOf(text: string, from: number): readonly Part[] {
  const { chunks, invalidMarker } = streamOf(text, from)
  if (!invalidMarker) return chunks
  const refused = { message: '`---` is followed by something other than a comment', offset: invalidMarker.at }
  return [...chunks, { span: invalidMarker.rest, refused }]
}
