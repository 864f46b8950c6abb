import { documents, pod } from '../../../kit/manifests.ts'
import { OPERATED } from '../../../kit/operators.ts'
import { account, binding, role, rule } from '../../../kit/rbac.ts'
import { table } from '../../../kit/table.ts'

const READ = rule('get', 'pods')
const WEB = `[${account('web')}]`
const IN_SHOP = { namespace: 'shop' }
const serviceAccount = (name: string, namespace = ''): string =>
  `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: ${name}${namespace && `, namespace: ${namespace}`}}\n`

table('rbac-unused-role', {
  bad: [
    [
      'another is bound',
      documents(role('web', READ), role('shop', READ), binding('shop', 'ClusterRole/shop', WEB)),
      'name: "web"',
    ],
    [
      'in a namespace with a binding',
      documents(role('web', READ, IN_SHOP), binding('shop', 'ClusterRole/view', WEB, 'shop')),
      { at: 'name: "web"', message: 'no binding names Role `web`, unless one is defined elsewhere' },
    ],
    [
      'a Role of another namespace is bound',
      documents(
        role('web', READ, IN_SHOP),
        binding('web', 'Role/web', WEB, 'prod'),
        binding('shop', 'Role/shop', WEB, 'shop'),
      ),
      { at: 'name: "web"', message: 'no binding names Role `web`, unless one is defined elsewhere' },
    ],
  ],
  good: [
    ['it is bound', documents(role('web', READ), binding('web', 'ClusterRole/web', WEB))],
    [
      'it is bound in a namespace',
      documents(
        role('web', READ),
        binding('web', 'ClusterRole/web', WEB, 'shop'),
        binding('shop', 'ClusterRole/view', WEB),
      ),
    ],
    ['no binding was read', role('web', READ)],
    [
      'bindings of another namespace alone',
      documents(role('web', READ, IN_SHOP), binding('web', 'ClusterRole/view', WEB, 'prod')),
    ],
    [
      'it is a part of another',
      documents(
        role('part', READ, { labels: '{part: web}' }),
        role('web', '[]', { aggregates: '[{matchLabels: {part: web}}]' }),
        binding('web', 'ClusterRole/web', WEB),
      ),
    ],
    [
      'it is made to be a part',
      documents(
        role('web', READ, { labels: '{rbac.authorization.k8s.io/aggregate-to-edit: "true"}' }),
        binding('shop', 'ClusterRole/view', WEB),
      ),
    ],
    ['of Kubernetes', documents(role('system:node', READ), binding('shop', 'ClusterRole/view', WEB))],
  ],
  says: 'no binding names ClusterRole `web`, unless one is defined elsewhere',
})

const SHOP = pod('serviceAccountName: shop')

table('unused-service-account', {
  bad: [
    ['other pods run as another', documents(serviceAccount('web'), SHOP), 'name: web'],
    [
      'it has a role',
      documents(serviceAccount('web'), SHOP, binding('web', 'ClusterRole/view', `[${account('web', 'default')}]`)),
      {
        at: 'name: web',
        severity: 'low',
        message: 'no pod runs as service account `web`, which has a role, unless one is defined elsewhere',
      },
    ],
  ],
  good: [
    ['a pod runs as it', documents(serviceAccount('web'), pod('serviceAccountName: web'))],
    ['by the old field', documents(serviceAccount('web'), pod('serviceAccount: web'))],
    ['no pod was read', serviceAccount('web')],
    ['pods of another namespace alone', documents(serviceAccount('web', 'shop'), SHOP)],
    ['the one of every namespace', documents(serviceAccount('default'), SHOP)],
    ...OPERATED.map(
      ([title, object]) => [`pods may come from ${title}`, documents(serviceAccount('web'), SHOP, object)] as const,
    ),
  ],
  says: 'no pod runs as service account `web`, unless one is defined elsewhere',
})
