import { serviceBefore } from '../../../world/network/services.ts'
import { autoscalerFor, replicasOf } from '../../../world/scaling.ts'
import { exclusiveClaimOf } from '../../../world/volumes.ts'
import { rule } from '../../rule.ts'

/** Those whose authors are content with two. */
const CONTENT_WITH_TWO = { kubescore: 'deployment-replicas', polaris: 'deploymentMissingReplicas' } as const

export const replicasMinimum = rule({
  id: 'replicas-minimum',
  title: 'Too few replicas',
  why: 'Every drain of its node and every crash of the only pod is an outage. With two replicas, one of them carries the whole load meanwhile.',
  help: 'Set `replicas: 3`, or add a HorizontalPodAutoscaler.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: { ...CONTENT_WITH_TWO, kubelinter: 'minimum-three-replicas' },
  on: 'resource',
  kinds: ['Deployment', 'DeploymentConfig', 'Rollout'],
  options: { minimum: 3 },
  optionHelp: { minimum: 'replicas that a Deployment needs at least' },
  check(resource, { world, options }) {
    const replicas = replicasOf(world, resource)
    if (!replicas || replicas.least === 0 || replicas.least >= options.minimum) return
    if (resource.hook || autoscalerFor(world, resource) || exclusiveClaimOf(world, resource)) return
    const { least, isSet } = replicas
    const at = resource.at('spec', 'replicas')
    const isServed = world.workloadsOf(resource).some(workload => serviceBefore(world, workload) !== undefined)
    return {
      at,
      message: `${resource.kind} \`${resource.name}\` runs ${least} ${least === 1 ? 'replica' : 'replicas'}${isSet ? '' : ' by default'}; expected at least ${options.minimum}`,
      ...(least > 1 && { severity: 'info' }),
      unlike: least > 1 ? CONTENT_WITH_TWO : isServed ? {} : { kubescore: CONTENT_WITH_TWO.kubescore },
      fix: {
        title: `Set \`replicas: ${options.minimum}\``,
        safe: false,
        changes: [{ op: 'set', path: at, value: options.minimum }],
      },
    }
  },
})
