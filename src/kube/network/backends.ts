import type { Path } from '../../core/location.ts'
import { type Json, listOf, type Resource, textOf } from '../resource.ts'

/** A Service that requests are sent on to. */
export interface Backend {
  readonly name: string
  /** Where it is not the namespace of the object that names it. */
  readonly namespace?: string
  /** A number, or the name of one of its ports; absent where any of them may be meant. */
  readonly port?: string | number
  readonly at: Path
  readonly portAt: Path
}

const numbered = (list: Json): readonly (readonly [item: Json, index: number])[] =>
  listOf(list).map((item, index) => [item, index])

const portOf = (port: Json): { readonly port?: string | number } =>
  (typeof port === 'string' && port !== '') || typeof port === 'number' ? { port } : {}

export const isIngress = ({ kind, group }: Resource): boolean =>
  kind === 'Ingress' && (group === 'networking.k8s.io' || group === 'extensions')

/** Where an Ingress names backends; each may be a Service, or an object of any other kind. */
export function ingressBackends({ json }: Resource): readonly (readonly [backend: Json, path: Path])[] {
  const defaults = ['defaultBackend', 'backend'].map(key => [json.spec?.[key], ['spec', key]] as const)
  const paths = numbered(json.spec?.rules).flatMap(([rule, r]) =>
    numbered(rule?.http?.paths).map(
      ([path, p]) => [path?.backend, ['spec', 'rules', r, 'http', 'paths', p, 'backend']] as const,
    ),
  )
  return [...defaults, ...paths].filter(([backend]) => backend !== undefined && backend !== null)
}

function ofIngress(ingress: Resource): readonly Backend[] {
  return ingressBackends(ingress).flatMap(([backend, path]) => {
    const { service } = backend
    // The form of networking.k8s.io/v1, and that of the versions before it.
    const [name, port, nameAt, portAt] =
      service === undefined
        ? [backend.serviceName, backend.servicePort, ['serviceName'], ['servicePort']]
        : [service?.name, service?.port?.number ?? service?.port?.name, ['service', 'name'], ['service', 'port']]
    if (textOf(name) === '') return []
    return { name, ...portOf(port), at: ingress.at(...path, ...nameAt), portAt: ingress.at(...path, ...portAt) }
  })
}

export const GATEWAY_ROUTES = ['GRPCRoute', 'HTTPRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute'] as const

export const isGatewayRoute = ({ kind, group }: Resource): boolean =>
  group === 'gateway.networking.k8s.io' && GATEWAY_ROUTES.some(route => route === kind)

function ofGatewayRoute(route: Resource): readonly Backend[] {
  return numbered(route.json.spec?.rules).flatMap(([rule, r]) =>
    numbered(rule?.backendRefs).flatMap(([ref, b]) => {
      const isCore = (ref?.kind ?? 'Service') === 'Service' && (ref?.group ?? '') === ''
      if (!isCore || textOf(ref?.name) === '') return []
      const at = route.at('spec', 'rules', r, 'backendRefs', b)
      const namespace = textOf(ref.namespace)
      return {
        name: ref.name,
        ...(namespace !== '' && { namespace }),
        ...portOf(ref.port),
        at: [...at, 'name'],
        portAt: [...at, 'port'],
      }
    }),
  )
}

/** `web`, `web.shop` or `web.shop.svc.cluster.local`: Istio completes a short name with the namespace of the object. */
function ofVirtualService(virtual: Resource): readonly Backend[] {
  const { gateways } = virtual.json.spec ?? {}
  // Without a gateway, or with `mesh` alone, it is for pods of the mesh.
  if (!listOf(gateways).some(gateway => gateway !== 'mesh')) return []
  return ['http', 'tls', 'tcp'].flatMap(protocol =>
    numbered(virtual.json.spec[protocol]).flatMap(([route, r]) =>
      numbered(route?.route).flatMap(([one, d]) => {
        const [, name, namespace] =
          /^([^.]+)(?:\.([^.]+)(?:\.svc(?:\..*)?)?)?$/.exec(textOf(one?.destination?.host)) ?? []
        if (name === undefined) return []
        const at = virtual.at('spec', protocol, r, 'route', d, 'destination', 'host')
        return { name, ...(namespace !== undefined && { namespace }), at, portAt: at }
      }),
    ),
  )
}

/** The Services that an object lets requests from outside of the cluster through to. */
export function backendsOf(resource: Resource): readonly Backend[] {
  if (isIngress(resource)) return ofIngress(resource)
  if (isGatewayRoute(resource)) return ofGatewayRoute(resource)
  if (resource.kind === 'VirtualService' && resource.group === 'networking.istio.io') return ofVirtualService(resource)
  return []
}
