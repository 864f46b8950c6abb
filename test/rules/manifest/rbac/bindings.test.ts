import { documents, labelled, service } from '../../../kit/manifests.ts'
import { account, binding, entry, role, rule } from '../../../kit/rbac.ts'
import { table } from '../../../kit/table.ts'

const STAR = "'*'"
const WEB = `[${account('web')}]`
const ANONYMOUS = '[{kind: User, name: "system:anonymous"}]'
const UNAUTHENTICATED = '[{kind: Group, name: "system:unauthenticated"}]'
const AUTHENTICATED = '[{kind: Group, name: "system:authenticated"}]'
const NODES = '[{kind: Group, name: "system:nodes"}]'
const NOBODY = '[{kind: User, name: "system:nobody"}]'
const MASTERS = '[{kind: Group, name: "system:masters"}]'

table('rbac-cluster-admin-binding', {
  bad: [
    ['in the whole cluster', binding('web', 'ClusterRole/cluster-admin', WEB), 'name: "cluster-admin"'],
    [
      'in one namespace',
      binding('web', 'ClusterRole/cluster-admin', WEB, 'shop'),
      {
        at: 'name: "cluster-admin"',
        severity: 'low',
        message:
          'service account `web` of namespace `shop` can do everything in namespace `shop`: RoleBinding `web` → ClusterRole `cluster-admin`',
      },
    ],
    [
      'admin of all namespaces',
      binding('web', 'ClusterRole/admin', `[{kind: Group, name: staff}, ${account('web')}]`),
      {
        at: 'name: "admin"',
        message:
          'group `staff` and 1 other can do everything in every namespace: ClusterRoleBinding `web` → ClusterRole `admin`',
      },
    ],
    [
      'edit of all namespaces',
      binding('web', 'ClusterRole/edit', '[{kind: User, name: anna}]'),
      {
        at: 'name: "edit"',
        message:
          'user `anna` can run pods and read Secrets in every namespace: ClusterRoleBinding `web` → ClusterRole `edit`',
      },
    ],
    [
      'edit of the namespace of a pod',
      documents(
        labelled('{app: web}', 'name: web, namespace: shop').replace('spec:\n', 'spec:\n  serviceAccountName: web\n'),
        binding('web', 'ClusterRole/edit', WEB, 'shop'),
      ),
      {
        at: 'name: "edit"',
        severity: 'low',
        message:
          'service account `web` of namespace `shop` can run pods and read Secrets in namespace `shop`: RoleBinding `web` → ClusterRole `edit`',
      },
    ],
    [
      'its copy in the checkout',
      documents(role('cluster-admin', rule('"*"', '"*"')), binding('web', 'ClusterRole/cluster-admin', WEB)),
      'name: "cluster-admin"',
    ],
    [
      'the nodes',
      binding('web', 'ClusterRole/cluster-admin', NODES),
      {
        at: 'name: "cluster-admin"',
        message: 'group `system:nodes` can do everything: ClusterRoleBinding `web` → ClusterRole `cluster-admin`',
      },
    ],
    [
      'a user of a reserved name',
      binding('web', 'ClusterRole/cluster-admin', NOBODY),
      {
        at: 'name: "cluster-admin"',
        message: 'user `system:nobody` can do everything: ClusterRoleBinding `web` → ClusterRole `cluster-admin`',
      },
    ],
    [
      'a pod of the account can be reached from outside',
      documents(
        binding('web', 'ClusterRole/cluster-admin', WEB),
        labelled('{app: web}', 'name: web, namespace: shop').replace('spec:\n', 'spec:\n  serviceAccountName: web\n'),
        service('type: LoadBalancer\nselector: {app: web}', '{name: web, namespace: shop}'),
      ),
      { at: 'name: "cluster-admin"', severity: 'high' },
    ],
  ],
  good: [
    ['another role', binding('web', 'ClusterRole/view', WEB)],
    ['admin of one namespace', binding('web', 'ClusterRole/admin', WEB, 'shop')],
    ['a Role of the name', binding('web', 'Role/cluster-admin', WEB, 'shop')],
    ['no subjects', binding('web', 'ClusterRole/cluster-admin', '[]')],
    ['the one of every cluster', binding('cluster-admin', 'ClusterRole/cluster-admin', MASTERS)],
    [
      'a part of the control plane',
      binding('web', 'ClusterRole/cluster-admin', '[{kind: User, name: "system:kube-controller-manager"}]'),
    ],
    ['a component that requires it', binding('cluster-reconciler-flux-system', 'ClusterRole/cluster-admin', WEB)],
  ],
  says: 'service account `web` of namespace `shop` can do everything: ClusterRoleBinding `web` → ClusterRole `cluster-admin`',
})

