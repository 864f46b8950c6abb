import { documents } from '../../../kit/manifests.ts'
import { entry, role, rule } from '../../../kit/rbac.ts'
import { table } from '../../../kit/table.ts'

const STAR = '"*"'
const LISTED = rule('get, list', 'pods, pods/log')

table('rbac-wildcard-narrowed', {
  bad: [
    [
      'in another namespace',
      documents(role('web', rule(STAR, STAR), { namespace: 'dev' }), role('web', LISTED, { namespace: 'prod' })),
      STAR,
    ],
    [
      'a ClusterRole, all groups',
      documents(role('web', rule('get', STAR, { group: STAR }), { namespace: 'dev' }), role('web', LISTED)),
      {
        at: 'get',
        message: 'ClusterRole `web` lists `get` and `list` on `pods` and `pods/log` where this Role has `*`',
      },
    ],
    [
      'the verbs',
      documents(role('web', LISTED, { namespace: 'prod' }), role('web', `[${entry(STAR, 'pods')}]`)),
      {
        at: STAR,
        message:
          'Role `web` of namespace `prod` lists `get` and `list` on `pods` and `pods/log` where this ClusterRole has `*`',
      },
    ],
  ],
  good: [
    ['alone', role('web', rule(STAR, STAR))],
    [
      'the other has one too',
      documents(role('web', rule(STAR, STAR), { namespace: 'dev' }), role('web', rule(STAR, 'pods'))),
    ],
    ['another name', documents(role('web', rule(STAR, STAR)), role('shop', LISTED))],
    [
      'another group',
      documents(role('web', rule(STAR, STAR, { group: 'apps' }), { namespace: 'dev' }), role('web', LISTED)),
    ],
    ['no rules', documents(role('web', rule(STAR, STAR), { namespace: 'dev' }), role('web', '[]'))],
    [
      'of Kubernetes',
      documents(role('system:web', rule(STAR, STAR), { namespace: 'dev' }), role('system:web', LISTED)),
    ],
  ],
  says: 'Role `web` of namespace `prod` lists `get` and `list` on `pods` and `pods/log` where this Role has `*`',
})
