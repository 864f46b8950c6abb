/** What the text of a scalar stands for. `int` holds 64 bits, so that its digits may be more than a number of ours can keep. */
export type Typed =
  | { readonly type: 'null'; readonly value: null }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'int'; readonly value: bigint }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'time'; readonly value: string }

const YAML = 'tag:yaml.org,2002:'

const words = (list: string, typed: Typed): [string, Typed][] => list.split(' ').map(word => [word, typed])

/** YAML 1.1, as go-yaml v2 understands it (resolve.go). */
const WORDS: ReadonlyMap<string, Typed> = new Map([
  ...words('y Y yes Yes YES true True TRUE on On ON', { type: 'bool', value: true }),
  ...words('n N no No NO false False FALSE off Off OFF', { type: 'bool', value: false }),
  ['', { type: 'null', value: null }],
  ...words('~ null Null NULL', { type: 'null', value: null }),
  ...words('.nan .NaN .NAN', { type: 'float', value: Number.NaN }),
  ...words('.inf .Inf .INF +.inf +.Inf +.INF', { type: 'float', value: Number.POSITIVE_INFINITY }),
  ...words('-.inf -.Inf -.INF', { type: 'float', value: Number.NEGATIVE_INFINITY }),
])

const TYPES: ReadonlyMap<string, Typed['type']> = new Map([
  [`${YAML}str`, 'text'],
  [`${YAML}bool`, 'bool'],
  [`${YAML}int`, 'int'],
  [`${YAML}float`, 'float'],
  [`${YAML}null`, 'null'],
  [`${YAML}timestamp`, 'time'],
])

/** What a scalar with a tag stands for; `undefined` when it is not what the tag says. `tag`: empty for none. */
export function resolve(tag: string, text: string): Typed | undefined {
  if (tag === `${YAML}binary`) return binary(text)
  const wanted = TYPES.get(tag)
  if ((tag !== '' && wanted === undefined) || wanted === 'text') return { type: 'text', value: text }
  const typed = plain(text, wanted === undefined || wanted === 'time')
  if (wanted === undefined || typed.type === wanted) return typed
  return wanted === 'float' && typed.type === 'int' ? { type: 'float', value: Number(typed.value) } : undefined
}

function plain(text: string, mayBeTime: boolean): Typed {
  const word = WORDS.get(text)
  if (word) return word
  if (/^[\d+-]/.test(text)) return number(text, mayBeTime)
  // With a point in front it is read by Go's own rules, which want a digit on both sides of each `_`.
  if (/^\.\d+(?:_\d+)*(?:[eE][-+]?\d+(?:_\d+)*)?$/.test(text)) return float(text.replaceAll('_', ''), text)
  return { type: 'text', value: text }
}

const TIME =
  /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt]\d{1,2}:\d{1,2}:\d{1,2}(?:[.,]\d+)?(?:Z|[-+]\d\d:\d\d)| \d{1,2}:\d{1,2}:\d{1,2}(?:[.,]\d+)?)?$/

function number(text: string, mayBeTime: boolean): Typed {
  if (mayBeTime && TIME.test(text)) return { type: 'time', value: text }
  const digits = text.replaceAll('_', '')
  const int = integer(digits)
  if (int !== undefined) return { type: 'int', value: int }
  return /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(digits)
    ? float(digits, text)
    : { type: 'text', value: text }
}

/** What is too large for a float stays a text. */
function float(digits: string, text: string): Typed {
  const value = Number.parseFloat(digits)
  return Number.isFinite(value) ? { type: 'float', value } : { type: 'text', value: text }
}

const LEAST = -(2n ** 63n)
const MOST_SIGNED = 2n ** 63n - 1n
const MOST = 2n ** 64n - 1n

/** As Go's `ParseInt` with base 0, and the `0b-1` that go-yaml lets pass. */
function integer(digits: string): bigint | undefined {
  const [, sign = '', body] = /^([-+]?)(0[xX][\da-fA-F]+|0[bB][01]+|0[oO][0-7]+|0[0-7]*|[1-9]\d*)$/.exec(digits) ?? []
  if (body === undefined) return /^0b[-+][01]+$/.test(digits) ? signed(digits[2]!, `0b${digits.slice(3)}`) : undefined
  // More digits than 64 bits have need no counting; zeros in front are of no account.
  if (body.replace(/^0[xXbBoO]?0*/, '').length > 64) return undefined
  const value = signed(sign, /^0[0-7]+$/.test(body) ? `0o${body.slice(1)}` : body)
  return value < LEAST || value > (sign === '' ? MOST : MOST_SIGNED) ? undefined : value
}

const signed = (sign: string, body: string): bigint => (sign === '-' ? -BigInt(body) : BigInt(body))

const BASE64 = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/

function binary(text: string): Typed | undefined {
  const packed = text.replace(/[\r\n]/g, '')
  if (!BASE64.test(packed)) return undefined
  const bytes = Uint8Array.from(atob(packed), letter => letter.charCodeAt(0))
  return { type: 'text', value: textOf(bytes) }
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** As Go writes bytes into JSON: each one that is no UTF-8 becomes a U+FFFD of its own. */
function textOf(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at]!
    const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
    const character = decoded(bytes.subarray(at, at + length))
    text += character ?? '\ufffd'
    at += character === undefined ? 1 : length
  }
  return text
}

function decoded(character: Uint8Array): string | undefined {
  try {
    return UTF_8.decode(character)
  } catch {
    return undefined
  }
}

/** What a key is called in JSON (sigs.k8s.io/yaml); `undefined` where it refuses the key. */
export function keyName({ type, value }: Typed): string | undefined {
  if (type === 'null') return undefined
  if (type === 'int') return value > MOST_SIGNED ? undefined : String(value)
  return type === 'float' ? floatName(value) : String(value)
}

/** As Go's `FormatFloat(value, 'g', -1, 32)`: the fewest digits that a float of 32 bits is told by. */
function floatName(value: number): string {
  const single = Math.fround(value)
  if (Number.isNaN(single)) return '.nan'
  if (!Number.isFinite(single)) return single > 0 ? '.inf' : '-.inf'
  if (single === 0) return Object.is(single, -0) ? '-0' : '0'
  let shortest = ''
  for (let precision = 1; Math.fround(Number(shortest)) !== single || shortest === ''; precision++)
    shortest = single.toExponential(precision - 1)
  const [digits, power] = shortest.split('e') as [string, string]
  const exponent = Number(power)
  if (exponent >= -4 && exponent < 6) return plainDigits(digits, exponent)
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
}

function plainDigits(digits: string, exponent: number): string {
  return Number(`${digits}e${exponent}`).toFixed(Math.max(0, digits.replace(/[-.]/g, '').length - 1 - exponent))
}
