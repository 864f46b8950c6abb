/** Commands, headers and files that take a secret without naming it. Every pattern is bounded, so that no text makes it slow. */
import { GAP, SCHEMES, SPACE, valueWithin, WORD } from './quoting.ts'
import { isToFillIn, isVariable } from './to-fill-in.ts'

/** Other words of the same command, as few as possible. */
const WORDS = `(?:${GAP}${WORD}){0,12}?`

interface Program {
  /** Alternatives of a regular expression. */
  readonly programs: string
  /** After which the secret is. */
  readonly flags: string
  /** `-pSECRET` is the same as `-p SECRET`. */
  readonly attached?: true
  /** What comes before the secret in the value. */
  readonly prefix?: string
}

const PROGRAMS: readonly Program[] = [
  { programs: 'mysql\\w{0,9}|mariadb[\\w-]{0,9}|mycli', flags: '-p', attached: true },
  { programs: 'curl', flags: '-\\w{0,9}[uU]|--(?:proxy-)?user', attached: true, prefix: '["\']?[^\\s:"\'/]{0,100}:' },
  { programs: 'mysqladmin|mariadb-admin', flags: 'password|old-password' },
  { programs: 'mongo\\w{0,9}|sshpass', flags: '-p', attached: true },
  { programs: 'login', flags: '-p' },
  { programs: 'redis-cli|valkey-cli|keydb-cli', flags: '-a|--pass' },
  { programs: 'sqlcmd|bcp|osql|tsql|ipmitool|mosquitto_\\w{2,3}', flags: '-P', attached: true },
  { programs: 'ldap(?:add|modify|search|delete|whoami|compare|modrdn|exop|passwd)', flags: '-w', attached: true },
  { programs: 'ldappasswd', flags: '-[sa]', attached: true },
  { programs: 'useradd|usermod|adduser|groupadd|groupmod', flags: '-p', attached: true },
  { programs: 'ssh-keygen', flags: '-[NP]' },
  { programs: 'zip|unzip', flags: '-P' },
  { programs: '7z[ar]?|rar|unrar', flags: '-h?p(?!\\s)', attached: true },
  {
    programs: 'cqlsh|snowsql|beeline|couchbase-cli|cbq|influx|arangosh|cypher-shell|nuget|rdesktop',
    flags: '-p',
  },
  { programs: 'nodetool|mqtt', flags: '-pw' },
  { programs: 'wget|https?(?= )', flags: '-[aA]|--auth', prefix: '[^\\s:"\']{1,100}:' },
  {
    programs: 'smbclient|rpcclient|net|winexe|smbmap|mount\\.cifs',
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
  { programs: 'vault', flags: 'login', prefix: '(?!-)(?:token=)?' },
  {
    programs: 'htpasswd|mosquitto_passwd',
    flags: `-(?=\\w{0,9}b)(?!\\w{0,9}n)\\w{1,9}(?:${GAP}-\\w{1,9}){0,5}${GAP}${WORD}${GAP}${WORD}`,
  },
  { programs: 'htpasswd', flags: `-(?=\\w{0,9}b)(?=\\w{0,9}n)\\w{1,9}(?:${GAP}-\\w{1,9}){0,5}${GAP}${WORD}` },
  { programs: 'rabbitmqctl', flags: `(?:add_user|change_password|authenticate_user)${GAP}${WORD}` },
]

const patternOf = ({ programs, flags, attached, prefix = '' }: Program): RegExp =>
  new RegExp(
    `(?<!\\w)(?:${programs})(?:\\.exe)?${WORDS}${GAP}(?:${flags})(?:=|${GAP}${attached ? '|(?=[^\\s=])' : ''})${prefix}`,
    'g',
  )

/** A space stands for all that may be between two words of a command, and a section sign for spaces alone. */
const phrase = (pattern: string): RegExp =>
  new RegExp(pattern.replaceAll(' ', `(?:${GAP}|${SPACE})`).replaceAll('\u00a7', SPACE), 'gi')

const READS_SECRET = 'passwd|--password-stdin|--with-token|sudo -S|kinit|cryptsetup|--passphrase-fd'

/** What comes before a secret, each after the words, in lower case, of which a text has one. */
const PHRASES: readonly (readonly [needs: readonly (string | RegExp)[], pattern: string])[] = [
  [['storepass', 'keypass'], '-(?:src|dest)?(?:store|key)pass(?:=|["\']?[\\s,]{1,9}["\']?)(?:pass:)?'],
  [['openssl', 'mkpasswd'], '\\b(?:openssl passwd|mkpasswd)(?: -[\\w-]{1,20}){0,5} (?!-)'],
  [['net user', 'net1 user', 'net.exe'], '\\bnet1?(?:\\.exe)? user [^\\s/]{1,99} (?!/)'],
  [['securestring'], '\\bConvertTo-SecureString (?:-String )?(?!-)'],
  // A user and a password in one word.
  [
    [' -u', '"-u', "'-u", '\n-u', '--user', '--proxy-user'],
    `(?<=[\\s"'])(?:-[uU]|--(?:proxy-)?user)(?:=|${GAP})?["']?(?!\\d{1,9}:\\d)[^\\s:"'/]{0,100}:`,
  ],
  [['lftp'], '\\blftp (?:[^\\n|&;]{0,99}\\s)?-u ["\']?[^\\s,"\']{1,99},'],
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
  // Headers. A scheme may come first.
  [['authorization'], `authorization["'\\\\]{0,3}\\s{0,5}[:=]\\s{0,5}["'\\\\]{0,3}(?:(?:${SCHEMES}) )?`],
  [['authorization'], `authorization["'\\\\]{0,3}\\s{0,5}[:=]\\s{0,5}["'\\\\]{0,3}[a-z][\\w-]{1,30} (?!https?:|-)`],
  [['bearer', 'basic'], '\\b(?:bearer|basic)\u00a7(?!auth|token|cred|access)(?=[\\w.~+/=-]{8})'],
  // Files: `.netrc`, `.pgpass`, redis.conf.
  [
    ['login', 'machine'],
    '\\b(?:login|machine) [^\\s\\\\]{1,253} (?:(?:login|account) [^\\s\\\\]{1,100} ){0,2}(?:password|account) ',
  ],
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

/** What a text has in it, in lower case, when it names one of the programs: short names have a space or a quote behind. */
const beginningsOf = ({ programs }: Program): readonly string[] =>
  programs
    .replace(/\(\?[^)]*\)/g, '')
    .split('|')
    .flatMap(name => {
      const [beginning = ''] = /^(?:[\w-](?![?{]))*/.exec(name) ?? []
      return beginning.length > 3 && beginning !== 'http'
        ? [beginning]
        : [' ', 's ', '"', "'", ',', '\n', '\\'].map(end => beginning + end)
    })

/** A pattern that is made for the first text that may match it. */
class Pattern {
  readonly #needs: readonly (string | RegExp)[]
  readonly #make: () => RegExp
  #before: RegExp | undefined

  constructor(needs: readonly (string | RegExp)[], make: () => RegExp) {
    this.#needs = needs
    this.#make = make
  }

  /** To look for words takes a hundredth of the time of a pattern. */
  mayMatch = (lower: string): boolean =>
    this.#needs.some(word => (typeof word === 'string' ? lower.includes(word) : word.test(lower)))

  /** What comes before a secret. Made when it is needed: to make all takes longer than most runs. */
  get before(): RegExp {
    this.#before ??= this.#make()
    return this.#before
  }
}

const PATTERNS: readonly Pattern[] = [
  ...PROGRAMS.map(program => new Pattern(beginningsOf(program), () => patternOf(program))),
  ...PHRASES.map(([needs, pattern]) => new Pattern(needs, () => phrase(pattern))),
]

/** Where the values stand that commands take for secrets, of every command in a text. */
export function* commandValues(text: string): Generator<readonly [start: number, end: number]> {
  const lower = text.toLowerCase()
  for (const pattern of PATTERNS) {
    if (!pattern.mayMatch(lower)) continue
    for (const { index, 0: head } of text.matchAll(pattern.before)) {
      const value = valueWithin(text, index, index + head.length)
      if (value && !isNone(text.slice(value.start, value.end), value.bare)) yield [value.start, value.end]
    }
  }
}

/** What is filled in, by a person or by a shell; without quotes `<` begins where the input comes from. */
const isNone = (word: string, bare: boolean): boolean =>
  isVariable(word) || isToFillIn('', word) || (bare && word.startsWith('<'))
