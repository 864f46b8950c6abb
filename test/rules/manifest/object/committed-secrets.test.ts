import { expect, test } from 'vitest'
import type { ManifestSource } from '../../../../src/core/source.ts'
import { check } from '../../../../src/engine/check.ts'
import { resourcesIn } from '../../../../src/kube/objects.ts'
import type { Origin } from '../../../../src/kube/resource.ts'
import { rules } from '../../../../src/rules/index.ts'
import { World } from '../../../../src/world/world.ts'
import { readYaml } from '../../../../src/yaml/source.ts'
import { container, workflow } from '../../../kit/manifests.ts'
import { read } from '../../../kit/read.ts'
import { table } from '../../../kit/table.ts'

const object = (kind: string, yaml: string): string =>
  `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: shop\n${yaml}\n`
const SEALED =
  'apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata:\n  name: shop\nspec:\n  encryptedData:\n    password: AgBy3i4OJSWK+PiTySYZZA9rO43cGDEq\n'
const base64 = (text: string): string => Buffer.from(text).toString('base64')

const TOKEN = `ghp_${'a1B2'.repeat(9)}`
const KEY = `-----BEGIN PRIVATE KEY-----\n${'MIIEvQ1b'.repeat(8)}\n-----END PRIVATE KEY-----\n`

table('secret-value-in-object', {
  bad: [
    ['in the clear', object('Secret', `stringData:\n  github: ${TOKEN}`), 'github'],
    [
      'in base64',
      object('Secret', `data:\n  tls.key: ${base64(KEY)}\n  tls.crt: ${base64('x')}`),
      { at: 'tls.key', message: '`data.tls.key` of Secret `shop` contains a private key' },
    ],
    ['in braces', object('Secret', `data: {"a": "${base64(TOKEN)}", b: dHVsaXBz}`), '"a"'],
    [
      'in the middle of a file',
      object('ConfigMap', `data:\n  app.properties: |\n    mode=fast\n    key=AKIAQ3EGTULIPS4ROSES\n`),
      { at: 'app.properties', message: '`data.app.properties` of ConfigMap `shop` contains an AWS access key' },
    ],
    [
      'in binary data',
      object('ConfigMap', `binaryData:\n  tls.key: ${base64(KEY)}`),
      { at: 'tls.key', message: '`binaryData.tls.key` of ConfigMap `shop` contains a private key' },
    ],
    [
      'behind an anchor',
      object('ConfigMap', `base: &base {a: ${TOKEN}}\ndata:\n  <<: *base`),
      { at: 'name: shop', message: '`data.a` of ConfigMap `shop` contains a GitHub token' },
    ],
  ],
  good: [
    ['another kind', SEALED],
    ['no token', object('Secret', 'stringData:\n  password: tulips')],
    ['the key of the documentation', object('ConfigMap', 'data:\n  key: AKIAIOSFODNN7EXAMPLE')],
    ['a key to fill in', object('Secret', 'stringData:\n  key: "-----BEGIN PRIVATE KEY-----\\n...\\n"')],
    ['a certificate', object('ConfigMap', 'data:\n  ca.crt: "-----BEGIN CERTIFICATE-----"')],
    ['what is public', object('ConfigMap', `data:\n  NEXT_PUBLIC_KEY: AIza${'Sy-D_12'.repeat(5)}`)],
    ['base64 in a ConfigMap is a text', object('ConfigMap', `data: {a: ${base64(TOKEN)}}`)],
    ['a token in another kind', object('SealedSecret', `data: {a: ${TOKEN}}`)],
    ['odd types', object('Secret', 'data: [a]\nstringData: {a: 1, b: null, c: [x]}')],
  ],
  says: '`stringData.github` of Secret `shop` contains a GitHub token',
})

table('secret-value-in-command', {
  bad: [
    ['an argument', container(`args:\n  - --verbose\n  - --token=${TOKEN}`), 'args'],
    ['a command in brackets', container(`command: [sh, -c, "curl -H 'Authorization: ${TOKEN}'"]`), 'command'],
    ['a part of a pod', workflow(`args: [${TOKEN}]`), 'args'],
  ],
  good: [
    ['a variable', container('args: ["--token=$(TOKEN)"]')],
    ['an example', container('args: ["--key=AKIAIOSFODNN7EXAMPLE"]')],
    ['odd types', container('command: sh\nargs: [1, null, {a: b}]')],
  ],
  says: '`args` of container `app` contains a GitHub token',
})

