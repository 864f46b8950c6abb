import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { Host } from '../../../src/core/host.ts'
import { DiskHost } from '../../../src/host/disk/disk.ts'
import { folderOf, link } from '../../kit/folders.ts'
import { onlyPath, programs } from '../../kit/programs.ts'
import { pointerTo, Repository, repositoryOf } from '../../kit/repository.ts'
import { baseOf, outcome } from './kit.ts'

const MB = 1024 * 1024
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString()

/** All that a host has to say of some paths, and of what is below them. */
function answers(host: Host, paths: readonly string[]): unknown {
  return paths.map(path => {
    const isFolder = host.kindOf(path) === 'folder'
    const entries = isFolder ? host.entries(path).filter(({ name }) => name !== '.git') : []
    const below = entries.filter(({ link }) => !link).map(({ name }) => name)
    return [
      path,
      host.kindOf(path),
      entries,
      outcome(() => text(host.head(path, 5))),
      outcome(() => text(host.read(path, 100_000)).length),
      answers(
        host,
        below.map(name => (path === '' ? name : `${path}/${name}`)),
      ),
    ]
  })
}

describe('a commit is read as its checkout is', () => {
  const same = (repository: Repository, ...more: string[]): void => {
    const paths = ['', ...more]
    expect(answers(baseOf(repository).host, paths)).toEqual(answers(new DiskHost(repository.root), paths))
  }

  test('files and folders, in their order, and what is not there', () => {
    const files = { 'b/c/d': '1', 'b.c': '2', 'b-c': '3', a: '', B: '', ä: '', '😀': '', '\uffee': '' }
    same(repositoryOf(files), 'x', 'b/x', 'a/x', 'b/c/x/y')
  })

  test('links to files, folders and links, within and over each other', () => {
    const files = {
      'k/a': '1',
      'k/up': link('../f'),
      f: 'file',
      folder: link('k'),
      chain: link('folder'),
      'in/to': link('../chain/../k/./a'),
      over: link('folder/up'),
      inside: link('in/../k'),
    }
    same(repositoryOf(files), 'folder/a', 'chain/up', 'inside/a', 'folder/x')
  })

  test('links that lead nowhere, round and round, or out', () => {
    const out = folderOf({ x: '' })
    const files = {
      'k/a': link('nowhere'),
      l: link('m'),
      m: link('l'),
      out: link(out),
      'k/up': link('../../..'),
      f: '',
    }
    same(repositoryOf(files), 'k/a/x', 'l/x', 'out/x', '..')
  })

  test('files packed by gzip, cut ones, and such as are only called so', () => {
    const packed = gzipSync('x'.repeat(200))
    const files = {
      'a.gz': packed,
      'cut.gz': packed.subarray(0, 25),
      'b.gz': 'plain',
      'large.gz': gzipSync(Buffer.alloc(MB)),
    }
    same(repositoryOf(files))
  })

  test('large files, whole or their beginning', () => {
    same(repositoryOf({ large: 'x'.repeat(3 * MB), small: 'y', medium: 'z'.repeat(99_999) }))
  })

  test('names with line breaks, tabs, quotes, backslashes, and such as options and patterns have', () => {
    same(
      repositoryOf({
        'a\nb': '1',
        'a\tb': '2',
        'a"b': '3',
        'a\\b': '4',
        '--all': '5',
        '*': '6',
        ':(top)x': '7',
        ' ': '8',
      }),
    )
  })

  test('what Git LFS downloaded, whole or its beginning', () => {
    const files = { small: 'content', 'a.gz': gzipSync('packed'), large: 'x'.repeat(100_001) }
    const repository = repositoryOf(
      Object.fromEntries(Object.entries(files).map(([file, content]) => [file, pointerTo(content)])),
    )
    repository.write(files)
    same(repository)
  })

  test('a submodule that was not checked out: an empty folder', () => {
    const repository = repositoryOf({ a: '' })
    repository.git('update-index', '--add', '--cacheinfo', `160000,${repository.git('rev-parse', 'HEAD')},sub`)
    repository.git('commit', '--quiet', '-m', 'x')
    repository.write({ 'sub/gone': '' })
    repository.write({ 'sub/gone': undefined })
    same(repository, 'sub/x')
  })

  test('a submodule that is checked out, and those in it', () => {
    const [inner, outer] = [
      repositoryOf({ 'k/x': '1', up: link('../../a') }),
      repositoryOf({ y: link('k/z'), 'k/z': '2' }),
    ]
    const repository = repositoryOf({ a: '0', to: link('sub/y') })
    const add = ['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add']
    outer.git(...add, inner.root, 'in')
    outer.commit({})
    repository.git(...add, outer.root, 'sub')
    repository.commit({})
    repository.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'update', '--init', '--recursive')
    same(repository, 'sub/in/up', 'to')
    expect(['sub/k/z', 'sub/in/k/x'].map(file => baseOf(repository).isChanged(file))).toEqual([false, false])
    const submodule = new Repository(join(repository.root, 'sub'))
    submodule.git('checkout', '--quiet', '--orphan', 'new')
    submodule.commit({ 'k/z': '3' })
    expect(baseOf(repository).isChanged('sub/k/z')).toBe(true)
    repository.git('update-index', '--cacheinfo', `160000,${'1'.repeat(40)},sub`)
    repository.git('commit', '--quiet', '-m', 'x')
    expect(outcome(() => baseOf(repository).host.entries('sub'))).toMatch(
      /^UNREADABLE sub: base commit `1111111` of this/,
    )
  })

  test('a name that is not UTF-8 can be listed only', () => {
    const repository = repositoryOf({ 'ok \ufffd': '1' })
    const id = repository.git('rev-parse', 'HEAD:ok \ufffd')
    repository.gitWith(Buffer.from(`100644 ${id}\tbad \xff\0`, 'latin1'), 'update-index', '-z', '--index-info')
    repository.git('commit', '--quiet', '-m', 'x')
    const { host } = baseOf(repository)
    expect(host.entries('').map(({ name }) => name)).toEqual(['bad \ufffd', 'ok \ufffd'])
    expect(text(host.read('ok \ufffd', 9))).toBe('1')
    expect(outcome(() => host.read('bad \ufffd', 9))).toBe(
      'UNREADABLE bad \ufffd: the file name is not UTF-8: rename the file',
    )
  })

  test('of a folder in the checkout', () => {
    const repository = repositoryOf({ 'app/a': '1', 'app/up': link('../b'), 'apps/x': '', b: '2' })
    const root = join(repository.root, 'app')
    // Of a part of a checkout the disk does not say what git tracks.
    const names = (host: Host): unknown => host.entries('').map(({ name, kind, link }) => [name, kind, link])
    expect(names(baseOf({ root }).host)).toEqual(names(new DiskHost(root)))
  })

  test('a folder that the commit does not have is empty', () => {
    const repository = repositoryOf({ a: '' })
    repository.write({ 'new/a': '' })
    expect(baseOf({ root: join(repository.root, 'new') }).host.entries('')).toEqual([])
  })
})

