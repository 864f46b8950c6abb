import { describe, expect, test } from 'vitest'
import { check } from '../../../../src/engine/check.ts'
import { rules } from '../../../../src/rules/index.ts'
import { documents, labelled, service } from '../../../kit/manifests.ts'
import { account, binding, entry, role, rule } from '../../../kit/rbac.ts'
import { read } from '../../../kit/read.ts'

const RBAC = 'rbac.authorization.k8s.io'
const SECRETS = rule('get, list, watch', 'secrets')
const CI = `[${account('ci')}]`
const IN_SHOP = { namespace: 'shop' }
const user = (name: string): string => `[{kind: User, name: "${name}"}]`
const group = (name: string): string => `[{kind: Group, name: "${name}"}]`
const serviceAccount = (name: string, namespace = 'shop'): string =>
  `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: ${name}, namespace: ${namespace}}\n`
/** A pod of namespace `shop` that runs as the account. */
const runs = (name: string, more = ''): string =>
  labelled(`{app: ${name}}`, `name: ${name}, namespace: shop`).replace(
    'spec:\n',
    `spec:\n  serviceAccountName: ${name}\n${more}`,
  )
const opens = (name: string, type = 'LoadBalancer'): string =>
  service(`type: ${type}\nselector: {app: ${name}}`, `{name: ${name}, namespace: shop}`)

/** What the default profile reports of roles and bindings: severity, rule, and the message up to its chain. */
async function told(text: string): Promise<readonly string[]> {
  const enabled = [...rules.values()]
    .filter(
      ({ id, profile }) =>
        profile !== 'strict' && /^rbac-|^dangling-role|^default-service-account-bound|^workload-/.test(id),
    )
    .map(one => ({ rule: one, options: {} }))
  const { findings, faults } = check(await read(text), enabled, { rules, kubernetes: 36 })
  expect(faults).toEqual([])
  return findings.map(({ severity, rule: id, message }) => `${severity} ${id}: ${message.split(': ')[0]}`)
}

type Story = readonly [title: string, text: string, told: readonly string[]]

