/** What may be shown of a text: the values behind the names of secrets, and secrets of known forms, become asterisks. */
import { commandValues } from './commands.ts'
import { tokensIn } from './forms.ts'
import { namedValues } from './named.ts'
import { inUrls } from './urls.ts'

type Span = readonly [start: number, end: number]

const inForms = (text: string): readonly Span[] => tokensIn(text).map(({ at, text: { length } }) => [at, at + length])

/** Every character but line breaks: the text keeps its lines and columns. */
const asterisks = (value: string): string => value.replace(/[^\r\n]/g, '*')

function hide(text: string, spans: readonly Span[]): string {
  let shown = ''
  let at = 0
  for (const [start, end] of spans.toSorted(([a], [b]) => a - b)) {
    if (end <= at) continue
    const from = Math.max(at, start)
    shown += text.slice(at, from) + asterisks(text.slice(from, end))
    at = end
  }
  return at === 0 ? text : shown + text.slice(at)
}

/**
 * A text as it may be shown, of one line or many: each letter of what looks like a secret becomes an asterisk. Lines and
 * columns stay.
 */
export const redact = (text: string): string =>
  hide(text, [...inForms(text), ...inUrls(text), ...namedValues(text), ...commandValues(text)])

/** A text of Seaworthy's own, or of a program, which may quote an address with a password in it, or a token. */
export const redactForms = (text: string): string => hide(text, [...inForms(text), ...inUrls(text)])
