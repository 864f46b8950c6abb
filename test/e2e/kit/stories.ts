import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export const REPOS = '__fixtures__/repos'

/** A folder, gone when the test is over. */
export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'seaworthy-test-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

/** A copy of a story, to write into. */
export function copyOf(story: string): string {
  const copy = folder()
  cpSync(join(REPOS, story), copy, { recursive: true, verbatimSymlinks: true })
  return copy
}
