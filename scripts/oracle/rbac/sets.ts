import { pick, randomFrom } from '../../../test/kit/random.ts'

/** Who may do something. Kubernetes adds its own groups; a service account has no others. */
export interface Question {
  readonly user?: string
  readonly groups?: readonly string[]
  readonly account?: { readonly namespace: string; readonly name: string }
  readonly verb: string
  /** Of a request for objects. */
  readonly namespace?: string
  readonly group?: string
  readonly resource?: string
  readonly subresource?: string
  readonly name?: string
  /** Of a request for a path. */
  readonly path?: string
}

/** Roles and bindings of a cluster, as manifests, beside those that every cluster has, and questions about them. */
export interface RoleSet {
  readonly objects: readonly object[]
  readonly questions: readonly Question[]
}

const SEED = 14
const SETS = 2000
const QUESTIONS = 64

const RBAC = 'rbac.authorization.k8s.io'

/** Few of each, so that they meet. */
const NAMESPACES = ['red', 'green', 'default']
const NAMES = ['a', 'b', '__proto__']
const ACCOUNTS = ['a', 'b', 'default']
const USERS = ['anna', '__proto__', 'system:anonymous', 'a']
const GROUPS = ['devs', 'toString', 'system:authenticated', 'system:unauthenticated', 'system:serviceaccounts']
const VERBS = ['get', 'list', 'create', 'patch', 'escalate', 'constructor']
const API_GROUPS = ['', 'apps', RBAC]
const RESOURCES = ['pods', 'secrets', 'deployments', 'clusterroles']
const SUBRESOURCES = ['exec', 'scale', 'status']
const PATHS = ['/metrics', '/metrics/slow', '/healthz', '/', '/api/v1']
const LABELS = ['to-a', 'to-b', 'tier']
const VALUES = ['true', 'false', 'constructor']
const AGGREGATE_TO = ['admin', 'edit', 'view'].map(name => `${RBAC}/aggregate-to-${name}`)

type Random = () => number

const chance = (random: Random, of: number): boolean => random() < of
const some = <T>(random: Random, most: number, make: () => T): T[] =>
  Array.from({ length: 1 + Math.floor(random() * most) }, make)

const resourceIn = (random: Random): string => {
  const resource = pick(random, RESOURCES)
  const kind = random()
  if (kind < 0.1) return '*'
  if (kind < 0.2) return `*/${pick(random, SUBRESOURCES)}`
  if (kind < 0.25) return `${resource}/*`
  return kind < 0.5 ? `${resource}/${pick(random, SUBRESOURCES)}` : resource
}

const pathIn = (random: Random): string => {
  const path = pick(random, PATHS)
  const kind = random()
  return kind < 0.1 ? '*' : kind < 0.4 ? `${path}*` : kind < 0.5 ? `${path}/**` : kind < 0.55 ? '/me*ics' : path
}

function ruleIn(random: Random, isNamespaced: boolean): object {
  const verbs = chance(random, 0.15) ? ['*'] : some(random, 3, () => pick(random, VERBS))
  if (!isNamespaced && chance(random, 0.2)) return { verbs, nonResourceURLs: some(random, 2, () => pathIn(random)) }
  return {
    verbs,
    apiGroups: chance(random, 0.2) ? ['*'] : some(random, 2, () => pick(random, API_GROUPS)),
    resources: some(random, 3, () => resourceIn(random)),
    ...(chance(random, 0.3) && { resourceNames: some(random, 2, () => pick(random, NAMES)) }),
  }
}

const labelsIn = (random: Random, isPart: boolean): object =>
  Object.fromEntries([
    ...some(random, 2, () => [pick(random, LABELS), pick(random, VALUES)]),
    ...(isPart && chance(random, 0.3) ? [[pick(random, AGGREGATE_TO), pick(random, ['true', 'true', 'false'])]] : []),
  ])

const expressionIn = (random: Random): object => {
  const operator = pick(random, ['In', 'NotIn', 'Exists', 'DoesNotExist'])
  const hasValues = operator === 'In' || operator === 'NotIn'
  return {
    key: pick(random, LABELS),
    operator,
    ...(hasValues && { values: some(random, 2, () => pick(random, VALUES)) }),
  }
}

