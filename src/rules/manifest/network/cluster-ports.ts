import type { Problem } from '../../../core/finding.ts'
import { GATEWAY_ROUTES } from '../../../kube/network/backends.ts'
import type { Resource } from '../../../kube/resource.ts'
import { exposuresBy, portsThrough } from '../../../world/network/exposure.ts'
import type { World } from '../../../world/world.ts'
import { rule } from '../../rule.ts'

/** What listens on a port (kubernetes.io/docs/reference/networking/ports-and-protocols, etcd.io/docs). */
const PROGRAMS: ReadonlyMap<unknown, string> = new Map([
  [2379, 'etcd'],
  [2380, 'etcd'],
  [10250, 'the kubelet'],
  [10255, 'the kubelet'],
])

const KINDS = ['Service', 'Ingress', ...GATEWAY_ROUTES] as const

/** A problem for each port of a program that an object opens to the outside. */
const published = (by: Resource, world: World, programOf: (port: unknown) => string | undefined): readonly Problem[] =>
  exposuresBy(world, by).flatMap(exposure =>
    portsThrough(exposure).flatMap(({ target, at }): readonly Problem[] => {
      const program = programOf(target)
      if (program === undefined) return []
      const isService = exposure.service === by
      return [
        {
          at: isService ? at : exposure.at,
          judged: String(target),
          message: `${by.kind} \`${by.name}\` exposes port ${target} of ${program}`,
          ...(!isService && { see: [{ at, in: exposure.service.source, note: 'the port of the Service' }] }),
        },
      ]
    }),
  )

export const clusterPortExposed = rule({
  id: 'cluster-port-exposed',
  title: 'Port of etcd or of the kubelet is exposed',
  why: 'An attacker who reaches etcd reads every Secret and writes any object, and one who reaches a kubelet can run commands in its pods: both are for the control plane only.',
  help: 'Set `type: ClusterIP` on the Service, or remove the port from it.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  tags: ['mitre'],
  on: 'resource',
  kinds: KINDS,
  check: (resource, { world }) => published(resource, world, port => PROGRAMS.get(port)),
})

export const apiServerExposed = rule({
  id: 'api-server-exposed',
  title: 'Port of the API server is exposed',
  why: 'Its authentication is all that keeps attackers out: leaked credentials and vulnerabilities can be used from anywhere.',
  help: 'Set `loadBalancerSourceRanges` to the networks of administrators, or reach the API server through a private network.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  tags: ['mitre'],
  on: 'resource',
  kinds: KINDS,
  check: (resource, { world }) => published(resource, world, port => (port === 6443 ? 'the API server' : undefined)),
})
