import { decodeText } from '../core/encoding.ts'
import { Fault, type Place } from '../core/fault.ts'
import type { Host, Ran } from '../core/host.ts'
import type { Path } from '../core/location.ts'
import { isBelow, join, resolve } from '../core/paths.ts'
import { partitionPoint } from '../core/search.ts'
import { Lines } from '../core/source.ts'
import type { Unread } from '../discover/sort.ts'
import { isObject, resourcesIn } from '../kube/objects.ts'
import { RELEASE, type Resource } from '../kube/resource.ts'
import { templateOf, type Written } from '../world/written.ts'
import { readYaml, type YamlSource } from '../yaml/source.ts'
import { FILE_LIMIT, textOrNothing } from './file-text.ts'
import { type Mentions, mentionsIn } from './mentions.ts'
import { shownReason } from './reason.ts'
import type { Renderer } from './renderer.ts'
import { samplesIn } from './samples.ts'
import { insteadOf } from './trace/packed.ts'
import { RenderedSource, type Trace, type Values } from './trace/rendered.ts'
import { Template } from './trace/template.ts'
import { SKIP_SCHEMAS, withoutRemoteSchemas } from './value-schemas.ts'
import { differingFrom, mayVary } from './varying.ts'

/** What came of rendering a chart or an overlay. */
export interface Rendered {
  readonly resources: readonly Resource[]
  readonly faults: readonly Fault[]
  /** Files whose objects are in the result: nobody needs to read them by themselves. */
  readonly included?: readonly string[]
  /** The texts that went in. */
  readonly written?: readonly Written[]
  /** Files that went in, and whose workloads are not in the result. */
  readonly lost?: readonly string[]
  /** Schemas that were kept from helm. */
  readonly unread?: readonly Unread[]
  /** Set when there was nothing to render, and why. */
  readonly skipped?: string
}

const INSTALL =
  'install helm (GitHub’s Ubuntu and Windows runners have it), or skip charts with `charts: skip` in the policy'

/** Renders a chart with its defaults; when these are not enough, with each of its `ci/*-values.yaml` (as chart-testing does). */
export async function renderChart(renderer: Renderer, folder: string): Promise<Rendered> {
  const { host, copy } = renderer
  const chartFile = join(folder, 'Chart.yaml')
  if (await isLibrary(host, chartFile))
    return { resources: [], faults: [], skipped: 'library chart, which renders nothing by itself' }
  const links = await copy.add(folder)
  const [refused] = links.length > 0 ? links : await copy.addSubcharts(join(folder, 'charts'))
  if (refused) return failed(`helm would read \`${refused.path}\`, which is ${refused.why}`, { file: chartFile })
  return renderer.once(folder, copy.files(folder), () => renderCopied(renderer, folder))
}

/** A chart that something else renders too. */
export interface Release {
  /** Of the chart. */
  readonly folder: string
  readonly name: string
  /** Files of values, beside the defaults. */
  readonly values: readonly string[]
}

/** What helm prints of a chart, located in its templates: kustomize does not tell which object is of which. Nothing when it fails. */
export async function printedBy(renderer: Renderer, { folder, name, values }: Release): Promise<Rendered> {
  const nothing: Rendered = { resources: [], faults: [] }
  if (!renderer.copy.has(join(folder, 'Chart.yaml'))) return nothing
  const files = values.filter(file => renderer.copy.has(file)).flatMap(file => ['--values', file])
  const args = ['template', name, `./${folder}`, '--include-crds', ...files, ...versionFor(renderer)]
  const ran = await renderer.run('helm', args, '')
  if (ran?.exitCode !== 0) return nothing
  const mentions = mentionsIn(renderer.host, renderer.copy.files(folder))
  return inTemplates({ renderer, folder, mentions }, await readYaml(join(folder, 'Chart.yaml'), ran.stdout), {})
}

const versionFor = ({ kubernetes }: Renderer): readonly string[] =>
  kubernetes === undefined ? [] : ['--kube-version', kubernetes]

const failed = (message: string, place: Place): Rendered => ({
  resources: [],
  faults: [new Fault('RENDER_FAILED', message, place)],
})

