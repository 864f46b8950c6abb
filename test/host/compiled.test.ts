import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compiledFolder, loadProgram } from '../../src/host/compiled.ts'

interface Sums {
  add(a: number, b: number): number
  chunk(name: string): Promise<unknown>
}

const program = (operator: string): string =>
  `(importChunk => ({ add(a, b) { return a ${operator} b }, chunk: name => importChunk(name) }))\n`

/** A home with a cache in it, and a program. */
function home(): { readonly file: string; readonly folder: string; readonly files: () => string[] } {
  const home = mkdtempSync(join(tmpdir(), 'seaworthy-compiled-'))
  const file = join(home, 'program-1.js')
  writeFileSync(file, program('+'))
  const folder = join(home, '.cache', 'seaworthy')
  return { file, folder, files: () => (existsSync(folder) ? readdirSync(folder) : []) }
}

/** Runs the program, and keeps what was compiled. */
function run(file: string, folder: string | undefined, ...parts: string[]): number {
  const { exports, remember } = loadProgram<Sums>(file, folder)
  const sum = exports.add(6, 3)
  remember(parts)
  return sum
}

describe('compiled code', () => {
  test('is kept for the next process, and used by it', () => {
    const { file, folder, files } = home()
    expect(run(file, folder, 'a')).toBe(9)
    expect(files()).toEqual([`program-1.js-${process.version}-${process.arch}`])
    // V8 compares nothing but the length: that the old sum comes out is the proof.
    writeFileSync(file, program('-'))
    expect(run(file, folder, 'a')).toBe(9)
  })

  test('imports like code that was not kept', async () => {
    const { file, folder } = home()
    for (let process = 0; process < 2; process++) {
      const { exports, remember } = loadProgram<Sums>(file, folder)
      expect(await exports.chunk('node:path')).toHaveProperty('join')
      remember(['a'])
    }
  })

  test('is kept again only when a new part of the program ran', () => {
    const { file, folder, files } = home()
    const keptAt = (): string => readFileSync(join(folder, files()[0]!), 'latin1').split('\n').at(-1)!
    run(file, folder)
    expect(files()).toEqual([])
    run(file, folder, 'a')
    expect(keptAt()).toBe('a')
    run(file, folder, 'b', 'a')
    expect(keptAt()).toBe('a b')
    run(file, folder, 'b')
    expect(keptAt()).toBe('a b')
  })

  test.each([
    ['that is not compiled code', (kept: string) => writeFileSync(kept, 'junk')],
    ['that is empty', (kept: string) => writeFileSync(kept, '')],
    ['that is cut', (kept: string) => writeFileSync(kept, readFileSync(kept).subarray(0, 100))],
    ['that others may write', (kept: string) => chmodSync(kept, 0o666)],
  ])('%s is left alone, and replaced', (_, spoil) => {
    const { file, folder, files } = home()
    run(file, folder, 'a')
    spoil(join(folder, files()[0]!))
    writeFileSync(file, program('-'))
    expect(run(file, folder, 'a')).toBe(3)
    writeFileSync(file, program('*'))
    expect(run(file, folder, 'a')).toBe(3)
  })

  test('of a month ago is thrown away', () => {
    const { file, folder, files } = home()
    mkdirSync(folder, { recursive: true })
    for (const name of ['old', 'new']) writeFileSync(join(folder, name), '')
    utimesSync(join(folder, 'old'), 0, 0)
    run(file, folder, 'a')
    expect(files()).toEqual(['new', expect.stringMatching(/^program/)])
  })

  test('that cannot be kept is no harm, and nothing is left behind', () => {
    const { file, folder, files } = home()
    mkdirSync(join(folder, `program-1.js-${process.version}-${process.arch}`), { recursive: true })
    expect(run(file, folder, 'a')).toBe(9)
    expect(files()).toHaveLength(1)
    expect(run(file, '/nowhere/.cache/seaworthy', 'a')).toBe(9)
    expect(existsSync('/nowhere')).toBe(false)
  })
})

test.each([
  ['the cache of the user', { HOME: '/home/me' }, '/home/me/.cache/seaworthy'],
  ['where the user wants caches', { HOME: '/home/me', XDG_CACHE_HOME: '/c' }, '/c/seaworthy'],
  ['nowhere: that must be absolute', { XDG_CACHE_HOME: 'c' }, undefined],
  ['nowhere without a home', {}, undefined],
  ['nowhere in CI', { HOME: '/home/me', CI: 'true' }, undefined],
  ['nowhere when Node is told so', { HOME: '/home/me', NODE_DISABLE_COMPILE_CACHE: '1' }, undefined],
])('compiled code is kept in %s', (_, env, folder) => {
  expect(compiledFolder(env)).toBe(folder)
})
