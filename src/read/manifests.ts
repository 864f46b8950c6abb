import { Fault } from '../core/fault.ts'
import type { Path } from '../core/location.ts'
import { memo } from '../core/memo.ts'
import { foldersAround } from '../core/paths.ts'
import { Lines } from '../core/source.ts'
import type { Discovered, Skipped } from '../discover/discover.ts'
import { templateOf } from '../discover/heads.ts'
import { isTemplate } from '../discover/kinds.ts'
import { CHART_FILE, NO_OBJECTS, TEMPLATE } from '../discover/reasons.ts'
import { type TextFile, type Unread, uncheckable } from '../discover/sort.ts'
import { configurationsIn } from '../kube/control-plane/configurations.ts'
import { type Broken, brokenIn, resourcesIn } from '../kube/objects.ts'
import type { Json, Resource } from '../kube/resource.ts'
import { isUnread, NoScan, readReport } from '../scans/index.ts'
import type { YamlSource } from '../yaml/source.ts'
import { isApplicable } from './left-out.ts'
import { unreadOf } from './reports.ts'
import type { SharedReading } from './shared.ts'

/** What files of manifests hold, and what of them was not read. */
interface Manifests {
  /** How many files hold objects. */
  readonly files: number
  readonly resources: readonly Resource[]
  readonly configurations: readonly Resource[]
  readonly faults: readonly Fault[]
  readonly skipped: readonly Skipped[]
  readonly unread: readonly Unread[]
}

/**
 * Reads manifests, but for the `claimed`, and the documents behind a kustomization in its file: kustomize passes over
 * them, kubectl does not. `told` are the faults known so far: why a kustomization cannot be read is among them.
 */
export async function readManifests(
  found: Pick<Discovered, 'manifests' | 'kustomizations' | 'charts'>,
  claimed: ReadonlySet<string>,
  told: readonly Fault[],
  texts: SharedReading,
): Promise<Manifests> {
  const plain = await readAll(
    found.manifests.filter(({ file }) => !claimed.has(file)),
    texts,
  )
  const behind = await readAll(
    found.kustomizations.filter(({ text }) => /^---/m.test(text)),
    texts,
  )
  const faulty = new Set(told.map(({ file }) => file))
  const chartsAround = foldersAround(found.charts)
  const isOfChart = (fault: Fault): boolean => fault instanceof Unrendered && chartsAround(fault.file ?? '').length > 0
  return {
    files: plain.files,
    resources: [...plain.resources, ...behind.resources],
    configurations: [...plain.configurations, ...behind.configurations],
    faults: [
      ...plain.faults.filter(fault => !isOfChart(fault)),
      ...behind.faults.filter(({ file }) => !faulty.has(file)),
    ],
    skipped: [
      ...plain.faults.filter(isOfChart).map(({ file = '' }) => ({ path: file, reason: CHART_FILE })),
      ...plain.skipped,
      ...behind.skipped.filter(({ ordinary }) => !ordinary),
    ],
    unread: [...plain.unread, ...behind.unread],
  }
}

async function readAll(files: readonly TextFile[], texts: SharedReading): Promise<Manifests> {
  const sources = await Promise.all(files.map(({ file, text }) => texts.manifest(file, text)))
  const read = sources.map((source, index) => (files[index]!.named ? manifestIn(source, true) : unnamedIn(source)))
  return {
    files: read.filter(({ resources, configurations }) => resources.length + configurations.length > 0).length,
    resources: read.flatMap(({ resources }) => resources),
    configurations: read.flatMap(({ configurations }) => configurations),
    faults: read.flatMap(({ faults }) => faults),
    skipped: read.flatMap(({ skipped }) => skipped),
    unread: read.flatMap(({ unread }) => unread),
  }
}

/** Of a source that another tree has too, the objects are the same ones. */
const unnamedIn = memo((source: YamlSource) => manifestIn(source, false))

