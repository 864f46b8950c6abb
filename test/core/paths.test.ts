import { expect, test } from 'vitest'
import { foldersAround, normalize, resolve } from '../../src/core/paths.ts'
import { expectLinear } from '../kit/steps.ts'

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

test('the folders around a file, outermost first', () => {
  const around = foldersAround(['', 'a/b', 'a', 'ab', 'a/b/c.yaml'])
  expect(['a/b/c.yaml', 'a/x', 'abc/x', 'x', 'a/b/c/d/e'].map(around)).toEqual([
    ['', 'a', 'a/b'],
    ['', 'a'],
    [''],
    [''],
    ['', 'a', 'a/b'],
  ])
})

test('many folders around many files cost no more than their number', () =>
  expectLinear(
    () => import('../../src/core/paths.ts'),
    ({ foldersAround }, size) => {
      const folders = Array.from({ length: size }, (_, i) => `services/${i}`)
      const around = foldersAround(folders)
      for (const folder of folders) expect(around(`${folder}/k8s/pod.yaml`)).toEqual([folder])
    },
    50,
  ))
