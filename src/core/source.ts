import type { Change, Edit } from './edit.ts'
import type { Location, Path, Point, Span, Spot, TextLines } from './location.ts'
import { partitionPoint } from './search.ts'

/** A comment as it stands in a text, marker included. */
export interface Comment {
  readonly text: string
  readonly span: Span
  /** 1-based. */
  readonly line: number
}

/** A text that can say where a spot is. Implemented once per input language. */
export interface Source {
  /** Relative to the workspace, with forward slashes. */
  readonly file: string
  readonly text: string
  /** All comments in order: where people write suppressions. */
  readonly comments: readonly Comment[]
  locate(spot: Spot, note?: string): Location
  /** The text surgery for a change, or `undefined` when it cannot be done without risk to the rest of the text. */
  edit(change: Change): Edit | undefined
}

/** A key that is written again in a map that holds it already. */
export interface DuplicateKey {
  readonly key: string | number
  readonly at: Spot
  /** Where the map holds it for the first time. */
  readonly first: Spot
  /** The one of them whose value counts: the last, or to some tools the first. */
  readonly effective: Spot
  /** The other end: what stands there is lost. */
  readonly lost: 'first' | 'last'
}

/** Why `kubectl apply` refuses a document that could be read all the same. */
export interface Refusal {
  readonly at: Spot
  /** Lower case, no full stop. */
  readonly message: string
}

/** A text that holds Kubernetes objects: maps, lists and scalars, to which paths lead. */
export interface ManifestSource extends Source {
  /** The key at the end of a path, without its value; `undefined` where none is written, as behind an alias or a merge. */
  key(path: Path): Spot | undefined
  /** The keys that are written again in the value at a path, at any depth. */
  duplicates(path: Path): readonly DuplicateKey[]
  /** Whether the value at a path is another one each time that it is rendered. */
  varies?(path: Path): boolean
  /** Whether values of a chart may set a field of this name: they are not those that it is deployed with. */
  leavesOpen?(field: string): boolean
  /** Whether the value at a path comes only from values that the tests of a chart set: no installation has it. */
  isSample?(path: Path): boolean
  /** What kubectl refuses in the document that a path leads into; nothing for what was rendered. */
  refusals(path: Path): readonly Refusal[]
}

/** Offsets ↔ lines of one text. Built on first use: most texts never need it. */
export class Lines implements TextLines {
  readonly #text: string
  #starts: number[] | undefined

  constructor(text: string) {
    this.#text = text
  }

  get text(): string {
    return this.#text
  }

  /** Offset of the first character of each line. */
  get starts(): readonly number[] {
    if (this.#starts) return this.#starts
    const starts = [0]
    for (let at = this.#text.indexOf('\n'); at >= 0; at = this.#text.indexOf('\n', at + 1)) starts.push(at + 1)
    this.#starts = starts
    return starts
  }

  /** The line and column of an offset. */
  point(offset: number): Point {
    const starts = this.starts
    const line = partitionPoint(starts.length, index => starts[index]! <= offset)
    return { line, column: offset - starts[line - 1]! + 1 }
  }

  line(number: number): string {
    const start = this.starts[number - 1]
    if (start === undefined) return ''
    const newline = this.#text.indexOf('\n', start)
    const end = newline < 0 ? this.#text.length : newline
    // By hand: a regular expression would look through a line of megabytes for each excerpt.
    return this.#text.slice(start, this.#text[end - 1] === '\r' && end > start ? end - 1 : end)
  }

  /** The location of a span, cut at the end of its first line: code scanning wants regions of one line. */
  locate(file: string, [start, end]: Span, note?: string): Location {
    const first = this.#text.slice(start, end).split('\n', 1)[0]!.trimEnd()
    const from = this.point(start)
    return {
      file,
      start: from,
      end: { line: from.line, column: from.column + first.length },
      text: first,
      within: this,
      ...(note !== undefined && { note }),
    }
  }
}
