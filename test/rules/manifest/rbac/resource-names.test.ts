import { entry, role, rule } from '../../../kit/rbac.ts'
import { table } from '../../../kit/table.ts'

const LEASES = { group: 'coordination.k8s.io', names: 'web' }
const IN_SHOP = { namespace: 'shop' }

table('rbac-resource-names-ineffective', {
  bad: [
    ['created', role('web', rule('get, create', 'leases', LEASES)), 'create'],
    [
      'all at once',
      role('web', rule('deletecollection', 'pods', { names: 'web' })),
      {
        at: 'deletecollection',
        message:
          '`deletecollection` on `pods` grants nothing: its requests are for no name, so `resourceNames` never matches',
      },
    ],
    ['both', role('web', rule('create, deletecollection', 'pods', { names: 'web' })), 'create', 'deletecollection'],
    [
      'created in another group elsewhere',
      role('web', `[${entry('create', 'leases')}, ${entry('create', 'leases', LEASES)}]`),
      'create',
    ],
    ['next to a subresource', role('web', rule('create', 'pods/exec, pods', { names: 'web' })), 'create'],
  ],
  good: [
    ['without names', role('web', rule('create', 'leases'))],
    ['other verbs', role('web', rule('get, update, delete', 'leases', LEASES))],
    [
      'a subresource, which has the name in its path',
      role('web', rule('create', 'pods/exec, serviceaccounts/token', { names: 'web' })),
    ],
    [
      'granted for all by another rule',
      role(
        'web',
        `[${entry('get, create', 'leases', LEASES)}, ${entry('create', 'leases', { group: 'coordination.k8s.io' })}]`,
      ),
    ],
    ['every verb', role('web', rule('"*"', 'leases', LEASES))],
  ],
  says: '`create` on `leases` grants nothing: its requests are for no name, so `resourceNames` never matches',
})

table('rbac-resource-names-list', {
  bad: [
    ['both', role('web', rule('get, list, watch', 'configmaps', { names: 'web' })), 'list'],
    [
      'watch alone',
      role('web', rule('get, watch', 'secrets', { names: 'web' })),
      { at: 'watch', message: '`watch` on `secrets` with `resourceNames` requires field selector `metadata.name`' },
    ],
  ],
  good: [
    ['without names', role('web', rule('get, list, watch', 'configmaps'))],
    ['get alone', role('web', rule('get', 'configmaps', { names: 'web' }))],
  ],
  says: '`list` and `watch` on `configmaps` with `resourceNames` requires field selector `metadata.name`',
})

table('rbac-cluster-resource-in-role', {
  bad: [
    ['nodes', role('web', rule('get', 'pods, nodes'), IN_SHOP), 'nodes'],
    ['of any group', role('web', rule('get', 'nodes', { group: "'*'" }), IN_SHOP), 'nodes'],
    [
      'a subresource',
      role('web', rule('get', 'nodes/proxy'), IN_SHOP),
      { at: 'nodes/proxy', message: '`nodes/proxy` is in no namespace, so Role `web` grants nothing of it' },
    ],
  ],
  good: [
    ['a ClusterRole', role('web', rule('get', 'nodes'))],
    ['its own namespace', role('web', rule('get', 'namespaces, pods'), IN_SHOP)],
    ['pods of any group', role('web', rule('get', 'pods', { group: "'*'" }), IN_SHOP)],
    ['nodes of another group', role('web', rule('get', 'nodes', { group: 'metrics.k8s.io' }), IN_SHOP)],
    [
      'ClusterRoles that may be bound in it',
      role('web', rule('bind', 'clusterroles', { group: 'rbac.authorization.k8s.io' }), IN_SHOP),
    ],
    ['no verbs', role('web', rule('', 'nodes'), IN_SHOP)],
    ['no groups', role('web', '[{resources: [nodes], verbs: [get]}]', IN_SHOP)],
  ],
  says: '`nodes` is in no namespace, so Role `web` grants nothing of it',
})
