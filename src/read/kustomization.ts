import { decodeText, notText } from '../core/encoding.ts'
import type { Host } from '../core/host.ts'
import { folderOf, join, resolve } from '../core/paths.ts'
import { KUSTOMIZATIONS } from '../discover/kinds.ts'
import { isMap, type Json } from '../kube/resource.ts'
import { readYaml, type YamlSource } from '../yaml/source.ts'
import type { Release } from './charts.ts'
import { FILE_LIMIT } from './file-text.ts'

/** One kustomization file, and what it includes. */
export interface Kustomization {
  readonly file: string
  readonly source: YamlSource
  readonly folder: string
  /** Components are parts: they cannot be built by themselves. */
  readonly component: boolean
  /** Other kustomizations, by their folders. */
  readonly folders: readonly string[]
  /** Files with whole objects. */
  readonly resources: readonly string[]
  /** Files with patches: never objects of their own. */
  readonly patches: readonly string[]
  /** Files whose content goes into ConfigMaps, Secrets and charts. */
  readonly data: readonly string[]
  /** Folders with the charts that kustomize is to render. */
  readonly chartHomes: readonly string[]
  /** Bases, patches and charts that would need a network. */
  readonly remote: readonly string[]
  /** References that lead out of the workspace. */
  readonly outside: readonly string[]
  /** References to nothing: kustomize would look for these on the network too. */
  readonly missing: readonly string[]
  /** Whether kustomize is to render charts with helm. */
  readonly charts: boolean
  /** Those of them that are there. */
  readonly releases: readonly Release[]
}

/** `https://…`, `git@…`, `github.com/org/repo//path?ref=v1`: kustomize would fetch these. */
const REMOTE = /^[a-z+]+:\/\/|^git@|^git::|^(?:github\.com|gitlab\.com|bitbucket\.org)\/|[?&](?:ref|version)=/i

const strings = (value: Json): readonly string[] =>
  Array.isArray(value) ? value.filter(item => typeof item === 'string') : []

const maps = (value: Json): readonly Json[] => (Array.isArray(value) ? value.filter(isMap) : [])

const paths = (value: Json): readonly string[] => strings(maps(value).map(({ path }) => path))

