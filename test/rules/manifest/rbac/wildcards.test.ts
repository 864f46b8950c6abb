import { documents } from '../../../kit/manifests.ts'
import { account, binding, entry, everywhere, inShop, role, rule } from '../../../kit/rbac.ts'
import { table } from '../../../kit/table.ts'

const STAR = '"*"'
const CHAIN = ': ClusterRoleBinding `web` → ClusterRole `web` → '
const WEB = 'service account `web` of namespace `shop` can use'

table('rbac-wildcard-all', {
  bad: [
    ['bound in the whole cluster', everywhere(rule(STAR, STAR, { group: STAR })), STAR],
    [
      'the core group',
      everywhere(rule(STAR, STAR)),
      { at: STAR, message: `${WEB} every verb on every resource of the core group in every namespace${CHAIN}\`* *\`` },
    ],
    [
      'in one namespace',
      inShop(rule(STAR, STAR, { group: STAR })),
      {
        at: STAR,
        severity: 'low',
        message: `${WEB} every verb on every resource in namespace \`shop\`: RoleBinding \`web\` → Role \`web\` → \`* *\``,
      },
    ],
    [
      'among others',
      everywhere(rule('get, "*"', `pods, ${STAR}`, { group: `apps, ""` })),
      {
        at: STAR,
        message: `${WEB} every verb on every resource of groups \`apps\` and \`core\` in every namespace${CHAIN}\`* *\``,
      },
    ],
    [
      'bound by nothing',
      role('web', rule(STAR, STAR, { group: STAR })),
      {
        at: STAR,
        severity: 'low',
        message: 'ClusterRole `web` lets its subjects use every verb on every resource in every namespace: `* *`',
      },
    ],
  ],
  good: [
    ['a list', everywhere(rule('get, list', 'pods'))],
    ['every verb on some', everywhere(rule(STAR, 'pods', { group: STAR }))],
    ['some verbs on all', everywhere(rule('get', STAR, { group: STAR }))],
    ['another group', everywhere(rule(STAR, STAR, { group: 'apps' }))],
    ['verb and resource of two rules', everywhere(`[${entry(STAR, 'pods')}, ${entry('get', STAR)}]`)],
    ['some objects', everywhere(rule(STAR, STAR, { names: 'web' }))],
    ['paths', everywhere('[{nonResourceURLs: ["*"], verbs: ["*"]}]')],
    ['a component that requires it', role('argocd-application-controller', rule(STAR, STAR, { group: STAR }))],
    [
      'of Kubernetes',
      role('cluster-admin', rule(STAR, STAR, { group: STAR }), {
        labels: '{kubernetes.io/bootstrapping: rbac-defaults}',
      }),
    ],
  ],
  says: `${WEB} every verb on every resource in every namespace${CHAIN}\`* *\``,
})

table('rbac-wildcard-resources', {
  bad: [
    ['every group', everywhere(rule('get, list', STAR, { group: STAR })), 'get'],
    [
      'the core group, one verb',
      everywhere(rule('delete', STAR)),
      {
        at: 'delete',
        message: `${WEB} \`delete\` on every resource of the core group in every namespace${CHAIN}\`delete *\``,
      },
    ],
    [
      'a group with workloads',
      everywhere(rule(STAR, STAR, { group: 'apps' })),
      { at: STAR, message: `${WEB} every verb on every resource of group \`apps\` in every namespace${CHAIN}\`* *\`` },
    ],
    [
      'one of the groups has roles',
      everywhere(rule('get, escalate', STAR, { group: 'example.org, rbac.authorization.k8s.io' })),
      {
        at: 'get',
        message: `${WEB} \`get\` and \`escalate\` on every resource of groups \`example.org\` and \`rbac.authorization.k8s.io\` in every namespace${CHAIN}\`get *\``,
      },
    ],
    [
      'in one namespace',
      inShop(rule('create', STAR, { group: STAR })),
      {
        at: 'create',
        severity: 'low',
        message: `${WEB} \`create\` on every resource in namespace \`shop\`: RoleBinding \`web\` → Role \`web\` → \`create *\``,
      },
    ],
  ],
  good: [
    ['a list', everywhere(rule('get, list', 'pods, pods/log'))],
    ['all and every verb, which is another fault', everywhere(rule(STAR, STAR, { group: STAR }))],
    ['a group without powers', everywhere(rule(STAR, STAR, { group: 'example.org' }))],
    ['a subresource of all', everywhere(rule('update', '"*/finalizers"', { group: STAR }))],
    ['roles are in no namespace', inShop(rule('get', STAR, { group: 'admissionregistration.k8s.io' }))],
    ['a component that requires it', role('argocd-server', rule('get, patch', STAR, { group: STAR }))],
    ['no verbs', everywhere(rule('', STAR, { group: STAR }))],
  ],
  says: `${WEB} \`get\` and \`list\` on every resource in every namespace${CHAIN}\`get *\``,
})

