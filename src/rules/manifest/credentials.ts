import { tokensIn } from '../../core/tokens.ts'

/** Endings that need no boundary before them: no other word ends like this (`PGPASSWORD`, `clientsecret`). */
const SECRET_ENDING = /(?:password|passwd|passphrase|secret|token|apikey|accesskey|privatekey|secretkey|credential)s?$/
const SECRET_WORDS = new Set(['pwd', 'pass', 'jwt', 'bearer'])
/** What makes a secret of a key: `API_KEY`, `ENCRYPTION_KEY`; not `PUBLIC_KEY`, `SORT_KEY`. */
const KEY_OF = new Set(
  'access account admin api app auth batch client encryption master private root secret service session shared signing ssh storage'.split(
    ' ',
  ),
)
/** A name that ends in one of these tells something about a secret, not the secret: `TOKEN_TTL`, `PASSWORD_FILE`. */
const ABOUT = new Set(
  'algorithm allowed audience count dir directory disabled duration enabled endpoint exp expiration expires expiry file format header host hours id interval issuer length lifetime limit method minutes mode name namespace path policy port prefix provider ref region required rotation seconds size timeout ttl type uri url version'.split(
    ' ',
  ),
)

/** Longer names are nobody's, and longer values are not looked through to their end. */
const LONGEST = 4096

/** `dbPassword`, `DB_PASSWORD`, `db.password` → db, password. */
const wordsOf = (name: string): readonly string[] =>
  name
    .slice(0, LONGEST)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)

/** True for names that promise a secret as their value. */
export function namesSecret(name: string): boolean {
  const words = wordsOf(name)
  if (ABOUT.has(words.at(-1) ?? '')) return false
  return words.some(
    (word, index) =>
      SECRET_ENDING.test(word) ||
      SECRET_WORDS.has(word) ||
      (/^keys?$/.test(word) && index > 0 && KEY_OF.has(words[index - 1]!)),
  )
}

const PASSWORD_IN_URL = /^[a-z][a-z0-9+.-]{0,30}:\/\/[^/\s:@]{0,200}:(?![$<{%*])[^/\s@]+@/i

/** True for texts that say by themselves that they are a secret. */
export function holdsSecret(value: string): boolean {
  const text = value.slice(0, LONGEST)
  return tokensIn(text).length > 0 || (text.includes('://') && PASSWORD_IN_URL.test(text))
}

const SWITCHES = new Set(
  'true false yes no on off null none nil enable enabled disable disabled optional required'.split(' '),
)

/** Values that stand for something else: switches, numbers, times, references, places. None is a secret by itself. */
const HARMLESS: readonly RegExp[] = [
  /^\s*$/,
  /^[+-]?\d{1,7}(?:\.\d{1,7})?$/,
  /^(?:\d{1,9}(?:ns|us|ms|s|m|h|d|w|y))+$/i,
  // Filled in by the kubelet, by kustomize, by a template, or by a human.
  /^(?:[^$]{0,80}\$\([\w.-]{1,80}\))+[^$]{0,80}$/,
  /^\$\{[^}]{1,200}\}$/,
  /^\{\{.{0,200}\}\}$/,
  /^<[^>]{1,200}>$/,
  /^(?:\.{0,2}|~)\/(?![^=+]*[=+])/,
  /^[a-z][a-z0-9+.-]{0,30}:\/\//i,
  /^(?:arn|vault|gsm|awssm|projects\/[\w-]+\/secrets):?/i,
]

/** True for values that are no secret whatever their name says. */
export const isHarmless = (value: string): boolean =>
  SWITCHES.has(value.toLowerCase()) || HARMLESS.some(shape => shape.test(value.slice(0, LONGEST)))
