/** How secrets are written: a table. The random parts are in `{alphabet:length}`, see canary.ts. */
import type { Class, Secret } from './canary.ts'
import { COMMANDS, FURTHER } from './commands.ts'
import { FORMS } from './forms.ts'

type Row = readonly [title: string, text: string]

/** Names that promise a secret, in the spellings of variables, keys and flags. Each place gets others. */
const NAMES = [
  'DB_PASSWORD',
  'dbPassword',
  'db-password',
  'API_KEY',
  'apiKey',
  'api-key',
  'ACCESS_TOKEN',
  'accessToken',
  'access-token',
  'CLIENT_SECRET',
  'clientSecret',
  'client-secret',
  'PGPASSWORD',
  'SSH_PASSPHRASE',
  'SECRET_KEY',
  'password',
  'AWS_SECRET_ACCESS_KEY',
  'secretAccessKey',
  'spring.datasource.password',
  'ENCRYPTION_KEY',
  'privateKey',
  'DB_PASS',
  'GITHUB_TOKEN',
]

/** What people choose as values. */
const VALUES: readonly Row[] = [
  ['letters', '{a:12}'],
  ['letters and digits', '{w:20}'],
  ['short', '{a:8}'],
  ['two words', '{a:8} {a:9}'],
  ['three words', '{a:8} {a:8} {a:8}'],
  ['comma', '{a:8},{a:8}'],
  ['comma and space', '{a:8}, {a:8}'],
  ['digits and dash', '{d:4}-{a:9}'],
  ['digits', '{d:10}'],
  ['like a version', '1.2.3-{a:10}'],
  ['double quote', '{a:8}"{a:8}'],
  ['single quote', "{a:8}'{a:8}"],
  ['backslash', '{a:8}\\{a:8}'],
  ['number sign', '{a:8}#{a:8}'],
  ['number sign behind a space', '{a:8} #{a:8}'],
  ['number sign in front', '#{a:10}'],
  ['at sign', '{a:8}@{a:8}'],
  ['colon', '{a:8}:{a:8}'],
  ['colon and space', '{a:8}: {a:8}'],
  ['semicolon', '{a:8};{a:8}'],
  ['ampersand', '{a:8}&{a:8}'],
  ['bar', '{a:8}|{a:8}'],
  ['equals sign', '{a:8}={a:8}'],
  ['dollar', '{a:8}$${a:8}'],
  ['dollar in front', '$1{a:10}'],
  ['bang and percent', '!{a:8}%{a:8}'],
  ['parentheses', '({a:8}){a:8}'],
  ['braces', '{a:8}}{{a:8}'],
  ['square brackets', '[{a:8}]{a:8}'],
  ['angle bracket in front', '<{a:10}'],
  ['dash in front', '-{a:10}'],
  ['star in front', '*{a:10}'],
  ['slash in front', '/{w:20}+{w:12}='],
  ['slash within', '{a:8}/{a:8}'],
  ['backtick', '{a:8}`{a:8}'],
  ['accent', 'ü{a:10}é{a:8}'],
  ['Base64', '{w:32}=='],
  ['UUID', '{h:8}-4{d:3}-4{d:3}-8{d:3}-{h:12}'],
]

