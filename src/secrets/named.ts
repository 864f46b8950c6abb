/** Values that belong to names of secrets, wherever a text assigns them. */
import { endsAsSecret, MENTIONS_SECRET, namesSecret } from './names.ts'
import { SCHEMES, type Value, valueAt, valueWithin } from './quoting.ts'
import { isReference, isVariable } from './to-fill-in.ts'
import { isNoSecret } from './values.ts'

/**
 * A name and what stands between it and its value. `assigned`: `x=`, `x: `, `"x": `, `\"x\": `, `${x:-`, and in an entry
 * of a list `{name: x, value: ` on one line or two. `spaced`: `--x `, `"--x", `, `ENV x `, the next item of a list.
 */
const NAMED =
  /(?:(?<=\b(?<keyword>[Ee][Nn][Vv]|[Aa][Rr][Gg]|[Ll][Aa][Bb][Ee][Ll])[ \t]{1,5})|(?<![\w.-]))(?<name>[\w.-]{2,4096})(?:(?<assigned>(?:[\\"']{1,4}\s{0,99}|[ \t]{0,5})(?:(?:[ \t]#[^\n]{0,999})?,?\s{0,99}["']?value["']?[ \t]{0,5}:|=>|={1,2}|:[=-]?)(?:[ \t]{0,99}[\\`]\r?\n)?(?:\s{0,999}(?=\\{0,3}["'])|[ \t]{0,99}))|(?<spaced>["']?(?:[ \t]{0,5},\s{0,99}|\r?\n[ \t]{0,99}-[ \t]{1,5})|(?:(?<=["']--?[\w.-]{2,99})["'])?[ \t]{1,5}(?:[\\`]\r?\n[ \t]{0,99})?|[ \t]{0,5}\r?\n[ \t]{1,99}))/y

/** A header that lets somebody in is named by no word for a secret. */
const HEADER = /^(?:proxy-)?authorization$|^(?:set-)?cookie$/i

const isName = (name: string): boolean => namesSecret(name) || HEADER.test(name)

/** Where a word may be such a name. */
const MENTION = new RegExp(`${MENTIONS_SECRET.source}|cookie`, 'gi')

