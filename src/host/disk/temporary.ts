import { existsSync, mkdirSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../../core/fault.ts'

/** A new folder for files of this run; that of a workflow's runner is tidied away by the runner. @throws Fault UNREADABLE */
export function temporaryFolder(): string {
  const parent = process.env['RUNNER_TEMP'] || process.getBuiltinModule('node:os').tmpdir()
  try {
    // Not `recursive`: with that, Node never comes back from a place like /proc.
    if (!existsSync(parent)) mkdirSync(parent)
    return mkdtempSync(join(parent, 'seaworthy-'))
  } catch (cause) {
    const variable = process.env['RUNNER_TEMP'] ? 'RUNNER_TEMP' : 'TMPDIR'
    const { code } = cause as NodeJS.ErrnoException
    throw new Fault(
      'UNREADABLE',
      `no temporary file can be written to \`${parent}\` (${code}). Set \`${variable}\` to a folder that can be written to`,
      { cause },
    )
  }
}
