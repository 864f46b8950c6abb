/** So large that writing it costs little, and so small that none of it is noticed in memory. */
const CHUNK = 64 * 1024

/** A text in pieces, as bytes to be written one after the other: a write for each piece would take longer. */
export function* chunksOf(pieces: Iterable<string>): Generator<Buffer> {
  let text = ''
  for (const piece of pieces) {
    text += piece
    if (text.length < CHUNK) continue
    yield Buffer.from(text)
    text = ''
  }
  if (text !== '') yield Buffer.from(text)
}
