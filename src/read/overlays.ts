import { decodeText } from '../core/encoding.ts'
import { Fault } from '../core/fault.ts'
import { type Host, type Ran, TEXT_LIMIT } from '../core/host.ts'
import { isBelow, resolve } from '../core/paths.ts'
import { listed } from '../core/text.ts'
import { resourcesIn, resourcesOf } from '../kube/objects.ts'
import { Resource } from '../kube/resource.ts'
import { readYaml, type YamlSource } from '../yaml/source.ts'
import { printedBy, type Rendered } from './charts.ts'
import { type InlinePatches, inlinePatchesIn } from './inline-patches.ts'
import { type Kustomization, withBases } from './kustomization.ts'
import { isApplicable, isWhole, Rendering } from './left-out.ts'
import { mentionsIn } from './mentions.ts'
import { formerNames, targetedPatches, writingsIn } from './patches.ts'
import { shownReason } from './reason.ts'
import type { Renderer } from './renderer.ts'
import { OverlayTrace } from './trace/overlay.ts'
import { RenderedSource } from './trace/rendered.ts'
import { Settings } from './trace/settings.ts'
import { ObjectWriting, type Writing } from './trace/writings.ts'
import { withoutRemoteSchemas } from './value-schemas.ts'

/**
 * The kustomizations that nothing else includes: the ones that are built. Of a circle, which has none, the first.
 * `unused`: the components that none of them includes.
 */
export function rootsOf(all: readonly Kustomization[]): {
  readonly roots: readonly Kustomization[]
  readonly unused: readonly Kustomization[]
} {
  const included = new Set(all.flatMap(one => one.folders))
  const byFolder = new Map(all.map(one => [one.folder, one]))
  const reached = new Set<Kustomization>()
  const reach = (from: Kustomization): void => {
    const found = [from]
    for (const one of found) {
      if (reached.has(one)) continue
      reached.add(one)
      found.push(...one.folders.flatMap(folder => byFolder.get(folder) ?? []))
    }
  }
  const roots = all.filter(one => !one.component && !included.has(one.folder))
  roots.forEach(reach)
  const circles = all.filter(one => {
    if (one.component || reached.has(one)) return false
    reach(one)
    return true
  })
  return { roots: [...roots, ...circles], unused: all.filter(one => !reached.has(one)) }
}

const SKIP = 'or skip overlays with `overlays: skip` in the policy'

/** Builds one overlay with `kustomize`, else with `kubectl kustomize`. @throws Fault when a part of it cannot be read */
export async function buildOverlay(renderer: Renderer, root: Kustomization): Promise<Rendered> {
  const { host } = renderer
  const failed = failedAt(root)
  const members = await withBases(host, root)
  const reason = whyNotBuilt(members) ?? (await whyNotCopied(renderer, root, members))
  if (reason !== undefined) return failed(`this overlay includes ${reason}`)
  const homes = members.flatMap(({ chartHomes }) => chartHomes)
  const files = [...filesOf(host, members), ...homes.flatMap(home => renderer.copy.files(home))]
  return renderer.once(root.file, files, () => buildCopied(renderer, root, { members, files }))
}

/** What kustomize reads. */
interface Input {
  readonly members: readonly Kustomization[]
  readonly files: readonly string[]
}

async function buildCopied(renderer: Renderer, root: Kustomization, { members, files }: Input): Promise<Rendered> {
  const failed = failedAt(root)
  const schemas = members.flatMap(({ chartHomes }) => chartHomes.map(home => withoutRemoteSchemas(renderer, home)))
  const [packed] = schemas.flatMap(({ packed }) => packed)
  if (packed !== undefined)
    return failed(
      `this overlay includes \`${packed}\`, which has a schema with references to other documents, and kustomize has no option to skip it: remove \`values.schema.json\` from it, ${SKIP}`,
    )
  const ran = await build(
    renderer,
    root,
    members.some(member => member.charts),
  )
  if (ran === undefined)
    return failed(`this overlay cannot be built without kustomize: install kustomize or kubectl, ${SKIP}`)
  if (ran.exitCode !== 0) return failed(explain(ran.stderr))
  return {
    ...(await traced(renderer, root, { members, files }, ran.stdout)),
    unread: schemas.flatMap(({ unread }) => unread),
  }
}

const failedAt =
  ({ file }: Kustomization) =>
  (message: string): Rendered => ({ resources: [], faults: [new Fault('RENDER_FAILED', message, { file })] })

