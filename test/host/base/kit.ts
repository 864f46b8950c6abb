import type { Base } from '../../../src/core/base.ts'
import { Fault } from '../../../src/core/fault.ts'
import { resolveBase } from '../../../src/host/base/resolve.ts'
import type { Repository } from '../../kit/repository.ts'

/** The base of what is in a work tree now: the last commit, unless another is named. */
export function baseOf({ root }: Pick<Repository, 'root'>, ref = 'HEAD'): Base {
  const { base } = resolveBase(root, { ref }, undefined)
  if (base === undefined) throw new Error('no base')
  return base
}

/** What reading returns, or the fault that it throws. */
export function outcome(read: () => unknown): unknown {
  try {
    const value = read()
    return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value
  } catch (error) {
    if (error instanceof Fault) return `${error.code} ${error.file}: ${error.message}`
    throw error
  }
}
