import type { Change, Edit } from '../core/edit.ts'
import { groupBy } from '../core/group.ts'
import type { Location, Path, Span, Spanned, Spot } from '../core/location.ts'
import { once } from '../core/memo.ts'
import { type Comment, type DuplicateKey, Lines, type ManifestSource, type Refusal } from '../core/source.ts'
import type { Json, Resource } from '../kube/resource.ts'
import type { YamlSource } from '../yaml/source.ts'
import { type Mentions, namesIn, onLine } from './mentions.ts'

/** Where something in rendered output was written, as far as that can be determined. */
export interface Trace {
  /** A file of the repository. */
  readonly file: string
  /** The place there; `undefined` when it cannot be determined: the first line represents the file. */
  locate(spot: Spot, rendered: Location): Location | undefined
  /** Where a name such as `example.com/name` is written, when `locate` does not find its value. */
  mention(name: string, rendered: Location): Location | undefined
  /** As those of the source, for what the renderer was given. */
  key(path: Path, rendered: ManifestSource): Spot | undefined
  duplicates(path: Path, rendered: ManifestSource): readonly DuplicateKey[]
  /** As that of the source. */
  leavesOpen?(field: string): boolean
}

/** A spot of a text that went into the rendered one. */
class WrittenSpot implements Spanned {
  /** It is nowhere in the rendered text. */
  readonly span: Span = [0, 0]
  readonly source: ManifestSource
  readonly spot: Spot
  /** What became of it. */
  readonly rendered: Spot

  constructor(source: ManifestSource, spot: Spot, rendered: Spot) {
    this.source = source
    this.spot = spot
    this.rendered = rendered
  }
}

/** One document of what helm or kustomize printed. Findings are placed in the file it was made from. */
export class RenderedSource implements ManifestSource {
  readonly text: string
  readonly comments: readonly Comment[] = []
  readonly #rendered: YamlSource
  readonly #trace: Trace
  readonly #isVarying: (path: Path) => boolean

  /** `isVarying`: of each path, whether its value is another one with each render. */
  constructor(rendered: YamlSource, trace: Trace, isVarying: (path: Path) => boolean = () => false) {
    this.text = rendered.text
    this.#rendered = rendered
    this.#trace = trace
    this.#isVarying = isVarying
  }

  varies(path: Path): boolean {
    return this.#isVarying(path)
  }

  get file(): string {
    return this.#trace.file
  }

  locate(spot: Spot, note?: string): Location {
    const written = spot instanceof WrittenSpot ? spot : undefined
    const rendered = this.#rendered.locate(written?.rendered ?? spot)
    const traced = written ? written.source.locate(written.spot) : this.#traced(spot, rendered)
    const start = { line: 1, column: 1 }
    const place = traced ?? { file: this.file, start, end: start, text: rendered.text }
    return { ...place, rendered, ...(note !== undefined && { note }) }
  }

  #traced(spot: Spot, rendered: Location): Location | undefined {
    const found = this.#trace.locate(spot, rendered)
    const name = found || 'span' in spot ? undefined : spot.at(-1)
    return typeof name === 'string' && name.includes('/') ? this.#trace.mention(name, rendered) : found
  }

  key(path: Path): Spot | undefined {
    return this.#trace.key(path, this.#rendered)
  }

  duplicates(path: Path): readonly DuplicateKey[] {
    return this.#trace.duplicates(path, this.#rendered)
  }

  leavesOpen(field: string): boolean {
    return this.#trace.leavesOpen?.(field) ?? false
  }

  /** helm and kustomize wrote it, and both write what kubectl reads. */
  refusals(): readonly Refusal[] {
    return []
  }

  /** What is rendered cannot be edited. */
  edit(_change: Change): Edit | undefined {
    return undefined
  }
}

/** A line that is there more often than this is not looked for: nobody can tell which of them is meant. */
const MOST_ALIKE = 50

/** How many lines on each side may tell equal lines apart. */
const MOST_AROUND = 50

/** Rendered by helm: the line of the template, where just one line of it reads the same. */
export class TemplateTrace implements Trace {
  readonly file: string
  readonly #lines: readonly string[]
  readonly #within: Lines
  readonly #template: readonly string[]
  readonly #rendered: readonly string[]
  /** Where a line stands, spaces around it left out. */
  readonly #places: ReadonlyMap<string, readonly number[]>
  readonly #names: () => ReadonlyMap<string, readonly number[]>
  readonly #elsewhere: Mentions

  /**
   * `rendered`: the lines of all that helm printed, without spaces around them. `elsewhere`: in all files of the chart.
   */
  constructor(file: string, template: string, rendered: readonly string[], elsewhere: Mentions) {
    this.file = file
    this.#lines = template.split('\n')
    this.#within = new Lines(template)
    this.#template = this.#lines.map(line => line.trim())
    this.#rendered = rendered
    this.#places = groupBy(this.#template.keys(), index => this.#template[index]!)
    this.#names = once(() => namesIn(template))
    this.#elsewhere = elsewhere
  }

  locate(spot: Spot, { start, text }: Location): Location | undefined {
    const rendered = start.line - 1
    const places = this.#places.get(this.#rendered[rendered] ?? '') ?? []
    const line = places.length > 1 && isRepeated(spot) ? this.#mostAlike(places, rendered) : only(places)
    const column = line === undefined ? 0 : this.#lines[line]!.indexOf(text) + 1
    if (line === undefined || column === 0) return undefined
    return {
      file: this.file,
      start: { line: line + 1, column },
      end: { line: line + 1, column: column + text.length },
      text,
      within: this.#within,
    }
  }

  mention(name: string, { start }: Location): Location | undefined {
    const places = this.#names().get(name) ?? []
    const line = this.#mostAlike(places, start.line - 1) ?? places[0]
    return line === undefined ? this.#elsewhere(name) : onLine(this.file, this.#within, line + 1, name)
  }

  key(path: Path, rendered: ManifestSource): Spot | undefined {
    return rendered.key(path)
  }

  duplicates(path: Path, rendered: ManifestSource): readonly DuplicateKey[] {
    return rendered.duplicates(path)
  }

  /** A template whose containers another one writes may take anything from there. */
  leavesOpen(field: string): boolean {
    const isWritten = this.#template.some(line => line.endsWith('ontainers:'))
    return !isWritten || this.#template.some(line => line.includes('{{') && line.includes(field))
  }

  /** Of equal lines the one with most of the same lines around it; `undefined` when two have as many. */
  #mostAlike(places: readonly number[], rendered: number): number | undefined {
    if (places.length > MOST_ALIKE) return undefined
    const around = places.map(place => this.#alike(place, rendered, -1) + this.#alike(place, rendered, 1))
    const most = Math.max(...around)
    return only(places.filter((_, index) => around[index] === most))
  }

  /** How many lines in a row, up or down, read the same. */
  #alike(line: number, rendered: number, direction: 1 | -1): number {
    let count = 0
    for (let step = direction; count < MOST_AROUND; step += direction, count++) {
      const text = this.#template[line + step]
      if (text === undefined || text !== this.#rendered[rendered + step]) break
    }
    return count
  }
}

/** Keys that are written twice, and items of lists, stand on equal lines more often than not. */
const isRepeated = (spot: Spot): boolean => 'span' in spot || typeof spot.at(-1) === 'number'

const only = (places: readonly number[]): number | undefined => (places.length === 1 ? places[0] : undefined)

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

  mention(name: string): Location | undefined {
    return this.#mentions(name)
  }

  locate(spot: Spot): Location | undefined {
    if ('span' in spot) return undefined
    const found = this.#find(spot)
    return found?.source.locate(found.path)
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
