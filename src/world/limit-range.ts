import { memo } from '../core/memo.ts'
import { isGiven } from '../kube/quantity.ts'
import type { Resource } from '../kube/resource.ts'
import { lookup, namespaceOf, sameRender } from './lookup.ts'
import type { World } from './world.ts'

const limitRangesIn = lookup('LimitRange', resource => [namespaceOf(resource)])

type Part = 'requests' | 'limits'

/** By namespace, render, part and name: every container asks, and a namespace may have many ranges. */
const answersOf = memo((_: World) => new Map<string, boolean>())

/** Whether the LimitRanges of a namespace give something to a container that says nothing itself. */
export function hasDefault(world: World, resource: Resource, part: Part, name: string): boolean {
  const known = answersOf(world)
  const key = JSON.stringify([namespaceOf(resource), resource.origin?.root, part, name])
  const answer = known.get(key) ?? findDefault(world, resource, part, name)
  known.set(key, answer)
  return answer
}

/**
 * A maximum is also the default limit, the default limit also the default request, and so is a minimum
 * (pkg/apis/core/v1/defaults.go).
 */
function findDefault(world: World, resource: Resource, part: Part, name: string): boolean {
  const fields = part === 'limits' ? ['default', 'max'] : ['defaultRequest', 'default', 'max', 'min']
  return limitRangesIn(world, namespaceOf(resource))
    .filter(range => sameRender(range, resource))
    .flatMap(({ json }) => (Array.isArray(json.spec?.limits) ? json.spec.limits : []))
    .filter(item => item?.type === 'Container')
    .some(item =>
      isGiven(fields.map(field => item[field]?.[name]).find(value => value !== undefined && value !== null)),
    )
}
