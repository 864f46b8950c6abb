import { didYouMean } from '../core/text.ts'

/** Comparing names costs their product: a hostile file must not make us compare many long ones. */
const MOST_NAMES = 30
const LONGEST_NAME = 40

/** A near miss among the names of a file, as a sentence to append; only the last and the not too long are looked at. */
export const guess = (word: string, names: readonly string[]): string =>
  word.length > LONGEST_NAME
    ? ''
    : didYouMean(
        word,
        names.slice(-MOST_NAMES).filter(name => name.length <= LONGEST_NAME),
      )
