import { resolve } from 'node:path'
import type { Base, BaseResult, NamedBase, NoBase } from '../../core/base.ts'
import type { ChangeEvent } from './event.ts'
import { resolveBase } from './resolve.ts'
import { readBaseResult } from './result.ts'

/**
 * The base that was named, else that of the event, for a change in `root`; `undefined` when nothing is to be compared.
 * @throws Fault BAD_INPUT when what was named is not there; UNREADABLE when git cannot read it
 */
export function baseOf(
  root: string,
  named: NamedBase | undefined,
  event?: ChangeEvent,
): Base | BaseResult | NoBase | undefined {
  if (named && 'result' in named) return readBaseResult(resolve(named.result), named.result)
  if (named === undefined && event === undefined) return undefined
  const { base, missing, ...about } = resolveBase(root, named, event)
  return base ?? (missing === undefined ? undefined : { missing, ...about })
}
