import { Fault } from '../core/fault.ts'
import type { Host } from '../core/host.ts'
import type { Path } from '../core/location.ts'
import { join } from '../core/paths.ts'
import { Lines } from '../core/source.ts'
import type { Discovered, Skipped } from '../discover/discover.ts'
import { isTemplate } from '../discover/kinds.ts'
import { NO_OBJECTS, TEMPLATE, type TextFile, type Unread, uncheckable } from '../discover/sort.ts'
import type { Dockerfile } from '../docker/ast.ts'
import { parseDockerfile } from '../docker/parse/parse.ts'
import type { InputCounts } from '../inputs.ts'
import { type Broken, brokenIn, resourcesIn } from '../kube/objects.ts'
import type { Json, Resource } from '../kube/resource.ts'
import { isUnread, NoScan, readReport } from '../scans/index.ts'
import { orderNpmFixes } from '../scans/model/fixed.ts'
import { World } from '../world/world.ts'
import { readYaml, type YamlSource } from '../yaml/source.ts'
import { type Rendered, renderChart } from './charts.ts'
import { type Kustomization, readKustomization } from './kustomization.ts'
import { isApplicable } from './left-out.ts'
import { buildOverlay, lostInUnused, rootsOf } from './overlays.ts'
import { readReports, unreadOf } from './reports.ts'
import { straysIn } from './strays.ts'

/** What the policy says about things that other programs have to render. */
export interface Choices {
  readonly charts: 'render' | 'skip'
  readonly overlays: 'render' | 'skip'
}

/** How much was read: the numbers a reader trusts a green result by. */
export interface Inputs extends InputCounts {
  readonly resources: number
  readonly skipped: readonly Skipped[]
  /** What is about packages, vulnerabilities or a cluster and was not read: by file, the first 1,000. */
  readonly unread: readonly Unread[]
  /** How many there are of them. */
  readonly unreadCount: number
}

/** So many files that were not read are named. */
const UNREAD = 1000

export interface Read {
  readonly world: World
  readonly inputs: Inputs
  readonly faults: readonly Fault[]
}

/** Reads all that was discovered into one world. What cannot be read is a fault; the rest is read all the same. */
export async function read(host: Host, found: Discovered, choices: Choices): Promise<Read> {
  const faults: Fault[] = [...found.faults]
  const skipped: Skipped[] = [...found.skipped]
  const overlays = await readOverlays(host, found.kustomizations, choices, faults)
  const charts =
    choices.charts === 'render'
      ? await inOrder(found.charts, folder => attempt(join(folder, 'Chart.yaml'), () => renderChart(host, folder)))
      : []
  if (choices.charts === 'skip') skipped.push(...found.charts.map(path => ({ path, reason: '`charts: skip`' })))
  const plain = await readManifests(found.manifests.filter(({ file }) => !overlays.claimed.has(file)))
  const more = await readManifests(found.kustomizations.filter(({ text }) => /^---/m.test(text)))
  const strays = choices.charts === 'render' ? await straysIn(host, found.chartParts, charts) : []
  const reports = await readReports(host, found.reports)
  const rendered = [...charts, ...overlays.built]
  faults.push(...plain.faults, ...rendered.flatMap(one => one.faults), ...reports.faults)
  skipped.push(...plain.skipped, ...overlays.skipped, ...reports.skipped, ...skippedOf(found.charts, charts))
  const world = new World({
    resources: [...plain.resources, ...more.resources, ...strays, ...rendered.flatMap(one => one.resources)],
    dockerfiles: found.dockerfiles.map(({ file, text }): Dockerfile => parseDockerfile(file, text)),
    reports: await orderNpmFixes(reports.reports),
    written: rendered.flatMap(one => one.written ?? []),
  })
  const unread = [...found.unread, ...plain.unread, ...reports.unread].sort((a, b) => (a.file < b.file ? -1 : 1))
  const inputs = {
    manifests: plain.files,
    resources: world.resources.length,
    charts: charts.filter(isDone).length,
    overlays: overlays.built.filter(isDone).length,
    dockerfiles: world.dockerfiles.length,
    reports: new Set(world.reports.map(report => report.file)).size,
    skipped,
    unread: unread.slice(0, UNREAD),
    unreadCount: unread.length,
  }
  return { world, inputs, faults }
}

