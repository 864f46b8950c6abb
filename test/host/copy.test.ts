import { spawnSync } from 'node:child_process'
import { existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Copy } from '../../src/core/host.ts'
import { DiskHost } from '../../src/host/disk/disk.ts'
import { checkout, git } from '../kit/checkout.ts'
import { folderOf, link } from '../kit/folders.ts'
import { onlyPath, programs } from '../kit/programs.ts'

type Files = Parameters<typeof folderOf>[0]

function copyOf(root: string): Copy {
  const copy = new DiskHost(root).copy()
  onTestFinished(() => copy.remove())
  return copy
}

async function copied(root: string, folder: string, ...included: string[]): Promise<readonly string[]> {
  const copy = copyOf(root)
  const refused = await copy.add(folder, included)
  return [...copy.files(folder), ...refused.map(({ path, why }) => `${path}: ${why}`)].sort()
}

describe('in a checkout, the copy has', () => {
  test('what git tracks, and what it neither tracks nor ignores; nothing beside the folder', async () => {
    const files = {
      '.gitignore': '*.env\n',
      'k/new': '',
      'k/.gitignore': 'b\n',
      'k/b': '',
      'k/x.env': '',
      'k/y.env': '',
    }
    expect(await copied(checkout({ ...files, other: '' }, ['k/x.env']), 'k')).toEqual([
      ...['k/.gitignore', 'k/new', 'k/x.env'],
    ])
  })

  test('no file that is tracked and not there, and none that is reached over a link by now', async () => {
    const root = checkout({ 'k/a': '', 'k/sub/b': '', 'k/gone': '' }, ['k'])
    for (const path of ['k/sub', 'k/gone']) rmSync(join(root, path), { recursive: true })
    symlinkSync(folderOf({ b: '' }), join(root, 'k/sub'))
    expect(await copied(root, 'k')).toEqual(['k/a', 'k/sub: outside the workspace'])
  })

  test('nothing of git, and no credentials of a cloud, even when they are tracked', async () => {
    const root = checkout({ 'gha-creds-0.json': '', 'k/gha-creds-1.json': '', 'k/a': '' }, ['.'])
    expect(await copied(root, '')).toEqual(['k/a'])
  })

  test('submodules and checkouts within it, each by its own rules', async () => {
    const root = checkout({ '.gitignore': 'a\n', 'k/in/a': '', 'k/in/b': '', 'k/in/.gitignore': 'b\n', 'k/empty/': '' })
    git(join(root, 'k/in'), 'init', '--quiet')
    expect(await copied(root, 'k')).toEqual(['k/in/.gitignore', 'k/in/a'])
    writeFileSync(join(root, '.gitignore'), 'in\n')
    expect(await copied(root, 'k/in')).toEqual(['k/in/.gitignore', 'k/in/a'])
  })

  test('a folder that git ignores as it is on the disk, when it was named', async () => {
    const root = checkout({ '.gitignore': 'out\nsecret\n', 'out/k/a': '', 'out/base/b': '', secret: '', 'k/a': '' })
    const copy = copyOf(root)
    await copy.add('out/k', ['out/base'])
    expect(['out/k/a', 'out/base/b', 'secret'].map(file => copy.has(file))).toEqual([true, true, false])
    const other = copyOf(root)
    await other.add('k', ['out/base'])
    expect(other.has('out/base/b')).toBe(false)
  })

  test('what links lead to, under both names', async () => {
    const root = checkout({ 'k/l': link('../shared'), 'k/f': link('../one'), 'shared/a': '1', one: '2', other: '' })
    const copy = copyOf(root)
    expect(await copy.add('k')).toEqual([])
    expect(copy.files('k')).toEqual(['one', 'shared/a'])
    onlyPath(programs({ helm: 'cat l/a f; ls -d ../other' }), '/usr/bin', '/bin')
    const ran = await copy.run('helm', [], { folder: 'k', seconds: 20 })
    expect([ran?.stdout, ran?.stderr.includes('No such file')]).toEqual(['12', true])
  })

  test.each([
    ['../.git/config', 'a link to a file of git, or to one that git ignores'],
    ['../.git', 'a link to a file of git, or to one that git ignores'],
    ['../secret', 'a link to a file of git, or to one that git ignores'],
    ['../gha-creds-0.json', 'a link to a file of git, or to one that git ignores'],
    ['/etc/passwd', 'outside the workspace'],
    ['../..', 'outside the workspace'],
    ['nowhere', 'a broken link'],
    ['l', 'a broken link'],
    ['.', 'a link in a circle'],
    ['..', 'a link in a circle'],
  ])('no link to %s', async (target, why) => {
    const files = { '.gitignore': 'secret\n', secret: '', 'gha-creds-0.json': '', 'k/a': '', 'k/l': link(target) }
    expect(await copied(checkout(files), 'k')).toEqual(['k/a', `k/l: ${why}`])
  })

  test('of links that lead to one another all but the last', async () => {
    const files = { 'a/b': link('../b'), 'a/x': '', 'b/a': link('../a'), 'b/y': '' }
    expect(await copied(checkout(files), 'a')).toEqual(['a/x', 'b/a: a link in a circle', 'b/y'])
  })
})

