import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Base } from '../../core/base.ts'
import { Fault } from '../../core/fault.ts'
import type { Host } from '../../core/host.ts'
import { DiskHost } from '../disk/disk.ts'

/** Another folder: a checkout of the base beside that of the change. */
export class DirBase implements Base {
  readonly source = 'dir'
  readonly host: Host
  readonly #root: string

  /** `root`: the folder that is judged. @throws Fault BAD_INPUT when there is no folder `dir` */
  constructor(root: string, dir: string) {
    if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory())
      throw new Fault('BAD_INPUT', `\`--base-dir\`: no folder \`${dir}\``)
    this.#root = root
    this.host = new DiskHost(dir)
  }

  before(file: string): string {
    return file
  }

  after(file: string): string {
    return file
  }

  isChanged(file: string): boolean {
    try {
      const [now, before] = [join(this.#root, file), join(this.host.root, file)]
      return statSync(now).size !== statSync(before).size || !readFileSync(now).equals(readFileSync(before))
    } catch {
      return true
    }
  }
}
