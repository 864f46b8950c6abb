import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { folderOf } from './folders.ts'

/** Sets the PATH of this test to these folders and nothing else. */
export function onlyPath(...folders: readonly string[]): void {
  const before = process.env['PATH']
  process.env['PATH'] = folders.join(':')
  onTestFinished(() => {
    process.env['PATH'] = before
  })
}

/** A folder with these programs, each a shell script. */
export function programs(scripts: Readonly<Record<string, string>>): string {
  const bodies = Object.entries(scripts).map(([name, body]) => [name, `#!/bin/sh\n${body}\n`])
  const folder = folderOf(Object.fromEntries(bodies))
  for (const name of Object.keys(scripts)) chmodSync(join(folder, name), 0o755)
  return folder
}
