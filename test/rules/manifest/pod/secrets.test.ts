import { expect, test } from 'vitest'
import { check } from '../../../../src/engine/check.ts'
import { rules } from '../../../../src/rules/index.ts'
import { container, pod, workflow } from '../../../kit/manifests.ts'
import { read } from '../../../kit/read.ts'
import { table } from '../../../kit/table.ts'

const env = (name: string, value: string) => container(`env:\n  - name: ${name}\n    value: ${value}`)

table('plaintext-secret-env', {
  bad: [
    ['a password', env('DB_PASSWORD', 'kHz7-tulip-44'), 'name: DB_PASSWORD'],
    ['a number for a password', env('DB_PASSWORD', '1234567890'), 'name: DB_PASSWORD'],
    [
      'a value that says itself what it is',
      env('SEED', `ghp_${'a1B2'.repeat(9)}`),
      {
        at: 'name: SEED',
        message: 'environment variable `SEED` of container `app` contains a credential in plain text',
      },
    ],
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
  says: 'environment variable `DB_PASSWORD` of container `app` has the name of a credential and is set in plain text',
})

test('plaintext-secret-env never repeats a value', async () => {
  const value = 'kHz7-tulip-44'
  const world = await read(env('DB_PASSWORD', value))
  const result = check(world, [{ rule: rules.get('plaintext-secret-env')!, options: {} }], { kubernetes: 36 })
  expect(result.findings).toHaveLength(1)
  expect(JSON.stringify(result)).not.toContain(value)
})

table('secret-as-env', {
  bad: [
    [
      'one key',
      container('env:\n  - name: DB_PASSWORD\n    valueFrom:\n      secretKeyRef: {name: db, key: password}'),
      'secretKeyRef: {name: db, key: password}',
    ],
    [
      'a whole Secret',
      container('envFrom:\n  - prefix: A_\n    secretRef:\n      name: db'),
      { at: 'secretRef', message: 'container `app` loads a whole Secret into its environment' },
    ],
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
