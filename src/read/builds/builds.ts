import { decodeText } from '../../core/encoding.ts'
import { Fault } from '../../core/fault.ts'
import { groupBy } from '../../core/group.ts'
import { type Host, TEXT_LIMIT } from '../../core/host.ts'
import { folderOf, nameOf, normalize } from '../../core/paths.ts'
import type { Found, TextFile } from '../../discover/sort.ts'
import { parseImageName } from '../../docker/image-name.ts'
import { isMap, type Json } from '../../kube/resource.ts'
import type { Build } from '../../world/builds.ts'
import { repositoryOf } from '../../world/digests.ts'
import { readYaml } from '../../yaml/source.ts'
import { bakeRecipes } from './bake.ts'
import { buildsOf, type Recipe } from './named.ts'

/**
 * Which Dockerfile builds which image, by the policy, Compose, Bake, Skaffold, and the names that kustomize gives images.
 * None of these files is checked: one that cannot be read says nothing.
 */
export async function readBuilds(
  host: Host,
  { builds: files, kustomizations }: Pick<Found, 'builds' | 'kustomizations'>,
  ofPolicy: readonly Build[],
): Promise<readonly Build[]> {
  const read: Build[] = []
  for (const file of files) read.push(...(await buildsIn(host, file)))
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

async function buildsIn(host: Host, file: string): Promise<readonly Build[]> {
  const text = textOf(host, file)
  if (file.endsWith('.hcl')) return buildsOf(file, folderOf(file), bakeRecipes(text))
  const documents = (await readYaml(file, text)).documents.map(({ value }): Json => value)
  const recipes = nameOf(file).startsWith('skaffold') ? documents.flatMap(artifactsIn) : documents.flatMap(recipesIn)
  return buildsOf(file, folderOf(file), recipes)
}

export function textOf(host: Host, file: string): string {
  try {
    return decodeText(host.read(file, TEXT_LIMIT)) ?? ''
  } catch (error) {
    if (error instanceof Fault) return ''
    throw error
  }
}

const listOf = (value: Json): readonly Json[] => (Array.isArray(value) ? value : [])

const textIn = (value: Json): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

const recipesIn = (json: Json): readonly Recipe[] =>
  isMap(json.services) ? Object.values(json.services).flatMap(servicesIn) : bakeRecipes(json)

/** A service that is built; one that inlines its Dockerfile has none here. */
export function servicesIn(service: Json): readonly Recipe[] {
  const build: Json = typeof service?.build === 'string' ? { context: service.build } : service?.build
  if (!isMap(build) || build.dockerfile_inline !== undefined) return []
  return [
    {
      images: [service.image, ...listOf(build.tags)].filter(image => typeof image === 'string'),
      context: textIn(build.context) ?? '.',
      dockerfile: textIn(build.dockerfile) ?? 'Dockerfile',
      target: textIn(build.target),
    },
  ]
}

/** What builds an artifact of Skaffold without a Dockerfile. */
const OTHER_BUILDERS = ['bazel', 'buildpacks', 'custom', 'jib', 'ko']

/** Those of its profiles too: what a profile builds in another way is no more known. */
const artifactsIn = (json: Json): readonly Recipe[] =>
  [json, ...listOf(json.profiles)]
    .flatMap(part => listOf(part?.build?.artifacts))
    .flatMap(artifact => {
      if (!isMap(artifact) || OTHER_BUILDERS.some(builder => artifact[builder] !== undefined)) return []
      const how: Json = artifact.docker ?? artifact.kaniko
      return {
        images: [artifact.image].filter(image => typeof image === 'string'),
        context: textIn(artifact.context) ?? '.',
        dockerfile: textIn(how?.dockerfile) ?? 'Dockerfile',
        target: textIn(how?.target),
      }
    })

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
