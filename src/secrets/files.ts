/** Which files are secrets by their names. What is in them nobody looks at here. */

/** How sure a name is: `surely` is for credentials alone; `perhaps` is as often a setting, or a certificate. */
export type SecretFile = 'surely' | 'perhaps'

const SURELY: readonly RegExp[] = [
  /^id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?(?:[._-][\w.-]*)?$/,
  /\.(?:p12|pfx|ppk|kubeconfig|tfstate|tfstate\.backup)$/,
  /^(?:\.netrc|_netrc|\.pypirc|\.git-credentials|\.pgpass|\.vault-token|\.dockercfg|kubeconfig)$/,
  /^(?:application_default_)?credentials?(?:[._-][\w.-]*)?\.json$/,
  /^service[-_]?account(?:[-_]?key)?\.json$/,
]

const PERHAPS: readonly RegExp[] = [/^\.env(?:\.[\w.-]+)?$/, /\.(?:pem|key|jks|keystore)$/, /^\.npmrc$/]

/** Folders and files by their last two steps. */
const PLACES: readonly (readonly [RegExp, SecretFile])[] = [
  [/(?:^|\/)\.(?:ssh|aws)$/, 'surely'],
  [/(?:^|\/)\.aws\/credentials$/, 'surely'],
  [/(?:^|\/)\.kube(?:\/config)?$/, 'surely'],
  [/(?:^|\/)\.docker\/config\.json$/, 'surely'],
]

/** Words of names that are for everybody, stand for somebody's own, or are made for tests. */
const PUBLIC = wordIn(
  'pub public gpg pgp signing release archive keyring apt repo rpm example samples? template tmpl tpl dist defaults? schema tests? testing fixtures? mock dummy demo fake debug',
)

/** Of these, only what is called a key is one: the others are certificates, which are public. */
const CERTIFICATE = wordIn(
  'certs? certificates? ca cacerts? rootca root intermediate chain fullchain bundle trust trusted truststore dhparams? dh',
)

/** A pattern for names with one of these words in it. */
function wordIn(words: string): RegExp {
  return new RegExp(`(?:^|[^a-z])(?:${words.replaceAll(' ', '|')})(?![a-z])`)
}

const isPublic = (name: string): boolean =>
  name.endsWith('.pub') ||
  PUBLIC.test(name) ||
  (CERTIFICATE.test(name) && !/key|private/.test(name.replace(/keystore$/, '')))

const WITHOUT_SECRET = /^\.env\.(?:d|ci|[\w.-]*vault)$/

/** What a path holds by its name; `undefined` for most. */
export function secretFileOf(path: string): SecretFile | undefined {
  const clean = path.toLowerCase().replace(/\/+$/, '')
  const place = PLACES.find(([form]) => form.test(clean))?.[1]
  if (place) return place
  const name = clean.slice(clean.lastIndexOf('/') + 1)
  if (name.length > 200 || isPublic(name) || WITHOUT_SECRET.test(name)) return undefined
  if (SURELY.some(form => form.test(name))) return 'surely'
  return PERHAPS.some(form => form.test(name)) ? 'perhaps' : undefined
}

/** The history of a repository, or the settings of its clone with what they log in with. */
export const isGitFolder = (path: string): boolean => /(?:^|\/)\.git(?:\/config)?\/?$/.test(path)

/** True for a path in a folder of tests and examples: what is there was made to be read. */
export const isInExamples = (path: string): boolean =>
  /(?:^|\/)_*(?:tests?|testing|test-?data|fixtures?|examples?|samples?|docs?|mocks?|e2e|specs?|demos?)_*\//i.test(path)
