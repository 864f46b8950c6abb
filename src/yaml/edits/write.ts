import { scalarText } from '../scalars.ts'

const isPlain = (value: unknown): value is null | string | number | boolean =>
  value === null || typeof value !== 'object'

/** A key as it is written before its colon. */
export const keyText = (key: string, quoted: boolean): string => (quoted ? JSON.stringify(key) : scalarText(key))

/** A value as it is written in brackets, strings always quoted: JSON, save that keys may go without. */
export function flowText(value: unknown, quotedKeys: boolean): string {
  if (Array.isArray(value)) return `[${value.map(item => flowText(item, quotedKeys)).join(', ')}]`
  if (isPlain(value)) return typeof value === 'string' ? JSON.stringify(value) : scalarText(value)
  const pairs = Object.entries(value as object).map(([key, item]) => flowPair(key, item, quotedKeys))
  return `{${pairs.join(', ')}}`
}

/** A key and its value as they are written in brackets. */
export const flowPair = (key: string, value: unknown, quotedKey: boolean): string =>
  `${keyText(key, quotedKey)}: ${flowText(value, quotedKey)}`

/** A value as it is written behind a colon or a dash in block style; `undefined` when it takes lines of its own. */
export function inlineText(value: unknown): string | undefined {
  if (isPlain(value)) return scalarText(value)
  return Array.isArray(value) || Object.keys(value as object).length === 0 ? flowText(value, false) : undefined
}

/** The lines of a map in block style. */
export function mapLines(map: object, column: number, indent: number): string[] {
  return Object.entries(map).flatMap(([key, value]) => entryLines(key, value, column, indent))
}

/** The lines of an entry in block style; of an item when its key is a number. */
export function entryLines(key: string | number, value: unknown, column: number, indent: number): string[] {
  const head = ' '.repeat(column) + (typeof key === 'number' ? '-' : `${keyText(key, false)}:`)
  const inline = inlineText(value)
  if (inline !== undefined) return [`${head} ${inline}`]
  if (typeof key === 'string') return [head, ...mapLines(value as object, column + indent, indent)]
  const [first = '', ...others] = mapLines(value as object, column + 2, indent)
  return [`${head} ${first.trimStart()}`, ...others]
}
