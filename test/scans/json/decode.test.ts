import { expect, test } from 'vitest'
import { Fault } from '../../../src/core/fault.ts'
import { decodeJson, JsonSequence } from '../../../src/scans/json/decode.ts'
import { expectLinear } from '../../kit/steps.ts'
import { thrownBy } from '../kit.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const utf16 = (text: string, big: boolean): Uint8Array =>
  Uint8Array.from([...text].flatMap(char => (big ? [0, char.charCodeAt(0)] : [char.charCodeAt(0), 0])))

test.each([
  ['plain', utf8('{"a":[1]}')],
  ['a byte order mark', Uint8Array.from([0xef, 0xbb, 0xbf, ...utf8('{"a":[1]}')])],
  ['UTF-16, little end first', Uint8Array.from([0xff, 0xfe, ...utf16('{"a":[1]}', false)])],
  ['UTF-16, big end first', Uint8Array.from([0xfe, 0xff, ...utf16('{"a":[1]}', true)])],
  ['UTF-16 without a mark', utf16('{"a":[1]}', false)],
  ['UTF-16, big end first, without a mark', utf16('{"a":[1]}', true)],
  ['space around', utf8(' \r\n{"a":[1]}\n\n')],
])('%s', (_, bytes) => {
  expect(decodeJson(bytes, 'r.json')).toEqual({ a: [1] })
})

test('bytes that are not UTF-8 are replaced, not refused', () => {
  expect(decodeJson(Uint8Array.from([0x22, 0xe9, 0x22]), 'r.json')).toBe('\ufffd')
})

test.each([
  ['JSON Lines', '{"a":1}\n{"b":"}{"}\n'],
  ['appended with >>', '{\n "a": 1\n}{"b":"}{"}'],
])('several documents: %s', (_, text) => {
  const json = decodeJson(utf8(text), 'r.json')
  expect(json).toBeInstanceOf(JsonSequence)
  expect(json).toHaveProperty('documents', [{ a: 1 }, { b: '}{' }])
})

test.each([
  ['nothing', '', /is empty: the scan wrote nothing/, [1]],
  ['only space', ' \n\t', /is empty: the scan wrote nothing/, [1]],
  ['cut in an object', '{"a":\n [1, 2', /ends too early/, [2, 7]],
  ['cut in a string', '{"a": "bc', /ends too early/, [1, 10]],
  ['cut in an escape', '{"a": "\\u00', /ends too early/, [1, 12]],
  ['cut in a word', '{"a": tru', /ends too early/, [1, 10]],
  ['cut between documents', '{"a":1}\n{"b"', /ends too early/, [2, 5]],
  ['a trailing comma', '{\n "a": 1,\n}', /not JSON at line 3, column 1/, [3, 1]],
  ['a comma too many in a list', '[1,]', /not JSON at line 1, column 4/, [1, 4]],
  ['no comma', '[1 2]', /not JSON at line 1, column 4/, [1, 4]],
  ['no colon', '{"a" 1}', /not JSON at line 1, column 6/, [1, 6]],
  ['a key without quotes', '{a: 1}', /not JSON at line 1, column 2/, [1, 2]],
  ['a bad number', '{"a": 01}', /not JSON at line 1, column 8/, [1, 8]],
  ['a bad escape', '["\\x", 1]', /not JSON at line 1, column 3/, [1, 3]],
  ['a line break in a string', '["a\nb"]', /not JSON at line 1, column 4/, [1, 4]],
  ['the wrong bracket', '{"a": [1}', /not JSON at line 1, column 9/, [1, 9]],
  ['log lines before', '2026-03-01 INFO scanning\n{"a": 1}', /standard output/, [1, 1]],
  ['log lines after', '{"a": 1}\nscan took 3 s', /follows the report at line 2.*standard output/, [2, 1]],
  ['the table of a terminal', '\u001b[1mTesting shop/api...\n✗ Low severity', /text for people.*--format json/, [1, 1]],
  ['a box', '┌────┐\n│ CVE │', /text for people/, [1, 1]],
  ['prose of numbers', '1 2 3', /text for people/, [1, 1]],
  ['HTML', '<html></html>', /XML or HTML/, [1, 1]],
  ['YAML', 'apiVersion: v1\nkind: X', /YAML/, [1, 1]],
])('%s', (_, text, message, place) => {
  const fault = thrownBy(() => decodeJson(utf8(text), 'scan/r.json'))
  expect(fault).toBeInstanceOf(Fault)
  expect(fault).toMatchObject({ code: 'NOT_JSON', file: 'scan/r.json', message: expect.stringMatching(message) })
  expect(fault).toMatchObject({ line: place[0], column: place[1] })
})

