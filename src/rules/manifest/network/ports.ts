import type { Problem } from '../../../core/finding.ts'
import type { Path } from '../../../core/location.ts'
import type { Container } from '../../../kube/container.ts'
import { isFilledInLater } from '../../../kube/filled-in-later.ts'
import { isDnsLabel, isPort, portNameFault } from '../../../kube/network/port-names.ts'
import { isService } from '../../../kube/network/service.ts'
import { isUnset, type Json, listOf, type Resource } from '../../../kube/resource.ts'
import { written } from '../../../kube/written.ts'
import { rule } from '../../rule.ts'

/** What a tool fills in is not judged. */
const faultOf = (name: Json): string => (isFilledInLater(written(name)) ? '' : portNameFault(written(name)))

/** A name that an earlier entry of the same list has. */
const isRepeated = (ports: readonly Json[], index: number): boolean =>
  !isUnset(ports[index]?.name) && ports.findIndex(other => other?.name === ports[index].name) < index

/** kube-linter reads the names of ports, and the target ports of Services. */
const BY_NAME = { kubelinter: 'invalid-target-ports' } as const
/** kube-score reads those of containers, and minds of a name that it is long or repeated. */
const BY_CONTAINER = { kubescore: 'container-ports-check' } as const

const LONGEST_NAME = 15

const ofLength = (name: Json): Pick<Problem, 'unlike'> =>
  written(name).length > LONGEST_NAME ? {} : { unlike: BY_CONTAINER }

function inContainer(container: Container): readonly Problem[] {
  const ports = listOf(container.spec.ports)
  const owner = `container \`${container.name}\``
  return ports.flatMap((port, index): readonly Problem[] => {
    const at = container.at('ports', index)
    const { name, containerPort } = port ?? {}
    const fault = isUnset(name) ? '' : faultOf(name)
    return [
      ...(fault === ''
        ? []
        : [{ at: [...at, 'name'], message: `port name \`${written(name)}\` of ${owner} ${fault}`, ...ofLength(name) }]),
      ...(isRepeated(ports, index)
        ? [{ at: [...at, 'name'], message: `${owner} has two ports named \`${written(name)}\``, unlike: BY_NAME }]
        : []),
      ...(isPort(containerPort) || isFilledInLater(written(containerPort))
        ? []
        : [portProblem(containerPort, { at: [...at, 'containerPort'], owner })]),
    ]
  })
}

function portProblem(port: Json, { at, owner }: { at: Path; owner: string }): Problem {
  const what = isUnset(port)
    ? `port of ${owner} has no \`containerPort\``
    : `${owner} has invalid port \`${written(port)}\`; expected 1 to 65535`
  return { at, message: what, unlike: BY_NAME }
}

/** Zero and an empty name are the port of the Service (pkg/apis/core/v1/defaults.go). */
function targetFault(target: Json): string {
  if (target === 0 || target === '') return ''
  if (typeof target === 'string') return faultOf(target)
  return isUnset(target) || isPort(target) ? '' : 'is out of range; expected 1 to 65535'
}

function inService(service: Resource): readonly Problem[] {
  const ports = listOf(service.json.spec?.ports)
  return ports.flatMap((entry, index): readonly Problem[] => {
    const at = service.at('spec', 'ports', index)
    const { name, port, targetPort } = entry ?? {}
    const fault = targetFault(targetPort)
    const nameless = isUnset(name) && ports.length > 1
    const ofEntry = [
      ...(nameless ? [{ at, message: 'service has several ports, and this one has no name' }] : []),
      ...(isUnset(name) || isDnsLabel(written(name)) || isFilledInLater(written(name))
        ? []
        : [{ at: [...at, 'name'], message: `port name \`${written(name)}\` of the service is not a DNS label` }]),
      ...(isRepeated(ports, index)
        ? [{ at: [...at, 'name'], message: `service has two ports named \`${written(name)}\`` }]
        : []),
    ]
    const ofTarget = [
      ...(fault === ''
        ? []
        : [{ at: [...at, 'targetPort'], message: `target port \`${written(targetPort)}\` ${fault}` }]),
      ...(isUnset(port) && isUnset(targetPort) ? [{ at, message: 'port of the service has no number' }] : []),
    ]
    return [
      ...ofEntry.map(problem => ({ ...problem, unlike: { ...BY_NAME, ...BY_CONTAINER } })),
      ...ofTarget.map(problem => ({ ...problem, unlike: BY_CONTAINER })),
    ]
  })
}

export const portNameInvalid = rule({
  id: 'port-name-invalid',
  title: 'Invalid port or port name',
  why: 'The API server rejects the object, so it is not deployed; a name that repeats leads Services and probes to the wrong port.',
  help: 'Write ports as `{name: http, containerPort: 8080}`: a unique name of at most 15 lower-case letters, digits and single dashes, and a number without quotes.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: { ...BY_NAME, ...BY_CONTAINER },
  on: 'resource',
  check(resource, { world }) {
    if (isService(resource)) return inService(resource)
    return world.workloadsOf(resource).flatMap(({ containers }) => containers.flatMap(inContainer))
  },
})
