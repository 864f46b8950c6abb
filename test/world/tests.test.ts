import { expect, test } from 'vitest'
import { ofTests, testFilesIn } from '../../src/world/tests.ts'
import { object } from '../kit/manifests.ts'
import { read } from '../kit/read.ts'

const POD = object('Pod', 'spec: {containers: []}')

/** The files that are taken for tests. */
async function testsAmong(
  files: readonly string[],
  { globs, paths = [] }: { globs?: readonly string[]; paths?: readonly string[] } = {},
): Promise<readonly string[]> {
  const world = await read(
    Object.fromEntries(files.map(file => [file, file.endsWith('.yaml') ? POD : 'FROM scratch\n'])),
  )
  return [...testFilesIn(world, ofTests(world, globs, paths))].sort()
}

test.each([
  'test/a.yaml',
  'tests/a.yaml',
  'pkg/testdata/deep/a.yaml',
  'test_data/a.yaml',
  'test-data/a.yaml',
  'a/integration-tests/a.yaml',
  'a/integration_test/a.yaml',
  'e2e/a.yaml',
  'k8s-e2e/a.yaml',
  '__tests__/a.yaml',
  '__fixtures__/a.yaml',
  'fixtures/a.yaml',
  'golden/a.yaml',
  '.chainsaw/a.yaml',
  'policies/.kyverno-test/a.yaml',
  'kuttl/a.yaml',
  'cypress/a.yaml',
  'playwright/apps/a.yaml',
  'tests/Dockerfile',
])('%s is read by tests only', async file => {
  expect(await testsAmong([file, 'k8s/a.yaml'])).toEqual([file])
})

test.each([
  'latest/a.yaml',
  'contest/a.yaml',
  'testing/a.yaml',
  'test-service/a.yaml',
  'tests.yaml',
  'k8s/test.yaml',
  'Test/a.yaml',
])('%s is none of tests', async file => {
  expect(await testsAmong([file, 'k8s/a.yaml'])).toEqual([])
})

test.each([
  ['below overlays', ['k8s/overlays/test/a.yaml', 'k8s/base/a.yaml']],
  ['beside another environment', ['deploy/test/a.yaml', 'deploy/prod/a.yaml']],
  ['beside another environment with folders', ['test/web/a.yaml', 'staging/web/a.yaml']],
])('`test` is an environment %s', async (_, files) => {
  expect(await testsAmong(files)).toEqual([])
})

test('`tests` beside an environment is none', async () => {
  expect(await testsAmong(['tests/a.yaml', 'prod/a.yaml'])).toEqual(['tests/a.yaml'])
})

test('the globs of a policy take the place of the names', async () => {
  const files = ['tests/a.yaml', 'qa/cases/a.yaml', 'qa/b.yaml']
  expect(await testsAmong(files, { globs: ['qa/cases'] })).toEqual(['qa/cases/a.yaml'])
  expect(await testsAmong(files, { globs: ['**/cases/**'] })).toEqual(['qa/cases/a.yaml'])
  expect(await testsAmong(files, { globs: [] })).toEqual([])
})

test.each([
  [['tests'], []],
  [['tests/a.yaml'], []],
  [['tests', 'pkg/tests/b.yaml'], []],
  [
    ['tests', 'k8s'],
    ['pkg/tests/b.yaml', 'tests/a.yaml'],
  ],
  [[''], ['pkg/tests/b.yaml', 'tests/a.yaml']],
])('tests that are named are judged: %j', async (paths, expected) => {
  expect(await testsAmong(['tests/a.yaml', 'pkg/tests/b.yaml', 'k8s/a.yaml'], { paths })).toEqual(expected)
})

test.each([
  ['test', true],
  ['test-success', true],
  ['post-install, test', true],
  ['post-install', false],
  ['pretest', false],
])('the hook %s is a test: %s', async (hook, isTest) => {
  const pod = object('Pod', 'spec: {containers: []}', `{name: web, annotations: {helm.sh/hook: "${hook}"}}`)
  const world = await read({ 'k8s/a.yaml': pod })
  expect(testFilesIn(world, ofTests(world, undefined, [])).size).toBe(isTest ? 1 : 0)
})