/** What begins a map, a list, a block, an alias or a comment of YAML, or the code of a shell, and no value. */
const SYNTAX = /^(?:[|>*#]|[<(]$|[{[](?:[^}\]]*[}\],]?$|[{[]))/
/** Right behind an equals sign `#x` is a value. */
const SYNTAX_BEHIND_EQUALS = /^(?:[<{[(|>&]+$|<\(|[>|&])/
/** Behind a space the next flag and the end of the line may come as well. */
const SYNTAX_BEHIND_SPACE = /^(?:[{[(|>&*#]|<(?:[<(]|$)|-(?:-|.{0,6}$)|\\$)/

const isSyntax = (bare: string, assigned: string | undefined): boolean =>
  (assigned === undefined ? SYNTAX_BEHIND_SPACE : assigned.endsWith('=') ? SYNTAX_BEHIND_EQUALS : SYNTAX).test(bare)

/** True where a value follows: behind a sign, a flag, or the name in an instruction; else the name must be no word. */
const isFollowed = ({ keyword, name, assigned }: Record<string, string | undefined>, before: string): boolean =>
  assigned !== undefined || keyword !== undefined || name!.startsWith('-')
    ? isName(name!)
    : /(?:[-_]|[a-z][A-Z])[\w-]*$/.test(name!) && before !== '$' && before !== '{' && endsAsSecret(name!)

/** True where a name, a space and a value are a key: of YAML, where a colon is missing, or the path of one in a message. */
const isInKey = (text: string, { index, 0: { length }, groups }: RegExpExecArray): boolean =>
  isName(groups!['name']!) &&
  (index === 0
    ? groups!['name']!.includes('.')
    : /^[ \t]+$/.test(lineBefore(text, index)) &&
      /^[^\n:]{1,200}:(?:\s|$)/.test(text.slice(index + length, index + length + 203)))

/** `registry.example/auth:main`, `auth:3.0.2`: the tag of an image whose name could be that of a secret. */
const isTag = (value: string, before: string | undefined): boolean =>
  before === '/' || /^(?:v?\d+(?:\.\d+)+[\w.-]{0,99}|latest)$/.test(value)

/** What comes before a value: tags and anchors of YAML, the scheme of a header. */
const PROPERTIES = new RegExp(String.raw`(?:[!&][^\s,[\]{}]{0,200}[ \t]{1,9}){1,2}|(?:${SCHEMES})[ \t]{1,9}`, 'iy')
/** The head of a block scalar, and its lines: those with more spaces in front than the line of the key. */
const BLOCK = /[|>][-+\d]{0,2}[ \t]*(?:#[^\n]*)?\r?\n/y
/** A plain scalar on the line below its key. */
const BELOW = /(?:#[^\n]*)?\r?\n(?<indent>[ \t]+)(?=[^\s#\-"'{[|>&!*][^\n:]*(?:\n|$))/y
/** The rest of a line: a plain scalar of YAML ends where a comment begins, the only value of an `ENV` does not. */
const REST = /(?:(?![ \t]#)[^\r\n])*/y
const ALL = /[^\r\n]*/y

const matchAt = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at
  return pattern.exec(text)
}

/** The lines from an offset on that are empty or indented deeper. */
function blockEnd(text: string, from: number, indent: number): number {
  let at = from
  while (at < text.length) {
    const feed = text.indexOf('\n', at)
    const end = feed < 0 ? text.length : feed + 1
    const line = text.slice(at, end)
    if (line.trim() !== '' && line.search(/\S/) <= indent) break
    at = end
  }
  return at
}

/** As far as is looked back from a name or a value. */
const LOOKBEHIND = 4400

/** What of a line is in front of an offset; of one of megabytes, as much as matters. */
const lineBefore = (text: string, at: number): string => {
  const near = text.slice(Math.max(0, at - LOOKBEHIND), at)
  return near.slice(near.lastIndexOf('\n') + 1)
}

/** The key of a line of YAML or of an INI file and its sign, perhaps in a comment: the value is the rest of the line. */
const KEY = /^[ \t]*(?:[#;]+[ \t]*)?(?:- +)*["']?[\w./-]+["']?(?:[ \t]*:|[ \t]+=)[ \t]+$/

/** The value behind a key of YAML, which may take the rest of its line or lines below it. */
function keyedValue(text: string, at: number, properties: number): Value | undefined {
  const from = at + properties
  const line = lineBefore(text, at)
  const block = matchAt(BLOCK, text, from)
  if (block) {
    const body = from + block[0].length
    return { start: body, end: blockEnd(text, body, line.search(/\S/)), bare: false }
  }
  const below = matchAt(BELOW, text, from)
  if (below && below.groups!['indent']!.length > line.search(/\S/)) return restOfLine(text, from + below[0].length)
  const value = valueAt(text, from)
  // An anchor is written by hand as well.
  const start = text[at] === '&' ? at : undefined
  const whole = value?.bare && KEY.test(line) ? restOfLine(text, from) : value
  return whole && { ...whole, start: start ?? whole.start }
}

function restOfLine(text: string, start: number, rest = REST): Value | undefined {
  const length = matchAt(rest, text, start)![0].trimEnd().length
  return length === 0 ? undefined : { start, end: start + length, bare: true }
}

/** The value of a flag that begins at an offset: of a quoted item of a list up to its end, unless another flag is in it. */
function itemValue(text: string, flag: number, at: number): Value | undefined {
  const word = valueAt(text, at)
  const item = valueWithin(text, Math.max(0, flag - 4), at)
  const isLonger = item !== undefined && item.end > (word?.end ?? at)
  return isLonger && !/\s-/.test(text.slice(item.start, item.end)) ? item : word
}

/** The value that a name is followed by. */
function valueBehind(text: string, match: RegExpExecArray): Value | undefined {
  const { assigned, keyword, name = '' } = match.groups!
  const at = match.index + match[0].length
  if (assigned === '=' && name.startsWith('--')) return itemValue(text, match.index, at)
  if (assigned !== undefined)
    return keyedValue(text, at, assigned.includes(':') ? (matchAt(PROPERTIES, text, at)?.[0].length ?? 0) : 0)
  const value = valueAt(text, at)
  // `ENV a b c`, `LABEL a b c`: one name, one value.
  return value?.bare && /^(?:env|label)$/i.test(keyword ?? '') ? restOfLine(text, at, ALL) : value
}

/** A variable with a default: where its name is one of a secret too, the default alone is found behind that. */
const DEFAULTED = /^\$\{([\w.]+):?[-=][^}]*\}?$/

/** True for what only looks like the value of a secret. */
function isNone(text: string, { start, end, bare }: Value, match: RegExpExecArray): boolean {
  const { name, assigned } = match.groups!
  const value = text.slice(start, end)
  if (isVariable(value) || isName(DEFAULTED.exec(value)?.[1] ?? '')) return true
  // A reference may have a default or a word beside it: the rules pass over those.
  if (!isReference(value) && isNoSecret(name!, value)) return true
  if (!bare) return false
  return (
    (isSyntax(value, assigned) && match.groups!['keyword'] === undefined) ||
    (assigned === ':' && isTag(value, text[match.index - 1]))
  )
}

/** `{value: x, name: DB_PASSWORD}`, on one line or two, up to the name. */
const VALUE_FIRST =
  /(?:^|[\s,{])["']?value["']?[ \t]{0,5}:[ \t]{0,5}(?<value>[^\n]{1,4096}?),?\s{1,99}["']?name["']?[ \t]{0,5}:[ \t]{0,5}["']?$/
/** The value in front of a name, in an entry of a list that has both. */
function valueBefore(text: string, name: number): Value | undefined {
  const from = Math.max(0, name - LOOKBEHIND)
  const before = text.slice(from, name)
  const last = /name["']?[ \t]{0,5}:[ \t]{0,5}["']?$/.test(before) ? before.lastIndexOf('value', before.length - 6) : -1
  const found = last < 0 ? null : VALUE_FIRST.exec(before.slice(Math.max(0, last - 2)))
  if (!found) return undefined
  const start = name - found[0].length + found[0].indexOf(found.groups!['value']!)
  return { start, end: start + found.groups!['value']!.length, bare: true }
}

const WORD = /[\w.-]*/y

/** Where the word around an offset begins. */
function wordStart(text: string, at: number): number {
  let start = at
  while (start > 0 && at - start < 4096 && /[\w.-]/.test(text[start - 1]!)) start--
  return start
}

/** Where the values stand that belong to names of secrets. */
export function* namedValues(text: string): Generator<readonly [start: number, end: number]> {
  let end = 0
  for (const { index } of text.matchAll(MENTION)) {
    // What looks like a name inside of a value is none, and must not be looked through once more.
    if (index < end) continue
    const start = wordStart(text, index)
    end = index + matchAt(WORD, text, index)![0].length
    const name = text.slice(start, end)
    if (!isName(name) && !endsAsSecret(name)) continue
    const before = valueBefore(text, start)
    if (before) yield [before.start, before.end]
    const match = matchAt(NAMED, text, start)
    if (!match || !(isFollowed(match.groups!, text[match.index - 1] ?? '') || isInKey(text, match))) continue
    const value = valueBehind(text, match)
    if (!value || isNone(text, value, match)) continue
    end = value.end
    yield [value.start, value.end]
  }
}
