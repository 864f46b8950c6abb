import type { Host } from '../../core/host.ts'
import type { Location, Path, Spot } from '../../core/location.ts'
import { folderOf, join } from '../../core/paths.ts'
import type { DuplicateKey, ManifestSource } from '../../core/source.ts'
import type { Json } from '../../kube/resource.ts'
import type { Written } from '../../world/written.ts'
import { readYaml } from '../../yaml/source.ts'
import { textOrNothing } from '../file-text.ts'
import type { Trace } from './rendered.ts'

/** Where a chart is included that is packed: nobody can point at a line of its templates. */
export interface Inclusion {
  readonly trace: Trace
  /** The file that includes it. */
  readonly written: Written | undefined
}

/** What is instead of a template that is nowhere: the same in the folder of a chart with an alias, or what includes its chart. */
export type Instead = Inclusion | { readonly file: string }

/** What is to be pointed at instead of a template that is nowhere; `undefined` for one that is there. */
export async function insteadOf(host: Host, template: string): Promise<Instead | undefined> {
  const folder = packedIn(host, template)
  if (folder === undefined) return undefined
  const [charts, name] = [folderOf(folder), folder.slice(folder.lastIndexOf('/') + 1)]
  for (const file of ['Chart.yaml', 'requirements.yaml'].map(one => join(folderOf(charts), one))) {
    const source = await readYaml(file, textOrNothing(host, file))
    const { dependencies }: Json = source.documents[0]?.value ?? {}
    const index = Array.isArray(dependencies) ? dependencies.findIndex(one => (one?.alias ?? one?.name) === name) : -1
    const dependency = dependencies?.[index]
    const named = join(charts, String(dependency?.name))
    if (dependency && host.kindOf(named) === 'folder') return { file: join(named, template.slice(folder.length + 1)) }
    if (dependency) return { trace: traceTo(file, source.locate([0, 'dependencies', index])), written: source }
  }
  const packed = host.entries(charts).find(entry => entry.name.startsWith(name) && entry.name.endsWith('.tgz'))
  const file = packed ? join(charts, packed.name) : join(folderOf(charts), 'Chart.yaml')
  return { trace: traceTo(file), written: undefined }
}

/** The outermost folder of a subchart around a template that is nowhere. */
function packedIn(host: Host, template: string): string | undefined {
  const steps = template.split('/')
  const ends = [...steps.keys()].filter(index => index > 1 && steps[index - 2] === 'charts')
  const folders = ends.map(index => steps.slice(0, index).join('/'))
  return folders.find(folder => host.kindOf(folderOf(folder)) === 'folder' && host.kindOf(folder) === 'missing')
}

const traceTo = (file: string, place?: Location): Trace => ({
  file,
  locate: () => place,
  key: (path: Path, rendered: ManifestSource): Spot | undefined => rendered.key(path),
  duplicates: (path: Path, rendered: ManifestSource): readonly DuplicateKey[] => rendered.duplicates(path),
})
