import type { Fault } from '../../core/fault.ts'
import { cut, plural } from '../../core/text.ts'
import type { Judged, Verdict } from '../../policy/verdict.ts'
import { forLog } from '../escape.ts'
import { isLoosened, loosenedLines, looseningWords, policyNote } from '../loosening.ts'
import { breaches, byRule, noted, type Result } from '../result.ts'
import { blocksText, countsText } from './blocks.ts'
import { footerText, headline } from './footer.ts'
import { frameworksText } from './frameworks.ts'
import { type Page, pageOf, type TextOptions } from './page.ts'

export interface Detail {
  /** `breaches`: nothing else; `all`: what is below the gate in full; `counts`: numbers of findings by rule. */
  readonly detail?: 'breaches' | 'all' | 'counts'
}

/**
 * For a person at a terminal: breaches by rule with their lines, once per rule why and what to do, and of what is below
 * the gate how many. In whole lines.
 */
export function* toText(result: Result, { detail, ...options }: TextOptions & Detail): Generator<string> {
  const page = pageOf(options)
  const { verdict } = result
  yield* looseningText(verdict, page)
  if (detail === 'counts') yield* countedText('at the gate', breaches(verdict), result, page)
  else yield* blocksText(breaches(verdict), result, page, { whole: detail === 'all' })
  yield* faultsText(verdict.faults, page)
  if (detail === 'breaches') {
    yield `${headline(result, page.paint)}\n`
    return
  }
  if (detail === 'all') yield* belowText(result, page)
  else yield* countedText('below the gate', noted(verdict), result, page, '; `--verbose` lists them')
  yield* frameworksText(result.frameworks ?? [], page)
  yield* footerText(result, page)
}

function* belowText(result: Result, page: Page): Generator<string> {
  const below = noted(result.verdict)
  if (below.length === 0) return
  yield `${page.paint('bold', `below the gate: ${plural(below.length, 'finding')}`)}\n\n`
  yield* blocksText(below, result, page, { whole: true })
}

/** The findings of a standing as a table with a heading, which ends in a hint. */
function* countedText(
  where: string,
  judged: readonly Judged[],
  result: Result,
  page: Page,
  hint = '',
): Generator<string> {
  if (judged.length === 0) return
  yield `${page.paint('bold', tableTitle(where, judged))}${hint}\n`
  yield* countsText(judged, result, page)
  yield '\n'
}

/** `below the gate: 12 findings of 5 rules` */
export const tableTitle = (where: string, judged: readonly Judged[]): string =>
  `${where}: ${plural(judged.length, 'finding')} of ${plural(byRule(judged).length, 'rule')}`

/** On top: anyone who reads no further has read this. */
export function* looseningText(verdict: Verdict, { paint, nameOf }: Page): Generator<string> {
  const policy = policyNote(verdict)
  const lines = loosenedLines(verdict, ({ file, line }, what) => {
    const place = file === undefined ? '' : `${nameOf(file)}${line === undefined ? '' : ` line ${line}`}: `
    return cut(forLog(`${place}${what}`), 300)
  })
  if (policy !== '') yield `${paint(isLoosened(verdict) ? 'medium' : 'dim', cut(forLog(policy), 300))}\n`
  if (lines.length > 0) yield `${paint('medium', `⚠ ${looseningWords(verdict)}`)}\n`
  for (const line of lines) yield `  ${line}\n`
  if (policy !== '' || lines.length > 0) yield '\n'
}

export function* faultsText(faults: readonly Fault[], page: Page): Generator<string> {
  if (faults.length === 0) return
  yield `${page.paint('critical', 'Could not be checked')}\n`
  for (const line of page.list(faults, fault => faultWords(fault, page))) yield `${page.fold(`  ${line}`, 4)}\n`
  yield '\n'
}

function faultWords({ file, line, column, message, code }: Fault, { paint, nameOf, cut }: Page): string {
  const place =
    file === undefined
      ? ''
      : `${cut(forLog(nameOf(file)))}${line === undefined ? '' : ` line ${line}`}${column === undefined ? '' : `, column ${column}`}: `
  return `${paint('bold', place)}${cut(forLog(message))} ${paint('dim', `[${code}]`)}`
}
