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

/** More of the ways in which people write secrets: `SECRET` is hidden, and nothing else. */
const SECRET = 'tulip-4-roses'

describe('the secret is hidden, and nothing else', () => {
  test.each([
    ['a plain scalar of YAML', 'password: SECRET two words # why\n', 'SECRET two words'],
    ['a tag and an anchor', 'password: !!str SECRET'],
    ['a block of YAML', 'password: |-\n  SECRET\nhost: db\n', '  SECRET'],
    ['the line below its key', 'password:\n  SECRET\nhost: db\n'],
    ['the value of a pair', '- name: DB_PASSWORD\n  value: SECRET\n'],
    ['a value in front of its name', '- value: SECRET\n  name: DB_PASSWORD\n'],
    ['a pair in JSON', '{"name": "DB_PASSWORD",\n "value": "SECRET"}'],
    ['the next item of a list', 'args:\n  - --db-password\n  - SECRET\n  - --quiet\n'],
    ['a continued line', 'RUN serve --password \\\n    SECRET --quiet'],
    ['the only value of an ENV', 'ENV DB_PASSWORD SECRET two words', 'SECRET two words'],
    ['quotes in a word', `DB_PASSWORD=SECRET"and"'more' serve`, `SECRET"and"'more`],
    ['brackets in a word', 'DB_PASSWORD=[a]SECRET serve', '[a]SECRET'],
    ['a parameter of an address', 'curl https://x.example/?a=b&key=SECRET&c=d'],
    ['a token in place of a user', 'git clone https://SECRET@git.example/shop.git'],
    ['a password with @ and /', 'redis://me:SECRET@a/b@db.example/0', 'SECRET@a/b'],
    ['the address of a driver', 'DSN=me:SECRET@tcp(db:3306)/shop'],
    ['mysqladmin', 'mysqladmin -u root password SECRET'],
    ['mysql, quoted', `mysql -u root -p'SECRET' shop`],
    ['mongosh', 'mongosh db/shop -u root -p SECRET --eval 1'],
    ['sqlcmd', 'sqlcmd -S db -U sa -P SECRET -Q x'],
    ['ldapadd', 'ldapadd -x -D cn=admin -w SECRET -f x.ldif'],
    ['htpasswd', 'htpasswd -bc /etc/nginx/users shop SECRET'],
    ['htpasswd without a file', 'htpasswd -nbB shop SECRET'],
    ['useradd', 'useradd -m -p SECRET shop'],
    ['chpasswd, here-string', "chpasswd <<< 'root:SECRET'"],
    ['chpasswd, here-document', 'chpasswd <<EOF\nroot:SECRET\nEOF\n'],
    ['a pipe', 'echo SECRET | docker login -u me --password-stdin r.example'],
    ['curl with other flags', 'curl -fsSu me:SECRET https://x.example'],
    ['openssl', 'openssl enc -aes-256-cbc -pass pass:SECRET -in x', 'pass:SECRET'],
    ['keytool', 'keytool -importcert -storepass SECRET -noprompt'],
    ['zip', 'zip -P SECRET x.zip x'],
    ['composer', 'composer config http-basic.x.example shop SECRET'],
    ['vault', 'vault login SECRET'],
    ['kubectl', 'kubectl create secret generic db --from-literal=who=SECRET'],
    ['a header', 'curl -H "Authorization: token SECRET" x'],
    ['a quote in an item', '["app", "--db-password=SECRET\\"x", "y"]', 'SECRET\\"x'],
    ['two words of an item', '["app", "--db-password=SECRET of one", "x"]', 'SECRET of one'],
    ['two words of an item of YAML', "args:\n  - '--db-password=SECRET, two'\n", 'SECRET, two'],
    ['a flag in front of another one', 'A: "--db-password=SECRET --port=1"'],
    ['a header on the next line', 'Authorization:\n  SECRET\n'],
    ['a header with a scheme of its own', 'curl -H "Authorization: GenieKey SECRET" x', 'GenieKey SECRET'],
    ['SQL', `psql -c "ALTER USER shop WITH PASSWORD 'SECRET'"`],
    ['MySQL', `mysql -e "CREATE USER x IDENTIFIED BY 'SECRET'"`],
    ['.pgpass', 'db.example:5432:shop:me:SECRET'],
    ['.netrc', 'machine git.example\n  login me\n  password SECRET\n'],
    ['.npmrc', '//r.example/:_auth=SECRET'],
    ['redis.conf', 'requirepass SECRET'],
    ['the list of a command', '["mysql", "-u", "root", "-pSECRET"]'],
    ['YAML in single quotes', "x: 'mysql -p''SECRET'' shop'"],
    ['a name in two words and a space', 'data.apiKey SECRET'],
    ['a key of YAML without its colon', 'data:\n  password SECRET : x'],
    ['a path of such a key', 'data.password SECRET'],
    ['a name in two words and a space, within a line', 'set dbPassword SECRET now'],
    ['a command without its beginning', 'dc=x -w SECRET -f x.ldif'],
    ['redis-cli AUTH', 'redis-cli -h db AUTH SECRET'],
    ['lftp', 'lftp -u me,SECRET ftp.example'],
    ['lftp in a list', '["lftp", "-u", "me,SECRET", "ftp.example"]'],
    ['http in a list', '["http", "-a", "me:SECRET", "https://x.example"]'],
    ['http in a list of YAML', 'command:\n  - http\n  - -a\n  - me:SECRET\n'],
    ['twine', 'twine upload -u me -p SECRET dist/*'],
    ['the list of a command of Windows', '["net", "user", "shop", "SECRET", "/add"]'],
    ['another password of .netrc', 'machine git.example login me account SECRET password $PW'],
    ['a second flag', 'ldappasswd -a $OLD -s SECRET'],
    ['a default in a command', `mysql -p\${PW:-SECRET} shop`, `\${PW:-SECRET`],
    ['a default behind a name', `DB_PASSWORD=\${PW:=SECRET} serve`, `\${PW:=SECRET`],
    ['a default in quotes', `DB_PASSWORD="\${PW:-SECRET}" serve`, `\${PW:-SECRET}`],
    ['what follows a default', `DB_PASSWORD="\${PASSWORD:-a}SECRET" serve`, `\${PASSWORD:-a}SECRET`],
    ['a word beside a reference', 'DB_PASSWORD: SECRET-$(A)', 'SECRET-$(A)'],
    ['what follows a variable in an address', `https://me:\${PW}SECRET@x.example/`, `\${PW}SECRET`],
    ['what follows a variable in a command', `mysql -p\${PW}SECRET shop`, `\${PW}SECRET`],
    ['two brackets in a word', 'DB_PASSWORD=a}}SECRET serve', 'a}}SECRET'],
    ['what follows a template', 'DB_PASSWORD={{a}}SECRET serve', '{{a}}SECRET'],
    ['a digit behind a dollar', 'mysql -p$1SECRET shop', '$1SECRET'],
    ['an angle bracket in quotes', "mysql -p'<SECRET' shop", '<SECRET'],
    ['an address whose scheme ends in a digit', 's3://me:SECRET@x.example/'],
  ])('%s', (_, line, secret = 'SECRET') => {
    const text = line.replace('SECRET', SECRET)
    const hidden = secret.replace('SECRET', SECRET)
    // What a scheme of its own and the secret have between them stays.
    const shown = hidden.includes('GenieKey') ? hidden.replace(/\S/g, '*') : '*'.repeat(hidden.length)
    expect(redact(text)).toBe(text.replace(hidden, shown))
  })
})

