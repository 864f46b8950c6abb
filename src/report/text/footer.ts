import { groupBy } from '../../core/group.ts'
import { cut, listed, plural } from '../../core/text.ts'
import { countedInputs, filesOf } from '../../inputs.ts'
import type { Judged, Verdict, WaiverNote } from '../../policy/verdict.ts'
import { commentNotes } from '../comments.ts'
import { forLog } from '../escape.ts'
import { isLoosened } from '../loosening.ts'
import {
  breaches,
  byRule,
  changeWords,
  countWords,
  gateWords,
  idleWords,
  known,
  knownWords,
  noted,
  passWords,
  type Result,
  standing,
  testWords,
  unreadFiles,
} from '../result.ts'
import type { Page } from './page.ts'
import type { Paint } from './paint.ts'

/** The verdict, and what it rests on. */
export function* footerText(result: Result, page: Page): Generator<string> {
  const { paint, fold } = page
  const { verdict, inputs, enabled } = result
  const counts = countedInputs(inputs).map(({ count, noun }) => plural(count, noun))
  const lines = [
    headline(result, paint),
    ...verdict.exceededBudgets.map(words => paint('high', words)),
    ...fixableLine(verdict),
    paint(
      'dim',
      `${plural(filesOf(inputs), 'file')}, ${plural(enabled, 'rule')}: ${listed(counts)}, ${plural(inputs.resources, 'object')}${policyWords(result, page)}${exemptionWords(verdict)}${page.cut(skippedWords(result))}${prefixed(testWords(result))}`,
    ),
    ...changeLines(verdict).map(line => paint('dim', line)),
    ...waiverLines(verdict.waivers, page),
    ...unreadLines(inputs, page).map(line => paint('dim', line)),
  ]
  for (const line of lines) yield `${fold(line, 2)}\n`
}

const prefixed = (words: string): string => (words === '' ? '' : `; ${words}`)

/** How many findings a command corrects. An edit that would be unsafe is only known once it is made: hence `up to`. */
function fixableLine(verdict: Verdict): readonly string[] {
  const findings = standing(verdict).map(({ finding }) => finding)
  const safe = findings.filter(finding => finding.mayBeSafe !== false && finding.fix?.safe).length
  const others = findings.filter(finding => finding.mayBeFixed ?? finding.fix !== undefined).length - safe
  const parts = [
    ...(safe > 0 ? [`${safe} with \`--fix\``] : []),
    ...(others > 0 ? [`up to ${others}${safe > 0 ? ' more' : ''} with \`--fix=all\``] : []),
  ]
  return parts.length > 0 ? [`fixable: ${parts.join(', ')}`] : []
}

function changeLines(verdict: Verdict): readonly string[] {
  const rules = byRule(known(verdict)).map(([rule, { length }]) => `${length} ${rule}`)
  const folded = rules.length > 0 ? `${knownWords(verdict)}: ${rules.join(', ')}` : ''
  return [changeWords(verdict), folded, ...idleWords(verdict)].filter(Boolean).map(line => cut(forLog(line), 600))
}

function unreadLines(inputs: Result['inputs'], { nameOf, cut }: Page): readonly string[] {
  const { named, more } = unreadFiles(inputs)
  return [...named.map(({ file, why }) => `${cut(forLog(nameOf(file)))}: ${cut(forLog(why))}`), more]
    .filter(Boolean)
    .map(words => `not read: ${words}`)
}

function waiverLines(waivers: Verdict['waivers'], page: Page): readonly string[] {
  const { paint, nameOf, list } = page
  const { expiring, lapsed, idle, ineffective } = waivers
  const noteOf = ({ rule, where, source }: WaiverNote, fate: string): string =>
    page.cut(forLog(`waiver of ${rule}${where === undefined ? '' : ` at ${where}`} ${fate} (${nameOf(source)})`))
  return [
    ...list(expiring, note => paint('medium', noteOf(note, `ends on ${note.until}`))),
    ...list(lapsed, note => paint('medium', noteOf(note, `ended on ${note.until}`))),
    ...list(idle, note => paint('dim', noteOf(note, 'matches nothing'))),
    ...list(ineffective, ({ source, why }) =>
      paint('medium', cut(forLog(`comment at ${nameOf(source)}: ${why}`), 300)),
    ),
    ...commentNotes(waivers, text => text, nameOf).map(note => paint('dim', cut(forLog(note), 300))),
  ]
}

/** What came out, in one line. */
export function headline({ verdict, inputs }: Result, paint: Paint): string {
  const failing = breaches(verdict)
  const { length } = noted(verdict)
  const below = length > 0 ? `, ${length} below it` : ''
  const gate = `the gate ${gateWords(verdict)}`
  const found = failing.length > 0 ? `${breachWords(failing)} (${countWords(failing)})${below}` : `no breaches${below}`
  if (verdict.outcome === 'error')
    return paint(
      'critical',
      `✗ error: ${plural(verdict.faults.length, 'thing')} could not be checked; ${found}; ${gate}`,
    )
  if (verdict.outcome === 'fail') return paint('critical', `✗ fail: ${found}; ${gate}`)
  if (filesOf(inputs) === 0) return paint('medium', '✓ pass: nothing to check')
  if (verdict.outcome === 'warn') return paint('medium', `⚠ warn: ${passWords(verdict)}; ${found}; ${gate}`)
  if (isLoosened(verdict)) return paint('medium', `⚠ pass: ${found}; ${gate}`)
  return paint('good', `✓ pass: ${found}; ${gate}`)
}

function breachWords(failing: readonly Judged[]): string {
  const isNew = failing.every(({ novelty }) => novelty === 'new')
  return plural(failing.length, `${isNew ? 'new ' : ''}breach`, `${isNew ? 'new ' : ''}breaches`)
}

const policyWords = ({ policy }: Result, { nameOf, cut }: Page): string =>
  policy === undefined ? '' : `; policy ${cut(forLog(nameOf(policy)))}`

/** What somebody may take for checked, and is not. */
function skippedWords({ inputs }: Result): string {
  const reasons = groupBy(
    inputs.skipped.filter(({ ordinary }) => !ordinary),
    ({ reason }) => reason,
  )
  const counts = [...reasons].map(([reason, files]) => `${files.length} ${reason}`)
  return counts.length > 0 ? `; skipped: ${forLog(counts.join(', '))}` : ''
}

function exemptionWords({ judged }: Verdict): string {
  const byStanding = (['waived', 'suppressed'] as const).map(
    standing => [standing, judged.filter(one => one.standing === standing).length] as const,
  )
  const counts = byStanding.filter(([, count]) => count > 0).map(([standing, count]) => `${count} ${standing}`)
  return counts.length > 0 ? `; ${counts.join(', ')}` : ''
}
