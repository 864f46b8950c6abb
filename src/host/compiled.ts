import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { Script } from 'node:vm'

/**
 * Half of a short run is V8 compiling our code. Node's own `module.enableCompileCache` keeps little of that: what is
 * compiled when a file is loaded, not the functions that are compiled when they are first called.
 */
export interface Program<Exports> {
  readonly exports: Exports
  /** Keeps what is compiled by now for the next process, unless all `parts` of the program were compiled before. */
  remember(parts: readonly string[]): void
}

/** Where compiled code is kept: in the user's cache; nowhere in CI, where each run is the first, or when Node is told so. */
export function compiledFolder(env: NodeJS.ProcessEnv): string | undefined {
  if (env['CI'] || env['NODE_DISABLE_COMPILE_CACHE']) return undefined
  const home = process.platform === 'win32' ? env['LOCALAPPDATA'] : env['HOME'] && join(env['HOME'], '.cache')
  const cache = env['XDG_CACHE_HOME'] || home
  return cache && isAbsolute(cache) ? join(cache, 'seaworthy') : undefined
}

/** What a program needs from the module that starts it: for `import()` in compiled code, old versions of V8 find no way. */
type Start<Exports> = (importChunk: (file: string) => Promise<unknown>) => Exports

/**
 * Runs a classic script whose last value is a `Start`.
 * @param file absolute; its name has to change with its content: V8 compares no more than the length
 * @param folder of compiled code; without one, everything is compiled anew
 */
export function loadProgram<Exports>(file: string, folder?: string): Program<Exports> {
  const kept = folder && join(folder, `${basename(file)}-${process.version}-${process.arch}`)
  const found = kept ? recall(kept) : undefined
  // What esbuild writes is ASCII.
  const script = new Script(readFileSync(file, 'latin1'), {
    filename: file,
    ...(found && { cachedData: found.code }),
  })
  const start: Start<Exports> = script.runInThisContext()
  const known = new Set(script.cachedDataRejected === false ? found?.parts : [])
  return {
    exports: start(chunk => import(chunk)),
    remember(parts) {
      if (kept === undefined || parts.every(part => known.has(part))) return
      keep(
        kept,
        Buffer.concat([script.createCachedData(), Buffer.from(`\n${[...new Set([...known, ...parts])].join(' ')}`)]),
      )
    },
  }
}

/** Compiled code is trusted as the program is: nobody else may have been able to write it. */
function recall(file: string): { readonly code: Buffer; readonly parts: readonly string[] } | undefined {
  try {
    if (!statSync(file, { throwIfNoEntry: false })) return undefined
    const descriptor = openSync(file, 'r')
    try {
      const stats = fstatSync(descriptor)
      if (!isOurs(stats) || (process.platform !== 'win32' && stats.mode & 0o022)) return undefined
      const bytes = readFileSync(descriptor)
      const end = bytes.lastIndexOf('\n')
      return { code: bytes.subarray(0, end), parts: bytes.toString('latin1', end + 1).split(' ') }
    } finally {
      closeSync(descriptor)
    }
  } catch {
    return undefined
  }
}

const isOurs = ({ uid }: Stats): boolean => process.getuid === undefined || uid === process.getuid()

const MONTH = 30 * 24 * 60 * 60 * 1000

/** A cache that cannot be written is none: a read-only home, a full disk, the home of somebody else (`sudo`). */
function keep(file: string, bytes: Buffer): void {
  const folder = dirname(file)
  const whole = `${file}.${process.pid}`
  try {
    const cache = dirname(folder)
    if (!isOurs(statSync(cache, { throwIfNoEntry: false }) ?? statSync(dirname(cache)))) return
    // One by one: with `recursive`, Node never comes back from a place like /proc.
    for (const missing of [cache, folder].filter(path => !existsSync(path))) mkdirSync(missing, { mode: 0o700 })
    writeFileSync(whole, bytes, { mode: 0o600, flag: 'wx' })
    renameSync(whole, file)
    for (const name of readdirSync(folder))
      if (Date.now() - statSync(join(folder, name)).mtimeMs > MONTH) rmSync(join(folder, name))
  } catch {
    rmSync(whole, { force: true })
  }
}
