import type { Problem } from '../../core/finding.ts'
import { indexBy } from '../../core/group.ts'
import { memo } from '../../core/memo.ts'
import { listed } from '../../core/text.ts'
import { isFilledInLater } from '../../kube/filled-in-later.ts'
import { type Backend, backendsOf, ingressBackends, isGatewayRoute, isIngress } from '../../kube/network/backends.ts'
import { isNetworkPolicy } from '../../kube/network/network-policy.ts'
import { isService, portsOf } from '../../kube/network/service.ts'
import { isEmpty, isMap, listOf, type Resource, textOf } from '../../kube/resource.ts'
import {
  fits,
  type Labels,
  labelsOf,
  type Requirement,
  requirementsOf,
  requirementsOfMap,
} from '../../kube/selector.ts'
import { isExpected, PODS } from '../evidence.ts'
import { lookup, namespaceOf } from '../lookup.ts'
import { objectsOf, referenced } from '../references.ts'
import { type Pool, podsSelected, poolOf, selectFrom, unreadSelected } from '../selection.ts'
import type { World } from '../world.ts'

/** A reference or selector that leads to nothing that was read. */
export interface Dangling extends Problem {
  /**
   * What it looks for is probably defined elsewhere: nothing of its kind was read for the namespace in the same chart,
   * overlay or plain files, or custom resources there may make it.
   */
  readonly elsewhere: boolean
}

/** What controllers add to the labels of pods while they run. */
const AT_RUN_TIME: ReadonlySet<string> = new Set([
  'apps.kubernetes.io/pod-index',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-completion-index',
  'batch.kubernetes.io/job-name',
  'controller-revision-hash',
  'controller-uid',
  'job-name',
  'pod-template-hash',
  'rollouts-pod-template-hash',
  'statefulset.kubernetes.io/pod-name',
])

/** Operators of databases tell their members apart by such a label, and move it when another one takes over. */
const isRole = ({ key, values }: Requirement): boolean =>
  /role$/i.test(key) &&
  values.every(value => /^(?:primary|master|leader|replica|slave|follower|standby|secondary)$/.test(String(value)))

/** Whether a selector asks for pods, and none of those that were read for the namespace has the labels. */
function missesPods(
  world: World,
  from: Resource,
  asked: readonly Requirement[] | undefined,
): asked is readonly Requirement[] {
  if (asked === undefined || asked.length === 0) return false
  if (asked.some(({ values }) => values.some(value => isFilledInLater(String(value))))) return false
  const requirements = asked.filter(one => !AT_RUN_TIME.has(one.key) && !isRole(one))
  const namespace = namespaceOf(from)
  return [podsSelected, unreadSelected].every(selected => selected(world, namespace, requirements).length === 0)
}

/** ` of namespace `shop`, unless it is defined elsewhere`. */
const unless = (namespace: string | undefined, them: string): string =>
  ` of ${namespace === undefined ? 'its namespace' : `namespace \`${namespace}\``}, unless ${them} defined elsewhere`

const selected = (requirements: readonly Requirement[]): string =>
  listed(
    requirements.map(
      ({ key, operator, values }) => `\`${operator === 'In' && values.length === 1 ? `${key}: ${values[0]}` : key}\``,
    ),
  )

/** A Service that selects no pod. One without a selector is legal: its endpoints are written by others. */
export function danglingService(service: Resource, world: World): readonly Dangling[] {
  const { spec } = service.json
  if (!isService(service) || spec?.type === 'ExternalName') return []
  if (isEmpty(spec?.selector)) return withoutEndpoints(service, world)
  const asked = requirementsOfMap(spec.selector)
  if (!missesPods(world, service, asked)) return []
  return [
    {
      at: service.at('spec', 'selector'),
      message: `selector ${selected(asked)} matches no pod${unless(service.namespace, 'one is')}`,
      elsewhere: !isExpected(world, service, PODS),
    },
  ]
}

const slicesOf = lookup('EndpointSlice', slice => [
  JSON.stringify([namespaceOf(slice), textOf(labelsOf(slice.json)['kubernetes.io/service-name'])]),
])

/** A Service without a selector whose endpoints nothing defines: a controller may write them. */
function withoutEndpoints(service: Resource, world: World): readonly Dangling[] {
  const { name } = service
  const endpoints = referenced(world, service, { type: 'Endpoints', name })
  const slices = slicesOf(world, JSON.stringify([namespaceOf(service), name]))
  if (endpoints.length > 0 || slices.length > 0) return []
  return [
    {
      at: service.at('spec', 'selector'),
      message: 'Service has no selector, and its endpoints are not defined here',
      elsewhere: true,
      also: { kubelinter: 'dangling-service' },
    },
  ]
}

