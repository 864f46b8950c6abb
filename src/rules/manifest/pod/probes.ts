import type { Path } from '../../../core/location.ts'
import { memo } from '../../../core/memo.ts'
import type { Container } from '../../../kube/container.ts'
import { isFilledInLater } from '../../../kube/filled-in-later.ts'
import { HANDLERS } from '../../../kube/handlers.ts'
import { isTcp } from '../../../kube/network/port-names.ts'
import { isForMetrics, leadsTo } from '../../../kube/network/service.ts'
import { isMap, type Json, listOf, type Resource } from '../../../kube/resource.ts'
import type { Workload } from '../../../kube/workload.ts'
import { written } from '../../../kube/written.ts'
import { serviceBefore } from '../../../world/network/services.ts'
import { same } from '../../../yaml/data.ts'
import { rule } from '../../rule.ts'

/** What runs to an end, and what Helm runs as a hook, needs no probes; other containers than these cannot have any. */
const wantsProbes = ({ workload, longRunning }: Container): boolean =>
  workload.whole && longRunning && !workload.transient && !workload.hook

const has = ({ spec }: Container, probe: string): boolean => isMap(spec[probe])

/** One readiness probe of any container is enough for kube-score, and it asks only pods behind a Service. */
const POD_PROBES = { kubescore: 'pod-probes' } as const

/** Peers that ask regular containers for probes, and no native sidecars. */
const LIVENESS = {
  checkov: 'CKV_K8S_8',
  kubelinter: 'no-liveness-probe',
  kubescape: 'C-0056',
  polaris: 'livenessProbeMissing',
} as const
const READINESS = {
  checkov: 'CKV_K8S_9',
  kubelinter: 'no-readiness-probe',
  kubescape: 'C-0018',
  polaris: 'readinessProbeMissing',
} as const

export const livenessProbe = rule({
  id: 'liveness-probe',
  title: 'Container has no liveness probe',
  why: 'A process that hangs without exiting is never restarted. A wrong probe restarts healthy pods, which is why this rule is optional.',
  help: 'Add a `livenessProbe` that fails only when a restart would help, and does not depend on other services.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: { ...LIVENESS, ...POD_PROBES, kics: 'ade74944-a674-4e00-859e-c6eab5bde441' },
  on: 'container',
  check(container) {
    if (!wantsProbes(container) || has(container, 'livenessProbe')) return
    const message = `container \`${container.name}\` has no liveness probe`
    const unlike = { ...POD_PROBES, ...(container.sidecar && LIVENESS) }
    return { at: container.at('livenessProbe'), message, unlike }
  },
})

/** Asked for each container, of which a pod may have thousands. */
const guarded = memo(({ containers }: Workload) => containers.some(container => has(container, 'readinessProbe')))

/** Whether requests of a Service go to another container of the pod. */
const isForAnother = (service: Resource, container: Container): boolean =>
  !leadsTo(service, container) && container.workload.containers.some(other => leadsTo(service, other))

export const readinessProbe = rule({
  id: 'readiness-probe',
  title: 'Container has no readiness probe',
  why: 'Requests reach the pod as soon as its process starts, and keep coming while it cannot serve them: every rollout drops some.',
  help: 'Add a `readinessProbe` that succeeds once the container can serve, for example an `httpGet` of `/ready`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: { ...READINESS, ...POD_PROBES, kics: 'a659f3b5-9bf0-438a-bd9a-7d3a6427f1e3' },
  on: 'container',
  check(container, { world }) {
    if (!wantsProbes(container) || has(container, 'readinessProbe')) return
    // Knative adds one to what has none.
    if (container.workload.resource.group === 'serving.knative.dev') return
    const at = container.at('readinessProbe')
    const message = `container \`${container.name}\` has no readiness probe`
    const service = guarded(container.workload) ? undefined : serviceBefore(world, container.workload)
    const unlike = container.sidecar ? READINESS : {}
    if (service === undefined)
      return { at, message, severity: 'low', profile: 'strict', unlike: { ...POD_PROBES, ...unlike } }
    return {
      at,
      message: `${message}, but Service \`${service.name}\` sends requests to its pod`,
      ...((isForMetrics(service) || isForAnother(service, container)) && { severity: 'low', profile: 'strict' }),
      unlike,
    }
  },
})

