import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A symbolic link to what it says. */
export const link = (to: string) => ({ to })

/** A folder of files and links by their paths, gone when the test is over. A path that ends with a slash is a folder. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array | { readonly to: string }>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'seaworthy-test-')))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, path)
    mkdirSync(path.endsWith('/') ? file : dirname(file), { recursive: true })
    if (path.endsWith('/')) continue
    if (typeof content === 'string' || content instanceof Uint8Array) writeFileSync(file, content)
    else symlinkSync(content.to, file)
  }
  return root
}
