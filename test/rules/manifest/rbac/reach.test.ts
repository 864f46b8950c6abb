import { documents, labelled, pod, service, workflow } from '../../../kit/manifests.ts'
import { account, binding, entry, role, rule } from '../../../kit/rbac.ts'
import { table } from '../../../kit/table.ts'

const SHOP = 'name: web, namespace: shop'
const WEB = labelled('{app: web}', SHOP).replace('spec:\n', 'spec:\n  serviceAccountName: web\n')
const everywhere = (rules: string): string =>
  documents(role('web', rules), binding('web', 'ClusterRole/web', `[${account('web')}]`))
const inShop = (rules: string): string =>
  documents(role('web', rules, { namespace: 'shop' }), binding('web', 'Role/web', `[${account('web')}]`, 'shop'))
const ADMIN = binding('admin', 'ClusterRole/cluster-admin', `[${account('admin')}]`)

table('workload-reaches-cluster-admin', {
  bad: [
    [
      'by an account of its namespace',
      documents(WEB, inShop(rule('create', 'pods')), ADMIN),
      'serviceAccountName: web',
    ],
    [
      'in one step',
      documents(
        WEB,
        everywhere(`[${entry('escalate, update', 'clusterroles', { group: 'rbac.authorization.k8s.io' })}]`),
      ),
      {
        at: 'serviceAccountName: web',
        message: 'service account `web` of the pod can gain every right: `escalate clusterroles`',
      },
    ],
    [
      'in two steps',
      documents(
        WEB,
        inShop(rule('create', 'pods')),
        role('deploy', rule('impersonate', 'users')),
        binding('deploy', 'ClusterRole/deploy', `[${account('deploy')}]`),
      ),
      {
        at: 'serviceAccountName: web',
        message:
          'service account `web` of the pod can gain every right: `create pods` → service account `deploy` of namespace `shop` → `impersonate users`',
      },
    ],
    [
      'by a right that every account has',
      documents(
        WEB,
        role('web', rule('impersonate', 'users')),
        binding('web', 'ClusterRole/web', '[{kind: Group, name: "system:authenticated"}]'),
      ),
      {
        at: 'serviceAccountName: web',
        message: 'service account `web` of the pod can gain every right: `impersonate users`',
      },
    ],
    [
      'by what needs no credential',
      documents(
        WEB,
        everywhere(rule('impersonate', 'users', { names: '"system:anonymous"' })),
        binding('all', 'ClusterRole/cluster-admin', '[{kind: Group, name: "system:unauthenticated"}]'),
      ),
      {
        at: 'serviceAccountName: web',
        message:
          'service account `web` of the pod can gain every right: `impersonate users` → user `system:anonymous` → `* *`',
      },
    ],
    [
      'reachable from outside',
      documents(
        WEB,
        inShop(rule('create', 'pods')),
        ADMIN,
        service('type: LoadBalancer\nselector: {app: web}', `{${SHOP}}`),
      ),
      { at: 'serviceAccountName: web', severity: 'high' },
    ],
  ],
  good: [
    ['no rights', WEB],
    ['harmless rights', documents(WEB, everywhere(rule('get, list', 'pods')), ADMIN)],
    [
      'no token',
      documents(
        WEB.replace('spec:\n', 'spec:\n  automountServiceAccountToken: false\n'),
        inShop(rule('create', 'pods')),
        ADMIN,
      ),
    ],
    [
      'the account is of another namespace',
      documents(WEB, inShop(rule('create', 'pods')), ADMIN.replaceAll('shop', 'prod')),
    ],
    ['another account', documents(pod('serviceAccountName: shop'), inShop(rule('create', 'pods')), ADMIN)],
    ['a part of a pod', documents(workflow('image: a:1'), ADMIN)],
  ],
  says: 'service account `web` of the pod can gain every right: `create pods` → service account `admin` of namespace `shop` → `* *`',
})