describe('of subcharts, the copy has', () => {
  const CHART = { 'k/Chart.yaml': '', '.gitignore': 'charts\n*.env\n' }
  const subcharts = async (files: Files, tracked: readonly string[] = []): Promise<readonly string[]> => {
    const copy = copyOf(checkout({ ...CHART, ...files }, ['k/Chart.yaml', ...tracked]))
    await copy.add('k')
    expect(await copy.addSubcharts('k/charts')).toEqual([])
    return copy.files('k')
  }

  test('what git ignores, packed or not, at any depth', async () => {
    const files = {
      'k/charts/a.tgz': '',
      'k/charts/b/Chart.yaml': '',
      'k/charts/b/charts/c.tgz': '',
      'k/charts/b/x.env': '',
    }
    expect((await subcharts(files)).toSorted()).toEqual(['k/Chart.yaml', ...Object.keys(files)].toSorted())
  })

  test('of one that git tracks only what it tracks, and what was downloaded for it', async () => {
    const files = { 'k/charts/b/Chart.yaml': '', 'k/charts/b/secret.env': '', 'k/charts/b/charts/c.tgz': '' }
    expect(await subcharts(files, ['k/charts/b/Chart.yaml'])).toEqual([
      ...['k/Chart.yaml', 'k/charts/b/Chart.yaml', 'k/charts/b/charts/c.tgz'],
    ])
  })

  test('nothing that is no chart, and no link that git ignores', async () => {
    const files = {
      'k/charts/notes.env': '',
      'k/charts/x/secret': '',
      'k/charts/l': link('../../lib'),
      'lib/Chart.yaml': '',
    }
    expect(await subcharts(files)).toEqual(['k/Chart.yaml'])
  })
})

describe('outside of a checkout', () => {
  test('the copy has the folder, but for git and credentials', async () => {
    const files = {
      'k/.git/config': '',
      'k/a': '',
      'k/node_modules/b': '',
      'k/gha-creds-0.json': '',
      'k/.gitignore': 'a\n',
    }
    expect(await copied(folderOf(files), 'k')).toEqual(['k/.gitignore', 'k/a', 'k/node_modules/b'])
  })

  test('checkouts in it go by their own rules', async () => {
    const root = folderOf({ 'k/app/.gitignore': 'b\n', 'k/app/a': '', 'k/app/b': '' })
    git(join(root, 'k/app'), 'init', '--quiet')
    expect(await copied(root, 'k')).toEqual(['k/app/.gitignore', 'k/app/a'])
  })

  test('git is not needed, and in one it is not either', async () => {
    const root = checkout({ 'k/a': '', 'k/b': '', 'k/c': '', '.gitignore': 'b\nc\n' }, ['k/b'])
    onlyPath('/nowhere')
    expect(await copied(folderOf({ 'k/a': '' }), 'k')).toEqual(['k/a'])
    expect(await copied(root, 'k')).toEqual(['k/a', 'k/b'])
  })
})

test('what is left out stays out, also when another folder is added that has it', async () => {
  const copy = copyOf(folderOf({ 'k/sub/a': '', 'k/b': '' }))
  await copy.add('k')
  copy.leaveOut('k/sub/a')
  await copy.add('k/sub')
  expect(copy.files('k')).toEqual(['k/b'])
})

test('what a repository configures is not run', async () => {
  const root = checkout({ 'k/a': '' })
  const trace = join(folderOf({}), 'ran')
  writeFileSync(join(root, '.git/hook'), `#!/bin/sh\ntouch ${trace}\n`, { mode: 0o755 })
  git(root, 'config', 'core.fsmonitor', join(root, '.git/hook'))
  spawnSync('git', ['ls-files', '--others'], { cwd: root })
  expect(existsSync(trace), 'git would run it').toBe(true)
  spawnSync('rm', [trace])
  expect(await copied(root, 'k')).toEqual(['k/a'])
  expect(existsSync(trace)).toBe(false)
})

test('the copy is gone afterwards, and messages of programs name files of the workspace', async () => {
  const root = folderOf({ 'k/a': '' })
  const copy = new DiskHost(root).copy()
  await copy.add('k')
  onlyPath(programs({ helm: 'pwd; echo "open $PWD/a: no; in $(dirname $PWD)" >&2' }), '/usr/bin', '/bin')
  const ran = await copy.run('helm', [], { folder: 'k', seconds: 20 })
  expect(ran?.stderr).toBe('open k/a: no; in .\n')
  const place = ran!.stdout.trim()
  expect([place.startsWith(root), existsSync(place)]).toEqual([false, true])
  copy.remove()
  expect(existsSync(place)).toBe(false)
})
