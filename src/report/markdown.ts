import type { Finding } from '../core/finding.ts'
import { groupBy } from '../core/group.ts'
import { downTo } from '../core/paths.ts'
import type { Severity } from '../core/severity.ts'
import { plural } from '../core/text.ts'
import { countedInputs, filesOf } from '../inputs.ts'
import type { Judged, Verdict, WaiverNote } from '../policy/verdict.ts'
import type { RuleSet } from '../rules/set.ts'
import { commentNotes } from './comments.ts'
import { advisoryUrl, code, LONGEST_URL, prose, row, urlPath, words } from './escape.ts'
import { isLoosened, loosenedLines, looseningWords, policyNote } from './loosening.ts'
import {
  breaches,
  byRule,
  changeWords,
  findingWords,
  gateWords,
  idleWords,
  idOf,
  known,
  knownWords,
  messageOf,
  passWords,
  type Result,
  standing,
  unreadFiles,
} from './result.ts'
import { countWords } from './text.ts'

/** Where the findings are to be read on GitHub; without it nothing is linked. */
export interface MarkdownContext {
  /** `https://github.com` */
  readonly server: string
  /** `owner/name` */
  readonly repository: string
  /** The commit whose files were checked. */
  readonly sha: string
  /** The folder of the workspace that it is checked out to; `''` is the workspace itself. */
  readonly folder: string
  /** The head of the pull request, where its merge with the base was checked. */
  readonly mergeOf?: string
  /** The head of the pull request, where something else was checked: neither that nor its merge. */
  readonly insteadOf?: string
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

/** Most faults and findings below the gate that are shown, and the share of the text that faults may take. */
const FAULTS = 50
const NOTED = 200
const FAULTS_SHARE = 1 / 3

/** Bytes for the heads of tables and for the lines that say how many are left. */
const FRAME = 1200

/**
 * The job summary and the comment: what stops the change, what to do, and everything else folded away. As many rows as
 * there is room for, gravest first. `limit`: the most bytes it may have in UTF-8 (65,536 characters for a comment, 1 MiB
 * for a summary).
 */
export function toMarkdown(result: Result, limit: number, context?: MarkdownContext): string {
  const text = body(result, limit, context)
  return sizeOf(text) <= limit ? text : `${heading(result, context)}\n\n${footer(result, context)}\n`
}

/** When there is no result: nothing was checked, and why. */
export function withoutResult(message: string, context?: MarkdownContext): string {
  const log = context?.run === undefined ? '' : ` [Log](${context.run})`
  return `### ⛔ Seaworthy could not finish\n\n${prose(message, 600)}\n\nNothing was checked.${log}\n`
}

const sizeOf = (text: string): number => new TextEncoder().encode(text).length

function body(result: Result, limit: number, context: MarkdownContext | undefined): string {
  const { verdict } = result
  const failing = breaches(verdict)
  const noted = standing(verdict).filter(({ standing }) => standing === 'noted')
  const above = [heading(result, context), insteadWords(context), loosenedPart(verdict)]
  const gate = [
    ...verdict.exceededBudgets.map(one => `- ${words(one)}`),
    failing.length > 0 || verdict.outcome === 'fail' || verdict.outcome === 'warn' ? gateLine(verdict, context) : '',
  ]
  const below = [
    changePart(verdict),
    knownPart(verdict),
    waiversPart(verdict),
    unreadPart(result),
    footer(result, context),
  ]
  const counted = byFile(noted)
  const budget = new Budget(limit - FRAME - sizeOf([...above, ...gate, ...below, counted].join('')))
  return `${[
    ...above,
    faultsPart(verdict, budget),
    breachesPart(failing, result.rules, budget, context),
    ...gate,
    folded(`Below the gate (${noted.length}: ${countWords(noted)})`, noted, counted, budget, context),
    ...below,
  ]
    .filter(part => part !== '')
    .join('\n\n')}\n`
}

/** The bytes that are left for rows. Rows are written until one does not fit: nobody waits for 30,000 that are not shown. */
class Budget {
  #left: number

  constructor(bytes: number) {
    this.#left = bytes
  }