const isDone = ({ faults, skipped }: Rendered): boolean => faults.length === 0 && skipped === undefined

const skippedOf = (paths: readonly string[], rendered: readonly Rendered[]): readonly Skipped[] =>
  rendered.flatMap(({ skipped }, index) => (skipped === undefined ? [] : [{ path: paths[index]!, reason: skipped }]))

/** One after the other: two renderers at once would only fight for the cores. */
async function inOrder<From, To>(items: readonly From[], make: (item: From) => Promise<To>): Promise<readonly To[]> {
  const made: To[] = []
  for (const item of items) made.push(await make(item))
  return made
}

/** What goes wrong in one chart or overlay is a fault of its file, and the others are rendered all the same. */
async function attempt(file: string, make: () => Promise<Rendered>): Promise<Rendered> {
  try {
    return await make()
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    if (error.file === file) return { resources: [], faults: [error] }
    const part = error.file === undefined ? '' : `\`${error.file}\`: `
    return { resources: [], faults: [new Fault('RENDER_FAILED', part + error.message, { file, cause: error })] }
  }
}

interface Overlays {
  readonly built: readonly Rendered[]
  /** Files that are parts of overlays: what becomes of them is checked in the build. */
  readonly claimed: ReadonlySet<string>
  readonly skipped: readonly Skipped[]
}

async function readOverlays(
  host: Host,
  files: readonly TextFile[],
  { overlays }: Choices,
  faults: Fault[],
): Promise<Overlays> {
  const all: Kustomization[] = []
  for (const { file, text } of files)
    try {
      all.push(await readKustomization(host, file, text))
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      faults.push(error)
    }
  const patches = all.flatMap(one => one.patches)
  if (overlays === 'skip')
    return {
      built: [],
      claimed: new Set(patches),
      skipped: all.map(({ file }) => ({ path: file, reason: '`overlays: skip`' })),
    }
  const { roots, unused } = rootsOf(all)
  const built = await inOrder(roots, root => attempt(root.file, () => buildOverlay(host, root)))
  return {
    built,
    claimed: claimedBy(built, patches, await lostInUnused(host, unused)),
    skipped: skippedOf(
      roots.map(root => root.file),
      built,
    ),
  }
}

/** A patch is no manifest, but for one that some overlay includes and none of them applies. */
function claimedBy(
  built: readonly Rendered[],
  patches: readonly string[],
  unused: ReadonlySet<string>,
): ReadonlySet<string> {
  const included = built.flatMap(one => one.included ?? [])
  const lost = new Set([...unused, ...built.flatMap(one => one.lost ?? [])])
  return new Set([...patches.filter(file => !lost.has(file)), ...included])
}

interface Manifests {
  readonly files: number
  readonly resources: readonly Resource[]
  readonly faults: readonly Fault[]
  readonly skipped: readonly Skipped[]
  readonly unread: readonly Unread[]
}

async function readManifests(files: readonly TextFile[]): Promise<Manifests> {
  const sources = await Promise.all(files.map(({ file, text }) => readYaml(file, text)))
  const read = sources.map((source, index) => manifestIn(source, files[index]!.named === true))
  return {
    files: read.filter(({ resources }) => resources.length > 0).length,
    resources: read.flatMap(({ resources }) => resources),
    faults: read.flatMap(({ faults }) => faults),
    skipped: read.flatMap(({ skipped }) => skipped),
    unread: read.flatMap(({ unread }) => unread),
  }
}

/**
 * The objects of a file, but for documents that are templates, YAML or not: nobody knows their values. What a scanner
 * wrote into a cluster is an object too, and is none to check.
 */
