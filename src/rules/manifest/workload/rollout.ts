import { textOf } from '../../../kube/resource.ts'
import { serviceBefore } from '../../../world/network/services.ts'
import { exclusiveClaimOf } from '../../../world/volumes.ts'
import { rule } from '../../rule.ts'

/** OpenShift names its own `Rolling`. */
const ROLLING = /^Rolling(?:Update)?$/

export const rollingUpdate = rule({
  id: 'rolling-update',
  title: 'Pods are not replaced one by one',
  why: 'With `Recreate`, every deployment begins with an outage, which lasts until a new pod is ready; with `OnDelete`, a fix reaches the pods only when someone deletes them.',
  help: 'Set the type of the strategy to `RollingUpdate`.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: { kubelinter: 'no-rolling-update-strategy', kubescape: 'C-0305', kubescore: 'deployment-strategy' },
  on: 'resource',
  kinds: ['Deployment', 'DeploymentConfig', 'StatefulSet', 'DaemonSet'],
  check(resource, { world }) {
    const field = resource.kind.startsWith('Deployment') ? 'strategy' : 'updateStrategy'
    const type = textOf(resource.json.spec?.[field]?.type)
    if (type === '' || ROLLING.test(type)) return
    const [workload] = world.workloadsOf(resource)
    // Of these, two pods cannot run side by side.
    if (exclusiveClaimOf(world, resource) !== undefined || workload?.pod.hostNetwork === true) return
    const isServed = workload !== undefined && serviceBefore(world, workload) !== undefined
    const at = resource.at('spec', field, 'type')
    return {
      at,
      message: `${resource.kind} \`${resource.name}\` is updated with \`${type}\`; expected RollingUpdate`,
      ...(!isServed && { unlike: { kubescore: 'deployment-strategy' } }),
      fix: { title: 'Set `RollingUpdate`', safe: false, changes: [{ op: 'set', path: at, value: 'RollingUpdate' }] },
    }
  },
})
