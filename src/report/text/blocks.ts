import { plural } from '../../core/text.ts'
import type { Judged } from '../../policy/verdict.ts'
import { acceptance } from '../accept.ts'
import {
  type Block,
  blocksOf,
  firstOf,
  type Place,
  placesOf,
  type RuleCount,
  ruleCounts,
  statementWords,
} from '../blocks.ts'
import { forLog } from '../escape.ts'
import type { Result } from '../result.ts'
import { excerpt } from './excerpt.ts'
import { moreWords, type Page } from './page.ts'

/** Columns of `accept`, the longest label, with its blanks. */
const LABEL = 10

/** The findings by rule, each in full; in whole lines. `whole`: copies of an object in other files too. */
export function* blocksText(
  judged: readonly Judged[],
  result: Result,
  page: Page,
  { whole = false } = {},
): Generator<string> {
  for (const block of blocksOf(judged, result.rules)) {
    yield `${blockTitle(block, page)}\n\n`
    yield* blockText(block, result, page, { whole })
    yield '\n'
  }
}

export const blockTitle = ({ severity, title, rule }: Block, { paint, fold }: Page): string =>
  fold(`${paint(severity, `${severity}:`)} ${paint('bold', title)} ${paint('dim', `[${rule}]`)}`, 2)

/** The places, with at most so many statements, and once for all of them what there is to know. */
export function* blockText(
  block: Block,
  result: Result,
  page: Page,
  { whole = false, most = Number.POSITIVE_INFINITY } = {},
): Generator<string> {
  const places = placesOf(block.judged, { whole })
  for (const place of firstOf(places, most)) yield `${placeText(place, block, result, page)}\n\n`
  const left = places.reduce((sum, { statements }) => sum + statements.length, -most)
  if (left > 0) yield `  ${moreWords(left)}\n\n`
  yield `${adviceText(block, result, page)}\n`
}

function placeText({ first, statements }: Place, block: Block, { rules }: Result, page: Page): string {
  const { file, start } = first.finding.location
  return [
    ...statements.map(statement => {
      const [{ finding }] = statement.judged
      const mark = finding.severity === block.severity ? '' : `${page.paint(finding.severity, finding.severity)}: `
      return page.fold(`  ${mark}${page.cut(forLog(statementWords(statement)))}`, 4)
    }),
    page.paint('dim', `    ${page.cut(forLog(page.nameOf(file)))}:${start.line}:${start.column}`),
    ...excerpt(first, rules, page),
  ].join('\n')
}

/** Once for all findings of a rule. */
function adviceText(block: Block, { acceptUntil }: Result, page: Page): string {
  const { paint, fold } = page
  const line = (label: string, words: string): string =>
    fold(`  ${paint('dim', label.padEnd(LABEL - 2))}${words}`, LABEL)
  return [
    ...(block.why === undefined ? [] : [line('why', block.why)]),
    ...(block.help === undefined ? [] : [line('do', block.help)]),
    ...fixLine(block.judged, page).map(words => line('fix', words)),
    // To be copied, so it is not broken.
    `  ${paint('dim', 'accept'.padEnd(LABEL - 2))}${acceptance(block, acceptUntil).paste}`,
  ].join('\n')
}

/** What can be done about it by command. */
function fixLine(judged: readonly Judged[], { cut }: Page): readonly string[] {
  const fixes = judged.flatMap(({ finding: { fix } }) => fix ?? [])
  if (fixes.length === 0) return []
  const titles = [...new Set(fixes.map(({ title }) => title))]
  const all = fixes.length < judged.length ? `, for ${fixes.length} of ${judged.length}` : ''
  const words = titles.length === 1 ? cut(forLog(titles[0]!)) : plural(fixes.length, 'edit')
  return [`${words}: \`--fix${fixes.every(({ safe }) => safe) ? '' : '=all'}\`${all}`]
}

/** Findings by rule, as a table: severity, how many in how many files, the rule and its title. */
export function* countsText(judged: readonly Judged[], { rules }: Result, page: Page): Generator<string> {
  const rows = ruleCounts(judged, rules)
  const width = (value: (row: RuleCount) => string | number): number =>
    Math.max(...rows.map(row => String(value(row)).length))
  const [severity, count, files, rule] = [
    width(row => row.severity),
    width(row => row.count),
    width(row => plural(row.files, 'file')),
    width(row => row.rule),
  ]
  const hang = 2 + severity + 2 + count + ' in '.length + files + 2 + rule + 2
  for (const row of rows) {
    const name = page.paint(row.severity, row.severity.padEnd(severity))
    const places = `${String(row.count).padStart(count)} in ${plural(row.files, 'file').padEnd(files)}`
    yield `${page.fold(`  ${name}  ${places}  ${row.rule.padEnd(rule)}  ${row.title}`, hang)}\n`
  }
}
