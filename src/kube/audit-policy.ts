import { type Json, listOf, textOf } from './resource.ts'

/** A kind of request: an API group, and a resource or subresource of it. */
export interface Requested {
  readonly group: string
  readonly resource: string
}

/** For some users, verbs, namespaces or names only. */
const isLimited = (rule: Json): boolean =>
  ['namespaces', 'userGroups', 'users', 'verbs'].some(field => listOf(rule[field]).length > 0)

/** `pods/*` is every subresource of pods, and a star every resource; a name alone leaves subresources out. */
const namesResource = (name: string, resource: string): boolean =>
  name === '*' ||
  name === resource ||
  (name.endsWith('/*') && resource.startsWith(name.slice(0, -1))) ||
  (name.startsWith('*/') && resource.endsWith(name.slice(1)))

function includes(one: Json, { group, resource }: Requested): boolean {
  if (textOf(one?.group) !== group || listOf(one.resourceNames).length > 0) return false
  const names = listOf(one.resources)
  return names.length === 0 || names.some(name => namesResource(textOf(name), resource))
}

function matches(rule: Json, request: Requested): boolean {
  const resources = listOf(rule?.resources)
  if (resources.length === 0) return listOf(rule?.nonResourceURLs).length === 0
  return resources.some(one => includes(one, request))
}

/**
 * Whether an audit policy logs a kind of request, whoever makes it: the first rule that matches decides, and without one
 * nothing is logged (apiserver, pkg/audit/policy).
 */
export function isLogged(policy: Json, request: Requested): boolean {
  const rule = listOf(policy.rules).find(one => !isLimited(one ?? {}) && matches(one, request))
  return rule !== undefined && textOf(rule.level) !== 'None'
}
