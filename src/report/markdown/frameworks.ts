import { plural } from '../../core/text.ts'
import type { JudgedControl, JudgedFramework } from '../../policy/frameworks.ts'
import { code, prose, row } from '../escape.ts'
import {
  checkedControls,
  foundWords,
  frameworkWords,
  placesOfControl,
  STATUS_WORDS,
  type UncheckedGroup,
  uncheckedGroups,
} from '../frameworks.ts'
import type { Budget } from './budget.ts'
import { type MarkdownContext, placeLink } from './context.ts'

/** Bytes of a table without its rows. */
export const FRAMEWORK_FRAME = 500

/** A folded table for each framework. They share the room that is left. */
export const frameworkParts = (
  frameworks: readonly JudgedFramework[],
  budget: Budget,
  context: MarkdownContext | undefined,
): readonly string[] =>
  frameworks.map((framework, index) => frameworkPart(framework, budget, 1 / (frameworks.length - index), context))

function frameworkPart(
  framework: JudgedFramework,
  budget: Budget,
  share: number,
  context: MarkdownContext | undefined,
): string {
  const rows = [
    ...checkedControls(framework).map(control => () => controlRow(control, context)),
    ...uncheckedGroups(framework).map(group => () => groupRow(group)),
  ]
  const written = budget.take(rows, write => write(), share)
  const left = rows.length - written.length
  const more = left > 0 ? `\n\nand ${plural(left, 'more row')}, in \`frameworks\` of the JSON result` : ''
  const table = ['| | control | findings | where |', '|---|---|---|---|', ...written].join('\n')
  return `<details><summary>${frameworkWords(framework)}</summary>\n\n${table}${more}\n\n</details>`
}

const MARKS = { fail: '❌', incomplete: '⚠️', pass: '✅' } as const

function controlRow(control: JudgedControl, context: MarkdownContext | undefined): string {
  const { id, title, status, because } = control
  const { places, more } = placesOfControl(control)
  const links = [
    ...places.map(({ finding }) => placeLink(finding, context)),
    ...(more > 0 ? [plural(more, 'more place')] : []),
  ]
  const where = because === undefined ? links.join(' · ') : prose(because)
  const mark = `${MARKS[status as keyof typeof MARKS]} ${STATUS_WORDS[status]}`
  return row([mark, `${code(id)} ${prose(title)}`, foundWords(control), where])
}

const groupRow = ({ status, because, ids }: UncheckedGroup): string =>
  row([STATUS_WORDS[status], ids.map(id => code(id)).join(', '), '', prose(because)])
