import { deployment, documents, pod, workflow } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const account = (yaml: string, metadata = '{name: web}') =>
  `apiVersion: v1\nkind: ServiceAccount\nmetadata: ${metadata}\n${yaml}\n`

const binding = (kind: string, subject: string, metadata = '{name: web}') =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata: ${metadata}\nroleRef: {kind: ClusterRole, name: web}\nsubjects:\n  - ${subject}\n`

const quiet = account('automountServiceAccountToken: false')
const loud = account('automountServiceAccountToken: true')
const web = pod('serviceAccountName: web')

table('automount-service-account-token', {
  bad: [
    [
      'nobody says no',
      deployment('containers:\n  - name: app\n    image: shop/web:1.4'),
      {
        at: 'spec',
        fix: 'Disable automounting',
        after: deployment('automountServiceAccountToken: false\ncontainers:\n  - name: app\n    image: shop/web:1.4'),
      },
    ],
    [
      'the pod says yes',
      pod('automountServiceAccountToken: true'),
      {
        at: 'automountServiceAccountToken: true',
        message: 'pod automounts the token of service account `default` (set in the pod)',
        fix: 'Disable automounting',
        after: pod('automountServiceAccountToken: false'),
      },
    ],
    [
      'the pod says yes, its account no',
      documents(pod('serviceAccountName: web\nautomountServiceAccountToken: true'), quiet),
      'automountServiceAccountToken: true',
    ],
    [
      'the account says yes',
      documents(web, loud),
      { at: 'spec', message: 'pod automounts the token of service account `web` (set in the service account)' },
    ],
    [
      'another account says no',
      documents(web, account('automountServiceAccountToken: false', '{name: other}')),
      'spec',
    ],
    [
      'an account of another namespace says no',
      documents(web, account('automountServiceAccountToken: false', '{name: web, namespace: shop}')),
      'spec',
    ],
    ['a text is no answer', pod('automountServiceAccountToken: "false"'), 'automountServiceAccountToken: "false"'],
    [
      'rights of the default account excuse none',
      documents(
        pod('priority: 1'),
        binding('RoleBinding', '{kind: ServiceAccount, name: default, namespace: default}'),
      ),
      'spec',
    ],
    ['rights of somebody else', documents(web, binding('RoleBinding', '{kind: User, name: web}')), 'spec'],
    [
      'odd bindings',
      documents(web, binding('RoleBinding', 'null').replace('subjects:\n  - null', 'subjects: web')),
      'spec',
    ],
  ],
  good: [
    [
      'the pod says no',
      deployment('automountServiceAccountToken: false\ncontainers:\n  - name: app\n    image: shop/web:1.4'),
    ],
    ['the account says no', documents(web, quiet)],
    [
      'the default account says no',
      documents(
        pod('priority: 1'),
        account('automountServiceAccountToken: false', '{name: default, namespace: default}'),
      ),
    ],
    [
      'the pod says no, its account yes',
      documents(pod('serviceAccountName: web\nautomountServiceAccountToken: false'), loud),
    ],
    ['an account with a role', documents(web, binding('RoleBinding', '{kind: ServiceAccount, name: web}'))],
    [
      'an account with a role of the cluster',
      documents(web, binding('ClusterRoleBinding', '{kind: ServiceAccount, name: web, namespace: default}')),
    ],
    ['only a part of a pod', workflow('image: a:1')],
  ],
  fixes: true,
  says: 'pod automounts the token of service account `default`',
})

table('default-service-account', {
  bad: [
    [
      'it is named, where the token is decided elsewhere',
      workflow('image: a:1').replace('spec:\n', 'spec:\n  serviceAccountName: default\n'),
      'serviceAccountName: default',
    ],
    [
      'it is named by the old field',
      workflow('image: a:1').replace('spec:\n', 'spec:\n  serviceAccount: default\n'),
      'serviceAccount: default',
    ],
  ],
  good: [
    [
      'an account of its own',
      deployment('serviceAccountName: web\ncontainers:\n  - name: app\n    image: shop/web:1.4'),
    ],
    ['the old field', pod('serviceAccount: web')],
    ['its token is reported', pod('serviceAccountName: default')],
    ['no token is mounted', pod('automountServiceAccountToken: false')],
    [
      'the account mounts none',
      documents(
        workflow('image: a:1').replace('spec:\n', 'spec:\n  serviceAccountName: default\n'),
        account('automountServiceAccountToken: false', '{name: default}'),
      ),
    ],
    ['only a part of a pod', workflow('image: a:1')],
  ],
  says: 'pod runs as service account `default`',
})

table('default-service-account-automount', {
  bad: [
    [
      'nothing said',
      account('', '{name: default, namespace: shop}'),
      {
        at: 'kind: ServiceAccount',
        fix: 'Disable automounting',
        after: account('', '{name: default, namespace: shop}').replace(
          'kind',
          'automountServiceAccountToken: false\nkind',
        ),
      },
    ],
    [
      'true',
      account('automountServiceAccountToken: true', '{name: default}'),
      {
        at: 'automountServiceAccountToken: true',
        fix: 'Disable automounting',
        after: account('automountServiceAccountToken: false', '{name: default}'),
      },
    ],
    [
      'a text',
      account('automountServiceAccountToken: "false"', '{name: default}'),
      'automountServiceAccountToken: "false"',
    ],
  ],
  good: [
    ['false', account('automountServiceAccountToken: false', '{name: default, namespace: shop}')],
    ['another account', account('', '{name: web}')],
    ['another kind', account('', '{name: default}').replace('ServiceAccount', 'Secret')],
  ],
  fixes: true,
  says: 'service account `default` of namespace `shop` automounts its token',
})

table('deprecated-service-account-field', {
  bad: [
    [
      'alone',
      deployment('serviceAccount: web\ncontainers:\n  - name: app\n    image: shop/web:1.4'),
      {
        at: 'serviceAccount: web',
        fix: 'Rename to `serviceAccountName`',
        after: deployment('serviceAccountName: web\ncontainers:\n  - name: app\n    image: shop/web:1.4'),
        safe: true,
      },
    ],
    [
      'at the end of the spec',
      deployment('containers:\n  - name: app\n    image: shop/web:1.4\nserviceAccount: web'),
      'serviceAccount: web',
    ],
    [
      'with a comment',
      pod('serviceAccount: web # of the shop'),
      {
        at: 'serviceAccount: web',
        fix: 'Rename to `serviceAccountName`',
        after: pod('serviceAccountName: web # of the shop'),
        safe: true,
      },
    ],
    [
      'beside an empty name',
      pod('serviceAccountName: ""\nserviceAccount: web'),
      { at: 'serviceAccount: web', fix: 'Rename to `serviceAccountName`', after: pod('serviceAccountName: "web"') },
    ],
    [
      'beside another name',
      pod('serviceAccountName: shop\nserviceAccount: web'),
      {
        at: 'serviceAccount: web',
        severity: 'medium',
        message: '`serviceAccount: web` is overridden by `serviceAccountName: shop`',
        fix: 'Remove `serviceAccount`',
        after: pod('serviceAccountName: shop'),
        safe: true,
      },
    ],
  ],
  good: [
    ['the new field', deployment('serviceAccountName: web\ncontainers:\n  - name: app\n    image: shop/web:1.4')],
    ['both, as the API server prints them', pod('serviceAccountName: web\nserviceAccount: web')],
    ['empty', pod('serviceAccount: ""')],
    ['odd types', pod('serviceAccount: [web]')],
  ],
  fixes: true,
  says: 'pod sets account `web` in deprecated field `serviceAccount`',
})

const inShop = (name: string, namespace = 'shop') => account('', `{name: ${name}, namespace: ${namespace}}`)
const ofShop = pod('serviceAccountName: web').replace('name: web', 'name: web\n  namespace: shop')

table('missing-service-account', {
  bad: [
    ['only others are there', documents(ofShop, inShop('api')), 'serviceAccountName: web'],
    [
      'by the old field',
      documents(ofShop.replace('serviceAccountName', 'serviceAccount'), inShop('api')),
      'serviceAccount: web',
    ],
    ['it is in another namespace', documents(ofShop, inShop('api'), inShop('web', 'other')), 'serviceAccountName: web'],
  ],
  good: [
    ['it is there', documents(ofShop, inShop('web'), inShop('api'))],
    ['no account is there', ofShop],
    ['no account of the namespace is there', documents(ofShop, inShop('api', 'other'))],
    ['the account of every namespace', documents(ofShop.replace('Name: web', 'Name: default'), inShop('api'))],
    ['what is filled in later', documents(ofShop.replace('Name: web', `Name: \${ACCOUNT}`), inShop('api'))],
    [
      'only a part of a pod',
      documents(
        workflow('image: a:1').replace('spec:\n', 'spec:\n  serviceAccountName: web\n'),
        account('', '{name: api}'),
      ),
    ],
  ],
  says: 'service account `web` is not defined here; it may be defined elsewhere',
})

table('unresolved-service-account', {
  bad: [
    ['no account is there', ofShop, 'serviceAccountName: web'],
    ['by the old field', ofShop.replace('serviceAccountName', 'serviceAccount'), 'serviceAccount: web'],
    ['it is in another namespace', documents(ofShop, inShop('web', 'other')), 'serviceAccountName: web'],
  ],
  good: [
    ['it is there', documents(ofShop, inShop('web'))],
    ['others of the namespace are there', documents(ofShop, inShop('api'))],
    ['the account of every namespace', ofShop.replace('Name: web', 'Name: default')],
    ['what is filled in later', ofShop.replace('Name: web', `Name: \${ACCOUNT}`)],
    ['only a part of a pod', workflow('image: a:1').replace('spec:\n', 'spec:\n  serviceAccountName: web\n')],
  ],
  says: 'service account `web` is not defined in what was read',
})

const named = (name: string) => pod('serviceAccountName: web').replace('name: web', `name: ${name}`)

table('shared-service-account', {
  bad: [
    ['by two', documents(named('a'), named('b')), 'serviceAccountName: web'],
    [
      'by three, once',
      documents(named('a'), named('b'), named('c')),
      { at: 'serviceAccountName: web', message: 'service account `web` is shared by 3 workloads' },
    ],
  ],
  good: [
    ['by one', named('a')],
    ['the default account', documents(pod('priority: 1'), pod('priority: 1'))],
    ['accounts of two namespaces', documents(named('a'), ofShop)],
    ['by two copies of one', documents(named('a'), named('a'))],
    ['two accounts', documents(named('a'), pod('serviceAccountName: api'))],
    [
      'with a hook',
      documents(named('a'), named('b').replace('name: b', 'name: b\n  annotations: {helm.sh/hook: test}')),
    ],
    [
      'with a part of a pod',
      documents(named('a'), workflow('image: a:1').replace('spec:\n', 'spec:\n  serviceAccountName: web\n')),
    ],
  ],
  says: 'service account `web` is shared by 2 workloads',
})
