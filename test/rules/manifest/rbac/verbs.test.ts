import { entry, role, rule } from '../../../kit/rbac.ts'
import { table } from '../../../kit/table.ts'

table('rbac-verb-ineffective', {
  bad: [
    ['a ClusterRole', role('web', rule('impersonate', 'secrets')), 'impersonate'],
    [
      'a Role, among others',
      role('web', rule('get, impersonate', 'users, ingresses'), { namespace: 'shop' }),
      {
        at: 'impersonate',
        message:
          '`impersonate` on `ingresses` grants nothing: expected `users`, `groups`, `serviceaccounts`, `uids` or `userextras/…`',
      },
    ],
    [
      'each rule',
      role('web', `[${entry('impersonate', 'pods')}, ${entry('impersonate', 'configmaps')}]`),
      'impersonate',
      'impersonate',
    ],
  ],
  good: [
    [
      'what can be impersonated',
      role('web', rule('impersonate', 'users, groups, serviceaccounts, uids, userextras, userextras/scopes')),
    ],
    ['stars', role('web', rule('impersonate', '"*", "*/scopes"'))],
    ['every verb', role('web', rule('"*"', 'secrets'))],
    ['another verb', role('web', rule('get', 'secrets'))],
    ['no resources', role('web', '[{nonResourceURLs: [/a], verbs: [impersonate]}]')],
  ],
  says: '`impersonate` on `secrets` grants nothing: expected `users`, `groups`, `serviceaccounts`, `uids` or `userextras/…`',
})
