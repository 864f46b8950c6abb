import { type Host, TEXT_LIMIT } from '../../core/host.ts'
import type { Location, Spot } from '../../core/location.ts'
import { type Comment, Lines, type Source } from '../../core/source.ts'
import type { Json } from '../../kube/resource.ts'
import { readYaml } from '../../yaml/source.ts'
import { textOrNothing } from '../file-text.ts'

/** A file that tells what is built: one that cannot be read tells nothing, since none of them is checked. */
export interface BuildFile {
  readonly file: string
  readonly source: Source
  /** Of YAML and JSON; none for other languages. */
  readonly documents: readonly Json[]
}

/** A text in which places are spans. */
class SpanSource implements Source {
  readonly file: string
  readonly text: string
  readonly comments: readonly Comment[] = []
  readonly #lines: Lines

  constructor(file: string, text: string) {
    this.file = file
    this.text = text
    this.#lines = new Lines(text)
  }

  locate(spot: Spot, note?: string): Location {
    return this.#lines.locate(this.file, 'span' in spot ? spot.span : [0, 0], note)
  }

  edit(): undefined {}
}

export async function readBuildFiles(host: Host, files: readonly string[]): Promise<readonly BuildFile[]> {
  const read: BuildFile[] = []
  for (const file of files) read.push(await parseBuildFile(file, textOrNothing(host, file, TEXT_LIMIT)))
  return read
}

export async function parseBuildFile(file: string, text: string): Promise<BuildFile> {
  if (file.endsWith('.hcl')) return { file, source: new SpanSource(file, text), documents: [] }
  const source = await readYaml(file, text)
  return { file, source, documents: source.documents.map(({ value }): Json => value) }
}
