import { describe, expect, test } from 'vitest'
import type { Resource } from '../../src/kube/resource.ts'
import { grantsOf } from '../../src/world/aggregation.ts'
import { grantsHeld, type Holding, holdingsBy, holdingsNaming, holdingsOf } from '../../src/world/rbac.ts'
import type { Subject } from '../../src/world/subjects.ts'
import { World } from '../../src/world/world.ts'
import { documents } from '../kit/manifests.ts'
import { account, binding, role } from '../kit/rbac.ts'
import { read } from '../kit/read.ts'
import { expectLinear } from '../kit/steps.ts'

const READ_PODS = '[{verbs: [get], apiGroups: [""], resources: [pods]}]'
const READ_SECRETS = '[{verbs: [get], apiGroups: [""], resources: [secrets]}]'
const ANNA = '[{kind: User, name: anna}]'

const serviceAccount = (name: string, namespace = 'shop'): Subject => ({ kind: 'ServiceAccount', name, namespace })

/** `anna <- Role/web in shop` */
const shown = ({ subject, ref, role, namespace = '*' }: Holding): string =>
  `${subject.name} <- ${ref.kind}/${ref.name}${role ? '' : ' (not read)'} in ${namespace}`

const named = (world: World, kind: string, namespace?: string): Resource =>
  world.resources.find(one => one.kind === kind && one.namespace === namespace)!

const held = (world: World, subject: Subject): readonly string[] => holdingsBy(world, subject).map(shown)

describe('a role is held by the subjects of a binding', () => {
  test.each([
    ['a Role in its namespace', binding('b', 'Role/web', ANNA, 'shop'), ['anna <- Role/web in shop']],
    ['a Role of another namespace is another', binding('b', 'Role/web', ANNA, 'bank'), []],
    ['a ClusterRole of its name is another', binding('b', 'ClusterRole/web', ANNA, 'shop'), []],
    ['a ClusterRoleBinding binds no Role', binding('b', 'Role/web', ANNA), []],
    ['names differ by letters', binding('b', 'Role/Web', ANNA, 'shop'), []],
    ['a binding of another group', binding('b', 'Role/web', ANNA, 'shop').replace('rbac.auth', 'auth'), []],
    [
      'a reference to another group',
      binding('b', 'Role/web', ANNA, 'shop').replace('apiGroup: rbac', 'apiGroup: '),
      [],
    ],
    ['a binding without subjects', binding('b', 'Role/web', 'null', 'shop'), []],
  ])('%s', async (_, text, expected) => {
    const world = await read(documents(role('web', READ_PODS, { namespace: 'shop' }), text))
    expect(holdingsOf(world, named(world, 'Role', 'shop')).map(shown)).toEqual(expected)
  })

  test.each([
    ['in the whole cluster', binding('b', 'ClusterRole/web', ANNA), ['anna <- ClusterRole/web in *']],
    [
      'in the namespace of a RoleBinding',
      binding('b', 'ClusterRole/web', ANNA, 'shop'),
      ['anna <- ClusterRole/web in shop'],
    ],
    ['not as a Role', binding('b', 'Role/web', ANNA, 'shop'), []],
  ])('a ClusterRole, %s', async (_, text, expected) => {
    const world = await read(documents(role('web', READ_PODS), text))
    expect(holdingsOf(world, named(world, 'ClusterRole')).map(shown)).toEqual(expected)
  })

  test('where both name no namespace', async () => {
    const world = await read(
      documents(
        role('web', READ_PODS, { namespace: 'default' }),
        binding('b', 'Role/web', ANNA, 'x').replace(', namespace: x', ''),
      ),
    )
    expect(held(world, { kind: 'User', name: 'anna' })).toEqual(['anna <- Role/web in default'])
  })
})

