import { entry, everywhere, inShop, rule } from '../../../kit/rbac.ts'
import { table } from '../../../kit/table.ts'

const RBAC = 'rbac.authorization.k8s.io'
const STAR = '"*"'

table('rbac-impersonate', {
  bad: [
    ['bound in the whole cluster', everywhere(rule('impersonate', 'users, groups')), 'impersonate'],
    [
      'a group that may do everything',
      everywhere(rule('impersonate', 'groups', { names: '"system:masters"' })),
      'impersonate',
    ],
    [
      'bound in one namespace',
      inShop(rule(STAR, 'serviceaccounts')),
      {
        at: '"*"',
        severity: 'low',
        message:
          'service account `web` of namespace `shop` can impersonate others in namespace `shop`: RoleBinding `web` → Role `web` → `* serviceaccounts`',
      },
    ],
    [
      'accounts of every namespace',
      everywhere(rule('impersonate', 'serviceaccounts')),
      {
        at: 'impersonate',
        message:
          'service account `web` of namespace `shop` can impersonate others in every namespace: ClusterRoleBinding `web` → ClusterRole `web` → `impersonate serviceaccounts`',
      },
    ],
  ],
  good: [
    [
      'extra fields, which need a user',
      everywhere(rule('impersonate', 'uids, userextras/scopes', { group: 'authentication.k8s.io' })),
    ],
    ['one user', everywhere(rule('impersonate', 'users', { names: 'deploy' }))],
    ['users from a namespace', inShop(rule('impersonate', 'users'))],
    ['other verbs', everywhere(rule('get, list, create', 'serviceaccounts'))],
    ['another group', everywhere(rule('impersonate', 'groups', { group: 'example.org' }))],
  ],
  says: 'service account `web` of namespace `shop` can impersonate others: ClusterRoleBinding `web` → ClusterRole `web` → `impersonate users`',
})

table('rbac-escalate', {
  bad: [
    ['bound in the whole cluster', everywhere(rule('update, escalate', 'clusterroles', { group: RBAC })), 'escalate'],
    ['every verb', everywhere(rule(STAR, 'clusterroles', { group: RBAC })), STAR],
    [
      'bound in one namespace',
      inShop(rule('escalate', 'roles', { group: RBAC })),
      {
        at: 'escalate',
        severity: 'low',
        message:
          'service account `web` of namespace `shop` can give roles any right in namespace `shop`: RoleBinding `web` → Role `web` → `escalate roles`',
      },
    ],
  ],
  good: [
    ['other verbs', everywhere(rule('get, create, update, bind', 'clusterroles', { group: RBAC }))],
    ['bindings, which have no such verb', everywhere(rule('escalate', 'clusterrolebindings', { group: RBAC }))],
    ['one role', everywhere(rule('escalate', 'clusterroles', { group: RBAC, names: 'web' }))],
    ['ClusterRoles from a namespace', inShop(rule('escalate', 'clusterroles', { group: RBAC }))],
  ],
  says: 'service account `web` of namespace `shop` can give roles any right: ClusterRoleBinding `web` → ClusterRole `web` → `escalate clusterroles`',
})

table('rbac-bind', {
  bad: [
    ['bound in the whole cluster', everywhere(rule('bind', 'clusterroles', { group: RBAC })), 'bind'],
    [
      'the one that may do everything',
      everywhere(rule('bind', 'clusterroles', { group: RBAC, names: 'cluster-admin' })),
      'bind',
    ],
    [
      'bound in one namespace',
      inShop(rule('bind', 'clusterroles', { group: RBAC })),
      {
        at: 'bind',
        severity: 'low',
        message:
          'service account `web` of namespace `shop` can bind any role in namespace `shop`: RoleBinding `web` → Role `web` → `bind clusterroles`',
      },
    ],
  ],
  good: [
    ['some roles', everywhere(rule('bind', 'clusterroles', { group: RBAC, names: 'view' }))],
    ['bindings, which have no such verb', everywhere(rule('bind', 'rolebindings', { group: RBAC }))],
  ],
  says: 'service account `web` of namespace `shop` can bind any role in every namespace: ClusterRoleBinding `web` → ClusterRole `web` → `bind clusterroles`',
})

table('rbac-create-bindings', {
  bad: [
    [
      'bound in the whole cluster',
      everywhere(
        `[${entry('create', 'rolebindings', { group: RBAC })}, ${entry('bind', 'clusterroles', { group: RBAC })}]`,
      ),
      'bind',
    ],
    [
      'in the other order, every verb',
      everywhere(
        `[${entry(STAR, 'clusterroles', { group: RBAC })}, ${entry('create', 'clusterrolebindings', { group: RBAC })}]`,
      ),
      STAR,
    ],
    [
      'bound in one namespace',
      inShop(rule('create, bind', 'roles, rolebindings', { group: RBAC })),
      {
        at: 'bind',
        severity: 'low',
        message:
          'service account `web` of namespace `shop` can give itself any role in namespace `shop`: RoleBinding `web` → Role `web` → `bind roles`',
      },
    ],
  ],
  good: [
    ['bindings alone', everywhere(rule('create', 'rolebindings', { group: RBAC }))],
    ['`bind` alone', everywhere(rule('bind', 'clusterroles', { group: RBAC }))],
    [
      'only some roles',
      everywhere(
        `[${entry('create', 'rolebindings', { group: RBAC })}, ${entry('bind', 'clusterroles', { group: RBAC, names: 'view' })}]`,
      ),
    ],
    [
      'ClusterRoleBindings from a namespace',
      inShop(
        `[${entry('create', 'clusterrolebindings', { group: RBAC })}, ${entry('bind', 'clusterroles', { group: RBAC })}]`,
      ),
    ],
  ],
  says: 'service account `web` of namespace `shop` can give itself any role in every namespace: ClusterRoleBinding `web` → ClusterRole `web` → `bind clusterroles`',
})

table('rbac-modify-bindings', {
  bad: [
    ['bound in the whole cluster', everywhere(rule('get, create', 'clusterrolebindings', { group: RBAC })), 'create'],
    [
      'those of a namespace',
      everywhere(rule('patch', 'rolebindings', { group: RBAC })),
      {
        at: 'patch',
        message:
          'service account `web` of namespace `shop` can give its rights to others in every namespace: ClusterRoleBinding `web` → ClusterRole `web` → `patch rolebindings`',
      },
    ],
  ],
  good: [
    ['only read', everywhere(rule('get, list', 'rolebindings', { group: RBAC }))],
    ['only deleted', everywhere(rule('delete', 'rolebindings', { group: RBAC }))],
    ['roles', everywhere(rule('create', 'roles', { group: RBAC }))],
  ],
  says: 'service account `web` of namespace `shop` can give its rights to others: ClusterRoleBinding `web` → ClusterRole `web` → `create clusterrolebindings`',
})
