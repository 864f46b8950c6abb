import type { Span } from '../core/location.ts'
import type { Node } from './tree.ts'

/** A document as a reader hands it over. Offsets count from the start of the file. */
export interface ReadDocument {
  readonly value: unknown
  /** Of the first content. */
  readonly start: number
  /** False when each key is known to stand in its map once. */
  readonly mayRepeatKeys: boolean
  /** Parts of it stand for others: an edit of one place would be felt in more. */
  readonly aliased: boolean
  /** The layout of the document, worked out now: keep it. */
  tree(): Node
}

/** What is wrong with a document, and where. */
export interface Trouble {
  readonly message: string
  readonly offset: number
  /** kubectl may read the document, and nobody can tell as what. */
  readonly unsure?: boolean
}

/** What a reader made of a part of a text: mostly one document, or none. */
export interface Piece {
  readonly documents: readonly ReadDocument[]
  readonly troubles: readonly Trouble[]
  /** Why kubectl refuses these documents, which were read all the same. */
  readonly refusals?: readonly Trouble[]
  comments(): readonly Span[]
}
