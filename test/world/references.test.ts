import { describe, expect, test } from 'vitest'
import { type Origin, Resource } from '../../src/kube/resource.ts'
import { requirementsOf } from '../../src/kube/selector.ts'
import { definesSome, objectsOf, referenced } from '../../src/world/references.ts'
import { podsIn, podsSelected } from '../../src/world/selection.ts'
import { World } from '../../src/world/world.ts'
import { read } from '../kit/read.ts'
import { expectLinear } from '../kit/steps.ts'

const object = (apiVersion: string, kind: string, name: string, namespace = ''): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}${namespace && `, namespace: ${namespace}`}}\n`

const pod = (name: string, labels: string, namespace = ''): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, labels: ${labels}${namespace && `, namespace: ${namespace}`}}\nspec: {containers: [{name: app}]}\n`

const SERVICES = [
  object('v1', 'Service', 'web'),
  object('v1', 'Service', 'web', 'shop'),
  object('serving.knative.dev/v1', 'Service', 'api'),
  object('v1', 'ConfigMap', 'web', 'default'),
].join('---\n')

describe('references', () => {
  test('lead to an object of the type, the namespace and the name; no namespace is `default`', async () => {
    const world = await read({ 'all.yaml': SERVICES })
    const [web, inShop, api, config] = world.resources
    const to = (name: string, type = 'Service', namespace?: string) =>
      referenced(world, web!, { type, name, ...(namespace !== undefined && { namespace }) })
    expect(to('web')).toEqual([web])
    expect(to('web', 'Service', 'shop')).toEqual([inShop])
    expect(to('api')).toEqual([])
    expect(to('api', 'serving.knative.dev/Service')).toEqual([api])
    expect(to('web', 'ConfigMap', 'default')).toEqual([config])
    expect(objectsOf(world, 'Service')).toEqual([web, inShop])
  })

  test('in a chart lead to what is named by a release that is called as its author expects', async () => {
    const { resources } = await read({
      'all.yaml': [object('v1', 'Service', 'release-web'), object('v1', 'Service', 'release-')].join('---\n'),
    })
    const from = (origin?: Origin): World =>
      new World({ resources: resources.map(({ source, root, json }) => new Resource(source, root, json, origin)) })
    const found = (world: World, name: string): number =>
      referenced(world, world.resources[0]!, { type: 'Service', name }).length
    const chart = from({ by: 'helm', root: 'charts/web' })
    expect([found(chart, 'release-web'), found(chart, 'web'), found(chart, 'release')]).toEqual([1, 1, 0])
    expect([found(from(), 'release-web'), found(from(), 'web')]).toEqual([1, 0])
    expect(found(from({ by: 'kustomize', root: 'web' }), 'web')).toBe(0)
  })

  test('are missing only where others of the type are in the namespace', async () => {
    const world = await read({ 'all.yaml': SERVICES })
    const [web, inShop, , config] = world.resources
    const some = (from = web!, type = 'Service', namespace?: string) =>
      definesSome(world, from, { type, ...(namespace !== undefined && { namespace }) })
    expect(some(config)).toBe(true)
    expect(some(config, 'Service', 'shop')).toBe(true)
    expect(some(config, 'Service', 'other')).toBe(false)
    expect(some(config, 'Secret')).toBe(false)
    // It is not evidence of itself.
    expect(some(inShop)).toBe(false)
  })
})

describe('selection', () => {
  const PODS = [pod('a', '{app: web, tier: front}'), pod('b', '{app: web}'), pod('c', '{app: web}', 'shop')].join(
    '---\n',
  )

  test.each([
    [{ matchLabels: { app: 'web' } }, ['a', 'b']],
    [{ matchLabels: { app: 'web', tier: 'front' } }, ['a']],
    [{ matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] }, ['b']],
    [{}, ['a', 'b']],
    [{ matchLabels: { app: 'api' } }, []],
  ])('%j selects pods of its namespace', async (selector, names) => {
    const world = await read({ 'all.yaml': PODS })
    const selected = podsSelected(world, 'default', requirementsOf(selector)!)
    expect(selected.map(({ resource }) => resource.name)).toEqual(names)
    expect(podsIn(world, 'shop').map(({ resource }) => resource.name)).toEqual(['c'])
    expect(podsIn(world, 'none')).toEqual([])
  })

  test('the cost grows with selectors and pods, not with their product', () =>
    expectLinear(
      () => import('../../src/world/selection.ts'),
      async ({ podsSelected }, size) => {
        const pods = Array.from({ length: size }, (_, i) => pod(`p${i}`, `{app: web, shard: s${i}}`))
        const world = await read({ 'all.yaml': pods.join('---\n') })
        for (let i = 0; i < size; i++)
          podsSelected(world, 'default', requirementsOf({ matchLabels: { app: 'web', shard: `x${i}` } })!)
      },
      50,
    ))
})
