/** Half-open range of UTF-16 offsets in one text. */
export type Span = readonly [start: number, end: number]

/** Keys and indices leading down into a document. */
export type Path = readonly (string | number)[]

/** Anything that knows its own place in a text: every node of a Dockerfile does. */
export interface Spanned {
  readonly span: Span
}

/** What a rule points at. A rule never sees a line number. */
export type Spot = Path | Spanned

/** 1-based, as editors and GitHub count; columns count UTF-16 units. */
export interface Point {
  readonly line: number
  readonly column: number
}

/** A text by lines. */
export interface TextLines {
  readonly text: string
  /** The text of a 1-based line, without its line break. */
  line(number: number): string
}

/** A place a reader can click on. */
export interface Location {
  readonly file: string
  readonly start: Point
  /** Where the underline ends, exclusive; always on the line of `start`. */
  readonly end: Point
  /** The underlined text. */
  readonly text: string
  readonly note?: string
  /** The text that it is in. Of a finding: as it may be shown. */
  readonly within?: TextLines
  /** Set when `file` is a template: where the same thing stands in the rendered output. */
  readonly rendered?: Location
}
