import type { Path } from '../core/location.ts'
import type { ManifestSource } from '../core/source.ts'
import { isMap, type Json, listOf, Resource, textOf } from '../kube/resource.ts'
import { readYaml, type YamlSource } from '../yaml/source.ts'
import type { InlinePatches } from './inline-patches.ts'
import { ObjectWriting, OperationWriting, type Place, WholeWriting, type Writing } from './trace/writings.ts'

/** A patch that a kustomization applies to what it selects. */
export interface Patch {
  readonly target: Json
  readonly source: ManifestSource
  readonly root: Path
  readonly json: Json
  /** Of one that is not on lines of its own. */
  readonly whole?: Place
}

/** What a kustomization has, and how to read the files that it names. */
interface Patched {
  readonly source: YamlSource
  readonly inline: InlinePatches
  /** Of a file that the kustomization names. */
  readonly sourceOf: (path: string) => YamlSource | undefined
}

/** The patches of a kustomization with a target: all JSON patches, and others that do not go by their own names. */
export async function targetedPatches({ source, inline, sourceOf }: Patched): Promise<readonly Patch[]> {
  const json: Json = source.documents[0]?.value ?? {}
  const found: Patch[] = []
  for (const list of ['patches', 'patchesJson6902'])
    for (const [index, entry] of listOf(json[list]).entries()) {
      if (!isMap(entry?.target)) continue
      const { target } = entry
      const file = sourceOf(textOf(entry.path))
      if (file) found.push(...documentsOf(file).map(document => ({ ...document, target })))
      const place = [list, index, 'patch']
      const documents = inline.documentsAt(place)
      const own = documents.map(number => documentOf(inline.source, number))
      found.push(
        ...(documents.length > 0 ? own : await folded(source, place, entry.patch)).map(one => ({ ...one, target })),
      )
    }
  return found
}

/** A text in quotes, or in folded lines: it is at its key as a whole. */
async function folded(source: YamlSource, place: Path, patch: Json): Promise<readonly Omit<Patch, 'target'>[]> {
  if (textOf(patch) === '') return []
  const whole = { source, path: [0, ...place] }
  return documentsOf(await readYaml(source.file, patch)).map(document => ({ ...document, whole }))
}

const documentsOf = (source: YamlSource): readonly Omit<Patch, 'target'>[] =>
  source.documents.map((_, index) => documentOf(source, index))

const documentOf = (source: YamlSource, index: number): Omit<Patch, 'target'> => ({
  source,
  root: [index],
  json: source.documents[index]!.value,
})

/** What a patch writes into an object with one of these names, if it is meant for it. `before`: the object without patches. */
export function writingsIn(
  patch: Patch,
  rendered: Resource,
  names: ReadonlySet<string>,
  before: Writing | undefined,
): readonly Writing[] {
  const { target, source, root, json, whole } = patch
  if (!isFor(target, rendered, names)) return []
  const writings = Array.isArray(json)
    ? json.flatMap((operation, index) =>
        isMap(operation) ? [new OperationWriting(source, [...root, index], operation, before)] : [],
      )
    : [new ObjectWriting(new Resource(source, root, json), true)]
  // The last operation has the last word.
  return writings.reverse().map(writing => (whole ? new WholeWriting(writing, whole) : writing))
}

/** Names in targets are regular expressions; one that is no plain name may be for any object, which the values then tell. */
function isFor({ kind, name }: Json, rendered: Resource, names: ReadonlySet<string>): boolean {
  if (/^\w+$/.test(textOf(kind)) && kind !== rendered.kind) return false
  return !/^[\w.-]+$/.test(textOf(name)) || name.includes('.') || names.has(name)
}

/** The names that an object had before patches gave it another one. */
export const formerNames = (patches: readonly Patch[], { kind, name }: Resource): ReadonlySet<string> =>
  new Set(
    patches
      .filter(({ target }) => target.kind === undefined || target.kind === kind)
      .filter(patch => namesIn(patch).some(given => given !== '' && name.includes(given)))
      .map(({ target }) => textOf(target.name)),
  )

/** The names that a patch gives. */
const namesIn = ({ json }: Patch): readonly string[] =>
  Array.isArray(json)
    ? json.flatMap(one => (one?.path === '/metadata/name' ? [textOf(one.value)] : []))
    : [textOf(json?.metadata?.name)]
