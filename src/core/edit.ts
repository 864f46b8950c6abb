import type { Path, Span, Spanned } from './location.ts'

/** What a rule proposes, in the terms of the language it reads. */
export type Change =
  /** YAML: give the path this value, adding the maps that are missing on the way. */
  | { readonly op: 'set'; readonly path: Path; readonly value: unknown }
  /** YAML: remove the key or item. */
  | { readonly op: 'remove'; readonly path: Path }
  /** YAML: give the last key of the path this name; its value stays where it is. */
  | { readonly op: 'rename'; readonly path: Path; readonly key: string }
  /** Dockerfile: the text of a node becomes this (empty: the node goes). */
  | { readonly op: 'replace'; readonly node: Spanned; readonly text: string }
  /** Dockerfile: add this text right after the node. */
  | { readonly op: 'insert-after'; readonly node: Spanned; readonly text: string }

/** Plain text surgery: what a reporter and the fixer need. */
export interface Edit {
  readonly file: string
  readonly span: Span
  readonly text: string
}

export interface Fix {
  /** Imperative, without a full stop: `Drop privileged mode`. */
  readonly title: string
  /** Safe fixes keep behaviour; the others want a human eye. */
  readonly safe: boolean
  readonly edits: readonly Edit[]
}
