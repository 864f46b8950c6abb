import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { discover } from '../../src/discover/discover.ts'
import { DiskHost } from '../../src/host/disk/disk.ts'
import { type Workspace, workspaceOf } from '../../src/host/disk/workspace.ts'
import { committed, git } from '../kit/checkout.ts'
import { folderOf, link } from '../kit/folders.ts'

/** A folder with two checkouts and what lies beside them. */
const outer = (): string =>
  folderOf({
    'app/.git/HEAD': '',
    'app/k8s/a.yaml': '',
    'app/to-other': link('../other/k8s'),
    'app/to-checkout': link('../other'),
    'app/.gitignore': '*.yml',
    'app/to-report.json': link('../out/r.json'),
    'app/to-out': link('../out'),
    'other/.git/HEAD': '',
    'other/k8s/x.yaml': '',
    'out/r.json': 'report',
    'out/other.json': 'other',
    'out/.cache/pod.yaml': 'apiVersion: v1\nkind: Pod\n',
    'out/escape.json': link('../secret.json'),
    'secret.json': 'secret',
    'policy.yml': '',
    'to-app': link('app'),
  })

describe('the root', () => {
  test.each<[string, string, string[], string[], string, string[]]>([
    ['is the checkout that the current folder is in', 'app/k8s', [], [], 'app', []],
    ['is the checkout of what is named', '', ['app/k8s/*.yaml'], [], 'app', ['k8s/*.yaml']],
    ['is another than the one that the current folder is in', 'app', ['../other/k8s'], [], 'other', ['k8s']],
    ['is not moved by a report', 'app', ['k8s'], ['../out/r.json'], 'app', ['k8s', '../out/r.json']],
    ['is not moved by reports without a path', 'app', [], ['../out/*.json'], 'app', ['../out/*.json']],
    ['is not moved by a policy in another checkout', 'app', ['.'], ['../other/p.yml'], 'app', ['', '../other/p.yml']],
    ['is not moved by a file in no checkout', 'app', ['k8s', '../out'], [], 'app', ['k8s', '../out']],
    ['is not moved by a link of the checkout to another', 'app', ['to-other'], [], 'app', ['to-other']],
    ['is not moved by a link to the top of another', '', ['app/to-checkout'], [], 'app', ['to-checkout']],
    ['is the same by another way', '', ['to-app/k8s', 'app/k8s'], [], 'app', ['k8s', 'k8s']],
    ['outside of git is the current folder', '', ['out'], ['policy.yml'], '', ['out', 'policy.yml']],
    [
      'outside of git is what holds the paths, and no report',
      'out',
      ['../policy.yml'],
      ['r.json'],
      '',
      ['policy.yml', 'out/r.json'],
    ],
  ])('%s', (_, cwd, paths, others, root, inside) => {
    const base = outer()
    const workspace = workspaceOf(join(base, cwd), paths, others)
    expect(relative(base, workspace.root)).toBe(root)
    expect([...paths, ...others].map(workspace.inside)).toEqual(inside)
  })

  test('is one: two checkouts need two runs', () => {
    expect(() => workspaceOf(outer(), ['app/k8s', 'other'])).toThrow(
      '`app` and `other` are different checkouts, each with its own policy: check each in its own run',
    )
  })

  test('of a submodule is the checkout around it, unless one is in it', () => {
    const inner = committed({ 'k8s/a.yaml': '' })
    const root = committed({ 'x.yaml': '' })
    git(root, 'submodule', 'add', '--quiet', inner, 'sub')
    expect(workspaceOf(root, ['sub/k8s']).root).toBe(root)
    expect(workspaceOf(root, ['x.yaml', 'sub']).root).toBe(root)
    expect(workspaceOf(join(root, 'sub/k8s'), []).root).toBe(join(root, 'sub'))
    const tree = join(root, 'tree')
    git(join(root, 'sub'), 'worktree', 'add', '--quiet', tree)
    expect(workspaceOf('/', [join(tree, 'k8s')]).root).toBe(tree)
  })
})

test('files are called from the current folder by people', () => {
  const { fromHere } = workspaceOf(join(outer(), 'app/k8s'), ['.'], ['../../out/r.json'])
  expect(['k8s/a.yaml', 'Dockerfile', '', '../out/r.json', 'k8s/a.yaml:3'].map(fromHere)).toEqual([
    ...['a.yaml', '../Dockerfile', '..', '../../out/r.json', 'a.yaml:3'],
  ])
})

describe('outside of the root', () => {
  const hostOf = ({ root, outside }: Workspace): DiskHost => new DiskHost(root, [], outside)
  const read = (host: DiskHost, file: string): string => new TextDecoder().decode(host.read(file, 1e6))

  test('what is named is read under its own name', () => {
    const host = hostOf(workspaceOf(join(outer(), 'app'), [], ['../out/r.json']))
    expect(read(host, '../out/r.json')).toBe('report')
    expect(host.kindOf('../out/none.json')).toBe('missing')
  })

  test.each([
    'to-report.json',
    '../secret.json',
    '../out/other.json',
    '../out/escape.json',
    '../other/k8s/x.yaml',
    '../out/../secret.json',
  ])('nothing else is, as %s', path => {
    const host = hostOf(workspaceOf(join(outer(), 'app'), [], ['../out/r.json']))
    expect(() => host.read(path, 1e6)).toThrow(expect.objectContaining({ code: 'OUTSIDE' }))
    expect(host.kindOf(path)).toBe('outside')
  })

  test('of a glob, the files in its folder are, and no link out of it or into it', () => {
    const host = hostOf(workspaceOf(join(outer(), 'app'), [], ['../out/*.json']))
    expect(host.entries('../out').map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      ...['.cache folder', 'escape.json outside', 'other.json file', 'r.json file'],
    ])
    expect(['to-report.json', 'to-out', 'to-other'].map(path => host.kindOf(path))).toEqual([
      ...['outside', 'outside', 'outside'],
    ])
  })

  test('of a folder, what is in it is, by no rules of the checkout', () => {
    const host = hostOf(workspaceOf(join(outer(), 'app'), ['k8s', '../out']))
    const wanted = { paths: ['../out'], reports: [], include: [], exclude: [] }
    expect(discover(host, wanted).manifests.map(({ file }) => file)).toEqual(['../out/.cache/pod.yaml'])
  })

  test('no chart is rendered: its copy has no place for it', async () => {
    const copy = hostOf(workspaceOf(join(outer(), 'app'), ['k8s', '../out'])).copy()
    await expect(copy.add('../out')).rejects.toMatchObject({ code: 'OUTSIDE', file: '../out' })
  })
})
