import type { Path } from '../core/location.ts'
import { Lines } from '../core/source.ts'
import { resourcesOf } from '../kube/objects.ts'
import { type Json, listOf, type Resource } from '../kube/resource.ts'
import type { Written } from '../world/written.ts'
import { readYaml, type YamlSource } from '../yaml/source.ts'

/** What is written right into a kustomization. */
export interface InlinePatches {
  readonly written: readonly Written[]
  /** Located in the kustomization. */
  readonly resources: readonly Resource[]
  readonly source: YamlSource
  /** The documents of the patch at a path into the kustomization; none where it is not on lines of its own. */
  documentsAt(path: Path): readonly number[]
}

/**
 * The patches in literal blocks of a kustomization, read as documents that are on the same lines. Patches in other scalars
 * are not on lines of their own.
 */
export async function inlinePatchesIn(source: YamlSource): Promise<InlinePatches> {
  const json: Json = source.documents[0]?.value ?? {}
  const lines = source.text.split('\n')
  const documents = lines.map(() => '')
  const blocks = new Map<string, readonly [from: number, to: number]>()
  for (const path of placesIn(json)) {
    const value: unknown = path.reduce((found, step) => found?.[step], json)
    if (typeof value !== 'string' || !value.includes('\n')) continue
    const above = source.locate([0, ...path]).start.line
    const block = blockBelow(lines, above, value)
    if (block.length > 0) documents[above - 1] = '---'
    blocks.set(path.join('/'), [above, above + block.length])
    for (const [index, line] of block.entries()) documents[above + index] = line
  }
  const isAny = documents.includes('---')
  const patches = await readYaml(source.file, isAny ? documents.join('\n') : '')
  const { file, text, comments } = patches
  const positions = new Lines(text)
  return {
    written: isAny ? [{ file, text, comments, isPart: true }] : [],
    resources: resourcesOf(patches),
    source: patches,
    documentsAt: path => {
      const [from, to] = blocks.get(path.join('/')) ?? [0, 0]
      return patches.documents.flatMap(({ start }, index) => {
        const { line } = positions.point(start)
        return line > from && line <= to ? [index] : []
      })
    },
  }
}

const placesIn = (json: Json): readonly Path[] => [
  ...['patches', 'patchesJson6902'].flatMap(key => listOf(json[key]).map((_, index) => [key, index, 'patch'])),
  ...listOf(json.patchesStrategicMerge).map((_, index) => ['patchesStrategicMerge', index]),
]

/** The lines of a literal block; none when the value is not such a block. */
function blockBelow(lines: readonly string[], above: number, value: string): readonly string[] {
  const content = value.trimEnd().split('\n')
  const block = lines.slice(above, above + content.length)
  if (!content.every((line, index) => block[index]?.trim() === line.trim())) return []
  // A marker between documents is none when it is indented.
  return content.map((line, index) => (line.startsWith('---') ? line : block[index]!))
}