/** A NetworkPolicy that selects no pod. */
export function danglingPolicy(policy: Resource, world: World): readonly Dangling[] {
  const asked = isNetworkPolicy(policy) ? requirementsOf(policy.json.spec?.podSelector) : undefined
  if (!missesPods(world, policy, asked)) return []
  return [
    {
      at: policy.at('spec', 'podSelector'),
      message: `policy selects no pod by ${selected(asked)}${unless(policy.namespace, 'one is')}`,
      elsewhere: !isExpected(world, policy, PODS),
    },
  ]
}

/** The peers of a NetworkPolicy that are pods of its own namespace. */
export function danglingPeers(policy: Resource, world: World): readonly Dangling[] {
  if (!isNetworkPolicy(policy)) return []
  const sides = [
    ['ingress', 'from'],
    ['egress', 'to'],
  ] as const
  return sides.flatMap(([direction, key]) =>
    listOf(policy.json.spec?.[direction]).flatMap((rule, index) =>
      listOf(rule?.[key]).flatMap((peer, p) => {
        const asked =
          isMap(peer) && !peer.namespaceSelector && !peer.ipBlock ? requirementsOf(peer.podSelector) : undefined
        if (!missesPods(world, policy, asked)) return []
        return {
          at: policy.at('spec', direction, index, key, p, 'podSelector'),
          message: `${direction} peer ${selected(asked)} matches no pod${unless(policy.namespace, 'one is')}`,
          elsewhere: !isExpected(world, policy, PODS),
        }
      }),
    ),
  )
}

/** The API server is a Service of every cluster, with these labels. */
const isOfCluster = (namespace: string, name: string): boolean => namespace === 'default' && name === 'kubernetes'
const API_SERVER: Labels = { component: 'apiserver', provider: 'kubernetes' }

/** The Services that an Ingress or a route sends requests to: their names, and their ports. */
function danglingBackends(resource: Resource, world: World): readonly Dangling[] {
  return backendsOf(resource).flatMap(backend => {
    if (backend.port === NO_SERVICE || isFilledInLater(backend.name)) return []
    const namespace = backend.namespace ?? namespaceOf(resource)
    const type = { type: 'Service', namespace }
    const services = referenced(world, resource, { ...type, name: backend.name })
    if (isOfCluster(namespace, backend.name)) return []
    if (services.length > 0) return services.some(service => hasPort(service, backend)) ? [] : missingPort(backend)
    const elsewhere = !isExpected(world, resource, 'Service', backend.namespace)
    const message = `backend \`${backend.name}\` is not a Service${unless(backend.namespace ?? resource.namespace, 'it is')}`
    return [{ at: backend.at, message, elsewhere }]
  })
}

const missingPort = ({ name, port, portAt }: Backend): readonly Dangling[] => [
  { at: portAt, message: `Service \`${name}\` has no port \`${port}\``, elsewhere: false },
]

/** The port of a backend that an annotation of the AWS controller describes. */
const NO_SERVICE = 'use-annotation'

function hasPort(service: Resource, { port }: Backend): boolean {
  if (port === undefined || service.json.spec?.type === 'ExternalName') return true
  const ports = portsOf(service)
  return ports.length === 0 || ports.some(one => one.port === port || one.name === port)
}

/** The form that a version of Ingress no longer has. */
const misplaced = (ingress: Resource): readonly Dangling[] =>
  ingress.apiVersion !== 'networking.k8s.io/v1'
    ? []
    : ingressBackends(ingress).flatMap(([backend, path]) =>
        isMap(backend) && backend.serviceName !== undefined && backend.service === undefined
          ? {
              at: ingress.at(...path, 'serviceName'),
              message: '`serviceName` is not a field of networking.k8s.io/v1; expected `service.name`',
              elsewhere: false,
            }
          : [],
      )

/** The backends of an Ingress. */
export function danglingIngress(ingress: Resource, world: World): readonly Dangling[] {
  if (!isIngress(ingress)) return []
  const invalid = misplaced(ingress)
  return invalid.length > 0 ? invalid : danglingBackends(ingress, world)
}

const grantKey = (...parts: readonly string[]): string => JSON.stringify(parts)

/** By their own namespace, and the kinds and namespaces that they let refer to objects of it. */
const grantsFor = lookup('ReferenceGrant', grant =>
  listOf(grant.json.spec?.from).map(from => grantKey(namespaceOf(grant), textOf(from?.kind), textOf(from?.namespace))),
)

