import { decodeText, notText } from '../core/encoding.ts'
import type { Host } from '../core/host.ts'
import { folderOf, join, resolve } from '../core/paths.ts'
import type { Json } from '../kube/resource.ts'
import { readYaml } from '../yaml/source.ts'

/** One kustomization file, and what it draws in. */
export interface Kustomization {
  readonly file: string
  readonly folder: string
  /** Components are parts: they cannot be built by themselves. */
  readonly component: boolean
  /** Other kustomizations, by their folders. */
  readonly folders: readonly string[]
  /** Files with whole objects. */
  readonly resources: readonly string[]
  /** Files with patches: never objects of their own. */
  readonly patches: readonly string[]
  /** Remote bases, which would need a network. */
  readonly remote: readonly string[]
  /** References that lead out of the workspace. */
  readonly outside: readonly string[]
  /** Charts that kustomize is to render with helm. */
  readonly charts: boolean
}

const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization']

const FILE_LIMIT = 4 * 1024 * 1024

/** `https://…`, `git@…`, `github.com/org/repo//path?ref=v1`: kustomize would fetch these. */
const REMOTE = /^[a-z+]+:\/\/|^git@|^git::|^(?:github\.com|gitlab\.com|bitbucket\.org)\/|[?&](?:ref|version)=/

const strings = (value: Json): readonly string[] =>
  Array.isArray(value) ? value.filter(item => typeof item === 'string') : []

const paths = (value: Json): readonly string[] =>
  Array.isArray(value) ? value.map(item => item?.path).filter(path => typeof path === 'string') : []

/** A patch may be written right into the list: it is a file only if it is one line. */
const isFileName = (text: string): boolean => !text.includes('\n')

/** The kustomization of a folder; `undefined` when it has none. @throws Fault when it cannot be read. */
export async function kustomizationIn(host: Host, folder: string): Promise<Kustomization | undefined> {
  const file = NAMES.map(name => join(folder, name)).find(name => host.kindOf(name) === 'file')
  if (file === undefined) return undefined
  const bytes = host.read(file, FILE_LIMIT)
  const text = decodeText(bytes)
  if (text === undefined) throw notText(file, bytes)
  return readKustomization(host, file, text)
}

/** @throws Fault NOT_YAML */
export async function readKustomization(host: Host, file: string, text: string): Promise<Kustomization> {
  const source = await readYaml(file, text)
  if (source.faults[0]) throw source.faults[0]
  const json: Json = source.documents[0]?.value ?? {}
  const folder = folderOf(file)
  const drawn = [...strings(json.resources), ...strings(json.bases), ...strings(json.components)]
  const local = drawn.filter(path => !REMOTE.test(path))
  const patches = [
    ...paths(json.patches),
    ...paths(json.patchesJson6902),
    ...strings(json.patchesStrategicMerge).filter(isFileName),
    ...paths(json.replacements),
    ...['generators', 'transformers', 'validators', 'crds', 'configurations'].flatMap(key => strings(json[key])),
  ].filter(isFileName)
  const inside = (path: string): readonly string[] =>
    resolve(folder, path) === undefined ? [] : [resolve(folder, path)!]
  const found = local.flatMap(inside)
  return {
    file,
    folder,
    component: json.kind === 'Component',
    folders: found.filter(path => host.kindOf(path) === 'folder'),
    resources: found.filter(path => host.kindOf(path) !== 'folder'),
    patches: patches.flatMap(inside),
    remote: drawn.filter(path => REMOTE.test(path)),
    outside: [...local, ...patches].filter(path => inside(path).length === 0),
    charts: Array.isArray(json.helmCharts) || Array.isArray(json.helmChartInflationGenerator),
  }
}

/** A kustomization and all it draws in, itself first. Circles are walked once; kustomize itself refuses them. */
export async function family(host: Host, root: Kustomization): Promise<readonly Kustomization[]> {
  const known = new Map([[root.folder, root]])
  for (const member of known.values())
    for (const folder of member.folders) {
      if (known.has(folder)) continue
      const next = await kustomizationIn(host, folder)
      if (next) known.set(folder, next)
    }
  return [...known.values()]
}
