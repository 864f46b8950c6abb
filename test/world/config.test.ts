import { test } from 'vitest'
import { read } from '../kit/read.ts'
import { expectLinear } from '../kit/steps.ts'

test('the cost grows with references and objects, not with their product', () =>
  expectLinear(
    () => import('../../src/world/config.ts'),
    async ({ isMade, keyless }, size) => {
      // All of one name: each of them could be meant by each of the references.
      const object = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {level: info}\n'
      const world = await read({ 'a.yaml': Array.from({ length: size }, () => object).join('---\n') })
      const reference = { kind: 'ConfigMap', name: 'settings', namePath: [], keys: [] } as const
      for (const resource of world.resources)
        if (!isMade(world, resource, reference)) keyless(world, resource, reference, 'depth')
    },
    50,
  ))
