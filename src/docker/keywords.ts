import type { Dockerfile, Instruction } from './ast.ts'

type Keyword = Pick<Instruction, 'keyword'>

export const isLower = ({ keyword: { text } }: Keyword): boolean => text === text.toLowerCase()
export const isUpper = ({ keyword: { text } }: Keyword): boolean => text === text.toUpperCase()

/** A keyword, written in lower case where that of an instruction is. */
export const inCaseOf = (instruction: Keyword, keyword: string): string =>
  isLower(instruction) ? keyword.toLowerCase() : keyword

/** Writes keywords in the case of most instructions of a file: without a majority, in upper case. */
export function caseIn({ stages }: Pick<Dockerfile, 'stages'>): (keyword: string) => string {
  const instructions = stages.flatMap(({ from, body }) => [from, ...body])
  const lower = instructions.filter(isLower).length > instructions.filter(isUpper).length
  return keyword => (lower ? keyword.toLowerCase() : keyword.toUpperCase())
}