async function renderCopied(renderer: Renderer, folder: string): Promise<Rendered> {
  const chart = { file: join(folder, 'Chart.yaml') }
  const { unread, packed } = withoutRemoteSchemas(renderer, folder)
  const options = [...(packed.length > 0 ? [SKIP_SCHEMAS] : []), ...versionFor(renderer)]
  const ran = await template(renderer, folder, options)
  if (ran === undefined) return failed(`this chart cannot be rendered without helm: ${INSTALL}`, chart)
  // Some wrappers of helm end well whatever helm said.
  if (ran.exitCode !== 0 || /^Error: /m.test(ran.stderr))
    return failed(explain(ran.stderr, packed), placeOf(ran.stderr, folder) ?? chart)
  const again = mayVary(renderer, folder) ? await template(renderer, folder, options) : undefined
  const mentions = mentionsIn(renderer.host, renderer.copy.files(folder))
  const source = await readYaml(chart.file, ran.stdout)
  const values = {
    ...(again && { isVarying: differingFrom(source, await readYaml(chart.file, again.stdout)) }),
    ...(ran.values !== undefined && { isSample: await samplesOf(renderer.host, folder, source, ran.values) }),
  }
  return { ...(await inTemplates({ renderer, folder, mentions }, source, values)), unread }
}

async function isLibrary(host: Host, chartFile: string): Promise<boolean> {
  const chart = await readYaml(chartFile, decodeText(host.read(chartFile, FILE_LIMIT)) ?? '')
  const [document] = chart.documents
  return (
    document?.value !== null &&
    typeof document?.value === 'object' &&
    'type' in document.value &&
    document.value.type === 'library'
  )
}

/** Helm installs what is in `crds` too, whatever it is. */
const TEMPLATE = ['template', RELEASE, '.', '--include-crds']

/** What helm printed, and the file of values that it took beside the defaults, if it needed any. */
interface Templated extends Ran {
  readonly values?: string
}

async function template(
  renderer: Renderer,
  folder: string,
  options: readonly string[],
): Promise<Templated | undefined> {
  const args = [...TEMPLATE, ...options]
  const plain = await renderer.run('helm', args, folder)
  if (plain === undefined || (plain.exitCode === 0 && plain.stdout.trim() !== '')) return plain
  for (const values of ciValues(renderer, folder)) {
    const ran = await renderer.run('helm', [...args, '--values', `ci/${values}`], folder)
    if (ran?.exitCode === 0) return { ...ran, values: join(folder, `ci/${values}`) }
  }
  return plain
}

async function samplesOf(
  host: Host,
  folder: string,
  rendered: YamlSource,
  file: string,
): Promise<(path: Path) => boolean> {
  const [given, defaults] = await Promise.all(
    [file, join(folder, 'values.yaml')].map(async one => {
      const { documents } = await readYaml(one, textOrNothing(host, one))
      return documents[0]?.value
    }),
  )
  return samplesIn(rendered, given, defaults)
}

function ciValues({ host, copy }: Renderer, folder: string): readonly string[] {
  const ci = join(folder, 'ci')
  if (host.kindOf(ci) !== 'folder') return []
  const names = host.entries(ci).flatMap(({ name, kind }) => (kind === 'file' ? [name] : []))
  return names.filter(name => name.endsWith('-values.yaml') && copy.has(join(ci, name)))
}

interface Chart {
  readonly renderer: Renderer
  readonly folder: string
  readonly mentions: Mentions
}

/** Each document belongs to the template that its `# Source: chart/templates/x.yaml` names. */
async function inTemplates(
  { renderer: { host }, folder, mentions }: Chart,
  source: YamlSource,
  values: Values,
): Promise<Rendered> {
  const { file: chartFile, text: output } = source
  const documents = documentsIn(output)
  const templates = new TemplateTraces(host, mentions)
  const resources: Resource[] = []
  for (const [index, { value, start }] of source.documents.entries()) {
    if (!isObject(value)) continue
    const trace = await templates.of(templateAbove(output, start, folder), ...documents(start))
    const rendered = new RenderedSource(source, trace, values)
    resources.push(...resourcesIn(rendered, [index], value, { by: 'helm', root: folder }))
  }
  const { written } = templates
  if (resources.length > 0 || source.faults.length > 0) return { resources, faults: source.faults, written }
  if (source.documents.length === 0) return { resources, faults: [], skipped: 'chart that renders nothing' }
  const nothing = 'helm printed output without any Kubernetes object'
  return { resources, faults: [new Fault('RENDER_FAILED', nothing, { file: chartFile })] }
}

