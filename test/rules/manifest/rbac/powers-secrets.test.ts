import { documents, labelled, service } from '../../../kit/manifests.ts'
import { account, binding, entry, everywhere, inShop, role, rule } from '../../../kit/rbac.ts'
import { table } from '../../../kit/table.ts'

const READ = rule('get, list, watch', 'secrets')
const toWeb = `[${account('web')}]`

/** A pod that runs as the account, and what opens it to the outside. */
const EXPOSED = documents(
  labelled('{app: web}', 'name: web, namespace: shop').replace('spec:\n', 'spec:\n  serviceAccountName: web\n'),
  service('type: LoadBalancer\nselector: {app: web}', '{name: web, namespace: shop}'),
)

/** A ClusterRole that any of these subjects has. */
const heldBy = (...subjects: readonly string[]): string =>
  documents(role('web', READ), binding('web', 'ClusterRole/web', `[${subjects.join(', ')}]`))

table('rbac-secrets-access', {
  bad: [
    ['bound in the whole cluster', everywhere(READ), 'list'],
    [
      'bound in one namespace',
      inShop(rule('get', 'secrets')),
      {
        at: 'get',
        severity: 'low',
        message:
          'service account `web` of namespace `shop` can read Secrets in namespace `shop`: RoleBinding `web` → Role `web` → `get secrets`',
      },
    ],
    [
      'a ClusterRole in one namespace',
      documents(role('web', READ), binding('web', 'ClusterRole/web', toWeb, 'shop')),
      {
        at: 'list',
        severity: 'low',
        message:
          'service account `web` of namespace `shop` can read Secrets in namespace `shop`: RoleBinding `web` → ClusterRole `web` → `list secrets`',
      },
    ],
    [
      'in one namespace first, then everywhere',
      documents(everywhere(READ), binding('shop', 'ClusterRole/web', `[${account('shop')}]`, 'shop')),
      {
        at: 'list',
        message:
          'service account `web` of namespace `shop` and 1 other can read Secrets in every namespace: ClusterRoleBinding `web` → ClusterRole `web` → `list secrets`',
      },
    ],
    [
      'bound by nothing',
      role('web', READ),
      {
        at: 'list',
        severity: 'low',
        message: 'ClusterRole `web` lets its subjects read Secrets in every namespace: `list secrets`',
      },
    ],
    [
      'bound by nothing in a namespace',
      role('web', READ, { namespace: 'shop' }),
      {
        at: 'list',
        severity: 'low',
        message: 'Role `web` lets its subjects read Secrets in namespace `shop`: `list secrets`',
      },
    ],
    [
      'a pod of the account can be reached from outside',
      documents(everywhere(READ), EXPOSED),
      { at: 'list', severity: 'high' },
    ],
    [
      'everyone with an account',
      heldBy(account('web'), '{kind: Group, name: "system:authenticated"}'),
      {
        at: 'list',
        severity: 'high',
        message:
          'group `system:authenticated` and 1 other can read Secrets in every namespace: ClusterRoleBinding `web` → ClusterRole `web` → `list secrets`',
      },
    ],
    [
      'a user',
      heldBy('{kind: User, name: anna}'),
      {
        at: 'list',
        message:
          'user `anna` can read Secrets in every namespace: ClusterRoleBinding `web` → ClusterRole `web` → `list secrets`',
      },
    ],
    [
      'by a role that aggregates it',
      documents(
        role('part', READ, { labels: '{part: web}' }),
        role('web', '[]', { aggregates: '[{matchLabels: {part: web}}]' }),
        binding('web', 'ClusterRole/web', toWeb),
      ),
      {
        at: 'list',
        message:
          'service account `web` of namespace `shop` can read Secrets in every namespace: ClusterRoleBinding `web` → ClusterRole `web` → ClusterRole `part` → `list secrets`',
      },
    ],
    [
      'by a role of every cluster that aggregates it',
      role('part', READ, { labels: '{rbac.authorization.k8s.io/aggregate-to-view: "true"}' }),
      {
        at: 'list',
        severity: 'low',
        message:
          'every holder of ClusterRole `view` can read Secrets: ClusterRole `part`, aggregated into it → `list secrets`',
      },
    ],
    [
      'only written',
      everywhere(rule('patch', 'secrets')),
      {
        at: 'patch',
        severity: 'low',
        message:
          'service account `web` of namespace `shop` can change Secrets in every namespace: ClusterRoleBinding `web` → ClusterRole `web` → `patch secrets`',
      },
    ],
    [
      'by nodes',
      heldBy('{kind: Group, name: "system:nodes"}'),
      {
        at: 'list',
        message:
          'group `system:nodes` can read Secrets in every namespace: ClusterRoleBinding `web` → ClusterRole `web` → `list secrets`',
      },
    ],
    [
      'under the name of a binding of Kubernetes, which gives another role',
      documents(role('node', READ), binding('system:node', 'ClusterRole/node', `[${account('web')}]`)),
      'list',
    ],
    ['read and written', everywhere(rule('update, watch', 'secrets')), 'watch'],
    ['in a later rule', everywhere(`[${entry('get', 'pods')}, ${entry('"*"', 'configmaps, secrets')}]`), '"*"'],
    ['every group', everywhere(rule('list', 'secrets', { group: '"*"' })), 'list'],
    [
      'a component that does not require them',
      documents(role('argocd-repo-server', READ)),
      { at: 'list', severity: 'low' },
    ],
  ],
  good: [
    ['named', everywhere(rule('get', 'secrets', { names: 'web' }))],
    ['none', everywhere(rule('get, list', 'configmaps'))],
    ['secrets of another group', everywhere(rule('list', 'secrets', { group: 'example.org' }))],
    ['a verb without effect', everywhere(rule('approve', 'secrets'))],
    ['a component that requires them', documents(role('argo-argocd-server', READ))],
    ['of Kubernetes, by its name', role('system:node', READ)],
    ['of Kubernetes, by its label', role('view', READ, { labels: '{kubernetes.io/bootstrapping: rbac-defaults}' })],
    ['for a part of the control plane', heldBy('{kind: User, name: "system:kube-controller-manager"}')],
    ['rules that the controller replaces', role('web', READ, { aggregates: '[{matchLabels: {part: web}}]' })],
    ['no rules', role('web', 'null')],
    [
      'odd types',
      documents(role('web', '[null, {verbs: list}]'), role('shop', '{a: b}'), binding('web', 'ClusterRole/web', 'x')),
    ],
  ],
  says: 'service account `web` of namespace `shop` can read Secrets in every namespace: ClusterRoleBinding `web` → ClusterRole `web` → `list secrets`',
})
