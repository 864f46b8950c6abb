import type { Change, Edit } from '../../core/edit.ts'
import type { Location, Path, Span, Spanned, Spot } from '../../core/location.ts'
import type { Comment, DuplicateKey, ManifestSource, Refusal } from '../../core/source.ts'
import type { YamlSource } from '../../yaml/source.ts'

/** Where something in rendered output was written, as far as that can be determined. */
export interface Trace {
  /** A file of the repository. */
  readonly file: string
  /** The place there; `undefined` when it cannot be determined: the first line represents the file. */
  locate(spot: Spot, rendered: Location): Location | undefined
  /** Whether it is written there as it was rendered. */
  isLiteral?(rendered: Location): boolean
  /** As that of the source. */
  leavesOpen?(field: string): boolean
  /** As those of the source, for what the renderer was given. */
  key(path: Path, rendered: ManifestSource): Spot | undefined
  duplicates(path: Path, rendered: ManifestSource): readonly DuplicateKey[]
}

/** The name that a spot ends with, when it is one like `example.com/name`: such names are found wherever they are written. */
export function nameIn(spot: Spot): string | undefined {
  const name = 'span' in spot ? undefined : spot.at(-1)
  return typeof name === 'string' && name.includes('/') ? name : undefined
}

/** A spot of a text that went into the rendered one. */
export class WrittenSpot implements Spanned {
  /** It is nowhere in the rendered text. */
  readonly span: Span = [0, 0]
  readonly locate: () => Location
  /** What became of it. */
  readonly rendered: Spot

  constructor(locate: () => Location, rendered: Spot) {
    this.locate = locate
    this.rendered = rendered
  }
}

/** What is known of the values at paths into rendered text. */
export interface Values {
  /** Whether it is another one with each render. */
  isVarying?(path: Path): boolean
  /** Whether it comes only from values that a chart is tried with. */
  isSample?(path: Path): boolean
}

/** One document of what helm or kustomize printed. Findings are placed in the file it was made from. */
export class RenderedSource implements ManifestSource {
  readonly text: string
  readonly comments: readonly Comment[] = []
  readonly #rendered: YamlSource
  readonly #trace: Trace
  readonly #values: Values

  constructor(rendered: YamlSource, trace: Trace, values: Values = {}) {
    this.text = rendered.text
    this.#rendered = rendered
    this.#trace = trace
    this.#values = values
  }

  varies(path: Path): boolean {
    return this.#values.isVarying?.(path) === true
  }

  isSample(path: Path): boolean {
    return this.#values.isSample?.(path) === true && !this.#trace.isLiteral?.(this.#rendered.locate(path))
  }

  leavesOpen(field: string): boolean {
    return this.#trace.leavesOpen?.(field) === true
  }

  get file(): string {
    return this.#trace.file
  }

  locate(spot: Spot, note?: string): Location {
    const written = spot instanceof WrittenSpot ? spot : undefined
    const rendered = this.#rendered.locate(written?.rendered ?? spot)
    const traced = written ? written.locate() : this.#trace.locate(spot, rendered)
    const start = { line: 1, column: 1 }
    const place = traced ?? { file: this.file, start, end: start, text: rendered.text }
    return { ...place, rendered, ...(note !== undefined && { note }) }
  }

  key(path: Path): Spot | undefined {
    return this.#trace.key(path, this.#rendered)
  }

  duplicates(path: Path): readonly DuplicateKey[] {
    return this.#trace.duplicates(path, this.#rendered)
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
