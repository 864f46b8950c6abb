import { groupBy, indexBy } from '../core/group.ts'
import { memo } from '../core/memo.ts'
import type { Dockerfile, Stage } from '../docker/ast.ts'
import { isRoot } from '../docker/user.ts'
import { imageOf } from '../kube/image.ts'
import { builtAs } from './builds.ts'
import type { World } from './world.ts'

/** A service of Compose that is built from a Dockerfile of the checkout. */
export interface Service {
  /** From the root. */
  readonly dockerfile: string
  /** Absent: the last stage. */
  readonly target?: string
  /** As written; absent when it chooses none. */
  readonly user?: string
}

/** The containers that run what a stage builds. */
const containersIn = memo((world: World) =>
  indexBy(world.containers(), container => {
    const image = imageOf(container)
    const built = image && builtAs(world, image)
    return built ? [built.stage] : []
  }),
)

const servicesIn = memo(({ services }: World) => groupBy(services, ({ dockerfile }) => dockerfile))

const isUser = (value: unknown): boolean => typeof value === 'number' && value > 0

/**
 * Whether the manifests and the Compose files of the checkout run the last stage of a Dockerfile, and all of them as a
 * user that they choose. A variable is a choice as well.
 */
export function isGivenUser(world: World, { file }: Dockerfile, stage: Stage): boolean {
  const containers = containersIn(world).get(stage) ?? []
  const services = (servicesIn(world).get(file) ?? []).filter(
    ({ target }) => target === undefined || target.toLowerCase() === stage.name,
  )
  return (
    containers.length + services.length > 0 &&
    containers.every(container => isUser(container.effective('runAsUser'))) &&
    services.every(({ user }) => user !== undefined && user !== '' && !isRoot(user))
  )
}