table('rbac-anonymous-binding', {
  bad: [
    ['the user', binding('web', 'ClusterRole/view', ANONYMOUS), 'name: "system:anonymous"'],
    [
      'the group, in a namespace',
      binding('web', 'Role/web', UNAUTHENTICATED, 'shop'),
      {
        at: 'name: "system:unauthenticated"',
        message: 'group `system:unauthenticated`, which needs no credential, gets Role `web`',
      },
    ],
    [
      'both',
      binding(
        'web',
        'ClusterRole/view',
        '[{kind: User, name: "system:anonymous"}, {kind: Group, name: "system:unauthenticated"}]',
      ),
      'name: "system:anonymous"',
      {
        at: 'name: "system:unauthenticated"',
        message: 'group `system:unauthenticated`, which needs no credential, gets ClusterRole `view`',
      },
    ],
    [
      'paths alone',
      documents(
        role('web', '[{nonResourceURLs: [/healthz], verbs: [get]}]'),
        binding('web', 'ClusterRole/web', ANONYMOUS),
      ),
      { at: 'name: "system:anonymous"', severity: 'medium' },
    ],
    [
      'every path',
      documents(role('web', '[{nonResourceURLs: ["*"], verbs: [get]}]'), binding('web', 'ClusterRole/web', ANONYMOUS)),
      'name: "system:anonymous"',
    ],
    [
      'a role without rules',
      documents(role('web', '[]'), binding('web', 'ClusterRole/web', ANONYMOUS)),
      'name: "system:anonymous"',
    ],
    [
      'paths and objects',
      documents(
        role('web', `[{nonResourceURLs: [/healthz], verbs: [get]}, ${entry('get', 'pods')}]`),
        binding('web', 'ClusterRole/web', ANONYMOUS),
      ),
      'name: "system:anonymous"',
    ],
    [
      'under a name as Kubernetes has them',
      binding('system:public-info-viewer', 'ClusterRole/view', UNAUTHENTICATED),
      'name: "system:unauthenticated"',
    ],
    [
      'a role of everything under a name that every cluster shows',
      documents(
        role('system:public-info-viewer', rule(STAR, STAR, { group: STAR })),
        binding('web', 'ClusterRole/system:public-info-viewer', UNAUTHENTICATED),
      ),
      'name: "system:unauthenticated"',
    ],
  ],
  good: [
    ['others', binding('web', 'ClusterRole/view', WEB)],
    [
      'a group of the name of the user',
      binding('web', 'ClusterRole/view', '[{kind: Group, name: "system:anonymous"}]'),
    ],
    ['what every cluster shows', binding('web', 'ClusterRole/system:public-info-viewer', UNAUTHENTICATED)],
    ['what kubeadm shows', binding('web', 'Role/kubeadm:bootstrap-signer-clusterinfo', ANONYMOUS, 'kube-public')],
    [
      'keys that tokens are checked with',
      binding('web', 'ClusterRole/system:service-account-issuer-discovery', UNAUTHENTICATED),
    ],
  ],
  says: 'user `system:anonymous`, which needs no credential, gets ClusterRole `view`',
})

