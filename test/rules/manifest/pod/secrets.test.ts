import { expect, test } from 'vitest'
import { check } from '../../../../src/engine/check.ts'
import { rules } from '../../../../src/rules/index.ts'
import { holdsSecret } from '../../../../src/secrets/forms.ts'
import { namesSecret } from '../../../../src/secrets/names.ts'
import { isHarmless } from '../../../../src/secrets/values.ts'
import { container, pod, workflow } from '../../../kit/manifests.ts'
import { read } from '../../../kit/read.ts'
import { table } from '../../../kit/table.ts'

const env = (name: string, value: string) => container(`env:\n  - name: ${name}\n    value: ${value}`)

table('plaintext-secret-env', {
  bad: [
    ['a password', env('DB_PASSWORD', 'kHz7-tulip-44'), 'name: DB_PASSWORD'],
    ['a number for a password', env('DB_PASSWORD', '1234567890'), 'name: DB_PASSWORD'],
    ['a value that says itself what it is', env('SEED', `ghp_${'a1B2'.repeat(9)}`), 'name: SEED'],
    ['a URL with a password', env('DATABASE_URL', 'postgres://shop:tulip@db:5432/shop'), 'name: DATABASE_URL'],
    [
      'every kind of container, and only what is wrong',
      pod(
        'containers:\n  - name: a\n    env: [{name: MODE, value: fast}, {name: apiToken, value: tulips}]\ninitContainers:\n  - name: b\n    env: [{name: PGPASSWORD, value: tulips}]\nephemeralContainers:\n  - name: c\n    env: [{name: client-secret, value: tulips}]',
      ),
      'name: apiToken',
      'name: PGPASSWORD',
      'name: client-secret',
    ],
    [
      'digits and `on` where a password is promised',
      container(
        'env: [{name: DB_PASSWORD, value: "123456"}, {name: ADMIN_PWD, value: "on"}, {name: MYSQL_PASSWORD2, value: "42"}]',
      ),
      'name: DB_PASSWORD',
      'name: ADMIN_PWD',
      'name: MYSQL_PASSWORD2',
    ],
    ['a source of nothing', container('env: [{name: TOKEN, value: tulips, valueFrom: null}]'), 'name: TOKEN'],
    ['a word that only begins like a store of secrets', env('VAULT_TOKEN', 'vaultsecret123'), 'name: VAULT_TOKEN'],
    ['a value with another word of the name', env('DB_PASSWORD2', 'Arnold99!x'), 'name: DB_PASSWORD2'],
    ['what is no name of an object', env('DB_PASSWORD_SECRET', 'Tulips_44!'), 'name: DB_PASSWORD_SECRET'],
    ['a secret of a client', env('CLIENT_SECRET', 'tulips'), 'name: CLIENT_SECRET'],
    ['a value that repeats a name of one word', env('PASSWORD', 'password'), 'name: PASSWORD'],
    ['a step of a workflow', workflow('env: [{name: TOKEN, value: tulips}]'), 'name: TOKEN'],
  ],
  good: [
    [
      'a reference to a Secret',
      container('env:\n  - name: DB_PASSWORD\n    valueFrom:\n      secretKeyRef: {name: db, key: password}'),
    ],
    ['another variable', env('DB_PASSWORD', '$(SHARED_PASSWORD)')],
    ['a file that holds it', env('DB_PASSWORD_FILE', '/run/secrets/db')],
    ['a path', env('SECRET', '/run/secrets/db')],
    ['a switch', env('USE_TOKEN', '"true"')],
    ['a small number', env('MAX_TOKENS', '"4096"')],
    ['a duration', env('TOKEN', '24h')],
    ['nothing', env('DB_PASSWORD', '""')],
    ['null', env('DB_PASSWORD', 'null')],
    ['a template', env('DB_PASSWORD', '"{{ .Values.password }}"')],
    ['something to fill in', env('DB_PASSWORD', '<your-password>')],
    ['a public URL', env('TOKEN', 'https://example.com/token')],
    ['words that only look alike', env('MONKEY_COMPASS_TOKENIZER', 'bypass')],
    ['a switch called password', env('MYSQL_ALLOW_EMPTY_PASSWORD', '"1234"')],
    ['one digit', env('DB_PASSWORD', '"1"')],
    ['the name of a Secret', env('IMAGE_PULL_SECRET', 'regcred')],
    ['the name of a Secret with a password in it', env('DB_PASSWORD_SECRET', 'db-login')],
    ['a key in a Secret', env('dbPasswordSecretKey', 'password')],
    ['its own name to fill in', env('ETCD_DISCOVERY_TOKEN', 'INSERT_ETCD_DISCOVERY_TOKEN')],
    ['its own name and a word', env('GOOGLE_API_KEY', 'GOOGLE_API_KEY_VAL')],
    ['the name of a cluster of etcd', env('ETCD_INITIAL_CLUSTER_TOKEN', 'etcd-cluster-1')],
    ['what is public', env('NEXT_PUBLIC_FIREBASE_API_KEY', `AIza${'Sy-D_12'.repeat(5)}`)],
    ['the key of a documentation', env('SEED', 'AKIAIOSFODNN7EXAMPLE')],
    ['odd types', container('env: [x, null, {name: 3, value: a}, {name: TOKEN, value: [a]}, {value: b}]')],
    ['an env that is a map', container('env: {DB_PASSWORD: x}')],
  ],
  says: 'environment variable `DB_PASSWORD` of container `app` is a credential by its name, in plain text',
})

