/** Words that stand for something else: YAML 1.1 as go-yaml v2, and with it kubectl, understands it. */
const WORDS: ReadonlyMap<string, null | boolean> = new Map<string, null | boolean>([
  ...['', '~', 'null', 'Null', 'NULL'].map(word => [word, null] as const),
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map(word => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map(word => [word, false] as const),
])

/** What may be a number begins so. */
export const NUMERIC = /^[-+.\d]/

const INTEGER = /^[-+]?(?:0[bB][01]+|0[xX][\da-fA-F]+|0[oO]?[0-7]+|\d+)$/
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/
const SPECIAL = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/

/** The value of a scalar without quotes, in the dialect of kubectl: `yes` and `0644` are no strings, `22:22` is one. */
export function plainValue(text: string): string | number | boolean | null {
  const first = text.charCodeAt(0)
  // Digits, or one of `+`, `-`, `.`.
  if ((first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46) return numberOrText(text)
  if (text.length > 5) return text
  const word = WORDS.get(text)
  return word === undefined ? text : word
}

/**
 * A number, or the text itself when it is none. As go-yaml's `resolve` does: `_` counts for nothing unless a point leads,
 * and what is too large for a float stays a string.
 */
export function numberOrText(text: string): number | string {
  const plain = text.includes('_') && !text.startsWith('.') ? text.replaceAll('_', '') : text
  if (INTEGER.test(plain)) return integer(plain)
  if (FLOAT.test(plain)) {
    const float = Number.parseFloat(plain)
    // The data go through JSON, where zero has no sign left.
    return Number.isFinite(float) ? float + 0 : text
  }
  if (!SPECIAL.test(plain)) return text
  return plain.endsWith('f') || plain.endsWith('F') ? (plain.startsWith('-') ? -Infinity : Infinity) : NaN
}

function integer(text: string): number {
  const signed = text.startsWith('-') || text.startsWith('+')
  const digits = signed ? text.slice(1) : text
  const octal = /^0[oO]?[0-7]+$/.test(digits)
  const size = octal ? Number.parseInt(digits.replace(/^0[oO]?/, ''), 8) : Number(digits)
  return text.startsWith('-') ? 0 - size : size
}

/** Written without quotes these mean themselves to every YAML reader, in block and in flow style. */
const PLAIN_TEXT = /^(?:[A-Za-z_/][\w./-]*(?:[@:=+][\w./-]+)*|\d+[A-Za-z]+)$/

/** How a scalar is written on one line: without quotes when every dialect of YAML reads it back as it is. */
export function scalarText(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return String(value)
  return PLAIN_TEXT.test(value) && plainValue(value) === value ? value : JSON.stringify(value)
}
