import { join } from 'node:path'
import { plural } from '../../core/text.ts'
import { toBaseline } from '../../report/baseline.ts'
import type { Result } from '../../report/result.ts'
import { writeOutput } from '../disk/output.ts'
import { formatFailure, tell } from './terminal.ts'
import { warn } from './warn.ts'

/** Writes the baseline, if that was asked for. @returns false when it could not be written */
export function writeBaseline(root: string, { verdict: { baseline, outcome } }: Result): boolean {
  if (baseline?.written === undefined) return true
  const { file, written } = baseline
  if (outcome === 'error') {
    tell(`${file} is not written: not everything could be checked`)
    return false
  }
  try {
    writeOutput(join(root, file), toBaseline(written))
    tell(`wrote ${plural(written.length, 'finding')} to ${file}`)
    return true
  } catch (error) {
    warn(formatFailure(error))
    return false
  }
}
