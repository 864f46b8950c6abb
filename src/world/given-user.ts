import { indexBy } from '../core/group.ts'
import { memo } from '../core/memo.ts'
import type { Stage } from '../docker/ast.ts'
import { imageOf } from '../kube/image.ts'
import { builtAs } from './builds.ts'
import type { World } from './world.ts'

/** The containers that run what a stage builds. */
const containersIn = memo((world: World) =>
  indexBy(world.containers(), container => {
    const image = imageOf(container)
    const built = image && builtAs(world, image)
    return built ? [built.stage] : []
  }),
)

/** Whether the manifests of the checkout run the image of a stage, and all of them as a user that they choose. */
export function isGivenUser(world: World, stage: Stage): boolean {
  const containers = containersIn(world).get(stage) ?? []
  const isUser = (value: unknown): boolean => typeof value === 'number' && value > 0
  return containers.length > 0 && containers.every(container => isUser(container.effective('runAsUser')))
}
