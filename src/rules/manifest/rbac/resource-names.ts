import type { Peers } from '../../../core/rule.ts'
import { listed } from '../../../core/text.ts'
import { isClusterWide, POWERS } from '../../../kube/facts/powers.ts'
import { type Access, allows, type PolicyRule } from '../../../kube/rbac.ts'
import type { Resource } from '../../../kube/resource.ts'
import { hasName, ownRulesOf, verbAt } from '../../../world/rbac/powers.ts'
import { peersOfPowers, peersWithout } from '../../power-peers.ts'
import { rule } from '../../rule.ts'

const ROLES = ['Role', 'ClusterRole'] as const

/** The first resource of a rule for which a verb has no effect, since its requests name no object. */
function unnamed(role: Resource, one: PolicyRule, verb: string): string | undefined {
  if (one.resourceNames.length === 0) return undefined
  const [group = ''] = one.apiGroups
  const isGrantedElsewhere = (resource: string): boolean =>
    ownRulesOf(role).some(other => allows(other, { verb, group, resource }))
  return one.resources.find(resource => !hasName({ verb, resource }) && !isGrantedElsewhere(resource))
}

export const resourceNamesIneffective = rule({
  id: 'rbac-resource-names-ineffective',
  title: 'Verb with resourceNames grants nothing',
  why: 'The path of a request to create an object, or to delete many, has no name: with `resourceNames`, the API server denies it, and the program fails.',
  help: 'Move `create` to a rule without `resourceNames`; instead of `deletecollection`, use `delete`.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  on: 'resource',
  kinds: ROLES,
  check: role =>
    ownRulesOf(role).flatMap(one =>
      ['create', 'deletecollection'].flatMap(verb => {
        const resource = one.verbs.includes(verb) ? unnamed(role, one, verb) : undefined
        if (resource === undefined) return []
        return {
          at: verbAt(role, one, verb).at,
          message: `\`${verb}\` on \`${resource}\` grants nothing: its requests are for no name, so \`resourceNames\` never matches`,
        }
      }),
    ),
})

export const resourceNamesList = rule({
  id: 'rbac-resource-names-list',
  title: 'List or watch is limited to names',
  why: '`resourceNames` allows such a request only with the field selector `metadata.name=…`, which most programs and `kubectl get` do not send: they fail, and the next change removes the names.',
  help: 'Grant `get` alone, or check that the program sends the field selector `metadata.name`.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  on: 'resource',
  kinds: ROLES,
  check: role =>
    ownRulesOf(role).flatMap(one => {
      const verbs = ['list', 'watch'].filter(verb => one.verbs.includes(verb))
      const [verb] = verbs
      const [resource] = one.resources
      if (verb === undefined || resource === undefined || one.resourceNames.length === 0) return []
      return {
        at: verbAt(role, one, verb).at,
        message: `${listed(verbs.map(word => `\`${word}\``))} on \`${resource}\` with \`resourceNames\` requires field selector \`metadata.name\``,
      }
    }),
})

/** Peers that look at the words of a rule report its powers over the cluster, which it does not have in a namespace. */
function peersOfWords(one?: PolicyRule): Peers {
  const isMeant = (access: Access): boolean => isClusterWide(access) && (!one || allows(one, access))
  const powers = POWERS.filter(({ accesses }) => accesses.some(isMeant))
  const { kubescape = [], trivy = [] } = peersOfPowers(powers.map(({ id }) => id))
  return { kubescape, trivy }
}

const OF_THE_CLUSTER = peersOfWords()

export const clusterResourceInRole = rule({
  id: 'rbac-cluster-resource-in-role',
  title: 'Role of a namespace names a cluster-wide resource',
  why: 'The rule grants nothing: requests for such objects are in no namespace, and the program that needs them fails, or runs without.',
  help: 'Move the rule to a ClusterRole with a binding of `kind: ClusterRoleBinding`, or remove it.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: OF_THE_CLUSTER,
  on: 'resource',
  kinds: ['Role'],
  check: role =>
    ownRulesOf(role).flatMap(one => {
      const index = one.resources.findIndex(resource =>
        one.apiGroups.every(group => one.verbs.every(verb => isClusterWide({ verb, group, resource }))),
      )
      if (index < 0 || one.apiGroups.length === 0 || one.verbs.length === 0) return []
      return {
        at: [...one.at, 'resources', index],
        message: `\`${one.resources[index]}\` is in no namespace, so Role \`${role.name}\` grants nothing of it`,
        unlike: peersWithout(OF_THE_CLUSTER, peersOfWords(one)),
      }
    }),
})
