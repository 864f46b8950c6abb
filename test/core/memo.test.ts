import { expect, test } from 'vitest'
import { memo } from '../../src/core/memo.ts'

test.each([['an answer'], [undefined], [null], [0]])('%j is made once for a key', answer => {
  const asked: object[] = []
  const ask = memo((key: object) => {
    asked.push(key)
    return answer
  })
  const [one, other] = [{}, {}]
  expect([ask(one), ask(one), ask(other), ask(one)]).toEqual([answer, answer, answer, answer])
  expect(asked).toEqual([one, other])
  expect(asked[0]).toBe(one)
})

test('two functions keep their answers apart', () => {
  const key = {}
  expect([memo(() => 1)(key), memo(() => 2)(key)]).toEqual([1, 2])
})
