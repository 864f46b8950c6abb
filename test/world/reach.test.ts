import { describe, expect, test } from 'vitest'
import { type Goal, pathTo, type Step } from '../../src/world/reach.ts'
import type { Subject } from '../../src/world/subjects.ts'
import { documents } from '../kit/manifests.ts'
import { account, binding, role } from '../kit/rbac.ts'
import { read } from '../kit/read.ts'
import { expectLinear } from '../kit/steps.ts'

const RBAC = 'rbac.authorization.k8s.io'

const serviceAccount = (name: string, namespace = 'shop'): Subject => ({ kind: 'ServiceAccount', name, namespace })
const API = serviceAccount('api')
const ROOT = serviceAccount('root')

const rule = (verbs: string, resources: string, group = '', names = ''): string =>
  `{verbs: [${verbs}], apiGroups: ["${group}"], resources: [${resources}]${names && `, resourceNames: [${names}]`}}`

/** `api` has these rules in its namespace, or everywhere. */
const api = (rules: string, namespace = 'shop'): string =>
  documents(role('api', `[${rules}]`), binding('api', 'ClusterRole/api', `[${account('api')}]`, namespace))

/** `root` is an administrator. */
const root = binding('root', 'ClusterRole/cluster-admin', `[${account('root')}]`)

const shown = ({ kind, name, namespace }: Subject): string =>
  kind === 'ServiceAccount' ? `${namespace}/${name}` : `${kind} ${name}`

/** `api: create pods (api) → root` */
const stepText = ({ subject, access, holding, becomes }: Step): string =>
  `${shown(subject)}: ${access.verb} ${access.resource} (${holding.binding.name}) → ${becomes ? shown(becomes) : 'everything'}`

const path = async (text: string, from = API, goal: Goal = 'cluster') =>
  pathTo(await read(text), from, goal)?.map(stepText)

const AS_ROOT = 'shop/root: * * (root) → everything'

describe('an account becomes another of its namespace by', () => {
  test.each([
    ['pods', rule('create', 'pods'), 'create pods'],
    ['workloads', rule('create', 'deployments', 'apps'), 'create deployments'],
    ['workloads of operators', rule('create', 'workflows', 'argoproj.io'), 'create workflows'],
    ['changed workloads', rule('patch', 'daemonsets', 'apps'), 'patch daemonsets'],
    ['commands', rule('create', 'pods/exec'), 'create pods/exec'],
    ['commands over a WebSocket', rule('get', 'pods/exec'), 'get pods/exec'],
    ['commands in any resource', rule('create', '"*/exec"'), 'create pods/exec'],
    ['ephemeral containers', rule('patch', 'pods/ephemeralcontainers'), 'patch pods/ephemeralcontainers'],
    ['tokens', rule('create', 'serviceaccounts/token'), 'create serviceaccounts/token'],
    ['its token', rule('create', 'serviceaccounts/token', '', 'root'), 'create serviceaccounts/token'],
    ['impersonation', rule('impersonate', 'serviceaccounts'), 'impersonate serviceaccounts'],
    ['impersonation by name', rule('impersonate', 'serviceaccounts', '', 'x, root'), 'impersonate serviceaccounts'],
    ['a Secret that asks for a token', rule('create, get', 'secrets'), 'create secrets'],
    ['all rights in the namespace', '{verbs: ["*"], apiGroups: ["*"], resources: ["*"]}', '* *'],
  ])('%s', async (_, rules, words) => {
    expect(await path(documents(api(rules), root))).toEqual([`shop/api: ${words} (api) → shop/root`, AS_ROOT])
  })

  test('granting itself a role in the namespace', async () => {
    const rules = [rule('bind', 'clusterroles', RBAC), rule('create', 'rolebindings', RBAC)]
    expect(await path(documents(api(rules.join()), root))).toEqual([
      'shop/api: bind clusterroles (api) → shop/root',
      AS_ROOT,
    ])
    expect(await path(documents(api(rules[0]!), root))).toBeUndefined()
    expect(await path(documents(api(rules[1]!), root))).toBeUndefined()
  })

  test('rights that several roles give', async () => {
    const second = documents(
      role('second', `[${rule('create', 'rolebindings', RBAC)}]`, { namespace: 'shop' }),
      binding('second', 'Role/second', `[${account('api')}]`, 'shop'),
    )
    const bind = rule('bind', 'clusterroles', RBAC, '')
    const expected = ['shop/api: bind clusterroles (api) → shop/root', AS_ROOT]
    expect(await path(documents(api(bind), second, root))).toEqual(expected)
    expect(await path(documents(api(bind, ''), second, root))).toEqual(expected)
    expect(await path(documents(api(bind, 'bank'), second, root))).toBeUndefined()
  })

  test('the built-in role of editors, at the reference to it', async () => {
    const world = await read(documents(binding('b', 'ClusterRole/edit', `[${account('api')}]`, 'shop'), root))
    const [first] = pathTo(world, API, 'cluster')!
    expect(first).toMatchObject({ becomes: ROOT, grant: { from: { name: 'b' }, rule: { at: [0, 'roleRef', 'name'] } } })
  })

  test.each([
    ['reading pods', rule('get, list, watch', 'pods')],
    ['pods of its own group', rule('create', 'pods', 'acme.io')],
    ['deleting workloads', rule('delete', 'deployments', 'apps')],
    ['pods that it names, since none is there before it is created', rule('create', 'pods', '', 'a')],
    ['commands by the resource alone', rule('create', 'pods').replace('create', 'get')],
    ['commands by a pattern that is none', rule('create', '"pods/*"')],
    ['tokens of others', rule('create', 'serviceaccounts/token', '', 'web')],
    ['creating accounts', rule('create', 'serviceaccounts')],
    ['impersonating groups in a namespace', rule('impersonate', 'groups, users')],
    ['nodes in a namespace', rule('create', 'nodes/proxy')],
    ['reading Secrets where none has a token', rule('get, list', 'secrets')],
    ['reading roles', rule('get', 'roles, clusterroles', RBAC)],
    ['roles that it may not exceed', rule('create, update, patch', 'roles, rolebindings', RBAC)],
    ['escalation of what it cannot change', rule('escalate', 'roles', RBAC)],
  ])('not by %s', async (_, rules) => {
    expect(await path(documents(api(rules), root))).toBeUndefined()
  })

  test('not where the binding is for another namespace', async () => {
    expect(await path(documents(api(rule('create', 'pods'), 'bank'), root))).toBeUndefined()
  })

  test('not by a Role of another namespace', async () => {
    const text = documents(
      role('api', `[${rule('create', 'pods')}]`, { namespace: 'bank' }),
      binding('api', 'Role/api', `[${account('api')}]`, 'shop'),
      root,
    )
    expect(await path(text)).toBeUndefined()
  })
})

