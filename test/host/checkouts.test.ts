import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { discover, type Wanted } from '../../src/discover/discover.ts'
import { DiskHost } from '../../src/host/disk/disk.ts'
import { checkout, committed, git, gitWith } from '../kit/checkout.ts'
import { folderOf, link } from '../kit/folders.ts'
import { expectLine, stepsOf } from '../kit/steps.ts'

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n'

/** What a walk through a checkout finds: manifests, what it lists as not read, and faults. */
function look(root: string, wanted: Partial<Wanted> = {}): Record<string, readonly string[]> {
  const found = discover(new DiskHost(root), { paths: [], reports: [], include: [], exclude: [], ...wanted })
  return {
    found: found.manifests.map(({ file }) => file),
    unread: found.unread.map(({ file }) => file),
    faults: found.faults.map(({ code, file }) => `${code} ${file}`),
  }
}
const found = (...files: readonly string[]) => ({ found: files, unread: [], faults: [] })

describe('what is looked at in a checkout', () => {
  test('is what git tracks, also when it ignores it, and what it neither tracks nor ignores', () => {
    const files = { 'a.yaml': POD, 'b.yaml': POD, 'k/a.yaml': POD, 'k/b.yaml': POD, 'out/a.yaml': POD }
    const ignore = { '.gitignore': 'a.yaml\nk/\nout/\n', 'k/.gitignore': '!b.yaml\n' }
    const root = checkout({ ...files, ...ignore, 'l.yaml': link('k/a.yaml') }, ['a.yaml', 'k/a.yaml', 'l.yaml'])
    expect(look(root)).toEqual(found('a.yaml', 'b.yaml', 'k/a.yaml', 'l.yaml'))
    expect(look(root, { paths: ['out'] })).toEqual(found('out/a.yaml'))
  })

  test('is told by the state of the work tree: dirty, staged, on no branch', () => {
    const root = committed({ 'a.yaml': POD, 'b.yaml': POD, '.gitignore': 'c.yaml\n' })
    git(root, 'checkout', '--quiet', '--detach')
    writeFileSync(join(root, 'new.yaml'), POD)
    writeFileSync(join(root, 'c.yaml'), POD)
    renameSync(join(root, 'a.yaml'), join(root, 'd.yaml'))
    expect(look(root)).toEqual({ ...found('b.yaml', 'd.yaml', 'new.yaml'), unread: ['a.yaml'] })
    git(root, 'add', '--force', '--all')
    expect(look(root)).toEqual(found('b.yaml', 'c.yaml', 'd.yaml', 'new.yaml'))
  })

  test.each(['.venv', 'venv', 'site-packages', '.terraform', '.tox', '.cache'])(
    'is nothing that a tool left in %s, at any depth, but for what is tracked or named',
    name => {
      const files = { [`${name}/a.yaml`]: POD, [`x/y/${name}/b.yaml`]: POD, [`x/y/${name}/c.yaml`]: POD, 'd.yaml': POD }
      const root = checkout(files, [`x/y/${name}/b.yaml`])
      expect(look(root)).toEqual(found('d.yaml', `x/y/${name}/b.yaml`))
      expect(look(root, { paths: [name] })).toEqual(found(`${name}/a.yaml`))
      expect(look(folderOf({ [`${name}/a.yaml`]: POD }))).toEqual(found(`${name}/a.yaml`))
    },
  )

  test('is nothing in vendor and node_modules, tracked or not', () => {
    const root = checkout({ 'vendor/a.yaml': POD, 'x/node_modules/b.yaml': POD, 'c.yaml': POD }, ['.'])
    expect(look(root)).toEqual(found('c.yaml'))
    rmSync(join(root, 'vendor'), { recursive: true })
    expect(look(root)).toEqual(found('c.yaml'))
  })

  test('is not what .git/info/exclude names; capitals count', () => {
    const root = checkout({ 'a.yaml': POD, 'A.yaml': POD, 'b.yaml': POD, 'B.yaml': POD, '.gitignore': 'B.yaml\n' })
    writeFileSync(join(root, '.git/info/exclude'), 'a.yaml\n')
    expect(look(root)).toEqual(found('A.yaml', 'b.yaml'))
  })
})

