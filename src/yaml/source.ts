import type { Change, Edit } from '../core/edit.ts'
import { Fault } from '../core/fault.ts'
import type { Location, Path, Span, Spot } from '../core/location.ts'
import { type Comment, type DuplicateKey, Lines, type ManifestSource } from '../core/source.ts'
import { chunksOf } from './chunks.ts'
import { duplicatesIn } from './duplicates.ts'
import { removeSplice, setSplice } from './edits/edits.ts'
import { readFast } from './fast/fast.ts'
import { readJson } from './fast/json.ts'
import type { Piece, ReadDocument } from './piece.ts'
import { underline } from './positions.ts'
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
  readonly #read: readonly ReadDocument[]
  readonly #pieces: readonly Piece[]
  readonly #lines: Lines
  readonly #trees = new Map<number, Node>()
  #comments: readonly Comment[] | undefined

  /** Made by `readYaml`. */
  constructor(file: string, text: string, pieces: readonly Piece[]) {
    this.file = file
    this.text = text
    this.#pieces = pieces
    this.#lines = new Lines(text)
    this.#read = pieces.flatMap(piece => piece.documents)
    this.documents = this.#read
    this.faults = pieces.flatMap(piece =>
      piece.troubles.map(
        ({ message, offset }) => new Fault('NOT_YAML', message, { file, ...this.#lines.point(offset) }),
      ),
    )
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

  edit(change: Change): Edit | undefined {
    if (change.op !== 'set' && change.op !== 'remove') return undefined
    const [number, ...steps] = change.path
    const document = this.#read[Number(number)]
    const tree = this.#tree(Number(number))
    // Whoever uses an anchor would be changed along with it.
    if (!document || !tree || document.aliased) return undefined
    const editable = { text: this.text, tree, value: document.value }
    const splice = change.op === 'set' ? setSplice(editable, steps, change.value) : removeSplice(editable, steps)
    return splice && { file: this.file, ...splice }
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

/** Which line it is on is asked of few. */
const commentAt = (text: string, span: Span, lines: Lines): Comment => ({
  text: text.slice(...span),
  span,
  get line() {
    return lines.point(span[0]).line
  },
})

/** Reads a text with the dialect of kubectl. What is not YAML becomes a fault; nothing is thrown. */
export async function readYaml(file: string, text: string): Promise<YamlSource> {
  const { chunks, pieces } = readYamlFast(text)
  const known = pieces.filter(piece => piece !== undefined)
  if (known.length === pieces.length) return new YamlSource(file, text, known)
  const { readWithLibrary } = await import('./library/library.ts')
  return new YamlSource(
    file,
    text,
    pieces.map((piece, i) => piece ?? readWithLibrary(text, chunks[i]!)),
  )
}

/** As much of a text as can be read without the library: a piece is `undefined` where the library is needed. */
export function readYamlFast(text: string): {
  readonly chunks: readonly Span[]
  readonly pieces: readonly (Piece | undefined)[]
} {
  const json = readJson(text)
  if (json) return { chunks: [[0, text.length]], pieces: [json] }
  const chunks = chunksOf(text)
  return { chunks, pieces: chunks.map(chunk => readFast(text, chunk)) }
}
