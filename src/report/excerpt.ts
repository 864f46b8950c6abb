import type { Finding } from '../core/finding.ts'
import type { RuleSet } from '../rules/set.ts'

/** The line of a finding, as far as it may be shown. */
export interface Excerpt {
  /** Whether text was left out in front of it. */
  readonly isCut: boolean
  readonly before: string
  readonly marked: string
  readonly after: string
  /** Whether it is only in what a template is rendered to. */
  readonly isRendered: boolean
}

/** No excerpt needs more of a line: a file of JSON may be one line of megabytes. */
export const LONGEST_EXCERPT = 400

/** Of what is in front of the place, so much is shown where the line is too long. */
const AHEAD = 20

/** Where the excerpt of a line begins: behind its indentation, or, in a long line, a few words before the place. */
export function excerptStart(line: string, place: number, room: number): number {
  const indent = Math.min(line.slice(0, place).search(/\S|$/), place)
  return place - indent > room - 2 * AHEAD ? place - AHEAD : indent
}

/** Characters of a line on a wide page. */
const ROOM = 120

/** None where the place has no text, as in a scan report. */
export function excerptOf({ location, rule }: Finding, rules: RuleSet): Excerpt | undefined {
  const { start, end, text, within, rendered } = location
  if (text === '' || (within === undefined && rendered === undefined)) return undefined
  if (within === undefined || rules.get(rule)?.sensitive)
    return {
      isCut: false,
      before: '',
      marked: text.slice(0, LONGEST_EXCERPT),
      after: '',
      isRendered: within === undefined,
    }
  const line = within.line(start.line)
  const place = start.column - 1
  const from = excerptStart(line, place, ROOM)
  const shown = line.slice(from, from + LONGEST_EXCERPT)
  const [first, last] = [place - from, end.column - 1 - from]
  return {
    isCut: from > 0 && line.slice(0, from).trim() !== '',
    before: shown.slice(0, first),
    marked: shown.slice(first, last),
    after: shown.slice(last),
    isRendered: false,
  }
}
