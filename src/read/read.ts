import { Fault } from '../core/fault.ts'
import { globMatcher } from '../core/glob.ts'
import type { Host, Missing } from '../core/host.ts'
import { join } from '../core/paths.ts'
import type { Discovered, Skipped } from '../discover/discover.ts'
import type { TextFile, Unread } from '../discover/sort.ts'
import type { InputCounts } from '../inputs.ts'
import { orderNpmFixes } from '../scans/model/fixed.ts'
import { isSettings } from '../scans/readers/unread/settings.ts'
import type { Build } from '../world/builds.ts'
import { Contexts } from '../world/contexts.ts'
import { World } from '../world/world.ts'
import { type Rest, readAround } from './around.ts'
import { buildsIn } from './builds/builds.ts'
import { servicesIn } from './builds/compose.ts'
import { contextsIn } from './builds/contexts.ts'
import { readBuildFiles } from './builds/files.ts'
import { type Rendered, renderChart } from './charts.ts'
import { type Kustomization, readKustomization } from './kustomization.ts'
import { listingOf } from './listing.ts'
import { readManifests } from './manifests.ts'
import { buildOverlay, lostInUnused, rootsOf } from './overlays.ts'
import { Renderer } from './renderer.ts'
import { readReports } from './reports.ts'
import { SharedReading } from './shared.ts'
import { straysIn } from './strays.ts'

/** What the policy says about things that other programs have to render. */
export interface Choices {
  readonly charts: 'render' | 'skip'
  readonly overlays: 'render' | 'skip'
  /** The minor of Kubernetes that charts are rendered for, instead of the one that helm is built for. */
  readonly rendersFor?: number
  /** Globs of settings of other tools that nobody needs to be told of. */
  readonly ignoredSettings: readonly string[]
  /** Which Dockerfile builds which image, beside what other files tell. */
  readonly images?: readonly Build[]
}

/** How much was read: the numbers a reader trusts a green result by. */
export interface Inputs extends InputCounts {
  readonly resources: number
  readonly skipped: readonly Skipped[]
  /** What is about packages, vulnerabilities or a cluster and was not read: by file, the first 1,000. */
  readonly unread: readonly Unread[]
  /** How many there are of them. */
  readonly unreadCount: number
  /** What was passed over of a list of files, because `ignoreUnknown` is set: by file, the first 1,000. */
  readonly ignored?: readonly Missing[]
  readonly ignoredCount?: number
}

/** So many files that were not read are named. */
const MOST_NAMED = 1000

const byFile = (a: Missing, b: Missing): number => (a.file < b.file ? -1 : Number(a.file > b.file))

/** The same with what was passed over of a list of files, counted in every result however ordinary it is. */
export function withIgnored({ world, inputs }: Read, list: ReadonlySet<string>): Inputs {
  const { dockerfiles, reports } = world
  const checked = new Set(
    [...world.checked.map(({ source }) => source), ...dockerfiles, ...reports].map(({ file }) => file),
  )
  const skipped = inputs.skipped.map(one => (list.has(one.path) ? { path: one.path, reason: one.reason } : one))
  const ignored = skipped
    .filter(({ path }) => list.has(path) && !checked.has(path))
    .map(({ path, reason }) => ({ file: path, why: reason }))
  return { ...inputs, skipped, ignored: ignored.sort(byFile).slice(0, MOST_NAMED), ignoredCount: ignored.length }
}

export interface Read {
  readonly world: World
  readonly inputs: Inputs
  readonly faults: readonly Fault[]
  /** The programs that rendered something. */
  readonly programs: readonly string[]
}

