import { documents } from '../../../kit/manifests.ts'
import { entry, role, rule } from '../../../kit/rbac.ts'
import { table } from '../../../kit/table.ts'

const STAR = '"*"'
const LISTED = rule('get, list', 'pods, pods/log')
const DEV = { namespace: 'dev' }
const PROD = { namespace: 'prod' }

table('rbac-wildcard-narrowed', {
  bad: [
    ['in another namespace', documents(role('web', rule(STAR, STAR), DEV), role('web', LISTED, PROD)), STAR],
    [
      'in another file, all groups',
      { 'dev.yaml': role('web', rule('get', STAR, { group: STAR })), 'prod.yaml': role('web', LISTED) },
      {
        at: 'get',
        message: 'ClusterRole `web` in `prod.yaml` lists `pods` and `pods/log` where this one has `*`',
      },
    ],
    ['the verbs', documents(role('web', LISTED, PROD), role('web', rule(STAR, 'pods'), DEV)), STAR],
    [
      'many resources of several rules',
      documents(
        role('web', rule(STAR, STAR), DEV),
        role('web', `[${entry('get', 'a, b')}, ${entry('get', 'c, b, d, e, f')}]`, PROD),
      ),
      {
        at: STAR,
        message: 'Role `web` of namespace `prod` lists `a`, `b`, `c`, `d` and 2 others where this one has `*`',
      },
    ],
  ],
  good: [
    ['alone', role('web', rule(STAR, STAR))],
    ['the other has one too', documents(role('web', rule(STAR, STAR), DEV), role('web', rule(STAR, 'pods'), PROD))],
    ['another name', documents(role('web', rule(STAR, STAR)), role('shop', LISTED))],
    ['its other half', documents(role('web', rule(STAR, STAR)), role('web', LISTED, PROD))],
    ['another group', documents(role('web', rule(STAR, STAR, { group: 'apps' }), DEV), role('web', LISTED, PROD))],
    ['no rules', documents(role('web', rule(STAR, STAR), DEV), role('web', '[]', PROD))],
    [
      'of Kubernetes',
      documents(role('system:kube-dns', rule(STAR, 'pods'), DEV), role('system:kube-dns', LISTED, PROD)),
    ],
  ],
  says: 'Role `web` of namespace `prod` lists `pods` and `pods/log` where this one has `*`',
})
