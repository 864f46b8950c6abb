import type { Path } from '../../core/location.ts'
import { memo } from '../../core/memo.ts'
import { isClusterWide, type Power } from '../../kube/facts/powers.ts'
import { type Access, allows, type PolicyRule, policyRulesOf } from '../../kube/rbac.ts'
import { isUnset, listOf, type Resource } from '../../kube/resource.ts'

/** The verb of a role that grants a power. */
export interface PowerGrant {
  /** Of the verb, as it is written. */
  readonly at: Path
  /** The verb as it is written, and the resource. */
  readonly words: string
  /** It is granted for the whole cluster or not at all. */
  readonly clusterWide: boolean
  /** The namespace that it is of use in. */
  readonly namespace: string | undefined
}

/** The rules that are in force: the controller replaces those of an aggregated role. */
export const ownRulesOf = memo((role: Resource): readonly PolicyRule[] =>
  isUnset(role.json.aggregationRule) ? policyRulesOf(role) : [],
)

/** The verb of a rule by which it allows an access. */
export function verbAt(role: Resource, { at }: PolicyRule, verb: string): { at: Path; text: string } {
  const verbs = listOf(role.json.rules[at.at(-1)!].verbs)
  const index = verbs.indexOf(verbs.includes(verb) ? verb : '*')
  return { at: [...at, 'verbs', index], text: String(verbs[index]) }
}

/**
 * Whether requests of a verb have the name of an object: `create` has it in the body alone, unless a subresource is
 * created, and `deletecollection` has none (k8s.io/apiserver, pkg/endpoints/request/requestinfo.go).
 */
export const hasName = ({ verb, resource }: Pick<Access, 'verb' | 'resource'>): boolean =>
  verb !== 'deletecollection' && (verb !== 'create' || resource.includes('/'))

/** The requests by which a rule may have a power: for all objects, or for those that it names. */
function requestsOf(
  { resourceNames }: PolicyRule,
  { names = [], onlyNamed }: Power,
  access: Access,
): readonly Access[] {
  if (resourceNames.length === 0) return onlyNamed ? [] : [access]
  if (!hasName(access)) return []
  return names.filter(name => resourceNames.includes(name)).map(name => ({ ...access, name }))
}

/** Whether a rule grants an access by the name of its resource. Stars are another fault, of another rule. */
const grants = (role: Resource, rule: PolicyRule, power: Power, access: Access): boolean =>
  !rule.resources.includes('*') &&
  !(role.kind === 'Role' && isClusterWide(access)) &&
  requestsOf(rule, power, access).some(request => allows(rule, request))

/** Where the rules of a role itself grant a power; the most telling verb stands for all. */
export function grantOf(role: Resource, power: Power): PowerGrant | undefined {
  const rules = ownRulesOf(role)
  const has = (access: Access): boolean => rules.some(rule => grants(role, rule, power, access))
  if (power.also && !power.also.some(has)) return undefined
  for (const access of power.accesses)
    for (const rule of rules) {
      if (!grants(role, rule, power, access)) continue
      const { at, text } = verbAt(role, rule, access.verb)
      const words = `${text} ${access.resource}`
      return { at, words, clusterWide: isClusterWide(access), namespace: power.namespace }
    }
  return undefined
}
