import type { Json, Resource } from '../../kube/resource.ts'
import type { World } from '../../world/world.ts'
import { lookup, namespaceOf, sameUnit } from './lookup.ts'

const limitRangesIn = lookup('LimitRange', resource => [namespaceOf(resource)])

/**
 * What the LimitRanges of a namespace give to a container that says nothing itself. A maximum is also the default
 * limit, the default limit also the default request, and so is a minimum (pkg/apis/core/v1/defaults.go).
 */
export function defaultsFor(
  world: World,
  resource: Resource,
  part: 'requests' | 'limits',
  name: string,
): readonly Json[] {
  const fields = part === 'limits' ? ['default', 'max'] : ['defaultRequest', 'default', 'max', 'min']
  return limitRangesIn(world, namespaceOf(resource))
    .filter(range => sameUnit(range, resource))
    .flatMap(({ json }) => (Array.isArray(json.spec?.limits) ? json.spec.limits : []))
    .filter(item => item?.type === 'Container')
    .map(item => fields.map(field => item[field]?.[name]).find(value => value !== undefined && value !== null))
}
