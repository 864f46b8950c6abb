/** What the scanner makes of a text; offsets count from the start of the file. */
export interface Token {
  readonly kind:
    | 'stream-end'
    | 'version'
    | 'tag-directive'
    | 'document-start'
    | 'document-end'
    | 'block-sequence'
    | 'block-mapping'
    | 'block-end'
    | '['
    | ']'
    | '{'
    | '}'
    | 'entry'
    | ','
    | 'key'
    | 'value'
    | 'alias'
    | 'anchor'
    | 'tag'
    | 'scalar'
  readonly start: number
  readonly end: number
  /** The name of an anchor, the text of a scalar, the handle of a tag, the version of a directive. */
  readonly value?: string
  /** Of a tag: what stands behind the handle. Of a directive: the prefix. */
  readonly suffix?: string
  /** Of a scalar: without quotes, and not in block style. */
  readonly plain?: boolean
}

/** A place where a key may have begun without a `?`. */
export interface SimpleKey {
  possible: boolean
  /** It stands where only a key may. */
  readonly required: boolean
  /** Counts all tokens of the document. */
  readonly token: number
  readonly at: number
  readonly line: number
  readonly column: number
}