/** The object of a tree with any names, which git itself writes no more. */
function forgedTree(
  repository: Repository,
  entries: readonly (readonly [mode: string, name: string, id: string])[],
): string {
  const bytes = entries.flatMap(([mode, name, id]) => [Buffer.from(`${mode} ${name}\0`), Buffer.from(id, 'hex')])
  const tree = repository.gitWith(Buffer.concat(bytes), 'hash-object', '-t', 'tree', '--literally', '-w', '--stdin')
  return repository.git('commit-tree', tree, '-m', 'x')
}

test('a forged tree has no names that lead elsewhere, and no file in the place of a folder', () => {
  const repository = repositoryOf({ a: 'a', 'd/b': 'b' })
  const [file, folder] = ['a', 'd'].map(path => repository.git('rev-parse', `HEAD:${path}`))
  const forged = forgedTree(repository, [
    ['100644', '..', file!],
    ['100644', '.git', file!],
    ['40000', '.GIT', folder!],
    ['40000', '..', folder!],
    ['100644', 'x', file!],
    ['40000', 'x', folder!],
    ['40000', 'y', folder!],
    ['100644', 'y', file!],
  ])
  repository.git('checkout', '--quiet', '--orphan', 'other')
  const { host } = baseOf(repository, forged)
  expect(host.entries('').map(({ name, kind }) => [name, kind])).toEqual([
    ['x', 'file'],
    ['y', 'folder'],
  ])
  expect(host.kindOf('x/b')).toBe('missing')
  expect(host.entries('y').map(({ name }) => name)).toEqual(['b'])
})

