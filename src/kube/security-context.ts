import type { Path } from '../core/location.ts'
import type { Json } from './resource.ts'
import type { Workload } from './workload.ts'

/** A security context as it is written, of the pod or of one container. */
export interface SecurityContext {
  /** For messages: `pod`, or the container by its name. */
  readonly owner: string
  readonly json: Json
  readonly path: Path
}

/**
 * The pod's own security context, then each container's. Pod Security Standards judge every one of them as written: a
 * bad value of the pod is refused even when all containers override it.
 */
export const securityContextsOf = (workload: Workload): readonly SecurityContext[] =>
  [
    { owner: 'pod', json: workload.pod.securityContext, path: workload.at('securityContext') },
    ...workload.containers.map(container => ({
      owner: `container \`${container.name}\``,
      json: container.spec.securityContext,
      path: container.at('securityContext'),
    })),
  ].filter(({ json }) => json !== undefined && json !== null)
