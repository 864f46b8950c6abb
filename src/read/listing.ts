import { decodeText } from '../core/encoding.ts'
import { Fault } from '../core/fault.ts'
import type { Host } from '../core/host.ts'
import type { Listed, Listing } from '../world/build-context.ts'

/** No ignore file is longer. */
const LIMIT = 1024 * 1024

/** What is in the folders of a host, each listed when it is first asked for. What cannot be read is not there. */
export function listingOf(host: Host): Listing {
  const known = new Map<string, ReadonlyMap<string, Listed>>()
  return {
    entries(folder) {
      const entries = known.get(folder) ?? attempt(() => listed(host, folder)) ?? new Map()
      known.set(folder, entries)
      return entries
    },
    text: file => attempt(() => decodeText(host.read(file, LIMIT))),
  }
}

/** Links are not followed: builders are sent the link. */
const listed = (host: Host, folder: string): ReadonlyMap<string, Listed> =>
  new Map(
    host.entries(folder).map(({ name, kind, link, tracked }) => {
      const isPlain = !link && (kind === 'file' || kind === 'folder')
      return [name, { kind: isPlain ? kind : 'other', tracked }]
    }),
  )

function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return undefined
  }
}
