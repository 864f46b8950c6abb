import { Fault } from '../core/fault.ts'
import type { Host } from '../core/host.ts'
import type { Dockerfile } from '../docker/ast.ts'
import { parseDockerfile } from '../docker/parse/parse.ts'
import { readYaml } from '../yaml/source.ts'
import type { Rendered } from './charts.ts'

/** What the trees of one run share, a base and its change: a file with the same text in both is parsed once. */
export class SharedReading {
  readonly manifest = ofLastText(readYaml)
  readonly dockerfile = ofLastText((file, text): Dockerfile => parseDockerfile(file, text))
  readonly #rendered = new Map<string, Promise<Rendered>>()

  /** What is rendered from the same files in both is rendered once. `what`: the chart or overlay. */
  rendered(host: Host, what: string, files: readonly string[], render: () => Promise<Rendered>): Promise<Rendered> {
    const key = digestOf(host, what, files)
    if (key === undefined) return render()
    const rendered = this.#rendered.get(key) ?? render()
    this.#rendered.set(key, rendered)
    return rendered
  }
}

/** Remembers what was made of the last text of each file. */
function ofLastText<Made>(parse: (file: string, text: string) => Made): (file: string, text: string) => Made {
  const parsed = new Map<string, { readonly text: string; readonly made: Made }>()
  return (file, text) => {
    const known = parsed.get(file)
    if (known?.text === text) return known.made
    const made = parse(file, text)
    parsed.set(file, { text, made })
    return made
  }
}

/** No file of a chart is larger. */
const LIMIT = 100 * 1024 * 1024

/** The names and contents of files; `undefined` when one of them cannot be read. */
function digestOf(host: Host, what: string, files: readonly string[]): string | undefined {
  const hash = process.getBuiltinModule('node:crypto').createHash('sha256').update(what)
  try {
    for (const file of files) {
      const bytes = host.read(file, LIMIT)
      hash.update(`\0${file}\0${bytes.length}\0`).update(bytes)
    }
    return hash.digest('hex')
  } catch (error) {
    if (error instanceof Fault) return undefined
    throw error
  }
}
