import { Fault } from '../core/fault.ts'
import type { Host } from '../core/host.ts'
import { folderOf, isBelow, join, nameOf, resolve } from '../core/paths.ts'
import { KUSTOMIZATIONS } from '../discover/kinds.ts'
import type { TextFile } from '../discover/sort.ts'
import { type Kustomization, readKustomization } from './kustomization.ts'

/** As much of a kustomization as shows what belongs to it. */
interface Owner {
  readonly file: string
  readonly folder: string
  /** The folders of others that it includes. */
  readonly folders: readonly string[]
  readonly patches: readonly string[]
  owns(file: string): boolean
}

export interface Owners {
  /** The kustomizations that the files are parts of, or were before they were deleted, and those that include these. */
  readonly files: readonly string[]
  /** The patches of all kustomizations: not objects of their own. */
  readonly patches: ReadonlySet<string>
}

/** Finds out which kustomizations files belong to: a patch or a base can be judged only in what is built of it. */
export async function ownersOf(
  host: Host,
  files: readonly string[],
  kustomizations: readonly TextFile[],
): Promise<Owners> {
  const all = await Promise.all(kustomizations.map(one => ownerIn(host, one)))
  const owners = new Set(all.filter(one => files.some(file => one.owns(file))))
  for (const { folder } of owners) for (const one of all) if (one.folders.includes(folder)) owners.add(one)
  return { files: [...owners].map(({ file }) => file), patches: new Set(all.flatMap(one => one.patches)) }
}

async function ownerIn(host: Host, { file, text }: TextFile): Promise<Owner> {
  try {
    return ownerOf(await readKustomization(host, file, text))
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    // It is reported as a fault if one of the files may belong to it.
    const owns = (other: string): boolean => other === file || text.includes(nameOf(other))
    return { file, folder: folderOf(file), folders: [], patches: [], owns }
  }
}

function ownerOf(one: Kustomization): Owner {
  const { file, folder, folders, patches, chartHomes } = one
  const missing = one.missing.flatMap(path => resolve(folder, path) ?? [])
  const bases = [...folders, ...missing].flatMap(base => KUSTOMIZATIONS.map(name => join(base, name)))
  const parts = new Set([file, ...one.resources, ...patches, ...one.data, ...missing, ...bases])
  const owns = (other: string): boolean => parts.has(other) || chartHomes.some(home => isBelow(other, home))
  return { file, folder, folders, patches, owns }
}
