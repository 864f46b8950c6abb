/** Made-up secrets, each unique, and where they are found again. */
import { pick, randomFrom } from '../kit/random.ts'

/** What a secret is recognised by. */
export type Class =
  | 'behind a name'
  | 'known form'
  | 'command'
  | 'URL'
  | 'PEM'
  | 'docker config'
  | '.netrc'
  | 'further'
  | 'bare word'

/** A way to write a secret. In `text`, `{w:20}` is a secret part: so many random characters of an alphabet. */
export interface Secret {
  readonly class: Class
  readonly title: string
  /** The name that it is behind, in the class that has one. */
  readonly name?: string
  readonly text: string
}

/** A secret with its parts drawn. */
export interface Canary extends Secret {
  /** What may not come out, nor any piece of it. */
  readonly parts: readonly string[]
}

const LETTERS = 'abcdefghijkmnopqrstuvwxyz'
const ALPHABETS: Readonly<Record<string, string>> = {
  /** lower-case letters */
  a: LETTERS,
  /** digits */
  d: '0123456789',
  /** hexadecimal */
  h: '0123456789abcdef',
  /** lower-case letters and digits */
  l: `${LETTERS}0123456789`,
  /** upper-case letters and digits */
  u: `${LETTERS.toUpperCase()}234567`,
  /** letters and digits */
  w: `${LETTERS}${LETTERS.toUpperCase()}0123456789`,
}

/** The secret with random parts, which the seed determines. */
export function draw(secret: Secret, seed: number): Canary {
  const random = randomFrom(seed)
  const parts: string[] = []
  const text = secret.text.replace(/\{([adhluw]):(\d+)\}/g, (_, alphabet: string, length: string) => {
    const part = Array.from({ length: Number(length) }, () => pick(random, [...ALPHABETS[alphabet]!])).join('')
    parts.push(part)
    return part
  })
  return { ...secret, text, parts }
}

/** So many characters in a row are too many. */
const PIECE = 8

/** Each piece of a text, in lower case: a name of a stage is put out so. */
const piecesOf = (text: string): readonly string[] =>
  Array.from({ length: Math.max(0, text.length - PIECE + 1) }, (_, at) => text.slice(at, at + PIECE).toLowerCase())

/** The characters of a part in Base64 that it determines by itself when `shift` bytes are before it. */
function base64Within(part: string, shift: number): string {
  const first = [0, 2, 3][shift]!
  const whole = Buffer.from(`${'x'.repeat(shift)}${part}`)
    .toString('base64')
    .replace(/=+$/, '')
  const last = (shift + part.length) % 3 === 0 ? whole.length : whole.length - 1
  return whole.slice(first, last)
}

const tracesOf = ({ parts }: Canary): readonly string[] =>
  parts.flatMap(part => [part, ...[0, 1, 2].map(shift => base64Within(part, shift))]).flatMap(piecesOf)

/**
 * Looks for canaries in an output: which of them come out, and the text around the first piece of each. Parts are plain
 * letters and digits, as they are in Base64, and no output escapes these.
 */
export function searchFor(canaries: readonly Canary[]): (output: string) => ReadonlyMap<Canary, string> {
  const owners = new Map(canaries.flatMap(canary => tracesOf(canary).map(piece => [piece, canary] as const)))
  return output => {
    const leaks = new Map<Canary, string>()
    for (const { 0: run, index } of output.matchAll(/[a-z0-9]{8,}/gi))
      for (const [at, piece] of piecesOf(run).entries()) {
        const canary = owners.get(piece)
        if (canary && !leaks.has(canary)) leaks.set(canary, output.slice(Math.max(0, index + at - 60), index + at + 60))
      }
    return leaks
  }
}
