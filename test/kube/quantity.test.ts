import { describe, expect, test } from 'vitest'
import { parseQuantity } from '../../src/kube/quantity.ts'

const ONE = 1_000_000_000n

describe('parseQuantity', () => {
  test.each([
    ['0', 0n],
    ['0Gi', 0n],
    ['1', ONE],
    ['+1', ONE],
    ['-1.5', (-3n * ONE) / 2n],
    ['500m', ONE / 2n],
    ['1000m', ONE],
    ['.5', ONE / 2n],
    ['5.', 5n * ONE],
    ['1n', 1n],
    ['1u', 1000n],
    ['1k', 1000n * ONE],
    ['1Ki', 1024n * ONE],
    ['1.5Gi', 1_610_612_736n * ONE],
    ['1024Mi', 1_073_741_824n * ONE],
    ['1Gi', 1_073_741_824n * ONE],
    ['1E', 10n ** 18n * ONE],
    ['1Ei', 2n ** 60n * ONE],
    ['1e3', 1000n * ONE],
    ['1E3', 1000n * ONE],
    ['12E-1', (12n * ONE) / 10n],
    ['0.1n', 1n],
    ['-0.1n', -1n],
    ['1e-400', 1n],
    [2, 2n * ONE],
    [0.5, ONE / 2n],
    [1e21, 10n ** 21n * ONE],
    [1e-7, 100n],
  ])('%j is %s billionths', (text, nano) => expect(parseQuantity(text)).toBe(nano))

  test.each([
    '',
    ' ',
    '1 Gi',
    '1GB',
    '1K',
    '1KB',
    '1mi',
    'Gi',
    '.',
    '1.2.3',
    '0x10',
    '1e',
    '1e3Gi',
    'lots',
    '--1',
    '1Zi',
    '１',
    Number.NaN,
    Number.POSITIVE_INFINITY,
    true,
    null,
    undefined,
    [],
    {},
    '9'.repeat(100),
  ])('%j is no quantity', text => expect(parseQuantity(text)).toBeUndefined())

  // Unclamped, both ask for more digits than an engine can hold, which throws.
  test('a huge exponent is as good as a large one', () => {
    expect(parseQuantity('1e9999999999')).toBe(10n ** 64n * ONE)
    expect(parseQuantity('-1e-9999999999')).toBe(-1n)
  })
})
