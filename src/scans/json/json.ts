/** Foreign JSON is `unknown`: these narrow it without ever throwing. */
export type Json = Readonly<Record<string, unknown>>

const EMPTY: Json = Object.freeze(Object.create(null))

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The object, or an empty one. */
export const objectOf = (value: unknown): Json => (isObject(value) ? value : EMPTY)

/** The list, or an empty one. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** The text without space around it; empty when it is neither text nor a number. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''

/** The texts of a list, empty ones left out. */
export const textsOf = (value: unknown): readonly string[] => listOf(value).map(textOf).filter(Boolean)

/** A number, also when it is written as text; `undefined` for anything else. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** Code scanning and editors take no larger line. */
const LAST_POSITION = 2 ** 31 - 1

/** A line or a column: a whole number from 1 on. Anything else is no place. */
export function positionOf(value: unknown): number | undefined {
  const number = numberOf(value)
  return Number.isInteger(number) && number! >= 1 && number! <= LAST_POSITION ? number : undefined
}

/** The objects of a list. `odd` is called for all that is there and is none: a row lost must not read as no row. */
export function objectsIn(value: unknown, unreadableRow: () => void): readonly Json[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) {
    unreadableRow()
    return []
  }
  return value.filter((row): row is Json => {
    if (!isObject(row)) unreadableRow()
    return isObject(row)
  })
}

type Optional<T> = { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> }
type Required<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] }

/** The fields that have a value. */
export function present<T extends object>(fields: T): Optional<T> & Required<T> {
  const kept: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) kept[name] = value
  // Leaving out what is undefined is what the type says.
  return kept as Optional<T> & Required<T>
}