test('plaintext-secret-env never repeats a value', async () => {
  const value = 'kHz7-tulip-44'
  const world = await read(env('DB_PASSWORD', value))
  const result = check(world, [{ rule: rules.get('plaintext-secret-env')!, options: {} }], { kubernetes: 36 })
  expect(result.findings).toHaveLength(1)
  expect(JSON.stringify(result)).not.toContain(value)
})

test.each([
  'PASSWORD',
  'db_password',
  'dbPassword',
  'PGPASSWORD',
  'MYSQL_ROOT_PASSWORD',
  'spring.datasource.password',
  'pwd',
  'DB_PASS',
  'SLACK_TOKEN',
  'authToken',
  'CLIENT_SECRET',
  'clientsecret',
  'AWS_SECRET_ACCESS_KEY',
  'API_KEY',
  'apikey',
  'AZURE_STORAGE_KEY',
  'SSH_PRIVATE_KEY',
  'ENCRYPTION_KEYS',
  'JWT',
  'dbpass',
  'PGPASS',
  'DBPWD',
  'ENCRYPTIONKEY',
  'DB_PASSWORD2',
  'BEARER',
  'GCP_CREDENTIALS',
  'WIFI_PASSPHRASE',
])('%s is the name of a secret', name => expect(namesSecret(name)).toBe(true))

test.each([
  'TOKEN_TTL',
  'SECRET_NAME',
  'PASSWORD_FILE',
  'TOKEN_URL',
  'AWS_ACCESS_KEY_ID',
  'PASSWORD_MIN_LENGTH',
  'PASSWORD_HASHER',
  'TOKEN_SERVICE',
  'TOKEN_REVIEW_API',
  'MONKEY',
  'KEYCLOAK_URL',
  'PRIMARY_KEY',
  'SORT_KEY',
  'PUBLIC_KEY',
  'PUBLIC_API_KEY',
  'MONKEYS',
  'HOTKEY2',
  'TOKEN_AUDIENCES',
  'SECRET_STORE',
  'PASSWORD_ENCODER',
  'TOKEN_REFRESH_SEC',
  'COMPASS',
  'BYPASS',
  'TOKENIZER_MODEL',
  'SECRETARY',
  'KEY',
  'AUTHOR',
  '',
  '___',
  'constructor',
])('%j is not', name => expect(namesSecret(name)).toBe(false))

