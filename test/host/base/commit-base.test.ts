import { chmodSync, mkdirSync, renameSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Fault } from '../../../src/core/fault.ts'
import { resolveBase } from '../../../src/host/base/resolve.ts'
import { folderOf, link } from '../../kit/folders.ts'
import { checkoutOf, pointerTo, pullRequestOf, repositoryOf } from '../../kit/repository.ts'
import { baseOf } from './kit.ts'

const LONG = Array.from({ length: 30 }, (_, at) => `line ${at}\n`).join('')

describe('a file of the change was before', () => {
  test('where git finds it: renamed, with a few changes or none', () => {
    const repository = repositoryOf({ a: LONG, 'k/b': `${LONG}b`, c: 'c', same: '' })
    repository.commit({ a: undefined, 'k/b': undefined, x: LONG, 'n/b': `${LONG}changed`, c: undefined, d: 'other' })
    const base = baseOf(repository, 'HEAD^')
    expect(['x', 'n/b', 'd', 'same', 'nowhere'].map(file => base.before(file))).toEqual([
      ...['a', 'k/b', 'd', 'same', 'nowhere'],
    ])
    expect(['x', 'n/b', 'd', 'same', 'nowhere'].map(file => base.isChanged(file))).toEqual([
      ...[false, true, true, false, true],
    ])
  })

  test('at the same path when it was copied, or swapped with another', () => {
    const repository = repositoryOf({ a: LONG, b: `other\n${LONG}` })
    repository.commit({ a: `other\n${LONG}`, b: LONG, copy: LONG })
    const base = baseOf(repository, 'HEAD^')
    expect(['a', 'b', 'copy'].map(file => base.before(file))).toEqual(['a', 'b', 'copy'])
    expect(['a', 'b', 'copy'].map(file => base.isChanged(file))).toEqual([true, true, true])
  })

  test('at its old path when the rename is in the index only', () => {
    const repository = repositoryOf({ a: LONG, b: `b${LONG}` })
    repository.git('mv', 'a', 'x')
    renameSync(join(repository.root, 'b'), join(repository.root, 'untracked'))
    expect(['x', 'untracked'].map(file => baseOf(repository).before(file))).toEqual(['a', 'untracked'])
  })

  test('below the same folder, when that is what is judged', () => {
    const repository = repositoryOf({ 'app/a': LONG, 'app2/b': `b${LONG}`, c: `c${LONG}`, 'app/2/x': '' })
    repository.commit({
      'app/a': undefined,
      'app2/b': undefined,
      c: undefined,
      'app/x': LONG,
      'app/y': `c${LONG}`,
      'app2/x': `b${LONG}`,
    })
    const base = baseOf({ root: join(repository.root, 'app') }, 'HEAD^')
    expect(['x', 'y', '2/x'].map(file => base.before(file))).toEqual(['a', 'y', '2/x'])
    expect(['x', 'y'].map(file => base.isChanged(file))).toEqual([false, true])
  })

  test('where it was, however odd its name', () => {
    const [old, now] = ['a\n"\t\\ ä', '--b :x\n']
    const repository = repositoryOf({ [old]: LONG })
    repository.commit({ [old]: undefined, [now]: LONG })
    const base = baseOf(repository, 'HEAD^')
    expect([base.before(now), base.isChanged(now)]).toEqual([old, false])
  })

  test('whatever the repository says of renames and of what is different', () => {
    const repository = repositoryOf({ a: LONG, '.gitattributes': '* -diff\n' })
    for (const [key, value] of [
      ['diff.renames', 'false'],
      ['diff.renameLimit', '1'],
      ['status.renames', 'false'],
    ])
      repository.git('config', key!, value!)
    repository.commit({ a: undefined, b: LONG })
    expect(baseOf(repository, 'HEAD^').before('b')).toBe('a')
  })
})

