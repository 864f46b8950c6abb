import { capitalized, plural } from '../../core/text.ts'
import type { Judged, Verdict } from '../../policy/verdict.ts'
import { type Block, blocksOf } from '../blocks.ts'
import { code, list, prose, words } from '../escape.ts'
import { headline } from '../headline.ts'
import { isLoosened, loosenedLines, looseningWords, policyNote } from '../loosening.ts'
import { breaches, countWords, gateWords, known, knownWords, noted, type Result } from '../result.ts'
import { blockPart, countsTable, MEASURES } from './blocks.ts'
import { Budget, sizeOf } from './budget.ts'
import type { MarkdownContext } from './context.ts'
import { FRAMEWORK_FRAME, frameworkParts } from './frameworks.ts'
import { changePart, footer, shortSha, titled, unreadPart, waiversPart } from './notes.ts'

/** Most faults that are shown, and the share of the text that they may take. */
const FAULTS = 50
const FAULTS_SHARE = 1 / 3

/** Bytes for the heads of tables and for the lines that say how many are left. */
const FRAME = 2000

/**
 * The job summary and the comment: what stops the change, by rule, with what to do; everything else is folded away. As
 * much as there is room for, the most severe first. `limit`: the most bytes it may have in UTF-8 (65,536 characters for a
 * comment, 1 MiB for a summary).
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

function body(result: Result, limit: number, context: MarkdownContext | undefined): string {
  const { verdict, frameworks = [] } = result
  const failing = breaches(verdict)
  const above = [heading(result, context), insteadWords(context), loosenedPart(verdict)]
  const gate = [
    titled('Exceeded budgets', verdict.exceededBudgets.map(words)),
    failing.length > 0 || verdict.outcome === 'fail' || verdict.outcome === 'warn' ? gateLine(verdict, context) : '',
  ]
  const below = [changePart(verdict), waiversPart(verdict), unreadPart(result), footer(result, context)]
  const frames = FRAME + frameworks.length * FRAMEWORK_FRAME
  const budget = new Budget(limit - frames - sizeOf([...above, ...gate, ...below].join('')))
  const faults = faultsPart(verdict, budget)
  const blocks = blocksPart(result, budget, context)
  const counts = noted(verdict)
  return `${[
    ...above,
    faults,
    ...blocks,
    ...gate,
    folded(`Below the gate: ${plural(counts.length, 'finding')} (${countWords(counts)})`, counts, result, budget),
    folded(capitalized(knownWords(verdict)), known(verdict), result, budget),
    ...frameworkParts(frameworks, budget, context),
    ...below,
  ]
    .filter(part => part !== '')
    .join('\n\n')}\n`
}

/** Every rule that stops the change, as full as all of them can be; where not even the shortest fit, the first of them. */
function blocksPart(result: Result, budget: Budget, context: MarkdownContext | undefined): readonly string[] {
  const blocks = blocksOf(breaches(result.verdict), result.rules)
  const written = (block: Block, measure: (typeof MEASURES)[number]): string =>
    blockPart(block, result, context, measure)
  for (const measure of MEASURES.slice(0, -1)) {
    const parts = budget.takeAll(blocks, block => written(block, measure))
    if (parts) return parts
  }
  const parts = budget.take(blocks, block => written(block, MEASURES.at(-1)!))
  const left = blocks.slice(parts.length).flatMap(({ judged }) => judged)
  return left.length === 0 ? parts : [...parts, `and ${left.length} more: ${countWords(left)}. ${ALL_OF_THEM}`]
}

/** Whoever reads the comment takes it for the head of the pull request. */
function insteadWords(context: MarkdownContext | undefined): string {
  if (context?.insteadOf === undefined) return ''
  return `The checked commit is ${shortSha(context.sha)}. The head of the pull request, ${shortSha(context.insteadOf)}, was not checked.`
}

function heading(result: Result, context: MarkdownContext | undefined): string {
  const { outcome } = result.verdict
  if (outcome === 'error') return `### ⛔ Seaworthy ${headline(result)}`
  if (outcome === 'fail') return `### ❌ Seaworthy: ${headline(result)}`
  if (context?.insteadOf !== undefined) return '### ⚠️ Seaworthy: another commit was checked'
  return `### ${outcome === 'warn' || isLoosened(result.verdict) ? '⚠️' : '✅'} Seaworthy: ${headline(result)}`
}

/** What the change does to the gate itself: reviewers decide about it before all else. */
function loosenedPart(verdict: Verdict): string {
  const policy = prose(capitalized(policyNote(verdict)), 600)
  const lines = loosenedLines(verdict, ({ file, line }, what) => {
    const place = file === undefined ? '' : `${code(file, 120)}${line === undefined ? '' : ` line ${line}`}: `
    return `${place}${prose(what, 300)}`
  })
  const title = lines.length > 0 ? `⚠️ **${capitalized(looseningWords(verdict))}**\n${list(lines)}` : ''
  const mark = verdict.loosening?.policy === 'own' ? '⚠️ ' : ''
  return [policy === '' ? '' : `${mark}${policy}`, title].filter(Boolean).join('\n\n')
}

function faultsPart({ faults }: Verdict, budget: Budget): string {
  const rows = budget.take(
    faults.slice(0, FAULTS),
    ({ file, line, message }) => {
      const place = file === undefined ? '' : `${code(file)}${line === undefined ? '' : ` line ${line}`}: `
      return `${place}${prose(message, 600)}`
    },
    FAULTS_SHARE,
  )
  const left = faults.length - rows.length
  return titled('Could not be checked', [...rows, ...(left > 0 ? [`and ${left} more. ${ALL_OF_THEM}`] : [])])
}

/** Where to look for what has no room here. */
const ALL_OF_THEM = 'All are in the JSON result: the output `results` names its file.'

/** Findings that do not stop the change: how many of which rule. */
function folded(title: string, judged: readonly Judged[], result: Result, budget: Budget): string {
  if (judged.length === 0) return ''
  const table = countsTable(judged, result, (rows, write) => budget.take(rows, write))
  return `<details><summary>${title}</summary>\n\n${table}\n\n</details>`
}

const gateLine = (verdict: Verdict, context: MarkdownContext | undefined): string =>
  `The gate **${gateWords(verdict)}**.${context?.run === undefined ? '' : ` [Full report](${context.run})`}`
