import type { Severity } from '../../core/severity.ts'
import { plural } from '../../core/text.ts'
import type { Judged } from '../../policy/verdict.ts'
import { acceptance } from '../accept.ts'
import { type Block, placesOf, type RuleCount, ruleCounts, type Statement } from '../blocks.ts'
import { hunksOf } from '../diff.ts'
import { code, fence, list, plainCode, prose, row, words } from '../escape.ts'
import { messageOf, type Result, ruleUrl } from '../result.ts'
import { advisoryLink, type MarkdownContext, placeLink } from './context.ts'

const ICONS = {
  critical: '🔴',
  high: '🟠',
  medium: '🟡',
  low: '⚪',
  info: '⚪',
  unknown: '❔',
} as const satisfies Record<Severity, string>

/** How much of a block is written: facts with their places, links to further places, and whether a diff. */
export interface Measure {
  readonly facts: number
  readonly links: number
  readonly diff: boolean
}

/** From the fullest to what must fit. */
export const MEASURES: readonly Measure[] = [
  { facts: 5, links: 20, diff: true },
  { facts: 3, links: 5, diff: false },
  { facts: 1, links: 0, diff: false },
]

/** A rule that stops the change: what it found and where, what to do, what to paste, and how to accept it. */
export function blockPart(
  block: Block,
  { acceptUntil, version }: Result,
  context: MarkdownContext | undefined,
  { facts, links, diff }: Measure,
): string {
  const statements = placesOf(block.judged).flatMap(place => place.statements)
  const shown = statements.slice(0, facts)
  const others = statements.slice(facts)
  const { paste, where } = acceptance(block, acceptUntil)
  const { length } = block.judged
  const found = length > 1 ? ` · ${length} findings` : ''
  return [
    `${ICONS[block.severity]} **${block.severity}: ${prose(block.title)}** · ${ruleLink(block.rule, version)}${found}`,
    list([...shown.map(one => factWords(one, context)), ...furtherWords(others, links, context)]),
    block.help === undefined ? '' : prose(block.help, 600),
    diff ? diffPart(block.judged[0]) : '',
    `<sub>To accept: ${plainCode(paste)} ${where}</sub>`,
  ]
    .filter(part => part !== '')
    .join('\n\n')
}

export const ruleLink = (rule: string, version: string): string => `[${plainCode(rule)}](${ruleUrl(rule, version)})`

function factWords({ judged, otherFiles }: Statement, context: MarkdownContext | undefined): string {
  const [one] = judged
  const fact = one.finding.package ? packageFact(judged) : `${prose(messageOf(one))}${codeLink(one)}`
  const others = otherFiles > 0 ? ` (and in ${plural(otherFiles, 'other file')})` : ''
  return `${placeLink(one.finding, context)}: ${fact}${others}`
}

/** The code that the message does not name yet, or its page. */
function codeLink({ finding }: Judged): string {
  const link = advisoryLink(finding)
  return link === undefined ? '' : ` (${link})`
}

/** So many advisories of a package are linked, and so many versions named. */
const LINKED = 5

function packageFact(judged: Statement['judged']): string {
  const { name, version } = judged[0].finding.package!
  const ids = judged.map(({ finding }) => advisoryLink(finding) ?? code(finding.rule))
  const fixed = [...new Set(judged.flatMap(({ finding }) => finding.package?.fixed ?? []))]
  const more = ids.length > LINKED ? [`${ids.length - LINKED} more`] : []
  const cure =
    fixed.length > 0
      ? `, fixed in ${fixed
          .slice(0, LINKED)
          .map(one => code(one, 60))
          .join(', ')}`
      : ''
  const because = [...new Set(judged.flatMap(one => one.because ?? []))].map(why => `; ${prose(why)}`)
  return `${code(name, 80)} ${words(version.slice(0, 80))} has ${[...ids.slice(0, LINKED), ...more].join(', ')}${cure}${because.join('')}`
}

function furtherWords(
  others: readonly Statement[],
  links: number,
  context: MarkdownContext | undefined,
): readonly string[] {
  if (others.length === 0) return []
  const places = [...new Set(others.slice(0, links).map(({ judged: [one] }) => placeLink(one.finding, context)))]
  const left = others.length - Math.min(links, others.length)
  return [`and in ${[...places, ...(left > 0 ? [`${plural(left, 'more place')}`] : [])].join(' · ')}`]
}

/** Longer diffs are not read in a comment. */
const LONGEST_DIFF = 14

/** The fix of the first finding, where it is an edit of its file. Without lines around it: what they hold is not judged. */
function diffPart({ finding }: Judged): string {
  const { fix, location } = finding
  if (!fix || location.within === undefined || finding.fixShowsSecret === true) return ''
  if (fix.edits.some(({ file }) => file !== location.file)) return ''
  const lines = hunksOf(location.within.text, fix.edits, 0).filter(line => !line.startsWith('@@'))
  return lines.length === 0 || lines.length > LONGEST_DIFF ? '' : fence('diff', lines)
}

/** A table of rules whose findings are only counted, with as many rows as `take` leaves. */
export function countsTable(
  judged: readonly Judged[],
  { rules, version }: Result,
  take: (rows: readonly RuleCount[], write: (one: RuleCount) => string) => readonly string[],
): string {
  const counts = ruleCounts(judged, rules)
  const rows = take(counts, ({ severity, rule, title, count, files }) =>
    row([`${ICONS[severity]} ${severity}`, `${ruleLink(rule, version)} ${prose(title)}`, String(count), String(files)]),
  )
  const left = counts.length - rows.length
  const more = left > 0 ? `\n\nand ${plural(left, 'more rule')}` : ''
  return `${['| | rule | findings | files |', '|---|---|---|---|', ...rows].join('\n')}${more}`
}
