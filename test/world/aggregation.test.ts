import { describe, expect, test } from 'vitest'
import { allows } from '../../src/kube/rbac.ts'
import { grantsOf } from '../../src/world/rbac/aggregation.ts'
import { grantsHeld, type Holding, holdingsBy, holdingsOf } from '../../src/world/rbac/holdings.ts'
import { World } from '../../src/world/world.ts'
import { documents } from '../kit/manifests.ts'
import { account, binding, role } from '../kit/rbac.ts'
import { read, readRendered } from '../kit/read.ts'

const RBAC = 'rbac.authorization.k8s.io'
const READ_PODS = '[{verbs: [get], apiGroups: [""], resources: [pods]}]'
const READ_SECRETS = '[{verbs: [get], apiGroups: [""], resources: [secrets]}]'
const ANNA = '[{kind: User, name: anna}]'

/** `anna <- ClusterRole/web in shop` */
const shown = ({ subject, ref, namespace = '*' }: Holding): string =>
  `${subject.name} <- ${ref.kind}/${ref.name} in ${namespace}`

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
    [
      'all roles, and so cluster-admin',
      '[{}]',
      ['pods: pods', 'secrets: secrets', 'other: secrets', 'all: *', 'all: '],
    ],
    ['null, as Go reads it', '[null]', ['pods: pods', 'secrets: secrets', 'other: secrets', 'all: *', 'all: ']],
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

  test('has the rules of built-in roles by their labels, where it selects them', async () => {
    const selecting = async (labels: string) => {
      const aggregates = `[{matchLabels: {${labels}}}]`
      const world = await read(role('all', '[]', { aggregates }))
      const grants = grantsOf(world, world.resources[0]!)
      const can = (verb: string, resource: string, group = '') =>
        grants.some(({ rule }) => allows(rule, { verb, group, resource }))
      expect(new Set(grants.map(({ rule }) => rule.at.join()))).toEqual(new Set(['0,aggregationRule']))
      return [can('get', 'pods'), can('create', 'pods'), can('create', 'roles', RBAC), can('get', 'nodes')]
    }
    const to = (name: string) => `${RBAC}/aggregate-to-${name}: "true"`
    expect(await selecting(to('view'))).toEqual([true, false, false, false])
    expect(await selecting(to('edit'))).toEqual([true, true, false, false])
    expect(await selecting(to('admin'))).toEqual([true, true, true, false])
    expect(await selecting('kubernetes.io/bootstrapping: rbac-defaults')).toEqual([true, true, true, true])
  })

  test('has what is added to a built-in role that it selects', async () => {
    const label = (name: string) => ({ labels: `{${RBAC}/aggregate-to-${name}: "true"}` })
    const added = role('added', '[{verbs: [get], apiGroups: [acme.io], resources: [pods]}]', label('view'))
    const has = async (name: string) => {
      const aggregates = `[{matchLabels: {${RBAC}/aggregate-to-${name}: "true"}}]`
      const world = await read(documents(role('all', '[]', { aggregates }), added))
      return grantsOf(world, world.resources[0]!).some(({ from }) => from.name === 'added')
    }
    expect([await has('view'), await has('edit'), await has('admin')]).toEqual([true, true, true])
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

  test('is how a part is held once, whichever ways lead to it', async () => {
    const selects = (name: string, aggregates: string) => role(name, '[]', { labels: '{in: whole}', aggregates })
    const world = await read(
      documents(
        pods,
        selects('one', '[{matchLabels: {to: all}}]'),
        selects('two', '[{matchLabels: {kind: pods}}]'),
        role('whole', '[]', { aggregates: '[{matchLabels: {in: whole}}]' }),
        binding('b', 'ClusterRole/whole', ANNA),
      ),
    )
    expect(holdingsOf(world, world.resources[0]!).map(shown)).toEqual(['anna <- ClusterRole/whole in *'])
  })

  test('of a chart has the parts of its chart before others of their names', async () => {
    const selects = role('all', '[]', { aggregates: '[{matchLabels: {to: all}}]' })
    const part = (name: string, rules: string) => role(name, rules, { labels: '{to: all}' })
    const plain = await read(documents(selects, part('same', READ_PODS), part('other', READ_PODS)))
    const chart = await readRendered('chart', { 'chart.yaml': documents(selects, part('same', READ_SECRETS)) })
    const world = new World({ resources: [...plain.resources, ...chart] })
    const parts = (whole: number) =>
      grantsOf(world, world.resources[whole]!).map(({ rule, from }) => `${from.name}: ${rule.resources}`)
    expect(parts(0)).toEqual(['same: pods', 'other: pods'])
    expect(parts(3)).toEqual(['same: secrets', 'other: pods'])
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

  test('has a part once, whichever roles and labels lead there', async () => {
    const both =
      'rbac.authorization.k8s.io/aggregate-to-view: "true", rbac.authorization.k8s.io/aggregate-to-edit: "true"'
    const world = await read(
      documents(
        role('part', READ_PODS, { labels: '{to: all}' }),
        role('whole', '[]', { labels: `{${both}}`, aggregates: '[{matchLabels: {to: all}}]' }),
        role('second', '[]', { labels: `{${both}}`, aggregates: '[{matchLabels: {to: all}}]' }),
        binding('b', 'ClusterRole/admin', ANNA),
      ),
    )
    expect(holdingsOf(world, world.resources[0]!)).toHaveLength(1)
  })

  test('has no rules of a Role', async () => {
    const labels = '{rbac.authorization.k8s.io/aggregate-to-view: "true"}'
    const world = await read(
      documents(role('mine', READ_PODS, { namespace: 'shop', labels }), binding('b', 'ClusterRole/view', ANNA)),
    )
    expect(holdingsOf(world, world.resources[0]!)).toEqual([])
  })

  test('of a chart that defines it is not that of others', async () => {
    const chart = await readRendered('chart', { 'chart.yaml': role('view', READ_PODS) })
    const plain = await read(documents(labelled('"true"'), binding('b', 'ClusterRole/view', ANNA)))
    const world = new World({ resources: [...chart, ...plain.resources] })
    expect(holdingsOf(world, plain.resources[0]!)).toEqual([])
  })
})
