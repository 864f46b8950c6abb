import { lstatSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Copy } from '../../../src/core/host.ts'
import { noTools, pathOf, toolFolder } from '../../e2e/kit/tools.ts'
import { folderOf, link } from '../../kit/folders.ts'
import { onlyPath, programs } from '../../kit/programs.ts'
import { pointerTo, type Repository, repositoryOf } from '../../kit/repository.ts'
import { baseOf, outcome } from './kit.ts'

type Files = Parameters<typeof repositoryOf>[0]

function copyOf(repository: Repository, ref?: string): Copy {
  const copy = baseOf(repository, ref).host.copy()
  onTestFinished(() => copy.remove())
  return copy
}

async function copied(files: Files, folder: string, ...included: string[]): Promise<readonly string[]> {
  const copy = copyOf(repositoryOf(files))
  const refused = await copy.add(folder, included)
  return [...copy.files(folder), ...refused.map(({ path, why }) => `${path}: ${why}`)].sort()
}

/** What a program sees in a folder of the copy. */
async function seen(copy: Copy, folder: string, script: string): Promise<string> {
  onlyPath(programs({ helm: script }), '/usr/bin', '/bin')
  const ran = await copy.run('helm', [], { folder, seconds: 20 })
  return ran?.stdout ?? 'not run'
}

describe('the copy has', () => {
  test('the files of the commit, whatever became of them, and nothing beside the folder', async () => {
    const repository = repositoryOf({ 'k/a': '1', 'k/sub/b': '2', other: '' })
    repository.commit({ 'k/a': 'changed', 'k/sub/b': undefined, 'k/new': '' })
    const copy = copyOf(repository, 'HEAD^')
    expect([await copy.add('k'), copy.files('k')]).toEqual([[], ['k/a', 'k/sub/b']])
    expect([copy.has('k/a'), copy.has('other'), outcome(() => copy.has('k/new'))]).toEqual([
      ...[true, false, 'NOT_FOUND k/new: no `new` in `k`'],
    ])
    expect(await seen(copy, 'k', 'cat a sub/b; ls -d ../other')).toBe('12')
  })

  test('no credentials of a cloud, even when they were committed, and nothing that was left out', async () => {
    const copy = copyOf(repositoryOf({ 'k/gha-creds-1.json': '', 'k/a': '', 'k/b': '' }))
    await copy.add('k')
    copy.leaveOut('k/b')
    await copy.add('k/b')
    expect(copy.files('k')).toEqual(['k/a'])
  })

  test('what links lead to, under both names', async () => {
    const files = { 'k/l': link('../shared'), 'k/f': link('../one'), 'shared/a': '1', one: '2', to: link('k') }
    const copy = copyOf(repositoryOf(files))
    expect([await copy.add('to'), copy.files('to')]).toEqual([[], ['one', 'shared/a']])
    expect(await seen(copy, 'to', 'cat l/a f ../to/l/a')).toBe('121')
  })

  test.each([
    ['../gha-creds-0.json', 'a link to a file of git, or to one that git ignores'],
    ['/etc/passwd', 'outside the workspace'],
    ['../..', 'outside the workspace'],
    ['nowhere', 'a broken link'],
    ['../.git/config', 'a broken link'],
    ['l', 'a broken link'],
    ['.', 'a link in a circle'],
    ['..', 'a link in a circle'],
  ])('no link to %s', async (target, why) => {
    const files = { 'gha-creds-0.json': '', 'k/a': '', 'k/l': link(target) }
    expect(await copied(files, 'k')).toEqual(['k/a', `k/l: ${why}`])
  })

  test('of links that lead to one another all but the last', async () => {
    const files = { 'a/b': link('../b'), 'a/x': '', 'b/a': link('../a'), 'b/y': '' }
    expect(await copied(files, 'a')).toEqual(['a/x', 'b/a: a link in a circle', 'b/y'])
  })

  test('what Git LFS downloaded, where it is what the commit points to', async () => {
    const repository = repositoryOf({ 'k/a': pointerTo('1'), 'k/b': pointerTo('2') })
    repository.write({ 'k/a': '1', 'k/b': 'changed' })
    const copy = copyOf(repository)
    await copy.add('k')
    expect(await seen(copy, 'k', 'cat a b')).toBe(`1${pointerTo('2')}`)
  })

  test('files with odd names', async () => {
    const names = ['k/a\nb', 'k/"', 'k/\t', 'k/--x', 'k/ä']
    expect(await copied(Object.fromEntries(names.map(name => [name, ''])), 'k')).toEqual(names.toSorted())
  })

  test('what is packed, to be searched', async () => {
    const copy = copyOf(repositoryOf({ 'k/a.tgz': 'not packed' }))
    await copy.add('k')
    expect(copy.contents('k/a.tgz', 99)).toBeUndefined()
  })

  test('nothing on the disk once it is removed', async () => {
    const copy = copyOf(repositoryOf({ a: '' }))
    await copy.add('a')
    const place = (await seen(copy, '', 'pwd')).trim()
    copy.remove()
    expect(lstatSync(place, { throwIfNoEntry: false })).toBeUndefined()
  })
})

test('a file that the clone does not have is a fault', async () => {
  const repository = repositoryOf({ 'k/a': 'lost' })
  const id = repository.git('rev-parse', 'HEAD:k/a')
  const copy = copyOf(repository)
  rmSync(join(repository.root, '.git/objects', id.slice(0, 2), id.slice(2)))
  await expect(copy.add('k')).rejects.toThrow(
    expect.objectContaining({ code: 'RENDER_FAILED', file: 'k/a', message: expect.stringContaining('from the base') }),
  )
})

