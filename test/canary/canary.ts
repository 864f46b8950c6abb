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

/** So many characters in a row are too many; shorter parts are searched for whole, and the shortest are no secret. */
const PIECE = 8
const SHORTEST = 6

/** Each piece of a part, however it is capitalised. */
const piecesOf = (part: string): readonly string[] =>
  Array.from({ length: Math.max(1, part.length - PIECE + 1) }, (_, at) => part.slice(at, at + PIECE).toLowerCase())

/** The characters of a part in Base64 that it determines by itself when `shift` bytes are before it. */
function base64Within(part: string, shift: number): string {
  const first = [0, 2, 3][shift]!
  const whole = Buffer.from(`${'x'.repeat(shift)}${part}`)
    .toString('base64')
    .replace(/=+$/, '')
  const last = (shift + part.length) % 3 === 0 ? whole.length : whole.length - 1
  return whole.slice(first, last)
}

/**
 * The text around the place where the secret comes out, or `undefined`. Parts are plain letters and digits, which no
 * output escapes.
 */
export function leakIn({ parts }: Canary, output: string): string | undefined {
  const searched = parts.filter(part => part.length >= SHORTEST)
  const lower = output.toLowerCase()
  const places = [
    ...searched.flatMap(piecesOf).map(piece => lower.indexOf(piece)),
    ...searched.flatMap(part => [0, 1, 2].map(shift => output.indexOf(base64Within(part, shift)))),
  ]
  const at = places.find(place => place >= 0)
  return at === undefined ? undefined : output.slice(Math.max(0, at - 60), at + 60)
}
