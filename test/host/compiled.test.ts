import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { compiledFolder, loadProgram } from '../../src/host/compiled.ts'
import { folderOf } from '../kit/folders.ts'

interface Sums {
  add(a: number, b: number): number
  chunk(name: string): Promise<unknown>
}

const program = (operator: string): string =>
  `(importChunk => ({ add(a, b) { return a ${operator} b }, chunk: name => importChunk(name) }))\n`

/** A home with a cache in it, and a program. */
function home(): { readonly file: string; readonly folder: string; readonly files: () => string[] } {
  const home = folderOf({ 'program-1.js': program('+') })
  const file = join(home, 'program-1.js')
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

const half = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length / 2)

const renamed = (record: Buffer): Buffer =>
  Buffer.from(record.toString('latin1').replace(/program-1(?=[^\n]*$)/, 'program-2'), 'latin1')

const twice = (record: Buffer): Buffer => Buffer.concat([record, record])

const FAILING = `(importChunk => ({ add() { throw new Error('x') } }))\n`

function thrownBy(action: () => void): Error {
  try {
    action()
  } catch (error) {
    return error as Error
  }
  throw new Error('nothing was thrown')
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
    const keptAt = (): string =>
      readFileSync(join(folder, files()[0]!), 'latin1')
        .split('\n')
        .at(-1)!
        .replace(/^program-1\S+ /, '')
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
    ['that lost a block', (kept: string) => writeFileSync(kept, readFileSync(kept).fill(0, 256, 768))],
    ['that came out of an archive', (kept: string) => chmodSync(kept, 0o644)],
    ['that has one half only', (kept: string) => writeFileSync(kept, half(readFileSync(kept)))],
    ['of another program', (kept: string) => writeFileSync(kept, twice(renamed(half(readFileSync(kept)))))],
    ['that a killed process left unfinished', (kept: string) => renameSync(kept, `${kept}.${process.pid}`)],
  ])('%s is not used, and heals', (_, spoil) => {
    const { file, folder, files } = home()
    run(file, folder, 'a')
    spoil(join(folder, files()[0]!))
    writeFileSync(file, program('-'))
    expect(run(file, folder, 'a')).toBe(3)
    writeFileSync(file, program('*'))
    expect(run(file, folder, 'a')).toBe(3)
  })

  test('is not used when one bit of it differs, whichever it is', () => {
    const { file, folder, files } = home()
    run(file, folder, 'a')
    const kept = join(folder, files()[0]!)
    const whole = readFileSync(kept)
    writeFileSync(file, program('-'))
    for (let at = 0; at < whole.length; at++) {
      const bytes = Buffer.from(whole)
      bytes[at]! ^= 1 << (at % 8)
      writeFileSync(kept, bytes)
      expect(run(file, folder), `byte ${at}`).toBe(3)
    }
  })

  test('in a folder that others may write in is not used', () => {
    const { file, folder } = home()
    run(file, folder, 'a')
    chmodSync(folder, 0o777)
    writeFileSync(file, program('-'))
    expect(run(file, folder, 'a')).toBe(3)
  })

  test('names the program in stack traces without the folders of this checkout, or of another', () => {
    const root = folderOf(Object.fromEntries(['one', 'two'].map(name => [`${name}/dist/program-1.js`, FAILING])))
    for (const name of ['one', 'two']) {
      const { exports, remember } = loadProgram<Sums>(join(root, name, 'dist/program-1.js'), join(root, 'seaworthy'))
      const { stack } = thrownBy(() => exports.add(1, 2))
      remember(['a'])
      expect(stack).toContain('(dist/program-1.js:1:')
      expect(stack).not.toContain(root)
    }
  })

  test.skipIf(process.getuid?.() !== 0)('of another user is not used (needs root to make one)', () => {
    const { file, folder, files } = home()
    run(file, folder, 'a')
    chownSync(join(folder, files()[0]!), 65534, 65534)
    writeFileSync(file, program('-'))
    expect(run(file, folder, 'a')).toBe(3)
  })

  test('of a month ago is thrown away', () => {
    const { file, folder, files } = home()
    mkdirSync(join(folder, 'program-0'), { recursive: true, mode: 0o700 })
    for (const name of ['program-old', 'program-new', 'notes']) writeFileSync(join(folder, name), '')
    for (const name of ['program-0', 'program-old', 'notes']) utimesSync(join(folder, name), 0, 0)
    run(file, folder, 'a')
    expect(files()).toEqual(['notes', 'program-0', expect.stringMatching(/^program-1/), 'program-new'])
  })

  test('below the folder that is checked is not used, and none is kept there', () => {
    const { file, folder, files } = home()
    const cwd = vi.spyOn(process, 'cwd')
    onTestFinished(() => cwd.mockRestore())
    cwd.mockReturnValue(dirname(file))
    run(file, folder, 'a')
    expect(files()).toEqual([])
    cwd.mockReturnValue('/')
    run(file, folder, 'a')
    expect(files()).toEqual([])
    cwd.mockReturnValue(join(dirname(file), 'elsewhere'))
    mkdirSync(join(dirname(file), 'elsewhere'))
    run(file, folder, 'a')
    expect(files()).toHaveLength(1)
    cwd.mockReturnValue(dirname(folder))
    writeFileSync(file, program('-'))
    expect(run(file, folder, 'a')).toBe(3)
  })

  test('behind a link is not used', () => {
    const { file, folder, files } = home()
    run(file, folder, 'a')
    const place = join(folder, files()[0]!)
    renameSync(place, `${folder}/elsewhere`)
    symlinkSync('elsewhere', place)
    writeFileSync(file, program('-'))
    expect(run(file, folder, 'a')).toBe(3)
  })

  test.each<[string, (folder: string, place: string) => void]>([
    ['a folder is in its place', (_, place) => mkdirSync(place, { recursive: true, mode: 0o700 })],
    ['a file is in the place of its folder', folder => writeFileSync(folder, '')],
    ['its folder is a loop', folder => symlinkSync(folder, folder)],
    ['its folder is missing with all above', folder => rmSync(dirname(folder), { recursive: true })],
  ])('that cannot be kept is no harm: %s', (_, spoil) => {
    const { file, folder } = home()
    mkdirSync(dirname(folder))
    spoil(folder, join(folder, `program-1.js-${process.version}-${process.arch}`))
    expect(run(file, folder, 'a')).toBe(9)
    expect(run(file, join(folder, 'deep', 'down'), 'a')).toBe(9)
    const nowhere = join(dirname(file), 'nowhere')
    expect(run(file, join(nowhere, '.cache', 'seaworthy'), 'a')).toBe(9)
    expect(existsSync(nowhere)).toBe(false)
  })
})

describe('a program that is not whole', () => {
  const words = (file: string, code: string) =>
    expect.objectContaining({
      message: `the program file \`${file}\` cannot be loaded (${code}). Install Seaworthy again`,
    })

  test('is told by the name of the missing file', () => {
    const { file } = home()
    rmSync(file)
    expect(() => loadProgram(file)).toThrow(words('program-1.js', 'ENOENT'))
  })

  test('is told when its file is damaged', () => {
    const { file } = home()
    writeFileSync(file, '(importChunk =>')
    expect(() => loadProgram(file)).toThrow(words('program-1.js', 'SyntaxError'))
  })

  test('is told when it imports what is missing', async () => {
    const { chunk } = loadProgram<Sums>(home().file).exports
    await expect(chunk('/nowhere/gone.mjs')).rejects.toThrow(words('gone.mjs', 'ERR_MODULE_NOT_FOUND'))
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
