import type { Location, Path, Spot } from '../../core/location.ts'
import type { DuplicateKey, ManifestSource } from '../../core/source.ts'
import type { Json, Resource } from '../../kube/resource.ts'
import type { Mentions } from '../mentions.ts'
import { nameIn, type Trace, WrittenSpot } from './rendered.ts'
import type { Settings } from './settings.ts'
import { ObjectWriting, type Place, type Way, type Writing } from './writings.ts'

/** Rendered by kustomize: the place in the base, the patch or the kustomization that says the same of the same object. */
export class OverlayTrace implements Trace {
  readonly file: string
  readonly #rendered: Resource
  readonly #writings: readonly Writing[]
  readonly #settings: Settings
  readonly #mentions: Mentions

  /** `writings`: what the object was made from, patches first. */
  constructor(rendered: Resource, writings: readonly Writing[], settings: Settings, mentions: Mentions) {
    this.file = rendered.source.file
    this.#rendered = rendered
    this.#writings = writings
    this.#settings = settings
    this.#mentions = mentions
  }

  locate(spot: Spot): Location | undefined {
    if ('span' in spot) return undefined
    const path = spot.slice(this.#rendered.root.length)
    const sure = this.#sure(path)
    const name = nameIn(spot)
    const mentioned = sure || name === undefined ? undefined : this.#mentions(name)
    const found = mentioned ? undefined : (sure ?? this.#near(path))
    return found ? locationOf(found) : mentioned
  }

  key(path: Path, rendered: ManifestSource): Spot | undefined {
    const [steps, key] = [path.slice(this.#rendered.root.length), rendered.key(path)]
    const found: SurePlace | undefined = this.#sure(steps) ?? this.#near(steps)
    if (!found || !key) return key
    const written = found.isBlank || typeof found.path.at(-1) === 'number' ? undefined : found.source.key(found.path)
    return new WrittenSpot(() => (written ? found.source.locate(written) : locationOf(found)), key)
  }

  /** Kustomize refuses objects that repeat a key; of patches that do it takes the first value. */
  duplicates(path: Path): readonly DuplicateKey[] {
    return this.#writings.flatMap(writing => {
      if (!(writing instanceof ObjectWriting)) return []
      const { whole, place } = writing.follow(this.#rendered.json, path.slice(this.#rendered.root.length))
      const { source } = place
      return whole ? source.duplicates(place.path).map(found => firstWins(found, source, path)) : []
    })
  }

  #ways(path: Path): readonly Way[] {
    return this.#writings.map(writing => writing.follow(this.#rendered.json, path))
  }

  /** What is missing belongs where the object is written, not into a patch of it: of equals, the last. */
  #near(path: Path): SurePlace | undefined {
    const nearest = this.#ways(path).reduce<Way | undefined>(
      (best, way) => (way.length >= (best?.length ?? 0) ? way : best),
      undefined,
    )
    return nearest?.place
  }

  /** Where the value at a path was written, or taken away. */
  #sure(path: Path): SurePlace | undefined {
    const wanted = valueAt(this.#rendered.json, path)
    const ways = this.#ways(path)
    if (wanted === undefined && ways.length > 0) return this.#taker(path, ways)
    const same = ways.find(({ whole, value }) => whole && JSON.stringify(value) === JSON.stringify(wanted))
    if (same) return same.place
    // Settings of a kustomization change what is written: names, images, labels.
    const written = ways.findLast(({ whole }) => whole)
    return this.#settings.placeOf(this.#rendered, path, written?.value) ?? written?.place
  }

  /** Nothing is taken away that was never there. */
  #taker(path: Path, ways: readonly Way[]): Place | undefined {
    if (!ways.some(({ whole, value }) => whole && value !== null)) return undefined
    for (const writing of this.#writings) {
      const taker = writing.taker(this.#rendered.json, path)
      if (taker) return taker
    }
    return undefined
  }
}

/** A place that is known. `isBlank`: nothing of it may be shown. */
export interface SurePlace extends Place {
  readonly isBlank?: boolean
}

function locationOf({ source, path, isBlank }: SurePlace): Location {
  const location = source.locate(path)
  if (!isBlank) return location
  const { within: _, ...place } = location
  return { ...place, end: place.start, text: '' }
}

function firstWins({ key, at, first }: DuplicateKey, source: ManifestSource, rendered: Path): DuplicateKey {
  const effective = new WrittenSpot(() => source.locate(first), rendered)
  return { key, at: new WrittenSpot(() => source.locate(at), rendered), first: effective, effective, lost: 'last' }
}

const valueAt = (from: Json, path: Path): Json => path.reduce((value, step) => value?.[step], from)
