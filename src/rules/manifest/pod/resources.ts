import type { RuleMeta } from '../../../core/rule.ts'
import type { Severity } from '../../../core/severity.ts'
import type { Container } from '../../../kube/container.ts'
import { isAbsent, isGiven, parseQuantity } from '../../../kube/quantity.ts'
import { isMap, type Json } from '../../../kube/resource.ts'
import { hasDefault } from '../../../world/limit-range.ts'
import { trivyIds } from '../../peers.ts'
import { type AnyRule, rule } from '../../rule.ts'

type Part = 'requests' | 'limits'
type Row = RuleMeta &
  Pick<AnyRule, 'yieldsTo'> & {
    readonly resource: 'cpu' | 'memory'
    readonly part: Part
    readonly severityOfInit: Severity
  }

/** The API server takes the limit for the request when there is only a limit. */
const quantityOf = (resources: Json, part: Part, name: string): Json =>
  part === 'requests' && isAbsent(resources?.requests?.[name]) ? resources?.limits?.[name] : resources?.[part]?.[name]

/** What a container is to say about each resource. `severityOfInit`: for init containers, which soon end. */
const ROWS: readonly Row[] = [
  {
    resource: 'cpu',
    part: 'requests',
    severityOfInit: 'info',
    id: 'cpu-request',
    title: 'Container has no CPU request',
    why: 'The scheduler reserves no CPU and can place the container on a full node, where it starves under load; a CPU-based autoscaler has no baseline.',
    help: 'Set `resources.requests.cpu` to the usual consumption, for example `100m`.',
    severity: 'low',
    profile: 'recommended',
    since: '0.1',
    peers: {
      checkov: 'CKV_K8S_10',
      kics: 'ca469dd4-c736-448f-8ac1-30a642705e0a',
      kubelinter: 'unset-cpu-requirements',
      kubescape: ['C-0268', 'C-0050'],
      kubescore: 'container-resources',
      kubesec: 'RequestsCPU',
      monokle: 'KBP002',
      polaris: 'cpuRequestsMissing',
      trivy: trivyIds('KSV-0015', 'no-unspecified-cpu-requests'),
    },
  },
  {
    resource: 'cpu',
    part: 'limits',
    severityOfInit: 'info',
    id: 'cpu-limit',
    title: 'Container has no CPU limit',
    why: 'A runaway or hijacked process, such as a miner, can take all spare CPU of the node. Limits also throttle legitimate peaks, which is why many clusters omit them.',
    help: 'Set `resources.limits.cpu` well above the request.',
    severity: 'low',
    profile: 'strict',
    since: '0.1',
    tags: ['nsa'],
    peers: {
      checkov: 'CKV_K8S_11',
      kics: '4ac0e2b7-d2d2-4af7-8799-e8de6721ccda',
      kubelinter: 'unset-cpu-requirements',
      kubescape: ['C-0270', 'C-0009', 'C-0050'],
      kubescore: 'container-resources',
      kubesec: 'LimitsCPU',
      monokle: 'KBP003',
      polaris: 'cpuLimitsMissing',
      trivy: trivyIds('KSV-0011', 'limit-cpu'),
    },
  },
  {
    resource: 'memory',
    part: 'requests',
    severityOfInit: 'info',
    id: 'memory-request',
    title: 'Container has no memory request',
    why: 'The scheduler reserves no memory and overcommits the node; when memory runs out, pods without a request are killed first.',
    help: 'Set `resources.requests.memory` to the usual consumption, for example `128Mi`.',
    severity: 'low',
    profile: 'recommended',
    since: '0.1',
    // Where there is a limit, it is the request too.
    yieldsTo: ['memory-limit'],
    peers: {
      checkov: 'CKV_K8S_12',
      kics: '229588ef-8fde-40c8-8756-f4f2b5825ded',
      kubelinter: 'unset-memory-requirements',
      kubescape: ['C-0269', 'C-0004'],
      kubescore: 'container-resources',
      kubesec: 'RequestsMemory',
      monokle: 'KBP004',
      polaris: 'memoryRequestsMissing',
      trivy: trivyIds('KSV-0016', 'no-unspecified-memory-requests'),
    },
  },
  {
    resource: 'memory',
    part: 'limits',
    severityOfInit: 'low',
    id: 'memory-limit',
    title: 'Container has no memory limit',
    why: "A leak or a deliberately expensive request can use up the node's memory until the kernel kills processes of other pods.",
    help: 'Set `resources.limits.memory`; a limit equal to the request never overcommits the node.',
    severity: 'medium',
    profile: 'recommended',
    since: '0.1',
    tags: ['nsa'],
    peers: {
      checkov: 'CKV_K8S_13',
      kics: 'b14d1bc4-a208-45db-92f0-e21f8e2588e9',
      kubelinter: 'unset-memory-requirements',
      kubescape: ['C-0271', 'C-0009', 'C-0004'],
      kubescore: 'container-resources',
      kubesec: 'LimitsMemory',
      monokle: 'KBP005',
      polaris: 'memoryLimitsMissing',
      trivy: trivyIds('KSV-0018', 'limit-memory'),
    },
  },
]

