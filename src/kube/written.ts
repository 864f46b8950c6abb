/** A scalar as it is written, for a message or a key; any other value, `{toString: 1}` among them, by its shape. */
export function written(value: unknown): string {
  if (Array.isArray(value)) return '[…]'
  return value !== null && typeof value === 'object' ? '{…}' : String(value ?? '')
}