test('lines and columns stay, whatever is hidden', () => {
  const text = 'a: 1\npassword: |\n  one\n  two\nb: 2\n'
  expect(redact(text)).toBe('a: 1\npassword: |\n*****\n*****\nb: 2\n')
})

describe('what is no secret stays', () => {
  test.each([
    'authorization:\n    mode: Webhook\n',
    'authorization: {mode: Webhook}',
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
    'token of the account: none',
    'the password is short: bad',
    'mysql -p$DB_PASS shop',
    'mysql -p"$(cat /run/secrets/db)" shop',
    `mysql -p\${DB_PASS} shop`,
    'mysql -p < shop.sql',
    'useradd -p <hash> shop',
    "mysql -p'<password>' shop",
    `https://me:\${PW}@x.example/`,
    'https://me:$(PW)@x.example/',
    'https://me:{{pw}}@x.example/',
    `DB_PASSWORD=\${PW:?is missing} serve`,
    `PASSWORD=\${{ secrets.PASSWORD }}`,
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

test('words of ours around a quote are looked through for tokens', () =>
  expect(redactQuoted(`file ${TOKEN}: no \`x\``)).toBe(`file ${'*'.repeat(40)}: no \`x\``))

test.each([
  'login a ',
  'redis-cli a ',
  'password ',
  'password=',
  '--token ',
  '://a:',
  'mysql -a ',
  'mysql -p ',
  'curl a=b=c ',
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
