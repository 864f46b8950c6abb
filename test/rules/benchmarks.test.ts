import { expect, test } from 'vitest'
import { benchmarkOf } from '../../src/rules/benchmarks.ts'
import { rules } from '../../src/rules/index.ts'

test.each([
  ['cis:5.2.2', 'CIS Kubernetes Benchmark 1.10, 5.2.2'],
  ['pss:baseline', 'Pod Security Standards, baseline'],
  ['nsa', 'NSA and CISA Kubernetes Hardening Guide 1.2'],
  ['supply-chain', 'supply-chain'],
  ['constructor:x', 'constructor:x'],
])('%s is %s', (tag, expected) => {
  expect(benchmarkOf(tag)).toBe(expected)
})

test('every tag with a clause names a benchmark', () => {
  const tags = [...rules.values()].flatMap(({ tags = [] }) => tags).filter(tag => tag.includes(':'))
  expect(tags.filter(tag => benchmarkOf(tag) === tag)).toEqual([])
})
