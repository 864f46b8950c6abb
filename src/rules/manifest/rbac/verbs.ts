import { POWERS, type PowerId } from '../../../kube/facts/powers.ts'
import type { PolicyRule } from '../../../kube/rbac.ts'
import { ownRulesOf, verbAt } from '../../../world/rbac/powers.ts'
import { peersOfPowers, peersWithout, unlike } from '../../power-peers.ts'
import { rule } from '../../rule.ts'

/** What the API server asks the verb for (k8s.io/apiserver, pkg/endpoints/filters/impersonation). */
const IMPERSONATED = /^(?:users|groups|serviceaccounts|uids|userextras(?:\/.*)?|\*(?:\/.*)?)$/

/** Trivy counts the verb among those that change an object. */
const CHANGES: readonly PowerId[] = [
  'write-secrets',
  'change-workloads',
  'webhook-configurations',
  'configmaps',
  'aws-auth-configmap',
  'networking',
]

const peersOf = (powers: readonly PowerId[]): { trivy: readonly string[] } => ({
  trivy: [peersOfPowers(powers).trivy ?? []].flat(),
})

/** The powers that Trivy takes a rule with the verb for. */
const takenFor = ({ apiGroups, resources, resourceNames }: PolicyRule): readonly PowerId[] =>
  POWERS.filter(
    power =>
      CHANGES.includes(power.id) &&
      power.accesses.some(
        ({ group, resource }) => resources.includes(resource) && (apiGroups.includes('*') || apiGroups.includes(group)),
      ) &&
      (!('names' in power) || power.names.some(name => resourceNames.includes(name))),
  ).map(({ id }) => id)

export const verbIneffective = rule({
  id: 'rbac-verb-ineffective',
  title: 'Verb impersonate on what cannot be impersonated',
  why: 'The verb grants nothing there: it exists for users, groups, service accounts and their attributes, so the rule does not mean what its author thinks.',
  help: 'Remove `impersonate`, or name the verb that was meant.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: peersOf(CHANGES),
  on: 'resource',
  kinds: ['Role', 'ClusterRole'],
  check: role =>
    ownRulesOf(role).flatMap(one => {
      const resource = one.resources.find(name => !IMPERSONATED.test(name))
      if (resource === undefined || !one.verbs.includes('impersonate')) return []
      return {
        at: verbAt(role, one, 'impersonate').at,
        message: `\`impersonate\` on \`${resource}\` grants nothing: expected \`users\`, \`groups\`, \`serviceaccounts\`, \`uids\` or \`userextras/…\``,
        unlike: unlike(role, [], peersWithout(peersOf(CHANGES), peersOf(takenFor(one)))),
      }
    }),
})
