import type { Location, TextLines } from '../core/location.ts'
import { memo } from '../core/memo.ts'
import { Lines, type Source } from '../core/source.ts'
import { redact, redactQuoted } from '../secrets/redact.ts'

/** A text as it may be shown: what looks like a secret is hidden, wherever its name is. */
const shownLines = memo((within: TextLines): TextLines => new Lines(redact(within.text)))

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
 * A message about a source as it may be shown. A rule may quote what the builder of a Dockerfile puts together from
 * variables: it is hidden where the value of a secret is in it.
 */
export const shownMessage = (message: string, source: Source): string =>
  redactQuoted(message, name =>
    'stages' in source
      ? secretsOf(source).reduce((text, secret) => text.replaceAll(secret, '*'.repeat(secret.length)), name)
      : name,
  )

/** Shorter values would hide parts of other words. */
const SHORTEST_SECRET = 4

/** The values that are hidden in a text. */
const secretsOf = memo(({ text }: Source): readonly string[] => {
  const shown = redact(text)
  const hidden = [...shown.matchAll(/\*+/g)].map(({ index, 0: { length } }) => text.slice(index, index + length))
  return hidden.filter(value => value.length >= SHORTEST_SECRET && !/^\*+$/.test(value))
})