/** Reads all that was discovered into one world. What cannot be read is a fault, and all other files are read. `rest`: what is not judged. */
export async function read(
  host: Host,
  found: Discovered,
  choices: Choices,
  shared?: SharedReading,
  rest?: Rest,
): Promise<Read> {
  const faults: Fault[] = [...found.faults]
  const skipped: Skipped[] = [...found.skipped]
  const { overlays, charts, programs } = await render(
    new Renderer(host, shared, choices.rendersFor),
    found,
    choices,
    faults,
  )
  if (choices.charts === 'skip') skipped.push(...found.charts.map(path => ({ path, reason: '`charts: skip`' })))
  const texts = shared ?? new SharedReading()
  const manifests = await readManifests(found, overlays.claimed, faults, texts)
  const strays = choices.charts === 'render' ? await straysIn(host, found.chartParts, charts) : []
  const reports = await readReports(host, found.reports)
  const buildFiles = await readBuildFiles(host, [...new Set([...found.builds, ...(rest?.found.builds ?? [])])])
  const rendered = [...charts, ...overlays.built]
  faults.push(...manifests.faults, ...rendered.flatMap(one => one.faults), ...reports.faults)
  skipped.push(...manifests.skipped, ...overlays.skipped, ...reports.skipped, ...skippedOf(found.charts, charts))
  const world = new World({
    resources: [...manifests.resources, ...strays, ...rendered.flatMap(one => one.resources)],
    configurations: manifests.configurations,
    dockerfiles: found.dockerfiles.map(({ file, text }) => texts.dockerfile(file, text)),
    reports: await orderNpmFixes(reports.reports),
    ...(rest && { around: await readAround(rest, new Set([...filesIn(found), ...overlays.claimed]), texts) }),
    written: rendered.flatMap(one => one.written ?? []),
    builds: await buildsIn(buildFiles, rest?.found.kustomizations ?? found.kustomizations, choices.images ?? []),
    services: buildFiles.flatMap(servicesIn),
    contexts: new Contexts(listingOf(host), buildFiles.flatMap(contextsIn)),
    now: host.now(),
  })
  const kept = rendered.flatMap(one => one.unread ?? [])
  const unread = [...found.unread, ...manifests.unread, ...reports.unread, ...kept]
    .filter(isReported(choices))
    .sort(byFile)
  const inputs = {
    manifests: manifests.files,
    resources: world.resources.length,
    charts: charts.filter(isDone).length,
    overlays: overlays.built.filter(isDone).length,
    dockerfiles: world.dockerfiles.length,
    reports: new Set(world.reports.map(report => report.file)).size,
    skipped,
    unread: unread.slice(0, MOST_NAMED),
    unreadCount: unread.length,
  }
  return { world, inputs, faults, programs }
}

const filesIn = ({ manifests, dockerfiles }: Discovered): readonly string[] =>
  [...manifests, ...dockerfiles].map(({ file }) => file)

/** Of settings of other tools, those that the policy does not pass over. */
function isReported({ ignoredSettings }: Choices): (unread: Unread) => boolean {
  if (ignoredSettings.length === 0) return () => true
  const isIgnored = globMatcher(ignoredSettings)
  return ({ file, format }) => !isSettings(format) || !isIgnored(file)
}

/** Everything that other programs render. */
async function render(
  renderer: Renderer,
  found: Discovered,
  choices: Choices,
  faults: Fault[],
): Promise<{
  readonly overlays: Overlays
  readonly charts: readonly Rendered[]
  readonly programs: readonly string[]
}> {
  const chart = (folder: string): Promise<Rendered> =>
    attempt(join(folder, 'Chart.yaml'), () => renderChart(renderer, folder))
  try {
    const overlays = await readOverlays(renderer, found.kustomizations, choices, faults)
    const charts = choices.charts === 'render' ? await inOrder(found.charts, chart) : []
    return { overlays, charts, programs: [...renderer.programs] }
  } finally {
    renderer.copy.remove()
  }
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
  renderer: Renderer,
  files: readonly TextFile[],
  { overlays }: Choices,
  faults: Fault[],
): Promise<Overlays> {
  const { host } = renderer
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
  const built = await inOrder(roots, root => attempt(root.file, () => buildOverlay(renderer, root)))
  return {
    built,
    claimed: claimedBy(built, patches, await lostInAll(host, unused, faults)),
    skipped: skippedOf(
      roots.map(root => root.file),
      built,
    ),
  }
}

/** Of a component that cannot be read whole, every file may be one that somebody applies. */
async function lostInAll(host: Host, unused: readonly Kustomization[], faults: Fault[]): Promise<ReadonlySet<string>> {
  const lost = await inOrder(unused, async one => {
    try {
      return [...(await lostInUnused(host, one))]
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      if (!faults.some(({ file }) => file === error.file)) faults.push(error)
      return one.patches
    }
  })
  return new Set(lost.flat())
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
