import { describe, expect, test } from 'vitest'
import type { Resource } from '../../src/kube/resource.ts'
import { grantsHeld, type Holding, holdingsBy, holdingsNaming, holdingsOf } from '../../src/world/rbac/holdings.ts'
import type { Subject } from '../../src/world/rbac/subjects.ts'
import { World } from '../../src/world/world.ts'
import { documents } from '../kit/manifests.ts'
import { account, binding, role } from '../kit/rbac.ts'
import { read, readRendered } from '../kit/read.ts'
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
    const chart = await readRendered('chart', {
      'chart/role.yaml': role('web', READ_SECRETS),
      'chart/binding.yaml': binding('b', 'ClusterRole/web', ANNA),
    })
    const [plainRole, plainBinding] = plain.resources
    const [chartRole, chartBinding] = chart
    expect(roles(new World({ resources: [chartRole!, plainRole!, plainBinding!] }))).toEqual(['role.yaml'])
    expect(roles(new World({ resources: [chartRole!, plainRole!, chartBinding!] }))).toEqual(['chart/role.yaml'])
    expect(roles(new World({ resources: [chartRole!, plainBinding!] }))).toEqual(['chart/role.yaml'])
    const world = new World({ resources: [...plain.resources, chartRole!] })
    expect(holdingsOf(world, chartRole!)).toEqual([])
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
    expect(of({ kind: 'Group', name: 'system:serviceaccounts' })).toEqual(['system:authenticated'])
  })

  test('are in a group once', async () => {
    const world = await inShop('[{kind: Group, name: "system:serviceaccounts"}]')
    expect(held(world, { kind: 'Group', name: 'system:serviceaccounts' })).toHaveLength(1)
    expect(held(world, { kind: 'Group', name: 'system:serviceaccounts:shop' })).toHaveLength(1)
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
      () => import('../../src/world/rbac/holdings.ts'),
      async ({ holdingsOf, everyHolding, grantsHeld }, size) => {
        const world = await read(textOf(size))
        for (const one of world.resources) holdingsOf(world, one)
        for (const one of everyHolding(world)) grantsHeld(world, one)
      },
      40,
    ),
  )
})
