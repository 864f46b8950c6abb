import { documents } from '../../../kit/manifests.ts'
import { account, binding, role, rule } from '../../../kit/rbac.ts'
import { table } from '../../../kit/table.ts'

const READ = rule('get', 'pods')
const WEB = `[${account('web')}]`
const IN_SHOP = { namespace: 'shop' }
const serviceAccount = (name: string, namespace = 'shop'): string =>
  `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: ${name}, namespace: ${namespace}}\n`

table('dangling-role-ref', {
  bad: [
    ['a ClusterRole', documents(binding('web', 'ClusterRole/wbe', WEB), role('web', READ)), 'name: "wbe"'],
    [
      'from another file of the folder',
      { 'a/binding.yaml': binding('web', 'ClusterRole/wbe', WEB), 'a/role.yaml': role('web', READ) },
      'name: "wbe"',
    ],
    [
      'a Role, by its namespace',
      documents(binding('web', 'Role/wbe', WEB, 'shop'), role('web', READ, IN_SHOP)),
      { at: 'name: "wbe"', message: '`wbe` is not a Role of namespace `shop`, unless it is defined elsewhere' },
    ],
    [
      'a Role of the name of a ClusterRole',
      documents(binding('web', 'Role/web', WEB, 'shop'), role('web', READ), role('shop', READ, IN_SHOP)),
      { at: 'name: "web"', message: '`web` is not a Role of namespace `shop`, unless it is defined elsewhere' },
    ],
  ],
  good: [
    ['it is there', documents(binding('web', 'ClusterRole/web', WEB), role('web', READ))],
    [
      'ClusterRoles of another folder alone',
      { 'a/web.yaml': binding('web', 'ClusterRole/wbe', WEB), 'b/web.yaml': role('web', READ) },
    ],
    ['one that has little of its name', documents(binding('web', 'ClusterRole/shop', WEB), role('web', READ))],
    ['one of another number', documents(binding('web', 'ClusterRole/web-1', WEB), role('web-2', READ))],
    ['no ClusterRole was read', binding('web', 'ClusterRole/web', WEB)],
    [
      'Roles of another namespace alone',
      documents(binding('web', 'Role/web', WEB, 'prod'), role('web', READ, IN_SHOP)),
    ],
    ['of every cluster', documents(binding('web', 'ClusterRole/view', WEB), role('web', READ))],
    ['of Kubernetes', documents(binding('web', 'ClusterRole/system:auth-delegator', WEB), role('web', READ))],
    ['no subjects', documents(binding('web', 'ClusterRole/wbe', '[]'), role('web', READ))],
    [
      'no reference',
      documents(binding('web', 'ClusterRole/web', WEB).replace(/roleRef.*/, 'roleRef: web'), role('web', READ)),
    ],
  ],
  says: '`wbe` is not a ClusterRole, unless it is defined elsewhere',
})

table('dangling-role-subject', {
  bad: [
    ['another was read', documents(binding('web', 'ClusterRole/view', WEB), serviceAccount('wbe')), 'name: web'],
    [
      'without a namespace',
      documents(
        binding('web', 'ClusterRole/view', '[{kind: ServiceAccount, name: web}]'),
        serviceAccount('wbe', 'default'),
      ),
      {
        at: 'name: web',
        message: '`web` is not a ServiceAccount of namespace `default`, unless it is defined elsewhere',
      },
    ],
    [
      'by the name of its user',
      documents(
        binding('web', 'ClusterRole/view', '[{kind: User, name: "system:serviceaccount:shop:web"}]'),
        serviceAccount('wbe'),
      ),
      'name: "system:serviceaccount:shop:web"',
    ],
  ],
  good: [
    ['it is there', documents(binding('web', 'ClusterRole/view', WEB), serviceAccount('web'))],
    ['none was read', binding('web', 'ClusterRole/view', WEB)],
    [
      'accounts of another namespace alone',
      documents(binding('web', 'ClusterRole/view', WEB), serviceAccount('wbe', 'prod')),
    ],
    [
      'the one of every namespace',
      documents(binding('web', 'ClusterRole/view', `[${account('default')}]`), serviceAccount('wbe')),
    ],
    [
      'people',
      documents(
        binding('web', 'ClusterRole/view', '[{kind: User, name: web}, {kind: Group, name: web}]'),
        serviceAccount('wbe'),
      ),
    ],
    ['of Kubernetes', documents(binding('system:kube-dns', 'ClusterRole/system:kube-dns', WEB), serviceAccount('wbe'))],
  ],
  says: '`web` is not a ServiceAccount of namespace `shop`, unless it is defined elsewhere',
})
