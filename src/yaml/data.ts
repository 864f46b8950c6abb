/** Deeper than any Kubernetes object, and low enough that whoever walks the data may do so by recursion. */
export const MAX_DEPTH = 500

/** Sets a key of a map as data, even `__proto__`, and returns the map. */
export function put(map: Record<string, unknown>, key: string, value: unknown): Record<string, unknown> {
  if (key !== '__proto__') map[key] = value
  else Object.defineProperty(map, key, { value, writable: true, enumerable: true, configurable: true })
  return map
}

/** True for equal data; the order of keys is of no account. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every(key => Object.hasOwn(b, key) && same(valueAt(a, key), valueAt(b, key)))
}

/** The own value of a key; `undefined` when there is none. */
export const valueAt = (value: unknown, key: string | number): unknown =>
  value !== null && typeof value === 'object' ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined
