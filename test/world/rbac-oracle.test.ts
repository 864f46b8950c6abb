import { expect, test } from 'vitest'
import { answersOf } from '../../scripts/oracle/rbac/compare.ts'
import { readAnswers, type WrittenRule } from '../../scripts/oracle/rbac/fixture.ts'
import { BUILT_IN_ROLES } from '../../src/kube/facts/built-in-roles.ts'

const { asked, sets, builtInRoles } = readAnswers()

test('everyone may do what the authorizer of the API server allows, and nothing else', () => {
  const different = asked.flatMap((set, i) => (answersOf(set) === sets[i] ? [] : [set]))
  expect(different.slice(0, 1)).toEqual([])
})

test('the questions are of both kinds', () => {
  const allowed = sets.join('').replaceAll('0', '').length
  expect([sets.length, sets.join('').length]).toEqual([2000, 128_000])
  expect(allowed / 128_000).toBeGreaterThan(0.25)
  expect(allowed / 128_000).toBeLessThan(0.5)
})

/** Every verb with every group and resource, and every path. */
const singles = (rules: readonly WrittenRule[]): ReadonlySet<string> =>
  new Set(
    rules.flatMap(({ verbs, apiGroups = [], resources = [], nonResourceURLs = [] }) =>
      verbs.flatMap(verb => [
        ...apiGroups.flatMap(group => resources.map(resource => `${verb} ${group}/${resource}`)),
        ...nonResourceURLs.map(url => `${verb} ${url}`),
      ]),
    ),
  )

test.each([...BUILT_IN_ROLES])('ClusterRole `%s` has the rules that the API server gives it', (name, rules) => {
  expect(singles(rules)).toEqual(singles(builtInRoles[name]!))
})
