import { pick } from '../kit/random.ts'

/** What readers disagree about, and what holds a text together. */
const WORDS = [
  ...' \n:-#"\'[]{},|>?&*!%@`~.0a\t\r\\', '\n  ', '\n    ', ': ', ' #', '- ', '\n- ', '\r\n', '  ', '---\n', '\n---\n', '--- # c\n', '...\n', '%YAML 1.1\n', '\u0085', '\u2028',
  '\u2029', '\ufeff', '\u00a0', '\u00e9', '\u{1f600}', '? ', '|2', '>+', '|-', '&a ', '*a', '!!str ', '!!binary ', '!x ', '<<: ', '<<: *a\n', 'null', 'yes', '0x1', '.5_0',
  '1_0', '12345678901234567890', '\\n', '\\ud800', "''", '""', 'key: value\n', '- item\n', '  nested: true\n', 'items: []\n', 'items:\n', 'kind: List\n', '__proto__: {}\n', '{{ .x }}',
] // biome-ignore format: a table

/** A text with one to four small damages. */
export function mutated(random: () => number, text: string): string {
  let result = text
  for (let count = 1 + Math.floor(random() * 4); count > 0; count--) result = damaged(random, result)
  // No half of a pair of surrogates, which no file holds.
  return Buffer.from(result).toString()
}

function damaged(random: () => number, text: string): string {
  const at = Math.floor(random() * (text.length + 1))
  const length = Math.floor(random() * 6)
  const lines = text.split('\n')
  const line = Math.floor(random() * lines.length)
  const other = Math.floor(random() * (text.length + 1))
  return pick(random, [
    () => text.slice(0, at) + text.slice(at + 1 + length),
    () => text.slice(0, at) + pick(random, WORDS) + text.slice(at),
    () => text.slice(0, at) + pick(random, WORDS) + text.slice(at + 1),
    () => text.slice(0, at) + pick(random, WORDS) + pick(random, WORDS) + text.slice(at),
    () => text.slice(0, at) + text.slice(other, other + 60) + text.slice(at),
    () => lines.toSpliced(line, 1).join('\n'),
    () => lines.toSpliced(line, 0, pick(random, lines)).join('\n'),
    () => lines.with(line, ` ${lines[line]}`).join('\n'),
    () => lines.with(line, lines[line]!.slice(1)).join('\n'),
  ])()
}
