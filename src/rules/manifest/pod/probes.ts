import { memo } from '../../../core/memo.ts'
import type { Container } from '../../../kube/container.ts'
import { isMap } from '../../../kube/resource.ts'
import type { Workload } from '../../../kube/workload.ts'
import { serviceBefore } from '../../../world/services.ts'
import { rule } from '../../rule.ts'

/** What runs to an end, and what Helm runs as a hook, needs no probes; other containers than these cannot have any. */
const wantsProbes = ({ workload, longRunning }: Container): boolean =>
  workload.whole && longRunning && !workload.transient && !workload.hook

const has = ({ spec }: Container, probe: string): boolean => isMap(spec[probe])

/** One readiness probe of any container is enough for kube-score, and it asks only pods behind a Service. */
const POD_PROBES = { kubescore: 'pod-probes' } as const

export const livenessProbe = rule({
  id: 'liveness-probe',
  title: 'Container has no liveness probe',
  why: 'A process that hangs without exiting is never restarted. A wrong probe restarts healthy pods, which is why this rule is optional.',
  help: 'Add a `livenessProbe` that fails only when a restart would help, and does not depend on other services.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: {
    checkov: 'CKV_K8S_8',
    kics: 'ade74944-a674-4e00-859e-c6eab5bde441',
    kubelinter: 'no-liveness-probe',
    kubescape: 'C-0056',
    kubescore: 'pod-probes',
    polaris: 'livenessProbeMissing',
  },
  on: 'container',
  check(container) {
    if (!wantsProbes(container) || has(container, 'livenessProbe')) return
    const message = `container \`${container.name}\` has no liveness probe`
    return { at: container.at('livenessProbe'), message, unlike: POD_PROBES }
  },
})

/** Asked for each container, of which a pod may have thousands. */
const guarded = memo(({ containers }: Workload) => containers.some(container => has(container, 'readinessProbe')))

export const readinessProbe = rule({
  id: 'readiness-probe',
  title: 'Container has no readiness probe',
  why: 'Requests reach the pod as soon as its process starts, and keep coming while it cannot serve them: every rollout drops some.',
  help: 'Add a `readinessProbe` that succeeds once the container can serve, for example an `httpGet` of `/ready`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: {
    checkov: 'CKV_K8S_9',
    kics: 'a659f3b5-9bf0-438a-bd9a-7d3a6427f1e3',
    kubelinter: 'no-readiness-probe',
    kubescape: 'C-0018',
    kubescore: 'pod-probes',
    polaris: 'readinessProbeMissing',
  },
  on: 'container',
  check(container, { world }) {
    if (!wantsProbes(container) || has(container, 'readinessProbe')) return
    // Knative adds one to what has none.
    if (container.workload.resource.group === 'serving.knative.dev') return
    const at = container.at('readinessProbe')
    const message = `container \`${container.name}\` has no readiness probe`
    const service = guarded(container.workload) ? undefined : serviceBefore(world, container.workload)
    if (service === undefined) return { at, message, severity: 'low', unlike: POD_PROBES }
    return { at, message: `${message}, but Service \`${service}\` sends requests to its pod` }
  },
})