/** What the members of an overlay name, themselves included. */
function filesOf(host: Host, members: readonly Kustomization[]): readonly string[] {
  const named = members.flatMap(({ file, resources, patches, data }) => [file, ...resources, ...patches, ...data])
  return [...new Set(named)].filter(path => host.kindOf(path) === 'file')
}

/** Why an overlay is not even tried: kustomize would go where nobody sent it. */
function whyNotBuilt(members: readonly Kustomization[]): string | undefined {
  const named = (key: 'remote' | 'outside' | 'missing'): string => {
    const all = members.flatMap(member => member[key])
    return all.length > 0 ? listed(all.map(one => `\`${one}\``)) : ''
  }
  if (named('remote'))
    return `${named('remote')} from the network, which is not downloaded: keep a copy in the repository, ${SKIP}`
  if (named('outside')) return `${named('outside')}, which is outside the workspace`
  if (named('missing')) return `${named('missing')}, which does not exist: fix the reference, ${SKIP}`
  return undefined
}

/** Kustomize reads what its members name, and charts. */
async function whyNotCopied(
  { host, copy }: Renderer,
  root: Kustomization,
  members: readonly Kustomization[],
): Promise<string | undefined> {
  const files = filesOf(host, members)
  await copy.add(root.file, files)
  for (const home of members.flatMap(({ chartHomes }) => chartHomes)) {
    const [refused] = [...(await copy.add(root.file, [home])), ...(await copy.addSubcharts(home))]
    if (refused && isBelow(refused.path, home)) return `\`${refused.path}\`, which is ${refused.why}`
  }
  const absent = files.filter(file => !copy.has(file)).map(file => `\`${file}\``)
  return absent.length === 0
    ? undefined
    : `${listed(absent)}, which git ignores, or which leads to such a file, so it is not read: track a version without secrets, ${SKIP}`
}

async function build(renderer: Renderer, { folder }: Kustomization, charts: boolean): Promise<Ran | undefined> {
  const { kubernetes } = renderer
  const version = kubernetes === undefined ? [] : ['--helm-kube-version', kubernetes]
  const args = [...(charts ? ['--enable-helm', ...version] : []), '.']
  const built = async (options: Parameters<Renderer['run']>[3]): Promise<Ran | undefined> =>
    (await renderer.run('kustomize', ['build', ...args], folder, options)) ??
    (await renderer.run('kubectl', ['kustomize', ...args], folder, options))
  const ran = await built({})
  return charts && ran && REJECTS_HELM.test(ran.stderr) ? built({ asHelm3: true }) : ran
}

/** Kustomize before 5.8 asks helm for its version in a way that helm 4 does not understand. */
const REJECTS_HELM = /helm version -c --short/

function explain(stderr: string): string {
  const lines = stderr.split('\n').filter(line => line.trim() !== '' && !line.startsWith('# Warning'))
  // klog puts the time and the process in front, which no two runs share.
  const reason = shownReason(lines.at(-1) ?? 'no reason given')
    .replace(/^[EFIW]\d{4} [\d:.]{1,20} {1,9}\d{1,9} [\w.-]{1,50}:\d{1,6}\] /, '')
    .replace(/^[Ee]rror: /, '')
    .slice(0, 500)
  const helm = /helm/.test(reason)
    ? ' Its charts are rendered by helm, which must be installed too; kustomize before 5.8 requires helm 3.'
    : ''
  return `kustomize could not build the overlay: ${reason}.${helm} Fix it, ${SKIP}`
}

/** Every object gets the files it was made from, so that its findings can be placed where people can mend them. */
async function traced(
  renderer: Renderer,
  root: Kustomization,
  { members, files: all }: Input,
  output: string,
): Promise<Rendered> {
  const rendered = await readYaml(root.file, output)
  const [parts, mentions] = [await partsOf(renderer.host, members), mentionsIn(renderer.host, all)]
  const inline = await Promise.all(members.map(({ source }) => inlinePatchesIn(source)))
  const releases = members.flatMap(member => member.releases)
  const printed = await Promise.all(releases.map(release => printedBy(renderer, release)))
  const charted = {
    resources: printed.flatMap(one => one.resources),
    written: printed.flatMap(one => one.written ?? []),
  }
  const originals = await originalsOf(
    members,
    { ...parts, resources: [...parts.resources, ...charted.resources] },
    inline,
  )
  const settings = new Settings(members)
  const resources = rendered.documents.flatMap(({ value }, index) =>
    resourcesIn(rendered, [index], value).map(resource => {
      const trace = new OverlayTrace(resource, originals(resource), settings, mentions)
      const source = new RenderedSource(rendered, trace)
      return new Resource(source, resource.root, resource.json, { by: 'kustomize', root: root.folder })
    }),
  )
  const files = new Set(members.flatMap(member => [...member.resources, ...member.patches]))
  const lost = lostIn(parts, resources)
  const nothing = resources.length === 0 && rendered.faults.length === 0
  return {
    resources,
    faults: rendered.faults,
    written: [
      ...members.map(({ source }) => source),
      ...parts.sources.values(),
      ...charted.written,
      ...inline.flatMap(({ written }) => written),
    ],
    included: [...files].filter(file => !lost.has(file)),
    lost: [...lost],
    ...(nothing && { skipped: 'overlay that builds nothing' }),
  }
}

