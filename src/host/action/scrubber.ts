import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { tokensIn } from '../../secrets/forms.ts'
import { namesSecret } from '../../secrets/names.ts'
import type { Environment } from './inputs.ts'

/** A text without what must not leave this machine. */
export type Scrub = (text: string) => string

const HIDDEN = '***'

/** The runner gives these to every step. */
const TOKENS = ['ACTIONS_ID_TOKEN_REQUEST_TOKEN', 'ACTIONS_RUNTIME_TOKEN', 'GITHUB_TOKEN', 'GH_TOKEN']

/** Shorter ones would be found in ordinary words. */
const SHORTEST = 6

/** The secrets that are around a step: its tokens, and the credentials that earlier steps left in the workspace. */
export function secretsAround(token: string, env: Environment): readonly string[] {
  const folder = env['GITHUB_WORKSPACE'] ?? '.'
  const credentials = namesIn(folder).filter(name => /^gha-creds-.*\.json$/.test(name))
  const files = [...credentials.map(name => join(folder, name)), env['GOOGLE_GHA_CREDS_PATH'] ?? '']
  return [token, ...TOKENS.map(name => env[name] ?? ''), ...files.flatMap(secretsIn)].filter(
    secret => secret.length >= SHORTEST,
  )
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** The words behind names of secrets in a file of JSON: of a key each line, of a header what follows its scheme. */
function secretsIn(file: string): readonly string[] {
  const secrets: string[] = []
  try {
    JSON.parse(readFileSync(file, 'utf8'), (key, value: unknown) => {
      if (typeof value === 'string' && (namesSecret(key) || /^(?:authorization|private_key_id)$/i.test(key)))
        secrets.push(...value.split(/\s+/).filter(word => /^[\w+/=.-]{20,}$/.test(word)))
      return value
    })
  } catch {
    return []
  }
  return secrets
}

/** What Markdown puts before a character, and JSON before that; a zero-width space breaks mentions. */
const BETWEEN = '[\\\\\\u200b]*'

/** The rest of a word that begins with a secret: what is cut short is a secret all the same. */
const REST = '(?:[\\w+/=.~%-]|\\\\{1,2}[=_+.~*-])*'

/** So many characters tell a secret. */
const BEGINNING = 12

const beginningWith = (secret: string): string =>
  [...secret.slice(0, BEGINNING)].map(letter => letter.replace(/[^\w]/, '\\$&')).join(BETWEEN) + REST

/** A secret in base64, wherever in the encoded bytes it begins: the characters that no neighbour changes. */
function inBase64(secret: string): readonly string[] {
  const bytes = Buffer.from(secret)
  return [0, 1, 2].map(offset =>
    Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6)),
  )
}

const inBase64Url = (secret: string): readonly string[] =>
  inBase64(secret).map(text => text.replaceAll('+', '-').replaceAll('/', '_'))

/** What `actions/checkout` writes into `.git/config` before a token, in base64 as there. */
const USER = 'x-access-token:'

const AUTHORIZATION =
  /(\bauthorization["'\s\\]{0,9}[:=]["'\s\\]{0,9}(?:(?:basic|bearer|token)\s{1,9})?)(?:[^\s"'`<|\\]|\\{1,2}[=_+.~*-])+/gi

/** Hides these secrets, raw, in base64 or URL-encoded; `Authorization` headers; and secrets of known forms, keys too. */
export function scrubber(secrets: readonly string[]): Scrub {
  const forms = secrets.flatMap(secret => [
    ...[secret, encodeURIComponent(secret)],
    ...[...inBase64(secret), ...inBase64Url(secret)],
  ])
  const patterns = [...new Set([...forms, ...inBase64(USER)])].map(beginningWith)
  const secret = new RegExp(patterns.join('|'), 'g')
  return text => {
    const plain = text.replace(secret, HIDDEN).replace(AUTHORIZATION, `$1${HIDDEN}`)
    return tokensIn(plain).reduce((shown, token) => shown.replaceAll(token.text, HIDDEN), plain)
  }
}

/** The beginning of what gzip packed, in base64. */
const PACKED = 'H4sI'

/** A body with every text in it scrubbed; of a packed one, what is in it. */
export function scrubbed(body: unknown, scrub: Scrub): unknown {
  if (typeof body === 'string') return body.startsWith(PACKED) ? repacked(body, scrub) : scrub(body)
  if (Array.isArray(body)) return body.map(item => scrubbed(item, scrub))
  if (body === null || typeof body !== 'object') return body
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, scrubbed(value, scrub)]))
}

function repacked(body: string, scrub: Scrub): string {
  const { gunzipSync, gzipSync } = process.getBuiltinModule('node:zlib')
  const text = gunzipSync(Buffer.from(body, 'base64')).toString()
  // In the text of a JSON file, a secret may end with half of an escape.
  return scrub(text) === text ? body : gzipSync(JSON.stringify(scrubbed(JSON.parse(text), scrub))).toString('base64')
}
