import { withFolders } from '../core/glob.ts'
import type { Host } from '../core/host.ts'
import { discover, type Wanted } from '../discover/discover.ts'
import { ownersOf } from './owners.ts'
import { type Choices, type Read, read, withIgnored } from './read.ts'
import type { SharedReading } from './shared.ts'

/** What the policy says of what is read. */
export interface TreePolicy extends Choices {
  readonly paths: { readonly include: readonly string[]; readonly exclude: readonly string[] }
}

/** What is asked for in one tree. */
export type TreeWanted = Pick<Wanted, 'paths' | 'ignoreUnknown' | 'reports' | 'beside'>

/** What was read, and the checkouts of something else that were met. */
export interface TreeRead extends Read {
  readonly checkouts: readonly string[]
}

/** Discovers and reads what was asked for in one tree. */
export async function readTree(
  host: Host,
  wanted: TreeWanted,
  policy: TreePolicy,
  shared?: SharedReading,
): Promise<TreeRead> {
  const { paths, ignoreUnknown, reports, beside = [] } = wanted
  const { exclude } = policy.paths
  const include = policy.paths.include.flatMap(withFolders)
  const whole = ignoreUnknown ? discover(host, { paths: [], reports: [], include, exclude }) : undefined
  const owners = whole && (await ownersOf(host, paths, whole.kustomizations))
  const found = discover(host, {
    ...{ paths, reports, include, exclude },
    ...(ignoreUnknown && { ignoreUnknown }),
    beside: [...beside, ...(owners?.files ?? [])],
  })
  const rest = whole && owners && { found: whole, patches: owners.patches }
  const tree = await read(host, found, policy, shared, rest)
  return {
    ...tree,
    inputs: rest ? withIgnored(tree, new Set(paths)) : tree.inputs,
    checkouts: found.checkouts,
  }
}
