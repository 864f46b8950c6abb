import { describe, expect, test } from 'vitest'
import { fits, labelsOf, requirementsOf, requirementsOfMap } from '../../src/kube/selector.ts'

const LABELS = { app: 'web', tier: 'front' }

describe('a LabelSelector', () => {
  test.each([
    ['labels that are there', { matchLabels: { app: 'web' } }, true],
    ['one of them with another value', { matchLabels: { app: 'web', tier: 'back' } }, false],
    ['nothing', {}, true],
    ['nothing, in words', { matchLabels: {}, matchExpressions: [] }, true],
    ['a value of a list', { matchExpressions: [{ key: 'app', operator: 'In', values: ['api', 'web'] }] }, true],
    ['no value of a list', { matchExpressions: [{ key: 'app', operator: 'In', values: ['api'] }] }, false],
    ['no value at all', { matchExpressions: [{ key: 'app', operator: 'In' }] }, false],
    ['other values than this', { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] }, false],
    [
      'other values, of a label that is missing',
      { matchExpressions: [{ key: 'x', operator: 'NotIn', values: ['a'] }] },
      true,
    ],
    ['a label', { matchExpressions: [{ key: 'tier', operator: 'Exists' }] }, true],
    ['a label that is missing', { matchExpressions: [{ key: 'x', operator: 'Exists' }] }, false],
    ['that a label is missing', { matchExpressions: [{ key: 'x', operator: 'DoesNotExist' }] }, true],
    ['that one is missing which is there', { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] }, false],
    ['both forms', { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'x', operator: 'Exists' }] }, false],
    [
      'a name that every object of JavaScript has',
      { matchExpressions: [{ key: 'constructor', operator: 'Exists' }] },
      false,
    ],
  ])('that asks for %s', (_, selector, isFit) => expect(fits(requirementsOf(selector)!, LABELS)).toBe(isFit))

  test.each([
    ['none', undefined],
    ['null', null],
    ['a list', []],
    ['an unknown operator', { matchExpressions: [{ key: 'a', operator: 'Gt', values: ['1'] }] }],
    ['an expression without a key', { matchExpressions: [{ operator: 'Exists' }] }],
    ['an expression that is no map', { matchExpressions: [null] }],
  ])('%s selects nothing', (_, selector) => expect(requirementsOf(selector)).toBeUndefined())
})

test('a plain map asks for each of its labels, and an empty one selects nothing', () => {
  expect(fits(requirementsOfMap({ app: 'web', tier: 'front' })!, LABELS)).toBe(true)
  expect(fits(requirementsOfMap({ app: 'api' })!, LABELS)).toBe(false)
  expect([requirementsOfMap({}), requirementsOfMap(undefined), requirementsOfMap('x')]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})

test.each([
  [{ metadata: { labels: { a: 'b' } } }, { a: 'b' }],
  [{ metadata: { labels: ['a'] } }, {}],
  [{ metadata: null }, {}],
  [undefined, {}],
])('the labels of %j', (object, labels) => expect(labelsOf(object)).toEqual(labels))