describe('an account has every right by', () => {
  const everywhere = (...rules: string[]): string => api(rules.join(), '')

  test.each([
    ['all of them', everywhere('{verbs: ["*"], apiGroups: ["*"], resources: ["*"]}'), '* *'],
    [
      'binding',
      everywhere(rule('bind', 'clusterroles', RBAC), rule('create', 'clusterrolebindings', RBAC)),
      'bind clusterroles',
    ],
    [
      'binding cluster-admin',
      everywhere(rule('bind', 'clusterroles', RBAC, 'a, cluster-admin'), rule('create', 'clusterrolebindings', RBAC)),
      'bind clusterroles',
    ],
    ['escalating', everywhere(rule('escalate, patch', 'clusterroles', RBAC)), 'escalate clusterroles'],
    ['any user', everywhere(rule('impersonate', 'users')), 'impersonate users'],
    [
      'any group',
      everywhere(rule('impersonate', 'groups'), rule('impersonate', 'users', '', 'anna')),
      'impersonate groups',
    ],
    [
      'certificates',
      everywhere(
        rule('create', 'certificatesigningrequests', 'certificates.k8s.io'),
        rule('update', 'certificatesigningrequests/approval', 'certificates.k8s.io'),
        rule('approve', 'signers', 'certificates.k8s.io', '"kubernetes.io/kube-apiserver-client"'),
      ),
      'update certificatesigningrequests/approval',
    ],
  ])('%s', async (_, text, words) => {
    expect(await path(text)).toEqual([`shop/api: ${words} (api) → everything`])
  })

  test('the group that the API server allows everything', async () => {
    const text = everywhere(rule('impersonate', 'groups', '', '"system:masters"'), rule('impersonate', 'users'))
    expect(await path(documents(text))).toEqual(['shop/api: impersonate users (api) → everything'])
    const named = everywhere(
      rule('impersonate', 'groups', '', '"system:masters"'),
      rule('impersonate', 'users', '', 'anna'),
    )
    expect(await path(named)).toEqual(['shop/api: impersonate groups (api) → Group system:masters'])
    expect(await path(named, { kind: 'Group', name: 'system:masters' })).toEqual([])
  })

  test.each([
    ['pods anywhere', rule('create', 'pods'), 'create pods'],
    ['tokens anywhere', rule('create', 'serviceaccounts/token'), 'create serviceaccounts/token'],
  ])('%s, as an account of Kubernetes itself', async (_, rules, words) => {
    const controller = 'kube-system/clusterrole-aggregation-controller'
    expect(await path(everywhere(rules))).toEqual([`shop/api: ${words} (api) → ${controller}`])
    expect(await path(api(rules, 'kube-system'))).toEqual([`shop/api: ${words} (api) → ${controller}`])
  })

  test.each([
    ['commands in pods: none runs as such an account', everywhere(rule('create', 'pods/exec'))],
    ['nodes', everywhere(rule('get', 'nodes/proxy'))],
    ['groups without a user', everywhere(rule('impersonate', 'groups'))],
    ['other groups', everywhere(rule('impersonate', 'groups', '', 'devs'), rule('impersonate', 'users', '', 'anna'))],
    [
      'binding another role',
      everywhere(rule('bind', 'clusterroles', RBAC, 'web'), rule('create', 'clusterrolebindings', RBAC)),
    ],
    [
      'certificates of kubelets',
      everywhere(
        rule('create', 'certificatesigningrequests', 'certificates.k8s.io'),
        rule('update', 'certificatesigningrequests/approval', 'certificates.k8s.io'),
        rule('approve', 'signers', 'certificates.k8s.io', '"kubernetes.io/kubelet-serving"'),
      ),
    ],
    ['paths', everywhere('{verbs: ["*"], nonResourceURLs: ["*"]}')],
  ])('not by %s', async (_, text) => expect(await path(text)).toBeUndefined())

  test('commands in every pod, where one runs as an administrator', async () => {
    const expected = ['shop/api: get nodes/proxy (api) → bank/root', 'bank/root: * * (root) → everything']
    const inBank = binding('root', 'ClusterRole/cluster-admin', `[${account('root', 'bank')}]`)
    expect(await path(documents(everywhere(rule('get', 'nodes/proxy')), inBank))).toEqual(expected)
  })
})

