import { withFolders } from '../core/glob.ts'
import type { Host } from '../core/host.ts'
import { discover, type Wanted } from '../discover/discover.ts'
import { type Choices, type Read, read } from './read.ts'
import type { SharedReading } from './shared.ts'

/** What the policy says of what is read. */
export interface TreePolicy extends Choices {
  readonly paths: { readonly include: readonly string[]; readonly exclude: readonly string[] }
}

/** Discovers and reads what was asked for in one tree. */
export function readTree(
  host: Host,
  { paths, reports }: Pick<Wanted, 'paths' | 'reports'>,
  policy: TreePolicy,
  shared?: SharedReading,
): Promise<Read> {
  const { include, exclude } = policy.paths
  const found = discover(host, { paths, reports, include: include.flatMap(withFolders), exclude })
  return read(host, found, policy, shared)
}
