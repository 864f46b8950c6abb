import { describe, expect, test } from 'vitest'
import { type Goal, pathTo, type Step } from '../../src/world/rbac/reach.ts'
import type { Subject } from '../../src/world/rbac/subjects.ts'
import { World } from '../../src/world/world.ts'
import { documents } from '../kit/manifests.ts'
import { account, binding, entry, role } from '../kit/rbac.ts'
import { read, readRendered } from '../kit/read.ts'

const RBAC = 'rbac.authorization.k8s.io'

const serviceAccount = (name: string, namespace = 'shop'): Subject => ({ kind: 'ServiceAccount', name, namespace })
const API = serviceAccount('api')
const ROOT = serviceAccount('root')

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
    ['pods', entry('create', 'pods'), 'create pods'],
    ['workloads', entry('create', 'deployments', { group: 'apps' }), 'create deployments'],
    ['workloads of operators', entry('create', 'workflows', { group: 'argoproj.io' }), 'create workflows'],
    ['changed workloads', entry('patch', 'daemonsets', { group: 'apps' }), 'patch daemonsets'],
    ['commands', entry('create', 'pods/exec'), 'create pods/exec'],
    ['commands over a WebSocket', entry('get', 'pods/exec'), 'get pods/exec'],
    ['commands in any resource', entry('create', '"*/exec"'), 'create pods/exec'],
    ['ephemeral containers', entry('patch', 'pods/ephemeralcontainers'), 'patch pods/ephemeralcontainers'],
    ['tokens', entry('create', 'serviceaccounts/token'), 'create serviceaccounts/token'],
    ['its token', entry('create', 'serviceaccounts/token', { names: 'root' }), 'create serviceaccounts/token'],
    ['impersonation', entry('impersonate', 'serviceaccounts'), 'impersonate serviceaccounts'],
    [
      'impersonation by name',
      entry('impersonate', 'serviceaccounts', { names: 'x, root' }),
      'impersonate serviceaccounts',
    ],
    ['a Secret that asks for a token', entry('create, get', 'secrets'), 'create secrets'],
    ['all rights in the namespace', '{verbs: ["*"], apiGroups: ["*"], resources: ["*"]}', '* *'],
  ])('%s', async (_, rules, words) => {
    expect(await path(documents(api(rules), root))).toEqual([`shop/api: ${words} (api) → shop/root`, AS_ROOT])
  })

  test('granting itself a role in the namespace', async () => {
    const rules = [entry('bind', 'clusterroles', { group: RBAC }), entry('create', 'rolebindings', { group: RBAC })]
    expect(await path(documents(api(rules.join()), root))).toEqual([
      'shop/api: bind clusterroles (api) → shop/root',
      AS_ROOT,
    ])
    expect(await path(documents(api(rules[0]!), root))).toBeUndefined()
    expect(await path(documents(api(rules[1]!), root))).toBeUndefined()
  })

  test('rights that several roles give', async () => {
    const second = documents(
      role('second', `[${entry('create', 'rolebindings', { group: RBAC })}]`, { namespace: 'shop' }),
      binding('second', 'Role/second', `[${account('api')}]`, 'shop'),
    )
    const bind = entry('bind', 'clusterroles', { group: RBAC })
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
    ['reading pods', entry('get, list, watch', 'pods')],
    ['pods of its own group', entry('create', 'pods', { group: 'acme.io' })],
    ['deleting workloads', entry('delete', 'deployments', { group: 'apps' })],
    ['pods that it names, since none is there before it is created', entry('create', 'pods', { names: 'a' })],
    ['commands by the resource alone', entry('create', 'pods').replace('create', 'get')],
    ['commands by a pattern that is none', entry('create', '"pods/*"')],
    ['tokens of others', entry('create', 'serviceaccounts/token', { names: 'web' })],
    ['creating accounts', entry('create', 'serviceaccounts')],
    ['impersonating groups in a namespace', entry('impersonate', 'groups, users')],
    ['nodes in a namespace', entry('create', 'nodes/proxy')],
    ['reading Secrets where none has a token', entry('get, list', 'secrets')],
    ['reading roles', entry('get', 'roles, clusterroles', { group: RBAC })],
    ['roles that it may not exceed', entry('create, update, patch', 'roles, rolebindings', { group: RBAC })],
    ['escalation of what it cannot change', entry('escalate', 'roles', { group: RBAC })],
  ])('not by %s', async (_, rules) => {
    expect(await path(documents(api(rules), root))).toBeUndefined()
  })

  test('not where the binding is for another namespace', async () => {
    expect(await path(documents(api(entry('create', 'pods'), 'bank'), root))).toBeUndefined()
  })

  test('not by a Role of another namespace', async () => {
    const text = documents(
      role('api', `[${entry('create', 'pods')}]`, { namespace: 'bank' }),
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
      everywhere(
        entry('bind', 'clusterroles', { group: RBAC }),
        entry('create', 'clusterrolebindings', { group: RBAC }),
      ),
      'bind clusterroles',
    ],
    [
      'binding cluster-admin',
      everywhere(
        entry('bind', 'clusterroles', { group: RBAC, names: 'a, cluster-admin' }),
        entry('create', 'clusterrolebindings', { group: RBAC }),
      ),
      'bind clusterroles',
    ],
    ['escalating', everywhere(entry('escalate, patch', 'clusterroles', { group: RBAC })), 'escalate clusterroles'],
    ['any user', everywhere(entry('impersonate', 'users')), 'impersonate users'],
    [
      'any group',
      everywhere(entry('impersonate', 'groups'), entry('impersonate', 'users', { names: 'anna' })),
      'impersonate groups',
    ],
    [
      'certificates',
      everywhere(
        entry('create', 'certificatesigningrequests', { group: 'certificates.k8s.io' }),
        entry('update', 'certificatesigningrequests/approval', { group: 'certificates.k8s.io' }),
        entry('approve', 'signers', { group: 'certificates.k8s.io', names: '"kubernetes.io/kube-apiserver-client"' }),
      ),
      'update certificatesigningrequests/approval',
    ],
  ])('%s', async (_, text, words) => {
    expect(await path(text)).toEqual([`shop/api: ${words} (api) → everything`])
  })

  test('the group that the API server allows everything', async () => {
    const text = everywhere(
      entry('impersonate', 'groups', { names: '"system:masters"' }),
      entry('impersonate', 'users'),
    )
    expect(await path(documents(text))).toEqual(['shop/api: impersonate users (api) → everything'])
    const named = everywhere(
      entry('impersonate', 'groups', { names: '"system:masters"' }),
      entry('impersonate', 'users', { names: 'anna' }),
    )
    expect(await path(named)).toEqual(['shop/api: impersonate groups (api) → Group system:masters'])
  })

  test.each([
    ['pods anywhere', entry('create', 'pods'), 'create pods'],
    ['tokens anywhere', entry('create', 'serviceaccounts/token'), 'create serviceaccounts/token'],
  ])('%s, as an account of Kubernetes itself', async (_, rules, words) => {
    const controller = 'kube-system/clusterrole-aggregation-controller'
    expect(await path(everywhere(rules))).toEqual([`shop/api: ${words} (api) → ${controller}`])
    expect(await path(api(rules, 'kube-system'))).toEqual([`shop/api: ${words} (api) → ${controller}`])
  })

  test.each([
    ['commands in pods: none runs as such an account', everywhere(entry('create', 'pods/exec'))],
    ['nodes', everywhere(entry('get', 'nodes/proxy'))],
    ['groups without a user', everywhere(entry('impersonate', 'groups'))],
    [
      'other groups',
      everywhere(entry('impersonate', 'groups', { names: 'devs' }), entry('impersonate', 'users', { names: 'anna' })),
    ],
    [
      'binding another role',
      everywhere(
        entry('bind', 'clusterroles', { group: RBAC, names: 'web' }),
        entry('create', 'clusterrolebindings', { group: RBAC }),
      ),
    ],
    [
      'certificates of kubelets',
      everywhere(
        entry('create', 'certificatesigningrequests', { group: 'certificates.k8s.io' }),
        entry('update', 'certificatesigningrequests/approval', { group: 'certificates.k8s.io' }),
        entry('approve', 'signers', { group: 'certificates.k8s.io', names: '"kubernetes.io/kubelet-serving"' }),
      ),
    ],
    ['paths', everywhere('{verbs: ["*"], nonResourceURLs: ["*"]}')],
  ])('not by %s', async (_, text) => expect(await path(text)).toBeUndefined())

  test('commands in every pod, where one runs as an administrator', async () => {
    const expected = ['shop/api: get nodes/proxy (api) → bank/root', 'bank/root: * * (root) → everything']
    const inBank = binding('root', 'ClusterRole/cluster-admin', `[${account('root', 'bank')}]`)
    expect(await path(documents(everywhere(entry('get', 'nodes/proxy')), inBank))).toEqual(expected)
  })
})