/** A patch may be written right into the list: it is a file only if it is one line. */
const isFileName = (text: string): boolean => !/\n|^\s*[{[]|:\s/.test(text)

/** The kustomization of a folder; `undefined` when it has none. @throws Fault when it cannot be read. */
async function kustomizationIn(host: Host, folder: string): Promise<Kustomization | undefined> {
  const file = KUSTOMIZATIONS.map(name => join(folder, name)).find(name => host.kindOf(name) === 'file')
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
  const included = [...strings(json.resources), ...strings(json.bases), ...strings(json.components)]
  const patches = patchesIn(json)
  const plugins = await pluginsIn(host, folder, json)
  const charts = [...chartsIn(json), ...plugins.filter(({ kind }) => kind === 'HelmChartInflationGenerator')]
  const data = [...new Set([json, ...plugins].flatMap(dataIn))]
  const isRemote = (path: string): boolean => REMOTE.test(path)
  const [local, localPatches] = [included, patches].map(all => all.filter(path => !isRemote(path))) as [
    string[],
    string[],
  ]
  const kindOf = (path: string): ReturnType<Host['kindOf']> => {
    const inside = resolve(folder, path)
    return inside === undefined ? 'outside' : host.kindOf(inside)
  }
  const ofKind = (paths: readonly string[], ...kinds: ReturnType<Host['kindOf']>[]): readonly string[] =>
    paths.filter(path => kinds.includes(kindOf(path)))
  const inside = (paths: readonly string[]): readonly string[] => paths.map(path => resolve(folder, path)!)
  return {
    file,
    source,
    folder,
    component: json.kind === 'Component',
    folders: inside(ofKind([...local, ...localPatches], 'folder')),
    resources: inside(ofKind(local, 'file')),
    patches: inside(ofKind(localPatches, 'file', 'folder')),
    data: inside(ofKind(data, 'file')),
    chartHomes: inside(ofKind([...new Set(charts.flatMap(chart => placesOf(json, chart).homes))], 'folder')),
    remote: [
      ...new Set([...included, ...patches, ...data].filter(isRemote)),
      ...remoteCharts(host, folder, json, charts),
    ],
    outside: [...new Set(ofKind([...local, ...localPatches, ...data.filter(path => !isRemote(path))], 'outside'))],
    missing: ofKind([...local, ...localPatches], 'missing', 'broken-link', 'other'),
    charts: [json.helmCharts, json.helmChartInflationGenerator].some(Array.isArray) || charts.length > 0,
    releases: charts.flatMap(chart => releaseOf(host, folder, json, chart) ?? []),
  }
}

/** Files that change other objects. */
const patchesIn = (json: Json): readonly string[] =>
  [
    ...paths(json.patches),
    ...paths(json.patchesJson6902),
    ...strings(json.patchesStrategicMerge),
    ...paths(json.replacements),
    ...['generators', 'transformers', 'validators', 'crds', 'configurations'].flatMap(key => strings(json[key])),
  ].filter(isFileName)

/** Keys with files in them, in a kustomization and in the configuration of its plug-ins, at whatever depth. */
const FILE_KEYS = new Set(['additionalValuesFiles', 'env', 'envs', 'files', 'path', 'paths', 'valuesFile'])

/** Files whose content goes into ConfigMaps, Secrets and charts: `key=file` names the key as well. */
function dataIn(json: Json): readonly string[] {
  if (Array.isArray(json)) return json.flatMap(dataIn)
  if (!isMap(json)) return []
  return Object.entries(json).flatMap(([key, value]) =>
    FILE_KEYS.has(key) ? [...strings([value].flat()).map(withoutKey), ...dataIn(value)] : dataIn(value),
  )
}

const withoutKey = (path: string): string => (REMOTE.test(path) ? path : path.replace(/^[^=]*=/, ''))

const chartsIn = (json: Json): readonly Json[] => [...maps(json.helmCharts), ...maps(json.helmChartInflationGenerator)]

/** The configuration of generators, transformers and validators, in files or right in these lists. */
async function pluginsIn(host: Host, folder: string, json: Json): Promise<readonly Json[]> {
  const listed = [json.generators, json.transformers, json.validators].flatMap(strings)
  const sources = listed.map(text => {
    const file = resolve(folder, text)
    if (!isFileName(text)) return readYaml(folder, text)
    return readYaml(folder, file !== undefined && host.kindOf(file) === 'file' ? textOf(host, file) : '')
  })
  const documents = (await Promise.all(sources)).flatMap(source => source.documents)
  return maps(documents.map(({ value }) => value))
}

const textOf = (host: Host, file: string): string => decodeText(host.read(file, FILE_LIMIT)) ?? ''

/** Where kustomize looks for a chart: in the folder of charts, with or without its version. */
function placesOf(json: Json, chart: Json): { readonly homes: readonly string[]; readonly charts: readonly string[] } {
  const name = chart.name ?? chart.chartName
  const version = chart.version ?? chart.chartVersion
  const home = [chart.chartHome, json.helmGlobals?.chartHome].find(one => typeof one === 'string') ?? 'charts'
  const homes = [home, `${home}/${name}-${version}`]
  return { homes, charts: homes.map(place => `${place}/${name}`) }
}

/** Flags would be taken for such, and paths are tried inside of the workspace only. */
function releaseOf(host: Host, folder: string, json: Json, chart: Json): Release | undefined {
  const places = placesOf(json, chart).charts.map(place => resolve(folder, place))
  const found = places.find(place => place !== undefined && host.kindOf(place) === 'folder')
  if (found === undefined) return undefined
  const name = /^[a-z0-9][a-z0-9.-]{0,52}$/.test(chart.releaseName) ? chart.releaseName : 'release-name'
  const values = strings([chart.valuesFile, chart.additionalValuesFiles].flat()).map(file => resolve(folder, file))
  return { folder: found, name, values: values.filter(file => file !== undefined) }
}

/** A chart with a `repo` is fetched unless it is there. */
function remoteCharts(host: Host, folder: string, json: Json, charts: readonly Json[]): readonly string[] {
  return charts.flatMap(chart => {
    const repo = chart.repo ?? chart.chartRepoUrl
    if (typeof repo !== 'string' || repo === '') return []
    const places = placesOf(json, chart).charts.map(place => resolve(folder, place))
    const isThere = places.some(place => place !== undefined && host.kindOf(place) === 'folder')
    return isThere ? [] : [`${repo} ${chart.name ?? chart.chartName}`]
  })
}

/** A kustomization and all it includes, itself first. Circles are walked once; kustomize itself refuses them. */
export async function withBases(host: Host, root: Kustomization): Promise<readonly Kustomization[]> {
  const known = new Map([[root.folder, root]])
  for (const member of known.values())
    for (const folder of member.folders) {
      if (known.has(folder)) continue
      const next = await kustomizationIn(host, folder)
      if (next) known.set(folder, next)
    }
  return [...known.values()]
}
