import { isOfAgents } from '../../../kube/agents.ts'
import { isMap, type Json, listOf } from '../../../kube/resource.ts'
import { requirementsOf } from '../../../kube/selector.ts'
import { written } from '../../../kube/written.ts'
import { rule } from '../../rule.ts'

const isSelective = (selector: Json): boolean => (requirementsOf(selector)?.length ?? 0) > 0

/** Some address range, or some pods or namespaces. */
const isNarrow = (peer: Json): boolean =>
  (typeof peer?.ipBlock?.cidr === 'string' && !/^(?:0\.0\.0\.0|::)\/0$|^$/.test(peer.ipBlock.cidr)) ||
  isSelective(peer?.podSelector) ||
  isSelective(peer?.namespaceSelector)

/** What is wrong with the policy of a template, and the steps to it below `spec`. */
function fault({
  networkPolicyManagement: management,
  networkPolicy: policy,
}: Json): readonly [steps: readonly (string | number)[], what: string] | undefined {
  if (![undefined, null, 'Managed'].includes(management))
    return [
      ['networkPolicyManagement'],
      `\`networkPolicyManagement: ${written(management)}\` leaves sandboxes without a managed NetworkPolicy`,
    ]
  if (!isMap(policy))
    return [['networkPolicy'], 'template sets no `networkPolicy`, and the default one allows egress to the internet']
  if (policy.egress !== undefined && policy.egress !== null && !Array.isArray(policy.egress))
    return [['networkPolicy', 'egress'], '`networkPolicy.egress` is not a list']
  const open = listOf(policy.egress).findIndex(
    allowed => listOf(allowed?.to).length === 0 || !listOf(allowed.to).every(isNarrow),
  )
  return open < 0 ? undefined : [['networkPolicy', 'egress', open], 'rule allows sandboxes egress to any destination']
}

export const agentSandboxEgress = rule({
  id: 'agent-sandbox-egress',
  title: 'Agent sandbox can reach any destination',
  why: 'Sandboxes run unreviewed code: with open egress it can send out data, fetch tools and attack the network around it.',
  help: 'Set `networkPolicyManagement: Managed`, and list the allowed destinations in `networkPolicy.egress`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: { kubescape: 'C-0301' },
  on: 'resource',
  kinds: ['SandboxTemplate'],
  check(template) {
    const { spec } = template.json
    const found = isOfAgents(template) && isMap(spec) ? fault(spec) : undefined
    return found && { at: template.at('spec', ...found[0]), message: found[1] }
  },
})
