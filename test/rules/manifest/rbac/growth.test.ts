import { expect, test } from 'vitest'
import { documents, labelled, service } from '../../../kit/manifests.ts'
import { account, binding, role, rule } from '../../../kit/rbac.ts'
import { expectLinear } from '../../../kit/steps.ts'

const SECRETS = rule('get, list, create', 'secrets, pods')
const many = (size: number, text: (i: number) => string): string =>
  documents(...Array.from({ length: size }, (_, i) => text(i)))
const subjects = (size: number): string => `[${Array.from({ length: size }, (_, i) => account(`a${i}`)).join(', ')}]`

const roles = (names: string): string => documents(role('web', names), role('shop', names, { namespace: 'shop' }))

test.each<[string, (size: number) => string]>([
  ['roles', size => many(size, i => role(`r${i}`, SECRETS))],
  [
    'roles and their bindings',
    size => many(size, i => documents(role(`r${i}`, SECRETS), binding(`b${i}`, `ClusterRole/r${i}`, subjects(1)))),
  ],
  [
    'bindings of one role',
    size =>
      documents(
        roles(SECRETS),
        many(size, i => binding(`b${i}`, 'ClusterRole/web', `[${account(`a${i}`)}]`)),
      ),
  ],
  ['subjects of one binding', size => documents(roles(SECRETS), binding('web', 'ClusterRole/web', subjects(size)))],
  [
    'rules of one role',
    size => role('web', `[${Array.from({ length: size }, () => SECRETS.slice(1, -1)).join(', ')}]`),
  ],
  ['namesakes', size => many(size, i => role('web', rule('"*"', '"*"'), { namespace: `n${i}` }))],
  [
    'parts of an aggregated role',
    size =>
      documents(
        role('web', '[]', { aggregates: '[{matchLabels: {part: web}}]' }),
        binding('web', 'ClusterRole/web', subjects(1)),
        many(size, i => role(`r${i}`, SECRETS, { labels: '{part: web}' })),
      ),
  ],
  [
    'pods of one account behind a Service',
    size =>
      documents(
        roles(SECRETS),
        binding('web', 'ClusterRole/web', subjects(1)),
        service('type: LoadBalancer\nselector: {app: web}', '{name: web, namespace: shop}'),
        many(size, i =>
          labelled('{app: web}', `name: p${i}, namespace: shop`).replace(
            'spec:\n',
            'spec:\n  serviceAccountName: a0\n',
          ),
        ),
      ),
  ],
])('%s cost no more than their number', async (_, text) => {
  await expectLinear(
    async () => ({
      ...(await import('../../../../src/engine/check.ts')),
      ...(await import('../../../../src/rules/index.ts')),
      ...(await import('../../../kit/read.ts')),
    }),
    async ({ check, rules, read }, size) => {
      const enabled = [...rules.values()]
        .filter(({ id }) => /^rbac-|^dangling-role|^unused-service-account$|cluster-admin$/.test(id))
        .map(one => ({ rule: one, options: {} }))
      expect(check(await read(text(size)), enabled, { kubernetes: 36 }).faults).toEqual([])
    },
    50,
  )
})
