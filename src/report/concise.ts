import { cut } from '../core/text.ts'
import { forLog } from './escape.ts'
import { breaches, idOf, messageOf, type Result, standing } from './result.ts'

export interface ConciseOptions {
  /** How readers call a file; by default as in the result, from the root. */
  readonly nameOf?: (file: string) => string
  /** What is below the gate too. */
  readonly all?: boolean
}

/** A file name may have 4,096 bytes, and a message quotes names. */
const LONGEST = 1000

/** One line for each breach, as compilers write it: `file:line:column: severity rule message`. Faults are lines too. */
export function* toConcise(result: Result, { nameOf = file => file, all = false }: ConciseOptions): Generator<string> {
  const { verdict } = result
  for (const { file, line, column, code, message } of verdict.faults)
    yield lineOf([file === undefined ? undefined : nameOf(file), line, column], `error ${code}`, message)
  for (const words of verdict.exceededBudgets) yield lineOf([], 'error budget', words)
  for (const judged of all ? standing(verdict) : breaches(verdict)) {
    const { location, severity } = judged.finding
    const place = [nameOf(location.file), location.start.line, location.start.column]
    yield lineOf(place, `${severity} ${forLog(idOf(judged.finding))}`, messageOf(judged))
  }
}

/** Each part is redacted by itself: an id that ends like the name of a secret is none. */
function lineOf(place: readonly (string | number | undefined)[], head: string, message: string): string {
  const where = place.filter(part => part !== undefined).map(part => `${forLog(String(part))}:`)
  return `${cut([where.join(''), head, forLog(message)].filter(Boolean).join(' '), LONGEST)}\n`
}
