// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are words of shells and of Docker, no templates.
import { expect, test } from 'vitest'
import { expand } from '../../src/docker/expand.ts'
import { expectLinear, stepsOf } from '../kit/steps.ts'

const ENV = new Map([
  ['CITY', 'Oslo'],
  ['EMPTY', ''],
  ['FILE', 'app.tar.gz'],
  ['PATHS', '/usr/bin:/usr/sbin'],
  ['constructor', 'built'],
])

test.each([
  ['plain', 'plain'],
  ['$CITY', 'Oslo'],
  ['${CITY}', 'Oslo'],
  ['in-$CITY-now', 'in-Oslo-now'],
  ['$CITYS', ''],
  ['$constructor', 'built'],
  ['${__proto__}', ''],
  ['\\$CITY', '$CITY'],
  ["'$CITY'", '$CITY'],
  ['"$CITY"', 'Oslo'],
  ['"a \\" b"', 'a " b'],
  ['a\\ b', 'a b'],
  ['"a\\nb"', 'a\\nb'],
  ['$', '$'],
  ['$%', '$%'],
  ['${NOPE:-there}', 'there'],
  ['${NOPE-there}', 'there'],
  ['${EMPTY:-there}', 'there'],
  ['${EMPTY-there}', ''],
  ['${NOPE:-${CITY}}', 'Oslo'],
  ['${NOPE:-a "b c"}', 'a b c'],
  ['${CITY:+yes}', 'yes'],
  ['${EMPTY:+yes}', ''],
  ['${EMPTY+yes}', 'yes'],
  ['${NOPE+yes}', ''],
  ['${CITY:?must}', 'Oslo'],
  ['${FILE#*.}', 'tar.gz'],
  ['${FILE##*.}', 'gz'],
  ['${FILE%.*}', 'app.tar'],
  ['${FILE%%.*}', 'app'],
  ['${FILE#?pp}', '.tar.gz'],
  ['${FILE#x}', 'app.tar.gz'],
  ['${FILE/tar/zip}', 'app.zip.gz'],
  ['${FILE//./-}', 'app-tar-gz'],
  ['${PATHS//\\/usr/}', '/bin:/sbin'],
  ['${PATHS/u*:/X}', '/X/usr/sbin'],
  ['${CITY//*/-}', '-'],
  ['${CITY//o}', undefined],
])('%s', (word, expected) => {
  const { text, error } = expand(word, ENV, { escape: '\\' })
  expect(error === undefined ? text : undefined).toBe(expected)
})

test.each([
  '"open',
  "'open",
  '${CITY',
  '${}',
  '${:-x}',
  '${CITY:=x}',
  '${CITY:x}',
  '${NOPE:?}',
  '${EMPTY:?}',
  '${CITY@Q}',
])('%s is refused, and stays as it is', word => {
  expect(expand(word, ENV, { escape: '\\' })).toMatchObject({ text: word, error: expect.any(String) })
})

test('nesting has an end', () => {
  expect(expand(`${'${a:-'.repeat(200)}b${'}'.repeat(200)}`, ENV, { escape: '\\' }).error).toContain('too deeply')
  expect(expand(`${'${a:-'.repeat(50)}b${'}'.repeat(50)}`, ENV, { escape: '\\' }).text).toBe('b')
})

test('a backtick escapes when it is told to, and a backslash does not', () => {
  expect(expand('C:\\x\\`$CITY', ENV, { escape: '`' }).text).toBe('C:\\x\\$CITY')
})

test('every variable is listed, those without a value apart', () => {
  const { used, missing } = expand('$CITY ${A:-$B} $CITY ${C:+x} $D', ENV, { escape: '\\' })
  expect(used).toEqual(['CITY', 'A', 'B', 'CITY', 'C', 'D'])
  expect(missing).toEqual(['B', 'D'])
})

test('blanks split words, unless quotes or an escape hold them', () => {
  const env = new Map([['TWO', 'c d']])
  expect(expand('a  "b b" $TWO"$TWO" e\\ f', env, { escape: '\\', split: true }).words).toEqual([
    'a',
    'b b',
    'c',
    'dc d',
    'e f',
  ])
})

test('what has no value may stay as it is written', () => {
  const kept = expand('"$A"-${B:-x}-\'$C\'', new Map(), { escape: '\\', keepUnset: true })
  expect(kept.text).toBe('$A-${B:-x}-$C')
})

test('a modifier that BuildKit does not know is found even if the variable has no value', () => {
  expect(expand('${A:=x}', new Map(), { escape: '\\', keepUnset: true }).refusal).toContain(':=')
})

test.each<[string, (size: number) => string]>([
  ['nesting', size => '${a:-'.repeat(size)],
  ['angle brackets', size => '<'.repeat(size)],
  ['quotes', size => '"\''.repeat(size)],
])('hostile %s costs no more than its length', (_, word) =>
  expectLinear(
    () => import('../../src/docker/expand.ts'),
    ({ expand }, size) => expand(word(size), new Map(), { escape: '\\' }),
    10_000,
  ),
)

test.each([
  ['stars', `\${V#${'*a'.repeat(500)}b}`],
  ['a costly replacement', `\${V//${'a*'.repeat(200)}b/c}`],
])('the work for %s is bounded', async (_, word) => {
  const [steps] = await stepsOf(
    () => import('../../src/docker/expand.ts'),
    ({ expand }, size) => expand(word, new Map([['V', 'a'.repeat(size)]]), { escape: '\\' }),
    [500],
  )
  expect(steps).toBeLessThan(10_000_000)
})
