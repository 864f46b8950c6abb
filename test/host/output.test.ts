import {
  chmodSync,
  chownSync,
  closeSync,
  linkSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { writeOutput } from '../../src/host/disk/output.ts'
import { folderOf, link } from '../kit/folders.ts'

const textOf = (file: string): string => readFileSync(file, 'utf8')
const modeOf = (file: string): number => statSync(file).mode & 0o7777

/** A reporter that comes to nothing halfway. */
function* broken(): Generator<string> {
  yield 'new'.repeat(100_000)
  throw new RangeError('too long')
}

describe('writing', () => {
  test('makes a file, and takes the place of an older one', () => {
    const root = folderOf({ old: 'x'.repeat(1000) })
    for (const name of ['old', 'new']) writeOutput(join(root, name), 'text')
    expect([textOf(join(root, 'old')), textOf(join(root, 'new'))]).toEqual(['text', 'text'])
    expect(readdirSync(root)).toEqual(['new', 'old'])
  })

  test('joins pieces, however many and large', () => {
    const root = folderOf({})
    const pieces = Array.from({ length: 3000 }, (_, at) => `${at} ü ${'x'.repeat(at % 100)}\n`)
    writeOutput(join(root, 'a'), pieces)
    writeOutput(join(root, 'b'), ['x'.repeat(200_000), 'y'])
    writeOutput(join(root, 'c'), [])
    expect(textOf(join(root, 'a'))).toBe(pieces.join(''))
    expect(textOf(join(root, 'b'))).toBe(`${'x'.repeat(200_000)}y`)
    expect(textOf(join(root, 'c'))).toBe('')
  })

  test('keeps the mode', () => {
    const root = folderOf({ script: 'x', secret: 'x' })
    for (const [name, mode] of Object.entries({ script: 0o755, secret: 0o600 })) {
      chmodSync(join(root, name), mode)
      writeOutput(join(root, name), 'text')
      expect([textOf(join(root, name)), modeOf(join(root, name))]).toEqual(['text', mode])
    }
    writeOutput(join(root, 'new'), 'text')
    expect(modeOf(join(root, 'new'))).toBe(0o644 & ~process.umask())
  })

  test.skipIf(process.getuid?.() !== 0)('keeps the owner (needs root to make one)', () => {
    const root = folderOf({ old: 'x' })
    chownSync(join(root, 'old'), 65534, 65533)
    writeOutput(join(root, 'old'), 'text')
    expect(textOf(join(root, 'old'))).toBe('text')
    expect(statSync(join(root, 'old'))).toMatchObject({ uid: 65534, gid: 65533 })
  })

  test('leaves the old text to who reads it meanwhile', () => {
    const root = folderOf({ old: 'x'.repeat(1000) })
    const reader = openSync(join(root, 'old'), 'r')
    writeOutput(join(root, 'old'), 'text')
    expect(readSync(reader, Buffer.alloc(2000))).toBe(1000)
    closeSync(reader)
  })

  test('a file with two names keeps both', () => {
    const root = folderOf({ one: 'x'.repeat(1000) })
    linkSync(join(root, 'one'), join(root, 'two'))
    writeOutput(join(root, 'one'), 'text')
    expect(textOf(join(root, 'two'))).toBe('text')
  })

  test('that fails halfway leaves the old text, and nothing beside it', () => {
    const root = folderOf({ old: 'x' })
    for (const name of ['old', 'new'])
      expect(() => writeOutput(join(root, name), broken())).toThrow(new RangeError('too long'))
    expect(textOf(join(root, 'old'))).toBe('x')
    expect(readdirSync(root)).toEqual(['old'])
  })

  test.each([
    ['link', 'this is a symbolic link'],
    ['dangling', 'this is a symbolic link'],
    ['folder', 'expected a file, found a folder'],
    ['nowhere/x', /: no such folder\. Create it: `mkdir -p .*\/nowhere`$/],
    ['victim/x', /: ENOTDIR/],
  ])('not to %s', (name, reason) => {
    const root = folderOf({ victim: 'precious', link: link('victim'), dangling: link('new'), 'folder/': '' })
    expect(() => writeOutput(join(root, name), 'text')).toThrow(
      expect.objectContaining({
        code: 'UNREADABLE',
        message: expect.stringMatching(reason),
      }),
    )
    expect(textOf(join(root, 'victim'))).toBe('precious')
    expect(readdirSync(root).sort()).toEqual(['dangling', 'folder', 'link', 'victim'])
  })
})
