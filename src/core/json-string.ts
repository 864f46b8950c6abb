/** The offset behind the JSON string that opens at `open`; the length of the text where nothing closes it. Linear. */
export function stringEnd(text: string, open: number): number {
  for (let close = text.indexOf('"', open + 1); close >= 0; close = text.indexOf('"', close + 1)) {
    let before = close
    while (text[before - 1] === '\\') before--
    if ((close - before) % 2 === 0) return close + 1
  }
  return text.length
}