test.each([
  ['a list and none', '{"Results": [1], "Results": []}', 'Results'],
  ['a list and null', '{"matches": [1], "x": [], "matches": null}', 'matches'],
  ['far apart', `{"runs" : [{"x": "${'\\\\" {['.repeat(5).replaceAll('"', '\\"')}"}], "runs"\n:[]}`, 'runs'],
  ['in a wrapper', '{"api": {"Results": [1]}, "api": {"Results": []}}', 'api'],
  ['in letters of its own', '{"a": {}, "\\u0061": {}}', 'a'],
  ['in one of several documents', '{"a": 1}\n{"b": [], "b": []}', 'b'],
])('a key that stands there twice hides a value: %s', (_, text, key) => {
  expect(thrownBy(() => decodeJson(utf8(text), 'r.json'))).toMatchObject({
    code: 'INCOMPLETE_REPORT',
    file: 'r.json',
    message: expect.stringMatching(new RegExp(`^\`${key}\` occurs more than once in the report`)),
  })
})

test.each([
  ['further in', '{"Results": [{"Results": []}, {"a": 1, "a": 2}], "x": {"Results": [], "y": {}}}'],
  ['as a value', '{"runs": [], "a": "runs", "b": ["runs", "runs"]}'],
  ['inside of a text', '{"runs": [], "a": "\\"runs\\": []", "b": "\\\\"}'],
  ['no object', '[{"a": []}, {"a": []}]'],
])('a key that stands there once: %s', (_, text) => {
  expect(decodeJson(utf8(text), 'r.json')).toEqual(JSON.parse(text))
})

test('no word of the file gets into the fault', () => {
  const fault = thrownBy(() => decodeJson(utf8('{"password": hunter2neverprint}'), 'r.json'))
  expect(JSON.stringify([String(fault), fault, (fault as Error).cause])).not.toContain('hunter2')
})

/** Reproducible noise. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    yield state / 2 ** 32
  }
}

test('what the engine refuses is a fault with a place inside the text, for any slip', () => {
  const text = JSON.stringify({ a: [1, -2.5e3, true, null, '"\\/\u00e9'], 'b c': { d: [], e: {} } }, null, 1)
  const noise = numbers(7)
  const next = (limit: number): number => Math.floor((noise.next().value as number) * limit)
  let refused = 0
  for (let round = 0; round < 4000; round++) {
    const at = next(text.length)
    const slip = text.slice(0, at) + '{}[]",:\\0e-tn \n'[next(16)] + text.slice(at + next(3))
    const engine = (): unknown => JSON.parse(slip)
    let valid = true
    try {
      engine()
    } catch {
      valid = false
    }
    if (valid) expect(decodeJson(utf8(slip), 'r.json')).toEqual(engine())
    else {
      refused++
      const fault = thrownBy(() => decodeJson(utf8(slip), 'r.json')) as Fault
      expect(fault, slip).toBeInstanceOf(Fault)
      expect(fault.line, slip).toBeLessThanOrEqual(slip.split('\n').length)
    }
  }
  expect(refused).toBeGreaterThan(1000)
})

test.each<[string, (size: number) => string]>([
  ['brackets', size => '['.repeat(size)],
  ['open objects', size => '{"a":'.repeat(size)],
  ['half an escape, again and again', size => `["${'\\u00'.repeat(size)}`],
  ['backslashes', size => `{"a": "${'\\\\'.repeat(size)}", "a": {}}`],
  ['one key', size => `{${'"a": 1, '.repeat(size)}"a": null}`],
  ['many keys', size => `{${Array.from({ length: size }, (_, at) => `"${at}": [], `).join('')}"0": null}`],
  ['empty lines', size => `{"a": 1${'\n'.repeat(size)}x`],
  ['blanks after a word', size => `x${'\n '.repeat(size)}`],
])('%s cost no more than their length', (_, text) =>
  expectLinear(
    () => import('../../../src/scans/json/decode.ts'),
    ({ decodeJson }, size) =>
      expect(thrownBy(() => decodeJson(utf8(text(size)), 'r.json'))).toMatchObject({ name: 'Fault' }),
    5000,
  ),
)
