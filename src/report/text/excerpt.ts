import { cut } from '../../core/text.ts'
import type { Judged } from '../../policy/verdict.ts'
import type { RuleSet } from '../../rules/set.ts'
import { forLog } from '../escape.ts'
import { excerptStart, LONGEST_EXCERPT } from '../excerpt.ts'
import type { Page } from './page.ts'

/** Columns of the line number, with the blanks in front of it, and of the bar. */
const NUMBER = 7
const GUTTER = NUMBER + 3

/** The line of a finding, and the place underlined; nothing where there is nothing to read. */
export function excerpt({ finding }: Judged, rules: RuleSet, { paint, columns }: Page): readonly string[] {
  const { location, rule, severity } = finding
  const { line, column } = location.start
  const whole = location.within?.line(line)
  const bar = paint('dim', `${String(line).padStart(NUMBER)} │`)
  const room = columns - GUTTER
  if (location.text === '' || (whole === undefined && !location.rendered)) return []
  // What a template was rendered to is not in it.
  if (whole === undefined) return [`${bar} ${cut(forLog(location.text), room)} ${paint('dim', '(when rendered)')}`]
  if (rules.get(rule)?.sensitive) return [`${bar} ${cut(forLog(location.text), room)}`]
  const from = excerptStart(whole, column - 1, room)
  const dots = from > 0 && whole.slice(0, from).trim() !== '' ? '…' : ''
  const text = cut(dots + forLog(whole.slice(from, from + LONGEST_EXCERPT)), room)
  const before = dots.length + forLog(whole.slice(from, column - 1)).length
  const under = ' '.repeat(before) + '~'.repeat(Math.max(1, Math.min(forLog(location.text).length, room - before)))
  return [`${bar} ${text}`, `${paint('dim', `${' '.repeat(NUMBER)} │`)} ${paint(severity, under)}`]
}