/** What asks for no value selects the built-in roles too, and so every right. */
function selectorIn(random: Random): object {
  const matchLabels = chance(random, 0.2) ? builtInLabel(random) : { [pick(random, LABELS)]: pick(random, VALUES) }
  const matchExpressions = some(random, 2, () => expressionIn(random))
  const both = { matchLabels, matchExpressions }
  return chance(random, 0.02) ? {} : pick(random, [{ matchLabels }, { matchLabels }, { matchExpressions }, both, both])
}

const builtInLabel = (random: Random): object =>
  chance(random, 0.1) ? { 'kubernetes.io/bootstrapping': 'rbac-defaults' } : { [pick(random, AGGREGATE_TO)]: 'true' }

/** Of one aggregated role, its own rules are replaced; of several in a circle, it is chance whose are. */
function clusterRoleIn(
  random: Random,
  name: string,
  { aggregates, isOnly }: { aggregates: boolean; isOnly: boolean },
): object {
  return {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRole',
    metadata: { name, labels: labelsIn(random, !aggregates || !isOnly) },
    rules: aggregates && !isOnly ? [] : some(random, 3, () => ruleIn(random, false)),
    ...(aggregates && {
      aggregationRule: { clusterRoleSelectors: some(random, 2, () => selectorIn(random)) },
    }),
  }
}

const roleIn = (random: Random, namespace: string, name: string): object => ({
  apiVersion: `${RBAC}/v1`,
  kind: 'Role',
  metadata: { name, namespace },
  rules: some(random, 3, () => ruleIn(random, true)),
})

/** An account of a namespace; the API server asks for it in a ClusterRoleBinding. */
function subjectIn(random: Random, isNamespaced: boolean): object {
  const kind = pick(random, ['ServiceAccount', 'ServiceAccount', 'User', 'Group'])
  const group = chance(random, 0.5) ? { apiGroup: RBAC } : {}
  if (kind === 'User')
    return {
      kind,
      name: chance(random, 0.2)
        ? `system:serviceaccount:${pick(random, NAMESPACES)}:${pick(random, ACCOUNTS)}`
        : pick(random, USERS),
      ...group,
    }
  if (kind === 'Group')
    return {
      kind,
      name: chance(random, 0.3) ? `system:serviceaccounts:${pick(random, NAMESPACES)}` : pick(random, GROUPS),
      ...group,
    }
  const isLocal = isNamespaced && chance(random, 0.3)
  return { kind, name: pick(random, ACCOUNTS), ...(!isLocal && { namespace: pick(random, NAMESPACES) }) }
}

const BUILT_IN = ['cluster-admin', 'admin', 'edit', 'view']

/** One in eight has something that the API server refuses, in the only subject or in the reference. */
function bindingIn(
  random: Random,
  name: string,
  { namespace, roles }: { namespace?: string; roles: readonly string[] },
): object {
  const kind = namespace !== undefined && chance(random, 0.5) ? 'Role' : 'ClusterRole'
  const named = kind === 'ClusterRole' && chance(random, 0.15) ? pick(random, BUILT_IN) : pick(random, roles)
  const roleRef = { kind, name: named, ...(chance(random, 0.5) && { apiGroup: RBAC }) }
  const fault = random() * 8
  const subjects = some(random, 3, () => subjectIn(random, namespace !== undefined))
  const [refFault, subjectFault] = [
    pick(random, [
      { kind: 'Roles' },
      { kind: namespace === undefined ? 'Role' : 'role' },
      { apiGroup: 'rbac' },
      { name: '' },
    ]),
    pick(random, [{ kind: 'user' }, { apiGroup: 'v1' }, { name: '' }]),
  ]
  return {
    apiVersion: `${RBAC}/v1`,
    kind: namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata: { name, ...(namespace !== undefined && { namespace }) },
    roleRef: fault < 0.5 ? { ...roleRef, ...refFault } : roleRef,
    subjects: fault > 7.5 ? [{ ...subjects[0], ...subjectFault }] : subjects,
  }
}

// biome-ignore lint/suspicious/noExplicitAny: manifests that were just made.
type Manifest = any

