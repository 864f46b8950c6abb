import { expect, test } from 'vitest'
import { matchesWildcard } from '../../src/core/wildcard.ts'

test.each([
  ['docker.io', 'docker.io', true],
  ['docker.io', 'docker.io:5000', false],
  ['*', '', true],
  ['*.example', 'a.example', true],
  ['*.example', 'a.example.org', false],
  ['ghcr.*', 'ghcr.io', true],
  ['ghcr.*', 'a.ghcr.io', false],
  ['a*b*c', 'a-b-c', true],
  ['a*b*c', 'abc', true],
  ['a*b*c', 'acb', false],
  ['ab*ba', 'aba', false],
  ['a**c', 'abc', true],
  ['a*c', 'acd', false],
  ['*b*b*', 'abb', true],
  ['*b*b*', 'ab', false],
  ['a?c', 'abc', false],
])('%s and %s: %s', (pattern, text, matches) => expect(matchesWildcard(pattern, text)).toBe(matches))
