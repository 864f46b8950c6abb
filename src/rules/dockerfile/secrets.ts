import type { Problem } from '../../core/finding.ts'
import type { Severity } from '../../core/severity.ts'
import type { Env, Pair, Run } from '../../docker/ast.ts'
import { rule } from '../rule.ts'

/** Words of a name whose value is a secret; the union of BuildKit's, Trivy's and hadolint's lists. */
const SECRET = /(^|_)(api_?key|pass|passphrase|passwd|pword|psw|token)(_|$)|password|secret/
/** Words that may be about a secret, or about something else. */
const MAYBE = /(^|_)(auth|credentials?|key)(_|$)/
/** Ends that make a name something about a secret: `TOKEN_FILE`, `KMS_KEY_ID`; and what is public is none. */
const ABOUT =
  /(^|_)(file|version|path|dir|url|uri|alias|mode|type|length|size|count|limit|ttl|expiry|expires|expiration|prompt|enabled|disabled|required|header|prefix|field|endpoint|provider|policy|algorithm|id|name)$|(^|_)(public|pub)(_|$)/
/** What has keys or takes part in a log-in without being secret. */
const OTHER_KEYS =
  /(^|_)(gpg|pgp|cache|primary|foreign|partition|sort|host|realm|method|port|issuer|store|server|service|module|plugin|backend|class)(_|$)/
/** Half of a pair whose other half is the secret: worth a note, no more. */
const HALF = /(^|_)(aws_access_key_id|usr|username)$/
/** Values that choose a way of working. */
const MODE =
  /^(|true|false|yes|no|on|off|none|null|nil|0|1|basic|oidc|oauth2?|ldap|saml|jwt|disabled|enabled|optional|required)$/i

