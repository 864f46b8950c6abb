import { expect, test } from 'vitest'
import { parseDockerfile } from '../../src/docker/parse/parse.ts'
import { expectLinear, stepsOf } from '../kit/steps.ts'
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

const many = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('')

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

test.each([1, 2, 3, 4, 5, 6])(
  'whatever is done to a sample (seed %i), spans hold, and no letter is dear',
  async seed => {
    const random = seeded(seed)
    let letters = 0
    const [steps] = await stepsOf(
      () => import('../../src/docker/parse/parse.ts'),
      ({ parseDockerfile }, mutations) => {
        for (let i = 0; i < mutations; i++) {
          let text = SAMPLES[i % SAMPLES.length]!
          for (let times = 1 + Math.floor(random() * 4); times > 0; times--) text = mutated(text, random)
          letters += text.length
          try {
            checkSpans(parseDockerfile('Dockerfile', text))
          } catch (error) {
            throw new Error(`after mutation ${i}: ${error}\n${JSON.stringify(text)}`)
          }
        }
      },
      [400],
    )
    expect(steps! / letters).toBeLessThan(30)
  },
)

test.each<[title: string, text: (size: number) => string]>([
  ['escapes', size => '\\'.repeat(size)],
  ['continuations', size => `FROM a\nRUN ${'\\\n'.repeat(size)}b`],
  ['comments in a continuation', size => `FROM a\nRUN b \\\n${'# c\n'.repeat(size)}d`],
  ['instructions', size => 'USER a\n'.repeat(size)],
  ['unknown instructions', size => `${'x'.repeat(60)} y\n`.repeat(size)],
  ['stages', size => many(size, i => `FROM ${i ? `s${i - 1}` : 'a'} AS s${i}\n`)],
  ['ARGs', size => many(size, i => `ARG a${i}=\${a${i - 1}}x\n`)],
  ['ARGs that double', size => `ARG a0=xxxxxxxxxx\n${many(size, i => `ARG a${i + 1}=$a${i}$a${i}\n`)}FROM $a${size}`],
  ['flags', size => `FROM a\nRUN ${'--mount=a '.repeat(size)}b`],
  ['pairs', size => `FROM a\nENV ${'a=b '.repeat(size)}`],
  ['brackets', size => `FROM a\nCMD ${'['.repeat(size)}`],
  ['heredocs', size => `FROM a\nRUN ${'<<A '.repeat(size)}\n`],
  ['markers', size => `FROM a\nCOPY ${many(size, i => `<<a${i} `)} /b\n${'x\n'.repeat(size)}`],
  ['blanks', size => `FROM a${' '.repeat(size)}b${'\t'.repeat(size)}\n`],
  ['ONBUILDs', size => `FROM a\n${'ONBUILD '.repeat(size)}RUN b`],
  ['directives', size => `# check=${'a '.repeat(size)}\nFROM a`],
  ['dollars', size => `FROM a\nENV a=${'$'.repeat(size)} b=${'${a:-'.repeat(size)}`],
])('hostile %s cost no more than their length', (_, text) =>
  expectLinear(
    () => import('../../src/docker/parse/parse.ts'),
    ({ parseDockerfile }, size) => {
      const file = parseDockerfile('Dockerfile', text(size))
      expect(file.instructions.length + file.problems.length).toBeGreaterThan(0)
    },
    2000,
  ),
)
