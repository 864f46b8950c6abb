import type { Problem } from '../../../core/finding.ts'
import type { Container } from '../../../kube/container.ts'
import { isAbsent, isGiven, parseQuantity } from '../../../kube/quantity.ts'
import { isMap, type Json } from '../../../kube/resource.ts'
import { hasDefault } from '../../../world/limit-range.ts'
import type { World } from '../../../world/world.ts'
import { rule } from '../../rule.ts'

/** These have requests and limits that may differ. */
type Resource = 'cpu' | 'memory' | 'ephemeral-storage'

const NAMES: Readonly<Record<Resource, string>> = {
  cpu: 'CPU',
  memory: 'memory',
  'ephemeral-storage': 'ephemeral storage',
}

/** What a container writes for itself: init containers too, and none for those that may not have any. */
const written = ({ spec, role }: Container, resource: Resource): { readonly request: Json; readonly limit: Json } =>
  role === 'ephemeral'
    ? { request: undefined, limit: undefined }
    : { request: spec.resources?.requests?.[resource], limit: spec.resources?.limits?.[resource] }

/** A request beside another limit; the API server takes the limit for a request that is missing. */
function unequal(container: Container, resource: Resource): Problem | undefined {
  const { request, limit } = written(container, resource)
  const [least, most] = [parseQuantity(request), parseQuantity(limit)]
  if (least === undefined || most === undefined || least === most) return undefined
  const at = container.at('resources', 'requests', resource)
  return {
    at,
    message: `container \`${container.name}\` requests \`${request}\` of ${NAMES[resource]}, with a limit of \`${limit}\``,
    fix: { title: 'Request as much as the limit', safe: false, changes: [{ op: 'set', path: at, value: limit }] },
  }
}

/** A request without any limit, its own, that of the pod or that of a LimitRange. */
function unlimited(container: Container, resource: Resource, world: World): Problem | undefined {
  const { request, limit } = written(container, resource)
  const { pod, resource: owner, whole } = container.workload
  if (!whole || !isGiven(request) || !isAbsent(limit) || isGiven(pod.resources?.limits?.[resource])) return undefined
  if (hasDefault(world, owner, 'limits', resource)) return undefined
  return {
    at: container.at('resources', 'requests', resource),
    message: `container \`${container.name}\` requests \`${request}\` of ${NAMES[resource]}, without a limit`,
  }
}

const cpuOrMemory = (container: Container, resource: 'cpu' | 'memory', world: World): Problem | undefined =>
  unequal(container, resource) ?? unlimited(container, resource, world)

/** Opt-in: many let programs use what is idle. */
export const cpuRequestEqualsLimit = rule({
  id: 'cpu-request-equals-limit',
  title: 'CPU request differs from the limit',
  why: 'What is above the request is only there while the node is idle: under load the program gets slower than it was when it was measured.',
  help: 'Set `resources.requests.cpu` and `resources.limits.cpu` to the same value.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  peers: { kubescore: ['container-cpu-requests-equal-limits', 'container-resource-requests-equal-limits'] },
  on: 'container',
  check: (container, { world }) => cpuOrMemory(container, 'cpu', world),
})

export const memoryRequestEqualsLimit = rule({
  id: 'memory-request-equals-limit',
  title: 'Memory request differs from the limit',
  why: 'Memory above the request is not reserved: when the node runs out of it, containers that use more than they requested are killed first.',
  help: 'Set `resources.requests.memory` and `resources.limits.memory` to the same value.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  peers: { kubescore: ['container-memory-requests-equal-limits', 'container-resource-requests-equal-limits'] },
  on: 'container',
  check: (container, { world }) => cpuOrMemory(container, 'memory', world),
})

export const resourcesGuaranteed = rule({
  id: 'resources-guaranteed',
  title: 'Container keeps its pod from the Guaranteed class',
  why: 'Only pods whose requests equal their limits are in the Guaranteed quality of service class, which the node evicts last.',
  help: 'Set `resources.requests` and `resources.limits` of CPU and memory to the same values.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  peers: { kubescore: 'container-resource-requests-equal-limits' },
  on: 'container',
  yieldsTo: ['cpu-request-equals-limit', 'memory-request-equals-limit'],
  check(container, { world }) {
    // Those of the pod decide where there are any.
    if (isMap(container.workload.pod.resources)) return
    const problems = (['cpu', 'memory'] as const).flatMap(resource => cpuOrMemory(container, resource, world) ?? [])
    return problems.map(problem => ({ ...problem, message: `${problem.message}: its pod is not Guaranteed` }))
  },
})

export const ephemeralStorage = rule({
  id: 'ephemeral-storage',
  title: 'Container does not limit ephemeral storage',
  why: 'Logs, `emptyDir` volumes and files that the program writes can fill the disk of the node, which then evicts pods, this one or others.',
  help: 'Set `ephemeral-storage` in `resources.requests` and `resources.limits`, for example to `1Gi`.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: { kubescore: 'container-ephemeral-storage-request-and-limit' },
  on: 'container',
  check(container, { world }) {
    const { workload, name, role } = container
    if (role === 'ephemeral' || !workload.whole) return
    const { request, limit } = written(container, 'ephemeral-storage')
    const has = (part: 'requests' | 'limits', value: Json): boolean =>
      isGiven(value) || (isAbsent(value) && hasDefault(world, workload.resource, part, 'ephemeral-storage'))
    const at = (part: 'requests' | 'limits') => container.at('resources', part, 'ephemeral-storage')
    if (!has('limits', limit))
      return { at: at('limits'), message: `container \`${name}\` has no limit of ephemeral storage` }
    if (has('requests', request)) return
    return {
      at: at('requests'),
      message: `container \`${name}\` requests no ephemeral storage${isGiven(limit) ? `: its limit of \`${limit}\` is reserved` : ''}`,
      severity: 'info',
    }
  },
})

export const ephemeralStorageEqual = rule({
  id: 'ephemeral-storage-equal',
  title: 'Ephemeral storage request differs from the limit',
  why: 'What is above the request is not reserved: when the disk of the node is full, the pod is evicted before it reaches its limit.',
  help: 'Set `ephemeral-storage` in `resources.requests` and `resources.limits` to the same value.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  peers: { kubescore: 'container-ephemeral-storage-request-equals-limit' },
  on: 'container',
  check: container => unequal(container, 'ephemeral-storage'),
})