table('secret-committed', {
  bad: [
    ['in the clear', object('Secret', 'stringData:\n  username: shop\n  password: tulips'), 'password'],
    ['in base64', object('Secret', `data:\n  db-password: ${base64('tulips')}`), 'db-password'],
    ['digits', object('Secret', `data:\n  password: ${base64('1234')}`), 'password'],
    [
      'the log-in of a registry',
      object(
        'Secret',
        `type: kubernetes.io/dockerconfigjson\ndata:\n  .dockerconfigjson: ${base64('{"auths":{"a":{"auth":"c2hvcDp0dWxpcHM="}}}')}`,
      ),
      '.dockerconfigjson',
    ],
    [
      'a log-in of old',
      object('Secret', `stringData: {.dockercfg: '{"a": {"username": "shop", "password": "tulips"}}'}`),
      '.dockercfg',
    ],
    [
      'a log-in by another key',
      object('Secret', `stringData: {config.json: '{"auths": {"a": {"identitytoken": "tulips"}}}'}`),
      'config.json',
    ],
  ],
  good: [
    ['a sealed one', SEALED],
    ['no value', object('Secret', 'data:\n  password: ""')],
    ['a file that is named after a secret', object('Secret', `stringData: {jenkins_token.json: '{"a": "b"}'}`)],
    ['a key that is none', object('Secret', `stringData: {tls.key: tulips}`)],
    [
      'a key of SSH that is none',
      object('Secret', `type: kubernetes.io/ssh-auth\ndata: {ssh-privatekey: ${base64('tulips')}}`),
    ],
    ['what stands for nothing', object('Secret', `data: {api-key: ${base64('MISSING')}}`)],
    ['what Zalando encrypted', object('Secret', 'stringData: {token: "deployment-secret:2:shop:AQICAHjXIrc66g"}')],
    ['a registry without a log-in', object('Secret', `stringData: {.dockerconfigjson: '{"auths": {"a": {}}}'}`)],
    [
      'an empty log-in',
      object('Secret', `stringData: {.dockerconfigjson: '{"auths": {"a": {"auth": "", "password": "<password>"}}}'}`),
    ],
    [
      'a log-in to fill in',
      object(
        'Secret',
        `stringData: {.dockerconfigjson: '{"auths": {"a": {"auth": "\${AUTH}"}}}', .dockercfg: "{broken"}`,
      ),
    ],
    [
      'odd log-ins',
      object(
        'Secret',
        `stringData: {.dockerconfigjson: '{"auths": {"a": null, "b": {"auth": 1}}}', .dockercfg: '{"a": 1}'}`,
      ),
    ],
    ['no secret by its name', object('Secret', 'stringData:\n  config.yaml: "mode: fast"')],
    ['something to fill in', object('Secret', 'stringData: {password: changeme, token: <token>, apiKey: "$(KEY)"}')],
    ['its own name', object('Secret', 'stringData:\n  db-password: your-db-password')],
    ['encrypted by SOPS', object('Secret', 'stringData: {password: "ENC[AES256_GCM,data:x]"}\nsops: {version: 3.9.0}')],
    ['the state of Helm', object('Secret', 'type: helm.sh/release.v1\ndata: {token: SDRzSUFBQUE}')],
    ['an account token that is filled in', object('Secret', 'type: kubernetes.io/service-account-token')],
    ['odd types', object('Secret', 'type: {toString: 1}\ndata: [a]\nstringData: {password: 1, token: null}')],
    ['a live token is reported as such', object('Secret', `stringData: {token: ${TOKEN}}`)],
    ['another kind', object('ConfigMap', 'data: {password: tulips}')],
  ],
  says: '`stringData.password` of Secret `shop` is committed in plain text',
})

