import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { bundled } from './bundle.ts'

/** Writes dist/. The old files go last: whoever runs dist/ meanwhile finds all that it needs. */

const files = await bundled()
mkdirSync('dist/chunks', { recursive: true })
for (const [file, contents] of files) writeFileSync(join('dist', file), contents)
chmodSync('dist/cli.js', 0o755)
for (const entry of readdirSync('dist', { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name)
  if (entry.isFile() && !files.has(relative('dist', path))) rmSync(path)
}
const bytes = [...files.values()].reduce((sum, { length }) => sum + length, 0)
console.log(`dist: ${files.size} files, ${Math.round(bytes / 1024)} KB`)
