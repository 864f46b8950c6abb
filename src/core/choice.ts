import { Fault } from './fault.ts'
import { didYouMean, listed } from './text.ts'

/** ``invalid `fail-on` value `hgih`; expected critical, high or low. Did you mean `high`?`` */
export const invalidValue = (name: string, found: string, expected: string, hint = ''): string =>
  `invalid \`${name}\` value${isWord(found) ? ` \`${found}\`` : ''}; expected ${expected}${hint}`

/** A slip of the pen is quoted; anything else may be a secret in the wrong place. */
const isWord = (found: string): boolean => /^[\w.,:="'[\]{}*\u2026-]{0,40}$/.test(found)

/** The sentence for a value that is none of a list of words. */
export const invalidChoice = (name: string, found: string, words: readonly string[]): string =>
  invalidValue(name, found, listed(words, 'or'), didYouMean(found, words))

/** The word that is meant, in any case. @throws Fault BAD_INPUT that lists what is possible */
export function oneOf<const Word extends string>(name: string, value: string, words: readonly Word[]): Word {
  const found = words.find(word => word === value.toLowerCase())
  if (found !== undefined) return found
  throw new Fault('BAD_INPUT', invalidChoice(name, value, words))
}
