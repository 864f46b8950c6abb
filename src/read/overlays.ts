import { decodeText } from '../core/encoding.ts'
import { Fault } from '../core/fault.ts'
import type { Host, Ran } from '../core/host.ts'
import { listed } from '../core/text.ts'
import { resourcesIn, resourcesOf } from '../kube/objects.ts'
import { Resource } from '../kube/resource.ts'
import { readYaml } from '../yaml/source.ts'
import { RENDER_SECONDS, type Rendered } from './charts.ts'
import { family, type Kustomization } from './kustomization.ts'
import { OverlayTrace, RenderedSource } from './rendered.ts'

/** The kustomizations that nothing else draws in: the ones that are built. */
export function rootsOf(all: readonly Kustomization[]): readonly Kustomization[] {
  const drawn = new Set(all.flatMap(one => one.folders))
  return all.filter(one => !one.component && !drawn.has(one.folder))
}

const SKIP = 'or leave overlays out with `overlays: skip` in the policy'

/** Builds one overlay with `kustomize`, else with `kubectl kustomize`. */
export async function buildOverlay(host: Host, root: Kustomization): Promise<Rendered> {
  const failed = (message: string): Rendered => ({
    resources: [],
    faults: [new Fault('RENDER_FAILED', message, { file: root.file })],
  })
  const members = await family(host, root)
  const remote = members.flatMap(member => member.remote)
  if (remote.length > 0)
    return failed(
      `it draws in ${listed(remote.map(one => `\`${one}\``))} from the network, and nothing is downloaded here: keep a copy in the repository, ${SKIP}`,
    )
  const outside = members.flatMap(member => member.outside)
  if (outside.length > 0)
    return failed(
      `it draws in ${listed(outside.map(one => `\`${one}\``))}, which is out of the workspace, and nothing outside is read`,
    )
  const ran = await build(
    host,
    root,
    members.some(member => member.charts),
  )
  if (ran === undefined)
    return failed(`this overlay cannot be built without kustomize: install kustomize or kubectl, ${SKIP}`)
  if (ran.exitCode !== 0) return failed(explain(ran.stderr))
  return traced(host, root, members, ran.stdout)
}

async function build(host: Host, { folder }: Kustomization, charts: boolean): Promise<Ran | undefined> {
  const options = { folder, seconds: RENDER_SECONDS }
  const args = [...(charts ? ['--enable-helm'] : []), '.']
  return (
    (await host.run('kustomize', ['build', ...args], options)) ??
    (await host.run('kubectl', ['kustomize', ...args], options))
  )
}

function explain(stderr: string): string {
  const lines = stderr.split('\n').filter(line => line.trim() !== '' && !line.startsWith('# Warning'))
  const reason = (lines.at(-1) ?? 'it gave no reason').replace(/^[Ee]rror: /, '').slice(0, 500)
  const helm = /helm/.test(reason) ? ' Its charts are rendered by helm, which must be installed too.' : ''
  return `kustomize could not build the overlay: ${reason}.${helm} Mend it, ${SKIP}`
}

/** Every object gets the files it was made from, so that its findings can be placed where people can mend them. */
async function traced(
  host: Host,
  root: Kustomization,
  members: readonly Kustomization[],
  output: string,
): Promise<Rendered> {
  const rendered = await readYaml(root.file, output)
  const written = await writtenIn(host, members)
  const resources = rendered.documents.flatMap(({ value }, index) =>
    resourcesIn(rendered, [index], value).map(resource => {
      const same = written.filter(other => other.kind === resource.kind && isMadeFrom(resource.name, other.name))
      const source = new RenderedSource(rendered, new OverlayTrace(root.file, resource, same))
      return new Resource(source, resource.root, resource.json, { by: 'kustomize', root: root.folder })
    }),
  )
  return { resources, faults: rendered.faults, drawn: members.flatMap(member => member.resources) }
}

/** namePrefix and nameSuffix are put around the name that was written. */
const isMadeFrom = (name: string, written: string): boolean => written !== '' && name.includes(written)

/** The objects in the files of an overlay: patches first, since they have the last word. */
async function writtenIn(host: Host, members: readonly Kustomization[]): Promise<readonly Resource[]> {
  const files = new Set([...members.flatMap(member => member.patches), ...members.flatMap(member => member.resources)])
  const sources = await Promise.all(
    [...files]
      .filter(file => host.kindOf(file) === 'file')
      .map(async file => {
        const text = decodeText(host.read(file, 16 * 1024 * 1024))
        return text === undefined ? [] : resourcesOf(await readYaml(file, text))
      }),
  )
  return sources.flat()
}