describe('of several roles of a name, a binding means', () => {
  const roles = (world: World) => holdingsBy(world, { kind: 'User', name: 'anna' }).map(({ role }) => role?.source.file)

  test('those of its folder', async () => {
    const world = await read({
      'a/role.yaml': role('web', READ_PODS),
      'b/role.yaml': role('web', READ_PODS),
      'a/binding.yaml': binding('b', 'ClusterRole/web', ANNA),
    })
    expect(roles(world)).toEqual(['a/role.yaml'])
    expect(world.ofKind('ClusterRole').map(one => holdingsOf(world, one).length)).toEqual([1, 0])
  })

  test('any, where none is near: the last one is in effect, and none counts as unbound', async () => {
    const world = await read({
      'a/role.yaml': role('web', READ_PODS),
      'b/role.yaml': role('web', READ_PODS),
      'binding.yaml': binding('b', 'ClusterRole/web', ANNA),
    })
    expect(roles(world)).toEqual(['b/role.yaml'])
    expect(world.ofKind('ClusterRole').map(one => holdingsOf(world, one).length)).toEqual([1, 1])
  })

  test('those of its chart', async () => {
    const plain = await read({
      'role.yaml': role('web', READ_PODS),
      'binding.yaml': binding('b', 'ClusterRole/web', ANNA),
    })
    const rendered = await read({ 'chart/role.yaml': role('web', READ_SECRETS) })
    const [inChart] = rendered.resources.map(one =>
      Object.assign(Object.create(one), { origin: { by: 'helm', root: 'chart' } }),
    )
    const world = new World({ resources: [...plain.resources, inChart] })
    expect(roles(world)).toEqual(['role.yaml'])
    expect(holdingsOf(world, inChart)).toEqual([])
    expect(roles(new World({ resources: [plain.resources[1]!, inChart] }))).toEqual(['chart/role.yaml'])
  })
})

describe('subjects', () => {
  const inShop = (subjects: string) => read(binding('b', 'Role/web', subjects, 'shop'))
  const MINE = ['api <- Role/web (not read) in shop']

  test.each([
    ['of its namespace', account('api'), MINE],
    ['of another', account('api', 'bank'), []],
    ['in the namespace of the binding', '{kind: ServiceAccount, name: api}', MINE],
    ['in no namespace by an empty text', '{kind: ServiceAccount, name: api, namespace: ""}', MINE],
    ['of another name', account('web'), []],
    ['of a group', '{kind: ServiceAccount, name: api, apiGroup: rbac.authorization.k8s.io}', []],
    [
      'as the user that it is',
      '{kind: User, name: "system:serviceaccount:shop:api"}',
      ['system:serviceaccount:shop:api <- Role/web (not read) in shop'],
    ],
    ['not as a user of its name', '{kind: User, name: api}', []],
    [
      'in the group of its namespace',
      '{kind: Group, name: "system:serviceaccounts:shop"}',
      ['system:serviceaccounts:shop <- Role/web (not read) in shop'],
    ],
    ['in no group of another', '{kind: Group, name: "system:serviceaccounts:bank"}', []],
    [
      'in the group of all accounts',
      '{kind: Group, name: "system:serviceaccounts"}',
      ['system:serviceaccounts <- Role/web (not read) in shop'],
    ],
    [
      'in the group of all who are known',
      '{kind: Group, name: "system:authenticated"}',
      ['system:authenticated <- Role/web (not read) in shop'],
    ],
    ['in no group of those who are not', '{kind: Group, name: "system:unauthenticated"}', []],
    ['in no user of a group', '{kind: User, name: "system:serviceaccounts"}', []],
    ['under no other kind', '{kind: serviceAccount, name: api}', []],
    ['not as a list', '{kind: ServiceAccount, name: [api]}', []],
  ])('an account, %s', async (_, subject, expected) => {
    expect(held(await inShop(`[null, x, ${subject}]`), serviceAccount('api'))).toEqual(expected)
  })

  test('a user is authenticated, but for the anonymous one', async () => {
    const world = await inShop(
      '[{kind: Group, name: "system:authenticated"}, {kind: Group, name: "system:unauthenticated"}]',
    )
    const of = (subject: Subject) => holdingsBy(world, subject).map(one => one.subject.name)
    expect(of({ kind: 'User', name: 'anna' })).toEqual(['system:authenticated'])
    expect(of({ kind: 'User', name: 'system:anonymous' })).toEqual(['system:unauthenticated'])
    expect(of({ kind: 'Group', name: 'devs' })).toEqual(['system:authenticated'])
    expect(of({ kind: 'Group', name: 'system:unauthenticated' })).toEqual(['system:unauthenticated'])
    expect(of({ kind: 'Group', name: 'system:authenticated' })).toEqual(['system:authenticated'])
    expect(of({ kind: 'Group', name: 'system:serviceaccounts:shop' })).toEqual(['system:authenticated'])
  })

  test('are found by their own name alone, and at their place', async () => {
    const world = await inShop(`[{kind: Group, name: "system:serviceaccounts"}, ${account('api')}]`)
    expect(holdingsNaming(world, serviceAccount('api')).map(({ at }) => at)).toEqual([[0, 'subjects', 1]])
  })

  test('without a namespace in a ClusterRoleBinding are completed as the binding is', async () => {
    const world = await read(binding('b', 'ClusterRole/web', '[{kind: ServiceAccount, name: api}]'))
    expect(held(world, serviceAccount('api', 'default'))).toEqual(['api <- ClusterRole/web (not read) in *'])
  })

  test('may have the names of properties', async () => {
    const world = await read(
      documents(
        role('__proto__', READ_PODS),
        binding('b', 'ClusterRole/__proto__', '[{kind: User, name: __proto__}]'),
        binding('c', 'ClusterRole/constructor', '[{kind: User, name: toString}]'),
      ),
    )
    expect(held(world, { kind: 'User', name: '__proto__' })).toEqual(['__proto__ <- ClusterRole/__proto__ in *'])
    const [unknown] = holdingsBy(world, { kind: 'User', name: 'toString' })
    expect(grantsHeld(world, unknown!)).toEqual([])
    expect(holdingsBy(world, { kind: 'Group', name: 'valueOf' })).toEqual([])
  })
})