const PLAIN: readonly Story[] = [
  [
    'a build server lists every Secret of the cluster',
    documents(role('ci', SECRETS), binding('ci', 'ClusterRole/ci', CI)),
    ['medium rbac-secrets-access: service account `ci` of namespace `shop` can read Secrets in every namespace'],
  ],
  [
    'a shop that the internet reaches lists every Secret',
    documents(role('ci', SECRETS), binding('ci', 'ClusterRole/ci', CI), runs('ci'), opens('ci')),
    ['high rbac-secrets-access: service account `ci` of namespace `shop` can read Secrets in every namespace'],
  ],
  [
    'developers run commands in the pods of their namespace',
    documents(
      role('dev', rule('create', 'pods/exec'), IN_SHOP),
      binding('dev', 'Role/dev', group('developers'), 'shop'),
    ),
    ['low rbac-pod-exec: group `developers` can run commands in pods in namespace `shop`'],
  ],
  [
    'support debugs any pod with ephemeral containers',
    documents(
      role('debug', `[${entry('get', 'pods')}, ${entry('patch', 'pods/ephemeralcontainers')}]`),
      binding('debug', 'ClusterRole/debug', group('support')),
    ),
    ['medium rbac-ephemeral-containers: group `support` can add containers to running pods in every namespace'],
  ],
  [
    'a monitor reads the kubelet through nodes/proxy',
    documents(role('monitor', rule('get', 'nodes, nodes/proxy')), binding('monitor', 'ClusterRole/monitor', CI)),
    [
      'medium rbac-nodes-proxy: service account `ci` of namespace `shop` can run commands in every pod through the kubelet',
    ],
  ],
  [
    'an operator installs itself as cluster-admin',
    binding('operator', 'ClusterRole/cluster-admin', CI),
    ['medium rbac-cluster-admin-binding: service account `ci` of namespace `shop` can do everything'],
  ],
  [
    'a tutorial lets everyone in',
    binding('permissive', 'ClusterRole/cluster-admin', group('system:serviceaccounts')),
    ['high rbac-cluster-admin-binding: group `system:serviceaccounts` can do everything'],
  ],
  [
    'a dashboard is open to anonymous users, as administrator',
    binding('dashboard', 'ClusterRole/cluster-admin', user('system:anonymous')),
    [
      'critical rbac-anonymous-binding: user `system:anonymous`, which needs no credential, gets ClusterRole `cluster-admin`',
    ],
  ],
  [
    'every employee edits the whole cluster',
    binding('staff', 'ClusterRole/edit', group('staff')),
    ['medium rbac-cluster-admin-binding: group `staff` can run pods and read Secrets in every namespace'],
  ],
  [
    'a platform team gives out roles, and may give out any',
    documents(
      role(
        'iam',
        `[${entry('create, update', 'rolebindings', { group: RBAC })}, ${entry('bind', 'clusterroles', { group: RBAC })}]`,
      ),
      binding('iam', 'ClusterRole/iam', group('platform')),
    ),
    ['medium rbac-create-bindings: group `platform` can give itself any role in every namespace'],
  ],
  [
    'an operator writes roles of every kind',
    documents(
      role('operator', rule('"*"', 'clusterroles', { group: RBAC })),
      binding('operator', 'ClusterRole/operator', CI),
    ),
    [
      'medium rbac-escalate: service account `ci` of namespace `shop` can give roles any right',
      'medium rbac-bind: service account `ci` of namespace `shop` can bind any role in every namespace',
    ],
  ],
  [
    'a gateway impersonates its users',
    documents(role('gateway', rule('impersonate', 'users, groups')), binding('gateway', 'ClusterRole/gateway', CI)),
    ['medium rbac-impersonate: service account `ci` of namespace `shop` can impersonate others'],
  ],
  [
    'a vault creates tokens of any account',
    documents(role('vault', rule('create', 'serviceaccounts/token')), binding('vault', 'ClusterRole/vault', CI)),
    [
      'medium rbac-service-account-token: service account `ci` of namespace `shop` can create tokens of service accounts in every namespace',
    ],
  ],
  [
    'a read-only role for auditors reads Secrets too',
    documents(
      role('audit', rule('get, list, watch', '"*"', { group: '"*"' })),
      binding('audit', 'ClusterRole/audit', group('auditors')),
    ),
    [
      'medium rbac-wildcard-resources: group `auditors` can use `get`, `list` and `watch` on every resource in every namespace',
    ],
  ],
  [
    'a pod is administrator of its namespace',
    documents(binding('ci', 'ClusterRole/admin', CI, 'shop'), runs('ci')),
    ['low rbac-cluster-admin-binding: service account `ci` of namespace `shop` can do everything in namespace `shop`'],
  ],
  [
    'the default account of a namespace deploys',
    documents(
      role('deploy', rule('create', 'deployments', { group: 'apps' }), IN_SHOP),
      binding('deploy', 'Role/deploy', `[${account('default')}]`, 'shop'),
    ),
    [
      'low rbac-create-pods: service account `default` of namespace `shop` can create workloads in namespace `shop`',
      'medium default-service-account-bound: service account `default` of namespace `shop` gets Role `deploy`',
    ],
  ],
  [
    'a controller signs certificates for anyone',
    documents(
      role(
        'signer',
        `[${entry('update', 'certificatesigningrequests/approval', { group: 'certificates.k8s.io' })}, ${entry('approve', 'signers', { group: 'certificates.k8s.io' })}]`,
      ),
      binding('signer', 'ClusterRole/signer', CI),
    ),
    ['medium rbac-approve-csr: service account `ci` of namespace `shop` can approve certificates for any identity'],
  ],
  [
    'a role that no one has yet',
    role('someday', SECRETS),
    ['low rbac-secrets-access: ClusterRole `someday` lets its subjects read Secrets in every namespace'],
  ],
  [
    'a binding with a slip of the pen',
    documents(role('ci', rule('get', 'pods')), binding('ci', 'ClusterRole/c1', CI)),
    ['low dangling-role-ref: `c1` is not a ClusterRole, unless it is defined elsewhere'],
  ],
  [
    'a program may create its lease alone, and cannot',
    documents(
      role('ci', rule('get, create, update', 'leases', { group: 'coordination.k8s.io', names: 'ci' }), IN_SHOP),
      binding('ci', 'Role/ci', CI, 'shop'),
    ),
    ['low rbac-resource-names-ineffective: `create` on `leases` grants nothing'],
  ],
]

