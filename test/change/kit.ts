import type { Base } from '../../src/core/base.ts'
import { DirBase } from '../../src/host/base/dir-base.ts'
import { DiskHost } from '../../src/host/disk/disk.ts'
import { type Request, run } from '../../src/pipeline.ts'
import type { Verdict } from '../../src/policy/verdict.ts'
import { rules } from '../../src/rules/index.ts'
import { folderOf } from '../kit/folders.ts'

export type Files = Parameters<typeof folderOf>[0]

/** What comes of a change of these files, with the folder of the others as its base. */
export async function verdictOf(
  before: Files,
  after: Files,
  more: Partial<Request> = {},
  base: Partial<Base> = {},
): Promise<Verdict> {
  const root = folderOf(after)
  const folder = new DirBase(root, folderOf(before))
  const { source, host } = folder
  const same = (file: string): string => file
  const whole: Base = { source, host, before: same, after: same, isChanged: file => folder.isChanged(file), ...base }
  const request = { paths: [], reports: [], overrides: {}, base: whole, ...more }
  return (await run(new DiskHost(root), rules, request)).verdict
}
