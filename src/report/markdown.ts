import type { Finding } from '../core/finding.ts'
import { groupBy } from '../core/group.ts'
import type { Location } from '../core/location.ts'
import type { Severity } from '../core/severity.ts'
import { plural } from '../core/text.ts'
import type { Judged, Verdict, WaiverNote } from '../policy/verdict.ts'
import { rules } from '../rules/index.ts'
import { advisoryUrl, code, prose, row, urlPath, words } from './escape.ts'
import { breaches, filesOf, idOf, messageOf, type Result, standing, thresholdWords } from './result.ts'
import { countWords } from './text.ts'

/** Where the findings are to be read on GitHub; without it nothing is linked. */
export interface MarkdownContext {
  /** `https://github.com` */
  readonly server: string
  /** `owner/name` */
  readonly repository: string
  /** The commit whose files were checked. */
  readonly sha: string
  /** This run's page. */
  readonly run?: string
}

const ICONS = {
  critical: '🔴',
  high: '🟠',
  medium: '🟡',
  low: '⚪',
  info: '⚪',
  unknown: '❔',
} as const satisfies Record<Severity, string>

/** What may be left out, one after the other, until the text fits. */
const DETAILS = [
  { breaches: Number.POSITIVE_INFINITY, noted: 200, faults: 50 },
  { breaches: 200, noted: 50, faults: 50 },
  { breaches: 50, noted: 0, faults: 20 },
  { breaches: 10, noted: 0, faults: 5 },
] as const
type Detail = (typeof DETAILS)[number]

/**
 * The job summary and the comment: what stops the change, what to do, and everything else folded away.
 * `limit`: the most bytes it may have in UTF-8 (65,536 characters for a comment, 1 MiB for a summary).
 */
export function toMarkdown(result: Result, limit: number, context?: MarkdownContext): string {
  for (const detail of DETAILS) {
    const text = body(result, detail, context)
    if (new TextEncoder().encode(text).length <= limit) return text
  }
  return `${heading(result)}\n\n${footer(result, context)}\n`
}

function body(result: Result, detail: Detail, context: MarkdownContext | undefined): string {
  const { verdict } = result
  const noted = standing(verdict).filter(({ standing }) => standing === 'noted')
  return `${[
    heading(result),
    faultsPart(verdict, detail.faults),
    breachesPart(breaches(verdict), detail.breaches, context),
    ...verdict.overdrawn.map(one => `- ${words(one)}`),
    breaches(verdict).length > 0 || verdict.outcome === 'fail' ? gateLine(verdict, context) : '',
    folded(`Below the gate (${noted.length}: ${countWords(noted)})`, noted, detail.noted, context),
    waiversPart(verdict),
    footer(result, context),
  ]
    .filter(part => part !== '')
    .join('\n\n')}\n`
}

function heading({ verdict, inputs }: Result): string {
  const failing = breaches(verdict)
  if (verdict.outcome === 'error') return '### ⛔ Seaworthy could not check everything'
  if (verdict.outcome === 'fail' && failing.length === 0) return '### ❌ Seaworthy: the budget for findings is spent'
  if (verdict.outcome === 'fail')
    return `### ❌ Seaworthy: ${plural(failing.length, 'finding')} ${failing.length === 1 ? 'stops' : 'stop'} this change`
  if (filesOf(inputs) === 0) return '### ✅ Seaworthy: there was nothing to check'
  return `### ✅ Seaworthy: nothing at ${thresholdWords(verdict)}`
}

function faultsPart({ faults }: Verdict, most: number): string {
  if (faults.length === 0) return ''
  const rows = faults.slice(0, most).map(({ file, line, message }) => {
    const place = file === undefined ? '' : `${code(file)}${line === undefined ? '' : ` line ${line}`}: `
    return `- ${place}${prose(message, 600)}`
  })
  const left = faults.length - rows.length
  return [...rows, ...(left > 0 ? [`- and ${left} more`] : [])].join('\n')
}

function breachesPart(judged: readonly Judged[], most: number, context: MarkdownContext | undefined): string {
  if (judged.length === 0) return ''
  const shown = judged.slice(0, most)
  const left = judged.length - shown.length
  return [
    '| | where | what | do |',
    '|---|---|---|---|',
    ...shown.map(one => row([grade(one.finding), where(one.finding, context), what(one), todo(one.finding)])),
    ...(left > 0 ? [`\nand ${left} more: ${countWords(judged.slice(most))}`] : []),
  ].join('\n')
}

