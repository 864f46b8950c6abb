import type { Change, Edit } from '../core/edit.ts'
import type { Location, Path, Spot } from '../core/location.ts'
import type { Comment, Source } from '../core/source.ts'
import type { Json, Resource } from '../kube/resource.ts'
import type { YamlSource } from '../yaml/source.ts'

/** Where something in rendered output was written, as far as that can be told. */
export interface Trace {
  /** A file of the repository. */
  readonly file: string
  /** The place there; `undefined` when it cannot be told: the first line stands for the file. */
  locate(spot: Spot, rendered: Location): Location | undefined
}

/** One document of what helm or kustomize printed. Findings are placed in the file it was made from. */
export class RenderedSource implements Source {
  readonly text: string
  readonly comments: readonly Comment[] = []
  readonly #rendered: YamlSource
  readonly #trace: Trace

  constructor(rendered: YamlSource, trace: Trace) {
    this.text = rendered.text
    this.#rendered = rendered
    this.#trace = trace
  }

  get file(): string {
    return this.#trace.file
  }

  locate(spot: Spot, note?: string): Location {
    const rendered = this.#rendered.locate(spot)
    const start = { line: 1, column: 1 }
    const traced = this.#trace.locate(spot, rendered) ?? { file: this.file, start, end: start, text: rendered.text }
    return { ...traced, rendered, ...(note !== undefined && { note }) }
  }

  /** What is rendered cannot be edited. */
  edit(_change: Change): Edit | undefined {
    return undefined
  }
}

/** Rendered by helm: the line of the template, where just one line of it reads the same. */
export class TemplateTrace implements Trace {
  readonly file: string
  readonly #lines: readonly string[]
  readonly #rendered: readonly string[]
  /** Where a line stands, spaces around it left out; `undefined` for a line that stands there more than once. */
  readonly #only = new Map<string, number | undefined>()

  constructor(file: string, template: string, rendered: readonly string[]) {
    this.file = file
    this.#lines = template.split('\n')
    this.#rendered = rendered
    for (const [index, line] of this.#lines.entries())
      this.#only.set(line.trim(), this.#only.has(line.trim()) ? undefined : index)
  }

  locate(_spot: Spot, { start, text }: Location): Location | undefined {
    const line = this.#only.get(this.#rendered[start.line - 1]?.trim() ?? '')
    if (line === undefined) return undefined
    const column = this.#lines[line]!.indexOf(text) + 1
    if (column === 0) return undefined
    return {
      file: this.file,
      start: { line: line + 1, column },
      end: { line: line + 1, column: column + text.length },
      text,
    }
  }
}

/** Rendered by kustomize: the place in the base or the patch that says the same of the same object. */
export class OverlayTrace implements Trace {
  readonly file: string
  readonly #root: Path
  readonly #value: Json
  readonly #written: readonly Resource[]

  /** `written`: the objects with this kind and name in the files of the overlay, patches first. */
  constructor(kustomization: string, rendered: Resource, written: readonly Resource[]) {
    this.file = kustomization
    this.#root = rendered.root
    this.#value = rendered.json
    this.#written = written
  }

  locate(spot: Spot): Location | undefined {
    if ('span' in spot) return undefined
    const path = spot.slice(this.#root.length)
    const wanted = valueAt(this.#value, path)
    const ways = this.#written.map(resource => ({ resource, ...follow(this.#value, resource.json, path) }))
    const says = ways.find(({ whole, value }) => whole && JSON.stringify(value) === JSON.stringify(wanted))
    // What is missing belongs where the object is written, not into a patch of it: of equals, the last.
    const nearest = ways.reduce((best, way) => (way.way.length >= (best?.way.length ?? 0) ? way : best), ways[0])
    const isValue = wanted !== undefined && wanted !== Object(wanted)
    const best = says ?? (isValue ? undefined : nearest)
    return best?.resource.source.locate(best.resource.at(...best.way))
  }
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
