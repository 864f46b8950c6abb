import { describe, expect, test } from 'vitest'
import { resourcesOf } from '../../src/kube/objects.ts'
import { World } from '../../src/world/world.ts'
import { readYaml } from '../../src/yaml/source.ts'
import { expectLinear } from '../kit/steps.ts'

const made = (kind: string, name: string, owners?: unknown, pods = true): unknown => ({
  apiVersion: kind === 'Pod' ? 'v1' : 'apps/v1',
  kind,
  metadata: { name, ...(owners !== undefined && { ownerReferences: owners }) },
  spec: !pods
    ? {}
    : kind === 'Pod'
      ? { containers: [{ name: 'app', image: 'app:1' }] }
      : { template: { spec: { containers: [{ name: 'app', image: 'app:1' }] } } },
})
const by = (kind: string, name: string): unknown => [{ apiVersion: 'v1', kind, name, uid: 'u' }]

const PRIVILEGED = { containers: [{ name: 'app', image: 'app:1', securityContext: { privileged: true } }] }

/** The names of the objects whose pods are judged. */
async function judged(objects: readonly unknown[]): Promise<readonly string[]> {
  const text = objects.map(one => JSON.stringify(one)).join('\n')
  const world = new World({ resources: resourcesOf(await readYaml('dump.json', text)) })
  return world.resources.filter(one => world.workloadsOf(one).length > 0).map(({ name }) => name)
}

test.each([
  ['nobody', [made('Pod', 'a')], ['a']],
  [
    'all that a Deployment made',
    [made('Deployment', 'a'), made('ReplicaSet', 'b', by('Deployment', 'a')), made('Pod', 'c', by('ReplicaSet', 'b'))],
    ['a'],
  ],
  ['an owner that is not there', [made('Pod', 'a', by('ReplicaSet', 'x'))], ['a']],
  [
    'an owner without pods',
    [made('Deployment', 'x', undefined, false), made('Pod', 'a', by('Deployment', 'x'))],
    ['a'],
  ],
  [
    'another than whom it says: it is not like those pods',
    [made('StatefulSet', 'a'), { ...(made('Pod', 'b', by('StatefulSet', 'a')) as object), spec: PRIVILEGED }],
    ['a', 'b'],
  ],
  ['its own owner', [made('Pod', 'a', by('Pod', 'a'))], ['a']],
  ['two that own each other', [made('Pod', 'a', by('Pod', 'b')), made('Pod', 'b', by('Pod', 'a'))], ['a', 'b']],
  [
    'one of two that own each other',
    [made('Pod', 'a', by('Pod', 'b')), made('Pod', 'b', by('Pod', 'a')), made('Pod', 'c', by('Pod', 'a'))],
    ['a', 'b', 'c'],
  ],
  ['a text', [made('Pod', 'a', 'me')], ['a']],
  ['maps without names', [made('Pod', 'a', [{}, null, 1])], ['a']],
])('owned by %s', async (_, objects, names) => expect(await judged(objects)).toEqual(names))

describe('a chain of owners costs no more than its length', () => {
  test.each([
    ['with an end', (i: number) => `p${i + 1}`],
    ['in a circle', (i: number, size: number) => `p${(i + 1) % size}`],
    ['into a circle', (i: number, size: number) => `p${Math.min(i + 1, size - 1)}`],
  ])('%s', (_, ownerOf) =>
    expectLinear(
      () => import('../../src/kube/owners.ts'),
      async ({ ownedAmong }, size) => {
        const pods = Array.from({ length: size }, (_, i) => made('Pod', `p${i}`, by('Pod', ownerOf(i, size))))
        const resources = resourcesOf(await readYaml('dump.json', pods.map(pod => JSON.stringify(pod)).join('\n')))
        const isOwned = ownedAmong(resources)
        for (const resource of resources) isOwned(resource)
      },
      50,
    ),
  )
})