describe('Secrets with tokens', () => {
  const token = (name: string, of: string, type = 'kubernetes.io/service-account-token') =>
    `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}, namespace: shop, annotations: {kubernetes.io/service-account.name: ${of}}}\ntype: ${type}\n`
  const steps = ['shop/api: list secrets (api) → shop/root', AS_ROOT]

  test('lead to their accounts', async () => {
    expect(await path(documents(api(rule('list', 'secrets')), root, token('t', 'root')))).toEqual(steps)
    expect(await path(documents(api(rule('list', 'secrets'), ''), root, token('t', 'root')))).toEqual(steps)
    expect(await path(documents(api(rule('list', 'secrets', '', 'x, t')), root, token('t', 'root')))).toEqual(steps)
    expect(await path(documents(api(rule('list', 'secrets', '', 't'), ''), root, token('t', 'root')))).toEqual(steps)
  })

  test.each([
    ['of another namespace', api(rule('list', 'secrets'), 'bank'), token('t', 'root')],
    ['of other names', api(rule('list', 'secrets', '', 'x')), token('t', 'root')],
    ['of other accounts', api(rule('list', 'secrets')), token('t', 'web')],
    ['of other types', api(rule('list', 'secrets')), token('t', 'root', 'Opaque')],
    ['without an account', api(rule('list', 'secrets')), token('t', '""')],
  ])('not %s', async (_, text, secret) => expect(await path(documents(text, root, secret))).toBeUndefined())
})

