import { indexBy } from '../core/group.ts'
import { memo } from '../core/memo.ts'
import type { Dockerfile, ImageName, Stage } from '../docker/ast.ts'
import { parseImageName } from '../docker/image-name.ts'
import { lastStage } from '../docker/in-force.ts'
import type { Built, BuiltHere } from '../docker/user.ts'
import { variablesAt } from '../docker/variables.ts'
import { repositoryOf, tagged } from './digests.ts'
import type { World } from './world.ts'

/** What a file of the checkout, or the policy, says of an image: the Dockerfile that builds it. */
export interface Build {
  /** As an image is named, with a tag or without. */
  readonly image: string
  /** From the root. */
  readonly dockerfile: string
  /** Absent: the last stage. */
  readonly target?: string
}

/** An image that a Dockerfile of the checkout builds. */
export interface BuiltImage extends Built {
  /** False when a digest is asked for: that may have been built from another state of the Dockerfile. */
  readonly isSame: boolean
}

/** A build of which both the name and the stage are known. */
interface Known {
  readonly name: ImageName
  /** Absent when the Dockerfile was not read, or has no such stage. */
  readonly built: Built | undefined
}

const NAME_LABEL = 'org.opencontainers.image.ref.name'

/** The name that a Dockerfile gives its own image. */
function labelled(dockerfile: Dockerfile): readonly Known[] {
  const stage = lastStage(dockerfile)
  const names = (stage?.body ?? []).flatMap(one => {
    if (one.is !== 'LABEL') return []
    const values = one.pairs.filter(({ key }) => key.value === NAME_LABEL).map(({ value }) => value)
    return values.flatMap(value => (value ? (parseImageName(variablesAt(one).expand(value)) ?? []) : []))
  })
  return stage ? names.map(name => ({ name, built: { dockerfile, stage } })) : []
}

function stageOf({ stages }: Dockerfile, target: string | undefined): Stage | undefined {
  if (target === undefined) return stages.at(-1)
  return stages.findLast(({ name }) => name === target.toLowerCase()) ?? stages[/^\d{1,9}$/.test(target) ? +target : -1]
}

/** The Dockerfile and the stage that all of some builds have; `undefined` when they differ or one is not known. */
function agreed([first, ...others]: readonly [Known, ...Known[]]): Built | undefined {
  return others.every(({ built }) => built?.stage === first.built?.stage) ? first.built : undefined
}

/** A build is known by its tag; one without a tag, and the latest, by its repository: there will be other tags. */
const keysOf = ({ name }: Known): readonly string[] => [
  ...(name.tag === undefined ? [] : [tagged(name)]),
  ...((name.tag ?? 'latest') === 'latest' ? [repositoryOf(name)] : []),
]

const builtIn = memo((world: World): ReadonlyMap<string, Built | undefined> => {
  const byFile = new Map(world.everyDockerfile.map(dockerfile => [dockerfile.file, dockerfile]))
  const known = world.builds.flatMap(({ image, dockerfile: file, target }): readonly Known[] => {
    const name = parseImageName(image)
    const dockerfile = byFile.get(file)
    const stage = dockerfile && stageOf(dockerfile, target)
    return name ? [{ name, built: stage && { dockerfile, stage } }] : []
  })
  const byName = [world.everyDockerfile.flatMap(labelled), known].flatMap(builds => [...indexBy(builds, keysOf)])
  // What builds an image knows its name better than the Dockerfile.
  return new Map(byName.map(([key, builds]) => [key, agreed(builds)]))
})

/** What builds an image: a build of exactly this tag, else one of whatever tag there will be. */
export function builtAs(world: World, image: ImageName): BuiltImage | undefined {
  const known = builtIn(world)
  const built = known.get(known.has(tagged(image)) ? tagged(image) : repositoryOf(image))
  return built && { ...built, isSame: image.digest === undefined }
}

/** The Dockerfile of the same checkout that builds the image of a FROM. */
export const builtHere =
  (world: World): BuiltHere =>
  from => {
    const built = from.resolved && builtAs(world, from.resolved)
    return built?.isSame ? built : undefined
  }
