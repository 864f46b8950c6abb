/** What an address has in front of its host: a user and a password, or a token alone. */

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
const SLASHES = /(?<=[a-z]):\/{1,2}(?=[^\s/])/gi
/** An address that was cut in front of its host: what follows the colon is no port. */
const CUT_OFF = /^([\w.-]{1,100}:)(?!\d{1,5}(?:\D|$))[^/\s$<{*]{8,200}$/

/** `user:password@tcp(host)` of Go, `thin:user/password@//host` of Oracle. */
const OF_DRIVER =
  /(?:(?<![\w.-])[\w.-]{1,64}:|:(?:thin|oci):[\w.-]{1,64}\/)(?<secret>[^\s@:/(]{1,200})(?=@(?:(?:tcp|unix)\(|\/\/|[\w.-]{1,253}:\d{1,5}[:/]))/g

/** A parameter that lets somebody in, by names that mean other things elsewhere. */
const IN_QUERY = /[?&](?:key|code|auth|sig|signature|x-amz-signature|x-amz-credential)=(?<secret>[\w%+/=.~-]{8,1024})/gi

/** A variable, or a place to fill in. */
const REFERENCE = /^(?:\$(?:\w+|\{[^}]*\}|\([^)]*\))|%\w+%|\{\{.*|\*+)$/

/** Where the passwords and tokens of addresses stand: up to the last `@` of the word, as people write them unescaped. */
export function* inUrls(text: string): Generator<readonly [start: number, end: number]> {
  if (!/:\/|\?|@/.test(text)) return
  let end = 0
  let last = -1
  for (const { index: colon, 0: slashes } of text.matchAll(SLASHES)) {
    const at = colon + slashes.length
    if (at > end) {
      WORD_END.lastIndex = at
      end = WORD_END.exec(text)!.index
      last = at + text.slice(at, end).lastIndexOf('@')
    }
    if (last <= at) {
      const cut = CUT_OFF.exec(text.slice(at, Math.min(end, at + 5000)))
      if (cut) yield [at + cut[1]!.length, at + cut[0].length]
      continue
    }
    const head = text.slice(at, Math.min(last + 2, at + 5000))
    const user = USER.exec(head)?.[0].length ?? 0
    if (KEY.test(head)) yield [at, at + user - 1]
    const start = at + user
    if (start > at ? HOST_AND_PORT.test(head) : !isToken(head, text.slice(Math.max(0, colon - 5), colon))) continue
    const stop = start > at ? last : at + TOKEN.exec(head)![0].length
    if (stop > start && !REFERENCE.test(text.slice(start, stop))) yield [start, stop]
  }
  for (const pattern of [IN_QUERY, OF_DRIVER])
    for (const { index, 0: head, groups } of text.matchAll(pattern))
      yield [index + head.length - groups!['secret']!.length, index + head.length]
}

const isToken = (head: string, scheme: string): boolean => /https?$/i.test(scheme) && TOKEN.test(head)
