import { memo } from '../../core/memo.ts'
import { limitsAccess } from '../../kube/network/access-control.ts'
import { listOf, textOf } from '../../kube/resource.ts'
import { namespaceOf } from '../lookup.ts'
import type { World } from '../world.ts'
import type { Exposure } from './exposure.ts'

/** Kinds of policies that attach to a route, a gateway or a Service and may ask for credentials there. */
const POLICIES = ['SecurityPolicy', 'GCPBackendPolicy', 'AuthPolicy', 'RouteOption'] as const

/** Kinds of policies of a mesh that hold for pods of a namespace. */
const MESH = ['AuthorizationPolicy', 'RequestAuthentication'] as const

const key = (namespace: string, name: string): string => JSON.stringify([namespace, name])

const targeted = memo(
  (world: World): ReadonlySet<string> =>
    new Set(
      POLICIES.flatMap(kind => world.ofKind(kind)).flatMap(policy =>
        [policy.json.spec?.targetRef, ...listOf(policy.json.spec?.targetRefs)].map(target =>
          key(namespaceOf(policy), textOf(target?.name)),
        ),
      ),
    ),
)

const meshed = memo(
  (world: World): ReadonlySet<string> => new Set(MESH.flatMap(kind => world.ofKind(kind)).map(namespaceOf)),
)

/** True where something in sight limits who gets through: it may ask for a log-in, or let in some addresses only. */
export function isGuarded(world: World, { by, service }: Exposure): boolean {
  if (limitsAccess(by) || limitsAccess(service)) return true
  const places = [by, service].map(({ namespace = 'default', name }) => key(namespace, name))
  const gateways = listOf(by.json.spec?.parentRefs).map(parent =>
    key(textOf(parent?.namespace) || namespaceOf(by), textOf(parent?.name)),
  )
  if ([...places, ...gateways].some(place => targeted(world).has(place))) return true
  return by.kind === 'VirtualService' && meshed(world).has(namespaceOf(service))
}
