import { tokensIn } from '../core/tokens.ts'

/** Endings that need no boundary before them: no other word ends like this (`PGPASSWORD`, `clientsecret`). */
const SECRET_ENDING = /(?:password|passwd|passphrase|secret|token|apikey|accesskey|privatekey|secretkey|credential)s?$/
const SECRET_WORDS = new Set(
  'pwd pass jwt bearer adminpass adminpwd dbpass dbpwd ftppass ldappass mailpass mysqlpass mysqlpwd pgpass rootpass rootpwd smtppass sqlpass userpass userpwd'.split(
    ' ',
  ),
)
/** What makes a secret of a key: `API_KEY`, `ENCRYPTION_KEY`; not `PUBLIC_KEY`, `SORT_KEY`. */
const KEY_OF = new Set(
  'access account admin api app auth batch cli client encryption master private root secret service session shared signing ssh storage'.split(
    ' ',
  ),
)
/** A name that ends in one of these tells something about a secret, not the secret: `TOKEN_TTL`, `PASSWORD_FILE`. */
const ABOUT = new Set(
  'alg algo algorithm alias allowed api audience audiences auth backend bucket claim class cookie csi cost count dir directory disabled domain duration email enabled encoder endpoint exp expiration expires expiry file format hash hasher hashing header host hours id interval issuer length lifespan lifetime limit manager method minutes mode name namespace path policy port prefix provider ref region renewer required reset rotation scope scopes sec seconds service size source store strategy strength through timeout ttl type uri url version'.split(
    ' ',
  ),
)

/** The name of a Secret that others look up, not what is in it: `IMAGE_PULL_SECRET: regcred`, `DB_PASSWORD_SECRET: db`. */
const NAMES_AN_OBJECT =
  /(?:^|_)(?:(?:pull|tls|ssl|cert|certificate|ca|webhook|k8s|kubernetes)|(?:password|passwd|token|credentials?|api_?key))_secrets?(?:_key)?$/
