import { describe, expect, test } from 'vitest'
import { check } from '../../src/engine/check.ts'
import { rules } from '../../src/rules/index.ts'
import { redact } from '../../src/secrets/redact.ts'
import { container } from '../kit/manifests.ts'
import { read } from '../kit/read.ts'

/** A value that is a secret under the name of one, and of no known form. */
const VALUE = 'kHz7-tulip-44'

const object = (kind: string, field: string, name: string): string =>
  `apiVersion: v1\nkind: ${kind}\nmetadata: {name: shop}\n${field}:\n  ${name}: ${VALUE}\n`

/** True when a rule reports the name as a secret; `info` is a note about the public half of a pair. */
const reports = async (id: string, input: string): Promise<boolean> => {
  const { findings, faults } = check(await read(input), [{ rule: rules.get(id)!, options: {} }], { kubernetes: 36 })
  expect(faults).toEqual([])
  return findings.some(({ severity }) => severity !== 'info')
}

const hides = (line: string): boolean => {
  const shown = redact(line)
  // All of the value, and nothing else.
  expect([line, line.replace(VALUE, '*'.repeat(VALUE.length))]).toContain(shown)
  return shown !== line
}

type Column = (name: string) => boolean | Promise<boolean>

/** Where a name may stand: all of them give the same answer. */
const COLUMNS: Readonly<Record<string, Column>> = {
  'Dockerfile ENV': name => reports('secret-in-arg-or-env', `FROM a:1\nENV ${name}=${VALUE}\n`),
  'Dockerfile ARG': name => reports('secret-in-arg-or-env', `FROM a:1\nARG ${name}=${VALUE}\n`),
  'ARG without a default': name => reports('secret-in-arg-or-env', `FROM a:1\nARG ${name}\n`),
  'manifest env': name => reports('plaintext-secret-env', container(`env: [{name: ${name}, value: ${VALUE}}]`)),
  'key of a ConfigMap': name => reports('configmap-secret', object('ConfigMap', 'data', name)),
  'line in a ConfigMap': name =>
    reports('configmap-secret', `${object('ConfigMap', 'data', 'app.env').replace(VALUE, '|')}    ${name}=${VALUE}\n`),
  'key of a Secret': name => reports('secret-committed', object('Secret', 'stringData', name)),
  'NAME=value': name => hides(`export ${name}=${VALUE}`),
  'NAME="value"': name => hides(`${name}="${VALUE}" serve`),
  'NAME: value': name => hides(`  ${name}: ${VALUE}`),
  '"NAME": "value"': name => hides(`  {"${name}": "${VALUE}", "mode": "fast"}`),
  'escaped quotes': name => hides(`curl -d "{\\"${name}\\": \\"${VALUE}\\"}"`),
  'entry of a list': name => hides(`env: [{name: ${name}, value: ${VALUE}}]`),
  'entry of a list in JSON': name => hides(`{"name":"${name}","value":"${VALUE}"}`),
  'ENV NAME value': name => hides(`ENV ${name} ${VALUE}`),
  '--NAME value': name => hides(`serve --${name} ${VALUE} --verbose`),
  '--NAME=value': name => hides(`serve --${name}=${VALUE} --verbose`),
  '["--NAME", "value"]': name => hides(`CMD ["serve", "--${name}", "${VALUE}"]`),
  '[--NAME, value]': name => hides(`args: [--${name}, ${VALUE}]`),
}

const answers = async (name: string): Promise<Readonly<Record<string, boolean>>> =>
  Object.fromEntries(
    await Promise.all(Object.entries(COLUMNS).map(async ([column, of]) => [column, await of(name)] as const)),
  )

const everywhere = (answer: boolean): Readonly<Record<string, boolean>> =>
  Object.fromEntries(Object.keys(COLUMNS).map(column => [column, answer]))