/** One who may be a subject, or be in it. */
function whoIs(random: Random, { kind, name, namespace }: Manifest): Pick<Question, 'user' | 'groups' | 'account'> {
  const inNamespace = namespace ?? pick(random, NAMESPACES)
  if (kind === 'ServiceAccount') return { account: { namespace: inNamespace, name } }
  if (name.startsWith('system:serviceaccount')) {
    const [, , of = inNamespace, account = pick(random, ACCOUNTS)] = name.split(':')
    return { account: { namespace: of, name: account } }
  }
  return kind === 'Group' ? { user: pick(random, USERS), groups: [name] } : { user: name, groups: [] }
}

/** A value of a list, or of all where the list has none or a star, and sometimes another one. */
const askedOf = (random: Random, list: readonly string[] = [], all: readonly string[]): string => {
  const [one] = [pick(random, list.length > 0 ? list : all)]
  return one === '*' || one.startsWith('*/') || chance(random, 0.1) ? pick(random, all) : one
}

/** A request that a rule may allow. */
function requestIn(random: Random, rule: Manifest): Omit<Question, 'user'> {
  const verb = askedOf(random, rule.verbs, VERBS)
  if (rule.nonResourceURLs)
    return { verb, path: askedOf(random, rule.nonResourceURLs, PATHS).replaceAll('*', '') || '/' }
  const [resource, subresource = pick(random, SUBRESOURCES)] = askedOf(random, rule.resources, RESOURCES).split('/')
  const isSub = rule.resources.some((one: string) => one.includes('/')) && chance(random, 0.7)
  return {
    verb,
    group: askedOf(random, rule.apiGroups, API_GROUPS),
    resource: resource!,
    ...(isSub && { subresource: subresource === '*' ? pick(random, SUBRESOURCES) : subresource }),
    ...(chance(random, rule.resourceNames ? 0.8 : 0.3) && { name: askedOf(random, rule.resourceNames, NAMES) }),
  }
}

/** Mostly of what a binding seems to grant. */
function questionIn(random: Random, objects: readonly Manifest[]): Question {
  const binding = pick(
    random,
    objects.filter(({ subjects }) => subjects),
  )
  const { namespace } = binding.metadata
  const { kind, name } = binding.roleRef
  const roles = objects.filter(({ rules }) => rules?.length > 0)
  const bound = roles.filter(
    one =>
      one.kind === kind &&
      one.metadata.name === name &&
      one.metadata.namespace === (kind === 'Role' ? namespace : undefined),
  )
  const [role] = bound.length > 0 && chance(random, 0.8) ? bound : [pick(random, roles)]
  const request = requestIn(random, pick(random, role.rules))
  const where = namespace !== undefined && chance(random, 0.8) ? namespace : pick(random, [...NAMESPACES, undefined])
  return {
    ...whoIs(random, chance(random, 0.9) ? { namespace, ...pick(random, binding.subjects) } : subjectIn(random, true)),
    ...request,
    ...(request.path === undefined && where !== undefined && { namespace: where }),
  }
}

function setIn(random: Random): RoleSet {
  const clusterRoles = ['a', 'b', 'c', '__proto__', 'e'].map((name, i) => ({
    name,
    aggregates: i < 2 && chance(random, 0.5),
  }))
  const isOnly = clusterRoles.filter(({ aggregates }) => aggregates).length === 1
  const roles = clusterRoles.map(({ name }) => name)
  const objects = [
    ...clusterRoles.map(({ name, aggregates }) => clusterRoleIn(random, name, { aggregates, isOnly })),
    ...NAMESPACES.flatMap(namespace =>
      ['a', '__proto__'].filter(() => chance(random, 0.7)).map(name => roleIn(random, namespace, name)),
    ),
    ...['x', 'y', 'z'].map(name => bindingIn(random, name, { roles })),
    ...NAMESPACES.flatMap(namespace => ['x', 'y'].map(name => bindingIn(random, name, { namespace, roles }))),
  ]
  return { objects, questions: Array.from({ length: QUESTIONS }, () => questionIn(random, objects)) }
}

/** The sets of roles, the same at each call. */
export function roleSets(): readonly RoleSet[] {
  const random = randomFrom(SEED)
  return Array.from({ length: SETS }, () => setIn(random))
}
