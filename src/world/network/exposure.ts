import { groupBy } from '../../core/group.ts'
import type { Path } from '../../core/location.ts'
import { memo } from '../../core/memo.ts'
import { backendsOf, isGatewayRoute } from '../../kube/network/backends.ts'
import { exposureOf, isService } from '../../kube/network/service.ts'
import { isMap, type Json, listOf, type Resource } from '../../kube/resource.ts'
import { requirementsOfMap } from '../../kube/selector.ts'
import type { Workload } from '../../kube/workload.ts'
import { namespaceOf } from '../lookup.ts'
import { referenced } from '../references.ts'
import { podsSelected } from '../selection.ts'
import type { World } from '../world.ts'

/** A way from outside of the cluster to the pods of a workload. */
export interface Exposure {
  /** What opens it: a Service, an Ingress, or a route. */
  readonly by: Resource
  readonly at: Path
  /** The Service that selects the pods. */
  readonly service: Resource
}

function behind(world: World, service: Resource): readonly Workload[] {
  const requirements = isService(service) ? requirementsOfMap(service.json.spec?.selector) : undefined
  return requirements ? podsSelected(world, namespaceOf(service), requirements) : []
}

/** A route that belongs to Services is for pods of a mesh. */
const isForMesh = (by: Resource): boolean => {
  const parents = listOf(by.json.spec?.parentRefs)
  return isGatewayRoute(by) && parents.length > 0 && parents.every(parent => parent?.kind === 'Service')
}

/** The exposures that an object opens. */
export function exposuresBy(world: World, by: Resource): readonly Exposure[] {
  if (exposureOf(by)) return [{ by, at: by.at('spec', 'type'), service: by }]
  if (isForMesh(by)) return []
  const names = new Map(backendsOf(by).map(backend => [JSON.stringify([backend.namespace, backend.name]), backend]))
  return [...names.values()].flatMap(({ name, namespace, at }) =>
    referenced(world, by, { type: 'Service', name, ...(namespace !== undefined && { namespace }) }).map(service => ({
      by,
      at,
      service,
    })),
  )
}

const exposures = memo((world: World): ReadonlyMap<Workload, readonly Exposure[]> => {
  const found = new Map<Workload, Exposure[]>()
  for (const exposure of world.everyResource.flatMap(by => exposuresBy(world, by)))
    for (const workload of behind(world, exposure.service)) {
      const known = found.get(workload) ?? []
      found.set(workload, known)
      known.push(exposure)
    }
  return found
})

/** The ways from outside of the cluster to the pods of a workload. */
export const exposuresOf = (world: World, workload: Workload): readonly Exposure[] =>
  exposures(world).get(workload) ?? []

/** An Ingress may name thousands of Services. */
const backendsByName = memo((by: Resource) => groupBy(backendsOf(by), ({ name }) => name))

/** The ports of pods that an exposure leads to. */
export function portsThrough({ by, service }: Exposure): readonly ExposedPort[] {
  const backends = backendsByName(by).get(service.name) ?? []
  const isOpen = (port: Json): boolean =>
    by === service ||
    backends.some(({ port: asked }) => asked === undefined || asked === port.port || asked === port.name)
  return listOf(service.json.spec?.ports).flatMap((port, index) => {
    if (!isMap(port) || !isOpen(port)) return []
    const field = port.targetPort === undefined ? 'port' : 'targetPort'
    return { target: port[field], at: service.at('spec', 'ports', index, field) }
  })
}

export interface ExposedPort {
  /** The port of the pods: a number, or its name in a container. */
  readonly target: unknown
  readonly at: Path
}