describe('an aggregated role', () => {
  const rulesOf = async (text: string, name = 'all') => {
    const world = await read(text)
    const whole = world.resources.find(one => one.name === name)!
    return grantsOf(world, whole).map(({ rule, from }) => `${from.name}: ${rule.resources}`)
  }
  const pods = role('pods', READ_PODS, { labels: '{to: all, kind: pods}' })
  const secrets = role('secrets', READ_SECRETS, { labels: '{to: all}' })
  const other = role('other', READ_SECRETS, { labels: '{to: another}' })

  test.each([
    ['labels', '[{matchLabels: {to: all}}]', ['pods: pods', 'secrets: secrets']],
    [
      'several selectors',
      '[{matchLabels: {kind: pods}}, {matchLabels: {to: another}}]',
      ['pods: pods', 'other: secrets'],
    ],
    [
      'expressions',
      '[{matchExpressions: [{key: to, operator: In, values: [all, x]}, {key: kind, operator: DoesNotExist}]}]',
      ['secrets: secrets'],
    ],
    ['both', '[{matchLabels: {to: all}, matchExpressions: [{key: kind, operator: Exists}]}]', ['pods: pods']],
    ['all roles, but itself', '[{}]', ['pods: pods', 'secrets: secrets', 'other: secrets']],
    ['all roles by null, as Go reads it', '[null]', ['pods: pods', 'secrets: secrets', 'other: secrets']],
    ['none', '[{matchLabels: {to: none}}]', []],
  ])('has the rules of others by %s, and not its own', async (_, aggregates, expected) => {
    expect(await rulesOf(documents(role('all', READ_SECRETS, { aggregates }), pods, secrets, other))).toEqual(expected)
  })

  test.each(['[]', 'null', 'x'])('has its own where the API server refuses its selectors: %s', async aggregates => {
    expect(await rulesOf(documents(role('all', READ_SECRETS, { aggregates }), pods))).toEqual(['all: secrets'])
  })

  test('of kind Role has its own rules', async () => {
    const text = role('all', READ_SECRETS, { namespace: 'shop', aggregates: '[{}]' })
    expect(await rulesOf(documents(text, pods))).toEqual(['all: secrets'])
  })

  test('does not select Roles', async () => {
    const inShop = role('secrets', READ_SECRETS, { namespace: 'shop', labels: '{to: all}' })
    expect(await rulesOf(documents(role('all', '[]', { aggregates: '[{matchLabels: {to: all}}]' }), inShop))).toEqual(
      [],
    )
  })

  test('leads to others, and in circles', async () => {
    const first = role('all', '[]', { labels: '{to: all}', aggregates: '[{matchLabels: {to: second}}]' })
    const second = role('second', READ_PODS, { labels: '{to: second}', aggregates: '[{matchLabels: {to: all}}]' })
    expect(await rulesOf(documents(first, second, secrets))).toEqual(['secrets: secrets'])
    expect(await rulesOf(documents(first, second, secrets), 'second')).toEqual(['secrets: secrets'])
  })

  test('is how its parts are held', async () => {
    const world = await read(
      documents(
        pods,
        role('all', '[]', { labels: '{in: whole}', aggregates: '[{matchLabels: {to: all}}]' }),
        role('whole', '[]', { aggregates: '[{matchLabels: {in: whole}}]' }),
        binding('b', 'ClusterRole/all', ANNA, 'shop'),
        binding('c', 'ClusterRole/whole', `[${account('api')}]`),
      ),
    )
    expect(holdingsOf(world, world.resources[0]!).map(shown)).toEqual([
      'anna <- ClusterRole/all in shop',
      'api <- ClusterRole/whole in *',
    ])
  })
})

