/** Roles and bindings as text; lists and maps are flow YAML. */
import { documents } from './manifests.ts'

const RBAC = 'rbac.authorization.k8s.io'

const metadata = (name: string, namespace: string, more: string): string =>
  `{name: ${JSON.stringify(name)}${namespace && `, namespace: ${namespace}`}${more && `, ${more}`}}`

/** A Role where there is a namespace, else a ClusterRole. */
export const role = (name: string, rules: string, { namespace = '', labels = '', aggregates = '' } = {}): string =>
  `apiVersion: ${RBAC}/v1\nkind: ${namespace === '' ? 'ClusterRole' : 'Role'}\nmetadata: ${metadata(name, namespace, labels && `labels: ${labels}`)}\nrules: ${rules}\n${aggregates && `aggregationRule: {clusterRoleSelectors: ${aggregates}}\n`}`

/** A RoleBinding where there is a namespace, else a ClusterRoleBinding; `Role/web` or `ClusterRole/web` is bound. */
export const binding = (name: string, ref: string, subjects: string, namespace = ''): string => {
  const [kind, ...rest] = ref.split('/')
  return `apiVersion: ${RBAC}/v1\nkind: ${namespace === '' ? 'ClusterRoleBinding' : 'RoleBinding'}\nmetadata: ${metadata(name, namespace, '')}\nroleRef: {apiGroup: ${RBAC}, kind: ${kind}, name: ${JSON.stringify(rest.join('/'))}}\nsubjects: ${subjects}\n`
}

/** A service account as a subject. */
export const account = (name: string, namespace = 'shop'): string =>
  `{kind: ServiceAccount, name: ${name}, namespace: ${namespace}}`

/** A rule of a role, by words that are separated by commas. */
export const entry = (verbs: string, resources: string, { group = '""', names = '' } = {}): string =>
  `{apiGroups: [${group}], resources: [${resources}], verbs: [${verbs}]${names && `, resourceNames: [${names}]`}}`

/** The rules of a role that has one. */
export const rule = (...of: Parameters<typeof entry>): string => `[${entry(...of)}]`

/** A ClusterRole of these rules, bound to account `web` of namespace `shop` in the whole cluster. */
export const everywhere = (rules: string): string =>
  documents(role('web', rules), binding('web', 'ClusterRole/web', `[${account('web')}]`))

/** A Role of these rules, bound to the same account in its namespace. */
export const inShop = (rules: string): string =>
  documents(role('web', rules, { namespace: 'shop' }), binding('web', 'Role/web', `[${account('web')}]`, 'shop'))