/** The objects of one file, and why others of its documents are not checked. `named`: somebody asked for this file. */
function manifestIn(source: YamlSource, named: boolean): Omit<Manifests, 'files'> {
  const { file, text } = source
  const mayBeTemplate = text.includes('{{') || text.includes('{%')
  const documents = source.documents.map((_, index) => documentIn(source, index, mayBeTemplate))
  const [resources, configurations] = (['resources', 'configurations'] as const).map(field =>
    documents.flatMap(document => document[field]),
  ) as [Resource[], Resource[]]
  const refused = refusals(
    file,
    documents.filter(({ isScan }) => isScan).map(({ value }): unknown => value),
  )
  const readable = mayBeTemplate
    ? source.faults.filter(fault => source.unsure.has(fault) || !isOfTemplate(source, fault))
    : source.faults
  const own = [...readable, ...documents.flatMap(({ broken }) => broken.map(one => faultOf(source, one)))]
  const faults = [...own, ...refused.filter(fault => named || !(fault instanceof NoScan))]
  const unread = named ? [] : refused.filter(fault => fault instanceof NoScan).map(fault => unreadOf(file, fault))
  const templated = readable.length < source.faults.length || documents.some(({ isTemplated }) => isTemplated)
  const isNothing = resources.length + configurations.length === 0 && own.length === 0 && refused.length === 0
  const reason = templated ? TEMPLATE : isNothing ? NO_OBJECTS : undefined
  if (reason === undefined) return { resources, configurations, faults, skipped: [], unread }
  if (named && resources.length + configurations.length === 0)
    return { resources, configurations, faults: [...faults, uncheckable(file, reason)], skipped: [], unread }
  if (templated && isMeantForCluster(source))
    return { resources, configurations, faults: [...faults, new Unrendered(file)], skipped: [], unread }
  const skipped = { path: file, reason, ...(!templated && { ordinary: true as const }) }
  return { resources, configurations, faults, skipped: [skipped], unread }
}

/** A template under the name of a manifest may be what is applied: nobody must take it for checked. */
const isMeantForCluster = ({ file, text }: YamlSource): boolean =>
  !NAMED_TEMPLATE.test(file) && templateOf(file, text) === 'a manifest'

/** Files and folders of which everybody knows that they hold templates. */
const NAMED_TEMPLATE = /(?:^|[/._-])(?:templates?|tmpl|tpl|jinja2?|j2)(?:[/._-]|$)/i

/** A template that nothing renders. */
export class Unrendered extends Fault {
  constructor(file: string) {
    super(
      'NOT_AN_OBJECT',
      'this manifest is a template, which is not rendered, so it cannot be checked: render it before this step and check the result, or add it to `paths.exclude` in the policy',
      { file },
    )
  }
}

/** One document of a file, and what in it is to be checked. */
interface Contents {
  readonly value: Json
  readonly isScan: boolean
  readonly isTemplated: boolean
  readonly resources: readonly Resource[]
  readonly configurations: readonly Resource[]
  readonly broken: readonly Broken[]
}

/**
 * A document that is a template, YAML or not, holds nothing to check: nobody knows its values. What a scanner wrote into
 * a cluster is an object too, and is none to check.
 */
function documentIn(source: YamlSource, index: number, mayBeTemplate: boolean): Contents {
  const { value } = source.documents[index]!
  const root = [index]
  const isScan = mayBeScan(value) && isUnread(value, '')
  const isTemplated = mayBeTemplate && holdsTemplate(source, root, value)
  const resources = isTemplated ? [] : resourcesIn(source, root, value)
  // Its keys may be a scanner's, and kubectl takes it all the same.
  const isChecked = !isTemplated && (!isScan || resources.some(isApplicable))
  return {
    value,
    isScan,
    isTemplated,
    resources: isChecked ? resources : [],
    configurations: isTemplated || isScan ? [] : configurationsIn(source, root, value),
    broken: isChecked ? brokenIn(root, value) : [],
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
