/** Roles and bindings, as the API server reads them. */
import type { Path } from '../core/location.ts'
import { memo } from '../core/memo.ts'
import { isMap, isUnset, type Json, listOf, type Resource, textOf } from './resource.ts'

/** The API group of roles and bindings. */
export const RBAC = 'rbac.authorization.k8s.io'

/** One entry of `rules`. Lists that are missing, or of another type, are empty. */
export interface PolicyRule {
  readonly verbs: readonly string[]
  readonly apiGroups: readonly string[]
  readonly resources: readonly string[]
  readonly resourceNames: readonly string[]
  readonly nonResourceURLs: readonly string[]
  readonly at: Path
}

/** A request for objects. */
export interface Access {
  readonly verb: string
  /** Empty for the core group. */
  readonly group: string
  /** `pods/exec` for a subresource. */
  readonly resource: string
  /** Of one object; without it, the request is for all of them, or for one that does not exist yet. */
  readonly name?: string
}

const textsOf = (value: Json): readonly string[] => listOf(value).filter(one => typeof one === 'string')

/** The rules that are in a role itself; an aggregated role has those of others. */
export const policyRulesOf = memo((role: Resource): readonly PolicyRule[] =>
  listOf(role.json.rules).flatMap((rule: Json, index) =>
    isMap(rule)
      ? {
          verbs: textsOf(rule.verbs),
          apiGroups: textsOf(rule.apiGroups),
          resources: textsOf(rule.resources),
          resourceNames: textsOf(rule.resourceNames),
          nonResourceURLs: textsOf(rule.nonResourceURLs),
          at: role.at('rules', index),
        }
      : [],
  ),
)

/** Whether a rule is for a verb. */
export const hasVerb = ({ verbs }: PolicyRule, verb: string): boolean => verbs.includes('*') || verbs.includes(verb)

/** A star is for all resources, or for a subresource of all: `pods/*` is for nothing. */
function hasResource({ resources }: PolicyRule, resource: string): boolean {
  const slash = resource.indexOf('/')
  const subresource = slash < 0 ? '' : resource.slice(slash + 1)
  return resources.some(one => one === '*' || one === resource || (subresource !== '' && one === `*/${subresource}`))
}

/** Names do not allow what has no name: `create`, and `list` of all. */
const hasName = ({ resourceNames }: PolicyRule, name: string): boolean =>
  resourceNames.length === 0 || resourceNames.includes(name)

/** Whether a rule allows a request, as k8s.io/kubernetes decides it (pkg/apis/rbac/v1/evaluation_helpers.go). */
export const allows = (rule: PolicyRule, { verb, group, resource, name = '' }: Access): boolean =>
  hasVerb(rule, verb) &&
  (rule.apiGroups.includes('*') || rule.apiGroups.includes(group)) &&
  hasResource(rule, resource) &&
  hasName(rule, name)

/** Whether a rule allows a request for a path such as `/metrics`, whose verb is a method of HTTP in lower case. */
export const allowsUrl = (rule: PolicyRule, { verb, url }: { verb: string; url: string }): boolean =>
  hasVerb(rule, verb) &&
  rule.nonResourceURLs.some(one => one === url || (one.endsWith('*') && url.startsWith(one.replace(/\*+$/, ''))))

/** What a binding grants. */
export interface RoleRef {
  readonly kind: 'Role' | 'ClusterRole'
  readonly name: string
}

/** The role that a binding names; `undefined` for a reference that the API server refuses. */
export function roleRefOf(binding: Resource): RoleRef | undefined {
  const { apiGroup, kind, name } = (isMap(binding.json.roleRef) ? binding.json.roleRef : {}) as Json
  if (!isGroup(apiGroup, RBAC) || textOf(name) === '') return undefined
  return kind === 'ClusterRole' || (kind === 'Role' && binding.kind === 'RoleBinding') ? { kind, name } : undefined
}

/** Whether a reference is to a group: the API server completes one that is missing or empty. */
export const isGroup = (apiGroup: Json, group: string): boolean =>
  isUnset(apiGroup) || apiGroup === '' || apiGroup === group
