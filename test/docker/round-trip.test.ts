import { expect, test } from 'vitest'
import { parseDockerfile } from '../../src/docker/parse/parse.ts'
import { SAMPLES } from './samples.ts'
import { checkSpans } from './spans.ts'

/** Pieces that hurt. */
const PIECES = [
  '\\\n',
  '`\n',
  '\n',
  '\r\n',
  ' ',
  '\t',
  '#',
  '"',
  "'",
  '$',
  '${',
  '}',
  '$(',
  ')',
  '(',
  '`',
  '\\',
  '<<EOF',
  'EOF\n',
  '<<',
  '[',
  ']',
  '["',
  '",',
  '|',
  '&&',
  ';',
  '--',
  '=',
  'FROM ',
  'RUN ',
  'ONBUILD ',
  'COPY ',
  'ENV ',
  'HEALTHCHECK CMD ',
  'if ',
  'fi',
  'case x in ',
  ';;',
  'sh -c "',
  'sudo ',
  '\0',
  '\u00a0',
  '\ufeff',
  '\u2028',
  '\ud800',
  '😀',
  '__proto__',
  '# escape=`\n',
] as const

/** Numbers from 0 to 1, the same ones each time (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function mutated(text: string, random: () => number): string {
  const at = Math.floor(random() * (text.length + 1))
  const length = Math.floor(random() ** 3 * 80)
  const choice = random()
  if (choice < 0.25) return text.slice(0, at) + text.slice(at + length)
  if (choice < 0.4) return text.slice(0, at) + text.slice(at, at + length) + text.slice(at)
  if (choice < 0.5) return text.slice(0, at)
  return text.slice(0, at) + PIECES[Math.floor(random() * PIECES.length)] + text.slice(at)
}

test.each(SAMPLES.map((sample, i) => [i, sample] as const))('spans of sample %i tile it', (_, sample) => {
  checkSpans(parseDockerfile('Dockerfile', sample))
})

test('the samples without a slip have no problem', () => {
  expect(SAMPLES.slice(0, 3).map(sample => parseDockerfile('Dockerfile', sample).problems)).toEqual([[], [], []])
})

test.each([1, 2, 3, 4, 5, 6])('whatever is done to a sample (seed %i), nothing throws and spans hold', seed => {
  const random = seeded(seed)
  for (let i = 0; i < 400; i++) {
    let text = SAMPLES[i % SAMPLES.length]!
    for (let times = 1 + Math.floor(random() * 4); times > 0; times--) text = mutated(text, random)
    const start = performance.now()
    try {
      checkSpans(parseDockerfile('Dockerfile', text))
    } catch (error) {
      throw new Error(`after mutation ${i}: ${error}\n${JSON.stringify(text)}`)
    }
    expect(performance.now() - start).toBeLessThan(1000)
  }
})

test.each([
  ['escapes', '\\'.repeat(200_000)],
  ['continuations', `FROM a\nRUN ${'\\\n'.repeat(100_000)}b`],
  ['comments in a continuation', `FROM a\nRUN b \\\n${'# c\n'.repeat(100_000)}d`],
  ['instructions', 'USER a\n'.repeat(30_000)],
  ['unknown instructions', `${'x'.repeat(60)} y\n`.repeat(10_000)],
  ['stages', Array.from({ length: 10_000 }, (_, i) => `FROM ${i ? `s${i - 1}` : 'a'} AS s${i}\n`).join('')],
  ['ARGs', Array.from({ length: 3000 }, (_, i) => `ARG a${i}=\${a${i - 1}}x\n`).join('')],
  [
    'ARGs that double',
    `ARG a0=xxxxxxxxxx\n${Array.from({ length: 60 }, (_, i) => `ARG a${i + 1}=$a${i}$a${i}\n`).join('')}FROM $a60`,
  ],
  ['flags', `FROM a\nRUN ${'--mount=a '.repeat(6000)}b`],
  ['pairs', `FROM a\nENV ${'a=b '.repeat(16_000)}`],
  ['brackets', `FROM a\nCMD ${'['.repeat(60_000)}`],
  ['heredocs', `FROM a\nRUN ${'<<A '.repeat(10_000)}\n`],
  ['markers', `FROM a\nCOPY ${Array.from({ length: 3000 }, (_, i) => `<<a${i}`).join(' ')} /b\n${'x\n'.repeat(3000)}`],
  ['blanks', `FROM a${' '.repeat(60_000)}b${'\t'.repeat(3000)}\n`],
  ['ONBUILDs', `FROM a\n${'ONBUILD '.repeat(8000)}RUN b`],
  ['directives', `# check=${'a '.repeat(30_000)}\nFROM a`],
  ['dollars', `FROM a\nENV a=${'$'.repeat(60_000)} b=${'${a:-'.repeat(8000)}`],
])('hostile %s take no time', (_, text) => {
  const start = performance.now()
  const file = parseDockerfile('Dockerfile', text)
  expect(file.instructions.length + file.problems.length).toBeGreaterThan(0)
  expect(performance.now() - start).toBeLessThan(2000)
})
