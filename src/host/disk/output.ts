import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { Fault } from '../../core/fault.ts'
import { isCode, isOfSystem } from '../system-error.ts'
import { writeBytes, writeText } from './write.ts'

const { O_WRONLY, O_CREAT, O_EXCL, O_TRUNC, O_NOFOLLOW = 0, O_NONBLOCK = 0, W_OK } = constants

/**
 * Writes a file the user named, in place of an older one of that name. Of a file, others see the old text or the new
 * one, whatever happens: a full disk loses neither. Pipes, devices and open descriptors are written straight. A symbolic
 * link is refused: a repository could hold one that leads anywhere. @throws Fault UNREADABLE
 */
export function writeOutput(file: string, text: string | Iterable<string>): void {
  try {
    const descriptor = descriptorNamed(file)
    if (descriptor === undefined) writeFile(file, text)
    else writeText(descriptor, text)
  } catch (error) {
    throw isOfSystem(error) ? unwritable(file, reasonOf(error, file), error) : error
  }
}

const unwritable = (file: string, reason: string, cause?: unknown): Fault =>
  new Fault('UNREADABLE', `cannot be written: ${reason}`, { file, cause })

function reasonOf(error: Error, file: string): string {
  if (isCode(error, 'ENXIO')) return 'this is a pipe without a reader'
  if (isCode(error, 'ENOENT')) return `no such folder. Create it: \`mkdir -p ${dirname(file)}\``
  return error.message
}

/** `/dev/stdout`, and what the shell writes for `>(…)`: another descriptor of that file would write from its start again. */
function descriptorNamed(file: string): number | undefined {
  const path = resolve(file)
  if (path === '/dev/stdout') return 1
  if (path === '/dev/stderr') return 2
  const [, number] = /^\/(?:dev|proc\/self)\/fd\/(\d+)$/.exec(path) ?? []
  return number === undefined ? undefined : Number(number)
}

function writeFile(file: string, text: string | Iterable<string>): void {
  const old = lstatSync(file, { throwIfNoEntry: false })
  if (old?.isSymbolicLink()) throw unwritable(file, 'this is a symbolic link')
  if (old?.isDirectory()) throw unwritable(file, 'expected a file, found a folder')
  const draft = (old?.isFile() ?? true) ? openDraft(file, old) : undefined
  if (draft === undefined) writeInPlace(file, descriptor => writeText(descriptor, text))
  else replace(file, draft, text)
}

function replace(file: string, draft: Draft, text: string | Iterable<string>): void {
  try {
    andClose(draft.descriptor, descriptor => writeText(descriptor, text))
    rename(draft.path, file)
  } finally {
    rmSync(draft.path, { force: true })
  }
}

interface Draft {
  readonly path: string
  readonly descriptor: number
}

/** Of a folder that we may not write to, and of one that is not there. */
const REFUSALS = ['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'ENAMETOOLONG']

/**
 * A file beside the other, of its owner and mode, to be renamed. None where the folder is read-only, where the owner
 * cannot be kept, and of a file with further names, which would keep the old text: such a file is written in place.
 */
function openDraft(file: string, old: Stats | undefined): Draft | undefined {
  if (old && old.nlink > 1) return undefined
  const path = join(dirname(file), `.${basename(file).slice(0, 50)}.${Math.random().toString(36).slice(2, 10)}`)
  try {
    const descriptor = openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o644)
    if (old === undefined || takesAfter(descriptor, file, old)) return { path, descriptor }
    closeSync(descriptor)
    rmSync(path)
    return undefined
  } catch (error) {
    if (isCode(error, ...REFUSALS)) return undefined
    throw error
  }
}

/** A file that is read-only stays: who may write to its folder could replace it. */
function takesAfter(descriptor: number, file: string, { uid, gid, mode }: Stats): boolean {
  try {
    accessSync(file, W_OK)
    if (process.getuid) fchownSync(descriptor, uid, gid)
    fchmodSync(descriptor, mode & 0o7777)
    return true
  } catch {
    return false
  }
}

/** Where something is mounted over the file, or a sticky folder keeps it, nothing takes its place: its text does. */
function rename(draft: string, file: string): void {
  try {
    renameSync(draft, file)
  } catch (error) {
    if (!isCode(error, 'EBUSY', 'EPERM', 'EACCES', 'EXDEV')) throw error
    writeInPlace(file, descriptor => writeBytes(descriptor, readFileSync(draft)))
  }
}

/** Without blocking: a pipe that nobody reads would be waited for, for ever. */
function writeInPlace(file: string, write: (descriptor: number) => void): void {
  andClose(openSync(file, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_NONBLOCK, 0o644), write)
}

function andClose(descriptor: number, write: (descriptor: number) => void): void {
  try {
    write(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
