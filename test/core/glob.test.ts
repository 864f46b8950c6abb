import { describe, expect, test } from 'vitest'
import { globBase, globMatcher, globTrouble, withFolders } from '../../src/core/glob.ts'
import { stepsOf } from '../kit/steps.ts'

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
  ['k8s/**', 'k8s', true, 'a folder and all below it'],
  ['*/**', 'web.yaml', false, 'what is in any folder, and in one'],
  ['*/**', 'k8s/web.yaml', true, 'what is in any folder'],
  ['app (1)/[group]/*.y', 'app (1)/g/a.y', true, 'round brackets are letters'],
  ['{k8s/{a,b},c}/*', 'k8s/b/x', true, 'braces in braces'],
  ['k8s/', 'k8s', true, 'a folder'],
  ['k8s/**/', 'k8s/a', true, 'folders'],
  ['{a,b*', '{a,bc', true, 'a brace that nothing closes'],
  ['[!a-c]', 'd', true, 'a set of what is not meant'],
  ['[!a-c]', 'b', false, 'a set of what is not meant'],
  ['[a', '[a', true, 'a bracket that nothing closes'],
  ['\\*', '*', true, 'a letter after a backslash'],
  ['\\*', 'x', false, 'a letter after a backslash'],
  ['./k8s/*', 'k8s/x', true, 'from here'],
  ['a?c', 'a/c', false, 'a slash is nobody’s letter'],
  ['?', 'a\n'[1]!, true, 'any letter'],
])('%s and %s: %s, %s', (glob, path, matches) => expect(globMatcher([glob])(path)).toBe(matches))

test.each([
  ['k8s', ['k8s', 'k8s/**']],
  ['k8s/', ['k8s/', 'k8s/**']],
  ['**/{k8s,deploy}', ['**/{k8s,deploy}', '**/{k8s,deploy}/**']],
  ['k8s/*', ['k8s/*']],
  ['k8s/*/', ['k8s/*/', 'k8s/*/**']],
  ['**', ['**']],
])('to look at %s is to look at %j', (glob, globs) => expect(withFolders(glob)).toEqual(globs))

test('of several globs one is enough, and none means everything', () => {
  expect(globMatcher(['a', 'b'])('b')).toBe(true)
  expect(globMatcher(['a', 'b'])('c')).toBe(false)
  expect(globMatcher([])('c')).toBe(true)
})

describe('what is wrong with a glob', () => {
  test.each([
    ['k8s/**/web-*-*.yaml', undefined],
    ['', 'is empty'],
    ['!vendor/**', 'begins with `!`: a glob cannot exclude'],
    ['a'.repeat(201), 'is longer than 200 characters'],
    ['k8s/{1..9}.yaml', 'has a range in braces: list its members, `{1,2,3}`'],
    ['*a*b*c*d', undefined],
    ['[abc', 'has an unclosed `[`: escape a literal one as `\\[`'],
    ['[a/b]', 'has an unclosed `[`: escape a literal one as `\\[`'],
    ['{a,b', 'has an unclosed `{`: escape a literal one as `\\{`'],
    ['{{a,b},c', 'has an unclosed `{`: escape a literal one as `\\{`'],
    ['[]', 'has the empty set `[]`: it matches no character'],
    ['web-[z-a]', 'has the range `z-a`, which is reversed'],
    ['[a-z9-0]', 'has the range `9-0`, which is reversed'],
    ['\\[abc', undefined],
    ['\\{a', undefined],
    ['[]]', undefined],
    ['[[{]', undefined],
    ['[a\\]b]', undefined],
    ['[!a-z-]', undefined],
    ['[\\--A]', undefined],
    ['{a,{b,c}}}', undefined],
    ['app/[...slug]/*', undefined],
  ])('%s', (glob, trouble) => expect(globTrouble(glob)).toBe(trouble))
})

test.each([
  ['*a*a*ab', 'a'.repeat(250)],
  ['**/a/**/a/**/a/b', 'a/'.repeat(120)],
  ['{a,b}*{a,b}*{a,b}*c', 'ab'.repeat(125)],
  [`${'*a'.repeat(99)}b`, 'a'.repeat(4000)],
  [`${'**/'.repeat(60)}x`, 'a/'.repeat(2000)],
  [`${'a*a*a*/'.repeat(20)}z`, `${'a'.repeat(200)}/`.repeat(20)],
  [`${'{a,aa}'.repeat(30)}z`, 'a'.repeat(200)],
  [`${'(a+)+'.repeat(20)}$`, 'a'.repeat(200)],
  [`${'{'.repeat(98)}a,b${'}'.repeat(98)}`, 'a'.repeat(4000)],
])('what is allowed costs no more than the glob times the path: %s', async (glob, path) => {
  expect(globTrouble(glob)).toBeUndefined()
  const [steps] = await stepsOf(
    () => import('../../src/core/glob-program.ts'),
    ({ programOf }) => expect(programOf(glob)(path)).toBe(false),
    [1],
  )
  expect(steps).toBeLessThan(20 * glob.length * path.length)
})

test('of hundreds of globs, those whose letters a path does not have cost a search', async () => {
  const globs = Array.from({ length: 200 }, (_, i) => `**/skip-${i}/**`)
  const [steps] = await stepsOf(
    () => import('../../src/core/glob.ts'),
    ({ globMatcher }) => globMatcher(globs),
    [1],
  )
  const [more] = await stepsOf(
    () => import('../../src/core/glob.ts'),
    ({ globMatcher }) => {
      const matches = globMatcher(globs)
      for (let i = 0; i < 100; i++) expect(matches(`services/shop-${i}/k8s/pod.yaml`)).toBe(false)
    },
    [1],
  )
  expect(more! - steps!).toBeLessThan(200 * 100 * 'services/shop-99/k8s/pod.yaml'.length * 2)
})

test.each([
  ['k8s/*.yaml', 'k8s'],
  ['k8s/**', 'k8s'],
  ['a/b/c*', 'a/b'],
  ['./k8s/{a,b}/c', 'k8s'],
  ['**', ''],
  ['a/b', 'a'],
])('all that %s can match is in %j', (glob, folder) => expect(globBase(glob)).toBe(folder))
