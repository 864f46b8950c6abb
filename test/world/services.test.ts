import { describe, expect, test } from 'vitest'
import { read } from '../kit/read.ts'
import { expectLinear } from '../kit/steps.ts'

const many = (count: number, document: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => document(i)).join('---\n')

const service = (name: string, selector: string): string =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\nspec: {selector: ${selector}}\n`

const pod = (labels: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: ${labels}}\nspec: {containers: [{name: app}]}\n`

/** The Service in front of each pod. */
async function before(text: string, services?: typeof import('../../src/world/network/services.ts')) {
  const { serviceBefore } = services ?? (await import('../../src/world/network/services.ts'))
  const world = await read({ 'all.yaml': text })
  const workloads = world.resources.flatMap(resource => world.workloadsOf(resource))
  return workloads.map(workload => serviceBefore(world, workload)?.name)
}

test.each<[title: string, selectors: string[], expected: string | undefined, first?: string]>([
  ['of those that select the same, the first', ['{app: web}', '{app: web}'], 's0'],
  ['of several, the first that was read, whatever it selects by', ['{app: web}', '{tier: front}'], 's0'],
  ['one that selects by fewer labels', ['{app: web, tier: back}', '{app: web}'], 's1'],
  ['labels in another order', ['{tier: front, app: web}', '{app: web, tier: front}'], 's0'],
  ['of several, one that is not for metrics', ['{app: web}', '{tier: front}'], 's1', 's0-metrics'],
  ['values that are no strings select nothing', ['{app: 1}', '{app: {}}'], undefined],
])('%s', async (_, selectors, name, first = 's0') => {
  const services = selectors.map((selector, i) => service(i === 0 ? first : `s${i}`, selector)).join('---\n')
  expect(await before(`${services}---\n${pod('{tier: front, app: web}')}`)).toEqual([name])
})

describe('the cost grows with Services and pods, not with their product', () => {
  test.each<[string, (i: number) => string, (i: number) => string]>([
    ['that share a label', i => `{app: web, shard: s${i}}`, i => `{app: web, shard: x${i}}`],
    ['that share their last label', i => `{shard: s${i}, app: web}`, i => `{app: web, shard: x${i}}`],
    ['that select the same', () => '{app: web, tier: back}', () => '{app: web, tier: front}'],
  ])('%s', async (_, selector, labels) => {
    const text = (size: number): string =>
      `${many(size, i => service(`s${i}`, selector(i)))}---\n${many(size, i => pod(labels(i)))}`
    await expectLinear(
      () => import('../../src/world/network/services.ts'),
      (services, size) => before(text(size), services),
      50,
    )
  })
})
