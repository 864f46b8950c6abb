/** Commands, headers and files that take a secret without naming it. Every pattern is bounded, so that no text makes it slow. */
import { GAP, lengthAt, SCHEMES, SPACE, type Value, valueWithin, WORD } from './quoting.ts'
import { lazy, type Sought, Table } from './sought.ts'
import { isToFillIn, isVariable } from './to-fill-in.ts'

interface Program {
  /** Names; a star stands for the rest of a word. */
  readonly programs: string
  /** What a text in lower case has in it that has a name, where the names alone are in most texts. */
  readonly needs?: Sought['needs']
  /** After which the secret is: alternatives of a regular expression. */
  readonly flags: string
  /** `-pSECRET` is the same as `-p SECRET`. */
  readonly attached?: boolean
  /** What comes before the secret in the value. */
  readonly prefix?: string
}

const PROGRAMS: readonly Program[] = [
  { programs: 'mysql* mariadb* mycli', flags: '-p', attached: true },
  { programs: 'curl', flags: '-\\w{0,9}[uU]|--(?:proxy-)?user', attached: true, prefix: '["\']?[^\\s:"\'/]{0,100}:' },
  { programs: 'mysqladmin mariadb-admin', flags: 'password|old-password' },
  { programs: 'mongo* sshpass', flags: '-p', attached: true },
  { programs: 'login', flags: '-p' },
  { programs: 'redis-cli valkey-cli keydb-cli', flags: '-a|--pass|AUTH|auth' },
  { programs: 'sqlcmd bcp osql tsql ipmitool mosquitto_*', flags: '-P', attached: true },
  // The comma of a name may have cut it off from its command.
  { programs: 'ldap* dc=* ou=* cn=*', flags: '-w', attached: true },
  { programs: 'ldappasswd', flags: '-[sa]', attached: true },
  { programs: 'useradd usermod adduser groupadd groupmod', flags: '-p', attached: true },
  { programs: 'ssh-keygen', flags: '-[NP]' },
  { programs: 'zip unzip', flags: '-P' },
  { programs: '7z* rar unrar', needs: ['7z', /\brar\b/, 'unrar'], flags: '-h?p(?!\\s)', attached: true },
  {
    programs: 'cqlsh snowsql beeline couchbase-cli cbq influx arangosh cypher-shell nuget rdesktop twine',
    flags: '-p',
  },
  { programs: 'nodetool mqtt', flags: '-pw' },
  {
    programs: 'wget http https',
    needs: ['wget', /\bhttps?(?:["' ,\\]|\s+- )/],
    flags: '-[aA]|--auth',
    prefix: '[^\\s:"\']{1,100}:',
  },
  {
    programs: 'smbclient rpcclient net winexe smbmap mount.cifs',
    needs: ['smbclient', 'rpcclient', /\bnet\b/, 'winexe', 'smbmap', 'mount.cifs'],
    flags: '-U',
    attached: true,
    prefix: '[^\\s%"\']{1,99}%',
  },
  { programs: 'openssl', flags: '-(?:pass(?:in|out|word|wd)?|k)', prefix: '(?:pass:)?(?!env:|file:|stdin|fd:)' },
  { programs: 'composer', flags: '(?:bearer|gitlab-token|github-oauth|gitlab-oauth)\\.[\\w.-]{1,253}' },
  { programs: 'composer', flags: `http-basic\\.[\\w.-]{1,253}${GAP}${WORD}` },
  { programs: 'poetry', flags: `pypi-token\\.[\\w.-]{1,100}|http-basic\\.[\\w.-]{1,100}${GAP}${WORD}` },
  {
    programs: 'bundle',
    flags: 'config',
    prefix: `(?:set${GAP})?(?:--\\w{1,9}${GAP})?[\\w.:/-]{1,253}${GAP}[^\\s:"']{1,100}:`,
  },
  { programs: 'lftp', flags: '-u|--user', attached: true, prefix: '[^\\s,"\']{1,99},' },
  { programs: 'vault', flags: 'login', prefix: '(?!-)(?:token=)?' },
  {
    programs: 'htpasswd mosquitto_passwd',
    flags: `-(?=\\w{0,9}b)(?!\\w{0,9}n)\\w{1,9}(?:${GAP}-\\w{1,9}){0,5}${GAP}${WORD}${GAP}${WORD}`,
  },
  { programs: 'htpasswd', flags: `-(?=\\w{0,9}b)(?=\\w{0,9}n)\\w{1,9}(?:${GAP}-\\w{1,9}){0,5}${GAP}${WORD}` },
  { programs: 'rabbitmqctl', flags: `(?:add_user|change_password|authenticate_user)${GAP}${WORD}` },
]

/** A space stands for all that may be between two words of a command, and a section sign for spaces alone. */
const phrase = (pattern: string): RegExp =>
  new RegExp(pattern.replaceAll(' ', `(?:${GAP}|${SPACE})`).replaceAll('\u00a7', SPACE), 'gi')

const AUTHORIZATION = `authorization["'\\\\]{0,3}\\s{0,5}[:=](?!\\s{0,9}\\{?[a-z][\\w-]{0,40}:\\s)\\s{0,5}["'\\\\]{0,3}`

const READS_SECRET = 'passwd|--password-stdin|--with-token|sudo -S|kinit|cryptsetup|--passphrase-fd'

/** What comes before a secret, each after the words, in lower case, of which a text has one. */
const PHRASES: readonly (readonly [needs: Sought['needs'], pattern: string])[] = [
  [['storepass', 'keypass'], '-(?:src|dest)?(?:store|key)pass(?:=|["\']?[\\s,]{1,9}["\']?)(?:pass:)?'],
  [['passwd'], '\\b(?:openssl passwd|mkpasswd)(?: -[\\w-]{1,20}){0,5} (?!-)'],
  [['net ', 'net1 ', 'net.exe', 'net"', "net'"], '\\bnet1?(?:\\.exe)? user [^\\s/]{1,99} (?!/)'],
  [['securestring'], '\\bConvertTo-SecureString (?:-String )?(?!-)'],
  // A user and a password in one word.
  [
    [' -u', '"-u', "'-u", '\n-u', '--user', '--proxy-user'],
    `(?<=[\\s"'])(?:-[uU]|--(?:proxy-)?user)(?:=|${GAP})?["']?(?!\\d{1,9}:\\d)[^\\s:"'/]{0,100}:`,
  ],
  [['sqlplus'], '\\bsqlplus (?:-\\w{1,9} ){0,3}[^\\s/"\']{1,99}/'],
  // Standard input.
  [
    ['passwd', '-stdin', '--with-token', 'sudo', 'kinit', 'cryptsetup', '-fd'],
    `\\b(?:echo|printf)(?: -\\w{1,5}){0,3} \\\\{0,2}["']?(?:[\\w.-]{1,50}:)?(?=[^\\n|]{1,500}\\|[^\\n|]{0,200}(?:${READS_SECRET}))`,
  ],
  [['<<<'], `(?:${READS_SECRET}|login)\\b[^|&;<]{0,200}<<<(?: )?\\\\{0,2}["']?(?:[\\w.-]{1,50}:(?!\\s))?`],
  [
    ['chpasswd'],
    '\\bchpasswd\\b[^\\n]{0,200}<<-?\\s{0,5}["\']?\\w{1,50}["\']?[^\\n]{0,200}\\n(?:[^\\n:]{1,99}:[^\\n]{0,999}\\n){0,50}?[\\t\\x20]{0,99}[\\w.-]{1,50}:',
  ],
  [['send '], '\\bsend (?:-- )?(?=\\\\{0,2}["\'][^"\'\\n]{1,200}\\\\{1,2}r)'],
  [['from-literal'], '--from-literal(?:=| )["\']?[^\\s="\']{1,253}='],
  // Headers. A scheme may come first; what is a key of YAML begins a map.
  [['authorization'], `${AUTHORIZATION}(?:(?:${SCHEMES}) )?`],
  [['authorization'], `${AUTHORIZATION}[a-z][\\w-]{1,30} (?!https?:|-)`],
  [['bearer', 'basic'], '\\b(?:bearer|basic)\u00a7(?!auth|token|cred|access)(?=[\\w.~+/=-]{8})'],
  // Files: `.netrc`, `.pgpass`, redis.conf.
  [
    ['login', 'machine'],
    '\\b(?:login|machine) [^\\s\\\\]{1,253} (?:(?:login|account) [^\\s\\\\]{1,100} ){0,2}(?:password|account) ',
  ],
  // It may have two passwords.
  [['login'], '\\blogin [^\\s\\\\]{1,100} account '],
  [[/:(?:\d{2,5}|\*):/], '(?<![\\w.*:/-])[\\w.*-]{1,253}:(?:\\d{2,5}|\\*):[^:\\s"\'/]{1,63}:[^:\\s"\'/]{1,63}:'],
  [['requirepass', 'masterauth'], '\\b(?:requirepass|masterauth) '],
  // SQL.
  [
    ['identified'],
    '\\bidentified\u00a7(?:with\u00a7\\S{1,50}\u00a7)?(?:by|as)(?:\u00a7password)?\u00a7(?=N?\\\\{0,3}["\'])',
  ],
  [
    ['password ', 'password(', 'password\\', 'password\n'],
    '\\bpassword(?:\u00a7(?:for\u00a7[^\\s=]{1,200}\\s{0,99})?(?:=\\s{0,99})?|\\s{0,5}\\(\\s{0,5})(?:password\\s{0,5}\\(\\s{0,5})?(?=N?\\\\{0,3}["\'])',
  ],
]

/** Where secrets begin in a text, and where the word began that each is in. */
interface Finder extends Sought {
  heads(text: string): Iterable<readonly [word: number, secret: number]>
}

/** Between two words of a command, and a word; what a word has behind an equals sign may be the next. */
const BETWEEN = lazy(() => new RegExp(GAP, 'y'))
const PLAIN = /[^\s"',|&;\\=`]{1,1000}/y
/** So many words of a command are looked at. */
const MOST_WORDS = 30

/**
 * A program is looked for alone, then its words one by one: a pattern of all would take half a millisecond to make, and
 * most commands have none of these flags.
 */
class ProgramFinder implements Finder {
  readonly needs: Sought['needs']
  readonly #name: () => RegExp
  readonly #flags: () => RegExp
  readonly #prefix: (() => RegExp) | undefined
  readonly #isAttached: boolean

  constructor({ programs, needs, flags, attached = false, prefix }: Program) {
    const names = programs.split(' ')
    this.needs = needs ?? names.map(name => name.replace('*', ''))
    this.#name = lazy(
      () =>
        new RegExp(
          `(?<!\\w)(?:${names.join('|').replaceAll('.', '\\.').replaceAll('*', '[\\w-]{0,30}')})(?:\\.exe)?`,
          'g',
        ),
    )
    this.#flags = lazy(() => new RegExp(flags, 'y'))
    this.#prefix = prefix === undefined ? undefined : lazy(() => new RegExp(prefix, 'y'))
    this.#isAttached = attached
  }

  *heads(text: string): Generator<readonly [word: number, secret: number]> {
    let at = 0
    for (const { index, 0: name } of text.matchAll(this.#name())) {
      // The name may be a word of the command before, all of which was looked at.
      at = Math.max(at, index + name.length)
      for (let words = 0; words < MOST_WORDS; words++) {
        const gap = lengthAt(BETWEEN(), text, at)
        if (gap === undefined) break
        at += gap
        const secret = this.#secretAt(text, at)
        if (secret !== undefined) yield [index, secret]
        const word = lengthAt(PLAIN, text, at)
        if (word === undefined) break
        at += word
      }
    }
  }

  /** Where the secret of a flag begins that is at an offset. */
  #secretAt(text: string, at: number): number | undefined {
    const flag = lengthAt(this.#flags(), text, at)
    if (flag === undefined) return undefined
    const end = at + flag
    const gap = lengthAt(BETWEEN(), text, end)
    const starts = [
      ...(text[end] === '=' ? [end + 1] : []),
      ...(gap === undefined ? [] : [end + gap]),
      ...(this.#isAttached && /[^\s=]/.test(text[end] ?? ' ') ? [end] : []),
    ]
    if (!this.#prefix) return starts[0]
    for (const start of starts) {
      const prefix = lengthAt(this.#prefix(), text, start)
      if (prefix !== undefined) return start + prefix
    }
    return undefined
  }
}

class PhraseFinder implements Finder {
  readonly needs: Sought['needs']
  readonly #before: () => RegExp

  constructor(needs: Sought['needs'], pattern: string) {
    this.needs = needs
    this.#before = lazy(() => phrase(pattern))
  }

  *heads(text: string): Generator<readonly [word: number, secret: number]> {
    for (const { index, 0: head } of text.matchAll(this.#before())) yield [index, index + head.length]
  }
}

const TABLE = new Table<Finder>([
  ...PROGRAMS.map(program => new ProgramFinder(program)),
  ...PHRASES.map(([needs, pattern]) => new PhraseFinder(needs, pattern)),
])

/** Where the values stand that commands take for secrets, of every command in a text. */
export function* commandValues(text: string): Generator<readonly [start: number, end: number]> {
  for (const finder of TABLE.rowsFor(text.toLowerCase()))
    for (const [word, secret] of finder.heads(text)) {
      const value = valueWithin(text, word, secret)
      if (value && !isNone(text, value)) yield [value.start, value.end]
    }
}

/** True for what is filled in, by a person or by a shell; without quotes `<` begins where the input comes from. */
function isNone(text: string, { start, end, bare }: Value): boolean {
  const word = text.slice(start, end)
  return isVariable(word) || isToFillIn('', word) || (bare && word.startsWith('<'))
}
