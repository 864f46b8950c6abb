/** What a secret looks like without any name beside it. */
import { SEARCHED_LENGTH } from './names.ts'
import { isExample } from './to-fill-in.ts'

/** By who issued it (their documentation, and gitleaks' list of prefixes). Bounded, so that no text makes them slow. */
const FORMS: readonly (readonly [what: string, form: RegExp])[] = [
  ['a private key', /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-"']{0,4096}/g],
  ['an AWS access key', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g],
  ['a GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255})/g],
  ['a GitLab token', /\bglpat-[\w-]{20,255}/g],
  ['a Slack token', /\bxox[abeoprs]-[\w-]{10,255}/g],
  ['an npm token', /\bnpm_[A-Za-z0-9]{36}\b/g],
  ['a PyPI token', /\bpypi-[\w-]{50,255}/g],
  ['a Docker Hub token', /\bdckr_pat_[\w-]{20,255}/g],
  ['a Vault token', /\bhvs\.[\w-]{20,255}/g],
  ['a Google API key', /\bAIza[\w-]{35,255}/g],
  ['a Stripe key', /\b[sr]k_live_[0-9A-Za-z]{16,255}/g],
  ['a JSON web token', /(?<![\w-])eyJ[\w-]{8,1024}\.eyJ[\w-]{8,1024}(?:\.[\w-]{0,1024})?/g],
]

/** Texts without any of these hold none: nearly all, so they cost one look. */
const HINT = /-----BEGIN|A[KS]IA|gh[pousr]_|github_pat_|glpat-|xox|npm_|pypi-|dckr_pat_|hvs\.|AIza|k_live_|eyJ/

/** A secret of a known form. */
export interface Token {
  readonly what: string
  readonly text: string
}

/** The secrets of known forms in a text, examples included. */
export const tokensIn = (text: string): readonly Token[] =>
  HINT.test(text)
    ? FORMS.flatMap(([what, form]) => [...text.matchAll(form)].map(([found]): Token => ({ what, text: found })))
    : []

/** What kind of secret of a known form is in a text, such as `a GitHub token`; `undefined` for none but examples. */
export const tokenIn = (text: string): string | undefined => tokensIn(text).find(token => !isExample(token.text))?.what

/** What stands for the password in these shapes, and is none: something to fill in, or (`PWD=/srv`) a folder. */
const LITERAL = '(?![\\s$<{%*;&/]|$)'
/** The address up to the first letter of its host. */
const PASSWORD_IN_URL = new RegExp(
  `\\b[a-z][a-z0-9+.-]{0,30}://[^\\s:@/$"'\`<>{}]{0,200}:${LITERAL}[^\\s@/"'\`<>{}]{1,1000}@[\\w.-]`,
  'gi',
)
/** `Server=db;User=shop;Password=…`, `AccountName=shop;AccountKey=…`. */
const PASSWORD_IN_PAIRS = new RegExp(
  `(?:^|;)\\s{0,5}(?:password|pwd|accountkey|sharedaccesskey)\\s{0,5}=\\s{0,5}${LITERAL}`,
  'i',
)
const PASSWORD_IN_JDBC = new RegExp(`^jdbc:[^?]{1,500}\\?(?:[^&]{0,200}&){0,20}password=${LITERAL}`, 'i')

/** The addresses in a text that have a password in them. */
export const addressesWithPassword = (text: string): readonly string[] =>
  text.includes('://') ? [...text.matchAll(PASSWORD_IN_URL)].map(([address]) => address) : []

/** True for a value that says by itself that it is a secret, whatever its name. */
export function holdsSecret(value: string): boolean {
  const text = value.slice(0, SEARCHED_LENGTH)
  return (
    tokenIn(text) !== undefined ||
    addressesWithPassword(text).length > 0 ||
    (text.includes('://') && PASSWORD_IN_JDBC.test(text)) ||
    (text.includes(';') && PASSWORD_IN_PAIRS.test(text))
  )
}
