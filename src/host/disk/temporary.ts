import { mkdirSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'

/** A new folder for files of this run; that of a workflow's runner is tidied away by the runner. */
export function temporaryFolder(): string {
  const parent = process.env['RUNNER_TEMP'] || process.getBuiltinModule('node:os').tmpdir()
  mkdirSync(parent, { recursive: true })
  return mkdtempSync(join(parent, 'seaworthy-'))
}