describe('the name of a secret everywhere', () => {
  test.each([
    'PASSWORD',
    'db_password',
    'dbPassword',
    'DB_PASSWORD2',
    'POSTGRESPASSWORD',
    'PGPASSWORD',
    'MYSQL_ROOT_PASSWORD',
    'dbpass',
    'DBPWD',
    'WIFI_PASSPHRASE',
    'SLACK_TOKEN',
    'clientsecret',
    'AZURE_STORAGE_KEY',
    'SSH_PRIVATE_KEY',
    'spring.datasource.password',
    'DB_PASS',
    'DB_PWD',
    'pwd',
    'PGPASS',
    'ADMIN_PASSWD',
    'HUB_PSW',
    'SSH_PASSPHRASE',
    'JWT',
    'SESSION_JWT',
    'BEARER',
    'GITHUB_TOKEN',
    'authToken',
    'GITEATOKEN',
    'client-secret',
    'CLIENT_SECRET',
    'SECRET_KEY_BASE',
    'API_KEY',
    'apiKey',
    'apikey',
    'STRIPE_API_KEY',
    'STORAGE_ACCESSKEY',
    'AWS_SECRET_ACCESS_KEY',
    'DEPLOY_PRIVATEKEY',
    'ENCRYPTION_KEYS',
    'ENCRYPTIONKEY',
    'SERVICE_KEY',
    'DEPLOY_KEY',
    'NEW_RELIC_LICENSE_KEY',
    'git_key',
    'GCP_CREDENTIALS',
    'CREDENTIAL',
    'REDIS_AUTH',
    'auth',
    '.dockerconfigjson',
    'FILE_SERVER_PASSWORD',
    'HASH_URL_TOKEN',
    'TOKEN_SERVICE_A',
    'SECRET_STRING',
  ])('%s', async name => expect(await answers(name)).toEqual(everywhere(true)))
})

describe('no name of a secret anywhere', () => {
  test.each([
    'PUBLIC_KEY',
    'NEXT_PUBLIC_API_KEY',
    'SSH_PUB_KEY',
    'TOKEN_URL',
    'TOKEN_TTL',
    'TOKEN_ISSUER',
    'TOKEN_HASH',
    'PASSWORD_FILE',
    'CRYPTO_KEY_CIPHER',
    'API_KEY_BITS',
    'PASSWORD_MIN_LENGTH',
    'PASSWORD_PROMPT_STRING',
    'PASS_MAX_DAYS',
    'PASSWORD_HASHER',
    'PASSWORD_ENCODER',
    'TOKEN_SERVICE',
    'TOKEN_REVIEW_API',
    'TOKEN_AUDIENCES',
    'TOKEN_REFRESH_SEC',
    'SECRET_STORE',
    'PUBLIC_API_KEY',
    'PRIMARY_KEY',
    'MAX_TOKENS',
    'SECRET_NAME',
    'secretName',
    'secretKeyRef',
    'secretProviderClass',
    'SECRET_KEY_BASE_DUMMY',
    'SECRET_USERNAME',
    'AWS_ACCESS_KEY_ID',
    'HUB_USR',
    'KMS_KEY_ALIAS',
    'API_KEY_FINGERPRINT',
    'APT_KEY_SHA256',
    'APP_TOKEN_SHA256SUM',
    'PASSWORD_HASH_ROUNDS',
    'TOKEN_TTL_IN_HOURS',
    'SECRET_FILE_A',
    'API_KEY_HEADER_VALUE',
    'dbPasswordPathPrefix',
    'CREDENTIAL_FORMAT_STRING',
    'GPG_KEY',
    'SORT_KEY',
    'PROJECT_KEY',
    'instance_types_file_key',
    'DefaultProcess__Filters__0__Key',
    'KEYCLOAK_URL',
    'KEY',
    'MONKEY',
    'MONKEYS',
    'HOTKEY2',
    'SECRETARY',
    'TOKENIZER_MODEL',
    'COMPASS',
    'BYPASS',
    'AUTHOR',
    'SMTP_AUTH',
    'SSL_CLIENT_AUTH',
    'CREDENTIAL_MANAGER',
    'ETCD_INITIAL_CLUSTER_TOKEN',
    'GOOGLE_APPLICATION_CREDENTIALS',
    'EXISTING_SECRET',
    'RELATED_IMAGE_tls_secrets_job',
    'MB_PASSWORD_COMPLEXITY',
    'secret_name_template',
    'ETCD_AUTH_TOKEN',
    'server-tokens',
    'existingSecretPasswordKey',
    'BASIC_AUTH_USERS',
    'TOKEN_LOGIN',
    'admin.passwordMtime',
    'constructor',
  ])('%s', async name => expect(await answers(name)).toEqual(everywhere(false)))
})

/** The same answer for a value under the name of a secret, wherever it stands. */
const shownEverywhere = async (name: string, value: string): Promise<readonly boolean[]> => [
  await reports('secret-in-arg-or-env', `FROM a:1\nENV ${name}="${value}"\n`),
  await reports('plaintext-secret-env', container(`env: [{name: ${name}, value: "${value}"}]`)),
  redact(`${name}="${value}" serve`) !== `${name}="${value}" serve`,
]