const ACTIONS = ['httpGet', 'tcpSocket', 'grpc'] as const

/** kube-linter has one check for each probe, and none for the others. */
const PORT_CHECKS: Readonly<Record<string, string>> = {
  livenessProbe: 'liveness-port',
  readinessProbe: 'readiness-port',
  startupProbe: 'startup-port',
}

const PORT_PEERS = { kubelinter: Object.values(PORT_CHECKS) }

interface PortUse {
  readonly port: Json
  readonly at: Path
  readonly what: string
  /** Checks of kube-linter for other probes than this one. */
  readonly unlike: { readonly kubelinter: readonly string[] }
}

/** The ports that probes and hooks of a container connect to; a host of its own is another machine. */
const portsUsed = (container: Container): readonly PortUse[] =>
  HANDLERS.flatMap(steps => {
    const handler = steps.reduce((json: Json, key) => json?.[key], container.spec)
    const isKnown = ({ host, port }: Json): boolean => !host && !isFilledInLater(written(port))
    return ACTIONS.filter(action => isMap(handler?.[action]) && isKnown(handler[action])).map(action => ({
      port: handler[action].port,
      at: container.at(...steps, action, 'port'),
      what: steps.at(-1)!,
      unlike: { kubelinter: PORT_PEERS.kubelinter.filter(id => id !== PORT_CHECKS[steps[0]]) },
    }))
  })

/** The kubelet looks for a name among the ports of the container only, and reads digits as a number. */
const isName = (port: Json): port is string => typeof port === 'string' && !/^\d+$/.test(port)

export const probePortName = rule({
  id: 'probe-port-name',
  title: 'Probe uses a port name that does not exist',
  why: 'The kubelet finds no such port, so the probe always fails: the pod is never ready, or is restarted again and again.',
  help: 'Correct `port`, or add a port with that `name` to the container.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: PORT_PEERS,
  on: 'container',
  check: container =>
    portsUsed(container).flatMap(({ port, at, what, unlike }) => {
      if (!isName(port) || listOf(container.spec.ports).some(one => one?.name === port)) return []
      return {
        at,
        message: `\`${what}\` uses port \`${port}\`, which container \`${container.name}\` does not have`,
        unlike,
      }
    }),
})

export const probePortUndeclared = rule({
  id: 'probe-port-undeclared',
  title: 'Probe uses a port that is not declared',
  why: 'Ports need not be declared, but a container that declares others is likely to listen there: a probe of a wrong port always fails.',
  help: 'Correct the port of the probe, or add it to `ports`.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: PORT_PEERS,
  on: 'container',
  check(container) {
    const ports = listOf(container.spec.ports)
    if (ports.length === 0) return
    const declared = new Set(ports.filter(isTcp).map(one => String(one?.containerPort)))
    return portsUsed(container).flatMap(({ port, at, what, unlike }) => {
      if (port === undefined || port === null || isName(port) || declared.has(String(port))) return []
      return {
        at,
        message: `\`${what}\` uses port ${written(port)}, which container \`${container.name}\` does not declare`,
        unlike,
      }
    })
  },
})

/** What decides when a probe has failed, with the defaults of the API server; how long it waits at first does not. */
const judged = ({ initialDelaySeconds: _, ...probe }: Json): Json => ({
  failureThreshold: 3,
  periodSeconds: 10,
  successThreshold: 1,
  timeoutSeconds: 1,
  ...probe,
})

export const probesIdentical = rule({
  id: 'probes-identical',
  title: 'Liveness and readiness probes are identical',
  why: 'The container is restarted in the moment in which it should only get no more requests: under load, all replicas are restarted one after the other.',
  help: 'Raise `failureThreshold` of the `livenessProbe`, or let it check less.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: { kubescore: 'pod-probes-identical' },
  on: 'container',
  check(container) {
    const { livenessProbe: liveness, readinessProbe: readiness } = container.spec
    if (container.workload.transient) return
    if (!isMap(liveness) || !isMap(readiness) || !same(judged(liveness), judged(readiness))) return
    return {
      at: container.at('livenessProbe'),
      message: `liveness and readiness probes of container \`${container.name}\` are identical`,
      see: [{ at: container.at('readinessProbe'), note: 'the readiness probe' }],
    }
  },
})
