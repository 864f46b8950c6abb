import { withFolders } from '../core/glob.ts'
import type { Host } from '../core/host.ts'
import { discover, type Wanted } from '../discover/discover.ts'
import { type Choices, type Read, read } from './read.ts'
import type { SharedReading } from './shared.ts'

/** What the policy says of what is read. */
export interface TreePolicy extends Choices {
  readonly paths: { readonly include: readonly string[]; readonly exclude: readonly string[] }
}

/** What was read, and the checkouts of something else that were met. */
export interface TreeRead extends Read {
  readonly checkouts: readonly string[]
}

/** Discovers and reads what was asked for in one tree. */
export async function readTree(
  host: Host,
  { paths, reports, beside }: Pick<Wanted, 'paths' | 'reports' | 'beside'>,
  policy: TreePolicy,
  shared?: SharedReading,
): Promise<TreeRead> {
  const { include, exclude } = policy.paths
  const found = discover(host, {
    paths,
    reports,
    ...(beside && { beside }),
    include: include.flatMap(withFolders),
    exclude,
  })
  return { ...(await read(host, found, policy, shared)), checkouts: found.checkouts }
}
