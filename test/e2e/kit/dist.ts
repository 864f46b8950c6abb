import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { bundled } from '../../../scripts/bundle.ts'

declare module 'vitest' {
  interface ProvidedContext {
    distIsFresh: boolean
  }
}

/** Once a run, and only if tests of this folder are in it: builds src in memory and compares. */
export async function setup({ provide }: TestProject): Promise<void> {
  const files = await bundled()
  const written = readdirSync('dist', { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice('dist/'.length))
  const isFresh = (file: string): boolean => files.get(file)?.equals(readFileSync(join('dist', file))) ?? false
  provide('distIsFresh', written.length === files.size && written.every(isFresh))
}
