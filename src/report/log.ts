import { cut } from '../core/text.ts'
import { blocksOf } from './blocks.ts'
import { forData, forLog } from './escape.ts'
import { breaches, noted, type Result } from './result.ts'
import { blockText, blockTitle, countsText } from './text/blocks.ts'
import { footerText, headline } from './text/footer.ts'
import { pageOf, type TextOptions } from './text/page.ts'
import { faultsText, looseningText, tableTitle } from './text/text.ts'

/** Longer names and messages are not read in a log. */
const LONGEST = 300

/** More faults, or notes on waivers of one kind, are not read in a log either. */
const LISTED = 100

/** So many findings are shown in full, each rule an equal part of them: the page of a run does not show endless logs. */
const SHOWN = 1000

/**
 * For the log of a workflow's step: the verdict, what could not be checked, and then groups that GitHub folds, one for
 * each rule that stops the change. In whole lines, whose number grows with that of the rules only.
 */
export function* toLog(result: Result, options: TextOptions): Generator<string> {
  const page = pageOf({ longest: LONGEST, most: LISTED, ...options })
  const plain = pageOf({ ...options, colour: false })
  const { verdict } = result
  const blocks = blocksOf(breaches(verdict), result.rules)
  const most = Math.max(1, Math.floor(SHOWN / blocks.length))
  yield `${headline(result, page.paint)}\n\n`
  yield* looseningText(verdict, page)
  yield* faultsText(verdict.faults, page)
  for (const block of blocks) {
    const { file, start } = block.judged[0].finding.location
    const more = block.judged.length > 1 ? ` and ${block.judged.length - 1} more` : ''
    yield* group(
      `${blockTitle(block, plain)} ${page.nameOf(file)} line ${start.line}${more}`,
      blockText(block, result, page, { most }),
    )
  }
  const below = noted(verdict)
  if (below.length > 0) yield* group(tableTitle('below the gate', below), countsText(below, result, page))
  yield* footerText(result, page)
}

/** GitHub folds what is between these two commands (actions/runner, ActionCommandManager.cs). */
function* group(title: string, pieces: Iterable<string>): Generator<string> {
  yield `::group::${forData(cut(forLog(title), LONGEST))}\n`
  yield* pieces
  yield '::endgroup::\n'
}
