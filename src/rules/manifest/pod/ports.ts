import type { Problem } from '../../../core/finding.ts'
import type { Container } from '../../../kube/container.ts'
import { isTcp } from '../../../kube/network/port-names.ts'
import { type Json, listOf } from '../../../kube/resource.ts'
import type { Workload } from '../../../kube/workload.ts'
import { written } from '../../../kube/written.ts'
import { isSshPort, sshServiceBefore } from '../../../world/network/ssh.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

/** A number in quotes is for the schema to refuse: what is meant is plain. */
const numberOf = (port: Json): number => Number(written(port))

/** The ports of a container that are wanted here; ephemeral containers have none. */
const portsOf = (container: Container, isWanted: (port: Json) => boolean): readonly number[] =>
  container.role === 'ephemeral'
    ? []
    : listOf(container.spec.ports).flatMap((port, index) => (isWanted(port) ? [index] : []))

/** The lowest port that a process without CAP_NET_BIND_SERVICE may open, unless a sysctl says otherwise. */
const FIRST_UNPRIVILEGED = 1024

function firstUnprivileged({ pod }: Workload): number {
  const sysctl = listOf(pod.securityContext?.sysctls).find(one => one?.name === 'net.ipv4.ip_unprivileged_port_start')
  return sysctl === undefined ? FIRST_UNPRIVILEGED : Number(written(sysctl.value))
}

/** Opt-in: runtimes of today let everybody open all ports in the network namespace of a pod. */
export const privilegedPort = rule({
  id: 'privileged-port',
  title: 'Container listens on a privileged port',
  why: 'Where the runtime does not lift the restriction, the process needs root or `NET_BIND_SERVICE` to open a port below 1024.',
  help: 'Listen on a port above 1023, for example 8080, and map it in the Service: `port: 80`, `targetPort: 8080`.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: {
    kubelinter: 'privileged-ports',
    monokle: 'KBP113',
    trivy: trivyIds('KSV-0117', 'no-privilege-port-binding'),
  },
  on: 'container',
  check(container) {
    if (container.workload.windows) return
    const first = Math.min(firstUnprivileged(container.workload), FIRST_UNPRIVILEGED)
    const isPrivileged = (port: Json): boolean =>
      numberOf(port?.containerPort) > 0 && numberOf(port.containerPort) < first
    return portsOf(container, isPrivileged).map(index => ({
      at: container.at('ports', index, 'containerPort'),
      message: `container \`${container.name}\` listens on port ${numberOf(container.spec.ports[index].containerPort)}, below ${first}`,
    }))
  },
})

/** kube-linter and Monokle look at containers, Kubescape at Services. */
const BY_CONTAINER = { kubelinter: 'ssh-port', monokle: 'KBP110' } as const
const BY_SERVICE = { kubescape: 'C-0042' } as const

/** Opt-in: most of those who expose it run a Git server or a gateway that is for it. */
export const sshPort = rule({
  id: 'ssh-port',
  title: 'SSH port is exposed',
  why: 'A shell behind a password or a forgotten key lets an attacker into the container, past the access control and the audit log of the API server.',
  help: 'Remove the SSH server and its port, and use `kubectl exec` or `kubectl debug`. If the program itself speaks SSH, as Git servers do, waive the finding.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  tags: ['mitre'],
  peers: { ...BY_CONTAINER, ...BY_SERVICE },
  on: 'workload',
  check(workload, { world }) {
    const service = sshServiceBefore(world, workload)
    const ports = workload.containers.flatMap(container =>
      portsOf(container, port => numberOf(port?.containerPort) === 22 && isTcp(port)).map(
        (index): Problem => ({
          at: container.at('ports', index, 'containerPort'),
          message: `container \`${container.name}\` exposes SSH port 22`,
          ...(!service && { unlike: BY_SERVICE }),
        }),
      ),
    )
    if (ports.length > 0 || !service) return ports
    const { resource, index } = service
    const port = listOf(resource.json.spec.ports)[index]
    const number = [port.port, port.targetPort].find(isSshPort)
    return {
      at: workload.at('containers'),
      message: `pod exposes SSH port ${number} through Service \`${resource.name}\``,
      see: [{ in: resource.source, at: resource.at('spec', 'ports', index), note: 'the port of the Service' }],
      unlike: BY_CONTAINER,
    }
  },
})
