/** Patterns of a table, each with what a text must have in it to match. */

/** A row of a table. */
export interface Sought {
  /** Words, or short patterns, of which each text has one that is matched. */
  readonly needs: readonly (string | RegExp)[]
}

/** Rows that may match a text: to make all patterns takes longer than most runs, and to look for words does not. */
export class Table<Row extends Sought> {
  readonly #rows: readonly Row[]
  #words: RegExp | undefined

  constructor(rows: readonly Row[]) {
    this.#rows = rows
  }

  /** The rows of which a word is in the text. */
  rowsFor(text: string): readonly Row[] {
    // One pattern of plain words: for the hundred texts of a short run, it takes half as long as to look for each.
    this.#words ??= new RegExp(this.#rows.flatMap(({ needs }) => needs.map(sourceOf)).join('|'))
    return this.#words.test(text) ? this.#rows.filter(({ needs }) => needs.some(need => isIn(text, need))) : []
  }
}

const sourceOf = (need: string | RegExp): string =>
  typeof need === 'string' ? need.replace(/[^\w-]/g, '\\$&') : need.source

const isIn = (text: string, need: string | RegExp): boolean =>
  typeof need === 'string' ? text.includes(need) : need.test(text)

/** A pattern that is made when it is first asked for. */
export const lazy = (make: () => RegExp): (() => RegExp) => {
  let made: RegExp | undefined
  return () => {
    made ??= make()
    return made
  }
}