/** Traces of rendered documents to the templates that they were made from. */
class TemplateTraces {
  readonly written: Written[] = []
  readonly #host: Host
  readonly #mentions: Mentions
  readonly #known = new Map<string, Template | Trace>()

  constructor(host: Host, mentions: Mentions) {
    this.#host = host
    this.#mentions = mentions
  }

  /** Of a document with these lines, the first of which has this number. */
  async of(file: string, rendered: readonly string[], first: number): Promise<Trace> {
    const known = this.#known.get(file) ?? (await this.#read(file))
    this.#known.set(file, known)
    return known instanceof Template ? known.traceOf(rendered, first) : known
  }

  async #read(file: string): Promise<Template | Trace> {
    const instead = await insteadOf(this.#host, file)
    if (instead && 'trace' in instead) {
      if (instead.written) this.#add(instead.written)
      return instead.trace
    }
    if (instead) return this.#read(instead.file)
    const text = textOrNothing(this.#host, file)
    this.#add(templateOf(file, text))
    return new Template(file, text, this.#mentions)
  }

  #add(written: Written): void {
    if (!this.written.some(({ file }) => file === written.file)) this.written.push(written)
  }
}

/** Of what helm printed, the lines of the document that has an offset in it, and the number of the first of them, from 1. */
function documentsIn(output: string): (offset: number) => readonly [lines: readonly string[], first: number] {
  const [positions, lines] = [new Lines(output), output.split('\n')]
  const starts = [...lines.keys()].filter(index => index === 0 || /^---(?:\s|$)/.test(lines[index]!))
  return offset => {
    const number = positions.point(offset).line - 1
    const next = partitionPoint(starts.length, index => starts[index]! <= number)
    const first = starts[next - 1]!
    return [lines.slice(first, starts[next]), first + 1]
  }
}

/**
 * The template of the document that starts at an offset; subcharts keep their `charts/<name>/` in it. A template may
 * print such a line itself, so what it names must lie in the chart.
 */
function templateAbove(output: string, start: number, folder: string): string {
  const marker = '\n# Source: '
  const at = output.lastIndexOf(marker, start)
  const named = at < 0 ? '' : output.slice(at + marker.length, output.indexOf('\n', at + 1))
  const file = resolve(folder, named.slice(named.indexOf('/') + 1).trim())
  return file !== undefined && isBelow(file, folder) && file !== folder ? file : join(folder, 'Chart.yaml')
}

/** `(shop/templates/api.yaml:12:3)` in helm's words is a place in ours. */
function placeOf(stderr: string, folder: string): { file: string; line: number } | undefined {
  const place = /\((?:[^()\s/]+)\/([^()\s:]+):(\d+)(?::\d+)?\)/.exec(stderr)
  return place ? { file: join(folder, place[1]!), line: Number(place[2]) } : undefined
}

/** Helm lists everything that a schema rejects: so much of it is shown. */
const LONGEST_REASON = 2000

function explain(stderr: string, packed: readonly string[]): string {
  const missing = /missing in charts\/ directory: (.+)/.exec(stderr)?.[1]
  if (missing !== undefined)
    return `the chart depends on ${missing.trim()}, which is missing from its charts folder and is not downloaded: run \`helm dependency build\` before this step, or skip charts with \`charts: skip\` in the policy`
  if (stderr.includes(`unknown flag: ${SKIP_SCHEMAS}`))
    return `\`${packed[0]}\` has a schema with references to other documents, which only helm 3.16 or later can skip: update helm, or skip charts with \`charts: skip\` in the policy`
  const unfit = /chart requires kubeVersion: .{1,200}? which is incompatible with Kubernetes v[\d.]{1,20}/.exec(stderr)
  if (unfit)
    return `helm could not render the chart: ${shownReason(unfit[0])}. Set \`kubernetes-version\` in the policy to a version that it supports, or skip charts with \`charts: skip\``
  const lines = stderr.split('\n').filter(line => line.trim() !== '' && !line.startsWith('WARNING'))
  const from = lines.findIndex(line => line.startsWith('Error: '))
  const reason = lines.slice(Math.max(0, from)).map(line => shownReason(line.trim().replace(/^Error: /, '')))
  const whole = reason.join(' ') || 'no reason given'
  const shown = whole.length > LONGEST_REASON ? `${whole.slice(0, LONGEST_REASON)}…` : whole
  return `helm could not render the chart: ${shown}. Provide working values in \`ci/<name>-values.yaml\`, or skip charts with \`charts: skip\` in the policy`
}