describe('Secrets with tokens', () => {
  const token = (name: string, of: string, type = 'kubernetes.io/service-account-token') =>
    `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}, namespace: shop, annotations: {kubernetes.io/service-account.name: ${of}}}\ntype: ${type}\n`
  const steps = ['shop/api: list secrets (api) → shop/root', AS_ROOT]

  test('lead to their accounts', async () => {
    expect(await path(documents(api(entry('list', 'secrets')), root, token('t', 'root')))).toEqual(steps)
    expect(await path(documents(api(entry('list', 'secrets'), ''), root, token('t', 'root')))).toEqual(steps)
    expect(await path(documents(api(entry('list', 'secrets', { names: 'x, t' })), root, token('t', 'root')))).toEqual(
      steps,
    )
    expect(await path(documents(api(entry('list', 'secrets', { names: 't' }), ''), root, token('t', 'root')))).toEqual(
      steps,
    )
  })

  test.each([
    ['of another namespace', api(entry('list', 'secrets'), 'bank'), token('t', 'root')],
    ['of other names', api(entry('list', 'secrets', { names: 'x' })), token('t', 'root')],
    ['of other accounts', api(entry('list', 'secrets')), token('t', 'web')],
    ['of other types', api(entry('list', 'secrets')), token('t', 'root', 'Opaque')],
    ['without an account', api(entry('list', 'secrets')), token('t', '""')],
  ])('not %s', async (_, text, secret) => expect(await path(documents(text, root, secret))).toBeUndefined())
})

