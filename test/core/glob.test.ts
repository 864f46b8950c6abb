import { describe, expect, test } from 'vitest'
import { globMatcher, globTrouble } from '../../src/core/glob.ts'

test.each([
  ['k8s/*.yaml', 'k8s/web.yaml', true, 'one folder'],
  ['k8s/*.yaml', 'k8s/prod/web.yaml', false, 'a star stays in its folder'],
  ['k8s/**', 'k8s/prod/web.yaml', true, 'two stars do not'],
  ['**/*.yaml', 'web.yaml', true, 'two stars may be no folder at all'],
  ['**', '.github/x.yml', true, 'names with a dot'],
  ['shop/api:*', 'shop/api:1.4', true, 'a tag'],
  ['shop/api:*', 'registry.example/shop/api:1.4', false, 'the whole of it must match'],
  ['**/api:*', 'registry.example/shop/api:1.4', true, 'any registry'],
  ['{prod,stage}/*', 'stage/web', true, 'one of several'],
  ['web[1].yaml', 'web[1].yaml', true, 'brackets, letter by letter'],
  ['web[1].yaml', 'web1.yaml', true, 'brackets, as a set'],
  ['@(a|b)', 'a', false, 'no patterns in patterns: they can be made to take for ever'],
  ['!k8s/**', 'Dockerfile', false, 'an exclamation mark is a letter'],
  ['K8S/*', 'k8s/x', false, 'case counts'],
])('%s and %s: %s, %s', (glob, path, matches) => expect(globMatcher([glob])(path)).toBe(matches))

test('of several globs one is enough, and none means everything', () => {
  expect(globMatcher(['a', 'b'])('b')).toBe(true)
  expect(globMatcher(['a', 'b'])('c')).toBe(false)
  expect(globMatcher([])('c')).toBe(true)
})

describe('what is wrong with a glob', () => {
  test.each([
    ['k8s/**/web-*-*.yaml', undefined],
    ['', 'is empty'],
    ['!vendor/**', 'begins with `!`: a glob says what is meant, never what is not'],
    ['a'.repeat(201), 'is longer than 200 characters'],
    ['*a*b*c*d', 'has more than 3 `*` in one name'],
    ['**/a/**/b/**/c/**/d', 'has more than 3 `**`'],
  ])('%s', (glob, trouble) => expect(globTrouble(glob)).toBe(trouble))
})

test.each([
  ['*a*a*ab', 'a'.repeat(250)],
  ['**/a/**/a/**/a/b', 'a/'.repeat(120)],
  ['{a,b}*{a,b}*{a,b}*c', 'ab'.repeat(125)],
])('what is allowed ends soon: %s', (glob, path) => {
  expect(globTrouble(glob)).toBeUndefined()
  const start = performance.now()
  expect(globMatcher([glob])(path)).toBe(false)
  expect(performance.now() - start).toBeLessThan(1000)
})