function manifestIn(source: YamlSource, named: boolean): Omit<Manifests, 'files'> {
  const { file, text, documents } = source
  const mayBeTemplate = text.includes('{{') || text.includes('{%')
  const isTemplated = documents.map(({ value }, index) => mayBeTemplate && holdsTemplate(source, [index], value))
  const scans = documents.map(({ value }) => mayBeScan(value) && isUnread(value, ''))
  // Its keys may be a scanner's, and kubectl takes it all the same.
  const isScan = scans.map(
    (scan, index) => scan && !resourcesIn(source, [index], documents[index]!.value).some(isApplicable),
  )
  const refused = refusals(
    file,
    documents.map(({ value }): unknown => value).filter((_, index) => scans[index]),
  )
  const resources = documents.flatMap(({ value }, index) =>
    isTemplated[index] || isScan[index] ? [] : resourcesIn(source, [index], value),
  )
  const broken = documents.flatMap(({ value }, index) =>
    isTemplated[index] || isScan[index] ? [] : brokenIn([index], value).map(one => faultOf(source, one)),
  )
  const readable = mayBeTemplate
    ? source.faults.filter(fault => source.unsure.has(fault) || !isOfTemplate(source, fault))
    : source.faults
  const own = [...readable, ...broken]
  const faults = [...own, ...refused.filter(fault => named || !(fault instanceof NoScan))]
  const unread = named ? [] : refused.filter(fault => fault instanceof NoScan).map(fault => unreadOf(file, fault))
  const templated = readable.length < source.faults.length || isTemplated.includes(true)
  const isNothing = resources.length === 0 && own.length === 0 && refused.length === 0
  const reason = templated ? TEMPLATE : isNothing ? NO_OBJECTS : undefined
  if (reason === undefined) return { resources, faults, skipped: [], unread }
  if (named && resources.length === 0)
    return { resources, faults: [...faults, uncheckable(file, reason)], skipped: [], unread }
  return {
    resources,
    faults,
    skipped: [{ path: file, reason, ...(!templated && { ordinary: true as const }) }],
    unread,
  }
}

/** Objects of scanners are called reports. For all others, which are nearly all, no reader has to be compiled and asked. */
const mayBeScan = (value: Json): boolean => typeof value?.kind !== 'string' || /(?:Report|List)$/.test(value.kind)

function faultOf(source: YamlSource, { path, why }: Broken): Fault {
  const { line, column } = source.locate(path).start
  return new Fault('NOT_AN_OBJECT', why, { file: source.file, line, column })
}

/** Why documents in formats that are known are not read: each reason once. */
function refusals(file: string, documents: readonly unknown[]): readonly Fault[] {
  const refused = documents.map(document => {
    try {
      readReport(document, file)
    } catch (error) {
      if (error instanceof Fault) return error
      throw error
    }
    return undefined
  })
  return [...new Map(refused.filter(fault => fault !== undefined).map(fault => [fault.message, fault])).values()]
}

/** It is no YAML for anybody, and there are a template's braces at the left margin, or where the reader stopped. */
function isOfTemplate({ text }: YamlSource, { line = 0 }: Fault): boolean {
  const where = new Lines(text).line(line).replace(/(?:^|\s)#.*/, '')
  return /\{[{%]/.test(where) || isTemplate(text)
}

/**
 * `image: {{ .Values.image }}` is legal YAML: a map whose one key is a map. No cluster takes that. A text that looks
 * like such a key is one like others: it must not hide its object.
 */
function holdsTemplate(source: YamlSource, path: Path, value: Json): boolean {
  if (value === null || typeof value !== 'object') return false
  return Object.entries(value).some(([key, inner]) => {
    const here = [...path, Array.isArray(value) ? Number(key) : key]
    const isMapKey = key.startsWith('{"') && inner === null && isInBraces(source, here)
    return isMapKey || holdsTemplate(source, here, inner)
  })
}

/** A template's braces stand where its key is; what comes by an alias or a merge is not written there. */
const isInBraces = (source: YamlSource, path: Path): boolean => source.locate(path).text.startsWith('{')