/**
 * What a reviewer does not ask for: anything of init containers, CPU of what soon ends, and what the values of a chart
 * leave to whoever installs it.
 */
const isMinor = ({ role, sidecar, workload }: Container, resource: Row['resource']): boolean =>
  (role === 'init' && !sidecar) ||
  (resource === 'cpu' && workload.transient) ||
  workload.source.leavesOpen?.('resources') === true

export const containerResources = ROWS.map(({ resource, part, severityOfInit, ...meta }) =>
  rule({
    ...meta,
    on: 'container',
    check(container, { world }) {
      const { workload, spec, role, sidecar } = container
      if (!workload.whole || role === 'ephemeral') return
      const value = quantityOf(spec.resources, part, resource)
      if (isGiven(value) || isGiven(quantityOf(workload.pod.resources, part, resource))) return
      // A zero is written on purpose: no default takes its place.
      if (isAbsent(value) && hasDefault(world, workload.resource, part, resource)) return
      const what = `${resource === 'cpu' ? 'CPU' : resource} ${part === 'requests' ? 'request' : 'limit'}`
      return {
        at: container.at('resources', part, resource),
        message: isAbsent(value)
          ? `container \`${container.name}\` has no ${what}`
          : `container \`${container.name}\` sets no effective ${what}: found \`${value}\``,
        ...(role === 'init' && !sidecar && { severity: severityOfInit }),
        ...(isMinor(container, resource) && { profile: 'strict' }),
        // kube-linter asks for a request of CPU only; who ignores that check means both.
        ...(resource === 'cpu' && part === 'limits' && { unlike: { kubelinter: 'unset-cpu-requirements' } }),
      }
    },
  }),
)

/** What a request may not be above; only these may be overcommitted at all. */
const RESOURCES = ['cpu', 'memory', 'ephemeral-storage'] as const

export const requestsAboveLimits = rule({
  id: 'requests-above-limits',
  title: 'Container requests more than its limit',
  why: 'The API server rejects the pod: the rollout stalls, and only old pods, if any, keep running.',
  help: 'Raise `resources.limits` to the request, or lower `resources.requests`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  on: 'container',
  check: container =>
    RESOURCES.flatMap(name => {
      const request = container.spec.resources?.requests?.[name]
      const limit = container.spec.resources?.limits?.[name]
      const [least, most] = [parseQuantity(request), parseQuantity(limit)]
      if (least === undefined || most === undefined || least <= most) return []
      return {
        at: container.at('resources', 'requests', name),
        message: `container \`${container.name}\` requests \`${request}\` of ${name}, above its limit of \`${limit}\``,
      }
    }),
})

/** One mebibyte, in the units of quantities. */
const MEBIBYTE = 2n ** 20n * 10n ** 9n

/** `m` is a thousandth; what controllers print with it is a large number of them. */
const isThousandths = (value: Json): value is string =>
  typeof value === 'string' && value.endsWith('m') && (parseQuantity(value) ?? MEBIBYTE) < MEBIBYTE

export const memoryInThousandths = rule({
  id: 'memory-in-thousandths',
  title: 'Memory quantity in thousandths of a byte',
  why: 'The suffix `m` means one thousandth: `128m` of memory is less than one byte. As a limit it keeps the container from starting, as a request it reserves nothing.',
  help: 'Use `Mi` for mebibytes, or `M` for megabytes.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  on: 'container',
  check: container =>
    (['requests', 'limits'] as const).flatMap(part => {
      const amounts = container.spec.resources?.[part]
      if (!isMap(amounts)) return []
      return ['memory', 'ephemeral-storage'].flatMap(name => {
        const value = amounts[name]
        if (!isThousandths(value)) return []
        const at = container.at('resources', part, name)
        return {
          at,
          message: `container \`${container.name}\` sets ${name} to \`${value}\`, in thousandths of a byte`,
          fix: {
            title: 'Change the unit to `Mi`',
            safe: false,
            changes: [{ op: 'set', path: at, value: value.replace('m', 'Mi') }],
          },
        }
      })
    }),
})
