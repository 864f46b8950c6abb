import { nameOf } from '../../src/core/paths.ts'
import { isBuildFile } from '../../src/discover/kinds.ts'
import { parseDockerfile } from '../../src/docker/parse/parse.ts'
import { configurationsIn } from '../../src/kube/control-plane/configurations.ts'
import { resourcesOf } from '../../src/kube/objects.ts'
import { Resource } from '../../src/kube/resource.ts'
import { contextsIn } from '../../src/read/builds/contexts.ts'
import { parseBuildFile } from '../../src/read/builds/files.ts'
import { readReport } from '../../src/scans/index.ts'
import { Contexts } from '../../src/world/contexts.ts'
import { World } from '../../src/world/world.ts'
import { readYaml } from '../../src/yaml/source.ts'
import { listingOf } from './listing.ts'

/** The day on which rows are judged. */
const TODAY = '2026-08-31'

/** One text (its language is plain to see), or some files by name. */
export type Input = string | Readonly<Record<string, string>>

export const filesOf = (input: Input): Readonly<Record<string, string>> =>
  typeof input !== 'string' ? input : { [/^apiVersion:/m.test(input) ? 'manifest.yaml' : 'Dockerfile']: input }

/**
 * The world that a run over these files would see: manifests and reports by their ending, contexts by files of Compose, Bake
 * and Skaffold, everything else a Dockerfile, but for empty files and ignore files, which are only there.
 */
export async function read(input: Input): Promise<World> {
  const files = Object.entries(filesOf(input)).filter(([name, text]) => text !== '' && !name.endsWith('ignore'))
  const built = await Promise.all(
    files.filter(([name]) => isBuildFile(nameOf(name))).map(([name, text]) => parseBuildFile(name, text)),
  )
  const manifests = files.filter(([name]) => /\.ya?ml$/.test(name))
  const sources = await Promise.all(manifests.map(([name, text]) => readYaml(name, text)))
  for (const { faults } of sources) if (faults[0]) throw faults[0]
  return new World({
    resources: sources.flatMap(source => resourcesOf(source)),
    configurations: sources.flatMap(source =>
      source.documents.flatMap(({ value }, index) => configurationsIn(source, [index], value)),
    ),
    dockerfiles: files
      .filter(([name]) => !/\.(ya?ml|json|hcl)$/.test(name))
      .map(([name, text]) => parseDockerfile(name, text)),
    reports: files
      .filter(([name]) => name.endsWith('.json') && !isBuildFile(nameOf(name)))
      .flatMap(([name, text]) => readReport(JSON.parse(text), name)),
    contexts: new Contexts(listingOf(filesOf(input)), built.flatMap(contextsIn)),
    now: new Date(TODAY),
  })
}

/** The objects of these files as a chart that was rendered has them. */
export const readRendered = async (root: string, input: Input): Promise<readonly Resource[]> =>
  (await read(input)).resources.map(
    ({ source, root: at, json }) => new Resource(source, at, json, { by: 'helm', root }),
  )
