import { expect, test } from 'vitest'
import { resolveBase } from '../../src/host/base/resolve.ts'
import { DiskHost } from '../../src/host/disk/disk.ts'
import { run } from '../../src/pipeline.ts'
import { rules } from '../../src/rules/index.ts'
import { container, documents } from '../kit/manifests.ts'
import { type Repository, repositoryOf } from '../kit/repository.ts'
import { verdictOf } from './kit.ts'

type Changes = Parameters<Repository['write']>[0]

const POD = container('image: shop/web:1')
const TWO = documents(POD, POD.replace('name: web', 'name: other'))
const THREE = documents(TWO, POD.replace('name: web', 'name: third'))
const KEPT = { 'kept.yaml': POD }

/** What is no longer looked at after a commit. */
async function unwatchedAfter(before: Record<string, string>, changes: Changes, paths: readonly string[] = []) {
  const repository = repositoryOf({ ...KEPT, ...before })
  repository.commit(changes)
  const { base } = resolveBase(repository.root, { ref: 'HEAD^' }, undefined)
  const request = { paths, reports: [], overrides: {}, base: base! }
  const { verdict } = await run(new DiskHost(repository.root), rules, request)
  return verdict.loosening!.unwatched.map(({ file, objects }) => `${file} ${objects}`)
}

test.each<[string, Record<string, string>, Changes, readonly string[]]>([
  ['nothing changed', { 'a.yaml': TWO }, { 'b.txt': '' }, []],
  [
    'moved below a folder that is never looked at',
    { 'a.yaml': TWO },
    { 'a.yaml': undefined, 'vendor/a.yaml': TWO },
    ['vendor/a.yaml 2'],
  ],
  [
    'moved there, and edited',
    { 'a.yaml': TWO },
    { 'a.yaml': undefined, 'node_modules/x/a.yaml': `# x\n${TWO}` },
    ['node_modules/x/a.yaml 2'],
  ],
  [
    'moved there, without one of its objects',
    { 'a.yaml': THREE },
    { 'a.yaml': undefined, 'vendor/a.yaml': TWO },
    ['vendor/a.yaml 2'],
  ],
  [
    'a Dockerfile that is moved there',
    { 'app/Dockerfile': 'FROM a\nUSER 1\n' },
    { 'app/Dockerfile': undefined, 'vendor/Dockerfile': 'FROM a\nUSER 1\n' },
    ['vendor/Dockerfile 1'],
  ],
  ['given another ending', { 'a.yaml': TWO }, { 'a.yaml': undefined, 'a.md': TWO }, ['a.md 2']],
  ['given another ending, and edited', { 'a.yaml': TWO }, { 'a.yaml': undefined, 'a.md': `# x\n${TWO}` }, ['a.md 2']],
  ['renamed', { 'a.yaml': TWO }, { 'a.yaml': undefined, 'b/c.yaml': TWO }, []],
  ['deleted', { 'a.yaml': TWO }, { 'a.yaml': undefined }, []],
  ['one object taken out of a file', { 'a.yaml': TWO }, { 'a.yaml': POD }, []],
  ['all objects taken out of a file', { 'a.yaml': POD }, { 'a.yaml': 'a: 1\n' }, []],
  ['a file that is broken', { 'a.yaml': POD }, { 'a.yaml': `${POD}\n a: [` }, []],
  ['looked at in place of another', { 'vendor/a.yaml': TWO }, { 'vendor/a.yaml': POD }, []],
])('%s', async (_, before, changes, expected) => {
  expect(await unwatchedAfter(before, changes)).toEqual(expected)
})

test('only what was named is missed', async () => {
  const moved = { 'k/a.yaml': undefined, 'vendor/a.yaml': TWO }
  expect(await unwatchedAfter({ 'k/a.yaml': TWO, 'k/b.yaml': POD }, moved, ['k'])).toEqual(['vendor/a.yaml 2'])
  expect(await unwatchedAfter({ 'k/a.yaml': TWO, 'l/b.yaml': POD }, moved, ['l'])).toEqual([])
})

test('a file that git no longer tracks, and ignores', async () => {
  const repository = repositoryOf({ ...KEPT, 'a.yaml': TWO })
  repository.git('rm', '--quiet', '--cached', 'a.yaml')
  repository.write({ '.gitignore': 'a.yaml\n' })
  repository.git('add', '.gitignore')
  repository.git('commit', '--quiet', '--message', 'x')
  const { base } = resolveBase(repository.root, { ref: 'HEAD^' }, undefined)
  const request = { paths: [], reports: [], overrides: {}, base: base! }
  const { verdict } = await run(new DiskHost(repository.root), rules, request)
  expect(verdict.loosening!.unwatched).toEqual([{ file: 'a.yaml', objects: 2 }])
})

test('outside of git, by `.gitignore`', async () => {
  const { loosening } = await verdictOf(
    { ...KEPT, 'a.yaml': TWO },
    { ...KEPT, 'a.yaml': TWO, '.gitignore': 'a.yaml\n' },
  )
  expect(loosening!.unwatched).toEqual([{ file: 'a.yaml', objects: 2 }])
})
