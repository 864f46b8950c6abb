import type { Edit } from '../core/edit.ts'
import type { Location, TextLines } from '../core/location.ts'
import { memo } from '../core/memo.ts'
import { Lines, type Source } from '../core/source.ts'
import { redact, redactQuoted } from '../secrets/redact.ts'

/** A text as it may be shown: what looks like a secret is hidden, wherever its name is. */
const shownLines = memo((within: TextLines): TextLines => new Lines(redact(within.text)))

/** The whole text of a source as it may be shown, lines and columns kept. */
export function shownTextOf(source: Source): string {
  const { within } = source.locate({ span: [0, 0] })
  return within ? shownLines(within).text : redact(source.text)
}

/** A place as it may be shown. */
export function shownLocation({ rendered, within, ...location }: Location): Location {
  const shown = rendered && shownLocation(rendered)
  return {
    ...location,
    ...(within && { within: shownLines(within) }),
    text: within ? underlined(shownLines(within), location) : textOf(location, rendered, shown),
    ...(shown && { rendered: shown }),
  }
}

const underlined = (within: TextLines, { start, end }: Pick<Location, 'start' | 'end'>): string =>
  within.line(start.line).slice(start.column - 1, end.column - 1)

/** What is nowhere in a template was taken from the rendered text. */
const textOf = (
  { text }: Pick<Location, 'text'>,
  rendered: Location | undefined,
  shown: Location | undefined,
): string => (shown && text === rendered?.text ? shown.text : redact(text))

/** The place without anything to be read at it. */
export const blank = ({ rendered, within: _, ...location }: Location): Location => ({
  ...location,
  text: '',
  ...(rendered && { rendered: blank(rendered) }),
})

/**
 * A message about a source as it may be shown, or the name of what a finding is about. A rule may quote what the builder of
 * a Dockerfile puts together from variables, or makes of the words of a line: it is hidden where a part of a secret is in
 * it. Names of stages are read in lower case.
 */
export const shownMessage = (message: string, source: Source): string =>
  redactQuoted(message, name => shownName(name, source))

export const shownName = (name: string, source: Source): string =>
  'stages' in source ? withoutParts(name, partsOfSecrets(source)) : name

/** True when what edits make of a text shows a secret: in them, or in what they repeat of the text around. */
export function showsSecret(source: Source, edits: readonly Edit[]): boolean {
  const { text } = source
  return edits.some(({ span: [start, end], text: written }) => {
    if (withoutParts(written, partsOfSecrets(source)) !== written) return true
    const before = text.slice(Math.max(0, start - AROUND), start)
    const shown = redact(before + written + text.slice(end, end + AROUND))
    return redact(written) !== written || shown.slice(before.length, before.length + written.length) !== written
  })
}

/** As much of a text tells whether a part of it is a secret. */
const AROUND = 5000

const withoutParts = (name: string, parts: readonly RegExp[]): string =>
  parts.reduce((text, part) => text.replace(part, found => '*'.repeat(found.length)), name)

/** Shorter parts would hide what is in other words. */
const SHORTEST_PART = 6

/** What is hidden in a text, word by word: in any case, since names of stages are read in lower case. */
const partsOfSecrets = memo((source: Source): readonly RegExp[] => {
  const { text } = source
  const hidden = [...shownTextOf(source).matchAll(/\*+/g)].map(({ index, 0: { length } }) =>
    text.slice(index, index + length),
  )
  // A variable is named by the beginning of a word: `${a.b`.
  const words = hidden
    .flatMap(value => [...value.split(/[\s/:@"'=\\]+/), ...value.split(/\W+/)])
    .filter(word => word.length >= SHORTEST_PART)
  return [...new Set(words)].filter(word => !/^\*+$/.test(word)).map(word => new RegExp(escaped(word), 'gi'))
})

const escaped = (word: string): string => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
