import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Base, BaseResult } from '../../core/base.ts'
import { Fault } from '../../core/fault.ts'
import { folderBase } from './folder.ts'
import { readBaseResult } from './result.ts'

/** How a base may be named. */
export interface BaseOptions {
  readonly baseDir?: string
  readonly baseResult?: string
}

/** The base that was named, for a change in `root`. @throws Fault BAD_INPUT when it is not there */
export function baseOf({ baseDir, baseResult }: BaseOptions, root: string, cwd: string): Base | BaseResult | undefined {
  if (baseResult !== undefined) return readBaseResult(resolve(cwd, baseResult), baseResult)
  if (baseDir === undefined) return undefined
  const folder = resolve(cwd, baseDir)
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new Fault('BAD_INPUT', `the base \`${baseDir}\` is not a folder`)
  return folderBase(folder, root)
}
