import type { Container } from '../container.ts'
import { isMap, type Json, listOf, type Resource, textOf } from '../resource.ts'

/** True for a Service of Kubernetes itself; Knative has one too. */
export const isService = ({ kind, group }: Resource): boolean => kind === 'Service' && group === ''

/** The entries of `spec.ports` that are maps. */
export const portsOf = ({ json }: Resource): readonly Json[] => listOf(json.spec?.ports).filter(isMap)

const METRICS = /(?:^|[-_])(?:metrics|monitoring|prom|prometheus|telemetry)(?:$|[-_])/

const isOfMetrics = ({ name }: Json): boolean => METRICS.test(textOf(name))

/** True when all ports of a Service are for metrics, by their names or by its own: Prometheus asks each pod by itself. */
export function isForMetrics(service: Resource): boolean {
  const ports = portsOf(service)
  return METRICS.test(service.name) || (ports.length > 0 && ports.every(isOfMetrics))
}

/** True when a Service sends requests other than for metrics to a port that a container declares. */
export function leadsTo(service: Resource, { spec }: Container): boolean {
  const declared = listOf(spec.ports).filter(isMap)
  return portsOf(service)
    .filter(port => !isOfMetrics(port))
    .some(({ port, targetPort = port }) =>
      declared.some(({ containerPort, name }) => targetPort === containerPort || targetPort === name),
    )
}

/** Annotations that keep a load balancer inside of the network of its provider, with the value that does so. */
const INTERNAL: readonly (readonly [annotation: string, value: RegExp])[] = [
  ['cloud.google.com/load-balancer-type', /^internal$/i],
  ['networking.gke.io/load-balancer-type', /^internal$/i],
  ['service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type', /^intranet$/i],
  ['service.beta.kubernetes.io/aws-load-balancer-internal', /^(?:true|0\.0\.0\.0\/0)$/i],
  ['service.beta.kubernetes.io/aws-load-balancer-scheme', /^internal$/i],
  ['service.beta.kubernetes.io/azure-load-balancer-internal', /^true$/i],
  ['service.beta.kubernetes.io/oci-load-balancer-internal', /^true$/i],
  ['service.beta.kubernetes.io/openstack-internal-load-balancer', /^true$/i],
  ['service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type', /^private$/i],
  ['service.kubernetes.io/qcloud-loadbalancer-internal-subnetid', /./],
]

/** Annotations by which load balancers of one's own network are given their addresses. */
const ADDRESSES = [
  'io.cilium/lb-ipam-ips',
  'kube-vip.io/loadbalancerIPs',
  'lbipam.cilium.io/ips',
  'metallb.io/loadBalancerIPs',
  'metallb.universe.tf/loadBalancerIPs',
] as const

/** Addresses of private networks (RFC 1918, RFC 4193). */
const PRIVATE = /^(?:10\.|172\.(?:1[6-9]|2\d|3[01])\.|192\.168\.|f[cd][\da-f]{2}:)/i

/** True where all addresses that it asks for are private. */
function isInPrivateNetwork({ annotations, json }: Resource): boolean {
  const asked = [json.spec?.loadBalancerIP, ...ADDRESSES.map(name => annotations[name])]
  const addresses = asked.flatMap(value => textOf(value).split(',')).filter(value => value.trim() !== '')
  return addresses.length > 0 && addresses.every(address => PRIVATE.test(address.trim()))
}

/** What the annotations for load balancers of AWS begin with. */
export const AWS = 'service.beta.kubernetes.io/aws-load-balancer-'

/** The AWS Load Balancer Controller keeps what it makes internal, unless it is told otherwise. */
function isInternalByDefault({ annotations, json }: Resource): boolean {
  const isItsOwn = /^(?:external|nlb-ip)$/.test(String(annotations[`${AWS}type`] ?? ''))
  if (!isItsOwn && json.spec?.loadBalancerClass !== 'service.k8s.aws/nlb') return false
  return annotations[`${AWS}scheme`] === undefined && annotations[`${AWS}internal`] === undefined
}

/** The type of a Service that can be reached from outside of its cluster and of its provider's network, by anyone. */
export function exposureOf(service: Resource): 'NodePort' | 'LoadBalancer' | undefined {
  const { annotations, json } = service
  const type = textOf(json.spec?.type)
  if (!isService(service) || (type !== 'NodePort' && type !== 'LoadBalancer')) return undefined
  if (type === 'NodePort') return type
  const isInternal = INTERNAL.some(([annotation, value]) => value.test(String(annotations[annotation] ?? '')))
  const isLimited = isInPrivateNetwork(service) || listOf(json.spec.loadBalancerSourceRanges).length > 0
  return isInternal || isInternalByDefault(service) || isLimited ? undefined : type
}
