import { basename, dirname } from 'node:path'
import { Fault } from '../../core/fault.ts'

/** What prevents reading, in the same words for files of the disk and of a commit. Paths are those of the workspace. */

export const outside = (file: string): Fault =>
  new Fault('OUTSIDE', 'outside the workspace, where nothing is read', { file })

export const notUtf8 = (file: string): Fault =>
  new Fault('UNREADABLE', 'the file name is not UTF-8: rename the file', { file })

export const notFound = (file: string, cause?: unknown): Fault =>
  new Fault('NOT_FOUND', `no \`${basename(file)}\` in \`${dirname(file)}\``, { file, cause })

export const aFolder = (file: string): Fault => new Fault('UNREADABLE', 'expected a file, found a folder', { file })

export function tooLarge(file: string, size: number, limit: number): Fault {
  const [is, may] = [size, limit].map(number => `${Math.ceil(number / 1024 / 1024)} MB`)
  return new Fault('UNREADABLE', `size ${is} exceeds the limit of ${may}`, { file })
}
