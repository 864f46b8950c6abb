import type { Problem } from '../../../core/finding.ts'
import { memo } from '../../../core/memo.ts'
import type { Severity } from '../../../core/severity.ts'
import type { Env, Instruction, Pair, Run, Stage } from '../../../docker/ast.ts'
import { wholeText } from '../../../docker/commands.ts'
import { variablesAt } from '../../../docker/variables.ts'
import { tokenIn } from '../../../secrets/forms.ts'
import { beforePassword, namesPublicHalf, namesSecret, valueBeside } from '../../../secrets/names.ts'
import { isExampleAddress, isReference, isRequest } from '../../../secrets/to-fill-in.ts'
import { addressesWithPassword } from '../../../secrets/urls.ts'
import { isNoSecret, isRelativePath } from '../../../secrets/values.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

/**
 * True for a value that is no secret under this name. A reference is replaced by its value when the image is built, and
 * a placeholder asks for a secret in the same place.
 */
const holdsNoSecret = (name: string, value: string): boolean =>
  isRelativePath(name, value) || (isNoSecret(name, value) && !isReference(value) && !isRequest(value))

/** What stands before the word for a password in the names that are set: `db_` of DB_PASSWORD. */
const prefixesOf = (envs: readonly Instruction[]): ReadonlySet<string> =>
  new Set(
    envs.flatMap(one =>
      one.is === 'ENV' || one.is === 'ARG' ? one.pairs.flatMap(({ key }) => beforePassword(key.value) ?? []) : [],
    ),
  )

const prefixesIn = memo((stage: Stage) => prefixesOf(stage.body))

/** True when the stage sets the password too that belongs to the name of a user. */
const hasPassword = (prefix: string, env: Env): boolean =>
  (env.stage ? prefixesIn(env.stage) : prefixesOf([env])).has(prefix)

const namesOf = memo(
  (body: readonly Instruction[]) =>
    new Set(body.flatMap(one => (one.is === 'ENV' || one.is === 'ARG' ? one.pairs.map(({ key }) => key.value) : []))),
)

/** True for the name of something whose value is set beside it: a filter, a label. */
const isHalfOfPair = (name: string, { siblings }: Env): boolean => {
  const beside = valueBeside(name)
  return beside !== undefined && namesOf(siblings).has(beside)
}

/** True for the value of a variable that nothing in the file sets: it is empty, or what the base has made of it. */
function isOfBase({ value }: Pair, env: Env): boolean {
  const variable = /^\$\{?(\w+)\}?$/.exec(value?.value ?? '')?.[1]
  return variable !== undefined && !variablesAt(env).isSet(variable)
}

/** How grave it is to give a variable of this name a value in the image; `undefined` when it is no secret by its name. */
function graveness(pair: Pair, env: Env): Severity | undefined {
  const { key, value } = pair
  const name = key.value
  // An ARG without a default gets its value when the image is built.
  if (value === undefined ? env.is === 'ENV' : holdsNoSecret(name, value.value)) return undefined
  if (isOfBase(pair, env)) return undefined
  if (namesPublicHalf(name)) return 'info'
  const [, prefix] = /^(|.*_)username$/i.exec(name) ?? []
  if (prefix !== undefined) return hasPassword(prefix.toLowerCase(), env) ? 'info' : undefined
  if (!namesSecret(name) || isHalfOfPair(name, env)) return undefined
  // Other stages are not in the image, but in its build cache; and who asks for a secret has not written one yet.
  return isInImage(env) && !isRequest(value?.value ?? '') ? 'high' : 'medium'
}

const isInImage = ({ stage }: Instruction): boolean => stage?.final !== false

const TRIVY = trivyIds('DS-0031', 'do-not-pass-secrets')

