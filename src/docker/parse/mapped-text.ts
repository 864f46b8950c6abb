import type { Span } from '../../core/location.ts'

/** A text made of pieces of another one, such as a line joined over continuations, that knows where each piece stood. */
export class MappedText {
  readonly text: string
  readonly #at: readonly number[]
  readonly #from: readonly number[]
  readonly #to: readonly number[]

  /**
   * Piece `i` begins at `at[i]` here, and stood from `from[i]` to `to[i]` in the original. `at` begins with 0 and
   * ascends. A piece is as long here as there, or it is one character that stands for several, such as an escape.
   */
  constructor(text: string, at: readonly number[], from: readonly number[], to: readonly number[]) {
    this.text = text
    this.#at = at
    this.#from = from
    this.#to = to
  }

  /** Where the character at `offset` stood. */
  original(offset: number): number {
    const piece = this.#piece(offset)
    return this.#from[piece]! + offset - this.#at[piece]!
  }

  /** The span in the original; an empty one sticks to the character before it. */
  span(start: number, end: number): Span {
    if (start < end) return [this.original(start), this.#end(end)]
    const at = start > 0 ? this.#end(start) : this.original(0)
    return [at, at]
  }

  /** The part from `start` to `end`, as a mapped text of its own. */
  slice(start: number, end: number): MappedText {
    const mapper = new Mapper()
    for (let i = this.#piece(start); i < this.#at.length && this.#at[i]! < end; i++) {
      const from = Math.max(start, this.#at[i]!)
      const to = Math.min(end, this.#at[i + 1] ?? this.text.length)
      mapper.add(this.text.slice(from, to), this.original(from), this.#end(to))
    }
    return mapper.done()
  }

  /** Hands every piece to a mapper. */
  addTo(mapper: Mapper): void {
    for (const [i, at] of this.#at.entries())
      mapper.add(this.text.slice(at, this.#at[i + 1]), this.#from[i]!, this.#to[i]!)
  }

  /** Where the original of what ends at `offset` ends. */
  #end(offset: number): number {
    const piece = this.#piece(offset - 1)
    const whole = offset === (this.#at[piece + 1] ?? this.text.length)
    return whole ? this.#to[piece]! : this.#from[piece]! + offset - this.#at[piece]!
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
  readonly #to: number[] = []

  /** Appends a text that stood at `from`; `to` only if it is one character that stood for several. */
  add(text: string, from: number, to = from + text.length): this {
    if (text === '') return this
    const last = this.#at.length - 1
    const plain = last >= 0 && this.#to[last]! - this.#from[last]! === this.#text.length - this.#at[last]!
    if (plain && this.#to[last] === from && to - from === text.length) this.#to[last] = to
    else {
      this.#at.push(this.#text.length)
      this.#from.push(from)
      this.#to.push(to)
    }
    this.#text += text
    return this
  }

  /** Appends a mapped text. */
  addMapped(text: MappedText): this {
    text.addTo(this)
    return this
  }

  done(): MappedText {
    return this.#at.length > 0
      ? new MappedText(this.#text, this.#at, this.#from, this.#to)
      : new MappedText('', [0], [0], [0])
  }
}
