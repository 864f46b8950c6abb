import { expect, test } from 'vitest'
import { dockerignore } from '../../src/docker/dockerignore.ts'

// As moby's patternmatcher: MatchesOrParentMatches.
test.each<[patterns: string, ignored: readonly string[], sent: readonly string[]]>([
  ['a', ['a', 'a/b', 'a/b/c'], ['b/a', 'ab', 'A']],
  ['/a/', ['a', 'a/b'], ['b/a']],
  ['./a//b', ['a/b'], ['a']],
  ['*.log', ['x.log', '.log', 'x.log/y'], ['a/x.log', 'x.logs']],
  ['**/*.log', ['x.log', 'a/b/x.log'], ['x.log.txt']],
  ['a/**', ['a/b', 'a/b/c'], ['b/a']],
  ['a?c', ['abc'], ['ac', 'a/c', 'abbc']],
  ['[ab].c', ['a.c', 'b.c'], ['c.c']],
  ['*\n!a', ['b', 'b/a'], ['a', 'a/b']],
  ['!a\n*', ['a', 'b'], []],
  ['a\n!a/b', ['a', 'a/c'], ['a/b', 'a/b/c']],
  ['  a  \n# b\n\n#c', ['a'], ['b', 'c', '#c']],
  ['! a\nb', ['b'], ['a']],
  ['{a,b}', ['{a,b}'], ['a', 'b']],
  ['.\n/', [], ['a']],
  ['', [], ['a']],
])('%j', (patterns, ignored, sent) => {
  const isIgnored = dockerignore(patterns)
  expect(ignored.filter(path => !isIgnored(path))).toEqual([])
  expect(sent.filter(isIgnored)).toEqual([])
})