const URLS: readonly Row[] = [
  ['password', 'postgres://shop:{a:12}@db.example:5432/shop'],
  ['password with digits', 'https://shop:{w:16}@registry.example/x'],
  ['password with @', 'mysql://shop:{a:8}@{a:8}@db.example/shop'],
  ['password with /', 'redis://shop:{a:8}/{a:8}@db.example:6379'],
  ['password with :', 'amqp://shop:{a:8}:{a:8}@mq.example'],
  ['password with ? and #', 'mongodb://shop:{a:8}?{a:8}#{a:8}@db.example'],
  ['password, percent-encoded', 'mongodb+srv://shop:{a:8}%40{a:8}@db.example/x?y=z'],
  ['no user', 'redis://:{a:12}@cache.example:6379/0'],
  ['token as user', 'https://{w:24}@git.example/shop/api.git'],
  ['token as user, nothing behind it', 'https://{w:24}:@git.example/shop/api.git'],
  ['token with a user that says so', 'https://oauth2:{w:24}@git.example/shop/api.git'],
  ['token for pip', 'git+https://{w:40}@github.com/shop/api.git'],
  ['key of Sentry', 'https://{h:32}:{h:32}@o1.ingest.sentry.io/1'],
  ['signature', 'https://files.example/x.tar.gz?user=a&sig={w:32}%2B{w:10}%3D'],
  ['signature of AWS', 'https://s3.example/x?X-Amz-Credential=a&X-Amz-Signature={h:64}'],
  ['access token in the query', 'https://api.example/x?access_token={w:24}&y=z'],
  ['API key in the query', 'https://api.example/x?y=z&api_key={w:24}'],
  ['token in the query', 'wss://api.example/x?token={w:24}'],
  ['password in the query', 'jdbc:postgresql://db.example/shop?user=shop&password={a:12}'],
  ['JDBC of SQL Server', 'jdbc:sqlserver://db.example:1433;user=shop;password={a:12};encrypt=true'],
  ['pairs', 'Server=db.example;User Id=shop;Password={a:12};Encrypt=True'],
  ['pairs, quoted', "Server=db.example;User Id=shop;Pwd='{a:8};{a:8}'"],
  ['account key', 'DefaultEndpointsProtocol=https;AccountName=shop;AccountKey={w:40}+{w:40}==;EndpointSuffix=core'],
  ['shared access key', 'Endpoint=sb://shop.example/;SharedAccessKeyName=Root;SharedAccessKey={w:43}='],
  ['keywords of PostgreSQL', 'host=db.example user=shop password={a:12} dbname=shop'],
  ['webhook of Slack', 'https://hooks.slack.com/services/T0{u:9}/B0{u:9}/{w:24}'],
  ['webhook of Discord', 'https://discord.com/api/webhooks/1{d:17}/{w:68}'],
]

const pem = (label: string): string => `-----BEGIN ${label}-----\n{w:64}\n{w:64}\n{w:40}\n-----END ${label}-----`

const PEM: readonly Row[] = [
  ['RSA', pem('RSA PRIVATE KEY')],
  ['PKCS 8', pem('PRIVATE KEY')],
  ['PKCS 8, encrypted', pem('ENCRYPTED PRIVATE KEY')],
  ['OpenSSH', pem('OPENSSH PRIVATE KEY')],
  ['elliptic curve', pem('EC PRIVATE KEY')],
  ['PGP', pem('PGP PRIVATE KEY BLOCK')],
  ['line breaks escaped', pem('PRIVATE KEY').replaceAll('\n', '\\n')],
  ['end cut off', pem('PRIVATE KEY').split('\n').slice(0, -1).join('\n')],
]

const DOCKER_CONFIGS: readonly Row[] = [
  ['auth', '{"auths":{"registry.example":{"auth":"{w:40}=="}}}'],
  ['user and password', '{"auths": {"registry.example": {"username": "shop", "password": "{a:12}"}}}'],
  ['identity token', '{"auths":{"registry.example":{"identitytoken":"{w:40}"}}}'],
  ['on several lines', '{\n  "auths": {\n    "https://index.docker.io/v1/": {\n      "auth": "{w:40}"\n    }\n  }\n}'],
]

const NETRC: readonly Row[] = [
  ['one line', 'machine git.example login shop password {w:20}'],
  ['several lines', 'machine git.example\n  login shop\n  password {w:20}'],
  ['default', 'default login anonymous password {a:12}'],
]

const BARE: readonly Row[] = [
  ['a word', '{a:12}'],
  ['letters and digits', '{w:24}'],
  ['hexadecimal', '{h:40}'],
  ['words', '{a:8} {a:8}'],
]

const rows = (of: Class, table: readonly Row[]): readonly Secret[] =>
  table.map(([title, text]) => ({ class: of, title, text }))

/** All ways to write a secret. The names differ from place to place, so that each is tried with most values. */
export const secretsFor = (place: number): readonly Secret[] => [
  ...VALUES.map(([title, text], index): Secret => {
    const name = NAMES[(place * 5 + index) % NAMES.length]!
    return { class: 'behind a name', title, name, text }
  }),
  ...rows('known form', FORMS),
  ...rows('command', COMMANDS),
  ...rows('URL', URLS),
  ...rows('PEM', PEM),
  ...rows('docker config', DOCKER_CONFIGS),
  ...rows('.netrc', NETRC),
  ...rows('further', FURTHER),
  ...rows('bare word', BARE),
]
