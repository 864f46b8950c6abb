/** What an address has in front of its host: a user and a password, or a token alone. */
import { isVariable } from './to-fill-in.ts'

/** Where a word ends in which an address may be. */
const WORD_END = /[\s"'`<>]|$/g
/** The user of an address, up to its password. */
const USER = /^[^:@/]{0,200}:/
/** A host with dots and a port: what follows is a path, which may have an `@` in it. */
const HOST_AND_PORT = /^[\w-]+(?:\.[\w-]+)+:\d{1,5}[/?#]/
/** A key in place of the user, beside a password or without one. */
const KEY = /^(?:(?=[^:@/]*\d)[\w-]{16,200}:|[^:@/]{1,4096}:(?=@))/
/** Git takes a token in place of the user. `git` is the user of all who have keys. */
const TOKEN = /^(?!git@)[^:@/]{1,4096}(?=@[\w[])/

/** Of an address that was made a path, one slash is left. */
const SLASHES = /(?:(?<=[a-z]):\/{1,2}|(?<=[\d+.-]):\/\/)(?=[^\s/])/gi
/** An address that was cut in front of its host: what follows the colon is no port. */
const CUT_OFF = /^([\w.-]{1,100}:)(?!\d{1,5}(?:\D|$))[^/\s$<{*]{8,200}$/

/** A user and a password, up to the first letter of the host: neither is to be filled in. */
const WRITTEN_OUT = /^[^:@/$"'`<>{}]{0,200}:(?![$<{%*;&])[^@/"'`<>{}]{1,1000}@[\w.-]/

/** What needs no slashes: looked for where the first of two patterns, which is made faster, finds something. */
const LOOSE: readonly (readonly [sign: RegExp, pattern: RegExp])[] = [
  // `user:password@tcp(host)` of Go, `thin:user/password@//host` of Oracle.
  [
    /@(?:tcp\(|unix\(|\/\/|[^\s:@/]+:\d)/,
    /(?:(?<![\w.-])[\w.-]{1,64}:|:(?:thin|oci):[\w.-]{1,64}\/)(?<secret>[^\s@:/(]{1,200})(?=@(?:(?:tcp|unix)\(|\/\/|[\w.-]{1,253}:\d{1,5}[:/]))/g,
  ],
  // A parameter that lets somebody in, by names that mean other things elsewhere.
  [
    /[?&][\w-]{3,16}=/,
    /[?&](?:key|code|auth|sig|signature|x-amz-signature|x-amz-credential)=(?<secret>[\w%+/=.~-]{8,1024})/gi,
  ],
]

/** What is behind the slashes of an address. */
interface Address {
  /** Offset of the colon. */
  readonly colon: number
  /** Offset of what follows the slashes. */
  readonly at: number
  /** Where its word ends. */
  readonly end: number
  /** Offset of the last `@` of the word: people write them unescaped. Before `at` where the word has none. */
  readonly last: number
}

/** As much of an address is looked at. */
const LONGEST = 5000

function* addressesIn(text: string): Generator<Address> {
  if (!text.includes(':/')) return
  let end = 0
  let last = -1
  for (const { index: colon, 0: slashes } of text.matchAll(SLASHES)) {
    const at = colon + slashes.length
    if (at > end) {
      WORD_END.lastIndex = at
      end = WORD_END.exec(text)!.index
      last = at + text.slice(at, end).lastIndexOf('@')
    }
    yield { colon, at, end, last }
  }
}

/** Up to the last `@`, and the first letter of the host. */
const headOf = (text: string, { at, last }: Address): string => text.slice(at, Math.min(last + 2, at + LONGEST))

/** Where the passwords and tokens of addresses are. */
export function* inUrls(text: string): Generator<readonly [start: number, end: number]> {
  for (const address of addressesIn(text)) {
    if (address.last > address.at) yield* inHead(text, address)
    else {
      const word = text.slice(address.at, Math.min(address.end, address.at + LONGEST))
      const cut = word.includes(':') ? CUT_OFF.exec(word) : null
      if (cut) yield [address.at + cut[1]!.length, address.at + cut[0].length]
    }
  }
  for (const [sign, pattern] of LOOSE)
    if (sign.test(text))
      for (const { index, 0: head, groups } of text.matchAll(pattern))
        yield [index + head.length - groups!['secret']!.length, index + head.length]
}

/** In front of the host of an address. */
function* inHead(text: string, address: Address): Generator<readonly [start: number, end: number]> {
  const { at, colon, last } = address
  const head = headOf(text, address)
  const user = USER.exec(head)?.[0].length ?? 0
  if (KEY.test(head)) yield [at, at + user - 1]
  const start = at + user
  if (start > at ? HOST_AND_PORT.test(head) : !isToken(head, text.slice(Math.max(0, colon - 5), colon))) return
  const stop = start > at ? last : at + TOKEN.exec(head)![0].length
  if (stop > start && !isVariable(text.slice(start, stop))) yield [start, stop]
}

const isToken = (head: string, scheme: string): boolean => /https?$/i.test(scheme) && TOKEN.test(head)

/** The addresses in a text that have a user, if any, and a password that are written out: from the slashes to the host. */
export const addressesWithPassword = (text: string): readonly string[] =>
  [...addressesIn(text)].flatMap(address => {
    const [found] = (text.startsWith('://', address.colon) && WRITTEN_OUT.exec(headOf(text, address))) || []
    return found === undefined ? [] : [`//${found}`]
  })
