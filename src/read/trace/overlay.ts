import type { Location, Path, Spot } from '../../core/location.ts'
import type { DuplicateKey, ManifestSource } from '../../core/source.ts'
import type { Json, Resource } from '../../kube/resource.ts'
import type { Mentions } from '../mentions.ts'
import { nameIn, type Trace, WrittenSpot } from './rendered.ts'

/** Rendered by kustomize: the place in the base or the patch that says the same of the same object. */
export class OverlayTrace implements Trace {
  readonly file: string
  readonly #root: Path
  readonly #value: Json
  readonly #written: readonly Resource[]
  readonly #mentions: Mentions

  /** `written`: the objects with this kind and name in the files of the overlay, patches first. */
  constructor(kustomization: string, rendered: Resource, written: readonly Resource[], mentions: Mentions) {
    this.file = kustomization
    this.#root = rendered.root
    this.#value = rendered.json
    this.#written = written
    this.#mentions = mentions
  }

  locate(spot: Spot): Location | undefined {
    if ('span' in spot) return undefined
    const found = this.#find(spot)
    if (found) return found.source.locate(found.path)
    const name = nameIn(spot)
    return name === undefined ? undefined : this.#mentions(name)
  }

  key(path: Path, rendered: ManifestSource): Spot | undefined {
    const [found, key] = [this.#find(path), rendered.key(path)]
    const written = found?.source.key(found.path)
    return found && key && written ? new WrittenSpot(found.source, written, key) : key
  }

  /** Kustomize refuses objects that repeat a key; of patches that do it takes the first value. */
  duplicates(path: Path): readonly DuplicateKey[] {
    return this.#written.flatMap(resource => {
      const { way, whole } = follow(this.#value, resource.json, path.slice(this.#root.length))
      return whole ? resource.source.duplicates(resource.at(...way)).map(found => firstWins(found, resource, path)) : []
    })
  }

  /** Where the value at a path was written. */
  #find(spot: Path): { readonly source: ManifestSource; readonly path: Path } | undefined {
    const path = spot.slice(this.#root.length)
    const wanted = valueAt(this.#value, path)
    const ways = this.#written.map(resource => ({ resource, ...follow(this.#value, resource.json, path) }))
    const says = ways.find(({ whole, value }) => whole && JSON.stringify(value) === JSON.stringify(wanted))
    // What is missing belongs where the object is written, not into a patch of it: of equals, the last.
    const nearest = ways.reduce((best, way) => (way.way.length >= (best?.way.length ?? 0) ? way : best), ways[0])
    const isValue = wanted !== undefined && wanted !== Object(wanted)
    const best = says ?? (isValue ? undefined : nearest)
    return best && { source: best.resource.source, path: best.resource.at(...best.way) }
  }
}

function firstWins({ key, at, first }: DuplicateKey, { source }: Resource, rendered: Path): DuplicateKey {
  const effective = new WrittenSpot(source, first, rendered)
  return { key, at: new WrittenSpot(source, at, rendered), first: effective, effective, lost: 'last' }
}

const valueAt = (from: Json, path: Path): Json => path.reduce((value, step) => value?.[step], from)

/** As much of a path as another version of the same object has. Items with names are found by name: patches move them. */
function follow(rendered: Json, written: Json, path: Path): { way: Path; value: Json; whole: boolean } {
  const way: (string | number)[] = []
  let [ours, theirs] = [rendered, written]
  for (const step of path) {
    const name = typeof step === 'number' ? ours?.[step]?.name : undefined
    const place = name !== undefined && Array.isArray(theirs) ? theirs.findIndex(item => item?.name === name) : step
    const next = place === -1 ? undefined : theirs?.[place]
    if (next === undefined) return { way, value: undefined, whole: false }
    way.push(place)
    ours = ours?.[step]
    theirs = next
  }
  return { way, value: theirs, whole: true }
}