describe('subcharts that the job downloaded are those of the commit', () => {
  const CHART = {
    '.gitignore': 'charts/\n',
    'k/Chart.yaml': 'version: 1\ndependencies: [{name: b, version: ^1, repository: https://x}]',
  }
  const LOCK = { 'k/Chart.lock': 'dependencies: [{name: b, version: 1.0.0}]' }

  async function subcharts(files: Files, changed: Files): Promise<readonly string[]> {
    const repository = repositoryOf({ ...CHART, ...files })
    repository.write({
      'k/charts/b.tgz': 'b',
      'k/charts/c/Chart.yaml': '',
      'k/charts/c/x': '',
      'k/charts/no/chart': '',
    })
    repository.write(changed)
    const copy = copyOf(repository)
    await copy.add('k')
    expect(await copy.addSubcharts('k/charts')).toEqual([])
    return copy.files('k').filter(file => file.startsWith('k/charts/'))
  }
  const ALL = ['k/charts/b.tgz', 'k/charts/c/Chart.yaml', 'k/charts/c/x']
  const local = CHART['k/Chart.yaml'].replace('https://x', 'file://../b')

  test.each<[string, Files, Files, readonly string[]]>([
    ['when the lock is the same', LOCK, { 'k/Chart.yaml': 'version: 2' }, ALL],
    ['not when it is another', LOCK, { 'k/Chart.lock': 'other' }, []],
    ['not when it was removed', LOCK, { 'k/Chart.lock': undefined }, []],
    ['without a lock, when Chart.yaml is the same', {}, {}, ALL],
    ['nor when it is another', {}, { 'k/Chart.yaml': 'version: 2' }, []],
    ['not when they are packed from a folder, which may have changed', { ...LOCK, 'k/Chart.yaml': local }, {}, []],
    ['not when there are none', LOCK, { 'k/charts': undefined }, []],
  ])('%s', async (_, files, changed, expected) => {
    expect(await subcharts(files, changed)).toEqual(expected)
  })

  test('not where no file of the commit names them', async () => {
    const repository = repositoryOf({ '.gitignore': 'charts/\n', 'k/a': '' })
    repository.write({ 'k/charts/b.tgz': 'b' })
    const copy = copyOf(repository)
    await copy.add('k')
    await copy.addSubcharts('k/charts')
    expect(copy.files('k')).toEqual(['k/a'])
  })

  test('not one that the change adds, tracked or not', async () => {
    const repository = repositoryOf({ ...CHART, ...LOCK })
    repository.write({
      'k/charts/b.tgz': 'b',
      'k/charts/evil.tgz': '',
      'k/charts/c/Chart.yaml': '',
      'k/charts/c/x': '',
    })
    repository.git('add', '--force', 'k/charts/evil.tgz', 'k/charts/c/x')
    const copy = copyOf(repository)
    await copy.add('k')
    await copy.addSubcharts('k/charts')
    expect(copy.files('k')).toEqual(['k/Chart.lock', 'k/Chart.yaml', 'k/charts/b.tgz'])
    repository.write({ '.gitignore': '' })
    const other = copyOf(repository)
    await other.add('k')
    await other.addSubcharts('k/charts')
    expect(other.files('k')).toEqual(['k/Chart.lock', 'k/Chart.yaml'])
  })

  test('no link to a folder outside, and no link in them', async () => {
    const outside = folderOf({ 'b.tgz': 'secret', 'c/Chart.yaml': '' })
    const repository = repositoryOf({ ...CHART, ...LOCK })
    repository.write({ 'k/charts': link(outside) })
    const copy = copyOf(repository)
    await copy.add('k')
    await copy.addSubcharts('k/charts')
    expect(copy.files('k')).toEqual(['k/Chart.lock', 'k/Chart.yaml'])
    repository.write({ k: undefined, 'm/Chart.lock': LOCK['k/Chart.lock'], 'm/charts/b.tgz': '' })
    repository.write({ k: link('m') })
    await copy.addSubcharts('k/charts')
    expect(copy.files('k')).toEqual(['k/Chart.lock', 'k/Chart.yaml'])
    repository.write({ k: undefined })
    repository.write({ ...CHART, ...LOCK })
    repository.write({ 'k/charts/c/Chart.yaml': '', 'k/charts/c/l': link('/etc/passwd') })
    await copy.addSubcharts('k/charts')
    expect(copy.files('k')).toEqual(['k/Chart.lock', 'k/Chart.yaml', 'k/charts/c/Chart.yaml'])
  })
})

test.skipIf(noTools)(
  `real helm renders a chart as it was before${noTools ? ` (skipped: ${noTools})` : ''}`,
  async () => {
    const chart = (value: string): Files => ({
      'k/Chart.yaml': 'apiVersion: v2\nname: k\nversion: 0.1.0\n',
      'k/values.yaml': `image: ${value}\n`,
      'k/templates/a.yaml': 'image: {{ .Values.image }}\nnotes: {{ .Files.Get "notes" }}\n',
      'k/notes': value,
    })
    const repository = repositoryOf(chart('old'))
    repository.commit({ ...chart('new'), 'k/templates/b.yaml': 'new: file\n' })
    const copy = copyOf(repository, 'HEAD^')
    await copy.add('k')
    onlyPath(pathOf(toolFolder('helm4', 'helm')), '/usr/bin', '/bin')
    const ran = await copy.run('helm', ['template', '.'], { folder: 'k', seconds: 60 })
    expect([ran?.stderr, ran?.stdout]).toEqual(['', '---\n# Source: k/templates/a.yaml\nimage: old\nnotes: old\n'])
    expect(readFileSync(join(repository.root, 'k/values.yaml'), 'utf8')).toBe('image: new\n')
  },
)
