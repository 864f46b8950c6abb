/**
 * Which names promise a secret: variables, keys, flags. One vocabulary for every rule and for what is hidden in output;
 * it began as the union of the lists of BuildKit, Trivy and hadolint, less what real files use for other things.
 */

const setOf = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** Every name of a secret has one of these in it: most texts have none, so they cost one look. */
export const MENTIONS_SECRET = /pass|pwd|psw|pword|secret|token|key|credential|auth|jwt|bearer|dockerc/i

/** Endings that need no boundary before them: no other word ends like this (`PGPASSWORD`, `clientsecret`). */
const ENDING = /(?:password|passwd|passphrase|secret|token|apikey|accesskey|privatekey|secretkey|credential)s?$/

/** Words that are the secret, but end other words as well: `PASS`, not `BYPASS`. The last two hold log-ins of registries. */
const WORDS = setOf(
  'pwd pass psw pword jwt bearer adminpass adminpwd dbpass dbpwd ftppass ldappass mailpass mysqlpass mysqlpwd pgpass rootpass rootpwd smtppass sqlpass userpass userpwd dockercfg dockerconfigjson',
)

/** What makes a secret of a key: `API_KEY`, `ENCRYPTION_KEY`; not `PUBLIC_KEY`, `SORT_KEY`, `GPG_KEY`, `PROJECT_KEY`. */
const KEY_OF = setOf(
  'access account admin aes anthropic api app auth aws azure batch bot cli client crypto datadog decryption deploy deployment encryption git github gitlab hmac jwt licence license mailgun master openai private root rsa sas secret sendgrid server service session shared signing ssh ssl storage stripe tls twilio vault webhook',
)

/** Whose log-in is a secret: `REDIS_AUTH`, and `auth` alone. `SMTP_AUTH` and `SSL_CLIENT_AUTH` choose a way to log in. */
const AUTH_OF = setOf('basic docker git http npm redis registry')

/** A name that ends in one of these tells something about a secret, not the secret: `TOKEN_TTL`, `PASSWORD_FILE`. */
const ABOUT = setOf(
  'age alg algo algorithm alias allowed api audience audiences auth backend bits bucket checksum cipher ciphers claim class complexity cookie cost count csi curve date days digest dir directory disabled domain driver duration email enabled encoder endpoint env exp expiration expires expiry field file fingerprint format hash hasher hashing header host hours id interval issuer length lifespan lifetime limit login manager md method minutes mode mtime name namespace path plugin policy port prefix provider ref region renewer required reset rotation scope scopes sec seconds server service sha sha256sum sha512sum size source stdin store strategy strength template through thumbprint time timeout ttl type uri url user username usernames users usr version zone',
)

/** What tells something wherever it comes behind the word for a secret: `PASSWORD_HASH_ROUNDS`, not `TOKEN_SERVICE_A`. */
const ABOUT_INSIDE = setOf(
  'algo algorithm checksum digest dir directory duration expiration expiry file filename fingerprint folder format hash hashing header hint interval length lifetime path pattern policy prefix regex rotation scope sha size suffix thumbprint timeout ttl type uri url version',
)

/** What only says that the rest is text: `PASSWORD_FORMAT_STRING`. */
const TEXT = setOf('str string')

/**
 * A name with one of these holds no secret: what is meant for everybody, a limit, a question, what stands in for one, and
 * what refers to something else (`existingSecretPasswordKey` of charts, `RELATED_IMAGE_x` of operators).
 */
const NEVER = setOf('public pub max min prompt dummy existing related')

/** Called so by those who made them: settings of etcd and nginx, a path that Google's libraries read. */
const OTHERS = setOf(
  'etcd_auth_token etcd_initial_cluster_token server_tokens proxy_pass google_application_credentials',
)

/** Names, values and lines are searched for secrets up to this length: nobody writes longer ones by hand. */
export const SEARCHED_LENGTH = 4096

/** `dbPassword`, `DB_PASSWORD`, `db.password` → db, password. */
export const wordsOf = (name: string): readonly string[] =>
  name
    .slice(0, SEARCHED_LENGTH)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)

/** What is meant for everybody is no secret, whatever it looks like: `NEXT_PUBLIC_API_KEY`. */
export const namesPublic = (name: string): boolean => wordsOf(name).some(word => word === 'public' || word === 'pub')

/** `key` after a word that makes a secret of it, or grown together with it. */
function isSecretKey(word: string, before = ''): boolean {
  const [, of] = /^(.*?)keys?$/.exec(word) ?? []
  return of !== undefined && KEY_OF.has(of || before)
}

const isLogIn = (words: readonly string[]): boolean =>
  words.at(-1) === 'auth' && (words.length === 1 || AUTH_OF.has(words.at(-2)!))

/** True for names that promise a secret as their value, whether they are variables, keys of an object or flags. */
export function namesSecret(name: string): boolean {
  if (!MENTIONS_SECRET.test(name)) return false
  // `DB_PASSWORD2` is one as well.
  const all = wordsOf(name).map(word => word.replace(/\d{1,3}$/, ''))
  const words = TEXT.has(all.at(-1) ?? '') ? all.slice(0, -1) : all
  if (words.some(word => NEVER.has(word)) || OTHERS.has(words.join('_'))) return false
  if (isLogIn(words)) return true
  if (ABOUT.has(words.at(-1) ?? '')) return false
  const last = words.findLastIndex(
    (word, index) => ENDING.test(word) || WORDS.has(word) || isSecretKey(word, words[index - 1]),
  )
  return last >= 0 && !words.slice(last + 1).some(word => ABOUT_INSIDE.has(word))
}

/** True when the end alone promises it: `db_password` in a sentence, not `secret-in-arg-or-env`. */
export function endsAsSecret(name: string): boolean {
  const words = wordsOf(name)
  // Keys and log-ins are secret by the word before.
  return namesSecret(words.slice(/^(?:keys?|auth)\d{0,3}$/.test(words.at(-1) ?? '') ? -2 : -1).join('_'))
}

const PASSWORD = /(?:password|passwd|passphrase|pword|pass|pwd|psw)\d{0,3}$/

/** True for names whose value may be anything that a person can type, digits alone included. */
export const namesPassword = (name: string): boolean => PASSWORD.test(wordsOf(name).at(-1) ?? '')

/** The public half of a pair whose other half is the secret. Jenkins writes `X_USR` beside `X_PSW`. */
export const namesPublicHalf = (name: string): boolean =>
  /(?:^|_)(?:usr|aws_access_key_id)$/.test(wordsOf(name).join('_'))

/** What stands before the word for a password: `db_` of `DB_PASSWORD_FILE`; `undefined` for other names. */
export function beforePassword(name: string): string | undefined {
  const at = name.toLowerCase().search(/pass|pwd|psw|pword/)
  return at < 0 ? undefined : name.slice(0, at).toLowerCase()
}

/** What stands in a pair for the value of a key: `Filter__0__Value` for `Filter__0__Key`; `undefined` for other names. */
export function valueBeside(name: string): string | undefined {
  const [, start, word] = /^(.*?)(key|Key|KEY)$/s.exec(name) ?? []
  return word && `${start}${{ key: 'value', Key: 'Value', KEY: 'VALUE' }[word]}`
}
