import type { Span } from '../core/location.ts'

const NONE: ReadonlyMap<number, number> = new Map()

/** A text made of pieces of another one, such as a line joined over continuations, that knows where each piece stood. */
export class MappedText {
  readonly text: string
  readonly #at: readonly number[]
  readonly #from: readonly number[]
  readonly #wide: ReadonlyMap<number, number>

  /** Piece `i` begins at `at[i]` here and at `from[i]` in the original; `at` begins with 0 and ascends. `wide`: how much a character stands for, by where it stood. */
  constructor(text: string, at: readonly number[], from: readonly number[], wide: ReadonlyMap<number, number> = NONE) {
    this.text = text
    this.#at = at
    this.#from = from
    this.#wide = wide
  }

  /** Where the character at `offset` stood. */
  original(offset: number): number {
    const piece = this.#piece(offset)
    return this.#from[piece]! + offset - this.#at[piece]!
  }

  /** The span in the original; an empty one sticks to the character before it. */
  span(start: number, end: number): Span {
    if (start < end) {
      const last = this.original(end - 1)
      return [this.original(start), last + (this.#wide.get(last) ?? 1)]
    }
    const at = start > 0 ? this.original(start - 1) + 1 : this.original(0)
    return [at, at]
  }

  /** The part from `start` to `end`, as a mapped text of its own. */
  slice(start: number, end: number): MappedText {
    const at = [0]
    const from = [this.original(start)]
    for (let i = this.#piece(start) + 1; i < this.#at.length && this.#at[i]! < end; i++) {
      at.push(this.#at[i]! - start)
      from.push(this.#from[i]!)
    }
    return new MappedText(this.text.slice(start, end), at, from, this.#wide)
  }

  /** Where each piece begins and ends here. */
  pieces(): readonly (readonly [start: number, end: number])[] {
    return this.#at.map((at, i) => [at, this.#at[i + 1] ?? this.text.length])
  }

  /** The piece that holds an offset. */
  #piece(offset: number): number {
    let low = 0
    let high = this.#at.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.#at[middle]! <= offset) low = middle
      else high = middle - 1
    }
    return low
  }
}

/** Puts a mapped text together, piece by piece. */
export class Mapper {
  #text = ''
  readonly #at: number[] = []
  readonly #from: number[] = []
  #wide: Map<number, number> | undefined

  /** Appends a character that stands for `width` characters at `from`, such as an escape. */
  addEscape(char: string, from: number, width: number): this {
    this.#wide ??= new Map()
    this.#wide.set(from, width)
    return this.add(char, from)
  }

  /** Appends a text that stands at `from` in the original. */
  add(text: string, from: number): this {
    const last = this.#at.length - 1
    const goesOn = last >= 0 && this.#from[last]! + this.#text.length - this.#at[last]! === from
    if (!goesOn && this.#at[last] === this.#text.length) this.#from[last] = from
    else if (!goesOn) {
      this.#at.push(this.#text.length)
      this.#from.push(from)
    }
    this.#text += text
    return this
  }

  /** Appends a mapped text, piece by piece. */
  addMapped(text: MappedText): this {
    for (const [start, end] of text.pieces()) this.add(text.text.slice(start, end), text.original(start))
    return this
  }

  done(): MappedText {
    return this.#at.length > 0
      ? new MappedText(this.#text, this.#at, this.#from, this.#wide)
      : new MappedText('', [0], [0])
  }
}