describe('a path', () => {
  const CREATE = `[${entry('create', 'pods')}]`

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
    const text = documents(api(entry('create', 'pods')), root)
    expect(await path(text, API, ROOT)).toEqual(['shop/api: create pods (api) → shop/root'])
    expect(await path(text, API, serviceAccount('nobody'))).toBeUndefined()
    expect(await path(text, API, serviceAccount('root', 'bank'))).toBeUndefined()
    expect(await path(text, ROOT, API)).toEqual(['shop/root: * * (root) → shop/api'])
    expect(await path(text, API, API)).toEqual([])
  })

  test('does not lead through accounts that are missing', async () => {
    const object = (name: string) =>
      `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: ${name}, namespace: shop}\n`
    const text = documents(api(entry('create', 'pods')), root, object('api'))
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

  test('leads through what a subject and its groups have together', async () => {
    const text = documents(
      api(entry('bind', 'clusterroles', { group: RBAC }), ''),
      role('all', `[${entry('create', 'clusterrolebindings', { group: RBAC })}]`),
      binding('all', 'ClusterRole/all', '[{kind: Group, name: "system:serviceaccounts"}]'),
    )
    expect(await path(text)).toEqual(['shop/api: bind clusterroles (api) → everything'])
    expect(await path(text, serviceAccount('web'))).toBeUndefined()
  })

  test('leads from a namespace to the cluster only where all that is needed does', async () => {
    const of = (rules: string, name: string, namespace: string) =>
      documents(role(name, `[${rules}]`), binding(name, `ClusterRole/${name}`, `[${account('api')}]`, namespace))
    const bindings = of(entry('create', 'clusterrolebindings', { group: RBAC }), 'bindings', '')
    expect(
      await path(documents(of(entry('bind', 'clusterroles', { group: RBAC }), 'bind', 'shop'), bindings)),
    ).toBeUndefined()
    const groups = of(entry('impersonate', 'groups'), 'groups', '')
    expect(await path(documents(of(entry('impersonate', 'serviceaccounts'), 'as', 'shop'), groups))).toEqual([
      'shop/api: impersonate groups (groups) → everything',
    ])
  })

  test('leads by a grant for all rather than by one for some', async () => {
    const of = (name: string, rules: string) =>
      documents(role(name, `[${rules}]`), binding(name, `ClusterRole/${name}`, `[${account('api')}]`))
    const some = of('some', entry('bind', 'clusterroles', { group: RBAC, names: 'web' }))
    const all = of(
      'all',
      [entry('bind', 'clusterroles', { group: RBAC }), entry('create', 'clusterrolebindings', { group: RBAC })].join(),
    )
    const expected = ['shop/api: bind clusterroles (all) → everything']
    expect(await path(documents(some, all))).toEqual(expected)
    expect(await path(documents(all, some))).toEqual(expected)
  })

  test('asks a role again that is bound in a namespace and in the cluster', async () => {
    const text = (namespace: string, other: string) =>
      documents(
        role('r', `[${entry('impersonate', 'users')}]`),
        binding('a', 'ClusterRole/r', `[${account('api')}]`, namespace),
        binding('b', 'ClusterRole/r', `[${account('web')}]`, other),
      )
    expect(await path(text('shop', ''))).toBeUndefined()
    expect(await path(text('', 'shop'))).toHaveLength(1)
  })

  test('has the rules of a built-in role at each binding of it, and added ones where they are', async () => {
    const added = role('added', `[${entry('create', 'workflows', { group: 'argoproj.io' })}]`, {
      labels: `{${RBAC}/aggregate-to-view: "true"}`,
    })
    const world = await read(
      documents(
        added,
        root,
        binding('first', 'ClusterRole/edit', `[${account('web')}]`, 'shop'),
        binding('second', 'ClusterRole/edit', `[${account('api')}]`, 'shop'),
        binding('third', 'ClusterRole/view', `[${account('viewer')}]`, 'shop'),
      ),
    )
    const from = (name: string) => pathTo(world, serviceAccount(name), 'cluster')![0]!.grant.from.name
    expect([from('web'), from('api'), from('viewer')]).toEqual(['first', 'second', 'added'])
  })

  test('has what a chart adds to a built-in role for bindings of the chart', async () => {
    const added = (rules: string) => role('added', `[${rules}]`, { labels: `{${RBAC}/aggregate-to-view: "true"}` })
    const view = (name: string) => binding(name, 'ClusterRole/view', `[${account(name)}]`, 'shop')
    const plain = await read(documents(root, added(entry('create', 'pods')), view('web')))
    const chart = await readRendered('chart', {
      'chart.yaml': documents(root, added(entry('get', 'pods')), view('api')),
    })
    const world = new World({ resources: [...plain.resources, ...chart] })
    expect(pathTo(world, serviceAccount('web'), 'cluster')).toHaveLength(2)
    expect(pathTo(world, API, 'cluster')).toBeUndefined()
  })

  test('leads through default accounts, by groups of their namespaces too', async () => {
    const group = '[{kind: Group, name: "system:serviceaccounts:bank"}]'
    const text = documents(api(entry('get', 'nodes/proxy'), ''), binding('bank', 'ClusterRole/cluster-admin', group))
    expect(await path(text)).toEqual([
      'shop/api: get nodes/proxy (api) → bank/default',
      'bank/default: * * (bank) → everything',
    ])
    const all = binding('all', 'ClusterRole/cluster-admin', '[{kind: Group, name: "system:serviceaccounts"}]')
    const anna = binding('anna', 'ClusterRole/edit', '[{kind: User, name: anna}]', 'shop')
    expect(await path(documents(all, anna), { kind: 'User', name: 'anna' })).toHaveLength(2)
    // It need not be written down.
    const object = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: web, namespace: bank}\n'
    const inBank = binding('root', 'ClusterRole/cluster-admin', `[${account('default', 'bank')}]`)
    expect(await path(documents(api(entry('get', 'nodes/proxy'), ''), inBank, object))).toHaveLength(2)
  })

  test('is nothing for those whom nothing is bound to', async () => {
    expect(await path('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n')).toBeUndefined()
  })
})