/** Perhaps with its namespace. */
const OBJECT_NAME = /^(?:[a-z0-9-]{1,63}\/)?[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

const isObjectName = (name: string, value: string): boolean =>
  NAMES_AN_OBJECT.test(wordsOf(name).join('_')) && OBJECT_NAME.test(value) && /[a-z]/.test(value)

/** Called so by those who made them, and no secret: the name of a cluster of etcd, the next server of nginx. */
const NO_SECRETS = new Set(['etcd_initial_cluster_token', 'proxy_pass'])

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

/** What is meant for everybody is no secret, whatever it looks like: `NEXT_PUBLIC_API_KEY`. */
export const namesPublic = (name: string): boolean => wordsOf(name).includes('public')

/** `key` after a word that makes a secret of it, or grown together with it. */
const isSecretKey = (word: string, before = ''): boolean => {
  const [, of] = /^(.*?)keys?$/.exec(word) ?? []
  return of !== undefined && KEY_OF.has(of || before)
}

/** True for names that promise a secret as their value. */
export function namesSecret(name: string): boolean {
  // `DB_PASSWORD2` is one as well.
  const words = wordsOf(name).map(word => word.replace(/\d{1,3}$/, ''))
  if (ABOUT.has(words.at(-1) ?? '') || words.includes('public') || NO_SECRETS.has(words.join('_'))) return false
  return words.some(
    (word, index) => SECRET_ENDING.test(word) || SECRET_WORDS.has(word) || isSecretKey(word, words[index - 1]),
  )
}

/** What people write where a token belongs; AWS marks the keys of its documentation with the first. */
const NO_TOKEN = /EXAMPLE|YOUR|([^A])\1{7}/
/** Without it a private key is only its frame, or the dots that somebody put into it. */
const KEY_BODY = /[A-Za-z0-9+/=]{40}/

/** What kind of secret of a known form is in a text: `a GitHub token`. */
export const tokenIn = (text: string): string | undefined =>
  tokensIn(text).find(token =>
    token.what === 'a private key' ? KEY_BODY.test(token.text) : !NO_TOKEN.test(token.text),
  )?.what

/** What stands for the password in these shapes, and is none: something to fill in, or (`PWD=/srv`) a folder. */
const TO_FILL_IN = '(?![\\s$<{%*;&/]|$)'
const PASSWORD_IN_URL = new RegExp(`^[a-z][a-z0-9+.-]{0,30}://[^/\\s:@]{0,200}:${TO_FILL_IN}[^/\\s@]+@`, 'i')
/** `Server=db;User=shop;Password=…`, `AccountName=shop;AccountKey=…`. */
const PASSWORD_IN_PAIRS = new RegExp(
  `(?:^|;)\\s{0,5}(?:password|pwd|accountkey|sharedaccesskey)\\s{0,5}=\\s{0,5}${TO_FILL_IN}`,
  'i',
)
const PASSWORD_IN_JDBC = new RegExp(`^jdbc:[^?]{1,500}\\?(?:[^&]{0,200}&){0,20}password=${TO_FILL_IN}`, 'i')

/** True for texts that say by themselves that they are a secret. */
export function holdsSecret(value: string): boolean {
  const text = value.slice(0, LONGEST)
  return (
    tokenIn(text) !== undefined ||
    (text.includes('://') && (PASSWORD_IN_URL.test(text) || PASSWORD_IN_JDBC.test(text))) ||
    (text.includes(';') && PASSWORD_IN_PAIRS.test(text))
  )
}

const SWITCHES = new Set(
  'true false yes no on off null none nil enable enabled disable disabled optional required'.split(' '),
)

/** Values that stand for something else: switches, numbers, times, references, places. None is a secret by itself. */
const HARMLESS: readonly RegExp[] = [
  /^\s*$/,
  /^[+-]?\d{1,7}(?:\.\d{1,7}|[kmg]i?)?$/i,
  /^(?:\d{1,9}(?:ns|us|ms|s|m|h|d|w|y))+$/i,
  // Filled in by the kubelet, by kustomize, by a template, or by a human.
  /^(?:[^$]{0,80}\$\([\w.-]{1,80}\))+[^$]{0,80}$/,
  /^\$\{[^}]{1,200}\}$/,
  /^\{\{.{0,200}\}\}$/,
  /^<[^>]{1,200}>$/,
  /^(?:\.{0,2}|~)\/(?![^=+]*[=+])/,
  /^[a-z][a-z0-9+.-]{0,30}:\/\//i,
  /^(?:arn|vault|gsm|awssm):/i,
  /^projects\/[\w-]{1,80}\/secrets\b/i,
]

/** True for values that are no secret whatever their name says. */
export const isHarmless = (value: string): boolean =>
  SWITCHES.has(value.toLowerCase()) || HARMLESS.some(shape => shape.test(value.slice(0, LONGEST)))

/** Verbs that make a switch of a name: `ALLOW_EMPTY_PASSWORD`, `RANDOM_ROOT_PASSWORD`. */
const SWITCHING = new Set(
  'allow disable empty enable force generate has hide no random require reset show skip use'.split(' '),
)

/** True for a value that is a password although it looks like a number or a switch: `DB_PASSWORD: "123456"`. */
function isPlainPassword(name: string, value: string): boolean {
  const words = wordsOf(name)
  if (!/(?:password|passwd|pwd|pass)\d{0,3}$/.test(words.at(-1) ?? '') || words.some(word => SWITCHING.has(word)))
    return false
  return /^(?:\d{2,64}|on)$/i.test(value)
}

/** True for a value that repeats its name, with other words around it at most: `INSERT_API_KEY`, `API_KEY_VAL`. */
function repeatsName(name: string, value: string): boolean {
  const words = wordsOf(name)
  const own = words.join('_')
  const said = wordsOf(value).join('_')
  return words.length > 1 && said.includes(own) && /^[a-z_]*$/.test(said.replace(own, ''))
}

/** True for what stands where somebody else is to write the secret. */
export const isToFillIn = (name: string, value: string): boolean =>
  /^<[^>]{1,200}>$/.test(value) || repeatsName(name, value)

/** True for a value that is no secret under any name, or none under this one. */
export const isNoSecret = (name: string, value: string): boolean =>
  (isHarmless(value) && !isPlainPassword(name, value)) || isToFillIn(name, value) || isObjectName(name, value)
