import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Base } from '../../core/base.ts'
import { DiskHost } from '../disk/disk.ts'

/** The files of a folder, as they were before the change in `root`. */
export const folderBase = (folder: string, root: string): Base => ({
  source: 'dir',
  host: new DiskHost(folder),
  before: file => file,
  isChanged(file) {
    const [before, after] = [folder, root].map(where => bytesOf(join(where, file)))
    return before === undefined || after === undefined || !before.equals(after)
  },
})

function bytesOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch {
    return undefined
  }
}