export const secretInArgOrEnv = rule({
  id: 'secret-in-arg-or-env',
  title: 'ARG or ENV has the name of a secret',
  why: 'The values of ARG and ENV are in the history and configuration of the image: anyone who can pull it can read them.',
  help: 'Mount it in the step that needs it: `RUN --mount=type=secret,id=token,env=TOKEN …`; set run-time secrets when the container starts.',
  severity: 'high',
  confidence: 'medium',
  profile: 'essential',
  since: '0.1',
  peers: {
    hadolint: 'DL3064',
    buildkit: 'SecretsUsedInArgOrEnv',
    trivy: TRIVY,
    dockle: 'CIS-DI-0010',
  },
  sensitive: true,
  on: 'env',
  check(env) {
    if (env.is === 'LABEL') return
    const unlike = isInImage(env) ? {} : { trivy: TRIVY }
    return env.pairs.flatMap((pair): readonly Problem[] => {
      const severity = graveness(pair, env)
      if (severity === undefined) return []
      // The key alone: the value must not get into a report.
      return [{ at: pair.key, severity, message: `\`${env.is} ${pair.key.value}\` looks like a secret`, unlike }]
    })
  },
})

/** What a text holds; an example beside it hides no secret. A variable in a password is filled in later. */
const literalIn = (text: string): string | undefined =>
  tokenIn(text) ??
  (addressesWithPassword(text).some(address => !address.includes('$') && !isExampleAddress(address))
    ? 'a password in a URL'
    : undefined)

export const secretValueLiteral = rule({
  id: 'secret-value-literal',
  title: 'Dockerfile contains a secret',
  why: 'It is in the repository and in every image built from it: anyone who can read either can use it. Removing it later does not help.',
  help: 'Revoke it, then mount the new one in the step that needs it: `RUN --mount=type=secret,id=token …`.',
  severity: 'critical',
  profile: 'essential',
  since: '0.1',
  peers: { kics: 'c3e1b6ae-d92c-44b3-8ed5-1f5442bab6a4' },
  sensitive: true,
  on: 'instruction',
  check(instruction) {
    if (instruction.is === 'ENV' || instruction.is === 'ARG' || instruction.is === 'LABEL')
      return instruction.pairs.flatMap(({ key, value }) => {
        const what = value && literalIn(value.text)
        return what ? { at: key, message: `value of \`${key.value}\` is ${what}` } : []
      })
    if (instruction.is === 'ONBUILD' || instruction.is === 'FROM') return
    const what = literalIn(wholeText(instruction))
    return what ? { at: instruction.keyword, message: `\`${instruction.is}\` contains ${what}` } : undefined
  },
})

/** Commands that write credentials into the home folder of the image (Trivy DS-0031). */
const LOGINS: readonly (readonly [program: string, words: RegExp])[] = [
  ['aws', /(^| )configure( -\S+( \S+)?)? set( -\S+( \S+)?)? \S*aws_(access_key_id|secret_access_key)\b/],
  ['gcloud', /(^| )auth activate-service-account\b/],
  ['az', /^login\b.* (-p|--password|--federated-token)(=| )/],
  ['doctl', /^auth init\b.* (-t|--access-token)(=| )/],
  ['docker', /^login\b.* (-p|--password)(=| )/],
]

const usesSecretMount = ({ mounts }: Run): boolean => mounts.some(mount => mount.get('type') === 'secret')

export const secretInRunCommand = rule({
  id: 'secret-in-run-command',
  title: 'Build step leaves credentials in the image',
  why: 'The credentials are in a layer and in the history of the image: anyone who can pull it has them.',
  help: 'Mount them in the step: `RUN --mount=type=secret,id=aws,target=/root/.aws/credentials aws s3 cp …`.',
  severity: 'critical',
  profile: 'essential',
  since: '0.1',
  peers: { trivy: TRIVY },
  sensitive: true,
  on: 'run',
  check(run) {
    if (!isInImage(run) || usesSecretMount(run)) return
    return run.commands.flatMap(({ name, word, args }) => {
      const line = args.map(({ text }) => text).join(' ')
      if (!LOGINS.some(([program, form]) => program === name && form.test(line))) return []
      return { at: word, message: `\`${name}\` writes credentials into the image` }
    })
  },
})
