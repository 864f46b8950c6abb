import { Fault } from '../core/fault.ts'
import { isBrokenProgram } from './broken-program.ts'
import { isOfSystem } from './system-error.ts'

/** Why there is no result: one line for what the user or the machine did, with the stack for a crash of ours. */
export function failureWords(error: unknown): string {
  if (error instanceof Fault) return `${error.file === undefined ? '' : `${error.file}: `}${error.message}`
  if (!(error instanceof Error)) return `crashed: ${String(error)}`
  return isBrokenProgram(error) || isOfSystem(error) ? error.message : `crashed: ${withoutFolders(error)}`
}

/** Frames name files of Seaworthy as `dist/…`: where it is installed is not for a log that others read. */
const withoutFolders = ({ stack = '' }: Error): string =>
  stack.replace(/^( {4}at .*?)(?:file:\/\/)?[^\s()]*[/\\](dist[/\\])/gm, '$1$2')
