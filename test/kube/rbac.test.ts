import { describe, expect, test } from 'vitest'
import { resourcesOf } from '../../src/kube/objects.ts'
import { allows, allowsUrl, type PolicyRule, policyRulesOf, roleRefOf } from '../../src/kube/rbac.ts'
import { readYaml } from '../../src/yaml/source.ts'

const objectIn = async (yaml: string) =>
  resourcesOf(await readYaml('a.yaml', `apiVersion: rbac.authorization.k8s.io/v1\n${yaml}`))[0]!

const rule = (given: Partial<PolicyRule>): PolicyRule => ({
  verbs: ['get'],
  apiGroups: [''],
  resources: ['pods'],
  resourceNames: [],
  nonResourceURLs: [],
  at: [],
  ...given,
})

const access = (resource: string, { verb = 'get', group = '', name = '' } = {}) => ({
  verb,
  group,
  resource,
  ...(name !== '' && { name }),
})

describe('a rule allows', () => {
  test.each([
    ['what it names', rule({}), access('pods'), true],
    ['no other verb', rule({}), access('pods', { verb: 'list' }), false],
    ['every verb, also those of RBAC', rule({ verbs: ['*'] }), access('pods', { verb: 'escalate' }), true],
    ['no verb by a pattern', rule({ verbs: ['g*'] }), access('pods'), false],
    ['no other group', rule({}), access('pods', { group: 'acme.io' }), false],
    ['every group', rule({ apiGroups: ['*'] }), access('pods', { group: 'acme.io' }), true],
    ['nothing without a group', rule({ apiGroups: [] }), access('pods'), false],
    ['no subresource of what it names', rule({}), access('pods/exec'), false],
    ['a subresource that it names', rule({ resources: ['pods/exec'] }), access('pods/exec'), true],
    ['not the resource of a subresource', rule({ resources: ['pods/exec'] }), access('pods'), false],
    ['a subresource of all', rule({ resources: ['*/exec'] }), access('pods/exec'), true],
    ['no other one', rule({ resources: ['*/exec'] }), access('pods/attach'), false],
    ['not what a subresource ends in', rule({ resources: ['*/cale'] }), access('deployments/scale'), false],
    ['no resource by it', rule({ resources: ['*/'] }), access('pods'), false],
    ['all resources with all subresources', rule({ resources: ['*'] }), access('pods/exec'), true],
    ['nothing by `pods/*`', rule({ resources: ['pods/*'] }), access('pods/exec'), false],
    ['a name', rule({ resourceNames: ['a', 'b'] }), access('pods', { name: 'b' }), true],
    ['no other name', rule({ resourceNames: ['a'] }), access('pods', { name: 'b' }), false],
    ['not all by a name', rule({ resourceNames: ['a'] }), access('pods'), false],
    ['any name where it has none', rule({}), access('pods', { name: 'b' }), true],
    ['no name by a star', rule({ resourceNames: ['*'] }), access('pods', { name: 'b' }), false],
    ['a resource named as a property is', rule({ resources: ['__proto__'] }), access('__proto__'), true],
    ['nothing else by it', rule({ resources: ['__proto__'] }), access('pods'), false],
  ])('%s', (_, given, asked, expected) => expect(allows(given, asked)).toBe(expected))
})

describe('a rule allows paths', () => {
  test.each([
    [['/metrics'], '/metrics', true],
    [['/metrics'], '/metrics/a', false],
    [['/metrics/*'], '/metrics/a/b', true],
    [['/metrics/*'], '/metrics', false],
    [['/metrics**'], '/metrics', true],
    [['/me*rics'], '/metrics', false],
    [['*'], '/metrics', true],
    [[], '/metrics', false],
  ])('%j: %s is %s', (nonResourceURLs, url, expected) => {
    expect(allowsUrl(rule({ nonResourceURLs }), { verb: 'get', url })).toBe(expected)
    expect(allowsUrl(rule({ nonResourceURLs }), { verb: 'post', url })).toBe(false)
  })
})

describe('the rules of a role', () => {
  test('have their places', async () => {
    const role = await objectIn('kind: Role\nrules:\n  - {verbs: [get], apiGroups: [""], resources: [pods]}\n')
    expect(policyRulesOf(role)).toEqual([rule({ at: [0, 'rules', 0] })])
  })

  test('are what of them has its type', async () => {
    const role = await objectIn(
      'kind: Role\nrules: [null, x, [], {verbs: get, apiGroups: [1, "", null], resources: [[pods], pods], resourceNames: {a: b}}]\n',
    )
    expect(policyRulesOf(role)).toEqual([rule({ verbs: [], at: [0, 'rules', 3] })])
  })

  test.each(['', 'rules:', 'rules: {}', 'rules: x'])('are none in `%s`', async rules => {
    expect(policyRulesOf(await objectIn(`kind: ClusterRole\n${rules}\n`))).toEqual([])
  })
})

describe('a binding refers to', () => {
  const [role, cluster] = [
    { kind: 'Role', name: 'web' },
    { kind: 'ClusterRole', name: 'web' },
  ]
  test.each([
    ['a Role', 'RoleBinding', '{kind: Role, name: web}', role],
    ['a ClusterRole', 'RoleBinding', '{kind: ClusterRole, name: web}', cluster],
    ['a ClusterRole', 'ClusterRoleBinding', '{kind: ClusterRole, name: web, apiGroup: ""}', cluster],
    ['its group', 'RoleBinding', '{kind: Role, name: web, apiGroup: rbac.authorization.k8s.io}', role],
    ['no Role of the cluster', 'ClusterRoleBinding', '{kind: Role, name: web}', undefined],
    ['nothing of another kind', 'RoleBinding', '{kind: role, name: web}', undefined],
    [
      'nothing of another group',
      'RoleBinding',
      '{kind: Role, name: web, apiGroup: rbac.authorization.k8s.io/v1}',
      undefined,
    ],
    ['nothing without a name', 'RoleBinding', '{kind: Role, name: ""}', undefined],
    ['nothing by a number', 'RoleBinding', '{kind: Role, name: 1}', undefined],
    ['nothing by a list', 'RoleBinding', '[{kind: Role, name: web}]', undefined],
    ['nothing', 'RoleBinding', 'null', undefined],
  ])('%s: %s %s', async (_, kind, ref, expected) => {
    expect(roleRefOf(await objectIn(`kind: ${kind}\nroleRef: ${ref}\n`))).toEqual(expected)
  })
})
