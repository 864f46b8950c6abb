/** What may be shown of a text: the values behind the names of secrets, and secrets of known forms, become asterisks. */
import { tokensIn } from './forms.ts'
import { endsAsSecret, MENTIONS_SECRET, namesSecret, SEARCHED_LENGTH } from './names.ts'
import { isNoSecret } from './values.ts'

/** A text with a secret in it that no name announces: two groups, what may be shown and the secret behind it. */
const IN_URL = /(:\/\/[^\s:@/]{0,100}:)([^\s@/]{1,4096})(?=@)/g

/**
 * Commands and headers that take a secret without naming it, each after what a text must hold to be worth a look.
 * Bounded, so that no text makes them slow.
 */
const COMMANDS: readonly (readonly [hint: RegExp, secret: RegExp])[] = [
  [/:\/\//, IN_URL],
  [/bearer|basic/i, /(\b(?:bearer|basic)\s{1,5})([\w.~+/=-]{8,4096})/gi],
  // `.netrc`
  [/login/, /(\blogin\s{1,5}\S{1,100}\s{1,5}password\s{1,5})([^\s"']{1,4096})/g],
  [/\s-u|--user/, /((?:\s-u|--user[\s=])\s{0,5}["']?[^\s:"']{1,50}:)([^\s"']{1,4096})/g],
  [
    /mysql|sshpass/,
    /(\b(?:sshpass|mysql\w{0,9})["',]{0,3}\s(?:[^\s|&;]{1,50}\s){0,8}?["']?-p["']?\s{0,5}["']?)([^\s"',\]]{1,4096})/g,
  ],
  // `docker login -u me -p x`, `redis-cli -h db -a x`
  [/login/, /(\blogin\s(?:[^\s|&;]{1,80}\s){0,8}?-p\s{1,5}["']?)([^\s"'$|&;][^\s"'|&;]{0,4095})/g],
  [/redis-cli/, /(\bredis-cli\s(?:[^\s|&;]{1,80}\s){0,8}?-a\s{1,5}["']?)([^\s"'$|&;][^\s"'|&;]{0,4095})/g],
  [
    /passwd/,
    /(\becho\s{1,5}["']?(?:[\w.-]{1,50}:)?)([^\s"'|]{1,4096})(?=["']?\s{0,5}\|\s{0,5}(?:sudo\s)?(?:ch)?passwd)/g,
  ],
]

const asterisks = (value: string): string => '*'.repeat(value.length)

const withoutTokens = (text: string): string =>
  tokensIn(text).reduce((shown, token) => shown.replaceAll(token.text, asterisks(token.text)), text)

const without = (secret: RegExp, text: string): string =>
  text.replace(secret, (_, before: string, value: string) => before + asterisks(value))

/**
 * A name and what stands between it and its value. `assigned`: `x=`, `x: `, `"x": `, `\"x\": `, `${x:-`, and in an entry
 * of a list `{name: x, value: `. `spaced`: `--x `, `"--x", `, `ENV x `.
 */
const NAMED =
  /(?:(?<=\b(?<keyword>ENV|ARG)[ \t]{1,5})|(?<![\w.-]))(?<name>[\w.-]{2,4096})(?:(?<assigned>[\\"']{0,4}[ \t]{0,5}(?:,[ \t]{0,5}["']?value["']?[ \t]{0,5}:|=>|={1,2}|:[=-]?)[ \t]{0,5})|(?<spaced>["']?[ \t]{0,5},[ \t]{0,5}|[ \t]{1,5}))/gi

/** A value in quotes, escaped ones included, up to where they close, or a bare one up to where a word ends. */
const VALUE =
  /(?<quote>\\{1,3}["'])(?<escaped>[^"'\\]+)|"(?<double>(?:\\.|[^"\\])+)|'(?<single>(?:''|[^'])+)|(?<bare>(?:[^\s"'`,;&|)}\]]|[,;&|](?=[^\s"'`,;&|)}\]]))+)/y

/** A variable or a template, which a bare word may be the beginning of. */
const REFERENCE = /^(?:\$(?:[({]|[a-z_]\w*$)|\{\{)/i

/** What begins a map, a list, a block, an alias or a comment of YAML, or the code of a shell, and no value. */
const SYNTAX = /^[<{[(|>&*#]/
/** Right behind an equals sign `#x` is a value. */
const SYNTAX_BEHIND_EQUALS = /^[<{[(|>&]/
/** Behind a space the next flag and the end of the line may come as well. */
const SYNTAX_BEHIND_SPACE = /^(?:[<{[(|>&*#-]|\\$)/

const isSyntax = (bare: string, assigned: string | undefined): boolean =>
  (assigned === undefined ? SYNTAX_BEHIND_SPACE : assigned.endsWith('=') ? SYNTAX_BEHIND_EQUALS : SYNTAX).test(bare)

/** True where a value follows: behind a sign, a flag, or the name in an instruction; else the name must be no variable. */
const isFollowed = ({ keyword, name, assigned }: Record<string, string | undefined>, before: string): boolean =>
  assigned !== undefined || keyword !== undefined || name!.startsWith('-')
    ? namesSecret(name!)
    : /[-_][\w-]*$/.test(name!) && before !== '$' && before !== '{' && endsAsSecret(name!)

/** `registry.example/auth:main`, `auth:3.0.2`: the tag of an image whose name could be that of a secret. */
const isTag = (bare: string | undefined, before: string | undefined): boolean =>
  bare !== undefined && (before === '/' || /^(?:v?\d+(?:\.\d+)+[\w.-]{0,99}|latest)$/.test(bare))

/** Where the values stand that belong to names of secrets. */
function* namedValues(text: string): Generator<readonly [start: number, end: number]> {
  let end = 0
  for (const match of text.matchAll(NAMED)) {
    const groups = match.groups!
    // What looks like a name inside of a value is none, and must not be looked through once more.
    if (match.index < end || !isFollowed(groups, text[match.index - 1] ?? '')) continue
    const from = match.index + match[0].length
    VALUE.lastIndex = from
    const found = VALUE.exec(text)
    if (!found) continue
    const { quote, escaped, double, single, bare } = found.groups!
    const value = (escaped ?? double ?? single ?? bare)!
    if (REFERENCE.test(value) || isNoSecret(groups.name!, value)) continue
    if (bare !== undefined && isSyntax(bare, groups.assigned)) continue
    if (groups.assigned === ':' && isTag(bare, text[match.index - 1])) continue
    const start = from + (bare === undefined ? (quote?.length ?? 1) : 0)
    end = start + value.length
    yield [start, end]
  }
}

function withoutNamed(text: string): string {
  let shown = ''
  let at = 0
  for (const [start, end] of namedValues(text)) {
    shown += text.slice(at, start) + '*'.repeat(end - start)
    at = end
  }
  return shown + text.slice(at)
}

/** Texts without any of these hold none: nearly all, so they cost one look. */
const HINT = new RegExp(`${MENTIONS_SECRET.source}|://|basic|mysql|login|redis-cli|\\s-u|--user`, 'i')

/** A line of source as it may be shown: values that look like secrets become asterisks, one for each letter. */
export function redact(line: string): string {
  const text = withoutTokens(line.slice(0, SEARCHED_LENGTH))
  if (!HINT.test(text)) return text
  const named = MENTIONS_SECRET.test(text) ? withoutNamed(text) : text
  return COMMANDS.reduce((shown, [hint, secret]) => (hint.test(shown) ? without(secret, shown) : shown), named)
}

/** A sentence of ours, which may quote an address with a password in it, or a token. */
export const redactSentence = (sentence: string): string => without(IN_URL, withoutTokens(sentence))
