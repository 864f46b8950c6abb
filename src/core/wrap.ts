/** SGR and other control sequences, and hyperlinks (OSC 8): no column of a terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one.
const SEQUENCE = /\x1b\[[\d;?]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)/g

/** Letters that go on top of their neighbour, and format characters: no column. */
const NARROW = /^[\p{Mn}\p{Me}\p{Cf}]$/u

/** East Asian Wide and Fullwidth (Unicode Standard Annex 11), by block, and emoji: two columns. */
const WIDE =
  /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation})$/u

const PRINTABLE_ASCII = /^[ -~]*$/

/** Columns that a text without line breaks takes on a terminal. */
export function displayWidth(text: string): number {
  if (PRINTABLE_ASCII.test(text)) return text.length
  let columns = 0
  for (const letter of text.replace(SEQUENCE, '')) columns += NARROW.test(letter) ? 0 : WIDE.test(letter) ? 2 : 1
  return columns
}

/** Spaces, and what a word consists of: a code span belongs to its word, with the spaces inside. */
const PIECES = / +|[^ `]+|`[^`]*`|`/g

/** The words of a line, each with the spaces in front of it. Nothing of it is looked at twice, whatever is written there. */
function wordsOf(line: string): { spaces: string; word: string }[] {
  const words = [{ spaces: '', word: '' }]
  for (const [piece] of line.matchAll(PIECES))
    if (piece.startsWith(' ')) words.push({ spaces: piece, word: '' })
    else words.at(-1)!.word += piece
  return words.filter(({ word }) => word !== '')
}

/**
 * Breaks lines at spaces, never inside a word, a code span or an escape sequence. What does not fit alone is longer than
 * `width`. Line breaks of the text are kept, and so are spaces inside a line and in front of it.
 * @param width columns of a terminal, those of `indent` included
 * @param indent put before each continued line
 */
export function wrap(text: string, width: number, indent: string): string {
  return text
    .split('\n')
    .map(line => wrapLine(line, width, indent))
    .join('\n')
}

function wrapLine(line: string, width: number, indent: string): string {
  let wrapped = ''
  let used = 0
  for (const { spaces, word } of wordsOf(line)) {
    const columns = displayWidth(word)
    const fits = wrapped === '' || used + spaces.length + columns <= width
    wrapped += (fits ? spaces : `\n${indent}`) + word
    used = columns + (fits ? used + spaces.length : displayWidth(indent))
  }
  return wrapped
}
