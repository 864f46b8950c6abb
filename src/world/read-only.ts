import { normalize } from '../core/paths.ts'
import { type StartWrite, type StartWrites, startWritesOf } from '../docker/images/start-writes.ts'
import { isIn, startWritesOfStage, touches } from '../docker/start-writes.ts'
import type { Container } from '../kube/container.ts'
import { imageOf } from '../kube/image.ts'
import { isMap, isUnset, type Json, listOf } from '../kube/resource.ts'
import { builtAs, builtHere } from './builds.ts'
import type { World } from './world.ts'

const isEmpty = (value: Json): boolean => isUnset(value) || value.length === 0

/** What the image of a container writes at its start, if the container starts it by its own command. */
function startWrites(world: World, { spec }: Container, image: ReturnType<typeof imageOf>): StartWrites | undefined {
  if (!image || !isEmpty(spec.command) || !isEmpty(spec.args)) return undefined
  const built = builtAs(world, image)
  if (!built) return startWritesOf(image)
  return built.isSame ? startWritesOfStage(built.stage, builtHere(world)) : undefined
}

/** Where volumes are mounted; `undefined` when that is not known of one. */
function mountsOf({ spec }: Container): readonly string[] | undefined {
  const paths = listOf(spec.volumeMounts).map(mount =>
    isMap(mount) && typeof mount.mountPath === 'string' ? normalize(`/${mount.mountPath}`) : undefined,
  )
  return paths.includes(undefined) ? undefined : (paths as readonly string[])
}

/** What a container has to write at its start, and no volume makes writable or puts somewhere else by other settings. */
export function unmetWrites(world: World, container: Container): readonly StartWrite[] {
  const known = startWrites(world, container, imageOf(container))
  const mounts = mountsOf(container)
  if (!known || !mounts || mounts.some(mount => known.programs.some(program => touches(mount, program)))) return []
  return known.writes.filter(
    ({ paths, settings }) => !mounts.some(mount => touches(mount, settings) || paths.some(path => isIn(path, mount))),
  )
}