describe('a built-in role', () => {
  const labelled = (value: string, to = 'view') =>
    role('mine', READ_SECRETS, { labels: `{rbac.authorization.k8s.io/aggregate-to-${to}: ${value}}` })

  test.each([
    ['view', 'view', ['anna']],
    ['view', 'edit', ['anna']],
    ['view', 'admin', ['anna']],
    ['edit', 'view', []],
    ['edit', 'admin', ['anna']],
    ['admin', 'edit', []],
    ['admin', 'admin', ['anna']],
    ['admin', 'cluster-admin', []],
  ])('aggregates to %s: a binding of %s', async (to, bound, expected) => {
    const world = await read(documents(labelled('"true"', to), binding('b', `ClusterRole/${bound}`, ANNA)))
    expect(holdingsOf(world, world.resources[0]!).map(one => one.subject.name)).toEqual(expected)
    const grants = grantsHeld(world, holdingsBy(world, { kind: 'User', name: 'anna' })[0]!)
    expect(grants.filter(({ from }) => from.name === 'mine')).toHaveLength(expected.length)
  })

  test.each(['"false"', '""', 'true'])('has no rules of a role that is labelled %s', async value => {
    const world = await read(documents(labelled(value), binding('b', 'ClusterRole/view', ANNA)))
    expect(holdingsOf(world, world.resources[0]!)).toEqual([])
  })

  test('is what the files say where they define it', async () => {
    const world = await read(
      documents(labelled('"true"'), role('view', READ_PODS), binding('b', 'ClusterRole/view', ANNA)),
    )
    expect(holdingsOf(world, world.resources[0]!)).toEqual([])
    const [held] = holdingsBy(world, { kind: 'User', name: 'anna' })
    expect(grantsHeld(world, held!).map(({ from }) => from.name)).toEqual(['view'])
  })

  test('has rules, at the reference of the binding', async () => {
    const world = await read(documents(binding('b', 'ClusterRole/edit', ANNA), binding('c', 'Role/edit', ANNA, 'shop')))
    const [edit, missing] = holdingsBy(world, { kind: 'User', name: 'anna' })
    expect(grantsHeld(world, edit!)[0]).toMatchObject({ from: { name: 'b' }, rule: { at: [0, 'roleRef', 'name'] } })
    expect(grantsHeld(world, missing!)).toEqual([])
  })
})

test('paths are granted for the whole cluster alone', async () => {
  const paths = '[{verbs: [get], nonResourceURLs: ["/metrics"]}]'
  const grants = async (namespace: string) => {
    const world = await read(documents(role('web', paths), binding('b', 'ClusterRole/web', ANNA, namespace)))
    return grantsHeld(world, holdingsBy(world, { kind: 'User', name: 'anna' })[0]!).length
  }
  expect([await grants(''), await grants('shop')]).toEqual([1, 0])
})

describe('the cost grows with roles and bindings, not with their product:', () => {
  const many = (size: number, text: (i: number) => string): string =>
    documents(...Array.from({ length: size }, (_, i) => text(i)))
  const aggregate = { labels: '{to: all}', aggregates: '[{matchLabels: {to: all}}]' }

  test.each([
    [
      'each bound by its own',
      (size: number) =>
        many(size, i => role(`r${i}`, READ_PODS, { namespace: 'shop' })) +
        many(size, i => `---\n${binding(`b${i}`, `Role/r${i}`, `[${account(`a${i}`)}]`, 'shop')}`),
    ],
    [
      'all of one name',
      (size: number) =>
        many(size, () => role('r', READ_PODS)) +
        many(size, i => `---\n${binding(`b${i}`, 'ClusterRole/r', `[${account(`a${i}`)}]`)}`),
    ],
    [
      'aggregated in circles',
      (size: number) =>
        many(size, i => role(`r${i}`, READ_PODS, { labels: '{to: all}' })) +
        many(size, i => `---\n${role(`w${i}`, '[]', aggregate)}`),
    ],
    [
      'added to a built-in role',
      (size: number) =>
        many(size, i => role(`r${i}`, READ_PODS, { labels: '{rbac.authorization.k8s.io/aggregate-to-view: "true"}' })) +
        `---\n${binding('b', 'ClusterRole/view', ANNA)}`,
    ],
  ])('%s', (_, textOf) =>
    expectLinear(
      () => import('../../src/world/rbac.ts'),
      async ({ holdingsOf, everyHolding, grantsHeld }, size) => {
        const world = await read(textOf(size))
        for (const one of world.resources) holdingsOf(world, one)
        for (const one of everyHolding(world)) grantsHeld(world, one)
      },
      40,
    ),
  )
})
