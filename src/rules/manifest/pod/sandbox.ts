import { matchesWildcard } from '../../../core/wildcard.ts'
import { originTrouble, REGISTRIES_HELP } from '../../../docker/registries.ts'
import { isOfAgents } from '../../../kube/agents.ts'
import type { Container } from '../../../kube/container.ts'
import { imageOf, versionOf } from '../../../kube/image.ts'
import { isGiven, parseQuantity } from '../../../kube/quantity.ts'
import type { Json } from '../../../kube/resource.ts'
import type { Workload } from '../../../kube/workload.ts'
import { written } from '../../../kube/written.ts'
import { rule } from '../../rule.ts'

/** Templates of sandboxes for code that an agent writes or fetches: nobody has read what runs there. */
const KINDS = ['SandboxTemplate'] as const

const isSandbox = ({ resource }: Workload): boolean => isOfAgents(resource)

export const agentSandboxRuntimeClass = rule({
  id: 'agent-sandbox-runtime-class',
  title: 'Agent sandbox without a hardened runtime class',
  why: 'Code of an agent runs on the kernel of the node: one kernel vulnerability, and it controls the node and all of its pods.',
  help: 'Set `runtimeClassName: gvisor` in the pod template, or the name of another class that isolates the kernel.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: { kubescape: 'C-0297' },
  on: 'workload',
  kinds: KINDS,
  options: { classes: ['gvisor', 'kata*'] as readonly string[] },
  optionHelp: { classes: 'runtime classes that isolate the kernel; `*` stands for any letters' },
  check(workload, { options }) {
    const name = written(workload.pod.runtimeClassName)
    if (!isSandbox(workload) || options.classes.some(pattern => matchesWildcard(pattern, name))) return
    return {
      at: workload.at('runtimeClassName'),
      message:
        name === ''
          ? 'agent sandbox sets no runtime class'
          : `agent sandbox has runtime class \`${name}\`; expected ${options.classes.map(one => `\`${one}\``).join(' or ')}`,
    }
  },
})

type Resource = 'cpu' | 'memory'

const RESOURCES: readonly Resource[] = ['cpu', 'memory']

const nameOf = (resource: Resource): string => (resource === 'cpu' ? 'CPU' : resource)

/** Of the container, else of the whole pod. */
const limitOf = ({ spec, workload }: Container, resource: Resource): Json =>
  spec.resources?.limits?.[resource] ?? workload.pod.resources?.limits?.[resource]

/** Above the ceiling, where there is one. */
function isAbove(limit: Json, most: string): boolean {
  const [value, ceiling] = [parseQuantity(limit), parseQuantity(most)]
  return value !== undefined && ceiling !== undefined && value > ceiling
}

export const agentSandboxLimits = rule({
  id: 'agent-sandbox-limits',
  title: 'Agent sandbox without CPU and memory limits',
  why: 'Code of an agent can loop or allocate without end, and takes CPU and memory from all other pods of the node.',
  help: 'Set `resources: {limits: {cpu: "1", memory: 1Gi}}` on each container of the pod template.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: { kubescape: 'C-0303' },
  on: 'container',
  kinds: KINDS,
  covers: ['cpu-limit', 'memory-limit'],
  options: { cpu: '', memory: '' },
  optionHelp: {
    cpu: 'highest CPU limit, for example `2`; when empty, any',
    memory: 'highest memory limit, for example `4Gi`; when empty, any',
  },
  check(container, { options }) {
    if (!isSandbox(container.workload) || container.role === 'ephemeral') return
    const whose = `container \`${container.name}\` of an agent sandbox`
    const missing = RESOURCES.filter(resource => !isGiven(limitOf(container, resource)))
    const above = RESOURCES.filter(resource => isAbove(limitOf(container, resource), options[resource]))
    const at = (resource: Resource) => container.at('resources', 'limits', resource)
    return [
      ...missing.slice(0, 1).map(resource => ({
        at: at(resource),
        message: `${whose} has no ${missing.map(nameOf).join(' and no ')} limit`,
      })),
      ...above.map(resource => ({
        at: at(resource),
        message: `${whose} has a ${nameOf(resource)} limit of \`${limitOf(container, resource)}\`, above \`${options[resource]}\``,
      })),
    ]
  },
})

export const agentSandboxImage = rule({
  id: 'agent-sandbox-image',
  title: 'Agent sandbox with an image of unknown origin',
  why: 'The image decides what the code of an agent finds and can do: under a floating tag, or from any registry, others can replace it.',
  help: 'Set a version tag or a digest, from a registry in `trusted-registries` of the policy.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: { kubescape: 'C-0304' },
  on: 'container',
  kinds: KINDS,
  covers: ['image-tag', 'image-registry-allowed'],
  options: { registries: [] as readonly string[], floating: ['latest'] as readonly string[] },
  optionHelp: {
    registries: REGISTRIES_HELP,
    floating: 'tags to treat as floating',
  },
  check(container, { options }) {
    if (!isSandbox(container.workload)) return
    const [image, version] = [imageOf(container), versionOf(container)]
    const origin = image && originTrouble(image, options)
    const isFloating =
      version && version.digest === undefined && (version.tag === undefined || options.floating.includes(version.tag))
    const tag = isFloating ? `tag \`${version.tag ?? 'latest'}\` is floating` : undefined
    const trouble = [origin, tag].filter(one => one !== undefined).join('; ')
    if (trouble === '') return
    return {
      at: container.at('image'),
      message: `agent sandbox runs \`${written(container.spec.image)}\`: ${trouble}`,
    }
  },
})
