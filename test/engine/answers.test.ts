import { expect, test } from 'vitest'
import { Answers } from '../../src/engine/answers.ts'
import { check, recall } from '../../src/engine/check.ts'
import { type AnyRule, rule } from '../../src/rules/rule.ts'
import { World } from '../../src/world/world.ts'
import { container, documents } from '../kit/manifests.ts'
import { read } from '../kit/read.ts'

const meta = { title: 'x', why: 'x', help: 'x', severity: 'high', profile: 'essential', since: '0.1' } as const
const asked: string[] = []

const alone = rule({
  id: 'alone',
  on: 'container',
  ...meta,
  check: ({ handle, path }) => {
    asked.push(`alone ${handle}`)
    return { at: path, message: 'x' }
  },
})

/** Looks around only when its own subject is worth it. */
const around = rule({
  id: 'around',
  on: 'container',
  ...meta,
  check({ handle, path, name }, context) {
    asked.push(`around ${handle}`)
    return name === 'app' && context.world.ofKind('Service').length > 0 ? { at: path, message: 'x' } : undefined
  },
})

const ENABLED = [alone, around].map((one: AnyRule) => ({ rule: one, options: {} }))
const POD = container('image: x').replace('web', 'one')
const OTHER = container('image: x').replace('web', 'two').replace('name: app', 'name: other')
const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata: {name: s}\n'

test('a rule is asked again of a subject that two worlds share only where it looked at the world', async () => {
  const { resources } = await read(documents(POD, OTHER, SERVICE))
  const settings = { kubernetes: 36, answers: new Answers() }
  const { findings } = check(new World({ resources }), ENABLED, settings)
  expect(findings.map(({ rule }) => rule).sort()).toEqual(['alone', 'alone', 'around'])
  asked.length = 0
  const before = new World({ resources: resources.filter(({ kind }) => kind === 'Pod') })
  const recalled = recall(before, ENABLED, settings)
  expect(recalled.findings.map(({ rule }) => rule)).toEqual(['alone', 'alone'])
  expect(asked).toEqual(['around Pod/one › app'])
})

test('what was found is recalled under the same fingerprints', async () => {
  const world = await read(documents(POD, OTHER, SERVICE))
  const { findings } = check(world, ENABLED, { kubernetes: 36 })
  const fingerprints = findings.map(({ fingerprint }) => fingerprint).sort()
  const recalled = recall(world, ENABLED, { kubernetes: 36 }).findings
  expect(recalled.map(({ fingerprint }) => fingerprint).sort()).toEqual(fingerprints)
})
