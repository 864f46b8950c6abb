import type { Change } from '../../../core/edit.ts'
import { plural } from '../../../core/text.ts'
import { AWS, exposureOf, isService, portsOf } from '../../../kube/network/service.ts'
import { listOf, type Resource, textOf } from '../../../kube/resource.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

/** Peers for which every type but ClusterIP is one too many. */
const exposurePeers = { kubelinter: 'exposed-services', monokle: 'KBP114' } as const

/** Without the type go the fields that only such a type may have. */
function toClusterIp(service: Resource): readonly Change[] {
  const { spec } = service.json
  const ports = listOf(spec.ports).flatMap((port, index) =>
    port?.nodePort === undefined ? [] : [['ports', index, 'nodePort']],
  )
  const fields = ['externalTrafficPolicy', 'healthCheckNodePort'].filter(field => spec[field] !== undefined)
  return [
    { op: 'set', path: service.at('spec', 'type'), value: 'ClusterIP' },
    ...[...ports, ...fields.map(field => [field])].map(
      (steps): Change => ({ op: 'remove', path: service.at('spec', ...steps) }),
    ),
  ]
}

export const serviceNodePort = rule({
  id: 'service-node-port',
  title: 'Service opens a port on every node',
  why: 'The port is open on every address of every node, bypassing the Ingress with its TLS, authentication and logs.',
  help: 'Set `type: ClusterIP`, remove `nodePort`, and expose the Service through an Ingress or a Gateway.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: { ...exposurePeers, kics: '845acfbe-3e10-4b8e-b656-3b404d36dfb2', kubescore: 'service-type' },
  on: 'resource',
  kinds: ['Service'],
  check(service) {
    if (exposureOf(service) !== 'NodePort') return
    return {
      at: service.at('spec', 'type'),
      message: 'service of type NodePort opens a port on every node',
      fix: { title: 'Keep it inside of the cluster', safe: false, changes: toClusterIp(service) },
    }
  },
})

export const serviceLoadBalancer = rule({
  id: 'service-load-balancer',
  title: 'Service is exposed by a public load balancer',
  why: 'The cloud gives the Service a public address that anyone on the internet can connect to.',
  help: "Set `loadBalancerSourceRanges`, or your cloud's annotation for an internal load balancer.",
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: { ...exposurePeers, kics: '26763a1c-5dda-4772-b507-5fca7fb5f165', kubescape: 'C-0256' },
  on: 'resource',
  kinds: ['Service'],
  check(service) {
    if (exposureOf(service) !== 'LoadBalancer') return
    return { at: service.at('spec', 'type'), message: 'load balancer of the service is open to every address' }
  },
})

/** A load balancer of connections, not of requests: TLS ends behind it, often in an Ingress controller. */
function passesTls({ annotations }: Resource): boolean {
  const protocol = textOf(annotations[`${AWS}backend-protocol`]).toLowerCase()
  const type = textOf(annotations[`${AWS}type`])
  return protocol === 'tcp' || (protocol === '' && /^(?:nlb|external)/.test(type))
}

export const serviceLoadBalancerTls = rule({
  id: 'service-load-balancer-tls',
  title: 'Load balancer for port 443 has no certificate',
  why: 'The load balancer passes on what it gets: unless the pods end TLS themselves, passwords and data cross the internet in clear text.',
  help: 'Set `service.beta.kubernetes.io/aws-load-balancer-ssl-cert` to the ARN of a certificate, or end TLS in the pods.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: { kubescape: ['C-0231', 'C-0245'] },
  on: 'resource',
  kinds: ['Service'],
  check(service) {
    if (exposureOf(service) !== 'LoadBalancer' || !portsOf(service).some(({ port }) => port === 443)) return
    const settings = Object.keys(service.annotations).filter(name => name.startsWith(AWS))
    if (settings.length === 0 || settings.some(name => name.startsWith(`${AWS}ssl-cert`)) || passesTls(service)) return
    return { at: service.at('metadata', 'annotations'), message: 'AWS load balancer of port 443 has no certificate' }
  },
})

export const serviceExternalIps = rule({
  id: 'service-external-ips',
  title: 'Service sets externalIPs',
  why: 'Traffic from the cluster to these addresses is redirected to the pods of the Service, no matter who owns them: its author can intercept it (CVE-2020-8554).',
  help: 'Remove `externalIPs`, and expose the Service through a load balancer or an Ingress.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: { trivy: [...trivyIds('KSV-0108', 'no-svc-with-extip'), 'no_svc_with_extip'] },
  on: 'resource',
  kinds: ['Service'],
  check(service) {
    const addresses = listOf(service.json.spec?.externalIPs)
    if (!isService(service) || addresses.length === 0) return
    const at = service.at('spec', 'externalIPs')
    return {
      at,
      message: `service claims ${plural(addresses.length, 'external address', 'external addresses')}`,
      fix: { title: 'Remove `externalIPs`', safe: false, changes: [{ op: 'remove', path: at }] },
    }
  },
})