describe('a file is changed', () => {
  test('when its bytes on the disk are others, committed, added or neither', () => {
    const repository = repositoryOf({ a: '1', b: '1', c: '1', d: '1', e: '1', gone: '1' })
    const first = repository.git('rev-parse', 'HEAD')
    repository.commit({ a: '2' })
    repository.write({ b: '2' })
    repository.git('add', 'b')
    repository.write({ c: '2', d: 'longer', gone: undefined, new: '1' })
    const base = baseOf(repository, first)
    const files = ['a', 'b', 'c', 'd', 'e', 'gone', 'new']
    expect(files.filter(file => base.isChanged(file))).toEqual(['a', 'b', 'c', 'd', 'gone', 'new'])
  })

  test('not when it was changed there and back, nor by its mode', () => {
    const repository = repositoryOf({ a: '1', b: '1' })
    repository.commit({ a: '2' })
    repository.write({ a: '1' })
    chmodSync(join(repository.root, 'b'), 0o755)
    expect(['a', 'b'].filter(file => baseOf(repository, 'HEAD^').isChanged(file))).toEqual([])
  })

  test('when it has other line breaks', () => {
    const repository = repositoryOf({ a: '1\n', '.gitattributes': '* text=auto eol=crlf\n' })
    repository.write({ a: undefined })
    repository.git('checkout', 'a')
    expect(repository.git('status', '--porcelain')).toBe('')
    expect(baseOf(repository).isChanged('a')).toBe(true)
  })

  test('when a link leads to another file', () => {
    const repository = repositoryOf({ a: '1', b: '2', c: '1', l: link('a'), m: link('a'), out: link('a') })
    repository.write({ l: link('b'), m: link('c'), out: link(join(folderOf({ x: '1' }), 'x')) })
    expect(['l', 'm', 'out'].map(file => baseOf(repository).isChanged(file))).toEqual([true, false, true])
  })

  test('when it is not checked out, or is a folder by now', () => {
    const repository = repositoryOf({ 'in/a': '1', 'out/a': '1', b: '1' })
    repository.git('sparse-checkout', 'set', 'in')
    repository.write({ b: undefined })
    mkdirSync(join(repository.root, 'b'))
    expect(['in/a', 'out/a', 'b'].map(file => baseOf(repository).isChanged(file))).toEqual([false, true, true])
  })

  test('not when it is the file of an unchanged Git LFS pointer', () => {
    const pointer = pointerTo('first')
    const repository = repositoryOf({ a: pointer, b: pointer, c: pointer, d: 'short' })
    repository.write({ a: 'first', b: 'other', d: 'first' })
    expect(['a', 'b', 'c', 'd'].map(file => baseOf(repository).isChanged(file))).toEqual([false, true, false, true])
  })
})

test('on a pull request only what the change did is changed, not what the base branch did since', () => {
  const { origin, ...event } = pullRequestOf({ a: '1', b: '1', c: '1' }, { a: '2', new: '' }, { b: '2', other: '' })
  const { root } = checkoutOf(origin, event.merge, 2)
  const { base } = resolveBase(root, undefined, { name: 'pull_request', ...event })
  expect(['a', 'b', 'c', 'new', 'other'].filter(file => base?.isChanged(file))).toEqual(['a', 'new'])
})

describe('--base-dir', () => {
  test('has the files of another folder, compared by their bytes', () => {
    const root = folderOf({ a: '1', b: '1', c: '1', new: '' })
    const dir = folderOf({ a: '1', b: '2', c: '1', old: '' })
    truncateSync(join(dir, 'c'), 0)
    const { base } = resolveBase(root, { dir }, undefined)
    expect(['a', 'b', 'c', 'new', 'old'].filter(file => base?.isChanged(file))).toEqual(['b', 'c', 'new', 'old'])
    expect([base?.source, base?.commit, base?.before('new'), base?.host.kindOf('old')]).toEqual([
      ...['dir', undefined, 'new', 'file'],
    ])
  })

  test('must be a folder', () => {
    const root = folderOf({ a: '' })
    for (const dir of [join(root, 'a'), join(root, 'gone')])
      expect(() => resolveBase(root, { dir }, undefined)).toThrow(
        new Fault('BAD_INPUT', `\`--base-dir\`: no folder \`${dir}\``),
      )
  })
})
