import { expect, test } from 'vitest'
import { normalize, resolve } from '../../src/core/paths.ts'

test.each([
  ['', ''],
  ['./a//b/.', 'a/b'],
  ['a/../b', 'b'],
  ['a/..', ''],
  ['a/../..', undefined],
  ['..', undefined],
  ['../a', undefined],
  ['/', '/'],
  ['/var//run/', '/var/run'],
  ['/../../etc', '/etc'],
  ['/a/../..', '/'],
  ['...', '...'],
])('%j is %j', (path, normal) => expect(normalize(path)).toBe(normal))

test.each([
  ['k8s/prod', '../base', 'k8s/base'],
  ['k8s', '../..', undefined],
  ['k8s', '/etc', undefined],
  ['', 'base/', 'base'],
  ['', '../base', undefined],
])('in %j, %j leads to %j', (folder, to, path) => expect(resolve(folder, to)).toBe(path))
