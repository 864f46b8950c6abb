import { expect, test } from 'vitest'
import { budgetedBy, hasBudget } from '../../src/world/budgets.ts'
import { object } from '../kit/manifests.ts'
import { read } from '../kit/read.ts'
import { expectLinear } from '../kit/steps.ts'

const pdb = (selector: string, name = 'web') =>
  object('policy/v1 PodDisruptionBudget', `maxUnavailable: 1\nselector: ${selector}`, `{name: ${name}}`)
const web = (labels: string, name = 'web') =>
  object(
    'apps/v1 Deployment',
    `template: {metadata: {labels: ${labels}}, spec: {containers: [{name: app}]}}`,
    `{name: ${name}}`,
  )

test('a budget protects what it selects', async () => {
  const world = await read({
    'a.yaml': [pdb('{matchLabels: {app: web}}'), web('{app: web}'), web('{app: api}')].join('---\n'),
  })
  const [budget, first, second] = world.resources
  expect(budgetedBy(world, budget!)).toEqual([first])
  expect([first, second].map(resource => hasBudget(world, resource!))).toEqual([true, false])
})

test('the cost grows with budgets and workloads, not with their product', () =>
  expectLinear(
    () => import('../../src/world/budgets.ts'),
    async ({ hasBudget }, size) => {
      const all = Array.from({ length: size }, (_, i) => `${pdb('{}', `p${i}`)}---\n${web('{app: web}', `w${i}`)}`)
      const world = await read({ 'a.yaml': all.join('---\n') })
      for (const resource of world.resources) hasBudget(world, resource)
    },
    50,
  ))