/** How grave it is to give a variable of this name a value in the image; `undefined` when it is no secret by its name. */
function graveness({ key, value }: Pair, { is, stage }: Env): Severity | undefined {
  const name = key.value.toLowerCase()
  if (value !== undefined && (MODE.test(value.value) || /^(\.{0,2}|~)\//.test(value.value))) return undefined
  if (is === 'ENV' && value === undefined) return undefined
  if (HALF.test(name)) return 'info'
  if (ABOUT.test(name)) return undefined
  if (!SECRET.test(name) && (!MAYBE.test(name) || OTHER_KEYS.test(name))) return undefined
  // Other stages are not in the image, but in its build cache.
  return stage?.final === false ? 'medium' : 'high'
}

export const secretInArgOrEnv = rule({
  id: 'secret-in-arg-or-env',
  sensitive: true,
  on: 'env',
  severity: 'high',
  confidence: 'medium',
  title: 'ARG or ENV holds a secret, by its name',
  why: 'The values of ARG and ENV are in the history and the configuration of the image: everybody who can pull it reads them.',
  help: 'Give it to the one step that needs it: `RUN --mount=type=secret,id=token,env=TOKEN …`; set run-time secrets when the container starts.',
  peers: {
    hadolint: 'DL3064',
    buildkit: 'SecretsUsedInArgOrEnv',
    trivy: ['DS-0031', 'AVD-DS-0031', 'DS031', 'docker-do-not-pass-secrets', 'do-not-pass-secrets'],
    dockle: 'CIS-DI-0010',
  },
  check(env) {
    if (env.is === 'LABEL') return
    return env.pairs.flatMap((pair): readonly Problem[] => {
      const severity = graveness(pair, env)
      if (severity === undefined) return []
      // The key alone: the value must not get into a report.
      return [{ at: pair.key, severity, message: `\`${env.is} ${pair.key.value}\` looks like a secret` }]
    })
  },
})

/** What the text of a secret looks like, by who issued it (their documentation, and gitleaks’ list of prefixes). */
const LITERALS: readonly (readonly [what: string, form: RegExp])[] = [
  ['a private key', /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----/],
  ['an AWS access key', /\b(AKIA|ASIA)[0-9A-Z]{16}\b/],
  ['a GitHub token', /\b(gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{50})/],
  ['a GitLab token', /\bglpat-[A-Za-z0-9_-]{20}/],
  ['a Slack token', /\bxox[abprs]-[0-9A-Za-z-]{10}/],
  ['an npm token', /\bnpm_[A-Za-z0-9]{36}\b/],
  ['a PyPI token', /\bpypi-[A-Za-z0-9_-]{50}/],
  ['a Google API key', /\bAIza[0-9A-Za-z_-]{35}\b/],
  ['a Stripe key', /\b[sr]k_live_[0-9A-Za-z]{20}/],
  ['a password in a URL', /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/$"'`<>{}]{0,60}:[^\s@/$"'`<>{}*%]{3,100}@[\w.-]/i],
]
/** AWS marks the keys of its documentation so; the passwords are what people write in examples. */
const PLACEHOLDER = /EXAMPLE|:(x-oauth-basic|password|pass|changeme|secret|xxx+|example)@/

const literalIn = (text: string): string | undefined => {
  const found = LITERALS.find(([, form]) => form.test(text))
  return found && !PLACEHOLDER.test(found[1].exec(text)![0]) ? found[0] : undefined
}

export const secretValueLiteral = rule({
  id: 'secret-value-literal',
  sensitive: true,
  on: 'instruction',
  severity: 'critical',
  title: 'A secret is written in the Dockerfile',
  why: 'It is in the repository and in every image built from it: whoever reads one of them can use it. Removing it later does not help.',
  help: 'Revoke it, then give the new one to the step that needs it: `RUN --mount=type=secret,id=token …`.',
  peers: { kics: 'c3e1b6ae-d92c-44b3-8ed5-1f5442bab6a4' },
  check(instruction) {
    if (instruction.is === 'ENV' || instruction.is === 'ARG' || instruction.is === 'LABEL')
      return instruction.pairs.flatMap(({ key, value }) => {
        const what = value && literalIn(value.text)
        return what ? { at: key, message: `the value of \`${key.value}\` is ${what}` } : []
      })
    if (instruction.is === 'ONBUILD' || instruction.is === 'FROM') return
    const text = [instruction.rest, ...instruction.heredocs.map(({ content }) => content)].join('\n')
    const what = literalIn(text)
    return what ? { at: instruction.keyword, message: `this \`${instruction.is}\` holds ${what}` } : undefined
  },
})

/** Commands that write credentials into the home folder of the image (Trivy DS-0031). */
const LOGINS: readonly (readonly [program: string, words: RegExp])[] = [
  ['aws', /^configure set \S*aws_(access_key_id|secret_access_key)\b/],
  ['gcloud', /^auth activate-service-account\b/],
  ['az', /^login\b.* (-p|--password|--federated-token)(=| )/],
  ['doctl', /^auth init\b.* (-t|--access-token)(=| )/],
  ['docker', /^login\b.* (-p|--password)(=| )/],
]

const usesSecretMount = ({ mounts }: Run): boolean => mounts.some(mount => mount.get('type') === 'secret')

export const secretInRunCommand = rule({
  id: 'secret-in-run-command',
  sensitive: true,
  on: 'run',
  severity: 'critical',
  title: 'A build step logs in and leaves the credentials behind',
  why: 'The credentials are in a layer and in the history of the image: everybody who can pull it has them.',
  help: 'Mount them for the one step: `RUN --mount=type=secret,id=aws,target=/root/.aws/credentials aws s3 cp …`.',
  peers: { trivy: ['DS-0031', 'AVD-DS-0031', 'DS031'] },
  check(run) {
    if (run.stage?.final === false || usesSecretMount(run)) return
    return run.commands.flatMap(({ name, word, args }) => {
      const words = args.map(({ text }) => text).join(' ')
      if (!LOGINS.some(([program, form]) => program === name && form.test(words))) return []
      return { at: word, message: `\`${name}\` writes credentials into the image` }
    })
  },
})

/** Variables that name a file of credentials (Trivy DS-0031). */
const FILES = new Set(['AWS_CONFIG_FILE', 'HF_TOKEN_PATH', 'GOOGLE_APPLICATION_CREDENTIALS'])
const bare = (path: string): string => path.replace(/^\.?\/*/, '').replace(/\/+$/, '')

export const secretFileCopied = rule({
  id: 'secret-file-copied',
  on: 'stage',
  severity: 'critical',
  title: 'A file of credentials is copied into the image',
  why: 'Everybody who can pull the image has the credentials, and those of every older image that is still around.',
  help: 'Mount the file for the step that needs it, `RUN --mount=type=secret,id=gcp …`, or into the container when it runs.',
  peers: { trivy: ['DS-0031', 'AVD-DS-0031', 'DS031'] },
  check({ final, body }) {
    if (!final) return
    const named = new Map<string, string>()
    for (const one of body)
      if (one.is === 'ENV' || one.is === 'ARG')
        for (const { key, value } of one.pairs)
          if (FILES.has(key.value) && value?.value) named.set(bare(value.value), key.value)
    return body.flatMap(copy => {
      if (copy.is !== 'COPY' || copy.from) return []
      const { sources, target } = copy
      const folder = bare(target.value)
      const written = [folder, ...sources.map(({ value }) => bare(`${folder}/${value.split('/').at(-1)!}`))]
      const name =
        target.variables.find(variable => FILES.has(variable)) ?? named.get(written.find(path => named.has(path)) ?? '')
      return name ? { at: copy, message: `the file that \`${name}\` names is copied into the image` } : []
    })
  },
})
