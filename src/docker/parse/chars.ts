/** What Go's unicode.IsSpace calls a space: BuildKit trims and splits by it. JavaScript's `\s` differs (U+FEFF, U+0085). */
export function isSpace(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d)
  if (code < 0x1680) return code === 0x85 || code === 0xa0
  return (
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  )
}

/** What BuildKit splits arguments at: `[\t\v\f\r ]`. */
export const isBlank = (code: number): boolean => code === 0x20 || code === 0x09 || (code >= 0x0b && code <= 0x0d)

/** The first offset at or after `start` that is no space. */
export function skipSpaces(text: string, start: number, end: number): number {
  let at = start
  while (at < end && isSpace(text.charCodeAt(at))) at++
  return at
}

/** The last offset at or before `end` with no space right before it. */
export function dropSpaces(text: string, start: number, end: number): number {
  let at = end
  while (at > start && isSpace(text.charCodeAt(at - 1))) at--
  return at
}