describe('a path', () => {
  const CREATE = `[${rule('create', 'pods')}]`

  test('takes the fewest steps', async () => {
    const between = documents(
      role('more', CREATE),
      binding('more', 'ClusterRole/more', `[${account('web')}]`, 'bank'),
      binding('to-bank', 'ClusterRole/more', `[${account('api')}]`, 'shop'),
      binding('from-shop', 'ClusterRole/more', `[${account('deployer')}]`, 'bank'),
      binding('end', 'ClusterRole/cluster-admin', `[${account('root', 'bank')}]`),
    )
    expect(await path(between)).toEqual(
      [
        'shop/api: create pods (to-bank) → shop/web',
        'shop/web: create pods (more) → bank/root',
        'bank/root: * * (end) → everything',
      ].map(text => text),
    )
    const direct = binding('direct', 'ClusterRole/cluster-admin', `[${account('deployer')}]`)
    expect(await path(documents(between, direct))).toHaveLength(2)
  })

  test('leads through groups', async () => {
    const group = (name: string) => `[{kind: Group, name: "${name}"}]`
    const all = binding('all', 'ClusterRole/more', group('system:serviceaccounts'), 'shop')
    const inShop = binding('in-shop', 'ClusterRole/cluster-admin', group('system:serviceaccounts:shop'))
    const text = documents(role('more', CREATE), all, inShop)
    expect(await path(text, serviceAccount('x', 'bank'))).toEqual([
      'bank/x: create pods (all) → shop/default',
      'shop/default: * * (in-shop) → everything',
    ])
    expect(await path(text, serviceAccount('x'))).toEqual(['shop/x: * * (in-shop) → everything'])
    expect(await path(text, { kind: 'User', name: 'anna' })).toBeUndefined()
  })

  test('leads to a subject', async () => {
    const text = documents(api(rule('create', 'pods')), root)
    expect(await path(text, API, ROOT)).toEqual(['shop/api: create pods (api) → shop/root'])
    expect(await path(text, API, serviceAccount('nobody'))).toBeUndefined()
    expect(await path(text, API, serviceAccount('root', 'bank'))).toBeUndefined()
    expect(await path(text, ROOT, API)).toEqual(['shop/root: * * (root) → shop/api'])
    expect(await path(text, API, API)).toEqual([])
  })

  test('does not lead through accounts that are missing', async () => {
    const object = (name: string) =>
      `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: ${name}, namespace: shop}\n`
    const text = documents(api(rule('create', 'pods')), root, object('api'))
    expect(await path(text)).toBeUndefined()
    expect(await path(documents(text, object('root')))).toHaveLength(2)
  })

  test('comes to an end in circles, and with names of properties', async () => {
    const names = ['__proto__', 'constructor', 'api']
    const bindings = names.map(name => binding(name, 'ClusterRole/more', `[${account(name)}]`, 'shop'))
    expect(await path(documents(role('more', CREATE), ...bindings))).toBeUndefined()
    expect(await path(documents(role('more', CREATE), ...bindings), API, serviceAccount('__proto__'))).toEqual([
      'shop/api: create pods (api) → shop/__proto__',
    ])
  })

  test('is nothing for those whom nothing is bound to', async () => {
    expect(await path('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n')).toBeUndefined()
  })
})

describe('the cost grows with roles and bindings, not with their product:', () => {
  const many = (size: number, text: (i: number) => string): string =>
    documents(...Array.from({ length: size }, (_, i) => text(i)))
  const names = (size: number): string => Array.from({ length: size }, (_, i) => `a${i}`).join()

  test.each([
    [
      'accounts of a namespace that can become each other',
      (size: number) =>
        documents(
          role('r', `[${rule('create', 'pods')}]`),
          many(size, i => binding(`b${i}`, 'ClusterRole/r', `[${account(`a${i}`)}]`, 'shop')),
        ),
    ],
    [
      'a chain of namespaces',
      (size: number) =>
        documents(
          role('r', `[${rule('create', 'pods')}]`),
          many(size, i => binding(`b${i}`, 'ClusterRole/r', `[${account('a', `n${i}`)}]`, `n${i + 1}`)),
        ),
    ],
    [
      'accounts with roles of their own',
      (size: number) =>
        many(size, i =>
          documents(
            role(`r${i}`, `[${rule('create', 'pods')}]`, { namespace: 'shop' }),
            binding(`b${i}`, `Role/r${i}`, `[${account(`a${i}`)}]`, 'shop'),
          ),
        ),
    ],
    [
      'names',
      (size: number) =>
        documents(
          role('r', `[${rule('impersonate', 'serviceaccounts, users, groups', '', names(size))}]`),
          many(size, i => binding(`b${i}`, 'ClusterRole/r', `[${account(`a${i}`)}]`, i % 2 ? 'shop' : '')),
        ),
    ],
    [
      'rules',
      (size: number) =>
        documents(
          role('r', `[${many(size, i => rule('impersonate', 'groups, users', '', `g${i}`)).replaceAll('---\n', ',')}]`),
          many(size, i => binding(`b${i}`, 'ClusterRole/r', `[${account(`a${i}`)}]`)),
        ),
    ],
    [
      'groups',
      (size: number) =>
        documents(
          role('r', `[${rule('create', 'pods')}]`),
          many(size, i =>
            binding(
              `b${i}`,
              'ClusterRole/r',
              `[{kind: Group, name: "system:serviceaccounts"}, ${account(`a${i}`)}]`,
              `n${i}`,
            ),
          ),
        ),
    ],
    [
      'roles of the cluster and of namespaces',
      (size: number) =>
        documents(
          role('r', `[${rule('create', 'pods')}]`),
          many(size, i => binding(`b${i}`, 'ClusterRole/r', `[${account('a')}]`, i % 2 ? `n${i}` : '')),
        ),
    ],
  ])('%s', (_, textOf) =>
    expectLinear(
      () => import('../../src/world/reach.ts'),
      async ({ pathTo }, size) => {
        const world = await read(textOf(size))
        for (let i = 0; i < size; i++) pathTo(world, serviceAccount(`a${i}`), 'cluster')
      },
      40,
    ),
  )
})
