import type { NamedBase } from '../../src/core/base.ts'
import { onlyCheckout } from '../../src/host/action/checkout.ts'
import { baseOf } from '../../src/host/base/base.ts'
import type { ChangeEvent } from '../../src/host/base/event.ts'
import { DiskHost } from '../../src/host/disk/disk.ts'
import { workspaceOf } from '../../src/host/disk/workspace.ts'
import { run } from '../../src/pipeline.ts'
import type { Result } from '../../src/report/result.ts'
import { rules } from '../../src/rules/index.ts'
import { RULES, type Scenario } from './scenario.ts'

/** What a run starts from. */
export interface Start {
  /** The current folder, or the workspace of a job. */
  readonly folder: string
  /** What is named to be checked, beside what the row names. */
  readonly paths?: readonly string[]
  readonly event?: ChangeEvent
  readonly named?: NamedBase
}

/** The whole program, as the command line and the Action call it. */
export async function runFrom(
  { folder, paths: more = [], event, named }: Start,
  { paths: ofRow = [], rules: only = RULES }: Scenario,
): Promise<Result> {
  const paths = [...more, ...ofRow]
  const checkout = paths.length === 0 ? onlyCheckout(folder) : undefined
  const { root, inside, outside } = workspaceOf(folder, checkout === undefined ? paths : [checkout])
  const host = new DiskHost(root, [], outside)
  const base = baseOf(host.root, named, event)
  return run(host, rules, {
    paths: paths.map(inside),
    reports: [],
    overrides: { only: new Set(only) },
    ...(base && { base }),
    evidence: {},
  })
}
