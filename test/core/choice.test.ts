import { describe, expect, test } from 'vitest'
import { invalidValue, oneOf } from '../../src/core/choice.ts'
import { Fault } from '../../src/core/fault.ts'

describe('one of a list of words', () => {
  const WORDS = ['critical', 'high', 'never'] as const

  test.each([
    ['high', 'high'],
    ['NEVER', 'never'],
  ])('%s is %s', (value, word) => expect(oneOf('fail-on', value, WORDS)).toBe(word))

  test.each([
    ['hihg', 'invalid `fail-on` value `hihg`; expected critical, high or never. Did you mean `high`?'],
    ['', 'invalid `fail-on` value ``; expected critical, high or never'],
    ['constructor', 'invalid `fail-on` value `constructor`; expected critical, high or never'],
  ])('%j is none', (value, message) =>
    expect(() => oneOf('fail-on', value, WORDS)).toThrow(new Fault('BAD_INPUT', message)),
  )
})

test('what is expected may be no list', () =>
  expect(invalidValue('annotations', '11', 'a whole number from 0 to 10')).toBe(
    'invalid `annotations` value `11`; expected a whole number from 0 to 10',
  ))
