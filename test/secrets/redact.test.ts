import { describe, expect, test } from 'vitest'
import { redact, redactQuoted } from '../../src/secrets/redact.ts'

// Put together here, so that no scanner takes this file for a leak.
const TOKEN = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`

test.each([
  ['password: hunter2', 'password: *******'],
  ['  "dbPassword": "hunter2",', '  "dbPassword": "*******",'],
  ['ENV DB_PASSWORD hunter2', 'ENV DB_PASSWORD *******'],
  ['ENV A=1 API_KEY=hunter2 B=2', 'ENV A=1 API_KEY=******* B=2'],
  ['run --token hunter2 --x', 'run --token ******* --x'],
  ['run --token=hunter2', 'run --token=*******'],
  ['npm config set //r/:_authToken hunter2', 'npm config set //r/:_authToken *******'],
  ['curl -H "Authorization: Bearer hunter2x" x', 'curl -H "Authorization: Bearer ********" x'],
  ['curl -u me:hunter2 x', 'curl -u me:******* x'],
  ['wget https://me:hunter2@x/y', 'wget https://me:*******@x/y'],
  ['mysql -h db -phunter2', 'mysql -h db -p*******'],
  ['sudo docker login -u me -p hunter2 registry', 'sudo docker login -u me -p ******* registry'],
  ['redis-cli -h db -p 6379 -a hunter2 ping', 'redis-cli -h db -p 6379 -a ******* ping'],
  ['echo root:hunter2 | chpasswd', 'echo root:******* | chpasswd'],
  ['CMD ["app", "--token", "hunter2"]', 'CMD ["app", "--token", "*******"]'],
  ['["./x","--db-password","hunter2"]', '["./x","--db-password","*******"]'],
  ['command: [app, --password, hunter2]', 'command: [app, --password, *******]'],
  ['command: [mysql, -u, root, -phunter2]', 'command: [mysql, -u, root, -p*******]'],
  ['["mysql", "-u", "root", "-phunter2"]', '["mysql", "-u", "root", "-p*******"]'],
  [
    "sh -c 'echo machine x login y password hunter2 > ~/.netrc'",
    "sh -c 'echo machine x login y password ******* > ~/.netrc'",
  ],
  ['env JWT=hunter2 serve', 'env JWT=******* serve'],
  ['password: 123456', 'password: ******'],
  ['password: "two words"', 'password: "*********"'],
  [`PASSWORD="\${PASSWORD:-hunter2}" serve`, `PASSWORD="\${PASSWORD:-*******}" serve`],
  ["password: 'it''s one'", "password: '*********'"],
  ['"password": "a\\"b", "mode": "fast"', '"password": "****", "mode": "fast"'],
  ['DB_PASSWORD=a&b;c d', 'DB_PASSWORD=***** d'],
  ['DB_PASSWORD=#1 ROOT_PASSWORD="#2"', 'DB_PASSWORD=** ROOT_PASSWORD="**"'],
  ['A_TOKEN=env B_TOKEN=hunter2', 'A_TOKEN=*** B_TOKEN=*******'],
  ['A_TOKEN=my_token b_c', 'A_TOKEN=******** b_c'],
  ['set redis_password hunter2', 'set redis_password *******'],
  ['helm upgrade --set a.password=hunter2,b=c', 'helm upgrade --set a.password=***********'],
  ['curl -H "X-Api-Key: hunter2" x', 'curl -H "X-Api-Key: *******" x'],
  [":password => 'hunter2'", ":password => '*******'"],
  [`app ${TOKEN} --x ${TOKEN}.`, `app ${'*'.repeat(40)} --x ${'*'.repeat(40)}.`],
])('%s is shown as %s', (line, shown) => expect(redact(line)).toBe(shown))

describe('what is no secret stays', () => {
  test.each([
    'automountServiceAccountToken: false',
    'secretName: web-tls',
    'secretKeyRef: {name: db, key: password}',
    'password: $(DB_PASSWORD)',
    'password: {{ .Values.password }}',
    '- --token-ttl=15m',
    'password: # see the vault',
    'image: registry.example:5000/shop/api@sha256:0123',
    'RUN echo "secret of the sea" > /etc/motd',
    'curl https://x.example/a?b=c',
    'TOKEN=$TOKEN serve',
    `PASSWORD="\${PASSWORD:-}" serve`,
    'password: "{{ .Values.password | default "x" }}"',
    'password: |',
    'psql $DB_PASSWORD shop',
    'docker login --password-stdin registry.example',
    'adduser --disabled-password --gecos x',
    'run --token \\',
    '# seaworthy: ignore secret-in-arg-or-env because it is an example',
    'there is no-token-needed here',
    'users are in system_auth.credentials today',
    'image: registry.example/auth:3.0.2',
    'image: registry.example/shop/secret-store:main',
    'FROM auth:3.0.2',
    'FROM token:v1.4-alpine',
    'FROM auth:latest',
    'use `automountServiceAccountToken: true`, or not',
    'password:\n    name: shop',
  ])('%s', line => expect(redact(line)).toBe(line))
})

test('a sentence of ours loses only the password of an address', () =>
  expect(redactQuoted('`https://me:hunter2@x` has no password: it is a token')).toBe(
    '`https://me:*******@x` has no password: it is a token',
  ))

test('a sentence of ours loses a token', () =>
  expect(redactQuoted(`\`${TOKEN}\` is not pinned`)).toBe(`\`${'*'.repeat(40)}\` is not pinned`))

test.each([
  'login a ',
  'redis-cli a ',
  'password ',
  'password=',
  '--token ',
  '://a:',
  'mysql -a ',
  'echo a:',
  ' -u a',
  'bearer ',
  '-_password',
  'password: "',
  'value: a, name: ',
  'machine a password ',
  '-----BEGIN PRIVATE KEY-----',
  'password: |\n',
  // Nothing counts the steps of a regular expression: one that took the square of these lengths would never come back.
])('many of %j are looked through once', part =>
  expect(redact(part.repeat(100_000))).toHaveLength(part.length * 100_000),
)
