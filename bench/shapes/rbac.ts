import { many, oneFile, type Shape } from './shape.ts'

const head = (kind: string, metadata: string): string =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata: {${metadata}}\n`

const role = (name: string, namespace: string, verbs: string, resource: string): string =>
  `${head('Role', `name: ${name}, namespace: ${namespace}`)}rules: [{apiGroups: [""], resources: [${resource}], verbs: [${verbs}]}]`

const clusterRole = (name: string, more: string): string =>
  `${head('ClusterRole', `name: ${name}, labels: {to: all}`)}${more}`

const CREATE = 'rules: [{apiGroups: [""], resources: [pods], verbs: [create]}]'

/** Binds a role to an account: in the namespace of the binding, or in the cluster. */
const binding = (name: string, ref: string, account: string, namespace = ''): string =>
  `${head(namespace === '' ? 'ClusterRoleBinding' : 'RoleBinding', `name: ${name}${namespace && `, namespace: ${namespace}`}`)}roleRef: {kind: ${ref.replace('/', ', name: ')}}\nsubjects: [{kind: ServiceAccount, name: ${account}, namespace: n0}]`

const documents = (count: number, text: (index: number) => string): string => many(count, text, '\n---\n')

/** Roles and bindings, in every way in which many of them meet: 10,000 objects at ×8. */
export const rbacShapes: readonly Shape[] = [
  oneFile('roles with a binding each', 625, 'rbac.yaml', count =>
    documents(
      count,
      i => `${role(`r${i}`, 'n0', 'get', 'secrets')}\n---\n${binding(`b${i}`, `Role/r${i}`, `a${i}`, 'n0')}`,
    ),
  ),
  oneFile('bindings of one role', 1250, 'rbac.yaml', count =>
    documents(count, i => (i === 0 ? clusterRole('r', CREATE) : binding(`b${i}`, 'ClusterRole/r', `a${i}`))),
  ),
  oneFile('bindings of one role in a namespace each', 1250, 'rbac.yaml', count =>
    documents(count, i => (i === 0 ? clusterRole('r', CREATE) : binding(`b${i}`, 'ClusterRole/r', 'a', `n${i}`))),
  ),
  oneFile('aggregated roles that select each other', 625, 'rbac.yaml', count =>
    documents(
      count,
      i =>
        `${clusterRole(`r${i}`, CREATE)}\n---\n${clusterRole(`w${i}`, 'aggregationRule: {clusterRoleSelectors: [{matchLabels: {to: all}}]}')}`,
    ),
  ),
  oneFile('accounts that become the next one', 625, 'rbac.yaml', count =>
    documents(
      count,
      i =>
        `${role(`r${i}`, `n${i + 1}`, 'create', 'pods')}\n---\n${binding(`b${i}`, `Role/r${i}`, 'a', `n${i + 1}`).replace('namespace: n0', `namespace: n${i}`)}`,
    ),
  ),
]