describe('what git tracks and is not there', () => {
  const files = {
    'k/a.yaml': POD,
    'm/b.yaml': POD,
    'm/Dockerfile': 'FROM a\n',
    'm/main.go': '',
    'm/vendor/c.yaml': POD,
  }

  test('is listed in a sparse checkout, as far as it would be looked at', () => {
    const root = committed(files)
    git(root, 'sparse-checkout', 'set', 'k')
    expect(look(root)).toEqual({ ...found('k/a.yaml'), unread: ['m/Dockerfile', 'm/b.yaml'] })
    expect(look(root, { paths: ['k'] })).toEqual(found('k/a.yaml'))
    expect(look(root, { exclude: ['m'] })).toEqual(found('k/a.yaml'))
    expect(look(root, { include: ['k/**'] })).toEqual(found('k/a.yaml'))
    expect(look(root, { paths: ['k', '**/*.yaml'] })).toMatchObject({ unread: ['m/b.yaml'] })
  })

  test('is listed by its folder where the index has no more', () => {
    const root = committed(files)
    git(root, 'sparse-checkout', 'set', '--cone', '--sparse-index', 'k')
    expect(look(root)).toEqual({ ...found('k/a.yaml'), unread: ['m/'] })
  })

  test('is a fault when it is named', () => {
    const root = committed(files)
    git(root, 'sparse-checkout', 'set', 'k')
    expect(look(root, { paths: ['m/b.yaml'] })).toMatchObject({ faults: ['NOT_FOUND m/b.yaml'] })
  })
})

describe('checkouts in checkouts', () => {
  test('a submodule is part of it, by its own rules, whatever the outer one ignores', () => {
    const inner = committed({ 'a.yaml': POD, 'b.yaml': POD, '.gitignore': 'c.yaml\n' })
    const root = committed({ 'x.yaml': POD, '.gitignore': 'sub\na.yaml\n' })
    git(root, 'submodule', 'add', '--quiet', '--force', inner, 'sub')
    writeFileSync(join(root, 'sub/c.yaml'), POD)
    expect(look(root)).toEqual(found('sub/a.yaml', 'sub/b.yaml', 'x.yaml'))
    rmSync(join(root, 'sub/b.yaml'))
    expect(look(root)).toEqual({ ...found('sub/a.yaml', 'x.yaml'), unread: ['sub/b.yaml'] })
    git(root, 'submodule', 'deinit', '--quiet', '--force', 'sub')
    expect(look(root)).toEqual({ ...found('x.yaml'), unread: ['sub'] })
  })

  test('a linked worktree has an index of its own', () => {
    const main = committed({ 'a.yaml': POD, '.gitignore': 'a.yaml\n' })
    git(main, 'add', '--force', 'a.yaml')
    git(main, 'commit', '--quiet', '--message', 'y')
    const tree = join(folderOf({}), 'tree')
    git(main, 'worktree', 'add', '--quiet', tree)
    expect(look(tree)).toEqual(found('a.yaml'))
    git(main, 'rm', '--quiet', '--cached', 'a.yaml')
    expect([look(main), look(tree)]).toEqual([found(), found('a.yaml')].map((one, i) => (i ? one : expect.anything())))
  })

  test('a file .git that leads nowhere is listed: what is tracked is unknown', () => {
    const root = folderOf({
      '.git': 'gitdir: ../nowhere\n',
      '.gitignore': 'a.yaml\n',
      'a.yaml': POD,
      'b.yaml': POD,
      'venv/c.yaml': POD,
    })
    expect(look(root)).toEqual({ ...found('b.yaml'), unread: ['.git'] })
  })
})