/** References into another namespace that no ReferenceGrant there allows. */
function ungranted(route: Resource, world: World): readonly Dangling[] {
  const own = namespaceOf(route)
  return backendsOf(route).flatMap(({ name, namespace = own, at }) => {
    const type = { type: 'Service', namespace, name }
    if (namespace === own || referenced(world, route, type).length === 0) return []
    const isGranted = grantsFor(world, grantKey(namespace, route.kind, own)).some(({ json }) =>
      listOf(json.spec?.to).some(to => to?.kind === 'Service' && (to.name === undefined || to.name === name)),
    )
    if (isGranted) return []
    const message = `no ReferenceGrant lets ${route.kind}s of namespace \`${own}\` refer to Service \`${name}\`${unless(namespace, 'one is')}`
    return [{ at, message, elsewhere: !isExpected(world, route, GRANT, namespace) }]
  })
}

const GRANT = 'gateway.networking.k8s.io/ReferenceGrant'

/** The backends of a route of the Gateway API. */
export const danglingRoute = (route: Resource, world: World): readonly Dangling[] =>
  isGatewayRoute(route) ? [...danglingBackends(route, world), ...ungranted(route, world)] : []

/** The namespaces that a ServiceMonitor looks for Services in; `undefined` for all of them. */
function namespacesOf({ json }: Resource, own: string): readonly string[] | undefined {
  const selector = json.spec?.namespaceSelector
  if (selector?.any === true) return undefined
  const names = listOf(selector?.matchNames).map(textOf)
  return names.length > 0 ? names : [own]
}

/** Stands for all namespaces; no namespace has this name. */
const ALL = ''

const servicesByNamespace = memo((world: World): ReadonlyMap<string, Pool<Resource>> => {
  const groups = indexBy(objectsOf(world, 'Service'), service => [namespaceOf(service), ALL])
  return new Map([...groups].map(([namespace, all]) => [namespace, poolOf(all, ({ json }) => labelsOf(json))]))
})

function servicesSelected(world: World, namespace: string, requirements: readonly Requirement[]): readonly Resource[] {
  const pool = servicesByNamespace(world).get(namespace)
  return pool ? selectFrom(pool, requirements) : []
}

function placeNamed(namespaces: readonly string[] | undefined, { namespace, json }: Resource): string {
  if (namespaces === undefined) return 'any namespace'
  const isOwn = namespace === undefined && listOf(json.spec?.namespaceSelector?.matchNames).length === 0
  return isOwn
    ? 'its namespace'
    : `namespace ${listed(
        namespaces.map(name => `\`${name}\``),
        'or',
      )}`
}

const nameOf = ({ name, namespace }: Resource): string =>
  `Service \`${name}\`${namespace === undefined ? '' : ` of namespace \`${namespace}\``}`

/** A ServiceMonitor that selects no Service. */
export function danglingMonitor(monitor: Resource, world: World): readonly Dangling[] {
  const { json, group } = monitor
  if (group !== 'monitoring.coreos.com') return []
  if (!isMap(json.spec))
    return [{ at: monitor.at('kind'), message: 'monitor has no `spec`, so it selects no Service', elsewhere: false }]
  const requirements = requirementsOf(json.spec.selector ?? {})
  if (requirements === undefined) return []
  const namespaces = namespacesOf(monitor, namespaceOf(monitor))
  if ((namespaces ?? [ALL]).some(namespace => servicesSelected(world, namespace, requirements).length > 0)) return []
  if ((namespaces ?? ['default']).includes('default') && fits(requirements, API_SERVER)) return []
  const isExpectedThere = (namespaces ?? [monitor.namespace]).some(namespace =>
    isExpected(world, monitor, 'Service', namespace),
  )
  const where = placeNamed(namespaces, monitor)
  const what = requirements.length === 0 ? 'no Service exists' : `no Service has labels ${selected(requirements)}`
  const distant = requirements.length === 0 ? undefined : servicesSelected(world, ALL, requirements)[0]
  return [
    {
      at: monitor.at('spec', requirements.length === 0 ? 'namespaceSelector' : 'selector'),
      message: `${what} in ${where}, unless one is defined elsewhere${distant ? `; ${nameOf(distant)} has them` : ''}`,
      elsewhere: !isExpectedThere,
      ...(distant && {
        see: [{ at: distant.at('metadata', 'namespace'), note: 'a Service with these labels', in: distant.source }],
      }),
      // kube-linter looks in all namespaces unless some are selected.
      ...(distant && isEmpty(json.spec.namespaceSelector) && { unlike: { kubelinter: 'dangling-servicemonitor' } }),
    },
  ]
}
