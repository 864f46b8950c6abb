/** Powers of ten of the decimal suffixes; `k` is lower case, and there is no `K`. */
const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 }
/** Powers of two of the binary suffixes. */
const BINARY: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 }

const GRAMMAR = /^([+-]?)(\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/

/** Longer texts are no quantities anybody meant; they only cost time. */
const MAX_QUANTITY_LENGTH = 64
/** Beyond this power of ten every value is the same: nothing at all, or more than there is. */
const FURTHEST = 64

/**
 * The exact value of a Kubernetes quantity (`500m`, `1Gi`, `1e3`, or a YAML number) in units of 10⁻⁹, rounded away
 * from zero as the API server does (apimachinery, resource.ParseQuantity). `undefined` when it is none.
 */
export function parseQuantity(value: unknown): bigint | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const text = String(value)
  const match = text.length <= MAX_QUANTITY_LENGTH ? GRAMMAR.exec(text) : null
  if (!match) return undefined
  const [, sign, digits = '', exponent, suffix = ''] = match
  const [whole = '', fraction = ''] = digits.split('.')
  const ten = (exponent === undefined ? (DECIMAL[suffix] ?? 0) : clamp(Number(exponent))) + 9 - fraction.length
  const scaled = BigInt(whole + fraction) << BigInt(BINARY[suffix] ?? 0)
  const nano = ten >= 0 ? scaled * 10n ** BigInt(ten) : roundedUp(scaled, 10n ** BigInt(-ten))
  return sign === '-' ? -nano : nano
}

const clamp = (exponent: number): number => Math.max(-FURTHEST, Math.min(FURTHEST, exponent))

const roundedUp = (dividend: bigint, divisor: bigint): bigint => (dividend + divisor - 1n) / divisor

export const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === ''

/** Zero is no request and no limit; what is no quantity at all is another fault. */
export const isGiven = (value: unknown): boolean => !isAbsent(value) && parseQuantity(value) !== 0n