table('rbac-wildcard-group', {
  bad: [
    ['every verb', everywhere(rule(STAR, STAR, { group: 'example.org' })), STAR],
    [
      'some verbs, in one namespace',
      inShop(rule('get, list', STAR, { group: 'example.org' })),
      {
        at: 'get',
        severity: 'info',
        message: `${WEB} \`get\` and \`list\` on every resource of group \`example.org\` in namespace \`shop\`: RoleBinding \`web\` → Role \`web\` → \`get *\``,
      },
    ],
    [
      'some verbs',
      everywhere(rule('get, list', STAR, { group: 'example.org' })),
      {
        at: 'get',
        message: `${WEB} \`get\` and \`list\` on every resource of group \`example.org\` in every namespace${CHAIN}\`get *\``,
      },
    ],
  ],
  good: [
    ['a list', everywhere(rule(STAR, 'widgets', { group: 'example.org' }))],
    ['a group with workloads', everywhere(rule(STAR, STAR, { group: 'batch' }))],
    ['every group', everywhere(rule('get', STAR, { group: STAR }))],
    ['some objects', everywhere(rule('get', STAR, { group: 'example.org', names: 'web' }))],
    ['no groups', everywhere('[{resources: ["*"], verbs: [get]}]')],
    [
      'odd types',
      everywhere('[{apiGroups: example.org, resources: {"*": 1}, verbs: "*"}, null, {verbs: [[]], resources: [null]}]'),
    ],
  ],
  says: `${WEB} every verb on every resource of group \`example.org\` in every namespace${CHAIN}\`* *\``,
})

table('rbac-wildcard-verbs', {
  bad: [
    ['every verb', everywhere(rule(STAR, 'pods, secrets')), STAR],
    [
      'among others',
      everywhere(rule('get, "*"', 'pods')),
      {
        at: STAR,
        message: `${WEB} every verb on \`pods\` in every namespace${CHAIN}\`* pods\``,
      },
    ],
    [
      'of paths',
      everywhere('[{nonResourceURLs: [/metrics], verbs: ["*"]}]'),
      {
        at: STAR,
        message: `${WEB} every verb on \`/metrics\`${CHAIN}\`* /metrics\``,
      },
    ],
    [
      'in one namespace',
      inShop(rule(STAR, 'pods')),
      {
        at: STAR,
        severity: 'info',
        message: `${WEB} every verb on \`pods\` in namespace \`shop\`: RoleBinding \`web\` → Role \`web\` → \`* pods\``,
      },
    ],
  ],
  good: [
    ['a list', everywhere(rule('get, list', 'pods'))],
    ['every resource too, which is another fault', everywhere(rule(STAR, STAR, { group: 'example.org' }))],
    ['one object', everywhere(rule(STAR, 'configmaps', { names: 'web' }))],
    [
      'a part of the control plane',
      documents(
        role('web', rule(STAR, 'pods')),
        binding('web', 'ClusterRole/web', '[{kind: User, name: "system:kube-scheduler"}]'),
      ),
    ],
    [
      'of Kubernetes',
      documents(
        role('system:controller:job-controller', rule(STAR, 'pods')),
        binding('web', 'ClusterRole/web', `[${account('web')}]`),
      ),
    ],
  ],
  says: `${WEB} every verb on \`pods\` and \`secrets\` in every namespace${CHAIN}\`* pods\``,
})
