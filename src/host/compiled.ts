import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { Script } from 'node:vm'
import { BrokenProgram } from './broken-program.ts'
import { isInside } from './disk/inside.ts'

/**
 * Half of a short run is V8 compiling our code. Node's own `module.enableCompileCache` keeps little of that: what is
 * compiled when a file is loaded, not the functions that are compiled when they are first called.
 */
export interface Program<Exports> {
  readonly exports: Exports
  /** Keeps what is compiled by now for the next process, unless all `features` of the program were compiled before. */
  remember(features: readonly string[]): void
}

/** Where compiled code is kept: in the user's cache; nowhere in CI, where each run is the first, or when Node is configured so. */
export function compiledFolder(env: NodeJS.ProcessEnv): string | undefined {
  if (env['CI'] || env['NODE_DISABLE_COMPILE_CACHE']) return undefined
  const home = process.platform === 'win32' ? env['LOCALAPPDATA'] : env['HOME'] && join(env['HOME'], '.cache')
  const cache = env['XDG_CACHE_HOME'] || home
  return cache && isAbsolute(cache) ? join(cache, 'seaworthy') : undefined
}

/** What a program needs from the module that starts it: for `import()` in compiled code, old versions of V8 find no way. */
type Start<Exports> = (importChunk: (file: string) => Promise<unknown>) => Exports

/**
 * Runs a classic script of ASCII whose last value is a `Start`.
 * @param file absolute; its name has to change with its content: V8 compares no more than the length
 * @param folder of compiled code; without one, everything is compiled anew
 * @throws BrokenProgram
 */
export function loadProgram<Exports>(file: string, folder?: string): Program<Exports> {
  const place = folder && join(folder, `${basename(file)}-${process.version}-${process.arch}`)
  const found = place === undefined ? undefined : recall(place)
  const script = scriptOf(file, found?.code)
  const start: Start<Exports> = script.runInThisContext()
  const known = new Set(script.cachedDataRejected === false ? found?.features : [])
  return {
    exports: start(importChunk),
    remember(features) {
      if (place === undefined || features.every(part => known.has(part))) return
      // A cache that cannot be written is none: a read-only home, a full disk, the home of somebody else (`sudo`).
      attempt(() => keep(place, script.createCachedData(), [...new Set([...known, ...features])]))
    },
  }
}

/** Stack traces name the file from its folder on: code that is kept has the name that another checkout gave it. */
function scriptOf(file: string, cachedData: Buffer | undefined): Script {
  const filename = `${basename(dirname(file))}/${basename(file)}`
  try {
    return new Script(readFileSync(file, 'latin1'), { filename, ...(cachedData && { cachedData }) })
  } catch (cause) {
    throw new BrokenProgram(file, cause)
  }
}

const importChunk = (chunk: string): Promise<unknown> =>
  import(chunk).catch((cause: { readonly url?: string }) => {
    throw new BrokenProgram(cause.url ?? chunk, cause)
  })

/**
 * Compiled code is trusted as the program is: only the user may have been able to write it. In a folder that is being
 * checked, a stranger may have written it. V8 does not look whether it is whole, and one bit may change a result: so it
 * is kept twice, and both have to be equal: to compare takes less than 0.1 ms, any checksum 2 ms or more. Behind the last
 * line break are the name of the file and the `features`.
 */
function recall(file: string): { readonly code: Buffer; readonly features: readonly string[] } | undefined {
  const folder = dirname(file)
  // To throw takes longer than to look.
  if (!existsSync(file)) return undefined
  try {
    if (!isPrivate(lstatSync(folder)) || isChecked(folder)) return undefined
    const bytes = readPrivate(file)
    const record = bytes?.subarray(0, bytes.length / 2)
    if (!record?.equals(bytes!.subarray(record.length))) return undefined
    const end = record.lastIndexOf('\n')
    const [name, ...features] = record.toString('latin1', end + 1).split(' ')
    return name === basename(file) ? { code: record.subarray(0, end), features } : undefined
  } catch {
    return undefined
  }
}

const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants

function readPrivate(file: string): Buffer | undefined {
  const descriptor = openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  try {
    const stats = fstatSync(descriptor)
    return stats.isFile() && isPrivate(stats) ? readFileSync(descriptor) : undefined
  } finally {
    closeSync(descriptor)
  }
}

const isOurs = ({ uid }: Stats): boolean => process.getuid === undefined || uid === process.getuid()

/** Nobody else may read it either: so it did not come out of an archive or a repository. */
const isPrivate = (stats: Stats): boolean =>
  isOurs(stats) && (process.platform === 'win32' || (stats.mode & 0o077) === 0)

/** True for folders below the one at hand, and below those that are named on the command line. */
function isChecked(folder: string): boolean {
  const real = realpathSync.native(folder)
  const named = process.argv.slice(2).filter(word => existsSync(word))
  return [process.cwd(), ...named].some(checked => isInside(real, realpathSync.native(checked)))
}

function keep(file: string, code: Buffer, features: readonly string[]): void {
  const folder = dirname(file)
  const cache = dirname(folder)
  if (!isOurs(statSync(cache, { throwIfNoEntry: false }) ?? statSync(dirname(cache)))) return
  // One by one: with `recursive`, Node never comes back from a place like /proc.
  for (const missing of [cache, folder].filter(path => !existsSync(path))) mkdirSync(missing, { mode: 0o700 })
  if (!isPrivate(lstatSync(folder)) || isChecked(folder)) return
  const record = Buffer.concat([code, Buffer.from(`\n${[basename(file), ...features].join(' ')}`)])
  writeWhole(file, Buffer.concat([record, record]))
  tidy(folder)
}

/** Other processes see all of it, or nothing. */
function writeWhole(file: string, bytes: Buffer): void {
  const draft = `${file}.${process.pid}`
  // One that a killed process left is written over: in a container, each process has the same number.
  const descriptor = openSync(draft, 'w', 0o600)
  try {
    writeFileSync(descriptor, bytes)
    fsyncSync(descriptor)
    renameSync(draft, file)
  } finally {
    closeSync(descriptor)
    rmSync(draft, { force: true })
  }
}

const MONTH = 30 * 24 * 60 * 60 * 1000

/** Throws away what was compiled of other versions, a month ago. */
function tidy(folder: string): void {
  for (const name of readdirSync(folder).filter(name => name.startsWith('program-')))
    attempt(() => {
      if (Date.now() - lstatSync(join(folder, name)).mtimeMs > MONTH) rmSync(join(folder, name))
    })
}

function attempt(action: () => void): void {
  try {
    action()
  } catch {
    // Nothing is lost but time.
  }
}
