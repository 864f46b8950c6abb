import { groupBy } from '../../core/group.ts'
import { normalize } from '../../core/paths.ts'
import type { TextFile } from '../../discover/sort.ts'
import { parseImageName } from '../../docker/image-name.ts'
import { isMap, type Json, listOf } from '../../kube/resource.ts'
import type { Build } from '../../world/builds.ts'
import { repositoryOf } from '../../world/digests.ts'
import { readYaml } from '../../yaml/source.ts'
import type { BuildFile } from './files.ts'
import { buildsOf } from './named.ts'
import { recipesIn } from './recipes.ts'

/** Which Dockerfile builds which image, by the policy, Compose, Bake, Skaffold, and the names that kustomize gives images. */
export async function buildsIn(
  files: readonly BuildFile[],
  kustomizations: readonly TextFile[],
  ofPolicy: readonly Build[],
): Promise<readonly Build[]> {
  const read = files.flatMap(file => buildsOf(file.file, recipesIn(file)))
  const isOfPolicy = new Set(ofPolicy.map(keyOf))
  const named = ofPolicy.map(build => ({ ...build, dockerfile: normalize(build.dockerfile) ?? build.dockerfile }))
  const own = [...named, ...read.filter(build => !isOfPolicy.has(keyOf(build)))]
  return own.length === 0 ? own : [...own, ...renamed(own, await namesIn(kustomizations))]
}

/** The repository of an image: who names it in the policy knows better than other files. */
function keyOf({ image }: Pick<Build, 'image'>): string {
  const name = parseImageName(image)
  return name ? repositoryOf(name) : image
}

type NewName = readonly [name: string, newName: string]

/** What kustomizations call images: the objects that they build have the new names. */
async function namesIn(kustomizations: readonly TextFile[]): Promise<readonly NewName[]> {
  const sources = await Promise.all(kustomizations.map(({ file, text }) => readYaml(file, text)))
  const images = sources.flatMap(({ documents }) => listOf((documents[0]?.value as Json)?.images))
  return images
    .filter(isMap)
    .flatMap(({ name, newName }: Json) =>
      typeof name === 'string' && typeof newName === 'string' ? [[name, newName] as const] : [],
    )
}

/** No image is built in so many ways, and kustomize may give each a thousand names. */
const MOST_BUILDS = 100

function renamed(builds: readonly Build[], names: readonly NewName[]): readonly Build[] {
  const byName = groupBy(builds, keyOf)
  return names.flatMap(([name, image]) =>
    (byName.get(keyOf({ image: name })) ?? []).slice(0, MOST_BUILDS).map(build => ({ ...build, image })),
  )
}
