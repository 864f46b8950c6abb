import { tokensIn } from './tokens.ts'

/** What promises a secret behind it. `automountServiceAccountToken: false` does too: see HARMLESS. */
const NAME =
  '(?:pass(?:word|wd|phrase)?|pwd|secret|token|credential|(?:api|access|private|secret|auth|encryption)[_-]?key)s?'

/** What stands behind such a name without being a secret: switches, numbers, references, the beginning of a map. */
const HARMLESS = '(?!(?:true|false|null|yes|no|\\d+)\\b|[$<{[(|>*&#])'

const VALUE = '[^\\s"\',;&|)}\\]]{1,4096}'

const WORD = /pass|pwd|secret|token|key|credential/i

/**
 * What a text must hold for one of them to be worth a look, and the secret: two groups, what may be shown and the secret
 * behind it. Bounded, so that no text makes them slow.
 */
const SECRETS: readonly (readonly [hint: RegExp, secret: RegExp])[] = [
  [/:\/\//, /(:\/\/[^\s:@/]{0,100}:)([^\s@/]{1,4096})(?=@)/g],
  [/bearer|basic/i, /(\b(?:bearer|basic)\s{1,5})([\w.~+/=-]{8,4096})/gi],
  // `password: x`, `--token=x`, `X-Api-Key: x`, `"dbPassword": "x"`
  [WORD, new RegExp(`(${NAME}["']?\\s{0,5}[=:]\\s{0,5}["']?)${HARMLESS}(${VALUE})`, 'gi')],
  // `--password x`, `//registry/:_authToken x`
  [WORD, new RegExp(`([-_]\\w{0,30}?${NAME}\\s{1,5}["']?)${HARMLESS}(${VALUE})`, 'gi')],
  // `["app", "--password", "x"]`, `[app, --password, x]`
  [WORD, new RegExp(`([-_]\\w{0,30}?${NAME}["']?\\s{0,5},\\s{0,5}["']?)${HARMLESS}(${VALUE})`, 'gi')],
  // `.netrc`
  [/login/, /(\blogin\s{1,5}\S{1,100}\s{1,5}password\s{1,5})([^\s"']{1,4096})/g],
  // `ENV DB_PASSWORD x`
  [/ENV|ARG/i, new RegExp(`((?:ENV|ARG)\\s{1,5}\\w{0,50}${NAME}\\s{1,5}["']?)${HARMLESS}(${VALUE})`, 'gi')],
  [/\s-u|--user/, /((?:\s-u|--user[\s=])\s{0,5}["']?[^\s:"']{1,50}:)([^\s"']{1,4096})/g],
  [
    /mysql|sshpass/,
    /(\b(?:sshpass|mysql\w{0,9})["',]{0,3}\s(?:[^\s|&;]{1,50}\s){0,8}?["']?-p["']?\s{0,5}["']?)([^\s"',\]]{1,4096})/g,
  ],
  // `docker login -u me -p x`, `redis-cli -h db -a x`
  [/login/, /(\blogin\s(?:[^\s|&;]{1,80}\s){0,8}?-p\s{1,5}["']?)([^\s"'$|&;][^\s"'|&;]{0,4095})/g],
  [/redis-cli/, /(\bredis-cli\s(?:[^\s|&;]{1,80}\s){0,8}?-a\s{1,5}["']?)([^\s"'$|&;][^\s"'|&;]{0,4095})/g],
  [
    /passwd/,
    /(\becho\s{1,5}["']?(?:[\w.-]{1,50}:)?)([^\s"'|]{1,4096})(?=["']?\s{0,5}\|\s{0,5}(?:sudo\s)?(?:ch)?passwd)/g,
  ],
]

/** Texts without any of these hold none: nearly all, so they cost one look. */
const HINT = /pass|pwd|secret|token|key|credential|:\/\/|bearer|basic|mysql|login|redis-cli|\s-u|--user/i

const asterisks = (value: string): string => '*'.repeat(value.length)

/** No line of a person is longer; what is behind is left out. */
const LONGEST = 4096

const withoutTokens = (text: string): string =>
  tokensIn(text).reduce((shown, token) => shown.replaceAll(token.text, asterisks(token.text)), text)

const without = (secret: RegExp, text: string): string =>
  text.replace(secret, (_, before: string, value: string) => before + asterisks(value))

/** A line of source as it may be shown: values that look like secrets become asterisks, one for each letter. */
export function redact(line: string): string {
  const text = withoutTokens(line.slice(0, LONGEST))
  if (!HINT.test(text)) return text
  return SECRETS.reduce((shown, [hint, secret]) => (hint.test(shown) ? without(secret, shown) : shown), text)
}

/** A sentence of ours, which may quote an address with a password in it, or a token. */
export const redactSentence = (sentence: string): string => without(SECRETS[0]![1], withoutTokens(sentence))