const TRAPS: readonly Story[] = [
  [
    'the Role of another namespace has the name',
    documents(
      role('ci', SECRETS, { namespace: 'prod' }),
      role('ci', rule('get', 'pods'), IN_SHOP),
      binding('ci', 'Role/ci', CI, 'shop'),
    ),
    ['low rbac-secrets-access: Role `ci` lets its subjects read Secrets in namespace `prod`'],
  ],
  [
    'a ClusterRole has the name of the Role that is bound',
    documents(role('ci', SECRETS), role('ci', rule('get', 'pods'), IN_SHOP), binding('ci', 'Role/ci', CI, 'shop')),
    ['low rbac-secrets-access: ClusterRole `ci` lets its subjects read Secrets in every namespace'],
  ],
  [
    'a ClusterRole is bound in one namespace alone',
    documents(role('ci', SECRETS), binding('ci', 'ClusterRole/ci', CI, 'shop')),
    ['low rbac-secrets-access: service account `ci` of namespace `shop` can read Secrets in namespace `shop`'],
  ],
  [
    'a ClusterRole for nodes is bound in one namespace, where there are none',
    documents(role('ci', rule('get', 'nodes/proxy')), binding('ci', 'ClusterRole/ci', CI, 'shop')),
    [],
  ],
  [
    'a Role names what is in no namespace',
    documents(
      role('ci', `[${entry('create', 'persistentvolumes')}, ${entry('impersonate', 'users')}]`, IN_SHOP),
      binding('ci', 'Role/ci', CI, 'shop'),
    ),
    [],
  ],
  [
    'a Role may bind ClusterRoles in its own namespace',
    documents(
      role(
        'ci',
        `[${entry('bind', 'clusterroles', { group: RBAC })}, ${entry('create', 'rolebindings', { group: RBAC })}]`,
        IN_SHOP,
      ),
      binding('ci', 'Role/ci', CI, 'shop'),
    ),
    ['low rbac-create-bindings: service account `ci` of namespace `shop` can give itself any role in namespace `shop`'],
  ],
  [
    'the right comes from a part of an aggregated role',
    documents(
      role('part', SECRETS, { labels: '{"example.org/part": "true"}' }),
      role('whole', '[]', { aggregates: '[{matchLabels: {"example.org/part": "true"}}]' }),
      binding('ci', 'ClusterRole/whole', CI),
    ),
    ['medium rbac-secrets-access: service account `ci` of namespace `shop` can read Secrets in every namespace'],
  ],
  [
    'rules of an aggregated role are replaced',
    documents(
      role('part', rule('get', 'pods'), { labels: '{"example.org/part": "true"}' }),
      role('whole', SECRETS, { aggregates: '[{matchLabels: {"example.org/part": "true"}}]' }),
      binding('ci', 'ClusterRole/whole', CI),
    ),
    [],
  ],
  [
    'an extension adds Secrets to what everyone may view',
    role('extension', SECRETS, { labels: '{rbac.authorization.k8s.io/aggregate-to-view: "true"}' }),
    ['low rbac-secrets-access: every holder of ClusterRole `view` can read Secrets'],
  ],
  [
    'one Secret by its name',
    documents(role('ci', rule('get', 'secrets', { names: 'ci' }), IN_SHOP), binding('ci', 'Role/ci', CI, 'shop')),
    [],
  ],
  [
    'bind, but only harmless roles',
    documents(
      role(
        'ci',
        `[${entry('bind', 'clusterroles', { group: RBAC, names: 'view' })}, ${entry('create', 'rolebindings', { group: RBAC })}]`,
      ),
      binding('ci', 'ClusterRole/ci', CI),
    ),
    [],
  ],
  [
    'bind, by name, the one role that matters',
    documents(
      role(
        'ci',
        `[${entry('bind', 'clusterroles', { group: RBAC, names: 'view, cluster-admin' })}, ${entry('create', 'rolebindings', { group: RBAC })}]`,
      ),
      binding('ci', 'ClusterRole/ci', CI),
    ),
    [
      'medium rbac-create-bindings: service account `ci` of namespace `shop` can give itself any role in every namespace',
    ],
  ],
  [
    'all accounts of one namespace, which is narrower than all accounts',
    documents(
      role('ci', rule('create', 'pods')),
      binding('ci', 'ClusterRole/ci', group('system:serviceaccounts:shop'), 'shop'),
    ),
    [
      'low rbac-create-pods: group `system:serviceaccounts:shop` can create pods in namespace `shop`',
      'medium default-service-account-bound: all service accounts of group `system:serviceaccounts:shop` get ClusterRole `ci`',
    ],
  ],
  [
    'the account does not exist, others of its namespace do',
    documents(serviceAccount('shop'), role('ci', rule('get', 'pods'), IN_SHOP), binding('ci', 'Role/ci', CI, 'shop')),
    ['low dangling-role-subject: `ci` is not a ServiceAccount of namespace `shop`, unless it is defined elsewhere'],
  ],
  [
    'the account does not exist, and may come from another chart',
    documents(
      serviceAccount('ci', 'prod'),
      role('ci', rule('get', 'pods'), IN_SHOP),
      binding('ci', 'Role/ci', CI, 'shop'),
    ),
    [],
  ],
  [
    'reachable from outside, but without its token',
    documents(
      role('ci', SECRETS),
      binding('ci', 'ClusterRole/ci', CI),
      runs('ci', '  automountServiceAccountToken: false\n'),
      opens('ci'),
    ),
    ['medium rbac-secrets-access: service account `ci` of namespace `shop` can read Secrets in every namespace'],
  ],
  [
    'reachable inside of the cluster alone',
    documents(role('ci', SECRETS), binding('ci', 'ClusterRole/ci', CI), runs('ci'), opens('ci', 'ClusterIP')),
    ['medium rbac-secrets-access: service account `ci` of namespace `shop` can read Secrets in every namespace'],
  ],
  [
    'a star for subresources is not a wildcard',
    documents(role('ci', rule('get, create', '"pods/*"')), binding('ci', 'ClusterRole/ci', CI)),
    [],
  ],
  [
    'pods/exec cannot be listed, secrets of another group are no Secrets',
    documents(
      role('ci', `[${entry('list, watch', 'pods/exec')}, ${entry('list', 'secrets', { group: 'example.org' })}]`),
      binding('ci', 'ClusterRole/ci', CI),
    ),
    [],
  ],
  [
    'escalate on bindings, and bind on them, are no verbs',
    documents(
      role('ci', rule('bind, escalate', 'rolebindings, clusterrolebindings', { group: RBAC })),
      binding('ci', 'ClusterRole/ci', CI),
    ),
    [],
  ],
  [
    'verb and resource of two rules do not meet',
    documents(
      role('ci', `[${entry('create', 'configmaps')}, ${entry('get', 'pods, pods/log')}]`),
      binding('ci', 'ClusterRole/ci', CI),
    ),
    [],
  ],
  [
    'what a cluster is made with',
    documents(
      role('system:controller:cronjob-controller', rule('create', 'pods')),
      binding(
        'system:controller:cronjob-controller',
        'ClusterRole/system:controller:cronjob-controller',
        `[${account('cronjob-controller', 'kube-system')}]`,
      ),
      binding('system:public-info-viewer', 'ClusterRole/system:public-info-viewer', group('system:unauthenticated')),
    ),
    [],
  ],
]

describe.each([
  ['as they seem', PLAIN],
  ['traps', TRAPS],
])('stories: %s', (_, stories) => {
  test.each(stories)('%s', async (_title, text, expected) => {
    expect([...(await told(text))].toSorted()).toEqual([...expected].toSorted())
  })
})

test('there are forty, half of them traps', () => {
  expect(PLAIN.length + TRAPS.length).toBeGreaterThanOrEqual(40)
  expect(TRAPS.length).toBeGreaterThanOrEqual(PLAIN.length)
})
