import { execFileSync } from 'node:child_process'
import { readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { discover } from '../../src/discover/discover.ts'
import { fix } from '../../src/host/cli/fixing.ts'
import { DiskHost } from '../../src/host/disk/disk.ts'
import { workspaceOf } from '../../src/host/disk/workspace.ts'
import { folderOf, link } from '../kit/folders.ts'
import { found } from '../policy/kit.ts'
import { at, resultOf } from '../report/kit.ts'

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

/** A workspace beside a folder with something precious in it. */
function workspace(): { readonly host: DiskHost; readonly root: string } {
  const outer = folderOf({
    'precious/secret': 'hunter2',
    'precious/sub/x': 'x',
    'w/a.txt': 'abc',
    'w/sub/b.txt': 'b',
    'w-2/x': 'x',
  })
  const root = join(outer, 'w')
  for (const [name, to] of Object.entries({
    'to-file': '../precious/secret',
    'to-folder': '../precious',
    'to-absolute': join(outer, 'precious/secret'),
    chain: 'to-file',
    'sub/chain': '../to-folder',
    'in-and-out': '../w/../precious/secret',
    twin: '../w-2',
    good: 'a.txt',
    round: '../w/a.txt',
    gone: 'nowhere',
    circle: 'circle',
  }))
    symlinkSync(to, join(root, name))
  return { host: new DiskHost(root), root }
}

const OUTSIDE = [
  '../precious/secret',
  '..',
  'sub/../../precious/secret',
  'to-file',
  'to-folder',
  'to-folder/secret',
  'to-folder/sub/x',
  'to-absolute',
  'chain',
  'sub/chain',
  'sub/chain/secret',
  'in-and-out',
  'twin/x',
  '../w-2/x',
]

describe('nothing outside of the workspace is read', () => {
  test.each(OUTSIDE)('%s, whatever was read before', async path => {
    const { host } = workspace()
    host.entries('')
    host.entries('sub')
    host.read('a.txt', 10)
    const refusal = expect.objectContaining({ code: 'OUTSIDE', file: path })
    expect(host.kindOf(path)).toBe('outside')
    expect(() => host.read(path, 100)).toThrow(refusal)
    expect(() => host.head(path, 100)).toThrow(refusal)
    expect(() => host.entries(path)).toThrow(refusal)
    await expect(host.copy().run('sh', [], { folder: path, seconds: 1 })).rejects.toThrow(refusal)
  })

  test('an absolute path means one of the workspace', () => {
    const { host } = workspace()
    expect(host.kindOf('/etc/passwd')).toBe('missing')
    expect(host.kindOf('/a.txt')).toBe('file')
  })
})

test.each([
  ['', 'folder'],
  ['a.txt', 'file'],
  ['sub', 'folder'],
  ['sub/', 'folder'],
  ['good', 'file'],
  ['round', 'file'],
  ['gone', 'broken-link'],
  ['circle', 'broken-link'],
  ['nowhere', 'missing'],
  ['a.txt/x', 'missing'],
  ['nowhere/x', 'missing'],
  ['x'.repeat(300), 'missing'],
  ['a\0b', 'missing'],
])('%j is %s', (path, kind) => expect(workspace().host.kindOf(path)).toBe(kind))

test('of folders in folders, the parents of none are followed again', () => {
  const host = new DiskHost(folderOf({ 'a/b/c/d/e/f.yaml': '' }))
  const follow = vi.spyOn(realpathSync, 'native')
  onTestFinished(() => follow.mockRestore())
  for (const folder of ['', 'a', 'a/b', 'a/b/c', 'a/b/c/d', 'a/b/c/d/e']) expect(host.entries(folder)).toHaveLength(1)
  expect(follow).toHaveBeenCalledTimes(1)
})

test.skipIf(process.platform !== 'linux')(
  'folders deeper than a path may be long are a fault (4,096 bytes: Linux)',
  () => {
    const root = folderOf({ 'p.yaml': '' })
    execFileSync(
      'sh',
      ['-c', 'i=0; while [ $i -lt 300 ]; do mkdir $1; cd $1; i=$((i+1)); done', 'sh', 'a'.repeat(20)],
      {
        cwd: root,
      },
    )
    const wanted = { paths: [], reports: [], include: [], exclude: [] }
    const { faults } = discover(new DiskHost(root), wanted)
    expect(faults.map(({ code, message }) => [code, message.slice(0, 30)])).toEqual([
      ['UNREADABLE', 'cannot be read: ENAMETOOLONG: '],
    ])
  },
)

test('a folder that became a link after it was listed is followed like any other link', () => {
  const outer = folderOf({ 'precious/secret': 'hunter2', 'w/sub/b.txt': 'b' })
  const host = new DiskHost(join(outer, 'w'))
  host.entries('')
  rmSync(join(outer, 'w/sub'), { recursive: true })
  symlinkSync('../precious', join(outer, 'w/sub'))
  expect(() => host.entries('sub')).toThrow(expect.objectContaining({ code: 'OUTSIDE' }))
})

test('a device is neither file nor folder', () => {
  const device = new DiskHost('/dev')
  expect(device.kindOf('null')).toBe('other')
})

test('a pipe is not waited for', () => {
  const root = folderOf({})
  execFileSync('mkfifo', [join(root, 'pipe')])
  const host = new DiskHost(root)
  expect(host.kindOf('pipe')).toBe('other')
  expect(() => host.read('pipe', 10)).toThrow(expect.objectContaining({ code: 'UNREADABLE' }))
})

test('entries come by name, with what they are', () => {
  const { host } = workspace()
  expect(host.entries('').map(({ name, kind, link }) => `${name} ${kind}${link ? ' link' : ''}`)).toEqual([
    'a.txt file',
    'chain outside link',
    'circle broken-link link',
    'gone broken-link link',
    'good file link',
    'in-and-out outside link',
    'round file link',
    'sub folder',
    'to-absolute outside link',
    'to-file outside link',
    'to-folder outside link',
    'twin outside link',
  ])
  expect(() => host.entries('nowhere')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
  expect(() => host.entries('a.txt')).toThrow(expect.objectContaining({ code: 'UNREADABLE' }))
})

describe('reading', () => {
  test('the whole or the head', () => {
    const { host } = workspace()
    expect(text(host.read('a.txt', 3))).toBe('abc')
    expect(text(host.head('a.txt', 2))).toBe('ab')
    expect(text(host.head('a.txt', 99))).toBe('abc')
    expect(text(host.head('good', 99))).toBe('abc')
  })

  test('what is larger than it may be is a fault with both sizes', () => {
    const host = new DiskHost(folderOf({ big: new Uint8Array(3 * 1024 * 1024) }))
    expect(() => host.read('big', 2 * 1024 * 1024)).toThrow(
      expect.objectContaining({
        code: 'UNREADABLE',
        message: 'size 3 MB exceeds the limit of 2 MB',
      }),
    )
    expect(host.head('big', 10)).toHaveLength(10)
  })

  test.each([
    ['nowhere', 'NOT_FOUND', 'no `nowhere` in `.`'],
    ['sub/x', 'NOT_FOUND', 'no `x` in `sub`'],
    ['sub', 'UNREADABLE', /^expected a file, found a folder$/],
  ])('%s is %s', (path, code, message) => {
    const { host } = workspace()
    expect(() => host.read(path, 1e6)).toThrow(
      expect.objectContaining({ code, file: path, message: expect.stringMatching(message) }),
    )
  })
})

describe('the workspace', () => {
  const outer = () => folderOf({ 'w/k8s/a.yaml': '', 'w/b[1]/c.yaml': '', 'other/k8s/x.yaml': '', 'other/y.yaml': '' })
  test.each([
    ['nothing named', 'w', [], 'w', []],
    ['inside', 'w', ['k8s', './k8s/a.yaml', 'k8s/../k8s/'], 'w', ['k8s', 'k8s/a.yaml', 'k8s']],
    ['the folder itself', 'w', ['.'], 'w', ['']],
    ['what is not there, inside', 'w', ['nope/*.yaml', 'nope'], 'w', ['nope/*.yaml', 'nope']],
    ['a folder beside', 'w', ['../other'], 'other', ['']],
    ['a file beside', 'w', ['../other/y.yaml'], 'other', ['y.yaml']],
    ['a glob beside', 'w', ['../other/k8s/*.yaml'], 'other/k8s', ['*.yaml']],
    ['here and beside', 'w', ['k8s', '../other/k8s'], '', ['w/k8s', 'other/k8s']],
    ['above', 'w/k8s', ['../b[1]/c.yaml'], 'w/b[1]', ['c.yaml']],
    ['in a folder with brackets', 'w/b[1]', ['c.yaml', '*.yaml'], 'w/b[1]', ['c.yaml', '*.yaml']],
    ['what is not there, beside', 'w', ['../nope/x.yaml'], 'nope', ['x.yaml']],
  ])('%s', (_, cwd, named, root, inside) => {
    const base = outer()
    const workspace = workspaceOf(join(base, cwd), named)
    expect(workspace.root).toBe(join(base, root))
    expect(named.map(workspace.inside)).toEqual(inside)
  })

  test('absolute paths', () => {
    const base = outer()
    const { root, inside } = workspaceOf(join(base, 'w'), [join(base, 'w/k8s')])
    expect([root, inside(join(base, 'w/k8s'))]).toEqual([join(base, 'w'), 'k8s'])
  })
})

describe('fixing', () => {
  const fixed = (file: string, start: number, end: number, replacement: string, safe = true) =>
    found({
      ...at(file, 1),
      fix: { title: `Write ${replacement}`, safe, edits: [{ file, span: [start, end], text: replacement }] },
    })

  test('makes the safe ones, or all, of what stands', () => {
    const files = { 'a.txt': 'abcdef', 'b.txt': 'abc' }
    const findings = [fixed('a.txt', 0, 1, 'A'), fixed('a.txt', 3, 4, 'D', false), fixed('b.txt', 0, 3, 'ü')]
    for (const [which, a] of [
      ['safe', 'Abcdef'],
      ['all', 'AbcDef'],
    ] as const) {
      const root = folderOf(files)
      const { applied } = fix(new DiskHost(root), root, resultOf(findings), which, true)
      expect(applied.map(({ file, line, title }) => `${file} ${line} ${title}`)).toEqual(
        which === 'safe'
          ? ['a.txt 1 Write A', 'b.txt 1 Write ü']
          : ['a.txt 1 Write A', 'a.txt 1 Write D', 'b.txt 1 Write ü'],
      )
      expect([readFileSync(join(root, 'a.txt'), 'utf8'), readFileSync(join(root, 'b.txt'), 'utf8')]).toEqual([a, 'ü'])
    }
  })

  test('only tells when asked to, and leaves waived findings alone', () => {
    const root = folderOf({ 'a.txt': 'abc' })
    const findings = [fixed('a.txt', 0, 1, 'A')]
    expect(fix(new DiskHost(root), root, resultOf(findings), 'all', false).applied).toHaveLength(1)
    const waivers = [{ rule: 'privileged-container', reason: 'x', source: 'p:1' }]
    expect(fix(new DiskHost(root), root, resultOf(findings, { policy: { waivers } }), 'all', true).applied).toEqual([])
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('abc')
  })

  test('what is behind a link is mended under its own name', () => {
    const root = folderOf({ 'a.txt': 'abc', 'link.txt': link('a.txt') })
    const findings = [fixed('a.txt', 0, 1, 'A'), fixed('link.txt', 0, 1, 'A')]
    const { applied, skipped } = fix(new DiskHost(root), root, resultOf(findings), 'all', true)
    expect(applied.map(({ file }) => file)).toEqual(['a.txt'])
    expect(skipped).toEqual([{ file: 'link.txt', why: expect.stringContaining('symbolic link') }])
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('Abc')
  })

  test('UTF-16 is left alone, and what touches another fix waits', () => {
    const utf16 = Buffer.from('\ufeffabc', 'utf16le')
    const root = folderOf({ 'a.txt': 'abc', 'wide.txt': utf16 })
    const findings = [fixed('a.txt', 0, 1, 'A'), fixed('a.txt', 0, 2, 'B'), fixed('wide.txt', 1, 2, 'A')]
    const { applied, deferred, skipped } = fix(new DiskHost(root), root, resultOf(findings), 'all', true)
    expect([applied.length, deferred, skipped]).toEqual([1, 1, [{ file: 'wide.txt', why: 'not UTF-8' }]])
    expect(readFileSync(join(root, 'wide.txt'))).toEqual(utf16)
  })

  test('a file that cannot be written costs no more than its own fixes', () => {
    const root = folderOf({ 'a.txt': 'abc', 'b.txt': 'abc' })
    const host = new DiskHost(root)
    const findings = [fixed('a.txt', 0, 1, 'A'), fixed('b.txt', 0, 1, 'A')]
    const elsewhere = folderOf({ 'a.txt/': '', 'b.txt': 'abc' })
    const { applied, faults } = fix(host, elsewhere, resultOf(findings), 'all', true)
    expect(applied.map(({ file }) => file)).toEqual(['b.txt'])
    expect(faults.map(({ message }) => message)).toEqual(['cannot be written: expected a file, found a folder'])
  })
})

describe('what gzip packed', () => {
  const packed = gzipSync('a'.repeat(100_000))
  const host = (): DiskHost =>
    new DiskHost(folderOf({ 'x.gz': packed, 'cut.gz': packed.subarray(0, 30), 'plain.gz': 'abc', 'x.bin': packed }))

  test('is read unpacked, by its first bytes', () => {
    expect(host().read('x.gz', 1e6).length).toBe(100_000)
    expect(text(host().head('x.gz', 3))).toBe('aaa')
    expect(text(host().read('plain.gz', 3))).toBe('abc')
    expect(host().read('x.bin', 1e6).length).toBe(packed.length)
  })

  test('of what is cut off, the head is as much as there is', () => {
    const letters = Array.from({ length: 50_000 }, (_, i) => String.fromCharCode(97 + ((i * i * 7919) % 26))).join('')
    const root = folderOf({ 'cut.gz': gzipSync(letters, { level: 1 }).subarray(0, -10) })
    expect(letters.startsWith(text(new DiskHost(root).head('cut.gz', 100)))).toBe(true)
    expect(new DiskHost(root).head('cut.gz', 100).length).toBe(100)
  })

  test('is refused when it is cut off', () =>
    expect(() => host().read('cut.gz', 1e6)).toThrow('the gzip data is cut off or damaged'))

  test('is refused when more is in it than may be read', () =>
    expect(() => host().read('x.gz', 99_999)).toThrow('unpacked size exceeds the limit of 1 MB'))

  test('the head of a bomb is small work', () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024))
    const root = folderOf({ 'x.json.gz': bomb })
    expect(new DiskHost(root).head('x.json.gz', 1024 * 1024 * 1024).length).toBeLessThan(20 * 1024 * 1024)
  })
})