function folded(title: string, judged: readonly Judged[], most: number, context: MarkdownContext | undefined): string {
  if (judged.length === 0) return ''
  const rows = judged.slice(0, most).map(one => row([grade(one.finding), where(one.finding, context), what(one)]))
  const table = rows.length > 0 ? ['| | where | what |', '|---|---|---|', ...rows].join('\n') : byFile(judged)
  const left = rows.length > 0 && judged.length > rows.length ? `\n\nand ${judged.length - rows.length} more` : ''
  return `<details><summary>${title}</summary>\n\n${table}${left}\n\n</details>`
}

/** When there is no room for a table: how many in which file. */
function byFile(judged: readonly Judged[]): string {
  const files = [...groupBy(judged, ({ finding }) => finding.location.file)].sort(([, a], [, b]) => b.length - a.length)
  const shown = files.slice(0, 20).map(([file, here]) => `${code(file)} ${here.length}`)
  return `By file: ${shown.join(', ')}${files.length > 20 ? `, and ${plural(files.length - 20, 'other file')}` : ''}.`
}

const grade = ({ severity }: Finding): string => `${ICONS[severity]} ${severity}`

/** Longer addresses would crowd out the findings: a path may have 4,096 bytes, each of them three characters here. */
const LONGEST_URL = 1000

function where({ location }: Finding, context: MarkdownContext | undefined): string {
  const label = `${code(location.file, 120)} line ${location.start.line}`
  const url = context && fileUrl(location, context)
  return url !== undefined && url.length <= LONGEST_URL ? `[${label}](${url})` : label
}

const fileUrl = ({ file, start }: Location, { server, repository, sha }: MarkdownContext): string =>
  `${server}/${urlPath(repository)}/blob/${encodeURIComponent(sha)}/${urlPath(file)}#L${start.line}`

function what(judged: Judged): string {
  const { advisory, url } = judged.finding
  const page = advisory === undefined ? undefined : advisoryUrl(url)
  const name = page ? `[${code(advisory!, 80)}](${page})` : code(idOf(judged.finding), 80)
  return `${prose(messageOf(judged))} ${name}`
}

/** Ten seconds to know what to change: the fix if there is one, else the first sentence of the advice. */
function todo({ fix, rule, package: pkg }: Finding): string {
  if (fix) return words(fix.title)
  const fixed = pkg?.fixed ?? []
  if (fixed.length > 0)
    return `upgrade to ${fixed
      .slice(0, 3)
      .map(version => code(version, 60))
      .join(' or ')}`
  return prose(firstClause(rules.get(rule)?.help ?? ''), 200)
}

/** Up to the first full stop, semicolon or colon that is not inside of code. */
const firstClause = (text: string): string => /^(?:`[^`]*`|[^`.;:]|[.:](?!\s))+/.exec(text)?.[0].trimEnd() ?? ''

const gateLine = (verdict: Verdict, context: MarkdownContext | undefined): string =>
  `The gate fails at **${thresholdWords(verdict)}**.${context?.run === undefined ? '' : ` [Full report](${context.run})`}`

/** So many things are told of waivers, what somebody must do something about first. */
const NOTES = 12

function waiversPart({ waivers, judged }: Verdict): string {
  const waived = judged.filter(({ standing }) => standing === 'waived').length
  const suppressed = judged.filter(({ standing }) => standing === 'suppressed').length
  const notes = [
    ...waivers.lapsed.map(note => `⚠️ ${noteWords(note)} ended on ${note.until}`),
    ...waivers.expiring.map(note => `⏳ ${noteWords(note)} ends on ${note.until}`),
    ...(waivers.inForce > 0 ? [`${waivers.inForce} in force, ${plural(waived, 'finding')} waived`] : []),
    ...(suppressed > 0 ? [`${plural(suppressed, 'finding')} suppressed by comments`] : []),
    ...waivers.void.map(({ source, why }) => `⚠️ the comment at ${code(source)} holds nothing back: ${prose(why)}`),
    ...waivers.idle.map(note => `${noteWords(note)} matches nothing (${code(note.source)})`),
  ]
  if (notes.length === 0) return ''
  const more = notes.length > NOTES ? [`and ${notes.length - NOTES} more`] : []
  return `**Waivers**: ${[...notes.slice(0, NOTES), ...more].join(' · ')}`
}

const noteWords = ({ rule, by }: WaiverNote): string => `${code(rule)}${by === undefined ? '' : ` (owner ${code(by)})`}`

function footer({ inputs, rules: ran, version }: Result, context: MarkdownContext | undefined): string {
  const checked = context ? ` · checked ${shortSha(context.sha)}` : ''
  return `<sub>${plural(filesOf(inputs), 'file')}, ${plural(ran, 'rule')}: ${plural(inputs.resources, 'object')}, ${plural(inputs.dockerfiles, 'Dockerfile')}, ${plural(inputs.reports, 'scan report')}${checked} · Seaworthy ${version}</sub>`
}
