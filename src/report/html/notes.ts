import { SEVERITIES } from '../../core/severity.ts'
import { capitalized, plural } from '../../core/text.ts'
import type { Verdict, WaiverNote } from '../../policy/verdict.ts'
import { commentNotes } from '../comments.ts'
import { markup, markupProse, pathMarkup } from '../escape.ts'
import { headline } from '../headline.ts'
import { isLoosened, loosenedLines, looseningWords, policyNote } from '../loosening.ts'
import { changeWords, gateWords, idleWords, type Result, unreadFiles } from '../result.ts'

const MARKS = { pass: '✓', warn: '⚠', fail: '✗', error: '✗' } as const satisfies Record<Verdict['outcome'], string>

/** What most readers came for. */
export function verdictPart(result: Result): string {
  const { verdict } = result
  const outcome = verdict.outcome === 'pass' && isLoosened(verdict) ? 'warn' : verdict.outcome
  const counts = SEVERITIES.toReversed()
    .filter(severity => verdict.counts[severity] > 0)
    .map(severity => `<li class="${severity}"><b>${verdict.counts[severity]}</b> ${severity}</li>`)
  const lines = [
    `the gate ${gateWords(verdict)}`,
    ...verdict.exceededBudgets,
    changeWords(verdict),
    ...idleWords(verdict),
  ]
  return `<header class="${outcome}">
<p class="name">Seaworthy</p>
<h1><span class="sign" aria-hidden="true">${MARKS[outcome]}</span> ${markupProse(capitalized(headline(result)))}</h1>
${counts.length > 0 ? `<ul class="counts">${counts.join('')}</ul>\n` : ''}${lines
  .filter(line => line !== '')
  .map(line => `<p>${markupProse(capitalized(line), 600)}</p>\n`)
  .join('')}</header>
`
}

/** So many faults are listed; each of them is in the JSON result. */
const FAULTS = 500

/** Why the verdict may not be what it seems. */
export function* notesAbove({ verdict }: Result): Generator<string> {
  const { faults } = verdict
  const faultLines = faults.slice(0, FAULTS).map(({ file, line, column, message, code }) => {
    const at = file === undefined ? '' : `${placed(file, line, column)} `
    return `${at}${markupProse(message, 600)} <code>${code}</code>`
  })
  const left = faults.length - faultLines.length
  yield list('Could not be checked', [
    ...faultLines,
    ...(left > 0 ? [`and ${left} more, listed in <code>faults</code> of the JSON result`] : []),
  ])
  yield list(capitalized(looseningWords(verdict)) || 'The policy', looseningLines(verdict))
}

/** What is neither found nor missed. */
export function* notesBelow({ verdict, inputs }: Result): Generator<string> {
  yield list('Waivers', waiverLines(verdict.waivers))
  const { named, more } = unreadFiles(inputs)
  yield list('Not read', [
    ...named.map(({ file, why }) => `${placed(file)} ${markupProse(why)}`),
    ...(more ? [markupProse(more)] : []),
  ])
}

/** `lines`: markup. */
const list = (title: string, lines: readonly string[]): string =>
  lines.length === 0
    ? ''
    : `<section class="note"><h2>${markup(title, 300)}</h2>\n<ul>\n${lines.map(line => `<li>${line}</li>\n`).join('')}</ul></section>\n`

const placed = (file: string, line?: number, column?: number): string =>
  `<b>${pathMarkup(file)}${[line, column].map(number => (number === undefined ? '' : `:${number}`)).join('')}</b>`

const looseningLines = (verdict: Verdict): readonly string[] => {
  const policy = policyNote(verdict)
  const ways = loosenedLines(verdict, ({ file, line }, what) =>
    file === undefined ? markupProse(what) : `${placed(file, line)} ${markupProse(what)}`,
  )
  return [...(policy === '' ? [] : [markupProse(capitalized(policy), 600)]), ...ways]
}

function waiverLines(waivers: Verdict['waivers']): readonly string[] {
  const { inForce, expiring, lapsed, idle, ineffective } = waivers
  const note = ({ rule, where, source }: WaiverNote, fate: string): string =>
    `waiver of ${quoted(rule)}${where === undefined ? '' : ` at ${quoted(where)}`} ${fate} (${quoted(source)})`
  return [
    ...lapsed.map(one => note(one, `ended on ${markup(one.until ?? '', 40)}`)),
    ...expiring.map(one => note(one, `ends on ${markup(one.until ?? '', 40)}`)),
    ...ineffective.map(({ source, why }) => `comment at ${quoted(source)}: ${markupProse(why)}`),
    ...idle.map(one => note(one, 'matches nothing')),
    ...commentNotes(waivers, quoted),
    ...(inForce > 0 ? [`${plural(inForce, 'waiver')} in force`] : []),
  ]
}

const quoted = (text: string): string => `<code>${markup(text, 120)}</code>`
