/** What may be shown of a text: the values behind the names of secrets, and secrets of known forms, become asterisks. */
import { cut } from '../core/text.ts'
import { commandValues } from './commands.ts'
import { tokensIn } from './forms.ts'
import { namedValues } from './named.ts'
import { inUrls } from './urls.ts'

type Span = readonly [start: number, end: number]

const formsIn = (text: string): readonly Span[] => tokensIn(text).map(({ at, text: { length } }) => [at, at + length])

/** Every character but line breaks: the text keeps its lines and columns. */
const asterisks = (value: string): string => value.replace(/[^\r\n]/g, '*')

function hide(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text
  let shown = ''
  let at = 0
  for (const [start, end] of spans.toSorted(([a], [b]) => a - b)) {
    if (end <= at) continue
    const from = Math.max(at, start)
    shown += text.slice(at, from) + asterisks(text.slice(from, end))
    at = end
  }
  return shown + text.slice(at)
}

/** As many short texts are kept: names of rules, objects and files come again and again. */
const MOST_KNOWN = 10_000
const LONGEST_KNOWN = 200
const known = new Map<string, string>()

/**
 * A text as it may be shown, of one line or many: each letter of what looks like a secret becomes an asterisk. Lines and
 * columns stay.
 */
export function redact(text: string): string {
  if (text.length > LONGEST_KNOWN) return searched(text)
  const before = known.get(text)
  if (before !== undefined) return before
  const shown = searched(text)
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(text, shown)
  return shown
}

function searched(text: string): string {
  const forms = formsIn(text)
  if (!SEPARATED.test(text)) return hide(text, forms)
  return hide(text, [...forms, ...inUrls(text), ...namedValues(text), ...commandValues(text)])
}

/** A name has nothing in front of a value: most of what is printed are names. */
const SEPARATED = /[\s:=@,?]/

/** Names longer than this are cut in a message. */
const LONGEST_NAME = 80

/**
 * A message of Seaworthy, or of a program, as it may be shown: what it quotes is a name, and its own words are none of a
 * secret. `shown` has a last look at each name.
 */
export const redactQuoted = (message: string, shown = (name: string): string => name): string =>
  hide(message, [...formsIn(message), ...inUrls(message)]).replace(
    /`([^`]+)`/g,
    (_, name: string) => `\`${cut(shown(redact(name)), LONGEST_NAME)}\``,
  )