test.each([
  ['AKIA', 'AKIAQ3EGTULIPS4ROSES'],
  ['a GitHub token', `github_pat_${'11ABCDEFG0'.repeat(3)}`],
  ['a Slack token', 'xoxb-123456789012-abcdefghij'],
  ['a Google key', `AIza${'Sy-D_12'.repeat(5)}`],
  ['a JSON web token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl'],
  ['a private key', `-----BEGIN RSA PRIVATE KEY-----\n${'MIIEpQ1a'.repeat(8)}\n`],
  ['a connection string', 'Server=db;Database=shop;User Id=shop;Password=Sup3rS3cret;'],
  ['the key of an account', 'DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=dHVsaXBz'],
  ['a JDBC address', 'jdbc:postgresql://db/shop?user=a&password=b'],
  ['a URL with a password', 'amqp://guest:tulips@rabbit:5672/'],
])('holds a secret: %s', (_, value) => expect(holdsSecret(value)).toBe(true))

test.each([
  ['AKIA', 'AKIA'],
  ['a user without a password', 'amqp://guest@rabbit:5672/'],
  ['a host with a port', 'http://rabbit:5672/a@b'],
  ['a URL that is filled in', 'postgres://shop:$(DB_PASSWORD)@db/shop'],
  ['a public key', '-----BEGIN PUBLIC KEY-----'],
  ['the frame of a private key', '-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----'],
  ['a token of one letter', `ghp_${'x'.repeat(36)}`],
  ['a connection string that is filled in', 'Server=db;Password=$(DB_PASSWORD);'],
  ['a JDBC address that is filled in', 'jdbc:postgresql://db/shop?user=a&password=$(DB_PASSWORD)'],
  ['a JDBC address without a password', 'jdbc:postgresql://db/shop?user=a&passwordless=b'],
  ['a folder', 'cd /srv; PWD=/srv; serve'],
  ['a form of the web', 'https://example.com/reset?password=new'],
])('holds none: %s', (_, value) => expect(holdsSecret(value)).toBe(false))

test.each(['$(A)', '$(A)-$(B)', 'prefix-$(A)', `\${A}`, './x', '~/x', '/a/b-c', 'vault:secret/data/db#pw', '0', 'off'])(
  '%j is harmless',
  value => expect(isHarmless(value)).toBe(true),
)

test.each([
  'tulips',
  'vaultsecret123',
  'Arnold99!x',
  'hunter2',
  'p$(a',
  '/abc+def==',
  'wJalr/K7MDENG/bPxR',
  '12345678',
  'a b c',
])('%j may be a secret', value => expect(isHarmless(value)).toBe(false))

test('long texts cost little', () => {
  const begin = performance.now()
  for (const text of [
    '$('.repeat(500_000),
    'eyJ'.repeat(500_000),
    `a${'://'.repeat(500_000)}`,
    'A1a'.repeat(500_000),
    `jdbc:://?${'&'.repeat(500_000)};`,
    `;${' password '.repeat(500_000)}`,
  ]) {
    holdsSecret(text)
    isHarmless(text)
    namesSecret(text)
  }
  expect(performance.now() - begin).toBeLessThan(200)
})

table('secret-as-env', {
  bad: [
    [
      'one key',
      container('env:\n  - name: DB_PASSWORD\n    valueFrom:\n      secretKeyRef: {name: db, key: password}'),
      'secretKeyRef: {name: db, key: password}',
    ],
    ['a whole Secret', container('envFrom:\n  - prefix: A_\n    secretRef:\n      name: db'), 'secretRef'],
    [
      'an init container',
      pod('containers: []\ninitContainers:\n  - name: a\n    envFrom: [{secretRef: {name: db}}]'),
      'secretRef: {name: db}',
    ],
  ],
  good: [
    [
      'a volume',
      pod(
        'containers:\n  - name: app\n    volumeMounts: [{name: db, mountPath: /run/db}]\nvolumes:\n  - name: db\n    secret: {secretName: db}',
      ),
    ],
    [
      'a ConfigMap',
      container(
        'env: [{name: A, valueFrom: {configMapKeyRef: {name: a, key: b}}}]\nenvFrom: [{configMapRef: {name: a}}]',
      ),
    ],
    ['odd types', container('env: [{name: A, valueFrom: secretKeyRef}, x]\nenvFrom: [null, {secretRef: db}]')],
  ],
  says: 'environment variable `DB_PASSWORD` of container `app` is read from a Secret',
})
