/** Commands, headers and files that take a secret without naming it. */
import { GAP, SCHEMES, valueAt, WORD } from './quoting.ts'

/** Other words of the same command, as few as possible. */
const WORDS = `(?:${GAP}${WORD}){0,12}?`

/** What comes before the value of a flag of one of these programs; `attached`: `-pVALUE` too. */
const flag = (programs: string, flags: string, attached = ''): RegExp =>
  new RegExp(
    `(?<![\\w.-])(?:${programs})(?:\\.exe)?${WORDS}${GAP}(?:${flags})(?:=|${GAP}${attached && '|(?=[^\\s"\'=])'})`,
    'g',
  )

/** `user:` and the like, before what is secret. */
const USER = String.raw`["']?(?!\d{1,9}:\d)[^\s:"'/]{0,100}:`

/** Each after what a text must hold to be worth a look: what may be shown, up to the secret. Bounded, so that none is slow. */
const COMMANDS: readonly (readonly [hint: RegExp, before: RegExp])[] = [
  [/mysql|mariadb|mycli/, flag('mysql\\w{0,9}|mariadb[\\w-]{0,9}|mycli', '-p', 'attached')],
  [/mysqladmin|mariadb-admin/, flag('mysqladmin|mariadb-admin', 'password|old-password')],
  [/sshpass/, flag('sshpass', '-p', 'attached')],
  [/mongo/, flag('mongo\\w{0,9}', '-p', 'attached')],
  [/login/, flag('login', '-p')],
  [/cli/, flag('redis-cli|valkey-cli|keydb-cli', '-a|--pass')],
  [
    /sqlcmd|bcp|osql|ipmitool|mosquitto|tsql/,
    flag('sqlcmd|bcp|osql|tsql|ipmitool|mosquitto_[ps]ub|mosquitto_rr', '-P', 'attached'),
  ],
  [/ldap/, flag('ldap(?:add|modify|search|delete|whoami|compare|modrdn|exop|passwd)', '-w', 'attached')],
  [/ldappasswd/, flag('ldappasswd', '-[sa]', 'attached')],
  [/useradd|usermod|adduser|group/, flag('useradd|usermod|adduser|groupadd|groupmod', '-p', 'attached')],
  [/keygen/, flag('ssh-keygen', '-[NP]')],
  [/zip/, flag('zip|unzip', '-P')],
  [/7z|rar/, flag('7z[ar]?|rar|unrar', '-(?:p|hp)(?!\\s)', 'attached')],
  [
    /cqlsh|snowsql|beeline|couchbase|cbq|nodetool|influx|arango/,
    flag('cqlsh|snowsql|beeline|couchbase-cli|cbq|nodetool|influx|arangosh', '-p|-pw'),
  ],
  [/keytool|jarsigner|-storepass|-keypass/, /-(?:src|dest)?(?:store|key)pass(?:=|["']?[\s,]{1,9}["']?)(?:pass:)?/g],
  [
    /openssl/,
    flag(
      'openssl',
      '-(?:passin|passout|pass|password|passwd|k)(?:=|["\']?[\\s,]{1,9}["\']?)(?:pass:)?(?!env:|file:|stdin|fd:)',
    ),
  ],
  [/openssl|mkpasswd/, /\b(?:openssl\s{1,5}passwd|mkpasswd)(?:\s{1,5}-[\w-]{1,20}){0,5}\s{1,5}(?!-)/g],
  [
    /passwd/,
    new RegExp(
      `\\b(?:ht|mosquitto_)passwd${WORDS}${GAP}-(?=\\w{0,9}b)(?!\\w{0,9}n)\\w{1,9}(?:${GAP}-\\w{1,20}){0,5}${GAP}${WORD}${GAP}${WORD}${GAP}`,
      'g',
    ),
  ],
  [
    /htpasswd/,
    new RegExp(
      `\\bhtpasswd${WORDS}${GAP}-(?=\\w{0,9}b)(?=\\w{0,9}n)\\w{1,9}(?:${GAP}-\\w{1,20}){0,5}${GAP}${WORD}${GAP}`,
      'g',
    ),
  ],
  [
    /rabbitmqctl/,
    /\brabbitmqctl\s(?:[^\n|&;]{0,99}\s)?(?:add_user|change_password|authenticate_user)\s{1,5}\S{1,99}\s{1,5}/g,
  ],
  [/net/, /\bnet1?(?:\.exe)?\s{1,5}user\s{1,5}[^\s/]{1,99}\s{1,5}(?!\/)/gi],
  [/SecureString/i, /\bConvertTo-SecureString\s{1,5}(?:-String\s{1,5})?(?!-)/gi],
  // A user and a password in one word.
  [/\s-[uU]|--(?:proxy-)?user|"-u/, new RegExp(`(?<=[\\s"'])(?:-[uU]|--(?:proxy-)?user)(?:=|${GAP})?${USER}`, 'g')],
  [/lftp/, /\blftp\s(?:[^\n|&;]{0,99}\s)?-u\s{1,5}["']?[^\s,"']{1,99},/g],
  [/-U/, /\s-U\s{0,5}["']?[^\s%"']{1,99}%/g],
  // Standard input.
  [
    /passwd|--password-stdin|--with-token|sudo|kinit|cryptsetup|-fd/,
    /\b(?:echo|printf)(?:\s{1,5}-\w{1,5}){0,3}\s{1,5}["']?(?:[\w.-]{1,50}:)?(?=[^\n|]{1,4096}\|[^\n|]{0,200}(?:passwd|--password-stdin|--with-token|sudo\s+-S|kinit|cryptsetup|--passphrase-fd))/g,
  ],
  [
    /<<</,
    /(?:passwd|login|--password-stdin|--with-token|sudo\s+-S|kinit|cryptsetup)\b[^\n|&;<]{0,200}<<<\s{0,5}["']?(?:[\w.-]{1,50}:(?!\s))?/g,
  ],
  [
    /chpasswd/,
    /\bchpasswd\b[^\n]{0,200}<<-?\s{0,5}["']?\w{1,50}["']?[^\n]{0,200}\n(?:[^\n:]{1,99}:[^\n]{0,999}\n){0,50}?[ \t]{0,99}[\w.-]{1,50}:/g,
  ],
  [/from-literal/, /--from-literal(?:=|\s{1,5})["']?[^\s="']{1,253}=/g],
  // Headers. A scheme may come first.
  [
    /authorization/i,
    new RegExp(`authorization["'\\\\]{0,3}\\s{0,5}[:=]\\s{0,5}["'\\\\]{0,3}(?:(?:${SCHEMES})\\s{1,5})?`, 'gi'),
  ],
  [/bearer|basic/i, /\b(?:bearer|basic)\s{1,5}(?=[\w.~+/=-]{8})/gi],
  // Files: `.netrc`, `.pgpass`, redis.conf.
  [/login/, /\blogin\s{1,99}\S{1,100}\s{1,99}(?:account\s{1,99}\S{1,100}\s{1,99})?password\s{1,99}/g],
  [/machine/, /\bmachine\s{1,99}\S{1,253}\s{1,99}(?:account\s{1,99}\S{1,100}\s{1,99})?password\s{1,99}/g],
  [/:\d|:\*/, /(?<![\w.*:/-])[\w.*-]{1,253}:(?:\d{2,5}|\*):[^:\s"'/]{1,63}:[^:\s"'/]{1,63}:/g],
  [/requirepass|masterauth/, /\b(?:requirepass|masterauth)\s{1,5}/g],
  // SQL.
  [
    /identified|password/i,
    /\b(?:identified\s{1,5}(?:with\s{1,5}\S{1,50}\s{1,5})?(?:by|as)(?:\s{1,5}password)?|password)(?:\s{1,5}|\s{0,5}\(\s{0,5})(?=N?['"\\])/gi,
  ],
]

/** Texts without any of these hold none: nearly all, so they cost one look. */
const HINT = new RegExp(COMMANDS.map(([hint]) => hint.source).join('|'), 'i')

/** Where the values stand that commands take for secrets, of every command in a text. */
export function* commandValues(text: string): Generator<readonly [start: number, end: number]> {
  if (!HINT.test(text)) return
  for (const [hint, before] of COMMANDS) {
    if (!hint.test(text)) continue
    for (const { index, 0: head } of text.matchAll(before)) {
      const value = valueAt(text, index + head.length)
      if (value && !/^(?:\$|%\w+%|\{\{|<)/.test(text.slice(value.start, value.end))) yield [value.start, value.end]
    }
  }
}
