import { describe, expect, test } from 'vitest'
import { type AnyRule, rule } from '../../src/rules/rule.ts'
import { RuleSet } from '../../src/rules/set.ts'

const invented = (id: string, peers: AnyRule['peers'] = {}): AnyRule =>
  rule({
    id,
    title: 'Of no account',
    why: 'None.',
    help: 'None.',
    severity: 'low',
    profile: 'recommended',
    since: '0.1',
    peers,
    on: 'resource',
    check: () => undefined,
  })

describe('a set of two rules', () => {
  const set = new RuleSet([
    invented('tag-latest', { hadolint: 'DL3007', trivy: ['DS001', 'AVD-DS-0001'] }),
    invented('tag-missing', { trivy: 'ds001' }),
  ])

  test.each([
    ['tag-latest', ['tag-latest']],
    ['TAG-Missing', ['tag-missing']],
    ['dl3007', ['tag-latest']],
    ['DS001', ['tag-latest', 'tag-missing']],
    ['DL3008', []],
    ['constructor', []],
  ])('%s stands for %j', (word, ids) => expect(set.resolve(word)).toEqual(ids))

  test('names ids and aliases as their authors write them', () =>
    expect(set.names).toEqual(['tag-latest', 'tag-missing', 'DL3007', 'DS001', 'AVD-DS-0001', 'ds001']))
})

test('two rules with one id are no set', () =>
  expect(() => new RuleSet([invented('a'), invented('b'), invented('b')])).toThrow('two rules have the id `b`'))