describe('the index', () => {
  /** Version 4 writes in two bytes how much of it the next path does not have. */
  const long = `k/ab/${'a'.repeat(200)}.yaml`
  const ignored = (): string => checkout({ '.gitignore': 'k\n', 'k/ü.yaml': POD, [long]: POD, 'k/b.yaml': POD }, [])
  test.each([
    ['version 2', ['update-index', '--index-version', '2']],
    ['version 3, with flags', ['add', '--intent-to-add', '--force', long]],
    ['version 4, with shortened paths', ['update-index', '--index-version', '4']],
    ['split in two', ['update-index', '--split-index']],
    ['with a cache of what is untracked', ['update-index', '--force-untracked-cache']],
  ])('is read in %s', (_, args) => {
    const root = ignored()
    git(root, 'add', '--force', 'k/ü.yaml')
    if (!args.includes('--intent-to-add')) git(root, 'add', '--force', long)
    git(root, ...args)
    expect(look(root)).toEqual(found(long, 'k/ü.yaml'))
    writeFileSync(join(root, 'k/ü.yaml'), `${POD}# changed\n`)
    git(root, 'add', '--force', 'k/ü.yaml', 'k/b.yaml')
    expect(look(root)).toEqual(found(long, 'k/b.yaml', 'k/ü.yaml'))
  })

  test('is read with SHA-256', () => {
    const root = folderOf({ '.gitignore': '*\n', 'a.yaml': POD, 'b.yaml': POD })
    git(root, 'init', '--quiet', '--object-format=sha256')
    git(root, 'add', '--force', 'a.yaml')
    expect(look(root)).toEqual(found('a.yaml'))
  })

  test.each([
    ['cut off in an entry', (bytes: Buffer) => bytes.subarray(0, 60)],
    ['cut off behind its entries', (bytes: Buffer) => bytes.subarray(0, -21)],
    ['no index', () => Buffer.from('x'.repeat(100))],
    [
      'of a version of the future',
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 7), Buffer.from([5]), bytes.subarray(8)]),
    ],
    ['empty', () => Buffer.alloc(0)],
  ])('that is %s is a fault, and the rest is looked at', (_, change) => {
    const root = ignored()
    git(root, 'add', '--force', 'k/b.yaml')
    writeFileSync(join(root, 'a.yaml'), POD)
    writeFileSync(join(root, '.git/index'), change(readFileSync(join(root, '.git/index'))))
    expect(look(root)).toEqual({ ...found('a.yaml'), faults: ['UNREADABLE .git/index'] })
  })

  test('is read without running what the repository configures', () => {
    const root = ignored()
    git(root, 'add', '--force', 'k/b.yaml')
    const ran = join(folderOf({}), 'ran')
    writeFileSync(join(root, '.git/hook'), `#!/bin/sh\ntouch ${ran}\n`, { mode: 0o755 })
    git(root, 'config', 'core.fsmonitor', join(root, '.git/hook'))
    expect(look(root)).toEqual(found('k/b.yaml'))
    expect(existsSync(ran)).toBe(false)
  })

  const isRoot = process.getuid?.() === 0
  test.skipIf(!isRoot)('is read in a checkout of another owner, as in the container of a job (needs root)', () => {
    const root = ignored()
    git(root, 'add', '--force', 'k/b.yaml')
    chownSync(root, 12345, 12345)
    chownSync(join(root, '.git'), 12345, 12345)
    expect(() => git(root, 'ls-files'), 'git refuses').toThrow()
    expect(look(root)).toEqual(found('k/b.yaml'))
  })

  test('of 100,000 files costs no more than their number', async () => {
    const sizes = [25_000, 100_000]
    const roots = new Map(sizes.map(size => [size, tracking(size)]))
    const steps = await stepsOf(
      () => import('../../src/host/disk/disk.ts'),
      ({ DiskHost }, size) => {
        const { unread } = discover(new DiskHost(roots.get(size)!), {
          paths: [],
          reports: [],
          include: [],
          exclude: [],
        })
        expect(unread).toHaveLength(size)
      },
      sizes,
    )
    expectLine(steps)
  })
})

/** A checkout of so many files, none of which is there. */
function tracking(count: number): string {
  const root = checkout({ 'a.yaml': POD, 'link.yaml': link('a.yaml') })
  const hash = gitWith(root, POD, 'hash-object', '-w', '--stdin').trim()
  const lines = Array.from({ length: count }, (_, i) => `100644 ${hash}\tf${i % 1000}/${i}.yaml\n`)
  gitWith(root, lines.join(''), 'update-index', '--index-info')
  return root
}
