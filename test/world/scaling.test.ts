import { describe, expect, test } from 'vitest'
import { autoscalerFor, autoscalerOf, replicasOf, scaledBy } from '../../src/world/scaling.ts'
import { object } from '../kit/manifests.ts'
import { read } from '../kit/read.ts'
import { expectLinear } from '../kit/steps.ts'

const hpa = (name: string, target: string) =>
  object(
    'autoscaling/v2 HorizontalPodAutoscaler',
    `minReplicas: 2\nscaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: ${target}}`,
    `{name: ${name}}`,
  )
const web = (name = 'web') => object('apps/v1 Deployment', 'replicas: 5', `{name: ${name}}`)

describe('an autoscaler', () => {
  test('scales what is in its own file, and else what is anywhere', async () => {
    const world = await read({ 'a.yaml': web(), 'b.yaml': `${web()}---\n${hpa('near', 'web')}`, 'c.yaml': web('api') })
    const [first, second, near, api] = world.resources
    expect(scaledBy(world, autoscalerOf(near!)!)).toEqual([second])
    expect(autoscalerFor(world, second!)?.resource).toBe(near)
    expect(autoscalerFor(world, first!)).toBeUndefined()
    expect(autoscalerFor(world, api!)).toBeUndefined()
  })

  test('decides how many pods there are', async () => {
    const world = await read({ 'a.yaml': [web(), web('api'), hpa('a', 'web')].join('---\n') })
    expect(world.resources.map(resource => replicasOf(world, resource))).toEqual([
      { least: 2, isSet: true },
      { least: 5, isSet: true },
      undefined,
    ])
  })

  test('is found in a time that grows with the checkout, and not with its square', () =>
    expectLinear(
      () => import('../../src/world/scaling.ts'),
      async ({ autoscalerFor, autoscalerOf, scaledBy }, size) => {
        // The names are the same: every target is one of every autoscaler.
        const all = Array.from({ length: size }, (_, i) => `${hpa(`a${i}`, 'web')}---\n${web()}`)
        const world = await read({ 'a.yaml': all.join('---\n') })
        for (const resource of world.resources) {
          autoscalerFor(world, resource)
          const autoscaler = autoscalerOf(resource)
          if (autoscaler) scaledBy(world, autoscaler)
        }
      },
      50,
    ))
})
