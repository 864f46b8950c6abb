import { exposuresOf } from '../../../world/network/exposure.ts'
import { subjectWords } from '../../../world/rbac/power-holders.ts'
import { pathTo, type Step } from '../../../world/rbac/reach.ts'
import { subjectOf, tokenMount } from '../../../world/service-account.ts'
import { rule } from '../../rule.ts'

/** `create pods` → service account `admin` of namespace `shop` → `escalate clusterroles`. */
const chain = (steps: readonly Step[]): string =>
  steps
    .flatMap(({ access: { verb, resource }, becomes }) => [
      `\`${verb} ${resource}\``,
      ...(becomes ? [subjectWords(becomes)] : []),
    ])
    .join(' → ')

export const workloadReachesClusterAdmin = rule({
  id: 'workload-reaches-cluster-admin',
  title: 'Pod can gain every right in the cluster',
  why: 'An attacker in the container goes the same way, one allowed request after the other, with the token that is mounted there.',
  help: 'Remove one step: the right in its role, or set `automountServiceAccountToken: false`.',
  severity: 'medium',
  profile: 'strict',
  since: '0.1',
  tags: ['mitre'],
  on: 'workload',
  check(workload, { world }) {
    if (!workload.whole || !tokenMount(workload, world).mounts) return
    const subject = subjectOf(workload)
    const steps = pathTo(world, subject, 'cluster') ?? []
    const [first] = steps
    if (!first) return
    const [exposure] = exposuresOf(world, workload)
    const { grant, holding } = first
    return {
      at: workload.at('serviceAccountName'),
      judged: 'reach',
      message: `service account \`${subject.name}\` of the pod can gain every right: ${chain(steps)}`,
      ...(exposure && { severity: 'high' as const }),
      see: [
        { at: grant.rule.at, note: 'the first step', in: grant.from.source },
        { at: holding.at, note: 'its binding', in: holding.binding.source },
        ...(exposure ? [{ at: exposure.at, note: 'opens the pod to the outside', in: exposure.by.source }] : []),
      ],
    }
  },
})
