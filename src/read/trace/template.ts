import { groupBy } from '../../core/group.ts'
import type { Location, Path, Spot } from '../../core/location.ts'
import { once } from '../../core/memo.ts'
import { type DuplicateKey, Lines, type ManifestSource } from '../../core/source.ts'
import { type Mentions, onLine } from '../mentions.ts'
import { Alignment } from './alignment.ts'
import { nameIn, type Trace } from './rendered.ts'
import { keyOf, prints, type TemplateLine, templateLinesIn } from './template-lines.ts'

/** A template of a chart, and where its documents were written in it. */
export class Template {
  readonly file: string
  readonly #lines: Lines
  readonly #documents: () => TemplateDocuments
  readonly #mentions: Mentions

  /** `mentions`: in all files of the chart. */
  constructor(file: string, text: string, mentions: Mentions) {
    this.file = file
    this.#lines = new Lines(text)
    this.#documents = once(() => new TemplateDocuments(templateLinesIn(text)))
    this.#mentions = mentions
  }

  /** Of one document of what helm printed. `rendered`: its lines. `first`: the number of the first of them, from 1. */
  traceOf(rendered: readonly string[], first: number): Trace {
    const alignment = once(() => new Alignment(rendered, this.#documents().closestTo(rendered)))
    const { file } = this
    return {
      file,
      locate: (spot: Spot, { start, text }: Location): Location | undefined => {
        const number = start.line - first
        const line = alignment().lineOf(number)
        if (line) return this.#at(line, text)
        const name = nameIn(spot)
        const mentioned = name === undefined ? undefined : this.#mentions(name, file)
        const around = mentioned ? undefined : alignment().aroundOf(number)
        return around ? this.#at(around, text) : mentioned
      },
      isLiteral: ({ start }: Location): boolean => alignment().lineOf(start.line - first)?.pieces.length === 1,
      leavesOpen: (field: string): boolean => this.#leavesOpen(field),
      key: (path: Path, source: ManifestSource): Spot | undefined => source.key(path),
      duplicates: (path: Path, source: ManifestSource): readonly DuplicateKey[] => source.duplicates(path),
    }
  }

  /** A template whose containers another one writes may take anything from there. */
  #leavesOpen(field: string): boolean {
    const lines = this.#lines.text.split('\n')
    return (
      !lines.some(line => /ontainers:\s*$/.test(line)) ||
      lines.some(line => line.includes('{{') && line.includes(field))
    )
  }

  /** The text where it is on the line, or else what the line prints. */
  #at({ number }: TemplateLine, text: string): Location {
    const line = this.#lines.line(number + 1)
    const written = line.includes(text) ? text : line.trim().replace(/^(?:- )+/, '')
    return onLine(this.file, this.#lines, number + 1, written)
  }
}

/** The documents of a template. One that it may print several times is one of them. */
class TemplateDocuments {
  readonly #all: readonly (readonly TemplateLine[])[]
  /** For each key, the lines with it and the documents that these are in. */
  readonly #byKey: ReadonlyMap<string | undefined, readonly (readonly [TemplateLine, number])[]>

  constructor(all: readonly (readonly TemplateLine[])[]) {
    this.#all = all
    const lines = all.flatMap((document, index) => document.map(line => [line, index] as const))
    this.#byKey = groupBy(lines, ([line]) => line.key)
  }

  /** The document that has most lines in common with a rendered one. */
  closestTo(rendered: readonly string[]): readonly TemplateLine[] {
    if (this.#all.length === 1) return this.#all[0]!
    const common = new Map<number, number>()
    for (const line of rendered)
      for (const index of this.#documentsWith(line.trim())) common.set(index, (common.get(index) ?? 0) + 1)
    const [[closest] = [0]] = [...common].sort(([, a], [, b]) => b - a)
    return this.#all[closest]!
  }

  /** None for a line that says nothing, since it is in most of them. */
  #documentsWith(text: string): ReadonlySet<number> {
    const lines = this.#byKey.get(keyOf(text)) ?? []
    return new Set(
      lines.length > MOST_ALIKE ? [] : lines.flatMap(([line, index]) => (prints(line, text) ? [index] : [])),
    )
  }
}

/** A line that is there more often than this is not looked for: nobody can tell which of them is meant. */
const MOST_ALIKE = 200