/** What the files of kustomizations hold. */
interface Parts {
  readonly patches: readonly Resource[]
  readonly resources: readonly Resource[]
  /** By their files. */
  readonly sources: ReadonlyMap<string, YamlSource>
}

async function partsOf(host: Host, members: readonly Kustomization[]): Promise<Parts> {
  const [patches, resources] = [members.flatMap(one => one.patches), members.flatMap(one => one.resources)]
  const sources = await sourcesOf(host, new Set([...patches, ...resources]))
  const objectsIn = (files: readonly string[]): readonly Resource[] =>
    [...new Set(files)].flatMap(file => resourcesOf(sources.get(file)!))
  return { patches: objectsIn(patches), resources: objectsIn(resources), sources }
}

async function sourcesOf(host: Host, files: ReadonlySet<string>): Promise<ReadonlyMap<string, YamlSource>> {
  const read = [...files].map(async file => {
    const text = host.kindOf(file) === 'file' ? decodeText(host.read(file, TEXT_LIMIT)) : undefined
    return [file, await readYaml(file, text ?? '')] as const
  })
  return new Map(await Promise.all(read))
}

/** What each rendered object was made from. Patches have the last word, those of the outermost kustomization before all others. */
async function originalsOf(
  members: readonly Kustomization[],
  { patches, resources, sources }: Parts,
  inline: readonly InlinePatches[],
): Promise<(rendered: Resource) => readonly Writing[]> {
  const perMember = await Promise.all(
    members.map(({ source, folder }, index) =>
      targetedPatches({ source, inline: inline[index]!, sourceOf: path => sources.get(resolve(folder, path) ?? '') }),
    ),
  )
  const targeted = perMember.flat()
  const named = [
    ...[...inline.flatMap(one => one.resources), ...patches].map(one => new ObjectWriting(one, true)),
    ...resources.map(one => new ObjectWriting(one, false)),
  ]
  return rendered => {
    const same = originsOf(rendered, named, formerNames(targeted, rendered))
    const names = new Set([rendered.name, ...same.map(({ resource }) => resource.name)])
    return [...targeted.flatMap(patch => writingsIn(patch, rendered, names, same.at(-1))), ...same]
  }
}

/**
 * The files with objects that went in whole and did not come out, since a patch fits nothing or another deletes them:
 * somebody may apply them from there.
 */
function lostIn({ patches, resources }: Parts, built: readonly Resource[]): ReadonlySet<string> {
  const rendering = new Rendering(built)
  const lost = [
    ...rendering.withoutTrace(resources.filter(isApplicable)),
    ...patches.filter(patch => isWhole(patch) && !rendering.holds(patch)),
  ]
  return new Set(lost.map(({ source }) => source.file))
}

/** The same of a component that nothing builds. @throws Fault when a part of it cannot be read */
export const lostInUnused = async (host: Host, unused: Kustomization): Promise<ReadonlySet<string>> =>
  lostIn(await partsOf(host, [unused]), [])

/**
 * The objects a rendered one was made from. namePrefix and nameSuffix are put around the name: the longest counts. When
 * it has another name by now, the only one of its kind.
 */
function originsOf(
  { kind, name }: Resource,
  written: readonly ObjectWriting[],
  former: ReadonlySet<string>,
): readonly ObjectWriting[] {
  const alike = written.filter(({ resource }) => resource.kind === kind && resource.name !== '')
  const renamed = alike.filter(({ resource }) => former.has(resource.name))
  if (renamed.length > 0) return renamed
  const fitting = alike.filter(({ resource }) => name.includes(resource.name))
  const longest = Math.max(...fitting.map(({ resource }) => resource.name.length))
  if (fitting.length > 0) return fitting.filter(({ resource }) => resource.name.length === longest)
  return new Set(alike.map(({ resource }) => resource.name)).size === 1 ? alike : []
}
