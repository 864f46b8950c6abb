import type { JudgedControl, JudgedFramework } from '../../policy/frameworks.ts'
import { forLog } from '../escape.ts'
import {
  checkedControls,
  foundWords,
  frameworkWords,
  placesOfControl,
  STATUS_WORDS,
  type UncheckedGroup,
  uncheckedGroups,
} from '../frameworks.ts'
import type { Page } from './page.ts'

/** The controls of each framework: a line for each that was checked, and one for all others of a kind. In whole lines. */
export function* frameworksText(frameworks: readonly JudgedFramework[], page: Page): Generator<string> {
  for (const framework of frameworks) {
    const controls = checkedControls(framework)
    const width = Math.max(0, ...controls.map(({ id }) => id.length))
    yield `${page.fold(page.paint('bold', frameworkWords(framework)), 2)}\n`
    for (const control of controls) yield `${controlLine(control, width, page)}\n`
    for (const group of uncheckedGroups(framework)) yield `${groupLine(group, page)}\n`
    yield '\n'
  }
}

const STYLES = { fail: 'high', incomplete: 'medium', pass: 'good' } as const

/** Columns of a status. */
const STATUS = STATUS_WORDS.incomplete.length

function controlLine(control: JudgedControl, width: number, page: Page): string {
  const { id, title, status, because } = control
  const style = STYLES[status as keyof typeof STYLES]
  const start = `  ${page.paint(style, STATUS_WORDS[status].padEnd(STATUS))}  ${id.padEnd(width)}  `
  const details = [because ?? '', foundWords(control), whereWords(control, page)].filter(words => words !== '')
  return page.fold(`${start}${[title, ...details].join('; ')}`, 2 + STATUS + 2 + width + 2)
}

function whereWords(control: JudgedControl, { nameOf, cut }: Page): string {
  const { places, more } = placesOfControl(control)
  const names = places.map(
    ({ finding: { location } }) => `${cut(forLog(nameOf(location.file)))}:${location.start.line}`,
  )
  return [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ')
}

const groupLine = ({ status, because, ids }: UncheckedGroup, { paint, fold }: Page): string =>
  fold(paint('dim', `  ${STATUS_WORDS[status]}${because === '' ? '' : ` (${because})`}: ${ids.join(', ')}`), 4)