table('rbac-authenticated-binding', {
  bad: [
    ['a role that was not read', binding('web', 'ClusterRole/view', AUTHENTICATED), 'name: "system:authenticated"'],
    [
      'objects by their names',
      documents(
        role('web', `[${entry('get', 'configmaps', { names: 'web' })}, {nonResourceURLs: [/version], verbs: [get]}]`),
        binding('web', 'ClusterRole/web', AUTHENTICATED),
      ),
      { at: 'name: "system:authenticated"', severity: 'low' },
    ],
    [
      'a harmless role',
      documents(role('web', rule('get', 'pods')), binding('web', 'ClusterRole/web', AUTHENTICATED)),
      'name: "system:authenticated"',
    ],
    [
      'edit of a namespace',
      binding('web', 'ClusterRole/edit', AUTHENTICATED, 'shop'),
      { at: 'name: "system:authenticated"', severity: 'high' },
    ],
    [
      'power by a part of the role',
      documents(
        role('part', rule('list', 'secrets'), { labels: '{part: web}' }),
        role('web', '[]', { aggregates: '[{matchLabels: {part: web}}]' }),
        binding('web', 'ClusterRole/web', AUTHENTICATED),
      ),
      { at: 'name: "system:authenticated"', severity: 'high' },
    ],
    [
      'a role with power',
      documents(role('web', rule('create', 'pods')), binding('web', 'ClusterRole/web', AUTHENTICATED)),
      { at: 'name: "system:authenticated"', severity: 'high' },
    ],
    [
      'a role for everything',
      documents(role('web', rule('"*"', '"*"')), binding('web', 'ClusterRole/web', AUTHENTICATED)),
      { at: 'name: "system:authenticated"', severity: 'critical' },
    ],
    [
      'cluster-admin',
      binding('web', 'ClusterRole/cluster-admin', AUTHENTICATED),
      { at: 'name: "system:authenticated"', severity: 'critical' },
    ],
    [
      'under a name as Kubernetes has them',
      binding('system:basic-user', 'ClusterRole/view', AUTHENTICATED),
      'name: "system:authenticated"',
    ],
    [
      'in a namespace',
      binding('web', 'Role/web', AUTHENTICATED, 'shop'),
      {
        at: 'name: "system:authenticated"',
        message: 'group `system:authenticated` gets Role `web`: every service account and user',
      },
    ],
  ],
  good: [
    ['others', binding('web', 'ClusterRole/view', WEB)],
    ['a user of the name', binding('web', 'ClusterRole/view', '[{kind: User, name: "system:authenticated"}]')],
    ['what every cluster lets all see', binding('web', 'ClusterRole/system:discovery', AUTHENTICATED)],
  ],
  says: 'group `system:authenticated` gets ClusterRole `view`: every service account and user',
})

table('rbac-system-masters-binding', {
  bad: [
    ['in the whole cluster', binding('web', 'ClusterRole/cluster-admin', MASTERS), 'name: "system:masters"'],
    [
      'another role under the name of every cluster',
      binding('cluster-admin', 'ClusterRole/web', MASTERS),
      'name: "system:masters"',
    ],
    [
      'in a namespace',
      binding('web', 'Role/web', MASTERS, 'shop'),
      {
        at: 'name: "system:masters"',
        message: 'group `system:masters`, which is allowed everything already, gets Role `web`',
      },
    ],
  ],
  good: [
    ['others', binding('web', 'ClusterRole/cluster-admin', '[{kind: Group, name: staff}]')],
    ['a user of the name', binding('web', 'ClusterRole/view', '[{kind: User, name: "system:masters"}]')],
    [
      'the one of every cluster',
      binding('cluster-admin', 'ClusterRole/cluster-admin', MASTERS).replace(
        'metadata: {',
        'metadata: {labels: {kubernetes.io/bootstrapping: rbac-defaults}, ',
      ),
    ],
  ],
  says: 'group `system:masters`, which is allowed everything already, gets ClusterRole `cluster-admin`',
})