test.each([
  ['digits of a password', 'DB_PASSWORD', '123456'],
  ['a number of seconds', 'PASSWORD', '3600'],
  ['a word that is a switch elsewhere', 'ADMIN_PWD', 'on'],
  ['two words', 'DB_PASSWORD', 'hunter two'],
  ['what begins like a comment', 'DB_PASSWORD', '#1 of 9'],
  ['base64 that begins like a path', 'API_KEY', '/abc+def=='],
  ['an address with a password', 'TOKEN', 'https://a:hunter2@c.example'],
  ['an address that asks with it', 'TOKEN', 'https://a.example/?t=b'],
  ['a default that everybody knows', 'DB_PASSWORD', 'changeme'],
  ['no name of an object', 'DB_PASSWORD_SECRET', 'Tulips_44!'],
  ['a password of the words of a request', 'DB_PASSWORD', 'YourStrong!Passw0rd'],
  ['a short password of one letter', 'DB_PASSWORD', 'xxxxx'],
  ['a word that begins like a request', 'DB_PASSWORD', 'setmefree44'],
  ['a word that begins like a duration', 'DB_PASSWORD', 'P'],
  ['a word that begins like a place', 'DB_PASSWORD', 'opensesame'],
])('%s is a secret everywhere', async (_, name, value) =>
  expect(await shownEverywhere(name, value)).toEqual([true, true, true]),
)

test.each([
  ['nothing', 'TOKEN', ''],
  ['a switch', 'USE_TOKEN', 'true'],
  ['a small number', 'API_TOKENS', '8'],
  ['a number that is no password', 'API_TOKEN', '12345'],
  ['a switch called password', 'MYSQL_ALLOW_EMPTY_PASSWORD', '1234'],
  ['hours', 'TOKEN', '24h'],
  ['minutes', 'TOKEN', '30min'],
  ['a file', 'DB_PASSWORD', '/run/secrets/db'],
  ['a file beside the program', 'SSL_KEY', 'server.key'],
  ['something to fill in', 'API_KEY', '<your-key>'],
  ['its own name', 'SERVICE_API_KEY', 'INSERT_SERVICE_API_KEY'],
  ['the name of a Secret', 'IMAGE_PULL_SECRET', 'regcred'],
  ['a way to log in', 'BASIC_AUTH', 'oidc'],
  ['an address', 'TOKEN', 'https://login.example/realm'],
  ['a place in a store', 'API_KEY', 'vault:secret/data/db#key'],
  ['what SOPS encrypted', 'API_KEY', 'ENC[AES256_GCM,data:x]'],
  ['a place in 1Password', 'API_KEY', 'op://shop/api/key?attribute=otp'],
  ['a place that vals looks up', 'API_KEY', 'ref+vault://shop/db?version=2#/password'],
  ['a place that helmfile looks up', 'API_KEY', 'secretref+vault://shop/db#/password'],
  ['a place in Azure', 'API_KEY', '@Microsoft.KeyVault(SecretUri=https://shop.vault.azure.net/secrets/a?x=1)'],
  ['a parameter of AWS', 'API_KEY', 'ssm:/shop/db'],
  ['the name of a variable', 'token', 'ROOK_TOKEN'],
  ['minutes in words', 'TOKEN', '30 minutes'],
  ['a duration of ISO 8601', 'TOKEN', 'PT30M'],
  ['days of ISO 8601', 'TOKEN', 'P1DT12H'],
  ['a day', 'API_TOKEN', '2026-01-31'],
  ['a time', 'API_TOKEN', '2019-03-20T17:54:53.123Z'],
  ['a time with its zone', 'API_TOKEN', '2019-03-20 17:54+01:00'],
  ['a reference to what is set elsewhere', 'TOKEN', '$'.concat('{BASE_TOKEN}')],
])('%s is no secret anywhere', async (_, name, value) =>
  expect(await shownEverywhere(name, value)).toEqual([false, false, false]),
)

/** Its value is given to the image in the same way, and is in its history. */
test.each([
  ['a request', 'DB_PASSWORD', 'REPLACE_ME'],
  ['a request in small letters', 'DB_PASSWORD', 'replace-with-your-own'],
  ['a request that ends the name', 'STRIPE_KEY', 'YOUR_API_KEY_HERE'],
  ['a request to put it there', 'API_KEY', 'put-it-here'],
  ['something to be done', 'API_KEY', 'TODO'],
  ['blanks', 'DB_PASSWORD', 'xxxxxxxxxx'],
  ['something to be set', 'API_KEY', 'to be defined'],
])('%s is no secret, and asks for one in an image', async (_, name, value) =>
  expect(await shownEverywhere(name, value)).toEqual([true, false, false]),
)

test.each([
  ['hunter2', true],
  ['hunter$TOKEN', false],
  ['changeme', false],
])('an address with the password %s is a leak in a Dockerfile: %s', async (password, leaks) =>
  expect(await reports('secret-value-literal', `FROM a:1\nRUN curl https://me:${password}@x.example\n`)).toBe(leaks),
)
