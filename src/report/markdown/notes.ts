import { plural } from '../../core/text.ts'
import { countedInputs, filesOf } from '../../inputs.ts'
import type { Verdict, WaiverNote } from '../../policy/verdict.ts'
import { commentNotes } from '../comments.ts'
import { code, list, prose } from '../escape.ts'
import { changeWords, idleWords, type Result, testWords, unreadFiles } from '../result.ts'
import type { MarkdownContext } from './context.ts'

/** So many notes on waivers are shown, what somebody must do something about first. */
const NOTES = 12

export function waiversPart({ waivers, judged }: Verdict): string {
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
export function changePart(verdict: Verdict): string {
  const missing = verdict.change?.missing === undefined ? '' : '⚠️ '
  const lines = [changeWords(verdict), ...idleWords(verdict)].filter(Boolean)
  return lines.map((line, index) => `${index === 0 ? missing : ''}${prose(line, 600)}`).join('\n\n')
}

export function unreadPart({ inputs }: Result): string {
  const { named, more } = unreadFiles(inputs)
  const lines = [...named.map(({ file, why }) => `${code(file)}: ${prose(why, 300)}`), ...(more ? [more] : [])]
  return titled('Not read', lines)
}

/** A list, which without its title would continue one in front of it. */
export const titled = (title: string, items: readonly string[]): string =>
  items.length === 0 ? '' : `**${title}**:\n${list(items)}`

const noteWords = ({ rule, by }: WaiverNote): string => `${code(rule)}${by === undefined ? '' : ` (owner ${code(by)})`}`

export function footer(result: Result, context: MarkdownContext | undefined): string {
  const { inputs, enabled, version } = result
  const others = countedInputs(inputs)
    .filter(({ holdsObjects }) => !holdsObjects)
    .map(({ count, noun }) => plural(count, noun))
  const merged = context?.mergeOf === undefined ? '' : `, the merge of ${shortSha(context.mergeOf)}`
  const checked = context ? ` · checked ${shortSha(context.sha)}${merged}` : ''
  return `<sub>${plural(filesOf(inputs), 'file')}, ${plural(enabled, 'rule')}: ${[plural(inputs.resources, 'object'), ...others].join(', ')}${testWords(result) && ` · ${testWords(result)}`}${checked} · Seaworthy ${version}</sub>`
}

export const shortSha = (sha: string): string => code(sha.slice(0, 7))