table('configmap-secret', {
  bad: [
    ['by its key', object('ConfigMap', 'data:\n  db-password: tulips'), 'db-password'],
    ['digits', object('ConfigMap', 'data: {password: "123456"}'), 'password'],
    [
      'the log-in of a registry',
      object('ConfigMap', `data: {config.json: '{"auths": {"a": {"auth": "c2hvcDp0dWxpcHM="}}}'}`),
      { at: 'config.json', message: '`data.config.json` of ConfigMap `shop` contains a log-in to a registry' },
    ],
    [
      'in a line',
      object('ConfigMap', 'data:\n  app.env: |\n    MODE=fast\n    export API_TOKEN="tulips"\n'),
      {
        at: 'app.env',
        severity: 'medium',
        message: '`data.app.env` of ConfigMap `shop` sets credential `API_TOKEN` in plain text',
      },
    ],
    [
      'in the only line',
      object('ConfigMap', 'data:\n  env: REDIS_PASSWORD = tulips'),
      { at: 'env', severity: 'medium' },
    ],
    [
      'once for a file',
      object('ConfigMap', 'data:\n  env: |\n    A_PASSWORD=x1\n    B_PASSWORD=x2\n'),
      { at: 'env', severity: 'medium' },
    ],
  ],
  good: [
    ['a file by its name', object('ConfigMap', 'data: {get-token.py: "print(1)", reset-password.sql: "select 1"}')],
    ['a file by its lines', object('ConfigMap', 'data:\n  passwd: |\n    root:x:0\n    app:x:1\n')],
    [
      'code that gets it',
      object(
        'ConfigMap',
        'data:\n  a.py: |\n    token = os.environ["TOKEN"]\n    password = get_password()\n    self.token = token\n    self._password = password\n    b = line.split(",")\n',
      ),
    ],
    [
      'settings about secrets',
      object(
        'ConfigMap',
        'data:\n  a.ini: |\n    password.hashing=bcrypt\n    token.signing.algo=RS256\n    refresh-token-lifespan=PT30M\n    password=file:/run/x\n    jwt.secret=@jwt@\n    password=ENC(x)\n    PASSWORD=""\n',
      ),
    ],
    ['names of objects with their namespace', object('ConfigMap', 'data: {default-ssl-secret: ingress/tls}')],
    ['a registry without a log-in', object('ConfigMap', `data: {password: '{"auths": {"a": {}}}'}`)],
    ['settings', object('ConfigMap', 'data:\n  mode: fast\n  TOKEN_TTL: 1h')],
    ['no value', object('ConfigMap', 'data:\n  env: REDIS_PASSWORD=\n  password: ""')],
    ['a reference', object('ConfigMap', `data: {env: "DB_PASSWORD=\${DB_PASSWORD}", password: $PASSWORD}`)],
    ['of a shell', object('ConfigMap', `data:\n  run.sh: PASSWORD="$(cat "\${PASSWORD_FILE}")"`)],
    ['of a template', object('ConfigMap', 'data: {a: "API_TOKEN={{ .Values.token }}"}')],
    ['the name of a Secret', object('ConfigMap', 'data: {IMAGE_PULL_SECRET: regcred}')],
    ['a live token is reported as such', object('ConfigMap', `data: {token: ${TOKEN}}`)],
    ['another kind', object('Secret', 'stringData: {password: tulips}')],
    ['odd types', object('ConfigMap', 'data: [password]\nbinaryData: {password: 1}')],
  ],
  says: '`data.db-password` of ConfigMap `shop` has the name of a credential and is stored in plain text',
})

test.each([true, false])('secret-value-in-object where a chart makes another one each time: %s', async isOther => {
  const written = await readYaml('web/templates/tls.yaml', object('Secret', `stringData: {a: ${TOKEN}}`))
  const rendered: ManifestSource = {
    file: written.file,
    text: written.text,
    comments: [],
    locate: (spot, note) => written.locate(spot, note),
    edit: () => undefined,
    key: path => written.key(path),
    duplicates: () => [],
    refusals: () => [],
    varies: path => isOther && path.join('.') === '0.stringData.a',
  }
  const origin: Origin = { by: 'helm', root: 'web' }
  const world = new World({ resources: resourcesIn(rendered, [0], written.documents[0]!.value, origin) })
  const rule = rules.get('secret-value-in-object')!
  expect(check(world, [{ rule, options: {} }], { kubernetes: 36 }).findings).toHaveLength(isOther ? 0 : 1)
})

test('secret-committed leaves the values of a chart to whoever installs it', async () => {
  const written = await readYaml('web/templates/secret.yaml', object('Secret', 'stringData: {password: tulips}'))
  const run = (origin?: Origin) => {
    const world = new World({ resources: resourcesIn(written, [0], written.documents[0]!.value, origin) })
    return check(world, [{ rule: rules.get('secret-committed')!, options: {} }], { kubernetes: 36 }).findings
  }
  expect(run({ by: 'helm', root: 'web' })).toEqual([])
  expect(run({ by: 'kustomize', root: 'web' })).toHaveLength(1)
})

test.each([
  ['secret-value-in-object', object('Secret', `stringData: {a: ${TOKEN}}`), TOKEN],
  ['secret-value-in-object', object('Secret', `data: {a: ${base64(TOKEN)}}`), base64(TOKEN)],
  ['secret-value-in-command', container(`args: [${TOKEN}]`), TOKEN],
  ['secret-committed', object('Secret', 'stringData: {password: kHz7-tulip-44}'), 'kHz7-tulip-44'],
  ['configmap-secret', object('ConfigMap', 'data: {env: "PASSWORD=kHz7-tulip-44"}'), 'kHz7-tulip-44'],
])('%s never repeats a value', async (id, text, value) => {
  const result = check(await read(text), [{ rule: rules.get(id)!, options: {} }], { kubernetes: 36 })
  expect(result.findings).toHaveLength(1)
  expect(JSON.stringify(result)).not.toContain(value)
})
