import { describe, expect, test } from 'vitest'
import { read } from '../kit/read.ts'
import { expectLinear } from '../kit/steps.ts'

const service = (name: string, selector: string, port = '{port: 22}'): string =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\nspec: {selector: ${selector}, ports: [${port}]}\n`

const pod = (labels: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: ${labels}}\nspec: {containers: [{name: app}]}\n`

/** The Service that exposes SSH of each pod, with the number of its port. */
async function before(documents: readonly string[], ssh?: typeof import('../../src/world/network/ssh.ts')) {
  const { sshServiceBefore } = ssh ?? (await import('../../src/world/network/ssh.ts'))
  const world = await read({ 'all.yaml': documents.join('---\n') })
  return world.resources
    .flatMap(resource => world.workloadsOf(resource))
    .map(workload => sshServiceBefore(world, workload))
    .map(found => found && `${found.resource.name} ${found.index}`)
}

test.each([
  ['the first of several', [service('a', '{app: web}'), service('b', '{tier: front}')], 'a 0'],
  ['of those that select the same', [service('a', '{app: web}'), service('b', '{app: web}')], 'a 0'],
  ['the port among others', [service('a', '{app: web}', '{port: 80}, {port: 81, targetPort: 2222}')], 'a 1'],
  ['none of another port', [service('a', '{app: web}', '{port: 80}')], undefined],
])('%s', async (_, services, wanted) => {
  expect(await before([...services, pod('{app: web, tier: front}')])).toEqual([wanted])
})

describe('the cost grows with Services and pods, not with their product', () => {
  test.each<[string, (i: number) => string, (i: number) => string]>([
    ['that share a label', i => `{app: web, shard: s${i}}`, i => `{app: web, shard: s${i}}`],
    ['that select the same', () => '{app: web}', () => '{app: web, tier: front}'],
  ])('%s', async (_, selector, labels) => {
    const many = (size: number, document: (i: number) => string): readonly string[] =>
      Array.from({ length: size }, (_, i) => document(i))
    await expectLinear(
      () => import('../../src/world/network/ssh.ts'),
      (ssh, size) =>
        before([...many(size, i => service(`s${i}`, selector(i))), ...many(size, i => pod(labels(i)))], ssh),
      50,
    )
  })
})