describe('a file that the clone does not have', () => {
  test('is a fault of its own: the others are read', () => {
    const repository = repositoryOf({ a: 'lost', b: 'here' })
    const id = repository.git('rev-parse', 'HEAD:a')
    const { host } = baseOf(repository)
    rmSync(join(repository.root, `.git/objects/${id.slice(0, 2)}/${id.slice(2)}`))
    expect(outcome(() => host.read('a', 9))).toMatch(/^UNREADABLE a: the clone does not have all files of the base/)
    expect(text(host.read('b', 9))).toBe('here')
  })
})

test('an answer of git that was cut is not a file', () => {
  const repository = repositoryOf({ a: 'x'.repeat(1000) })
  const script = 'case "$*" in *--batch*) /usr/bin/git "$@" | head -c 500;; *) exec /usr/bin/git "$@";; esac'
  onlyPath(programs({ git: script }), '/usr/bin', '/bin')
  expect(outcome(() => baseOf(repository).host.read('a', 9999))).toMatch(/^UNREADABLE a: the clone does not have/)
})

test('nothing runs that the repository configures, and no file of it is written', async () => {
  const marker = join(folderOf({}), 'ran')
  const repository = repositoryOf({
    '.gitattributes': '* filter=evil diff=evil merge=evil\n',
    a: '1',
    'k/b': '1',
    c: '1',
  })
  repository.write({ a: '2', 'k/b': undefined, new: '1' })
  for (const key of [
    'filter.evil.clean',
    'filter.evil.smudge',
    'filter.evil.process',
    'diff.evil.textconv',
    'diff.external',
  ])
    repository.git('config', key, `touch ${marker}`)
  for (const key of [
    'core.fsmonitor',
    'core.pager',
    'core.sshCommand',
    'diff.evil.command',
    'uploadpack.packObjectsHook',
  ])
    repository.git('config', key, `touch ${marker}`)
  writeFileSync(join(repository.root, '.git/hooks/post-index-change'), `#!/bin/sh\ntouch ${marker}\n`, { mode: 0o755 })
  const index = join(repository.root, '.git/index')
  const before = [readFileSync(index), statSync(index).mtimeMs]
  const base = baseOf(repository)
  expect([text(base.host.read('a', 9)), text(base.host.read('k/b', 9))]).toEqual(['1', '1'])
  expect(['a', 'c', 'k/b', 'new'].map(file => base.isChanged(file))).toEqual([true, false, true, true])
  const copy = base.host.copy()
  await copy.add('k')
  copy.remove()
  expect(statSync(marker, { throwIfNoEntry: false })).toBeUndefined()
  expect([readFileSync(index), statSync(index).mtimeMs]).toEqual(before)
})

describe('git is started', () => {
  const filesOf = (count: number): string[] => Array.from({ length: count }, (_, at) => `d${at % 90}/${at}`).sort()

  /** How often, while a base is opened and some files of it are read. */
  function starts(files: Parameters<typeof repositoryOf>[0], read: readonly string[]): number {
    const repository = repositoryOf(files)
    const log = join(folderOf({ log: '' }), 'log')
    onlyPath(programs({ git: `echo >> ${log}\nexec /usr/bin/git "$@"` }), '/usr/bin', '/bin')
    const { host } = baseOf(repository)
    for (const file of read) expect(text(host.read(file, 99))).toBe(file)
    return readFileSync(log, 'utf8').length
  }

  test.each([
    [10, 5],
    [1000, 5],
    [2100, 7],
  ])('to read %i files: %i times', (count, times) => {
    const files = filesOf(count)
    expect(starts(Object.fromEntries(files.map(file => [file, file])), files)).toBe(times)
  })

  test('once for all links', () => {
    const files = filesOf(1500).map((file, at) => [file, at % 1400 === 0 ? link(`x${at}`) : file])
    expect(starts(Object.fromEntries(files), [])).toBe(5)
  })
})
