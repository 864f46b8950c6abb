import type { Base } from '../core/base.ts'
import { groupBy } from '../core/group.ts'
import type { Host } from '../core/host.ts'
import { folderOf, foldersAround, join, nameOf } from '../core/paths.ts'
import { discover } from '../discover/discover.ts'
import { kindOfName, mayBeInput } from '../discover/kinds.ts'
import type { Resource } from '../kube/resource.ts'
import type { Unwatched } from '../policy/verdict.ts'
import { type Read, read } from '../read/read.ts'
import type { World } from '../world/world.ts'

interface Before {
  readonly base: Base
  readonly read: Read
}

/**
 * What is checked in the base and, still being there, not in the change: moved below `vendor/`, given another ending,
 * ignored. Objects that were taken out of a file are gone, and nobody needs to look at them.
 */
export async function unwatchedIn(
  host: Host,
  change: Read,
  { base, read: { world } }: Before,
): Promise<readonly Unwatched[]> {
  const isWatched = watchedIn(change)
  const there = [...objectsIn(world)].flatMap(([file, objects]) => {
    const now = base.after(file)
    return !isWatched(now) && host.kindOf(now) === 'file' ? [{ file: now, objects }] : []
  })
  const changed = there.filter(({ file }) => base.isChanged(file))
  const left = new Map(changed.length > 0 ? await objectsLeft(host, changed) : [])
  return there
    .map(({ file, objects }) => ({ file, objects: left.get(file) ?? objects }))
    .filter(({ objects }) => objects > 0)
    .sort((a, b) => (a.file < b.file ? -1 : 1))
}

/** How many objects there are by the file that they are known by: of a chart or overlay, the one that describes it. */
function objectsIn({ resources, dockerfiles }: World): ReadonlyMap<string, number> {
  const byFile = groupBy(resources, fileOf)
  const counts = [...byFile].map(([file, { length }]) => [file, length] as const)
  return new Map([...counts, ...dockerfiles.map(({ file }) => [file, 1] as const)])
}

/** All that kustomize builds comes from its file. */
const fileOf = ({ source, origin }: Resource): string =>
  origin?.by === 'helm' ? join(origin.root, 'Chart.yaml') : source.file

/** True for the file by which a chart or an overlay is known: it stands for all that is rendered from its folder. */
export function isRoot(file: string): boolean {
  const kind = kindOfName(nameOf(file))
  return kind === 'chart' || kind === 'kustomization'
}

/** What could not be read, and what was rendered from, has been looked at. */
function watchedIn({ world, faults }: Read): (file: string) => boolean {
  const { resources, checked, dockerfiles, written } = world
  const files = new Set<string | undefined>([
    ...[...written, ...dockerfiles, ...faults].map(({ file }) => file),
    ...checked.map(({ source }) => source.file),
  ])
  const roots = new Set(resources.flatMap(({ origin }) => origin?.root ?? []))
  const isLost = foldersAround(
    faults.flatMap(({ code, file }) => (code === 'RENDER_FAILED' && file !== undefined ? [folderOf(file)] : [])),
  )
  return file => files.has(file) || (isRoot(file) && roots.has(folderOf(file))) || isLost(file).length > 0
}

/** What would be checked of files that nobody excludes; of one that cannot be read, all that was in it before. */
async function objectsLeft(host: Host, files: readonly Unwatched[]): Promise<readonly (readonly [string, number])[]> {
  const paths = files.map(({ file }) => file)
  const found = discover(host, { paths, reports: [], include: [], exclude: [] })
  const { world, faults } = await read(host, found, { charts: 'render', overlays: 'render', ignoredSettings: [] })
  const lost = new Set(faults.flatMap(({ code, file }) => (code === 'NOT_FOUND' ? [] : file)))
  const isUnread = (file: string): boolean => !mayBeInput(nameOf(file)) || lost.has(file)
  const counts = objectsIn(world)
  return files.map(({ file, objects }) => [file, isUnread(file) ? objects : (counts.get(file) ?? 0)])
}