  /** As many rows as fit into a share of the room. */
  take<Item>(items: readonly Item[], write: (item: Item) => string, share = 1): readonly string[] {
    const rows: string[] = []
    let left = Math.floor(this.#left * share)
    for (const item of items) {
      const text = write(item)
      const size = sizeOf(text) + 1
      if (size > left) break
      left -= size
      this.#left -= size
      rows.push(text)
    }
    return rows
  }
}

/** Whoever reads the comment takes it for the head of the pull request. */
function insteadWords(context: MarkdownContext | undefined): string {
  if (context?.insteadOf === undefined) return ''
  return `The checked commit is ${shortSha(context.sha)}. The head of the pull request, ${shortSha(context.insteadOf)}, was not checked.`
}

const shortSha = (sha: string): string => code(sha.slice(0, 7))

function heading({ verdict, inputs }: Result, context: MarkdownContext | undefined): string {
  const failing = breaches(verdict)
  if (verdict.outcome === 'error') return '### ⛔ Seaworthy could not check everything'
  if (verdict.outcome === 'fail' && failing.length === 0) return '### ❌ Seaworthy: the budget for findings is exceeded'
  if (verdict.outcome === 'fail')
    return `### ❌ Seaworthy: ${findingWords(failing)} ${failing.length === 1 ? 'stops' : 'stop'} this change`
  if (context?.insteadOf !== undefined) return '### ⚠️ Seaworthy: another commit was checked'
  const mark = verdict.outcome === 'warn' || isLoosened(verdict) ? '⚠️' : '✅'
  return `### ${mark} Seaworthy: ${filesOf(inputs) === 0 ? 'nothing to check' : passWords(verdict)}`
}

/** What the change does to the gate itself: reviewers decide about it before all else. */
function loosenedPart(verdict: Verdict): string {
  const policy = prose(capitalized(policyNote(verdict)), 600)
  const lines = loosenedLines(verdict, ({ file, line }, what) => {
    const place = file === undefined ? '' : `${code(file, 120)}${line === undefined ? '' : ` line ${line}`}: `
    return `- ${place}${prose(what, 300)}`
  })
  const title = lines.length > 0 ? [`⚠️ **${capitalized(looseningWords(verdict))}**`, ...lines].join('\n') : ''
  const mark = verdict.loosening?.policy === 'own' ? '⚠️ ' : ''
  return [policy === '' ? '' : `${mark}${policy}`, title].filter(Boolean).join('\n\n')
}

const capitalized = (words: string): string => words.slice(0, 1).toUpperCase() + words.slice(1)

function faultsPart({ faults }: Verdict, budget: Budget): string {
  const rows = budget.take(
    faults.slice(0, FAULTS),
    ({ file, line, message }) => {
      const place = file === undefined ? '' : `${code(file)}${line === undefined ? '' : ` line ${line}`}: `
      return `- ${place}${prose(message, 600)}`
    },
    FAULTS_SHARE,
  )
  const left = faults.length - rows.length
  return [...rows, ...(left > 0 ? [`- and ${left} more. ${ALL_OF_THEM}`] : [])].join('\n')
}

/** Where to look for what has no room here. */
const ALL_OF_THEM = 'All are in the JSON result: the output `results` names its file.'

function breachesPart(
  judged: readonly Judged[],
  rules: RuleSet,
  budget: Budget,
  context: MarkdownContext | undefined,
): string {
  if (judged.length === 0) return ''
  const rows = budget.take(judged, one =>
    row([severityCell(one.finding), placeCell(one.finding, context), messageCell(one), advice(one.finding, rules)]),
  )
  const left = judged.slice(rows.length)
  return [
    '| | where | what | do |',
    '|---|---|---|---|',
    ...rows,
    ...(left.length > 0 ? [`\nand ${left.length} more: ${countWords(left)}. ${ALL_OF_THEM}`] : []),
  ].join('\n')
}

/** `counted`: what stands there when there is no room for a single row. */
function folded(
  title: string,
  judged: readonly Judged[],
  counted: string,
  budget: Budget,
  context: MarkdownContext | undefined,
): string {
  if (judged.length === 0) return ''
  const rows = budget.take(judged.slice(0, NOTED), one =>
    row([severityCell(one.finding), placeCell(one.finding, context), messageCell(one)]),
  )
  const table = rows.length > 0 ? ['| | where | what |', '|---|---|---|', ...rows].join('\n') : counted
  const left = judged.length - rows.length
  const more = rows.length > 0 && left > 0 ? `\n\nand ${left} more. ${ALL_OF_THEM}` : ''
  return `<details><summary>${title}</summary>\n\n${table}${more}\n\n</details>`
}

/** When there is no room for a table: how many in which file. */
function byFile(judged: readonly Judged[]): string {
  if (judged.length === 0) return ''
  const files = [...groupBy(judged, ({ finding }) => finding.location.file)].sort(([, a], [, b]) => b.length - a.length)
  const shown = files.slice(0, 20).map(([file, here]) => `${code(file)} ${here.length}`)
  return `By file: ${shown.join(', ')}${files.length > 20 ? `, and ${plural(files.length - 20, 'other file')}` : ''}.`
}

const severityCell = ({ severity }: Finding): string => `${ICONS[severity]} ${severity}`

function placeCell(finding: Finding, context: MarkdownContext | undefined): string {
  const { file, start } = finding.location
  const label = `${code(file, 120)} line ${start.line}`
  const url = context && fileUrl(finding, context)
  return url !== undefined && url.length <= LONGEST_URL ? `[${label}](${url})` : label
}

function fileUrl(finding: Finding, { server, repository, sha, folder }: MarkdownContext): string | undefined {
  const path = downTo(finding.location.file, folder)
  if (path === undefined || isInReport(finding)) return undefined
  return `${server}/${urlPath(repository)}/blob/${encodeURIComponent(sha)}/${urlPath(path)}#L${finding.location.start.line}`
}

/** A scan report is made by the job, and is not in the commit. */
const isInReport = ({ area, location, related }: Finding): boolean =>
  area === 'image' && location.text === '' && related.some(({ file }) => file === location.file)

function messageCell(judged: Judged): string {
  const named = judged.finding.code
  const page = named?.url === undefined ? undefined : advisoryUrl(named.url)
  const name = named && page ? `[${code(named.id, 80)}](${page})` : code(idOf(judged.finding), 80)
  return `${prose(messageOf(judged))} ${name}`
}

/** Ten seconds to know what to change: the fix if there is one, else the first sentence of the advice. */
function advice({ fix, rule, package: pkg }: Finding, rules: RuleSet): string {
  if (fix) return prose(fix.title, 200)
  const fixed = pkg?.fixed ?? []
  if (fixed.length > 0)
    return `upgrade to ${fixed
      .slice(0, 3)
      .map(version => code(version, 60))
      .join(' or ')}`
  return prose(firstClause(rules.get(rule)?.help ?? ''), 200)
}

/** Up to the first full stop, semicolon or colon that is not inside of code; what to paste may follow a colon. */
const firstClause = (text: string): string =>
  /^(?:`[^`]*`|[^`.;:]|[.:](?!\s)|:(?=\s`))+/.exec(text)?.[0].trimEnd() ?? ''

const gateLine = (verdict: Verdict, context: MarkdownContext | undefined): string =>
  `The gate **${gateWords(verdict)}**.${context?.run === undefined ? '' : ` [Full report](${context.run})`}`

/** So many notes on waivers are shown, what somebody must do something about first. */
const NOTES = 12

function waiversPart({ waivers, judged }: Verdict): string {
  const waived = judged.filter(({ standing }) => standing === 'waived').length
  const suppressed = judged.filter(({ standing }) => standing === 'suppressed').length
  const notes = [
    ...waivers.lapsed.map(note => `⚠️ ${noteWords(note)} ended on ${note.until}`),
    ...waivers.expiring.map(note => `⏳ ${noteWords(note)} ends on ${note.until}`),
    ...(waivers.inForce > 0 ? [`${waivers.inForce} in force, ${plural(waived, 'finding')} waived`] : []),
    ...(suppressed > 0 ? [`${plural(suppressed, 'finding')} suppressed by comments`] : []),
    ...waivers.ineffective.map(({ source, why }) => `⚠️ comment at ${code(source)}: ${prose(why)}`),
    ...waivers.idle.map(note => `${noteWords(note)} matches nothing (${code(note.source)})`),
    ...commentNotes(waivers, text => code(text, 120)),
  ]
  if (notes.length === 0) return ''
  const more = notes.length > NOTES ? [`and ${notes.length - NOTES} more`] : []
  return `**Waivers**: ${[...notes.slice(0, NOTES), ...more].join(' · ')}`
}

/** Whatever else has no room, this has: it tells why the findings fail. */
function changePart(verdict: Verdict): string {
  const missing = verdict.change?.missing === undefined ? '' : '⚠️ '
  const lines = [changeWords(verdict), ...idleWords(verdict)].filter(Boolean)
  return lines.map((line, index) => `${index === 0 ? missing : ''}${prose(line, 600)}`).join('\n\n')
}

/** So many rules of known findings are listed. */
const KNOWN_RULES = 30

function knownPart(verdict: Verdict): string {
  const rules = byRule(known(verdict))
  if (rules.length === 0) return ''
  const rows = rules.slice(0, KNOWN_RULES).map(([rule, judged]) => row([code(rule), countWords(judged)]))
  const left = rules.length - rows.length
  const more = left > 0 ? `\n\nand ${plural(left, 'more rule')}. ${ALL_OF_THEM}` : ''
  const table = ['| rule | known |', '|---|---|', ...rows].join('\n')
  return `<details><summary>${knownWords(verdict)}</summary>\n\n${table}${more}\n\n</details>`
}

function unreadPart({ inputs }: Result): string {
  const { named, more } = unreadFiles(inputs)
  if (named.length === 0) return ''
  const lines = [...named.map(({ file, why }) => `${code(file)}: ${prose(why, 300)}`), ...(more ? [more] : [])]
  return `**Not read**:\n${lines.map(line => `- ${line}`).join('\n')}`
}

const noteWords = ({ rule, by }: WaiverNote): string => `${code(rule)}${by === undefined ? '' : ` (owner ${code(by)})`}`

function footer({ inputs, enabled, version }: Result, context: MarkdownContext | undefined): string {
  const others = countedInputs(inputs)
    .filter(({ holdsObjects }) => !holdsObjects)
    .map(({ count, noun }) => plural(count, noun))
  const merged = context?.mergeOf === undefined ? '' : `, the merge of ${shortSha(context.mergeOf)}`
  const checked = context ? ` · checked ${shortSha(context.sha)}${merged}` : ''
  return `<sub>${plural(filesOf(inputs), 'file')}, ${plural(enabled, 'rule')}: ${[plural(inputs.resources, 'object'), ...others].join(', ')}${checked} · Seaworthy ${version}</sub>`
}
