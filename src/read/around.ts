import type { Discovered } from '../discover/discover.ts'
import type { Around } from '../world/world.ts'
import { readManifests } from './manifests.ts'
import type { SharedReading } from './shared.ts'

/** The rest of a checkout of which a list of files is checked. */
export interface Rest {
  readonly found: Pick<Discovered, 'manifests' | 'kustomizations' | 'dockerfiles' | 'builds'>
  /** Files that are not objects of their own. */
  readonly patches: ReadonlySet<string>
}

/**
 * What rules look up in files that are not judged: accounts, limits, volumes, Dockerfiles. Files are read as they are
 * written, without rendering; what cannot be read is not a fault of the files that are checked.
 */
export async function readAround(
  { found, patches }: Rest,
  judged: ReadonlySet<string>,
  texts: SharedReading,
): Promise<Around> {
  const isOther = ({ file }: { readonly file: string }): boolean => !judged.has(file)
  const manifests = found.manifests.filter(isOther)
  const { resources } = await readManifests({ manifests, kustomizations: [], charts: [] }, patches, [], texts)
  const dockerfiles = found.dockerfiles.filter(isOther).map(({ file, text }) => texts.dockerfile(file, text))
  return { resources, dockerfiles }
}
